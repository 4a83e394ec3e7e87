/** Catalogue of procedures of the national portal, by the adapter (session in the body) or a provincial gateway. README.md beside this file. */
import { z } from 'zod';
import type { SourceFamily } from '../source-family';

const options = z.strictObject({
  title: z.string().default('Danh mục TTHC (Cổng DVCQG)'),
  baseUrl: z.string(), via: z.enum(['adapter', 'gateway']).describe('adapter: log-in and services by POST; gateway: the addresses of a province, by GET'),
  loginPath: z.string().default('/login'), servicePath: z.string().default('/mapi/g').describe('adapter (chưa xác minh)'), user: z.string().optional(), password: z.string().optional(),
  destination: z.strictObject({ header: z.string(), value: z.string() }).optional().describe('Header that names the destination of the adapter'),
  unit: z.string().default('').describe('madonvi of the caller'), expiredCode: z.string().default('-3').describe('error_code of a session that has ended (chưa xác minh)'),
  listPath: z.string().default('/LayDanhSachTTHC').describe('gateway'), token: z.string().optional().describe('gateway: bearer token'),
  activeValues: z.array(z.union([z.string(), z.number()])).min(1).default([1]).describe('Values of TRANGTHAI that mean in force (chưa xác minh)'),
  every: z.string().default('1d'),
}).refine((o) => o.via === 'gateway' || (o.user !== undefined && o.password !== undefined), 'adapter cần user và password');

export const portalCatalogue: SourceFamily<typeof options> = {
  id: 'portal-catalogue',
  title: 'Cổng Dịch vụ công quốc gia (danh mục TTHC)',
  options,
  define: (id, o) => {
    const headers = o.destination ? { [o.destination.header]: o.destination.value } : {};
    const adapter = o.via === 'adapter';
    return {
      id, title: o.title, family: 'portal-catalogue', baseUrl: o.baseUrl, schedule: { every: o.every }, staleAfter: '7d',
      auth: adapter ? { kind: 'login', path: o.loginPath, headers, body: { username: o.user, password: o.password }, tokenAt: 'session', lifetime: '30m', put: 'body', putAs: 'session' } : o.token === undefined ? { kind: 'none' } : { kind: 'bearer', token: o.token },
      transport: { readTimeout: '180s', callsPerSecond: 1 },
      streams: [{
        record: 'procedure', id: 'procedures',
        request: adapter ? { method: 'POST', path: o.servicePath, headers, body: { madonvi: o.unit, service: 'LayDanhSachTTHC' } } : { path: o.listPath },
        envelope: {
          rows: adapter ? ['result', 'message|json.result'] : ['message|json.result', 'result'], allowEmpty: false, success: adapter ? [{ at: 'error_code', equals: 0 }] : [],
          errors: adapter ? [{ at: 'error_code', equals: o.expiredCode, class: 'password' }] : [],
        },
        skip: [{ at: 'MATTHC', matches: '(^|[^a-z])test', reason: 'thủ tục thử nghiệm' }],
        mapping: {
          code: 'MATTHC', name: 'TENTTHC', fieldCode: 'LINHVUCTHUCHIEN.0.MALINHVUC', fieldName: 'LINHVUCTHUCHIEN.0.TENLINHVUC', level: 'CAPTHUCHIEN',
          active: { at: 'TRANGTHAI', true: o.activeValues },
        },
      }],
    };
  },
};
