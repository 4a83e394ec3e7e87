/** Both simulated systems by real HTTP. */
import { join } from 'node:path';
import { hasTwin, otherCode } from './distortions';
import { FAULTS, NAMED_FAULTS } from './faults';
import { stateOf } from './province';
import { SIMULATED_SYSTEMS, startSimulators, type Simulators } from './start';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const start = Date.parse('2026-08-31T03:00:00Z');
let now = start;
let s: Simulators;
beforeEach(async () => { now = start; s = await startSimulators({ seed: 7, dossiers: 3000, months: 3, start, now: () => now, root: join(__dirname, '..') }); });
afterEach(() => s.close());

interface Row { code: string; maHoSo: string; applicant: unknown; acceptedDate: string; updatedDate: string; lastModifiedOn: string; ngayTiepNhan: string; procedure: { translate: unknown } }
const localZ = (at: number) => new Date(at + 7 * HOUR).toISOString();
const localText = (at: number) => localZ(at).slice(0, 19).replace('T', ' ');
const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const TOKEN = '/auth/realms/digo/protocol/openid-connect/token';
const grant = (headers: Record<string, string>, fields: Record<string, string> = {}) => fetch(s.igate.url + TOKEN, { method: 'POST', headers, body: new URLSearchParams({ grant_type: 'client_credentials', ...fields }) });
const login = (body: object, headers: Record<string, string> = { tenant: 'root' }) => fetch(`${s.tandan.url}/api/tokens`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
const good = () => ({ userName: s.tandan.user, password: s.tandan.password });

async function igate() {
  const { access_token } = await (await grant({ authorization: basic(s.igate.clientId, s.igate.clientSecret) })).json() as { access_token: string };
  return (path: string) => fetch(s.igate.url + path, { headers: { authorization: `bearer ${access_token}` } });
}
async function tandan() {
  const { token } = await (await login(good())).json() as { token: string };
  return (path: string, init: RequestInit = {}) => fetch(s.tandan.url + path, { ...init, headers: { authorization: `Bearer ${token}` } });
}
type Ask = Awaited<ReturnType<typeof tandan>>;
const window = `updated-from=${localZ(start - 5 * DAY)}&updated-to=${localZ(start - HOUR)}`;
const search = (page: number, size = 50, more = window) => `/pa/dossier/search?page=${page}&size=${size}&spec=slice&${more}`;
const list = (page: number, size = 20, more = `LastModifiedFrom=${localText(start - 9 * DAY)}&LastModifiedTo=${localText(start - HOUR)}`) => `/api/v1/HoSos?pageNumber=${page}&pageSize=${size}&${more}`;
const json = async <T>(answer: Promise<Response>) => (await answer).json() as Promise<T>;
interface Slice { content: Row[]; last: boolean; number: number; totalPages?: number; totalElements?: number }
interface Envelope { data: Row[]; totalCount: number; totalPages: number; currentPage: number; hasNextPage: boolean }
const expected = (level: string, from: number, to: number) => [...s.province.all(now)].filter((d) => d.unit.level === level && d.updated >= from && d.updated < to).map((d) => d.code).sort();

describe('igate', () => {
  it('signs a client in by Basic and by form, no other', async () => {
    expect((await grant({ authorization: basic(s.igate.clientId, s.igate.clientSecret) })).status).toBe(200);
    expect((await grant({}, { client_id: s.igate.clientId, client_secret: s.igate.clientSecret })).status).toBe(200);
    expect((await grant({ authorization: basic('someone', s.igate.clientSecret) })).status).toBe(401);
    expect((await grant({}, { client_id: s.igate.clientId, client_secret: 'x' })).status).toBe(401);
    expect((await fetch(s.igate.url + search(0))).status).toBe(401);
  });
  it('gives every dossier of a window once, slice by slice, without a total', async () => {
    const ask = await igate();
    const codes: string[] = [];
    for (let page = 0; ; page++) {
      const slice = await json<Slice>(ask(search(page)));
      expect(slice).not.toHaveProperty('totalPages');
      codes.push(...slice.content.map((row) => row.code));
      if (slice.last) break;
    }
    expect(codes.length).toBeGreaterThan(100);
    expect(codes.sort()).toEqual(expected('commune', start - 5 * DAY, start - HOUR + 1));
    expect(await json<Slice>(ask(search(0, 50, `${window}&spec=page`).replace('spec=slice&', '')))).toMatchObject({ totalElements: codes.length, totalPages: Math.ceil(codes.length / 50) });
  });
  it('is asked in local time labelled Z and answers in true UTC', async () => {
    const ask = await igate();
    const { content } = await json<Slice>(ask(search(0, 2000)));
    const d = [...s.province.all(now)].find((one) => one.code === content[0]!.code)!;
    expect(content[0]!.acceptedDate).toBe(`${new Date(d.received).toISOString().slice(0, -1)}+0000`);
    expect(content.every((row) => Date.parse(row.updatedDate) >= start - 5 * DAY && Date.parse(row.updatedDate) <= start - HOUR)).toBe(true);
  });
  it('keeps to the days of reception when asked', async () => {
    const ask = await igate();
    const [from, to] = [start - 10 * DAY, start - 8 * DAY];
    const { content } = await json<Slice>(ask(search(0, 2000, `from-date=${localZ(from)}&to-date=${localZ(to)}`)));
    expect(content.length).toBeGreaterThan(0);
    expect(content.every((row) => Date.parse(row.acceptedDate) >= from && Date.parse(row.acceptedDate) <= to)).toBe(true);
  });
  it('sends names in three shapes, and people as noise to be dropped', async () => {
    const { content } = await json<Slice>((await igate())(search(0, 2000)));
    const shape = (value: unknown) => (Array.isArray(value) ? 'list' : 'name' in (value as object) ? 'object' : 'map');
    expect(new Set(content.map((row) => shape(row.procedure.translate)))).toEqual(new Set(['list', 'object', 'map']));
    expect(content.filter((row) => !/GIẢ ĐỊNH/.test(JSON.stringify(row.applicant)))).toEqual([]);
  });
  it('reports a month by unit that adds up', async () => {
    const rows = await json<Record<string, number>[]>((await igate())('/pa/dossier-statistic/--statistic-agency-kgg?from-date=2026-07-01T00:00:00.000Z&to-date=2026-07-31T23:59:59.999Z'));
    expect(rows).toHaveLength(94);
    const sums = (r: Record<string, number>) => [r.resolvedEarly! + r.resolvedOnTime! + r.resolvedOverdue! - r.resolved!, r.unresolvedOnTime! + r.unresolvedOverdue! - r.unresolved!, r.receivedOnline! + r.receivedDirect! - r.received!];
    expect(rows.filter((r) => sums(r).some((difference) => difference !== 0))).toEqual([]);
    const july = [...s.province.all(now)].filter((d) => d.unit.level === 'commune' && localZ(d.received).startsWith('2026-07'));
    expect(rows.reduce((sum, r) => sum + r.received!, 0)).toBe(july.length);
  });
  it('grows with time: a window that reaches the present is not frozen', async () => {
    const ask = await igate();
    const open = search(0, 2000, `updated-from=${localZ(start - HOUR)}&updated-to=${localZ(start + 30 * DAY)}`);
    const before = (await json<Slice>(ask(open))).content.length;
    now = start + 4 * 60_000;
    expect((await json<Slice>(ask(open))).content.length).toBeGreaterThan(before);
  });
  it('zips when asked', async () => {
    const answer = await (await igate())(search(0, 500));
    expect(answer.headers.get('content-encoding')).toBe('gzip');
  });
});

describe('tandan', () => {
  it('locks the account after five wrong passwords, and only then', async () => {
    for (let i = 0; i < 4; i++) expect((await login({ ...good(), password: 'x' })).status).toBe(401);
    expect((await login(good())).status).toBe(200);
    for (let i = 0; i < 5; i++) await login({ ...good(), password: 'x' });
    expect((await login(good())).status).toBe(401);
  });
  it('wants a tenant, and takes a refresh token once', async () => {
    expect((await login(good(), {})).status).toBe(400);
    const { refreshToken } = await json<{ refreshToken: string }>(login(good()));
    const refresh = () => fetch(`${s.tandan.url}/api/tokens/refresh`, { method: 'POST', body: JSON.stringify({ refreshToken }) });
    expect((await refresh()).status).toBe(200);
    expect((await refresh()).status).toBe(401);
  });
  it('lists every dossier of a window once, newest first, with its total', async () => {
    const ask = await tandan();
    const rows: Row[] = [];
    for (let page = 1; ; page++) {
      const envelope = await json<Envelope>(ask(list(page)));
      rows.push(...envelope.data);
      if (!envelope.hasNextPage) { expect(envelope.totalCount).toBe(rows.length); break; }
    }
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.map((row) => row.maHoSo).sort()).toEqual(expected('department', start - 9 * DAY, start - HOUR + 1000));
    const changed = rows.map((row) => row.lastModifiedOn);
    expect(changed).toEqual([...changed].sort().reverse());
  });
  it('keeps to the days of reception when asked', async () => {
    const { data } = await json<Envelope>((await tandan())(list(1, 2000, 'TiepNhanFrom=2026-08-10&TiepNhanTo=2026-08-14 23:59:59')));
    expect(data.length).toBeGreaterThan(0);
    expect(data.every((row) => row.ngayTiepNhan >= '2026-08-10' && row.ngayTiepNhan < '2026-08-15')).toBe(true);
  });
  it('grows with time: a window that reaches the present is not frozen', async () => {
    const ask = await tandan();
    const total = async () => (await json<Envelope>(ask(list(1, 10, `LastModifiedFrom=${localText(start - HOUR)}&LastModifiedTo=${localText(start + 30 * DAY)}`)))).totalCount;
    const before = await total();
    now = start + 30 * 60_000;
    expect(await total()).toBeGreaterThan(before);
  });
  it('saves the months that are over as JSON text in JSON, the same as its report', async () => {
    const ask = await tandan();
    const { data: { data: saved } } = await json<{ data: { data: { loaiThoiGian: string; ky: number; maDinhDanh: string; soLieu: string }[] } }>(ask('/api/v1/SoLieuBaoCaos/SearchSoLieuBaoCaoTheoKy?nam=2026&pageNumber=1&pageSize=2000'));
    expect(new Set(saved.map((row) => `${row.loaiThoiGian} ${row.ky}`))).toEqual(new Set(['thang 6', 'thang 7']));
    const { data: report } = await json<{ data: { maDonVi: string; tongSo: number; tongDaXuLy: number; tongDangXuLy: number }[] }>(ask('/api/v1/BaoCaoTongHops/DonVi', { method: 'POST', body: JSON.stringify({ tuNgay: '2026-07-01', denNgay: '2026-07-31 23:59:59' }) }));
    expect(report).toHaveLength(20);
    for (const row of report) {
      expect(row.tongDaXuLy + row.tongDangXuLy).toBe(row.tongSo);
      expect(JSON.parse(saved.find((one) => one.loaiThoiGian === 'thang' && one.ky === 7 && one.maDinhDanh === row.maDonVi)!.soLieu)).toEqual(row);
    }
  });
});

