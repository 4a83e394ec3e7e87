/** CMON (Liferay) by SOAP, or VNPT's JSON layer on its database. What is known of it: README.md beside this file. */
import { z } from 'zod';
import type { SourceFamily } from '../source-family';

const options = z.strictObject({
  title: z.string().default('Một cửa điện tử (CMON)'),
  baseUrl: z.string(), start: z.string().describe('First day of data, yyyy-MM-dd'),
  layer: z.enum(['soap', 'json']).default('soap').describe('One of the two: both would give one month twice'),
  levels: z.array(z.number().int()).min(1).default([5, 3]).describe('5 department, 4 district, 3 commune'),
  soapPath: z.string().default('/cmon-app-portlet/services/KiosServiceImplPort'), namespace: z.string().default('http://service.kios.cmon.oep.org/').describe('Target namespace of the WSDL (chưa xác minh)'),
  user: z.string().optional().describe('With password: sent as arguments of each message'), password: z.string().optional(),
  jsonPath: z.string().default('/api/thongke').describe('Address of the JSON layer (chưa xác minh)'),
  every: z.string().default('1h'), callsPerSecond: z.number().positive().default(2),
}).refine((o) => (o.user === undefined) === (o.password === undefined), 'user và password đi cùng nhau');
type Options = z.infer<typeof options>;

/** Every method catches its errors and answers null, which arrives as an empty list: an empty list is a failure here. */
const xml = (operation: string) => ({ format: 'xml' as const, rows: `Envelope.Body.${operation}Response.return`, allowEmpty: false });

const soap = (o: Options) => {
  const call = (operation: string, given: Record<string, string | number>) => ({
    path: o.soapPath, soap: { operation, namespace: o.namespace, arguments: { ...(o.user === undefined ? {} : { userName: o.user, password: o.password! }), ...given } },
  });
  return [
    {
      record: 'unit' as const, id: 'units', request: call('getDanhSachCoQuan', { capCoQuan: o.levels.join(',') }), envelope: xml('getDanhSachCoQuan'),
      mapping: { id: 'COQUANQUANLYID', code: 'MACOQUANQUANLY', name: 'TENCOQUANQUANLY', parentId: 'COQUANCHAID' },
    },
    {
      record: 'statistic' as const, id: 'month-report', request: call('getDanhSachThongKe', { capCoQuan: o.levels.join(','), thang: '{month}', nam: '{year}' }),
      window: { start: o.start, step: 'month' as const, overlap: '70d', holdBack: '0s' }, envelope: xml('getDanhSachThongKe'),
      checks: [
        { total: 'TONGNHAN', parts: ['TONDAU', 'TIEPNHAN'] }, { total: 'TONGDAGIAIQUYET', parts: ['SOM', 'DUNG', 'TRE'] }, { total: 'TONGDANGGIAIQUYET', parts: ['CHUADENHAN', 'QUAHAN'] },
        { at: 'TYLE', min: 0, max: 100 },
      ],
      mapping: {
        unit: { by: 'id' as const, at: 'COQUANQUANLYID', name: 'TENCOQUANQUANLY' }, period: { const: 'month' as const, year: 'NAM', number: 'THANG' },
        values: {
          carriedOver: 'TONDAU', received: 'TIEPNHAN', handled: 'TONGNHAN', resolved: 'TONGDAGIAIQUYET', resolvedEarly: 'SOM', resolvedOnTime: { sum: ['SOM', 'DUNG'] }, resolvedLate: 'TRE',
          inProgress: 'TONGDANGGIAIQUYET', inProgressLate: 'QUAHAN', withdrawn: 'RUTHOSO', invalid: 'KHONGHOPLE', carriedForward: 'TONCUOI',
        },
      },
    },
  ];
};

const json = (o: Options) => {
  // The work goes on after an error and a later success overwrites the code: the values are checked too. About a hundred rows come whatever ListSize says.
  const envelope = {
    rows: ['List', 'Data'], countAt: 'ListSize', allowEmpty: false, success: [{ at: 'ErrorCode', equals: 0 }],
    errors: [{ at: 'ErrorCode', equals: 2, class: 'retry' as const }, { at: 'ErrorCode', equals: 1, class: 'stop' as const }, { at: 'ErrorCode', equals: 3, class: 'stop' as const }],
  };
  const shared = {
    forEach: { values: o.levels }, envelope,
    checks: [{ total: 'DaXuLy', parts: ['TruocHan', 'DungHan', 'TreHan'] }, { at: 'DangXuLy', min: 0 }],
    mapping: {
      unit: { by: 'id' as const, at: 'CoQuanId', name: 'TenCoQuan' }, period: 'window' as const, sourceTime: { at: 'NgayCapNhat', date: 'MM/dd/yyyy HH:mm:ss' },
      // DangXuLy is received less processed, without what was carried over: not what we call in progress.
      values: { received: 'TongHS', resolved: 'DaXuLy', resolvedEarly: 'TruocHan', resolvedOnTime: { sum: ['TruocHan', 'DungHan'] }, resolvedLate: 'TreHan', inProgressLate: 'QuaHan' },
    },
  };
  return [
    { record: 'unit' as const, id: 'units', request: { path: `${o.jsonPath}/co-quan`, query: { cap: '{each}' } }, forEach: { values: o.levels }, envelope, mapping: { id: 'CoQuanId', code: 'MaCoQuan', name: 'TenCoQuan' } },
    {
      record: 'statistic' as const, id: 'month-by-unit', request: { path: `${o.jsonPath}/don-vi`, query: { cap: '{each}', tuNgay: '{window.from}', denNgay: '{window.to}' } }, ...shared,
      window: { start: o.start, step: 'month' as const, overlap: '70d', holdBack: '0s', from: { pattern: 'MM/dd/yyyy' }, to: { pattern: 'MM/dd/yyyy', end: 'inclusive' as const } },
    },
    {
      // Always the calendar year that runs now, whatever it is asked for.
      record: 'statistic' as const, id: 'year-by-unit', request: { path: `${o.jsonPath}/don-vi/nam`, query: { cap: '{each}' } }, ...shared,
      window: { start: o.start, step: 'year' as const, current: true, overlap: '1d', holdBack: '0s' },
    },
  ];
};

export const cmon: SourceFamily<typeof options> = {
  id: 'cmon',
  title: 'CMON (Liferay)',
  options,
  define: (id, o) => ({
    id, title: o.title, family: 'cmon', baseUrl: o.baseUrl, schedule: { every: o.every }, staleAfter: '1d',
    transport: { connectTimeout: '30s', readTimeout: '180s', callsPerSecond: o.callsPerSecond },
    streams: o.layer === 'soap' ? soap(o) : json(o),
  }),
};
