/** A system in the style of TD.DichVuCongApi: log-in with refresh and lock, four envelopes, lists newest first, saved periods as JSON text in JSON. */
import { countPeriod, monthsOf, type UnitCounts } from './counts';
import type { Faults } from './faults';
import { asCached, hasTwin, otherCode, type Distortions } from './distortions';
import { stateOf, type Province, type SimDossier, type SimUnit } from './province';
import { createTokens, createWindowCache, listen, sendJson, turnDial, withFaults, withTestRow, type Question, type RunningServer } from './server';

export const TANDAN_USER = { user: 'cchc', password: 'mo-phong-tandan' };
const OFFSET = 7 * 3_600_000;
const DAY = 86_400_000;
/** Local time without an offset, as this product sends and reads it. */
const local = (at: number) => (at === 0 ? null : new Date(at + OFFSET).toISOString().slice(0, 23));
/** The defect of a gateway in front of it: the local time with a Z behind. */
const falseZ = (at: number) => (at === 0 ? null : `${local(at)!}Z`);
const readLocal = (text: string | null, fallback: number) => (text === null || text === '' ? fallback : Date.parse(`${text.replace(' ', 'T')}${text.length <= 10 ? 'T00:00:00' : ''}Z`) - OFFSET);

export interface TandanServer extends RunningServer { expireTokens(): void; lockedAfter: number; failWith(message: string | null): void }

