/** Failure modes of sources.md 7 that only the whole way shows: real HTTP to a simulated system, real PostgreSQL. The list with all proofs: docs/failure-modes.md. */
import type { Pool } from 'pg';
import { countPeriod, monthStart } from '../../simulator/counts';
import { startSimulators, type Simulators } from '../../simulator/start';
import { coverageOfSources } from '../../src/compute/measures/measuring';
import { register, type Registered } from '../../src/ingest/registration';
import { openSession, runSource, type Job, type StreamOutcome } from '../../src/ingest/runner';
import { createSchedule } from '../../src/ingest/schedule';
import { createLogger } from '../../src/platform/logger';
import { projectRoot } from '../../src/platform/root';
import { findFamily, sourceDefinition } from '../../src/sources';
import { openPool } from '../../src/store/database';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { PROVINCE, UNITS } from '../support/river';

const START = Date.parse('2026-08-31T03:00:00Z');
const HOUR = 3_600_000;
let now = START;
let database: TestDatabase;
let pool: Pool;
let simulators: Simulators;
let n = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url);
  simulators = await startSimulators({ seed: 7, dossiers: 6000, months: 3, start: START, now: () => now, root: projectRoot(), distortions: ['cachedDay'] });
});
afterAll(async () => { await simulators.close(); await pool.end(); await database.drop(); });
beforeEach(() => { now = START; });

/** The one-stop system of the departments, of which only some streams are read. */
async function tandan(streams: readonly string[], more: { pageSize?: number; password?: string; id?: string; quietHours?: string[]; callsPerDay?: number } = {}): Promise<Registered> {
  const { url, user, password } = simulators.tandan;
  const family = findFamily('tandan')!;
  const definition = sourceDefinition.parse(family.define(more.id ?? `so-${(n += 1)}`, family.options.parse({ baseUrl: url, user, password: more.password ?? password, start: '2026-06-01', pageSize: more.pageSize ?? 50, callsPerSecond: 5000, callsPerDay: more.callsPerDay })));
  return (await register(pool, PROVINCE, UNITS, [{
    ...definition, streams: definition.streams.filter((s) => streams.includes(s.id)), transport: { ...definition.transport, backoff: '1ms', maxWait: '1s', tries: 3, parallel: 1 },
    schedule: { ...definition.schedule, quietHours: more.quietHours ?? [] },
  }]))[0]!;
}
/** A process of its own each time: nothing in memory goes from one run to the next. */
const run = async (source: Registered, job: Job = { kind: 'live' }, automatic = false): Promise<StreamOutcome[]> => (await runSource(source, job, { databaseUrl: database.url, pool, automatic, clock: { now: () => now * 1000 } }))!;
const failures = (outcomes: StreamOutcome[]) => outcomes.flatMap((o) => (o.failure ? [`${o.failure.class} ${o.failure.text}`] : []));
const loaded = async ({ id }: Registered) => (await pool.query<{ t: string | null }>('select min(loaded_through)::text as t from source_stream where source_id = $1', [id])).rows[0]!.t;
const codes = async ({ id }: Registered) => (await pool.query<{ code: string }>('select code from dossier where source_id = $1 and deleted_at is null', [id])).rows.map((r) => r.code);
const figures = async ({ id }: Registered, measure: string, month: string) => Object.fromEntries((await pool.query<{ code: string; value: string }>(
  'select u.code, value from statistic s join unit u on u.id = s.unit_id where source_id = $1 and measure = $2 and period_start = $3 and superseded_at is null', [id, measure, month])).rows.map((r) => [r.code, Number(r.value)]));
const truth = (year: number, month: number, at: number) => countPeriod(simulators.province, (unit) => unit.level === 'department', monthStart(year, month), monthStart(year, month + 1), at);

