/** A system in the style of CMON: SOAP month statistics, and the JSON layer on the same figures with its defects (MM/dd, a cap, an overwritten error code). */
import { countPeriod, localMonth, monthStart, monthsOf, type UnitCounts } from './counts';
import type { Faults } from './faults';
import type { Province, SimUnit } from './province';
import { listen, sendJson, sendXml, turnDial, withFaults, type RunningServer } from './server';

const NAMESPACE = 'http://service.kios.cmon.oep.org/';
/** What comes back at most, whatever ListSize says. */
const CAP = 100;
const levelOf = (unit: SimUnit) => (unit.level === 'department' ? 5 : 3);
const idOf = (province: Province, unit: SimUnit) => 10_101 + province.allUnits.indexOf(unit);

export async function startCmon(province: Province, faults: Faults, now: () => number, port?: number): Promise<RunningServer> {
  const of = (levels: readonly number[]) => (unit: SimUnit) => levels.includes(levelOf(unit));
  return listen((question, response) => {
    const { pathname, searchParams: q } = question.url;
    if (turnDial(question, response, faults)) return;
    withFaults(question, response, faults, () => undefined, () => {
      if (question.method === 'POST' && pathname.endsWith('/KiosServiceImplPort')) {
        const given = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(question.body)?.[1] ?? '';
        const levels = given('capCoQuan').split(',').map(Number);
        if (question.body.includes(':getDanhSachCoQuan>')) return sendXml(response, envelope('getDanhSachCoQuan', faults.data.has('emptyLists') ? [] : province.allUnits.filter(of(levels)).map((unit) => unitRow(province, unit))));
        if (question.body.includes(':getDanhSachThongKe>')) {
          const [year, months] = [Number(given('nam')), given('thang').split(',').map(Number)];
          const rows = faults.data.has('emptyLists') ? [] : monthsOf(province, year, now()).filter(({ month }) => months.includes(month))
            .flatMap(({ month, from, to }) => countPeriod(province, of(levels), from, to, now()).map((row) => monthRow(province, row, year, month, faults)));
          return sendXml(response, envelope('getDanhSachThongKe', rows));
        }
        return sendXml(response, `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>no such operation</faultstring></s:Fault></s:Body></s:Envelope>`, 500);
      }
      const list = (rows: unknown[]) => sendJson(question, response, { List: faults.data.has('emptyLists') ? [] : rows.slice(0, CAP), ListSize: rows.length, Message: '', ErrorCode: 0 });
      const levels = [Number(q.get('cap') ?? 0)];
      if (pathname === '/api/thongke/co-quan') return list(province.allUnits.filter(of(levels)).map((unit) => ({ CoQuanId: idOf(province, unit), MaCoQuan: unit.code, TenCoQuan: unit.name, NguoiDaiDien: 'NGƯỜI ĐẠI DIỆN GIẢ ĐỊNH' })));
      if (pathname === '/api/thongke/don-vi') {
        const [from, to] = [readDay(q.get('tuNgay')), readDay(q.get('denNgay'))];
        if (Number.isNaN(from) || Number.isNaN(to)) return sendJson(question, response, { List: null, Message: 'Sai tham số', ErrorCode: 1 });
        return list(countPeriod(province, of(levels), from, to + 86_400_000, now()).map((row) => jsonRow(province, row, now(), faults)));
      }
      if (pathname === '/api/thongke/don-vi/nam') {
        const [year] = localMonth(now());
        return list(countPeriod(province, of(levels), monthStart(year, 1), monthStart(year + 1, 1), now()).map((row) => jsonRow(province, row, now(), faults)));
      }
      return sendJson(question, response, { Message: 'not found', ErrorCode: 3 }, 404);
    });
  }, port);
}

/** MM/dd/yyyy. */
function readDay(text: string | null): number {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text ?? '');
  return match && Number(match[1]) <= 12 ? Date.UTC(Number(match[3]), Number(match[1]) - 1, Number(match[2])) - 7 * 3_600_000 : NaN;
}

const escapeXml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const element = (fields: Record<string, string | number | null>) => `<return>${Object.entries(fields).map(([name, value]) => (value === null ? `<${name} xsi:nil="true"/>` : `<${name}>${escapeXml(String(value))}</${name}>`)).join('')}</return>`;
const envelope = (operation: string, rows: string[]) => `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><ns2:${operation}Response xmlns:ns2="${NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${rows.join('')}</ns2:${operation}Response></soap:Body></soap:Envelope>`;

const unitRow = (province: Province, unit: SimUnit) => element({ CAPCOQUANQUANLYID: levelOf(unit), COQUANQUANLYID: idOf(province, unit), MACOQUANQUANLY: unit.code, TENCOQUANQUANLY: unit.name, COQUANCHAID: null, NGUOIDAIDIEN: 'NGƯỜI ĐẠI DIỆN GIẢ ĐỊNH', DIENTHOAI: '0900000000' });

function monthRow(province: Province, r: UnitCounts, year: number, month: number, faults: Faults): string {
  const id = idOf(province, r.unit);
  return element({
    CAPCOQUANQUANLYID: levelOf(r.unit), COQUANQUANLYID: id, TENCAPCOQUANQUANLY: 'cấp', TENCOQUANQUANLY: r.unit.name, THANG: month, NAM: year, TONDAU: r.carriedOver, TIEPNHAN: r.received, TONGNHAN: r.carriedOver + r.received,
    SOM: r.early, DUNG: r.onDay, TRE: r.late, TONGDAGIAIQUYET: r.resolved + (faults.data.has('wrongTotals') && id % 10 === 0 ? 3 : 0), CHUADENHAN: r.open - r.openLate, QUAHAN: r.openLate, TONGDANGGIAIQUYET: r.open,
    RUTHOSO: 0, KHONGHOPLE: 0, TYLE: r.resolved ? (((r.resolved - r.late) / r.resolved) * 100).toFixed(1) : null, TONCUOI: r.open, NGUOIBAOCAO: 'NGƯỜI LẬP GIẢ ĐỊNH',
  });
}

/** In progress is received less processed, without what was carried over: it falls below zero where more was closed than came. */
const jsonRow = (province: Province, r: UnitCounts, now: number, faults: Faults) => ({
  CoQuanId: idOf(province, r.unit), TenCoQuan: r.unit.name, TongHS: r.received, DaXuLy: r.resolved, DangXuLy: faults.data.has('negativeCounts') ? r.received - r.resolved : r.open, DungHan: r.onDay, QuaHan: r.openLate, TruocHan: r.early, TreHan: r.late,
  ChoRut: 0, DungXuLy: 0, NguoiCapNhat: 'NGƯỜI LẬP GIẢ ĐỊNH', NgayCapNhat: monthFirst(now),
});
const monthFirst = (at: number) => { const [, year, month, day, time] = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2}:\d{2})/.exec(new Date(at + 7 * 3_600_000).toISOString())!; return `${month}/${day}/${year} ${time}`; };