export async function startTandan(province: Province, distortions: Distortions, faults: Faults, now: () => number, port?: number): Promise<TandanServer> {
  const tokens = createTokens(3_000_000, now);
  const mine = (unit: SimUnit) => unit.level === 'department';
  const refreshTokens = new Set<string>();
  let issued = 0;
  let wrong = 0;
  let failure: string | null = null;
  const cached = createWindowCache<SimDossier>();

  function search(question: Question): SimDossier[] {
    const q = question.url.searchParams;
    // To the second: the named last second belongs to the window.
    const [from, to] = [readLocal(q.get('LastModifiedFrom'), 0), readLocal(q.get('LastModifiedTo'), now()) + 1000];
    const [receivedFrom, receivedTo] = [readLocal(q.get('TiepNhanFrom'), -Infinity), readLocal(q.get('TiepNhanTo'), Infinity) + 1000];
    const at = now();
    const ask = () => province.updatedBetween(from, Math.min(to, at), at, mine).filter((d) => d.received >= receivedFrom && d.received < receivedTo).reverse();
    return cached(`${from} ${to} ${receivedFrom} ${receivedTo} ${Math.floor(at / 600_000)}`, to <= at, ask);
  }

  /** Statistics are kept for a day (where that distortion is on) unless the question says cache: false. */
  const reportOf = (question: Question) => {
    const given = JSON.parse(question.body || '{}') as { tuNgay?: string; denNgay?: string; cache?: boolean };
    return { ...given, at: given.cache === false ? now() : asCached(distortions, now()) };
  };

  const server = await listen((question, response) => {
    const { pathname, searchParams: q } = question.url;
    if (turnDial(question, response, faults)) return;
    const login = () => {
      wrong = 0;
      const refreshToken = `refresh-${++issued}-${Math.floor(now())}`;
      refreshTokens.add(refreshToken);
      return sendJson(question, response, { token: tokens.issue(), refreshToken, refreshTokenExpiryTime: local(now() + 7 * DAY) });
    };
    if (pathname === '/api/tokens') {
      const given = JSON.parse(question.body || '{}') as { userName?: string; password?: string };
      if (!question.headers.tenant) return sendJson(question, response, { messages: ['Thiếu tenant'], source: 'auth', exception: 'tenant', errorId: '3', statusCode: 400 }, 400);
      if (wrong >= 5) return sendJson(question, response, { messages: ['Tài khoản đã bị khóa'], source: 'auth', exception: 'locked', errorId: '1', statusCode: 401 }, 401);
      if (given.userName !== TANDAN_USER.user || given.password !== TANDAN_USER.password) { wrong += 1; return sendJson(question, response, { messages: ['Sai tài khoản'], source: 'auth', exception: 'unauthorized', errorId: '2', statusCode: 401 }, 401); }
      return login();
    }
    if (pathname === '/api/tokens/refresh') {
      // A refresh token works once.
      const { refreshToken } = JSON.parse(question.body || '{}') as { refreshToken?: string };
      return refreshTokens.delete(refreshToken ?? '') ? login() : sendJson(question, response, { messages: ['refresh'], statusCode: 401 }, 401);
    }
    if (!tokens.valid(question)) return sendJson(question, response, { messages: ['unauthorized'], statusCode: 401 }, 401);
    if (failure !== null) return sendJson(question, response, { data: null, message: failure, succeeded: false, failed: true });
    withFaults(question, response, faults, () => tokens.expireAll(), ({ pagesBack, moved }) => {
      const pageSize = Math.min(Math.max(1, Number(q.get('pageSize') ?? 10) || 10), 2000);
      const currentPage = Math.max(1, (Number(q.get('pageNumber') ?? 1) || 1) - pagesBack);
      const list = (rows: readonly unknown[], map: (row: never) => unknown = (row) => row) => {
        const totalPages = Math.max(1, Math.ceil(rows.length / pageSize));
        return { data: (rows.slice((currentPage - 1) * pageSize, currentPage * pageSize) as never[]).map(map), currentPage, totalPages, totalCount: rows.length, pageSize, hasPreviousPage: currentPage > 1, hasNextPage: currentPage < totalPages };
      };
      if (pathname === '/api/v1/DonVis') return sendJson(question, response, list(province.allUnits.filter(mine), (u: SimUnit) => ({ id: guid(u), maDinhDanh: u.code, tenDonVi: u.name, donViChaId: null })));
      if (pathname === '/api/v1/HoSos') return sendJson(question, response, list(withTestRow(moved ? search(question).slice(1) : search(question), faults), (d: SimDossier) => toRow(d, faults)));
      if (pathname === '/api/v1/BaoCaoTongHops/DonVi') {
        const { tuNgay, denNgay, at } = reportOf(question);
        return sendJson(question, response, { data: report(province, mine, readLocal(tuNgay ?? null, 0), readLocal(denNgay ?? null, now()) + 1000, at) });
      }
      if (pathname === '/api/v1/SoLieuBaoCaos/SearchSoLieuBaoCaoTheoKy') {
        const year = Number(q.get('nam') ?? 0);
        const rows = Array.from({ length: 12 }, (_, m) => m + 1).flatMap((month) => {
          const [from, to] = [Date.UTC(year, month - 1, 1) - OFFSET, Date.UTC(year, month, 1) - OFFSET];
          // Saved by a nightly job: months that are over and within the data.
          const saved = (kind: string, number: number, start: number) => (to <= now() && start >= Date.parse(`${province.firstDay}T00:00:00Z`) - OFFSET ? report(province, mine, start, to, now()).map((row) => ({ loaiThoiGian: kind, ky: number, nam: year, loaiThongKe: 'don-vi', maDinhDanh: row.maDonVi, soLieu: JSON.stringify(row) })) : []);
          return [...saved('thang', month, from), ...(month % 3 === 0 ? saved('quy', month / 3, Date.UTC(year, month - 3, 1) - OFFSET) : [])];
        });
        return sendJson(question, response, { data: list(rows), message: null, succeeded: true, failed: false });
      }
      const asked = () => {
        const { tuNgay, denNgay, at } = reportOf(question);
        return countPeriod(province, mine, readLocal(tuNgay ?? null, 0), readLocal(denNgay ?? null, now()) + 1000, at);
      };
      if (pathname === '/api/v1/BaoCaoTongHops/ThanhToan/TheoDonVi') return sendJson(question, response, { data: asked().map((r) => payment(r, province)) });
      if (pathname === '/api/v1/QuyetDinh766s/DVCTT') return sendJson(question, response, { data: asked().map((r) => onlineServices(r, province, faults)) });
      if (pathname === '/api/v1/QuyetDinh766s/ChiTieuSoHoa') return sendJson(question, response, { data: asked().map((r) => digitisation(r, faults)) });
      if (pathname === '/api/v1/ThongKeIOCs/ThongKeThang' || pathname === '/api/v1/ThongKeIOCs/ThongKeNam') return sendJson(question, response, { data: ioc(province, mine, Number(q.get('year') ?? 0), pathname.endsWith('Nam'), asCached(distortions, now())) });
      return sendJson(question, response, { messages: ['Not found'], statusCode: 404 }, 404);
    });
  }, port);
  return { ...server, expireTokens: () => tokens.expireAll(), lockedAfter: 5, failWith: (message) => { failure = message; } };
}