describe('faults', () => {
  const turn = (body: unknown) => fetch(`${s.tandan.url}/__faults`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
  const isWhole = async (answer: Response) => { try { return answer.status === 200 && Array.isArray((JSON.parse(new TextDecoder('utf8', { fatal: true }).decode(await answer.arrayBuffer())) as Envelope).data); } catch { return false; } };
  const lifted = ['duplicatePage', 'movingRows', 'slow', 'falseEmpty'];
  it.each([...FAULTS, ...NAMED_FAULTS].filter((name) => !lifted.includes(name)))('%s spoils one answer; the next is whole', async (name) => {
    s.tandan.faults.next(name);
    expect(await isWhole(await (await tandan())(list(1)))).toBe(false);
    expect(await isWhole(await (await tandan())(list(1)))).toBe(true);
  });
  it('429 comes with and without Retry-After', async () => {
    s.tandan.faults.next('tooManyRetryAfter', 'tooMany');
    const ask = await tandan();
    const answers = [await ask(list(1)), await ask(list(1))];
    expect(answers.map((a) => [a.status, a.headers.get('retry-after')])).toEqual([[429, '1'], [429, null]]);
  });
  it('a failure in the body has status 200', async () => {
    s.tandan.faults.next('quota200');
    const answer = await (await tandan())(list(1));
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ succeeded: false, message: expect.stringContaining('giới hạn') })]);
  });
  it('tokenExpires ends every token', async () => {
    const ask = await tandan();
    s.tandan.faults.next('tokenExpires');
    expect([(await ask(list(1))).status, (await ask(list(1))).status]).toEqual([401, 401]);
  });
  it('duplicatePage brings the page before, and says so', async () => {
    const ask = await tandan();
    const first = await json<Envelope>(ask(list(1)));
    s.tandan.faults.next('duplicatePage');
    const again = await json<Envelope>(ask(list(2)));
    expect([again.currentPage, again.data]).toEqual([1, first.data]);
  });
  it('movingRows loses the row at the border of two pages, and the total tells', async () => {
    const ask = await tandan();
    const whole = await json<Envelope>(ask(list(1, 2000)));
    const first = await json<Envelope>(ask(list(1)));
    s.tandan.faults.next('movingRows');
    const second = await json<Envelope>(ask(list(2)));
    expect([first.totalCount - second.totalCount, first.data.at(-1)!.maHoSo, second.data[0]!.maHoSo]).toEqual([1, whole.data[19]!.maHoSo, whole.data[21]!.maHoSo]);
  });
  it('slow answers whole, later', async () => {
    s.tandan.faults.slowMs = 40;
    s.tandan.faults.next('slow');
    const [ask, before] = [await tandan(), performance.now()];
    expect(await isWhole(await ask(list(1)))).toBe(true);
    expect(performance.now() - before).toBeGreaterThanOrEqual(35);
  });
  it('the dial strikes the same answers for the same seed', async () => {
    const strikes = async () => { const ask: Ask = await tandan(); s.tandan.faults.set('many'); const seen: number[] = []; for (let i = 0; i < 60; i++) seen.push((await ask(list(1, 10))).status); return seen; };
    const first = await strikes();
    expect(first.some((status) => status !== 200)).toBe(true);
    await s.close();
    s = await startSimulators({ seed: 7, dossiers: 3000, months: 3, start, now: () => now, root: join(__dirname, '..') });
    expect(await strikes()).toEqual(first);
  });
  it('is turned over HTTP, and refuses words it does not know without changing anything', async () => {
    expect(await (await turn({ next: ['error500'], data: ['testRows'], slowMs: 5 })).json()).toMatchObject({ waiting: ['error500'], data: ['testRows'], slowMs: 5 });
    for (const wrong of ['{', '[]', { next: ['eror500'] }, { dial: 'few' }, { data: 'testRows' }, { nxt: [] }, { slowMs: -1 }]) expect((await turn(wrong)).status).toBe(400);
    expect([...s.tandan.faults.data]).toEqual(['testRows']);
    expect((await (await tandan())(list(1))).status).toBe(500);
  });
  it('rows are spoiled while a fault of the data is on: tests, dates, ends', async () => {
    const [xa, so] = [await igate(), await tandan()];
    for (const faults of [s.igate.faults, s.tandan.faults]) faults.data.add('testRows');
    const { content } = await json<Slice>(xa(search(0, 2000)));
    const { data, totalCount } = await json<Envelope>(so(list(1, 2000)));
    expect([content[0]!.code, data[0]!.maHoSo, totalCount]).toEqual(['TEST-0001', 'TEST-0001', data.length]);
    s.igate.faults.data.clear();
    s.igate.faults.data.add('falseZ');
    const shifted = (await json<Slice>(xa(search(0, 2000)))).content;
    expect(Date.parse(shifted[0]!.acceptedDate) - Date.parse(content[1]!.acceptedDate)).toBe(7 * HOUR);
  });
});

