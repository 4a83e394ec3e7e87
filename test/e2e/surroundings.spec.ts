/** Tasks, feedback, payments and post by HTTP against what the simulated province knows. */
import { inflateRawSync } from 'node:zlib';
import type { Pool } from 'pg';
import { register, type Registered } from '../../src/ingest/registration';
import { runSource, type StreamOutcome } from '../../src/ingest/runner';
import { projectRoot } from '../../src/platform/root';
import { findFamily, sourceDefinition } from '../../src/sources';
import { openPool } from '../../src/store/database';
import { fromDate } from '../../src/vocabulary';
import { startExchange, type Exchange } from '../../simulator/exchange';
import { paidBetween, paymentFails, postedBetween } from '../../simulator/feeds';
import { createProvince, type Province } from '../../simulator/province';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { PROVINCE, UNITS } from '../support/river';

const now = Date.parse('2026-08-31T10:00:00+07:00');
const local = (iso: string) => Date.parse(`${iso}T00:00:00+07:00`);
let database: TestDatabase;
let pool: Pool;
let province: Province;
let exchange: Exchange;
let sources: Record<string, Registered>;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url);
  province = createProvince({ seed: 7, dossiers: 4000, months: 3, start: now, root: projectRoot() });
  exchange = await startExchange(province, () => now, { seed: 7, documentsPerDay: 20, tasks: 120, feedback: 150 });
  const define = (family: string, options: object) => {
    const definition = sourceDefinition.parse(findFamily(family)!.define(family, findFamily(family)!.options.parse({ start: province.firstDay, callsPerSecond: 5000, pageSize: 50, ...options })));
    return { ...definition, transport: { ...definition.transport, backoff: '1ms', maxWait: '1s', tries: 8 } };
  };
  const registered = await register(pool, PROVINCE, UNITS, [
    define('ccvc', { baseUrl: exchange.urls.ccvc, ...exchange.keys.ccvc, unit: 'H17', login: { scope: { path: '/api/auth/switch-scope', body: { scope: 'H17' } } }, feedbackList: { unitName: 'TenDonViXuLy', due: 'HanXuLy', done: 'NgayHoanThanh' } }),
    define('payment', { start: '2026-08-20', baseUrl: exchange.urls.payment, path: '/giao-dich', headers: { 'x-api-key': exchange.keys.payment } }),
    define('vnpost', { start: '2026-08-01', baseUrl: exchange.urls.vnpost, path: '/don', token: exchange.keys.vnpost, delivered: { at: 'TrangThai', equals: 'PHAT' } }),
  ]);
  // The customer codes of the postal operator are aliases that a person enters.
  await pool.query(`insert into unit_alias (source_id, kind, value, unit_id, origin) select s.id, 'id', u.code, u.id, 'test' from source s, unit u where s.key in ('vnpost', 'ccvc') and u.id > 0 on conflict do nothing`);
  sources = Object.fromEntries(registered.map((source) => [source.definition.id, source]));
});
afterAll(async () => { await exchange.close(); await pool.end(); await database.drop(); });

const run = async (id: string): Promise<StreamOutcome[]> => (await runSource(sources[id]!, { kind: 'live' }, { databaseUrl: database.url, pool, clock: { now: () => fromDate(new Date(now)) } }))!;
const failures = (outcomes: StreamOutcome[]) => outcomes.flatMap((o) => (o.failure ? [`${o.stream} ${o.failure.class} ${o.failure.text}`] : []));
const statistic = async (id: string, measure: string, period: string, type = 'month') => Object.fromEntries((await pool.query<{ code: string; value: number }>(
  `select u.code, s.value from statistic s join unit u on u.id = s.unit_id where s.source_id = $1 and s.measure = $2 and s.period_start = $3 and s.period_type = $4 and s.superseded_at is null and s.value <> 0`, [sources[id]!.id, measure, period, type])).rows.map((row) => [row.code, row.value]));
const tally = <T>(list: readonly T[], key: (one: T) => string, weight: (one: T) => number = () => 1) => { const sums: Record<string, number> = {}; for (const one of list) sums[key(one)] = (sums[key(one)] ?? 0) + weight(one); return sums; };

test('tasks and feedback arrive one by one, through a sign-in with a working scope, whatever fails on the way', async () => {
  exchange.faults.ccvc.set('some');
  expect(failures(await run('ccvc'))).toEqual([]);
  exchange.faults.ccvc.set('none');
  const items = (await pool.query<{ kind: string; code: string; unit: string; opened: string; due: string; done: string | null; cancelled: boolean }>(
    `select i.kind, i.code, u.code as unit, opened_on::text as opened, due_on::text as due, done_on::text as done, cancelled from register_item i join unit u on u.id = i.unit_id order by i.kind, i.code`)).rows;
  const day = (at: number) => new Date(at + 7 * 3_600_000).toISOString().slice(0, 10);
  expect(items).toEqual([['feedback', exchange.matters.feedback(now)] as const, ['task', exchange.matters.tasks(now)] as const].flatMap(([kind, list]) => list.map((one) => ({ kind, code: one.code, unit: one.unit.code, opened: day(one.opened), due: day(one.due), done: one.done ? day(one.done) : null, cancelled: one.recalled }))));
});

