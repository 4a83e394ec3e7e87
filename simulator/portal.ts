/** The national portal: public figures of the old kind (form field with JSON text, cookie, texts only) and of the new (trees), the adapter with its session in the body, a provincial gateway. */
import { BREAK } from './before';
import { countPeriod, monthStart, type UnitCounts } from './counts';
import { asCached, hasTwin, otherCode, portalState, type Distortions } from './distortions';
import type { Faults } from './faults';
import { stateOf, type Province, type SimUnit } from './province';
import { createTokens, listen, sendJson, turnDial, withFaults, type Question, type RunningServer } from './server';

/** The number of the province changed at the merger: the old one gives empty lists. */
export const PORTAL = { provinceId: '398126', user: 'cchc', password: 'mo-phong-cong', destination: { header: 'dstcode', value: 'VN:GOV:000.00.00.G22' } };

export async function startPortal(province: Province, distortions: Distortions, faults: Faults, now: () => number, port?: number): Promise<RunningServer & { endSessions(): void }> {
  const sessions = createTokens(1_800_000, now);
  const counts = (year: number, first: number, months: number) => portalCounts(province, distortions, monthStart(year, first), monthStart(year, first + months), asCached(distortions, now()));
  const begun = (year: number, first: number) => monthStart(year, first) <= now() && faultless();
  const faultless = () => !faults.data.has('emptyLists');

  function rest(question: Question): unknown {
    const params = JSON.parse(new URLSearchParams(question.body).get('params') ?? '{}') as Record<string, string | number>;
    const [year, month, quarter] = [Number(params.p_nam), Number(params.p_thang ?? 0), Number(params.p_quy ?? 0)];
    const [first, months] = month ? [month, 1] : quarter ? [quarter * 3 - 2, 3] : [1, 12];
    if (String(params.p_tinh_id) !== PORTAL.provinceId || !begun(year, first)) return [];
    if (params.service === 'report_by_month_sum_service') return [texts(summary(cityOf(counts(year, first, months), year, first + months)))];
    if (params.service !== 'report_tinh_766_service') return { error: 'no such service' };
    const [index, size] = [Number(params.pageIndex), Number(params.pageSize)];
    return counts(year, first, months).slice((index - 1) * size, index * size).map((row, n) => texts(scores(row, n + 1)));
  }

  const server = await listen((question, response) => {
    const { pathname } = question.url;
    if (turnDial(question, response, faults)) return;
    if (pathname.startsWith('/p/home/')) {
      response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': [`JSESSIONID=${sessions.issue()}; Path=/; Expires=Wed, 21 Oct 2030 07:28:00 GMT; HttpOnly`, 'route=f1; Path=/'] }).end('<!doctype html><html><body>Cổng DVCQG</body></html>');
      return;
    }
    if (pathname === '/login') {
      const { username, password } = JSON.parse(question.body || '{}') as Record<string, string>;
      const ok = username === PORTAL.user && password === PORTAL.password && question.headers[PORTAL.destination.header] === PORTAL.destination.value;
      return sendJson(question, response, ok ? { session: sessions.issue(), error_code: '0' } : { session: null, error_code: '-1', message: 'Sai tài khoản' });
    }
    withFaults(question, response, faults, () => sessions.expireAll(), () => {
      if (pathname === '/jsp/rest.jsp') {
        const session = /JSESSIONID=([^;]+)/.exec(String(question.headers.cookie ?? ''))?.[1];
        if (!known(sessions, session) || !question.headers.referer) return sendJson(question, response, { message: 'forbidden' }, 401);
        return sendJson(question, response, rest(question));
      }
      const endpoint = /^\/api\/v1\/reporting\/evaluation\/([a-z-]+)$/.exec(pathname)?.[1];
      if (endpoint !== undefined) {
        const given = JSON.parse(question.body || '{}') as Record<string, number | string>;
        const ok = String(given.rootDepartmentId) === PORTAL.provinceId && begun(Number(given.year), Number(given.month)) && Number(given.currentPage) === 1;
        const rows = ok ? counts(Number(given.year), Number(given.month), 1) : [];
        return sendJson(question, response, { complete: true, data: { items: rows.length === 0 ? [] : [tree(rows, cityOf(rows, Number(given.year), Number(given.month) + 1), endpoint)] } });
      }
      if (pathname === '/mapi/g') {
        const given = JSON.parse(question.body || '{}') as Record<string, string>;
        if (!known(sessions, given.session)) return sendJson(question, response, { error_code: '-3', message: 'Phiên làm việc không tồn tại' });
        if (given.service === 'TraCuuHoSo') return sendJson(question, response, { error_code: '0', result: lookUp(province, distortions, given.mahoso ?? '', now()) });
        return sendJson(question, response, { error_code: '0', result: catalogue(province, faultless()) });
      }
      if (pathname === '/LayDanhSachTTHC') return sendJson(question, response, { error_code: '0', message: JSON.stringify({ result: catalogue(province, faultless()) }) });
      // The new front end answers every other address with its shell.
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><html><head><title>Cổng dịch vụ công quốc gia</title></head><body><div id="app"></div></body></html>');
    });
  }, port);
  return { ...server, endSessions: () => sessions.expireAll() };
}

