/** REST document axis as in Lạng Sơn. What is known of it: README.md beside this file. */
import { z } from 'zod';
import type { SourceFamily } from '../source-family';

const options = z.strictObject({
  title: z.string().default('Trục văn bản (kiểu Lạng Sơn)'),
  baseUrl: z.string(), systemId: z.string(), secretKey: z.string(), province: z.string().describe('H-code of the province, such as H37'),
  start: z.string().describe('First day of data, yyyy-MM-dd'),
  maxDays: z.number().int().min(1).max(31).default(7).describe('Widest question in whole days; more is refused'),
  unit: z.strictObject({ code: z.string(), name: z.string(), level: z.enum(['department', 'commune', 'other']) }).optional().describe('The agency of this pair of keys: without documents it then has zero, not nothing'),
  acceptedOnDocument: z.enum(['requestAccepted', 'updated']).default('requestAccepted').describe('UNVERIFIED: what 15 on a document itself says, recall accepted or update accepted'),
  every: z.string().default('5m'), callsPerSecond: z.number().positive().default(2),
});

/** Codes of the axis that a later try may mend; 15 and 19 name our keys, so a person must. */
const errors = [
  { at: 'code', equals: 15, class: 'password' }, { at: 'code', equals: 19, class: 'password' }, { at: 'code', equals: 20, class: 'retry' }, { at: 'code', equals: 21, class: 'retry' },
];

export const langson: SourceFamily<typeof options> = {
  id: 'langson',
  title: 'Trục văn bản kiểu Lạng Sơn (REST)',
  options,
  define: (id, o) => ({
    id, title: o.title, family: 'langson', baseUrl: o.baseUrl, schedule: { every: o.every }, ...(o.unit ? { units: [o.unit] } : {}),
    auth: { kind: 'headers', headers: { 'X-SystemId': o.systemId, 'X-SecretKey': o.secretKey } },
    transport: { callsPerSecond: o.callsPerSecond },
    streams: [{
      record: 'edocument', id: 'received', side: 'received',
      request: { path: '/v1/syncReceivedEdocList', query: { messageType: 'edoc', fromDate: '{window.from}', toDate: '{window.to}' } },
      window: { start: o.start, step: `${o.maxDays}d`, overlap: '1d', holdBack: '0s', deep: { every: '1d', back: '30d' }, from: { pattern: 'yyyy/MM/dd' }, to: { pattern: 'yyyy/MM/dd', end: 'inclusive' } },
      envelope: { rows: 'data', countAt: 'count', success: [{ at: 'success', equals: true }], errors },
      mapping: {
        code: 'docId', sender: { by: 'code', at: 'from' }, receiver: { by: 'code', at: 'to' }, province: o.province,
        sentAt: [{ at: 'created_time', date: 'yyyy/MM/dd HH:mm:ss' }, { at: 'created_time', date: 'iso' }],
        state: { at: 'status', map: { '01': 'arrived', '02': 'refused', '03': 'received', '04': 'assigned', '05': 'inProgress', '06': 'completed', 13: 'recallRequested', 15: o.acceptedOnDocument, 16: 'requestRefused' }, empty: 'arrived', unknown: 'reject' },
      },
    }],
  }),
};
