/** Provincial document axis of Bkav, as in Tây Ninh: statistics only. What is known of it: README.md beside this file. */
import { z } from 'zod';
import type { SourceFamily } from '../source-family';

const options = z.strictObject({
  title: z.string().default('Trục văn bản tỉnh (Bkav)'),
  baseUrl: z.string(), start: z.string().describe('First day of data, yyyy-MM-dd'),
  rows: z.enum(['split', 'simple']).default('split').describe('split: sentExt, sentInt, signed, notSigned; simple: the older form with sent and received'),
  every: z.string().default('1h'), callsPerSecond: z.number().positive().default(1),
});

const sent = { sum: ['sentExt', 'sentInt'] };
const values = {
  split: { edocumentsSent: sent, edocumentsReceived: { sum: ['receivedExt', 'receivedInt'] }, edocumentsSigned: 'signed' },
  simple: { edocumentsSent: 'sent', edocumentsReceived: 'received' },
};
const dates = ['dd/MM/yyyy HH:mm:ss', 'dd/MM/yyyy', 'yyyy-MM-dd HH:mm:ss'].map((date) => ({ at: 'lastUpdate', date }));

export const bkav: SourceFamily<typeof options> = {
  id: 'bkav',
  title: 'Trục văn bản tỉnh (Bkav)',
  options,
  define: (id, o) => ({
    id, title: o.title, family: 'bkav', baseUrl: o.baseUrl, schedule: { every: o.every },
    transport: { callsPerSecond: o.callsPerSecond, readTimeout: '120s' },
    streams: (['month', 'quarter', 'year'] as const).map((step) => ({
      record: 'statistic', id: `by-${step}`,
      request: { path: '/public/-/stat/detail', query: { fromDate: '{window.from}', toDate: '{window.to}', keyword: '' } },
      window: { start: o.start, step, overlap: '40d', holdBack: '0s', from: { pattern: 'dd/MM/yyyy' }, to: { pattern: 'dd/MM/yyyy', end: 'inclusive' } },
      envelope: { rows: '$', shape: [{ kind: 'tree', children: 'childOrgan' }], allowEmpty: false, errors: [{ at: 'code', equals: '9999', class: 'retry' }] },
      mapping: {
        unit: { by: 'code', at: 'organDomain', name: 'organName' }, period: 'window', values: values[o.rows], sourceTime: dates,
      },
      // Signed and unsigned are parts of what was sent only where they add up to it.
      checks: o.rows === 'split' ? [{ total: sent, parts: ['signed', 'notSigned'], otherwise: ['edocumentsSigned'] }] : [],
    })),
  }),
};