test('their own statistics stand beside: by unit, by month, by state', async () => {
  const [from, to] = [local('2026-08-01'), local('2026-09-01')];
  const august = exchange.matters.feedback(now).filter((one) => one.opened >= from && one.opened < to);
  expect(await statistic('ccvc', 'feedback.open', '2026-08-01')).toEqual({ H17: august.filter((one) => !one.done).length });
  expect(await statistic('ccvc', 'feedback', '2026-08-01')).toEqual({ H17: august.length, ...tally(august, (one) => one.unit.code) });
  const tasks = exchange.matters.tasks(now).filter((one) => one.opened >= from && one.opened < to && !one.recalled);
  expect(await statistic('ccvc', 'task.open', '2026-08-01')).toEqual({ H17: tasks.filter((one) => !one.done).length });
  expect(Object.keys(await statistic('ccvc', 'documentsOutgoing', '2026-08-01'))).toEqual(['H17']);
});

test('[mode 33] a renamed path is told as one', async () => {
  const ccvc = sources.ccvc!;
  const moved = { ...ccvc, definition: { ...ccvc.definition, streams: ccvc.definition.streams.filter((s) => s.id === 'task-summary').map((s) => ({ ...s, request: { ...s.request, path: '/qlvb/api/ccvc/tong-hop-nhiem-vu' } })) } };
  const outcomes = (await runSource(moved, { kind: 'live' }, { databaseUrl: database.url, pool, clock: { now: () => fromDate(new Date(now)) } }))!;
  expect(failures(outcomes)).toEqual([expect.stringMatching(/^task-summary .*404/)]);
});

test('payments and consignments of a feed become counts by unit, the same however often they are read', async () => {
  // Not refusals: fixed keys are not renewed, a 401 stops the source.
  for (const faults of [exchange.faults.payment, exchange.faults.vnpost]) faults.next('html200', 'cutJson', 'gateway502', 'emptyBody', 'tooMany', 'firewall', 'duplicatePage');
  expect(failures([...await run('payment'), ...await run('vnpost')])).toEqual([]);
  const [from, to] = [local('2026-08-01'), local('2026-09-01')];
  const paid = paidBetween(province, from, to, now).filter((d) => !paymentFails(d));
  expect(paid.length).toBeGreaterThan(50);
  expect(await statistic('payment', 'paymentTransactions', '2026-08-01')).toEqual(tally(paid, (d) => d.receivingUnit.code));
  expect(await statistic('payment', 'paymentAmount', '2026-08-01')).toEqual(tally(paid, (d) => d.receivingUnit.code, (d) => 10_000 * (1 + (d.index % 9))));
  const posted = postedBetween(province, from, to, now);
  expect(await statistic('vnpost', 'postalConsignments', '2026-08-01')).toEqual(tally(posted, (d) => d.unit.code));
  expect(await statistic('vnpost', 'postalDelivered', '2026-08-01')).toEqual(tally(posted.filter((d) => d.index % 5 !== 0), (d) => d.unit.code));
  const revisions = async () => (await pool.query<{ n: number }>('select count(*) as n from statistic')).rows[0]!.n;
  const before = await revisions();
  expect(failures([...await run('payment'), ...await run('vnpost')])).toEqual([]);
  expect(await revisions()).toBe(before);
});

test('a unit whose payments were all taken back falls to zero', async () => {
  const day = '2026-08-31';
  const [unit] = Object.keys(await statistic('payment', 'paymentTransactions', day, 'day'));
  const other = Object.keys(await statistic('payment', 'paymentTransactions', '2026-08-01')).length;
  expect(other).toBeGreaterThan(0);
  await pool.query(`insert into statistic (source_id, unit_id, period_type, period_start, measure, value, run_id) select $1, id, 'day', $2, 'paymentTransactions', 7, 1 from unit where code = 'H17.99' or id = (select min(id) from unit where level = 'commune' and code <> coalesce($3, '') and id not in (select unit_id from statistic where source_id = $1 and period_type = 'day' and period_start = $2)) limit 1`, [sources.payment!.id, day, unit ?? null]);
  await run('payment');
  expect(Object.values(await statistic('payment', 'paymentTransactions', day, 'day'))).not.toContain(7);
});

test('no person, title, account or content has come in', async () => {
  const kept = (await pool.query<{ body: Buffer }>('select body from raw_page')).rows.map((row) => inflateRawSync(row.body).toString());
  const tables = (await pool.query<{ text: string }>(`select i::text as text from register_item i union all select q::text from quarantine q union all select m::text from unit_unmatched m union all select r::text from run r union all select s::text from statistic s`)).rows.map((row) => row.text);
  expect(kept.length).toBeGreaterThan(20);
  expect([...kept, ...tables].filter((text) => /GIẢ ĐỊNH|0900000000|0000000000000/.test(text))).toEqual([]);
});
