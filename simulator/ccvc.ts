/** An officials' app in the style of CCVC: tasks, outgoing documents and feedback of a province; two envelopes, double dates, a working scope to switch to. */
import { localTime, type Axis } from './axis';
import type { Faults } from './faults';
import type { Province, SimUnit } from './province';
import { sequence } from './random';
import { createTokens, listen, sendJson, turnDial, withFaults, type RunningServer } from './server';

export const CCVC_USER = { user: 'cchc', password: 'mo-phong-ccvc' };
const DAY = 86_400_000;
const OFFSET = 7 * 3_600_000;

export interface SimMatter { code: string; unit: SimUnit; opened: number; due: number; /** 0 = not yet. */ done: number; recalled: boolean }
export type Matters = ReturnType<typeof createMatters>;

/** Tasks and feedback of some months, all from the seed. */
export function createMatters(province: Province, seed: number, options: { tasks: number; feedback: number }) {
  const first = province.surroundedFrom;
  const span = province.options.start - first;
  const make = (kind: number, prefix: string, count: number, dueDays: number, units: readonly SimUnit[]) => (at: number): SimMatter[] => {
    const rate = count / span;
    return Array.from({ length: Math.floor((at - first) * rate) }, (_, i) => {
      const r = sequence(seed, i, kind);
      const opened = first + Math.floor((i + r()) / rate);
      const due = Math.floor((opened + OFFSET) / DAY) * DAY + dueDays * DAY - OFFSET;
      const done = r() < 0.04 ? 0 : opened + Math.floor((0.2 + r() * 1.1) * dueDays * DAY);
      return { code: `${prefix}-${String(i).padStart(5, '0')}`, unit: units[Math.floor(r() * units.length)]!, opened, due, done: done <= at ? done : 0, recalled: kind === 51 && r() < 0.02 };
    }).filter((matter) => matter.opened <= at);
  };
  return {
    tasks: make(51, 'NV', options.tasks, 20, province.units.filter((unit) => unit.level === 'department')),
    feedback: make(52, 'PA', options.feedback, 21, province.units),
  };
}

