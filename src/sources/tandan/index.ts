/** Tân Dân `TD.DichVuCongApi`. What is known of it: README.md beside this file. */
import { z } from 'zod';
import type { SourceFamily } from '../source-family';

const options = z.strictObject({
  title: z.string().default('Một cửa điện tử (TD.DichVuCongApi)'),
  baseUrl: z.string(), user: z.string(), password: z.string(), tenant: z.string().default('root'),
  start: z.string().describe('First day of data, yyyy-MM-dd'),
  pageSize: z.number().int().min(10).max(2000).default(500),
  every: z.string().default('5m'), callsPerSecond: z.number().positive().default(8), callsPerDay: z.number().int().positive().optional(),
  ioc: z.strictObject({ unit: z.string().describe('Unit whose figures these are: the province only where this system serves all of it') }).optional().describe('Read the anonymous IOC figures of months and years'),
});

const LOCAL = { date: 'iso', zone: 'Asia/Ho_Chi_Minh' };
const succeeded = { at: 'succeeded', equals: true };
/** The quota of this product is answered with HTTP 200 and succeeded=false. */
const errors = [
  { at: 'message', contains: 'giới hạn', class: 'quota' as const }, { at: 'message', contains: 'quota', class: 'quota' as const },
  { at: 'succeeded', equals: false, class: 'retry' as const }, { at: 'exception', class: 'retry' as const },
];
const states = { 1: 'registered', 2: 'accepted', 3: 'refused', 4: 'inProcess', 5: 'supplement', 6: 'financial', 7: 'withdrawn', 8: 'stopped', 9: 'done', 10: 'handedOver' } as const;
/** The reports group by the unit that resolves and count a missing due date as on time (sources.md 1.1). */
const compared = {
  compareWith: { received: 'accepted' as const },
  differs: Object.fromEntries(['receivedOnline', 'receivedCounter', 'receivedPostal'].map((measure) => [measure, 'Báo cáo đếm theo đơn vị giải quyết, hệ thống đếm theo đơn vị tiếp nhận (chưa xác minh).'])),
};
const byUnit = {
  carriedOver: 'tiepNhanKyTruoc', received: 'tiepNhanTrongKy', receivedOnline: 'tiepNhanQuaMang', receivedCounter: 'tiepNhanTrucTiep', receivedPostal: 'tiepNhanQuaBCCI',
  resolved: 'tongDaXuLy', resolvedEarly: 'daXuLyTruocHan', resolvedLate: 'daXuLyQuaHan', inProgress: 'tongDangXuLy', inProgressLate: 'dangXuLyQuaHan',
};

const unitChecks = [{ total: 'tongDaXuLy', parts: ['daXuLyTruocHan', 'daXuLyDungHan', 'daXuLyQuaHan'] }, { total: 'tongDangXuLy', parts: ['dangXuLyTrongHan', 'dangXuLyQuaHan'] }];
const saved = (field: string) => `soLieu|json.${field}`;
/** Each night this product computes twelve months, four quarters and two years again and overwrites them: once a week all of them are read again. */
const RECOMPUTED = { every: '7d', back: '366d' };
const monthly = (start: string) => ({ start, step: 'month' as const, overlap: '40d', deep: RECOMPUTED, holdBack: '0s', from: { pattern: 'yyyy-MM-dd' }, to: { pattern: 'yyyy-MM-dd HH:mm:ss', end: 'inclusive' as const } });

/** A report by unit of a month, asked without the cache, of past years in the archive. */
const report = (id: string, action: string, start: string, values: object, checks: object[]) => ({
  record: 'statistic' as const, id, window: monthly(start), envelope: { rows: 'data', errors }, checks,
  request: { method: 'POST' as const, path: `/api/v1/${action}`, body: { tuNgay: '{window.from}', denNgay: '{window.to}', cache: false, laDuLieuThongKeCacNam: '{pastYear}', chiBaoGomDonViCon: false } },
  mapping: { unit: { by: 'code' as const, at: 'maDonVi', name: 'tenDonVi' }, period: 'window' as const, values },
});
/** Figures of the whole system: on time and late are all that is done, so its on-time includes the early ones. */
const ioc = (id: string, action: string, period: 'month' | 'year', unit: string, start: string) => ({
  record: 'statistic' as const, id, request: { path: `/api/v1/ThongKeIOCs/${action}`, query: { year: '{year}' } },
  window: { start, step: 'year' as const, overlap: '40d', deep: RECOMPUTED, holdBack: '0s' }, envelope: { rows: 'data', errors },
  checks: [{ total: 'hoSoDaXuLy', parts: ['hoSoDaXuLyDungHan', 'hoSoDaXuLyQuaHan'] }, { total: 'tongHoSoDaTiepNhan', parts: ['hoSoDaTiepNhan', 'hoSoTiepNhanKyTruoc'] }],
  mapping: {
    unit: { const: unit }, period: { const: period, year: 'nam', ...(period === 'month' ? { number: 'thang' } : {}) },
    values: { received: 'hoSoDaTiepNhan', resolved: 'hoSoDaXuLy', resolvedOnTime: 'hoSoDaXuLyDungHan', resolvedLate: 'hoSoDaXuLyQuaHan', carriedOver: 'hoSoTiepNhanKyTruoc', handled: 'tongHoSoDaTiepNhan' },
  },
});