const known = (sessions: ReturnType<typeof createTokens>, session: string | undefined) => session !== undefined && sessions.valid({ headers: { authorization: `Bearer ${session}` } } as unknown as Question);
const texts = (row: object) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]));

/** The counts of a period as the portal knows them: of all dossiers, those in the states 5, 6 and 8 as done where it takes them for done. */
export function portalCounts(province: Province, distortions: Distortions, from: number, to: number, at: number): UnitCounts[] {
  const rows = countPeriod(province, () => true, from, to, at);
  if (!distortions.on.has('portalNine')) return rows;
  const byUnit = new Map(rows.map((row) => [row.unit, row]));
  const day = (time: number) => Math.floor((time + 7 * 3_600_000) / 86_400_000);
  province.reportRows(at, (unit, received, ended, due, _, { index }) => {
    if (received >= to || (ended && ended < to) || portalState(distortions, stateOf(province.dossier(index, Math.min(at, to - 1)))) !== 9) return;
    const [row, late] = [byUnit.get(unit)!, due > 0 && day(due) < day(Math.min(to - 1, at))];
    row.open -= 1;
    row.resolved += 1;
    if (late) { row.openLate -= 1; row.late += 1; } else row.onDay += 1;
  }, to);
  return rows;
}

/** The units that a province's own row is the sum of: before the merger each province had one. */
export const ofProvince = <T>(rows: readonly T[], codeOf: (row: T) => string, province: 'H17' | 'H47', to: number): T[] => rows.filter((row) => (to <= BREAK ? codeOf(row).startsWith(`${province}.`) : province === 'H17'));
const cityOf = (rows: readonly UnitCounts[], year: number, month: number) => ofProvince(rows, (row) => row.unit.code, 'H17', monthStart(year, month));

/** One dossier under the code of the portal, in the portal's state; a local code that it does not know finds nothing. */
function lookUp(province: Province, distortions: Distortions, code: string, now: number): object[] {
  const index = Number(/-(\d{7})$/.exec(code)?.[1] ?? NaN);
  if (Number.isNaN(index) || index >= province.lives(now).length) return [];
  const d = province.dossier(index, now);
  const here = distortions.on.has('twoCodes') && hasTwin(d) ? otherCode(d) : d.code;
  if (here !== code) return [];
  const time = (at: number) => (at === 0 ? '' : new Date(at + 7 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14));
  return [{ MaHoSo: here, MaTTHC: d.procedure.code, TrangThaiHoSo: String(portalState(distortions, stateOf(d))), KenhThucHien: String(d.channel), NgayTiepNhan: time(d.received), NgayHenTra: time(d.due), NgayKetThucXuLy: time(d.ended), DonViXuLy: d.unit.code, ChuHoSo: 'NGƯỜI NỘP GIẢ ĐỊNH' }];
}

const part = (hits: number, total: number, max: number) => (total === 0 ? 0 : Math.round((hits / total) * max * 100) / 100);
const received = (r: UnitCounts) => r.carriedOver + r.received;

/** Points of the six groups, as the portal would give them for these counts. */
function points(r: UnitCounts) {
  const [progress, online, payment, digitised] = [part(received(r) - r.late - r.openLate, received(r), 20), part(r.online, r.received, 12), part(r.paid, r.feeDossiers, 10), part(r.digitised, r.received, 22)];
  return { CKMB: 18, TDGQ: progress, CLGQ: online, TTTT: payment, MDHL: 18, MDSH: digitised, TONG_SCORE: Math.round((36 + progress + online + payment + digitised) * 100) / 100 };
}
const levelOf = (unit: SimUnit) => (unit.level === 'department' ? 1 : 2);
const scores = (r: UnitCounts, n: number) => ({ ROW_STT: n, ID: 400_000 + n, TEN: r.unit.name, MA_COQUAN: r.unit.code, CAPDONVIID: levelOf(r.unit), ...points(r), NGUOI_CAPNHAT: 'NGƯỜI LẬP GIẢ ĐỊNH' });