it('[mode 6] a daily limit holds over restarts and ends with the local day', async () => {
  const so = await tandan(['dossiers'], { callsPerDay: 3 });
  const pages = async () => (await pool.query<{ pages: number[] }>('select array_agg(pages order by id) as pages from run where source_id = $1', [so.id])).rows[0]!.pages;
  const spent = expect.stringContaining('đã dùng hết 3 lượt gọi của ngày hôm nay');
  expect(failures(await run(so))).toEqual([spent]); // one to sign in, two to read
  expect(failures(await run(so))).toEqual([spent]); // another process
  expect(await pages()).toEqual([2, 0]);
  await pool.query('update source_calls set day = day - 1 where source = $1', [so.definition.id]);
  expect(failures(await run(so))).toEqual([spent]);
  expect(await pages()).toEqual([2, 0, 2]);
});

it('a first load that was cut off stands for no period; the run that ends it speaks for all of them', async () => {
  const so = await tandan(['dossiers'], { pageSize: 20, callsPerDay: 8 });
  const reached = async () => (await coverageOfSources(pool)).find((s) => s.id === so.id)?.loadedThrough ?? null;
  expect(failures(await run(so))).toEqual([expect.stringContaining('quota')]);
  expect((await codes(so)).length).toBeGreaterThan(0);
  expect(await loaded(so)).not.toBeNull();
  expect(await reached()).toBeNull();
  const unlimited = { ...so, definition: { ...so.definition, transport: { ...so.definition.transport, callsPerDay: undefined } } };
  expect(failures(await run(unlimited))).toEqual([]);
  expect((await reached())! / 1000).toBe(Date.parse((await loaded(so))!));
});

it('[mode 16] a row that slips between two pages is found by the total and read in a second pass', async () => {
  const so = await tandan(['dossiers'], { pageSize: 10 });
  simulators.tandan.faults.slowMs = 1;
  simulators.tandan.faults.next('slow', 'movingRows'); // the second page of the first window begins one row too late
  const [outcome] = await run(so);
  expect(outcome!.failure).toBeNull();
  const ours = new Set(await codes(so));
  const expected = [...simulators.province.all(now)].filter((d) => d.unit.level === 'department' && d.updated < now - HOUR && d.index % 997 !== 0).map((d) => d.code);
  expect(expected.length).toBeGreaterThan(300);
  expect(expected.filter((code) => !ours.has(code))).toEqual([]);
  const [quiet] = await run(await tandan(['dossiers'], { pageSize: 10 }));
  expect(outcome!.counts!.pages).toBeGreaterThan(quiet!.counts!.pages); // that window was read once more
  expect(outcome!.counts!.new).toBe(quiet!.counts!.new);
});

it('[mode 4] a failure told in the body of HTTP 200 is a failure, is tried again, and is never an empty list', async () => {
  const so = await tandan(['dossiers', 'report-by-unit']);
  simulators.tandan.server.failWith('Đã có lỗi xảy ra');
  expect(failures(await run(so))).toEqual([expect.stringMatching(/^retry /), expect.stringMatching(/^retry /)]);
  expect(await loaded(so)).toBeNull();
  simulators.tandan.server.failWith(null);
  simulators.tandan.faults.next('succeededFalse');
  expect(failures(await run(so))).toEqual([]);
  expect((await codes(so)).length).toBeGreaterThan(300);
});