describe('the simulator itself', () => {
  const own = (path: string, body?: object) => fetch(s.url + path, body ? { method: 'POST', body: JSON.stringify(body) } : {});
  it('tells the truth, and turns the dials of all systems or of one, and the distortions, while it runs', async () => {
    const truth = await json<{ dossiers: { received: number }[] }>(own('/truth'));
    expect(truth.dossiers.reduce((n, row) => n + row.received, 0)).toBe([...s.province.all(now)].length);
    const dials = await json<Record<string, { share: number }>>(own('/faults', { dial: 'many' }));
    expect(Object.keys(dials).sort()).toEqual([...SIMULATED_SYSTEMS].sort());
    expect((await json<Record<string, unknown>>(own('/faults', { system: 'ccvc', dial: 'none' }))).ccvc).toMatchObject({ share: 0 });
    for (const wrong of [{ dial: 'few' }, { system: 'nobody', dial: 'none' }]) expect((await own('/faults', wrong)).status).toBe(400);
    expect(await json(own('/distortions', { on: ['twoCodes'] }))).toMatchObject({ on: ['twoCodes'] });
    expect((await own('/distortions', { on: ['everything'] })).status).toBe(400);
  });
  it('shows the same dossier at the portal under its own code and state', async () => {
    const { session } = await json<{ session: string }>(fetch(`${s.portal.url}/login`, { method: 'POST', headers: { [s.portal.destination.header]: s.portal.destination.value }, body: JSON.stringify({ username: s.portal.user, password: s.portal.password }) }));
    const look = async (code: string) => (await json<{ result: { MaHoSo: string; TrangThaiHoSo: string }[] }>(fetch(`${s.portal.url}/mapi/g`, { method: 'POST', body: JSON.stringify({ session, service: 'TraCuuHoSo', mahoso: code }) }))).result;
    const all = [...s.province.all(now)];
    const twin = all.find(hasTwin)!;
    const waiting = all.find((d) => [5, 6, 8].includes(stateOf(d)) && !hasTwin(d))!;
    expect([(await look(twin.code)).length, (await look(waiting.code))[0]!.TrangThaiHoSo]).toEqual([1, String(stateOf(waiting))]);
    await own('/distortions', { on: ['twoCodes', 'portalNine'] });
    expect([await look(twin.code), (await look(otherCode(twin)))[0]!.MaHoSo, (await look(waiting.code))[0]!.TrangThaiHoSo]).toEqual([[], otherCode(twin), '9']);
  });
});
