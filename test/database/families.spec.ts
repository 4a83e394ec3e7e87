/** One-stop and portal families against their simulated systems by HTTP: what is stored equals the simulator's truth; what is wrong is explained. */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import type { Pool } from 'pg';
import { countPeriod, monthStart, type UnitCounts } from '../../simulator/counts';
import { startSimulators, type Simulators } from '../../simulator/start';
import type { SimUnit } from '../../simulator/province';
import { register, type Registered } from '../../src/ingest/registration';
import { openSession, runSource, type Job, type StreamOutcome } from '../../src/ingest/runner';
import { projectRoot } from '../../src/platform/root';
import { findFamily, sourceDefinition } from '../../src/sources';
import { openPool } from '../../src/store/database';
import { createTestDatabase } from '../support/database';
import { fixturePath } from '../support/read-fixture';
import { PROVINCE, UNITS } from '../support/river';

const START = Date.parse('2026-08-31T03:00:00Z');
const MONTH = '2026-07-01';
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let pool: Pool;
let simulators: Simulators;
let n = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url);
  simulators = await startSimulators({ seed: 7, dossiers: 6000, months: 3, start: START, now: () => START, root: projectRoot() });
});
afterAll(async () => { await simulators.close(); await pool.end(); await database.drop(); });
beforeEach(() => { for (const system of [simulators.igate, simulators.tandan, simulators.cmon, simulators.opencps, simulators.lgsp, simulators.portal]) { system.faults.set('none'); system.faults.data.clear(); } });

const start = { start: '2026-06-01' };
async function source(family: string, options: object): Promise<Registered> {
  const definition = sourceDefinition.parse(findFamily(family)!.define(`${family}-${(n += 1)}`, findFamily(family)!.options.parse(options)));
  const quick = { ...definition, transport: { ...definition.transport, pause: undefined, callsPerSecond: 5000, backoff: '1ms', maxWait: '3s', tries: 10 } };
  return (await register(pool, PROVINCE, UNITS, [quick], false))[0]!;
}
const run = async (registered: Registered, job: Job = { kind: 'live' }, session = openSession(registered.definition)): Promise<StreamOutcome[]> => (await runSource(registered, job, { databaseUrl: database.url, pool, session, clock: { now: () => START * 1000 } }))!;
const failures = (outcomes: StreamOutcome[]) => outcomes.filter((o) => o.failure).map((o) => `${o.stream} ${o.failure!.class} ${o.failure!.text}`);
async function stored(registered: Registered, measure: string, period = MONTH): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ code: string; value: string }>('select u.code, s.value from statistic s join unit u on u.id = s.unit_id where source_id = $1 and measure = $2 and period_start = $3 and superseded_at is null', [registered.id, measure, period]);
  return Object.fromEntries(rows.map((row) => [row.code, Number(row.value)]));
}
const quarantined = async (registered: Registered) => (await pool.query<{ reason: string; n: number }>('select reason, count(*)::int as n from quarantine where source_id = $1 group by 1 order by 1', [registered.id])).rows.map((r) => `${r.reason} ${r.n}`);
const truth = (of: (counts: UnitCounts) => number, level?: SimUnit['level']) =>
  Object.fromEntries(countPeriod(simulators.province, (unit) => level === undefined || unit.level === level, monthStart(2026, 7), monthStart(2026, 8), START).map((counts) => [counts.unit.code, of(counts)]));
const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);

describe('igate', () => {
  it('signs a person in by the password grant and stores its reports, by id and by name', async () => {
    const xa = await source('igate', { ...start, baseUrl: simulators.igate.url, clientId: 'web-padman', user: 'cchc', password: 'mo-phong' });
    expect(failures(await run(xa))).toEqual([]);
    expect(await stored(xa, 'onlineSubmitted')).toEqual(truth((c) => c.online, 'commune'));
    expect(await stored(xa, 'receivedDigitised')).toEqual(truth((c) => c.digitised, 'commune'));
  });
});

describe('tandan', () => {
  it('stores payment, online services and digitisation beside its report', async () => {
    const so = await source('tandan', { ...start, baseUrl: simulators.tandan.url, user: simulators.tandan.user, password: simulators.tandan.password, ioc: { unit: 'H17' } });
    expect(failures(await run(so))).toEqual([]);
    expect(await stored(so, 'feeProcedureDossiersPaidOnline')).toEqual(truth((c) => c.paid, 'department'));
    expect(await stored(so, 'onlineSubmittedFull')).toEqual(truth((c) => c.fullOnline, 'department'));
    expect(await stored(so, 'resolvedDigitised')).toEqual(truth((c) => c.resolvedElectronic, 'department'));
    expect((await stored(so, 'received')).H17).toBe(sum(truth((c) => c.received, 'department')));
  });
});

