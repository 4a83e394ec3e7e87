/** OpenCPS v2. What is known of it: README.md beside this file. */
import { z } from 'zod';
import type { SourceFamily } from '../source-family';

const options = z.strictObject({
  title: z.string().default('Một cửa điện tử (OpenCPS)'),
  baseUrl: z.string().describe('With the path before /statistics'), start: z.string().describe('First day of data, yyyy-MM-dd'),
  groupId: z.string().describe('Liferay group of the agency: the tenant'), token: z.string().optional(), tokenHeader: z.string().default('Token').describe('chưa xác minh'),
  every: z.string().default('1h'), callsPerSecond: z.number().positive().default(2),
});
const COUNTS = ['remainingCount', 'receivedCount', 'onlineCount', 'undueCount', 'overdueCount', 'ontimeCount', 'overtimeCount'];
/** Liferay asks by row numbers; one question takes all, and the stated total proves it. */
const ALL = 10_000;

export const opencps: SourceFamily<typeof options> = {
  id: 'opencps',
  title: 'OpenCPS v2',
  options,
  define: (id, o) => ({
    id, title: o.title, family: 'opencps', baseUrl: o.baseUrl, schedule: { every: o.every }, staleAfter: '1d',
    auth: { kind: 'headers', headers: { groupId: o.groupId, ...(o.token === undefined ? {} : { [o.tokenHeader]: o.token }) } },
    transport: { readTimeout: '120s', callsPerSecond: o.callsPerSecond },
    streams: [{
      record: 'statistic', id: 'statistics', request: { path: '/statistics/dossiers', query: { month: '{month}', year: '{year}', start: 0, end: ALL } },
      window: { start: o.start, step: 'month', overlap: '70d', holdBack: '0s' },
      envelope: { rows: 'data', countAt: 'total', shape: [{ kind: 'decoder', name: 'opencps-totals' }], errors: [{ at: 'error_code', class: 'retry' }] },
      checks: COUNTS.map((name) => ({ total: name, parts: [`parts.${name}`] })),
      mapping: {
        unit: { by: 'code', at: 'govAgencyCode', name: 'govAgencyName' }, period: { const: 'month', year: 'year', number: 'month' },
        values: {
          carriedOver: 'remainingCount', received: 'receivedCount', receivedOnline: 'onlineCount', resolvedOnTime: 'ontimeCount', resolvedLate: 'overtimeCount', resolved: { sum: ['ontimeCount', 'overtimeCount'] },
          inProgressLate: 'overdueCount', inProgress: { sum: ['undueCount', 'overdueCount'] },
        },
      },
    }],
  }),
};