export async function startCcvc(matters: Matters, axis: Axis, faults: Faults, now: () => number, port?: number): Promise<RunningServer> {
  const [tokens, scoped] = [createTokens(3_000_000, now), createTokens(3_000_000, now)];
  const raw = (at: number, i = 0) => (at === 0 ? null : `${localTime(at).replace(' ', 'T')}.${i % 2 ? '12' : '120'}`);
  const shown = (at: number) => (at === 0 ? null : localTime(at).slice(0, 10).split('-').reverse().join('/'));
  /** Every date comes twice. */
  const dates = (fields: Record<string, number>, i: number) => Object.fromEntries(Object.entries(fields).flatMap(([name, at]) => [[name, raw(at, i)], [`${name}_`, shown(at)]]));
  const good = (data: unknown) => ({ IsSuccess: true, Messages: [], ValidationResult: null, Data: data });
  const results = (rows: unknown) => ({ MaTraLoi: 1, NoiDungThongDiep: 'Thành công', DanhSachKetQua: rows });

  return listen((question, response) => {
    const { pathname, searchParams: q } = question.url;
    if (turnDial(question, response, faults)) return;
    const body = () => JSON.parse(question.body || '{}') as Record<string, unknown>;
    if (pathname === '/api/auth/login') {
      const { username, password } = body();
      if (username !== CCVC_USER.user || password !== CCVC_USER.password) return sendJson(question, response, { IsSuccess: false, Messages: ['Sai tài khoản'] }, 401);
      return sendJson(question, response, { accessToken: tokens.issue(), refreshToken: 'r', userId: 'u', userInformation: { hoTen: 'NGƯỜI DÙNG GIẢ ĐỊNH' } });
    }
    if (pathname === '/api/auth/switch-scope') return tokens.valid(question) ? sendJson(question, response, { accessToken: `pham-vi-${scoped.issue()}` }) : sendJson(question, response, { IsSuccess: false, Messages: ['unauthorized'] }, 401);
    if (!scoped.valid({ ...question, headers: { ...question.headers, authorization: String(question.headers.authorization ?? '').replace('pham-vi-', '') } })) return sendJson(question, response, { IsSuccess: false, Messages: ['Chưa chọn phạm vi làm việc'] }, 401);
    withFaults(question, response, faults, () => scoped.expireAll(), ({ pagesBack, moved, falseEmpty }) => {
      const at = now();
      const window = (from: unknown, to: unknown) => { const inside = [Date.parse(`${String(from)}T00:00:00Z`) - OFFSET, Date.parse(`${String(to)}T00:00:00Z`) - OFFSET + DAY] as const; return (time: number) => time >= inside[0] && time < inside[1]; };
      const page = (number: unknown, size: unknown, rows: readonly unknown[]) => { const [n, s] = [Math.max(1, Number(number) - pagesBack), Number(size) || 10]; return { n, s, rows: rows.slice((n - 1) * s, n * s) }; };
      if (pathname === '/qlvb/api/qlnv/nhiem-vu/get-all') {
        const all = matters.tasks(at).map((task, i) => ({
          Id: `id-${task.code}`, SoNhiemVu: `${i}/NV`, MaNV: task.code, DonViTheoDoi: task.unit.name, NoiDungNhiemVu: 'NỘI DUNG GIẢ ĐỊNH', NguoiTheoDoi: 'CHUYÊN VIÊN GIẢ ĐỊNH',
          ...dates({ HanXuLy: task.due, HanXuLyVPCP: i % 3 === 0 ? task.due : 0, NgayTao: task.opened, NgayHoanThanh: task.done }, i),
          MaTrangThai: task.recalled ? 'THU_HOI' : task.done ? 'DA_HOAN_THANH' : task.due + DAY <= at ? 'QUA_HAN' : 'DANG_THUC_HIEN', CongViecCon: { tongSo: 1, trongHan: 1, quaHan: 0, toiHan: 0 },
        })).reverse();
        const { n, s, rows } = page(body().Index, body().Size, moved ? all.slice(1) : all);
        return sendJson(question, response, good({ PageData: rows, TotalRows: all.length, CurrentPage: n, PageSize: s, TotalPage: Math.ceil(all.length / s) }));
      }
      if (pathname === '/qlvb/api/qlnv/nhiem-vu/get-tong-hop-nhiem-vu') {
        const inside = window(q.get('ngayDauTien'), q.get('ngayCuoiCung'));
        const list = matters.tasks(at).filter((task) => inside(task.opened) && !task.recalled);
        const count = (test: (task: SimMatter) => boolean) => list.filter(test).length;
        const late = (task: SimMatter) => (task.done || at) >= task.due + DAY;
        const codes = { TONG_NHIEM_VU: list.length, HOAN_THANH_QUA_HAN: count((t) => t.done > 0 && late(t)), HOAN_THANH_TRONG_HAN: count((t) => t.done > 0 && !late(t)), DANG_THUC_HIEN_TRONG_HAN: count((t) => !t.done && !late(t)), DANG_THUC_HIEN_QUA_HAN: count((t) => !t.done && late(t)), CHO_PHAN_XU_LY: 0, CHUA_THUC_HIEN: 0 };
        return sendJson(question, response, good(Object.entries(codes).map(([code, value]) => ({ name: code.toLowerCase(), code, value }))));
      }
      if (pathname === '/qlvb/api/van-ban-di/so-luong') {
        const day = (text: string | null) => Math.floor(Date.parse(`${String(text)}T00:00:00Z`) / DAY);
        const sent = [...axis.truth(day(q.get('NgayDauTien')), Math.min(day(q.get('NgayCuoiCung')), Math.floor((at + OFFSET) / DAY)), at).values()].reduce((sum, c) => sum + c.sent, 0);
        return sendJson(question, response, good({ SoLuongChoTrinhKy: 3, SoLuongChoXuLy: 1, SoLuongDaXuLy: 5, SoLuongChoBanHanh: 1, SoLuongDaBanHanh: Math.ceil(sent * 1.08), SoLuongQuaHan: 0, SoLuongTrongHan: 4 }));
      }
      if (pathname === '/pakn/api/IocApi/danh-sach-pakn') {
        const all = matters.feedback(at).map((one, i) => ({ Id: one.code, TaskId: `t-${i}`, TieuDe: 'TIÊU ĐỀ GIẢ ĐỊNH', NguoiGui: 'NGƯỜI GỬI GIẢ ĐỊNH', SoDienThoai: '0900000000', SoNgayToiHan: Math.floor((one.due - at) / DAY), TenDonViXuLy: one.unit.name, ...dates({ NgayNhan: one.opened, HanXuLy: one.due, NgayHoanThanh: one.done }, i) })).reverse();
        return sendJson(question, response, results(falseEmpty ? [] : page(q.get('PageNumber'), q.get('PageSize'), moved ? all.slice(1) : all).rows));
      }
      if (pathname === '/pakn/api/IocApi/thong-ke-pakn-theo-trang-thai') {
        const inside = window(q.get('TuNgay'), q.get('DenNgay'));
        const list = matters.feedback(at).filter((one) => inside(one.opened));
        return sendJson(question, response, results({ TongSoPakn: list.length, ChoTiepNhan: 0, ChoPhanCongXuLy: 0, ChoXuLy: list.filter((one) => !one.done).length, ChoDuyet: 0, ChoChoYKien: 0, ChoBoXungThongTin: 0 }));
      }
      if (pathname === '/pakn/api/Dashboard/statistics-by-unit' || pathname === '/pakn/api/Dashboard/statistics-by-month') {
        const inside = window(body().TuNgay, body().DenNgay);
        const list = matters.feedback(at).filter((one) => inside(one.opened));
        if (pathname.endsWith('by-unit')) {
          const units = new Map(list.map((one) => [one.unit.code, one.unit]));
          return sendJson(question, response, good([...units.values()].map((unit) => ({ DonViId: unit.code, TenDonVi: unit.name, IsParent: false, SoPhanAnhKienNghi: list.filter((one) => one.unit === unit).length }))));
        }
        const month = (one: SimMatter) => Number(localTime(one.opened).slice(5, 7));
        return sendJson(question, response, good([...new Set(list.map(month))].map((n) => ({ Month: n, Quantities: list.filter((one) => month(one) === n).length }))));
      }
      return sendJson(question, response, { IsSuccess: false, Messages: ['Không tìm thấy'] }, 404);
    });
  }, port);
}
