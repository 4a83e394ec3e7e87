/** Catalogue of units of a provincial integration platform (LGSP) on WSO2. What is known of it: README.md beside this file. */
import { z } from 'zod';
import type { SourceFamily } from '../source-family';

const options = z.strictObject({
  title: z.string().default('Danh mục đơn vị (LGSP)'),
  baseUrl: z.string(), tokenUrl: z.string().default('/token'), clientId: z.string(), clientSecret: z.string(), sendSecret: z.enum(['form', 'basic']).default('form'),
  style: z.enum(['json', 'xml']).describe('json: bare arrays by level (Quảng Nam); xml: data services with namespaces and nil (Đà Nẵng)'),
  levels: z.array(z.string()).min(1).default(['TINH', 'SO', 'XA']).describe('json: values of cap in the address'),
  set: z.string().default('donvihanhchinh').describe('xml: name of the data set'),
  rows: z.array(z.string()).min(1).default(['Entries.Entry', 'donvihanhchinhs.donvihanhchinh']).describe('xml: where the rows are, by local names (chưa xác minh)'),
  every: z.string().default('1d'), callsPerSecond: z.number().positive().default(2),
});
type Options = z.infer<typeof options>;

const json = (o: Options) => ({
  record: 'unit' as const, id: 'units', request: { path: '/coquanquanlys/cap/{each}' }, forEach: { values: o.levels }, envelope: { rows: '$' },
  mapping: { id: 'ma', code: 'ma', name: 'ten', parentId: 'capTren' },
});
const xml = (o: Options) => ({
  record: 'unit' as const, id: 'units', request: { path: `/dldc/1.0.0/${o.set}` },
  // After an upgrade of a place both rows stay; the one with the higher Id is newer.
  envelope: { format: 'xml' as const, rows: o.rows, allowEmpty: false, shape: [{ kind: 'unique' as const, by: 'Ma', highest: 'Id' }] },
  mapping: { id: 'Ma', code: 'Ma', name: 'Ten', parentId: 'MaCha' },
});

export const lgsp: SourceFamily<typeof options> = {
  id: 'lgsp',
  title: 'LGSP (danh mục đơn vị)',
  options,
  define: (id, o) => ({
    id, title: o.title, family: 'lgsp', baseUrl: o.baseUrl, schedule: { every: o.every }, staleAfter: '7d',
    auth: { kind: 'clientCredentials', path: o.tokenUrl, clientId: o.clientId, clientSecret: o.clientSecret, send: o.sendSecret },
    transport: { callsPerSecond: o.callsPerSecond },
    streams: [o.style === 'json' ? json(o) : xml(o)],
  }),
};