/** What has been synchronised: one dossier in fifty is missing. */
function summary(rows: UnitCounts[]) {
  const sum = (of: (row: UnitCounts) => number) => rows.reduce((total, row) => total + of(row), 0);
  const total = sum((r) => r.received);
  return {
    HS_TOTAL: total, DB_TOTAL: total - Math.floor(total / 50), TNTK_TOTAL: Math.floor(total / 7), HTN_TRUCTIEP: sum((r) => r.counter), HTN_BUUCHINH: sum((r) => r.postal), HTN_TRUCTUYEN: sum((r) => r.online), HTN_TRUCTUYEN_KHONGCHUAN: 0,
    HTDH: sum((r) => r.resolved - r.late), HTQH: sum((r) => r.late), DXLTH: sum((r) => r.open - r.openLate), DXLQH: sum((r) => r.openLate), GDTTDP: 0, GDTTQG: sum((r) => r.paid), GDTT_TOTAL: sum((r) => r.paid), TILE: '97.9', NGUOI_CAPNHAT: 'NGƯỜI LẬP GIẢ ĐỊNH',
  };
}

function tree(rows: UnitCounts[], city: UnitCounts[], endpoint: string): object {
  const values = (list: UnitCounts[]) => {
    const sum = (of: (row: UnitCounts) => number) => list.reduce((total, row) => total + of(row), 0);
    switch (endpoint) {
      case 'dvc-progress-tree': return { received: sum(received), onTime: sum((r) => received(r) - r.late - r.openLate), score: part(sum((r) => received(r) - r.late - r.openLate), sum(received), 20) };
      case 'provide-online-tree': return { total: sum((r) => r.received), online: sum((r) => r.online), score: part(sum((r) => r.online), sum((r) => r.received), 12) };
      case 'formality-online-payment-tree': return { obligation: sum((r) => r.feeDossiers), paidOnline: sum((r) => r.paid), formalityFee: 100, formalityPaidOnline: 60, score: part(sum((r) => r.paid), sum((r) => r.feeDossiers), 10) };
      case 'dossier-digitized': return { resultTotal: sum((r) => r.resolved), electronicResult: sum((r) => r.resolvedElectronic), componentTotal: sum((r) => r.received), digitized: sum((r) => r.digitised), score: part(sum((r) => r.digitised), sum((r) => r.received), 22) };
      case 'handling-satisfaction': return { dossiers: sum(received), satisfied: sum((r) => received(r) - r.late), feedback: 2, feedbackOnTime: 2, score: 18 };
      default: return { score: 18 };
    }
  };
  return {
    departmentCode: 'H17', departmentName: 'Thành phố mô phỏng', ...values(city),
    children: rows.map((row) => ({ departmentCode: row.unit.code, departmentName: row.unit.name, children: [], contact: { fullname: 'NGƯỜI LIÊN HỆ GIẢ ĐỊNH', phone: '0900000000' }, ...values([row]) })),
  };
}

const catalogue = (province: Province, whole: boolean) => (whole ? province.procedures : []).map((p, n) => ({
  ID: 7000 + n, MATTHC: p.code, TENTTHC: p.name, LOAITTHC: '1', CAPTHUCHIEN: n % 2 ? 'Cấp Xã' : 'Cấp Tỉnh', LINHVUCTHUCHIEN: [{ MALINHVUC: p.fieldCode, TENLINHVUC: p.fieldName }], COQUANTHUCHIEN: [], NGUOILIENHE: 'NGƯỜI LIÊN HỆ GIẢ ĐỊNH',
  CACHTHUCTHUCHIEN: [{ KENH: '2', THOIGIAN: [{ THOIGIANGIAIQUYET: String(p.workingDays), DONVITINH: 'Ngày làm việc', PHILEPHI: p.fee ? [{ SOTIEN: '10000' }] : [] }] }], KETQUATHUCHIEN: 'kết quả', THANHPHANHOSO: [], TRANGTHAI: 1, IDQUYETDINHCONGBO: '9',
}));
