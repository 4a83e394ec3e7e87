/** Feeds of a payment platform and of the postal operator, made of the dossiers of the province: paid fees, and results that went by post. */
import { localTime } from './axis';
import type { Faults } from './faults';
import type { Province, SimDossier } from './province';
import { createWindowCache, listen, sendJson, turnDial, withFaults, type RunningServer } from './server';

export const PAYMENT_KEY = 'mo-phong-thanh-toan';
export const VNPOST_TOKEN = 'mo-phong-vnpost';
const OFFSET = 7 * 3_600_000;
const DAY = 86_400_000;

/** Dossiers received in [from, to), widened by a day on both sides: numbers follow the days of reception. */
function* receivedAround(province: Province, from: number, to: number, now: number): Generator<SimDossier> {
  let [low, high] = [0, province.lives(now).length];
  const last = high;
  while (low < high) { const mid = (low + high) >> 1; if (province.dossier(mid, now).received < from - DAY) low = mid + 1; else high = mid; }
  for (let i = low; i < last; i++) {
    const d = province.dossier(i, now);
    if (d.received > Math.min(now, to + 2 * DAY)) return;
    yield d;
  }
}

/** Dossiers paid online in [from, to): once, when they are handed in. Every 40th payment fails. */
export const paidBetween = (province: Province, from: number, to: number, now: number): SimDossier[] => [...receivedAround(province, from, to, now)].filter((d) => d.fee && d.paid && d.channel === 2 && d.submitted >= from && d.submitted < to);
export const paymentFails = (d: SimDossier) => d.index % 40 === 0;
/** Results handed over by post in [from, to). */
export const postedBetween = (province: Province, from: number, to: number, now: number): SimDossier[] => [...receivedAround(province, from - 150 * DAY, to, now)].filter((d) => d.returnChannel === 3 && d.returned >= from && d.returned < to);

export async function startPayment(province: Province, faults: Faults, now: () => number, port?: number): Promise<RunningServer> {
  const cached = createWindowCache<SimDossier>();
  const read = (text: string | null) => Date.parse(String(text).replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z')) - OFFSET;
  return listen((question, response) => {
    if (turnDial(question, response, faults)) return;
    if (question.headers['x-api-key'] !== PAYMENT_KEY) return sendJson(question, response, { MaLoi: '01', MoTa: 'Sai khóa' }, 401);
    withFaults(question, response, faults, () => undefined, ({ pagesBack }) => {
      const q = question.url.searchParams;
      const [from, to] = [read(q.get('TuNgay')), read(q.get('DenNgay')) + 1000];
      const rows = cached(`${from} ${to} ${Math.floor(now() / 60_000)}`, true, () => paidBetween(province, from, to, now())).map((d) => ({
        LoaiBanTin: 'TT', PhienBan: '1.0', MaThamChieu: `r${d.index}`, SoTien: 10_000 * (1 + (d.index % 9)), MaDonVi: d.receivingUnit.code, MaThuTucDVCQG: d.procedure.code, MaHoSo: d.code, ThoiGianGD: localTime(d.submitted).replace(/\D/g, ''),
        MaGiaoDich: `g${d.index}`, MaNganHang: 'NH', TKThuHuong: '0000000000000', MaLoi: paymentFails(d) ? '99' : '00', HoTenNguoiNop: 'NGƯỜI NỘP GIẢ ĐỊNH',
      }));
      const [page, size] = [Math.max(1, Number(q.get('Trang')) - pagesBack), Number(q.get('SoDong')) || 100];
      return sendJson(question, response, { TongSo: rows.length, DanhSach: rows.slice((page - 1) * size, page * size) });
    });
  }, port);
}

export async function startVnpost(province: Province, faults: Faults, now: () => number, port?: number): Promise<RunningServer> {
  const cached = createWindowCache<SimDossier>();
  return listen((question, response) => {
    if (turnDial(question, response, faults)) return;
    if (question.headers.access_token !== VNPOST_TOKEN) return sendJson(question, response, { Status: '401', Message: 'Sai mã truy cập' }, 401);
    withFaults(question, response, faults, () => undefined, ({ pagesBack }) => {
      const { FromDate, ToDate, PageIndex, PageSize } = JSON.parse(question.body || '{}') as Record<string, string>;
      const at = (day: string | undefined) => Date.parse(`${String(day)}T00:00:00Z`) - OFFSET;
      const rows = cached(`${FromDate} ${ToDate} ${Math.floor(now() / 60_000)}`, true, () => postedBetween(province, at(FromDate), at(ToDate) + DAY, now())).map((d) => ({
        CustomerCode: d.successor.code, ItemCode: `EE${String(d.index).padStart(9, '0')}VN`, OrderNumber: String(d.index), SenderFullname: 'NGƯỜI GỬI GIẢ ĐỊNH', ReceiverTel: '0900000000', TrangThai: d.index % 5 ? 'PHAT' : 'NHAN',
      }));
      const [page, size] = [Math.max(1, Number(PageIndex) - pagesBack), Number(PageSize) || 100];
      return sendJson(question, response, { Status: '100', Message: 'OK', Data: rows.slice((page - 1) * size, page * size) });
    });
  }, port);
}