const guid = (u: SimUnit) => `${u.id.slice(0, 8)}-${u.id.slice(8, 12)}-4${u.id.slice(13, 16)}-8${u.id.slice(17, 20)}-${u.id.slice(0, 12)}`;

function toRow(d: SimDossier, faults: Faults): unknown {
  const date = faults.data.has('falseZ') ? falseZ : local;
  const broken = (every: number) => d.index % every === 0;
  const noEnd = faults.data.has('closedWithoutEnd') && broken(101);
  return {
    maHoSo: d.code, maHoSoKhac: hasTwin(d) ? (d.code.startsWith('000.') ? d.code.replace(/^000\.00\.(\d+)\.(H\d+)-/, '$2.$1-') : otherCode(d)) : null, donViId: guid(d.unit), donViTiepNhanId: guid(d.receivingUnit), maTTHC: d.procedure.code, tenTTHC: d.procedure.name, maLinhVuc: d.procedure.fieldCode, tenLinhVuc: d.procedure.fieldName,
    chuHoSo: 'NGƯỜI NỘP GIẢ ĐỊNH', soGiayTo: '000000000000', soDienThoai: d.phone ? '0900000000' : '', diaChi: d.address ? 'địa chỉ giả định' : null, xaPhuongDiaBan: d.home?.code ?? null,
    kenhThucHien: d.channel, mucDo: d.level, trangThaiHoSoId: String(stateOf(d)),
    ngayNopHoSo: date(d.submitted), ngayTiepNhan: faults.data.has('futureDates') && broken(97) ? date(d.received + 400 * DAY) : date(d.received), ngayHenTra: faults.data.has('missingDue') && broken(50) ? null : date(d.due),
    ngayKetThucXuLy: noEnd ? null : faults.data.has('endBeforeStart') && broken(89) && d.ended ? date(d.received - 3 * DAY) : date(d.ended), ngayTra: noEnd ? null : date(d.returned),
    ngayYeuCauBoSung: date(d.supplement), soLanBoSung: d.supplementCount, danhSachHoSoBoSung: d.pauses.map((p) => ({ ngayYeuCau: date(p.asked), ngayBoSung: date(p.answered) })), soLanHenLai: d.reappointments, coThuXinLoi: d.apology ? 1 : 0, hinhThucTraKq: d.returnChannel, viTriDeHoSo: d.index % 997 === 0 ? 'Convert' : 'MotCua', deletedOn: null,
    hoSoCoThanhPhanSoHoa: d.digitised ? 1 : 0, coKetQuaDienTu: d.electronicResult ? 1 : 0, coNghiaVuTaiChinh: d.fee ? 1 : 0, duocThanhToanTrucTuyen: d.paid ? 1 : 0,
    createdOn: date(d.received), lastModifiedOn: date(d.updated),
  };
}

