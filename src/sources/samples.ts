/** Options of every family with everything switched on: what the tests of families read, and what the table of coverage is made from. */
import { findFamily } from './index';
import { sourceDefinition, type SourceDefinition } from './source';

const base = { baseUrl: 'https://nguon.example.vn' };
const start = { start: '2025-07-01' };
export const SAMPLES: Record<string, Record<string, unknown>[]> = {
  bkav: [{ ...base, ...start }, { ...base, ...start, rows: 'simple' }],
  ccvc: [{ ...base, ...start, user: 'u', password: 'p', unit: 'H17' }],
  cmon: [{ ...base, ...start, layer: 'soap' }, { ...base, ...start, layer: 'json' }],
  igate: [{ ...base, ...start, clientId: 'c', clientSecret: 's' }],
  langson: [{ ...base, ...start, systemId: 'H37.TEST', secretKey: 's', province: 'H37' }],
  lgsp: ['json', 'xml'].map((style) => ({ ...base, clientId: 'c', clientSecret: 's', style })),
  opencps: [{ ...base, ...start, groupId: '1' }],
  payment: [{ ...base, ...start, path: '/transactions' }],
  portal: [{ ...start, api: 'rest', provinceId: '1', provinceUnit: 'H17' }, { ...start, api: 'evaluation', provinceId: '1', provinceUnit: 'H17' }],
  'portal-catalogue': [{ ...base, via: 'gateway' }, { ...base, via: 'adapter', user: 'u', password: 'p' }],
  tandan: [{ ...base, ...start, user: 'u', password: 'p', ioc: { unit: 'H17' } }],
  vnpost: [{ ...base, ...start, path: '/consignments', token: 't' }],
  vxp: [{ ...base, ...start, systemId: 'H17.TEST', secret: 's', province: 'H17' }],
  xroad: [{ ...base, ...start, client: 'A/B/C/D', service: 'A/B/C/D/E', province: 'H17' }],
};

export const sampleOf = (family: string, options: Record<string, unknown>): SourceDefinition => sourceDefinition.parse(findFamily(family)!.define('x', findFamily(family)!.options.parse(options)));