describe('cmon', () => {
  const soap = () => source('cmon', { ...start, baseUrl: simulators.cmon.url });
  it('stores a month by SOAP, whatever the dial throws in', async () => {
    simulators.cmon.faults.set('some');
    const cu = await soap();
    expect(failures(await run(cu))).toEqual([]);
    expect(await stored(cu, 'carriedOver')).toEqual(truth((c) => c.carriedOver));
    expect(await stored(cu, 'resolvedOnTime')).toEqual(truth((c) => c.early + c.onDay));
  });
  it('[mode 3] never takes null for nothing, and keeps what it had', async () => {
    const cu = await soap();
    await run(cu);
    simulators.cmon.faults.data.add('emptyLists');
    expect(failures(await run(cu)).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['units format', 'month-report format']);
    expect(await stored(cu, 'received')).toEqual(truth((c) => c.received));
  });
  it('[mode 5] quarantines rows whose parts do not add up', async () => {
    simulators.cmon.faults.data.add('wrongTotals');
    const cu = await soap();
    await run(cu);
    const whole = truth((c) => c.resolved);
    const found = await stored(cu, 'resolved');
    expect(Object.keys(found).length).toBeLessThan(Object.keys(whole).length);
    expect(Object.entries(found).filter(([code, value]) => whole[code] !== value)).toEqual([]);
    expect(await quarantined(cu)).toEqual([expect.stringMatching(/^sum-mismatch \d+$/)]);
  });
  it('[mode 26] stores months of the JSON layer, asked with the month first; counts below zero are refused', async () => {
    const cu = await source('cmon', { ...start, baseUrl: simulators.cmon.url, layer: 'json' });
    expect(failures(await run(cu))).toEqual([]);
    expect(await stored(cu, 'resolvedLate')).toEqual(truth((c) => c.late));
    expect(sum(await stored(cu, 'received', '2026-01-01'))).toBeGreaterThan(sum(truth((c) => c.received)));
    simulators.cmon.faults.data.add('negativeCounts');
    await run(cu);
    expect(await quarantined(cu)).toEqual([expect.stringMatching(/^out-of-range \d+$/)]);
  });
});

describe('opencps', () => {
  const open = () => source('opencps', { ...start, baseUrl: simulators.opencps.url, groupId: simulators.opencps.groupId, token: simulators.opencps.token });
  it('[mode 30] counts each agency once and no total as a unit', async () => {
    const so = await open();
    expect(failures(await run(so))).toEqual([]);
    expect(await stored(so, 'received')).toEqual(truth((c) => c.received, 'department'));
    expect(await stored(so, 'resolved')).toEqual(truth((c) => c.resolved, 'department'));
    expect(await quarantined(so)).toEqual([]);
  });
  it('[mode 30] sees a total that is not its parts', async () => {
    simulators.opencps.faults.data.add('wrongTotals');
    const so = await open();
    await run(so);
    expect(Object.keys(await stored(so, 'received'))).toHaveLength(19);
    expect((await quarantined(so))[0]).toMatch(/^sum-mismatch/);
  });
});

