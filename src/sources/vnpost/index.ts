/** Public postal service (BCCI) of VNPost: consignments of a feed become counts by unit. What is known of it: README.md beside this file. */
import { z } from 'zod';
import type { SourceFamily } from '../source-family';

const options = z.strictObject({
  title: z.string().default('Bưu chính công ích (VNPost)'),
  baseUrl: z.string(), path: z.string().describe('Address of the list of consignments: no public contract names one'), token: z.string(),
  start: z.string().describe('First day of data, yyyy-MM-dd'),
  windowNames: z.tuple([z.string(), z.string()]).default(['FromDate', 'ToDate']), pageNames: z.tuple([z.string(), z.string()]).default(['PageIndex', 'PageSize']), date: z.string().default('yyyy-MM-dd'),
  rows: z.string().default('Data'), pageSize: z.number().int().min(10).max(5000).default(500),
  delivered: z.strictObject({ at: z.string(), equals: z.string() }).optional().describe('Field and value that say a consignment was delivered'),
  every: z.string().default('1h'), callsPerSecond: z.number().positive().default(1),
});
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export const vnpost: SourceFamily<typeof options> = {
  id: 'vnpost',
  title: 'Bưu chính công ích (VNPost)',
  options,
  define: (id, o) => {
    const stream = (name: string, measure: string, skip: object[]) => ({
      record: 'statistic', id: name, skip,
      request: { method: 'POST', path: o.path, body: { [o.windowNames[0]]: '{window.from}', [o.windowNames[1]]: '{window.to}', [o.pageNames[0]]: '{page.number}', [o.pageNames[1]]: '{page.size}' } },
      paging: { kind: 'pages', first: 1, size: o.pageSize, stop: 'empty', secondPass: true },
      window: { start: o.start, step: 'month', overlap: '10d', holdBack: '0s', from: { pattern: o.date }, to: { pattern: o.date, end: 'inclusive' } },
      envelope: { rows: o.rows, success: [{ at: 'Status', equals: '100' }] },
      // The customer code stands for the unit that has the contract: an alias of the unit.
      mapping: { unit: { by: 'id', at: 'CustomerCode' }, period: 'window', values: { [measure]: { const: 1 } }, add: { key: ['ItemCode', 'OrderNumber'] } },
    });
    return {
      id, title: o.title, family: 'vnpost', baseUrl: o.baseUrl, schedule: { every: o.every }, staleAfter: '1d',
      auth: { kind: 'headers', headers: { access_token: o.token } }, transport: { callsPerSecond: o.callsPerSecond },
      streams: [
        stream('consignments', 'postalConsignments', []),
        ...(o.delivered ? [stream('delivered', 'postalDelivered', [{ at: o.delivered.at, matches: `^(?!${escaped(o.delivered.equals)}$)`, reason: 'bưu gửi chưa phát' }])] : []),
      ],
    };
  },
};