describe('a fall to zero against what is known', () => {
  /** An answer in the right shape without rows, in place of what the system says. */
  const emptied = (source: Registered, only: (body: unknown) => boolean = () => true): Promise<StreamOutcome[]> => {
    const session = openSession(source.definition);
    return runSource(source, { kind: 'live' }, { databaseUrl: database.url, pool, clock: { now: () => now * 1000 }, session: { call: async (request, options) => {
      const answer = await session.call(request, options);
      if (!only(request.body)) return answer;
      const { data } = answer.json as { data: unknown };
      const json = { ...(answer.json as object), data: Array.isArray(data) ? [] : { ...(data as object), data: [] }, totalCount: 0, totalPages: 1 };
      return { ...answer, json, text: JSON.stringify(json), body: undefined };
    } } }) as Promise<StreamOutcome[]>;
  };
  it('[mode 3] dossiers: an empty list for a window in which dossiers are known is a failure, and the window is not passed', async () => {
    const so = await tandan(['dossiers']);
    expect(failures(await run(so))).toEqual([]);
    const before = await loaded(so);
    const known = (await codes(so)).length;
    await pool.query(`update source_stream set loaded_through = loaded_through - interval '2 days' where source_id = $1`, [so.id]);
    const back = await loaded(so);
    expect(failures(await emptied(so))).toEqual([expect.stringMatching(/^format .*danh sách trống cho khoảng thời gian đã có \d+ hồ sơ/)]);
    expect([await loaded(so), (await codes(so)).length]).toEqual([back, known]);
    expect(failures(await run(so))).toEqual([]);
    expect(await loaded(so)).toBe(before);
  });
  it('[mode 3] statistics: figures of a month stay and the run fails; the months after it are still read', async () => {
    const so = await tandan(['report-by-unit']);
    expect(failures(await run(so))).toEqual([]);
    const july = await figures(so, 'received', '2026-07-01');
    expect(Object.values(july).reduce((a, b) => a + b, 0)).toBeGreaterThan(100);
    now = START + 6 * HOUR;
    const outcomes = await emptied(so, (body) => (body as { tuNgay: string }).tuNgay === '2026-07-01');
    expect(failures(outcomes)).toEqual([expect.stringMatching(/^format .*đã có \d+ đơn vị có số liệu/)]);
    expect(await figures(so, 'received', '2026-07-01')).toEqual(july);
    const august = Object.fromEntries(truth(2026, 8, now).map((c) => [c.unit.code, c.received]));
    expect(await figures(so, 'received', '2026-08-01')).toEqual(august);
    expect((await pool.query(`select outcome, error_class from run where source_id = $1 order by id desc limit 1`, [so.id])).rows).toEqual([{ outcome: 'failed', error_class: 'format' }]);
  });
  it('[mode 3] saved periods: nothing saved yet is empty, whatever another stream says of the months; a saved quarter does not go away', async () => {
    const so = await tandan(['report-by-unit', 'saved-periods']);
    const saved = (body: unknown) => body === undefined;
    expect(failures(await run(so))).toEqual([]);
    expect(Object.keys(await figures(so, 'received', '2026-07-01')).length).toBeGreaterThan(0);
    expect(failures(await emptied(so, saved))).toEqual([]);
    await pool.query(`insert into statistic (source_id, unit_id, period_type, period_start, measure, value, run_id) select source_id, unit_id, 'quarter', period_start, measure, value, (select max(id) from run where source_id = $1 and stream = 'saved-periods') from statistic
      where source_id = $1 and period_type = 'month' and period_start = '2026-07-01' and superseded_at is null`, [so.id]);
    expect(failures(await emptied(so, saved))).toEqual([expect.stringMatching(/^format .*luồng saved-periods: .*đã có \d+ đơn vị có số liệu/)]);
  });
});

it('[mode 8] a refused password is not tried again by any stream, run or restarted process; the account is not locked', async () => {
  const wrong = await tandan(['units', 'dossiers', 'report-by-unit'], { password: 'sai', id: 'so-khoa' });
  const refusals = async () => (await pool.query<{ refusals: number }>('select refusals from sign_in_refusal where source_id = $1', [wrong.id])).rows.map((r) => r.refusals);
  expect(failures(await run(wrong, { kind: 'live', onlyDue: true }, true))).toEqual([expect.stringMatching(/^password .*từ chối đăng nhập/)]);
  for (let restart = 0; restart < 6; restart += 1) {
    await pool.query('update source_stream set next_due_at = now() where source_id = $1', [wrong.id]);
    expect(failures(await run(wrong, { kind: 'live', onlyDue: true }, true))).toEqual([expect.stringMatching(/^password .*không tự đăng nhập lại/)]);
  }
  expect((await pool.query<{ due: number }>('select count(*)::int as due from source_stream where source_id = $1 and next_due_at <= now()', [wrong.id])).rows[0]!.due).toBe(0); // no busy loop
  expect(await refusals()).toEqual([1]);
  // A day later one more, and after the third none at all: five wrong passwords lock this account.
  for (let day = 0; day < 5; day += 1) {
    await pool.query(`update sign_in_refusal set refused_at = refused_at - interval '1 day' where source_id = $1`, [wrong.id]);
    await pool.query('update source_stream set next_due_at = now() where source_id = $1', [wrong.id]);
    await run(wrong, { kind: 'live', onlyDue: true }, true);
  }
  expect(await refusals()).toEqual([3]);
  // Other settings are another matter at once, and the system still takes us in.
  const right = await tandan(['units', 'dossiers', 'report-by-unit'], { id: 'so-khoa' });
  await pool.query('update source_stream set next_due_at = now() where source_id = $1', [right.id]);
  expect(failures(await run(right, { kind: 'live', onlyDue: true }, true))).toEqual([]);
  expect(await refusals()).toEqual([]);
});