const unitOf = (r: UnitCounts) => ({ maDonVi: r.unit.code, tenDonVi: r.unit.name, catalog: 'so-ban-nganh' });
const payment = (r: UnitCounts, province: Province) => ({
  ...unitOf(r), thuTucCoPhi: province.procedures.filter((p) => p.fee).length, thuTucCoPhiPhatSinhHoSo: [...r.procedures].filter((p) => p.fee).length, hoSoThuocThuTucCoPhi: r.feeDossiers, hoSoThuocThuTucCoPhiDaTTTT: r.paid,
});
const onlineServices = (r: UnitCounts, province: Province, faults: Faults) => ({
  ...unitOf(r), tongSoThuTuc: province.procedures.length, thuTucDvcTrucTuyen: 300 + (faults.data.has('wrongTotals') ? 1 : 0), thuTucDvcToanTrinh: 180, thuTucDvcMotPhan: 120, thuTucPhatSinhHoSo: r.procedures.size,
  hoSoPhatSinhTrongThuTucTrucTuyen: r.received, hoSoPhatSinhTrucTuyenTrongThuTucTrucTuyen: r.online, hoSoPhatSinhTrucTuyenToanTrinh: r.fullOnline, hoSoPhatSinhTrucTuyenMotPhan: r.partialOnline,
});
const digitisation = (r: UnitCounts, faults: Faults) => ({
  ...unitOf(r), tiepNhan: r.received, chuaSoHoaTPHS: r.received - r.digitised - (faults.data.has('wrongTotals') ? 1 : 0), coSoHoaTPHS: r.digitised, coTaiSuDungTPHS: Math.floor(r.digitised / 2), daGiaiQuyet: r.resolved, daGiaiQuyetDaSoHoa: r.resolvedElectronic,
});

/** Figures of the whole system by month, or of the year in one row. */
function ioc(province: Province, mine: (unit: SimUnit) => boolean, year: number, whole: boolean, now: number): unknown[] {
  const months = monthsOf(province, year, now);
  const periods = whole ? (months.length === 0 ? [] : [{ month: 0, from: Date.UTC(year, 0, 1) - OFFSET, to: Date.UTC(year + 1, 0, 1) - OFFSET }]) : months;
  return periods.map(({ month, from, to }) => {
    const rows = countPeriod(province, mine, from, to, now);
    const sum = (of: (row: UnitCounts) => number) => rows.reduce((total, row) => total + of(row), 0);
    const [resolved, late] = [sum((r) => r.resolved), sum((r) => r.late)];
    return { nam: year, ...(whole ? {} : { thang: month }), hoSoDaTiepNhan: sum((r) => r.received), hoSoDaXuLy: resolved, hoSoDaXuLyDungHan: resolved - late, hoSoDaXuLyQuaHan: late, hoSoTiepNhanKyTruoc: sum((r) => r.carriedOver), tongHoSoDaTiepNhan: sum((r) => r.received + r.carriedOver), tyLeDaXuLyDungHan: resolved ? (resolved - late) / resolved : 0 };
  });
}

/** Report by unit with the column names of the product. */
function report(province: Province, mine: (unit: SimUnit) => boolean, from: number, to: number, now: number) {
  const day = (at: number) => Math.floor((at + OFFSET) / DAY);
  const rows = new Map(province.unitsIn(from, to).filter(mine).map((u) => [u.code, {
    maDonVi: u.code, tenDonVi: u.name, catalog: 'so-ban-nganh', tongSo: 0, tiepNhanKyTruoc: 0, tiepNhanTrongKy: 0, tiepNhanQuaMang: 0, tiepNhanTrucTiep: 0, tiepNhanQuaBCCI: 0,
    tongDaXuLy: 0, daXuLyTruocHan: 0, daXuLyDungHan: 0, daXuLyQuaHan: 0, tongDangXuLy: 0, dangXuLyTrongHan: 0, dangXuLyQuaHan: 0,
  }]));
  province.reportRows(now, (unit, received, ended, due, channel) => {
    const row = rows.get(unit.code);
    if (!row || received >= to || (ended && ended < from)) return;
    row.tongSo += 1;
    if (received < from) row.tiepNhanKyTruoc += 1;
    else { row.tiepNhanTrongKy += 1; row[channel === 2 ? 'tiepNhanQuaMang' : channel === 1 ? 'tiepNhanTrucTiep' : 'tiepNhanQuaBCCI'] += 1; }
    if (ended && ended < to) {
      row.tongDaXuLy += 1;
      // A missing due date counts as on time here: one of the ways in which rates are flattered.
      row[!due || day(ended) === day(due) ? 'daXuLyDungHan' : day(ended) < day(due) ? 'daXuLyTruocHan' : 'daXuLyQuaHan'] += 1;
    } else { row.tongDangXuLy += 1; row[due && day(due) < day(Math.min(to - 1, now)) ? 'dangXuLyQuaHan' : 'dangXuLyTrongHan'] += 1; }
  }, to);
  return [...rows.values()];
}
