/** The document axes by HTTP against what the simulated province knows, also when they fail, ask again or pretend to be empty. */
import { inflateRawSync } from 'node:zlib';
import type { Pool } from 'pg';
import { register, type Registered } from '../../src/ingest/registration';
import { runSource, type Job, type StreamOutcome } from '../../src/ingest/runner';
import { projectRoot } from '../../src/platform/root';
import { findFamily, sourceDefinition } from '../../src/sources';
import { openPool } from '../../src/store/database';
import { fromDate } from '../../src/vocabulary';
import { createAxis, type Axis, type AxisTruth } from '../../simulator/axis';
import { startBkav, startLangson, startVxp, startXroad, VXP_KEYS, XROAD_CLIENT, XROAD_SERVICE } from '../../simulator/axis-systems';
import { createFaults, type Faults } from '../../simulator/faults';
import { createProvince } from '../../simulator/province';
import type { RunningServer } from '../../simulator/server';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { PROVINCE, UNITS } from '../support/river';

const START = '2026-06-01';
const day = (iso: string) => Date.parse(`${iso}T00:00:00Z`) / 86_400_000;
const OPTIONS = { start: START, callsPerSecond: 5000, every: '5m' };
let now = Date.parse('2026-07-15T10:00:00+07:00');
const clock = () => now;
let database: TestDatabase;
let pool: Pool;
let axis: Axis;
let sources: Record<string, Registered>;
const faults: Record<string, Faults> = {};
const servers: RunningServer[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url);
  axis = createAxis(createProvince({ seed: 7, dossiers: 100, months: 1, start: now, root: projectRoot() }), { seed: 7, perDay: 60 });
  for (const name of ['vxp', 'langson', 'bkav', 'xroad']) faults[name] = createFaults(7);
  const vxp = await startVxp(axis, faults.vxp!, clock);
  const langson = await startLangson(axis, faults.langson!, clock);
  const bkav = await startBkav(axis, faults.bkav!, clock);
  const xroad = await startXroad(axis, faults.xroad!, clock);
  servers.push(vxp, langson, bkav, xroad);
  const define = (family: string, options: object) => {
    const definition = sourceDefinition.parse(findFamily(family)!.define(family, findFamily(family)!.options.parse({ ...OPTIONS, ...options })));
    return { ...definition, transport: { ...definition.transport, backoff: '1ms', maxWait: '1s', tries: 8 } };
  };
  const registered = await register(pool, PROVINCE, UNITS, [
    define('vxp', { baseUrl: vxp.url, ...VXP_KEYS, province: 'H17' }),
    define('langson', { baseUrl: langson.url, ...langson.keyOf('H17.01'), province: 'H17', unit: { code: 'H17.01', name: 'Văn phòng UBND thành phố', level: 'department' } }),
    define('bkav', { baseUrl: bkav.url }),
    define('xroad', { baseUrl: xroad.url, client: XROAD_CLIENT, service: XROAD_SERVICE, province: 'H17', paper: { at: 'withPaper', true: ['C'] } }),
  ]);
  sources = Object.fromEntries(registered.map((source) => [source.definition.id, source]));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await pool.end();
  await database.drop();
});

const run = async (id: string, job: Job = { kind: 'live' }): Promise<StreamOutcome[]> => (await runSource(sources[id]!, job, { databaseUrl: database.url, pool, clock: { now: () => fromDate(new Date(now)) } }))!;
const failures = (outcomes: StreamOutcome[]) => outcomes.flatMap((o) => (o.failure ? [`${o.stream} ${o.failure.class} ${o.failure.text}`] : []));
/** Sums by unit of the whole time. */
async function counted(id: string, columns: (keyof AxisTruth)[]): Promise<Record<string, Partial<AxisTruth>>> {
  const { rows } = await pool.query<Record<string, number> & { code: string }>(`select u.code, ${columns.map((c) => `sum(${c})::int as ${c}`).join(', ')} from edocument_day d join unit u on u.id = d.unit_id where d.source_id = $1 group by 1`, [sources[id]!.id]);
  return Object.fromEntries(rows.filter((row) => columns.some((c) => row[c]! > 0)).map(({ code, ...rest }) => [code, rest]));
}
function truth(columns: (keyof AxisTruth)[], sees?: { replacements: boolean }, only?: string): Record<string, Partial<AxisTruth>> {
  return Object.fromEntries([...axis.truth(day(START), day('2026-07-15'), now, sees)].filter(([code, c]) => (!only || code === only) && columns.some((name) => c[name] > 0)).map(([code, c]) => [code, Object.fromEntries(columns.map((name) => [name, c[name]]))]));
}
const differences = async () => (await pool.query('select * from edocument_differences()')).rows;

