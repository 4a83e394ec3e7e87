/** Document exchange behind an X-Road security server. What is known of it: README.md beside this file. */
import { z } from 'zod';
import type { SourceFamily } from '../source-family';

const options = z.strictObject({
  title: z.string().default('Trục văn bản qua X-Road'),
  baseUrl: z.string().describe('Address of our own security server'), client: z.string().describe('X-Road-Client: INSTANCE/CLASS/MEMBER/SUBSYSTEM'),
  service: z.string().describe('INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE of the axis'), province: z.string().describe('H-code of the province, such as H17'),
  start: z.string().describe('First day of data, yyyy-MM-dd'), pageSize: z.number().int().min(10).max(1000).default(200), maxDays: z.number().int().min(1).max(31).default(7),
  certFile: z.string().optional(), keyFile: z.string().optional(), caFile: z.string().optional(),
  paper: z.strictObject({ at: z.string(), true: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1) }).optional().describe('Field that says a paper copy goes beside the document, where the axis has one'),
  every: z.string().default('5m'), callsPerSecond: z.number().positive().default(2),
});

const moment = (at: string) => [{ at, date: 'yyyy/MM/dd HH:mm:ss' }, { at, date: 'yyyy/MM/dd' }];

export const xroad: SourceFamily<typeof options> = {
  id: 'xroad',
  title: 'Trục văn bản qua X-Road',
  options,
  define: (id, o) => ({
    id, title: o.title, family: 'xroad', baseUrl: o.baseUrl, schedule: { every: o.every },
    auth: { kind: 'headers', headers: { 'X-Road-Client': o.client } },
    transport: { callsPerSecond: o.callsPerSecond, ...(o.caFile ? { caFile: o.caFile } : {}), ...(o.certFile ? { certFile: o.certFile } : {}), ...(o.keyFile ? { keyFile: o.keyFile } : {}) },
    streams: [{
      record: 'edocument', id: 'documents', side: 'both',
      request: { path: `/r1/${o.service}/documents`, query: { fromDate: '{window.from}', toDate: '{window.to}', page: '{page.number}', size: '{page.size}' } },
      paging: { kind: 'pages', first: 0, size: o.pageSize, stop: 'totalRows', totalRowsAt: 'total' },
      window: { start: o.start, step: `${o.maxDays}d`, overlap: '3d', holdBack: '5m', deep: { every: '1d', back: '30d' }, from: { pattern: 'yyyy/MM/dd' }, to: { pattern: 'yyyy/MM/dd', end: 'inclusive' } },
      // A fault of the security server itself comes as `type` and `message`.
      envelope: { rows: 'documents', errors: [{ at: 'type', contains: 'AccessDenied', class: 'stop' }, { at: 'type', contains: 'NetworkError', class: 'retry' }] },
      mapping: {
        code: 'id', document: 'DocumentId', sender: { by: 'code', at: 'From.OrganId' }, receiver: { by: 'code', at: 'To.OrganId' }, province: o.province,
        sentAt: moment('sentDate'), receivedAt: moment('receivedDate'),
        request: { at: 'Bussiness', map: { 0: 'new', 1: 'recall', 2: 'update', 3: 'replace' }, empty: 'new', unknown: 'reject' }, replaces: 'ReplacedDocumentId',
        state: { at: 'status', map: { '01': 'arrived', '02': 'refused', '03': 'received', '04': 'assigned', '05': 'inProgress', '06': 'completed', 13: 'recallRequested', 15: 'requestAccepted', 16: 'requestRefused' }, empty: 'sent', unknown: 'reject' },
        signed: { present: 'SignerInfo' }, ...(o.paper ? { paperCopy: o.paper } : {}),
      },
    }],
  }),
};
