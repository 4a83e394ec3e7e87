/** Payment platform: transactions of a feed become counts and sums by unit. What is known of it: README.md beside this file. */
import { z } from 'zod';
import type { SourceFamily } from '../source-family';

const options = z.strictObject({
  title: z.string().default('Nền tảng thanh toán trực tuyến'),
  baseUrl: z.string(), path: z.string().describe('Address of the list of transactions: no public contract names one'),
  headers: z.record(z.string(), z.string()).default({}).describe('Fixed headers that identify us'),
  start: z.string().describe('First day of data, yyyy-MM-dd'),
  windowNames: z.tuple([z.string(), z.string()]).default(['TuNgay', 'DenNgay']), pageNames: z.tuple([z.string(), z.string()]).default(['Trang', 'SoDong']), date: z.string().default('yyyyMMddHHmmss'),
  rows: z.string().default('DanhSach'), total: z.string().default('TongSo'), pageSize: z.number().int().min(10).max(5000).default(1000),
  unitBy: z.enum(['code', 'id']).default('code').describe('How MaDonVi names a unit'),
  every: z.string().default('1h'), callsPerSecond: z.number().positive().default(2),
});

export const payment: SourceFamily<typeof options> = {
  id: 'payment',
  title: 'Nền tảng thanh toán trực tuyến',
  options,
  define: (id, o) => ({
    id, title: o.title, family: 'payment', baseUrl: o.baseUrl, schedule: { every: o.every }, staleAfter: '1d',
    auth: Object.keys(o.headers).length > 0 ? { kind: 'headers', headers: o.headers } : { kind: 'none' },
    transport: { callsPerSecond: o.callsPerSecond },
    streams: (['month', 'day'] as const).map((period) => ({
      record: 'statistic', id: `by-${period}`,
      request: { path: o.path, query: { [o.windowNames[0]]: '{window.from}', [o.windowNames[1]]: '{window.to}', [o.pageNames[0]]: '{page.number}', [o.pageNames[1]]: '{page.size}' } },
      paging: { kind: 'pages', first: 1, size: o.pageSize, stop: 'totalRows', totalRowsAt: o.total },
      window: { start: o.start, step: period === 'month' ? 'month' : '1d', overlap: '3d', holdBack: '0s', from: { pattern: o.date }, to: { pattern: o.date, end: 'inclusive' } },
      envelope: { rows: o.rows },
      skip: [{ at: 'MaLoi', matches: '^(?!00$)', reason: 'giao dịch không thành công' }],
      mapping: { unit: { by: o.unitBy, at: 'MaDonVi' }, period: 'window', values: { paymentTransactions: { const: 1 }, paymentAmount: 'SoTien' }, add: { key: 'MaGiaoDich' } },
    })),
  }),
};