test('vxp: every document of both lists, twice read and once counted, whatever fails on the way', async () => {
  faults.vxp!.next('html200', 'cutJson', 'gateway502', 'emptyBody', 'tooMany', 'firewall', 'loginPage'); // not refusals: signed requests know no renewal
  expect(failures(await run('vxp'))).toEqual([]);
  expect(await counted('vxp', ['sent', 'received', 'recalled'])).toEqual(truth(['sent', 'received', 'recalled'], { replacements: false }));
  const again = await run('vxp');
  expect(again.map((o) => o.counts!.new + o.counts!.changed)).toEqual([0, 0]);
  // Two days later recalls have been answered: the same documents, other counts.
  const before = await counted('vxp', ['sent']);
  now += 2 * 86_400_000;
  await run('vxp');
  await run('vxp', { kind: 'backfill', from: START, to: '2026-07-17' });
  now -= 2 * 86_400_000;
  expect(await counted('vxp', ['sent'])).not.toEqual(before);
  expect(await differences()).toEqual([]);
});

test('[mode 3] vxp: an empty list that the count denies is no list; one for known documents is none either', async () => {
  faults.vxp!.next('falseEmpty');
  const [received] = await run('vxp');
  expect(received!.failure).toMatchObject({ class: 'format', text: expect.stringMatching(/danh sách trống nhưng số đếm của nguồn là \d+/) });
  expect(failures(await run('vxp'))).toEqual([]);
});

test('[mode 7] langson: one agency, weeks at most, duplicates once, and a changed key that is told and not retried', async () => {
  faults.langson!.data.add('duplicateRows');
  expect(failures(await run('langson'))).toEqual([]);
  expect(await counted('langson', ['received'])).toEqual(truth(['received'], { replacements: false }, 'H17.01'));
  faults.langson!.next('falseEmpty');
  expect(failures(await run('langson'))).toEqual([expect.stringMatching(/^received format .*đã có \d+ văn bản/)]);
  (servers[1] as Awaited<ReturnType<typeof startLangson>>).changeKeys();
  expect(failures(await run('langson'))).toEqual([expect.stringMatching(/^received password /)]);
});

test('bkav: the tree month by month; a duplicate of an old day does not count', async () => {
  expect(failures(await run('bkav'))).toEqual([]);
  const { rows } = await pool.query<{ code: string; measure: string; value: number }>(
    `select u.code, s.measure, s.value from statistic s join unit u on u.id = s.unit_id where s.source_id = $1 and s.period_type = 'month' and s.period_start = '2026-06-01' and s.superseded_at is null order by 1, 2`, [sources.bkav!.id]);
  const june = axis.truth(day('2026-06-01'), day('2026-06-30'), now);
  expect(rows.filter((row) => row.measure === 'edocumentsSent' && row.value > 0).map((row) => [row.code, row.value])).toEqual([...june].filter(([, c]) => c.sent > 0).map(([code, c]) => [code, c.sent]).sort());
  expect(rows.find((row) => row.code === 'H17.01' && row.measure === 'edocumentsSigned')!.value).toBe(june.get('H17.01')?.signed ?? 0);
  faults.bkav!.next('falseEmpty');
  expect(failures(await run('bkav'))).toEqual([expect.stringMatching(/allowEmpty/)]);
});

test('xroad: recalls and replacements as messages of their own come to the same counts', async () => {
  faults.xroad!.next('html200', 'cutJson', 'gateway502', 'emptyBody', 'tooMany', 'firewall', 'duplicatePage');
  expect(failures(await run('xroad'))).toEqual([]);
  expect(await counted('xroad', ['sent', 'received', 'signed'])).toEqual(truth(['sent', 'received', 'signed']));
  expect(await differences()).toEqual([]);
});

test('no person, title or content has come in', async () => {
  const kept = (await pool.query<{ body: Buffer }>('select body from raw_page')).rows.map((row) => inflateRawSync(row.body).toString());
  const tables = (await pool.query<{ text: string }>(`select t::text as text from edocument t union all select q::text from quarantine q union all select m::text from unit_unmatched m union all select r::text from run r`)).rows.map((row) => row.text);
  expect([kept.length > 20, tables.length > 1000]).toEqual([true, true]);
  expect([...kept, ...tables].filter((text) => /GIẢ ĐỊNH|12\/UBND/.test(text))).toEqual([]);
});