export const tandan: SourceFamily<typeof options> = {
  id: 'tandan',
  title: 'Tân Dân TD.DichVuCongApi',
  options,
  define: (id, o) => ({
    id, title: o.title, family: 'tandan', baseUrl: o.baseUrl, schedule: { every: o.every },
    auth: {
      kind: 'login', path: '/api/tokens', headers: { tenant: o.tenant }, body: { userName: o.user, password: o.password }, tokenAt: 'token', refreshTokenAt: 'refreshToken',
      refresh: { path: '/api/tokens/refresh', body: { token: '{token}', refreshToken: '{refreshToken}' } }, lifetime: '50m',
    },
    transport: { callsPerSecond: o.callsPerSecond, callsPerDay: o.callsPerDay, parallel: 2 },
    streams: [
      {
        record: 'unit', id: 'units', request: { path: '/api/v1/DonVis', query: { pageNumber: '{page.number}', pageSize: '{page.size}' } },
        paging: { kind: 'pages', first: 1, size: 1000, stop: 'totalPages', totalPagesAt: 'totalPages', numberAt: 'currentPage' }, envelope: { rows: 'data', allowEmpty: false, errors },
        mapping: { id: 'id', code: 'maDinhDanh', name: 'tenDonVi', parentId: 'donViChaId' },
      },
      {
        record: 'dossier', id: 'dossiers',
        request: { path: '/api/v1/HoSos', query: { pageNumber: '{page.number}', pageSize: '{page.size}', LastModifiedFrom: '{window.from}', LastModifiedTo: '{window.to}' } },
        // Newest first: rows move between pages, so the list must come to its own total.
        paging: { kind: 'pages', first: 1, size: o.pageSize, stop: 'totalRows', totalRowsAt: 'totalCount', totalPagesAt: 'totalPages', numberAt: 'currentPage' },
        window: { start: o.start, step: '3d', overlap: '2h', align: 'instant', holdBack: '1m', from: { pattern: "yyyy-MM-dd HH:mm:ss" }, to: { pattern: "yyyy-MM-dd HH:mm:ss", end: 'inclusive' } },
        list: { by: 'received', request: { path: '/api/v1/HoSos', query: { pageNumber: '{page.number}', pageSize: '{page.size}', TiepNhanFrom: '{window.from}', TiepNhanTo: '{window.to}' } } },
        envelope: { rows: 'data', errors },
        skip: [{ at: 'viTriDeHoSo', matches: '^Convert$', reason: 'hồ sơ chuyển đổi từ hệ thống cũ' }, { at: 'deletedOn', matches: '.', reason: 'hồ sơ đã xóa ở nguồn' }, { at: 'maHoSo', matches: '(^|[^a-z])test', reason: 'hồ sơ thử nghiệm' }],
        mapping: {
          code: 'maHoSo', otherCode: 'maHoSoKhac', procedureCode: 'maTTHC', procedureName: 'tenTTHC', fieldCode: 'maLinhVuc', fieldName: 'tenLinhVuc',
          receivingUnit: { by: 'id', at: ['donViTiepNhanId', 'donViId'] }, resolvingUnit: { by: 'id', at: 'donViId' },
          channel: { at: 'kenhThucHien', map: { 1: 'counter', 2: 'online', 3: 'postal' }, empty: 'counter', unknown: 'reject' },
          serviceLevel: { at: 'mucDo', map: { 4: 'full', 3: 'partial', 2: 'information' }, unknown: 'null' },
          status: { at: 'trangThaiHoSoId', map: states, unknown: 'reject' },
          submittedAt: { at: 'ngayNopHoSo', ...LOCAL }, receivedAt: { at: 'ngayTiepNhan', ...LOCAL }, dueAt: { at: 'ngayHenTra', ...LOCAL }, endedAt: { at: 'ngayKetThucXuLy', ...LOCAL }, returnedAt: { at: 'ngayTra', ...LOCAL },
          supplementAt: { at: 'ngayYeuCauBoSung', ...LOCAL }, supplementCount: 'soLanBoSung', pauses: { at: 'danhSachHoSoBoSung', asked: { at: 'ngayYeuCau', ...LOCAL }, answered: { at: 'ngayBoSung', ...LOCAL } },
          reappointments: 'soLanHenLai', apologyLetter: { at: 'coThuXinLoi', true: [1, '1', true], false: [0, '0', false] },
          addressPresent: { present: 'diaChi' }, phonePresent: { present: 'soDienThoai' }, homeUnit: { by: 'code', at: 'xaPhuongDiaBan' },
          returnChannel: { at: 'hinhThucTraKq', map: { 1: 'counter', 2: 'online', 3: 'postal' }, unknown: 'null' },
          digitised: { at: 'hoSoCoThanhPhanSoHoa', true: [1, '1', true], false: [0, '0', false] }, electronicResult: { at: 'coKetQuaDienTu', true: [1, '1', true], false: [0, '0', false] },
          feeDue: { at: 'coNghiaVuTaiChinh', true: [1, true], false: [0, false] }, paidOnline: { at: 'duocThanhToanTrucTuyen', true: [1, 2, '1', '2'], false: [0, 3, '0', '3'] },
          modifiedAt: { at: 'lastModifiedOn', ...LOCAL },
        },
      },
      {
        record: 'statistic', id: 'report-by-unit',
        request: { method: 'POST', path: '/api/v1/BaoCaoTongHops/DonVi', body: { tuNgay: '{window.from}', denNgay: '{window.to}', cache: false, laDuLieuThongKeCacNam: '{pastYear}', chiBaoGomDonViCon: false } },
        window: monthly(o.start), envelope: { rows: 'data', errors }, ...compared,
        mapping: { unit: { by: 'code', at: 'maDonVi', name: 'tenDonVi' }, period: 'window', values: byUnit }, checks: unitChecks,
      },
      report('payment', 'BaoCaoTongHops/ThanhToan/TheoDonVi', o.start, { feeProcedures: 'thuTucCoPhi', feeProceduresUsed: 'thuTucCoPhiPhatSinhHoSo', feeProcedureDossiers: 'hoSoThuocThuTucCoPhi', feeProcedureDossiersPaidOnline: 'hoSoThuocThuTucCoPhiDaTTTT' }, []),
      report('online-services', 'QuyetDinh766s/DVCTT', o.start, {
        procedures: 'tongSoThuTuc', proceduresOnline: 'thuTucDvcTrucTuyen', proceduresOnlineFull: 'thuTucDvcToanTrinh', proceduresOnlinePartial: 'thuTucDvcMotPhan', proceduresUsed: 'thuTucPhatSinhHoSo',
        onlineScope: 'hoSoPhatSinhTrongThuTucTrucTuyen', onlineSubmitted: 'hoSoPhatSinhTrucTuyenTrongThuTucTrucTuyen', onlineSubmittedFull: 'hoSoPhatSinhTrucTuyenToanTrinh', onlineSubmittedPartial: 'hoSoPhatSinhTrucTuyenMotPhan',
      }, [{ total: 'thuTucDvcTrucTuyen', parts: ['thuTucDvcToanTrinh', 'thuTucDvcMotPhan'] }]),
      report('digitisation', 'QuyetDinh766s/ChiTieuSoHoa', o.start, { digitisationReceived: 'tiepNhan', receivedDigitised: 'coSoHoaTPHS', receivedReused: 'coTaiSuDungTPHS', digitisationResolved: 'daGiaiQuyet', resolvedDigitised: 'daGiaiQuyetDaSoHoa' }, [{ total: 'tiepNhan', parts: ['coSoHoaTPHS', 'chuaSoHoaTPHS'] }]),
      ...(o.ioc ? [ioc('ioc-months', 'ThongKeThang', 'month', o.ioc.unit, o.start), ioc('ioc-years', 'ThongKeNam', 'year', o.ioc.unit, o.start)] : []),
      {
        // Saved results of quarters and years: JSON text inside JSON, one row for unit and period.
        record: 'statistic', id: 'saved-periods', request: { path: '/api/v1/SoLieuBaoCaos/SearchSoLieuBaoCaoTheoKy', query: { nam: '{year}', pageNumber: '{page.number}', pageSize: '{page.size}' } },
        paging: { kind: 'pages', first: 1, size: 500, stop: 'totalPages', totalPagesAt: 'data.totalPages', numberAt: 'data.currentPage' },
        window: { start: o.start, step: 'year', overlap: '30d', deep: { every: '7d', back: '731d' }, holdBack: '0s' },
        envelope: { rows: 'data.data', success: [succeeded], errors },
        ...compared,
        // Months are read from the live report: two answers for one month would take turns in being the current one.
        skip: [{ at: 'loaiThongKe', matches: '^(?!don-vi$)', reason: 'không phải thống kê theo đơn vị' }, { at: 'loaiThoiGian', matches: '^th[aá]ng$', reason: 'tháng đã đọc ở báo cáo theo đơn vị' }],
        mapping: {
          unit: { by: 'code', at: 'maDinhDanh' }, period: { type: 'loaiThoiGian', typeMap: { quy: 'quarter', quý: 'quarter', nam: 'year', năm: 'year' }, year: 'nam', number: 'ky' },
          values: Object.fromEntries(Object.entries(byUnit).map(([measure, field]) => [measure, saved(field)])),
        },
        checks: unitChecks.map(({ total, parts }) => ({ total: saved(total), parts: parts.map(saved) })),
      },
    ],
  }),
};