it('[mode 19] months that the source computed again are read again a year back; what it said before is kept with its time', async () => {
  const so = await tandan(['report-by-unit']);
  await run(so);
  const june = await figures(so, 'received', '2026-06-01');
  const [unit, value] = Object.entries(june).find(([, count]) => count > 5)!;
  // What we heard of June at the time was another figure.
  await pool.query(`update statistic set value = value - 3 where source_id = $1 and measure = 'received' and period_start = '2026-06-01' and unit_id = (select id from unit where code = $2)`, [so.id, unit]);
  await run(so);
  expect((await figures(so, 'received', '2026-06-01'))[unit]).toBe(value - 3); // beyond the overlap of each run
  await pool.query(`update source_stream set deep_at = now() - interval '200 days' where source_id = $1`, [so.id]);
  await run(so);
  const { rows } = await pool.query(`select value::int as value, revision, superseded_at is null as current, captured_at is not null as timed from statistic
    where source_id = $1 and measure = 'received' and period_start = '2026-06-01' and unit_id = (select id from unit where code = $2) order by revision`, [so.id, unit]);
  expect(rows).toEqual([{ value: value - 3, revision: 1, current: false, timed: true }, { value, revision: 2, current: true, timed: true }]);
});

it("[mode 20] the report of the running month is of now, not of the source's cache of last night", async () => {
  now = START + 6 * HOUR;
  const so = await tandan(['report-by-unit']);
  await run(so);
  const counts = (at: number) => Object.fromEntries(truth(2026, 8, at).map((c) => [c.unit.code, c.received]));
  const lastNight = Date.parse('2026-08-30T17:00:00Z');
  expect(counts(lastNight)).not.toEqual(counts(now)); // the cache would have been seen
  expect(await figures(so, 'received', '2026-08-01')).toEqual(counts(now));
});

it('[mode 41] in its quiet hours a source is not called; it starts late, right after them, and nothing is missing', async () => {
  const so = await tandan(['dossiers'], { quietHours: ['22:00-05:00'] });
  let wall = new Date('2026-08-31T18:30:00Z'); // 01:30
  const schedule = createSchedule([so], { pool, databaseUrl: database.url, logger: createLogger({ write: () => undefined, terminal: false }), now: () => wall });
  const runs = async () => (await pool.query<{ n: number }>('select count(*)::int as n from run where source_id = $1', [so.id])).rows[0]!.n;
  for (const quiet of ['2026-08-31T15:00:00Z', '2026-08-31T18:30:00Z', '2026-08-31T21:59:59Z']) { wall = new Date(quiet); await schedule.beat(); }
  expect(await runs()).toBe(0);
  wall = new Date('2026-08-31T22:00:00Z');
  const done = new Promise<StreamOutcome>((resolve) => schedule.onOutcome(resolve));
  await schedule.beat();
  expect(await done).toMatchObject({ stream: 'dossiers', failure: null });
  await schedule.stop();
  expect(await runs()).toBe(1);
  expect((await codes(so)).length).toBeGreaterThan(300);
});