describe('lgsp', () => {
  it.each(['json', 'xml'])('learns units by %s, the newer of two rows', async (style) => {
    const { url, clientId, clientSecret } = simulators.lgsp;
    const dm = await source('lgsp', { baseUrl: url, clientId, clientSecret, style });
    expect(failures(await run(dm))).toEqual([]);
    const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from unit_alias where source_id = $1 and kind = 'id'`, [dm.id]);
    expect(rows[0]!.n).toBe(simulators.province.units.length + 1);
  });
});

describe('portal', () => {
  const options = () => ({ ...start, baseUrl: simulators.portal.url, provinceId: simulators.portal.provinceId, provinceUnit: 'H17' });
  it('is not called unless told so; a saved answer is read from a file, with its quarantine', async () => {
    const cong = await source('portal', { ...options(), api: 'rest' });
    // The year is not over: it is not asked for.
    expect(failures(await run(cong))).toEqual(['index-month', 'index-quarter', 'synchronisation'].map((stream) => `${stream} stop nguồn ${cong.definition.id} không được gọi qua mạng (fetch: false)`));
    const text = readFileSync(fixturePath('portal', 'index-month'), 'utf8');
    const period = { type: 'month' as const, start: MONTH, end: '2026-07-31' };
    expect(failures(await run(cong, { kind: 'file', stream: 'index-month', text, period }))).toEqual([]);
    expect(await quarantined(cong)).toEqual(['missing-unit 1', 'out-of-range 1']);
    await expect(run(cong, { kind: 'file', stream: 'index-quarter', text, period })).resolves.toMatchObject([{ failure: { class: 'bad-usage' } }]);
  });
  it('reads points and synchronisation with cookie and Referer, renewed once when they end', async () => {
    const cong = await source('portal', { ...options(), api: 'rest', fetch: true });
    expect(failures(await run(cong))).toEqual([]);
    expect(Object.keys(await stored(cong, 'portalScoreProgress'))).toHaveLength(simulators.province.units.length);
    const [total, synced] = [(await stored(cong, 'portalDossiers')).H17!, (await stored(cong, 'portalSynced')).H17!];
    expect([total, synced]).toEqual([sum(truth((c) => c.received)), total - Math.floor(total / 50)]);
    simulators.portal.faults.next('tokenExpires');
    expect(failures(await run(cong))).toEqual([]);
  });
  it('takes the empty list of a changed province number for a failure', async () => {
    const cong = await source('portal', { ...options(), api: 'rest', fetch: true, provinceId: '11358' });
    expect(failures(await run(cong)).every((line) => line.includes('format'))).toBe(true);
  });
  it('reads the trees of the evaluation API, children and province apart', async () => {
    const cong = await source('portal', { ...options(), fetch: true });
    expect(failures(await run(cong))).toEqual([]);
    const progress = await stored(cong, 'handled');
    expect(progress.H17).toBe(sum(truth((c) => c.carriedOver + c.received)));
    expect({ ...progress, H17: 0 }).toEqual({ ...truth((c) => c.carriedOver + c.received), H17: 0 });
  });
});

describe('catalogue of procedures', () => {
  const active = async (registered: Registered) => (await pool.query<{ n: number }>('select count(*)::int as n from procedure_listing where source_id = $1 and active', [registered.id])).rows[0]!.n;
  it('comes with the session in the body, renewed when it ends without a word, and out of JSON in text', async () => {
    const { url, user, password, destination } = simulators.portal;
    const codes = new Set(simulators.province.procedures.map((p) => p.code)).size;
    const adapter = await source('portal-catalogue', { baseUrl: url, via: 'adapter', user, password, destination });
    const session = openSession(adapter.definition);
    expect([failures(await run(adapter, { kind: 'live' }, session)), await active(adapter)]).toEqual([[], codes]);
    simulators.portal.endSessions();
    expect(failures(await run(adapter, { kind: 'live' }, session))).toEqual([]);
    const gateway = await source('portal-catalogue', { baseUrl: url, via: 'gateway' });
    expect([failures(await run(gateway)), await active(gateway)]).toEqual([[], codes]);
  });
  it('switches off what left it, but never everything and never on an empty list', async () => {
    const tthc = await source('portal-catalogue', { baseUrl: simulators.portal.url, via: 'gateway' });
    const rows = (count: number) => JSON.stringify({ message: JSON.stringify({ result: Array.from({ length: count }, (_, i) => ({ MATTHC: `9.${String(i).padStart(6, '0')}`, TENTTHC: `Thủ tục ${i}`, TRANGTHAI: 1 })) }) });
    const load = async (count: number) => [failures(await run(tthc, { kind: 'file', stream: 'procedures', text: rows(count), period: null })).map((line) => line.split(' ')[1]), await active(tthc)];
    expect(await load(100)).toEqual([[], 100]);
    expect(await load(85)).toEqual([[], 85]);
    expect(await load(40)).toEqual([['catalogue-loss'], 85]);
    expect(await load(0)).toEqual([['format'], 85]);
    expect(await load(90)).toEqual([[], 90]);
  });
});

it('keeps people out of every table', async () => {
  const people = 'NGƯỜI |0900000000|"000000000000"';
  const { rows: columns } = await pool.query<{ table: string; column: string }>(`select table_name as "table", column_name as "column" from information_schema.columns where table_schema = 'public' and data_type in ('text', 'jsonb')`);
  for (const { table, column } of columns) expect((await pool.query(`select 1 from "${table}" where "${column}"::text ~ $1 limit 1`, [people])).rows).toEqual([]);
  for (const { body } of (await pool.query<{ body: Buffer }>('select body from raw_page')).rows) expect(inflateRawSync(body).toString()).not.toMatch(people);
});
