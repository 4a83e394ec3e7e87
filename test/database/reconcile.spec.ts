/** The source's own list read again: missing, changed, gone; what is refused, what is not concluded, and that a second time nothing moves. */
import { reconcileList, type ListTarget } from '../../src/ingest/reconcile';
import { register } from '../../src/ingest/registration';
import { compareStatistics, type OurUnit } from '../../src/ingest/compare';
import { runSource } from '../../src/ingest/runner';
import { fixedClock } from '../../src/platform/clock';
import { opencps } from '../../src/sources/opencps';
import { sourceDefinition, type SourceDefinition, type StatisticStream } from '../../src/sources/source';
import { inTransaction } from '../../src/store/database';
import { loadStatistics } from '../../src/store/facts/statistics';
import { registerSource, startRun } from '../../src/store/sources/sources';
import { HttpFailure } from '../../src/platform/errors';
import { measureSource } from '../../src/store/facts/measures';
import { waiveWindow, windowGaps } from '../../src/store/sources/gaps';
import { compareSources } from '../../src/ingest/against';
import { addStub, dependencies, openBench, runLive, stored, type Bench } from '../support/bench';
import { addUnits, at, measureDifferences } from '../support/dossiers';
import { createStub, iso, stubDefinition, type OutsideRow, type StubSource } from '../support/stub-source';
import { parsePeriod, startOfDay } from '../../src/vocabulary';

let bench: Bench;
let n = 0;
beforeAll(async () => { bench = await openBench(); });
afterAll(() => bench.close());

const NOW = '2025-07-05 12:00';
const RANGE = { from: '2025-07-01', to: '2025-07-05' };
/** The stub answers by `sua`; here it is the moment of reception, and changes do not move it. */
const withList = (definition: SourceDefinition): SourceDefinition => sourceDefinition.parse({ ...definition, streams: definition.streams.map((s) => ({ ...s, list: { by: 'received' } })) });
const source = (list = true): Promise<ListTarget> => addStub(bench, (list ? withList : (d: SourceDefinition) => d)(stubDefinition({ id: `rec-${(n += 1)}`, size: 10, window: { step: '1d', overlap: '0m' } }))) as Promise<ListTarget>;
const row = (ma: string, received: string, rest: Partial<OutsideRow> = {}): OutsideRow => ({ ma, donVi: 'A', nhan: iso(received), hen: iso('2025-07-09 17:00'), sua: iso(received), ...rest });
const reconcile = (target: ListTarget, stub: StubSource, maxLossShare = 0.1) => reconcileList(target, RANGE, dependencies(bench, stub, NOW), { maxLossShare });
const alive = async (target: ListTarget) => (await bench.client.query<{ code: string }>('select code from dossier where source_id = $1 and deleted_at is null order by code', [target.sourceId])).rows.map((r) => r.code);
const windows = async (runId: number) => (await bench.client.query('select missing, changed, extra, removed, verdict from reconciliation_list where run_id = $1 order by window_from', [runId])).rows;

async function loaded(list = true, rows = Array.from({ length: 30 }, (_, i) => row(`d${String(i).padStart(2, '0')}`, `2025-07-0${1 + (i % 3)} 08:${10 + i}`))): Promise<{ target: ListTarget; stub: StubSource }> {
  const target = await source(list);
  const stub = createStub(rows);
  await runLive(bench, target, stub, NOW);
  return { target, stub };
}

test('[mode 29] missing ones are loaded, changed ones mended, gone ones become tombstones; a second time writes nothing', async () => {
  const { target, stub } = await loaded();
  stub.rows = [...stub.rows.filter((r) => r.ma !== 'd03' && r.ma !== 'd04').map((r) => (r.ma === 'd05' ? { ...r, xong: iso('2025-07-04 10:00') } : r)), row('late', '2025-07-02 09:00')];
  const first = await reconcile(target, stub);
  expect(first).toMatchObject({ new: 1, changed: 1, extra: 2, removed: 2, unchanged: 27, goneIsKnown: true });
  expect(await alive(target)).not.toEqual(expect.arrayContaining(['d03']));
  expect(await alive(target)).toContain('late');
  expect(await windows(first.runId)).toEqual([
    { missing: 0, changed: 0, extra: 1, removed: 1, verdict: 'mended' }, { missing: 1, changed: 0, extra: 1, removed: 1, verdict: 'mended' }, { missing: 0, changed: 1, extra: 0, removed: 0, verdict: 'mended' },
    { missing: 0, changed: 0, extra: 0, removed: 0, verdict: 'equal' }, { missing: 0, changed: 0, extra: 0, removed: 0, verdict: 'equal' }]);
  expect((await bench.client.query('select kind, new, changed, deleted, outcome from run where id = $1', [first.runId])).rows).toEqual([{ kind: 'reconcile', new: 1, changed: 1, deleted: 2, outcome: 'done' }]);
  const before = await stored(bench.client, target.sourceId);
  expect(await reconcile(target, stub)).toMatchObject({ new: 0, changed: 0, extra: 0, removed: 0 });
  expect(await stored(bench.client, target.sourceId)).toEqual(before);
  expect(await measureDifferences(bench.client)).toEqual([]);
});

test('codes are shown as hashes only', async () => {
  const { target, stub } = await loaded();
  stub.rows = stub.rows.filter((r) => r.ma !== 'd03');
  const { runId } = await reconcile(target, stub);
  const { rows } = await bench.client.query<{ samples: string[] }>(`select samples from reconciliation_list where run_id = $1 and extra > 0`, [runId]);
  expect(rows[0]!.samples).toEqual([expect.stringMatching(/^[0-9a-f]{12}$/)]);
});

test('one that comes back is alive again', async () => {
  const { target, stub } = await loaded();
  const all = stub.rows;
  stub.rows = all.filter((r) => r.ma !== 'd07');
  await reconcile(target, stub);
  stub.rows = all;
  expect(await reconcile(target, stub)).toMatchObject({ changed: 1 });
  expect(await alive(target)).toHaveLength(30);
});

test('an absence that only one of two readings shows is not believed', async () => {
  const { target, stub } = await loaded();
  const all = stub.rows;
  let call = 0;
  stub.before = () => { call += 1; stub.rows = call === 1 ? all.slice(1) : all; };
  expect(await reconcile(target, stub)).toMatchObject({ extra: 0, removed: 0 });
  expect(await alive(target)).toHaveLength(30);
});

describe('the guard', () => {
  const many = () => Array.from({ length: 200 }, (_, i) => row(`m${i}`, `2025-07-0${1 + (i % 4)} 08:00`));

  test('too many gone in a window: nothing of it is written, the window stands in the list of gaps until data or a signature', async () => {
    const { target, stub } = await loaded(true, many());
    const before = await stored(bench.client, target.sourceId);
    stub.rows = stub.rows.filter((r) => r.sua < iso('2025-07-02 00:00') || r.sua >= iso('2025-07-03 00:00')); // day 2 has vanished
    await expect(reconcile(target, stub)).rejects.toMatchObject({ code: 'too-much-lost', remedy: expect.stringContaining('--accept-loss') });
    expect(await stored(bench.client, target.sourceId)).toEqual(before);
    const refused = async () => (await windowGaps(bench.pool, target.definition.id)).filter((g) => g.kind === 'refused').length;
    expect(await refused()).toBe(1);
    await waiveWindow(bench.pool, { source: target.definition.id, stream: null, from: startOfDay('2025-07-02'), to: startOfDay('2025-07-03'), by: 'Nguyễn Văn A', why: 'hệ thống đang chuyển đổi' });
    expect(await refused()).toBe(0);
    await expect(reconcile(target, stub)).rejects.toMatchObject({ code: 'too-much-lost' });
    expect(await refused()).toBe(1); // the waiver was for what stood there then
    expect(await reconcile(target, stub, 1)).toMatchObject({ removed: 50 });
    expect(await refused()).toBe(0);
    expect(await measureDifferences(bench.client)).toEqual([]);
  });

  test('a little in every window is much in all', async () => {
    const { target, stub } = await loaded(true, many());
    stub.rows = stub.rows.filter((_, i) => i % 40 >= 8); // ten a day: each day alone is allowed
    await expect(reconcile(target, stub)).rejects.toMatchObject({ code: 'too-much-lost' });
    expect((await alive(target)).length).toBeGreaterThan(170);
  });
});

test('without a list by reception nothing is concluded from an absence', async () => {
  const { target, stub } = await loaded(false);
  stub.rows = stub.rows.filter((r) => r.ma !== 'd03');
  const result = await reconcile(target, stub);
  expect(result).toMatchObject({ extra: 1, removed: 0, goneIsKnown: false });
  expect((await windows(result.runId))[0]).toMatchObject({ verdict: 'unknown' });
  expect(await alive(target)).toContain('d03');
});

test('a bad record is there, not gone; one whose code cannot be read stops every conclusion', async () => {
  const { target, stub } = await loaded();
  stub.rows = stub.rows.map((r) => (r.ma === 'd00' ? { ...r, nhan: 'hôm qua' } : r));
  expect(await reconcile(target, stub)).toMatchObject({ removed: 0, quarantined: 1 });
  expect(await alive(target)).toContain('d00');
  stub.rows = stub.rows.filter((r) => r.ma !== 'd03').map((r) => (r.ma === 'd00' ? { ...r, ma: null as never } : r));
  expect(await reconcile(target, stub)).toMatchObject({ removed: 0 });
});

test('a failure keeps whole windows; the next time goes on', async () => {
  const { target, stub } = await loaded();
  stub.rows = stub.rows.filter((r) => !['d00', 'd02'].includes(r.ma)); // days 1 and 3
  const failure = new HttpFailure('retry', { reason: 'nguồn không trả lời' });
  let calls = 0;
  stub.before = () => { calls += 1; if (calls === 4) throw failure; }; // day 1 twice, day 2, day 3
  await expect(reconcile(target, stub)).rejects.toBe(failure);
  expect(await alive(target)).toContain('d02');
  expect(await alive(target)).not.toContain('d00');
  stub.before = () => undefined;
  expect(await reconcile(target, stub)).toMatchObject({ removed: 1, changed: 0, new: 0 });
  expect(await measureDifferences(bench.client)).toEqual([]);
});

test('a source that was never loaded, or is being loaded, is left alone', async () => {
  const target = await source();
  const stub = createStub([row('x', '2025-07-01 08:00')]);
  await expect(reconcile(target, stub)).rejects.toMatchObject({ code: 'not-loaded' });
  await bench.client.query('select pg_advisory_lock(5610, $1)', [target.sourceId]);
  expect(await runSource({ id: target.sourceId, definition: target.definition }, { kind: 'reconcile', ranges: [RANGE], ours: () => Promise.reject(new Error('not asked')) }, { databaseUrl: bench.database.url, pool: bench.pool, session: stub.session, clock: fixedClock(at(NOW)) })).toBeNull();
  await bench.client.query('select pg_advisory_unlock(5610, $1)', [target.sourceId]);
});

describe('windows never loaded', () => {
  test('a start that was moved back is a hole until a backfill or a signature', async () => {
    const { target } = await loaded();
    const gaps = async () => (await windowGaps(bench.pool, target.definition.id)).filter((g) => g.kind === 'hole').map((g) => [g.gap_from.getTime() * 1000, g.gap_to.getTime() * 1000]);
    expect(await gaps()).toEqual([]);
    await register(bench.pool, { code: 'P', name: 'Tỉnh' }, [], [{ ...target.definition, streams: [{ ...target.stream, window: { ...target.stream.window!, start: '2025-06-01' } }] }], false);
    expect(await gaps()).toEqual([[startOfDay('2025-06-01'), startOfDay('2025-07-01')]]);
    await bench.client.query(`insert into run (source_id, stream, kind, window_from, window_to, outcome) values ($1, 'dossiers', 'backfill', '2025-06-11 00:00+07', '2025-07-01 00:00+07', 'done'), ($1, 'dossiers', 'backfill', '2025-06-01 00:00+07', '2025-06-05 00:00+07', 'failed')`, [target.sourceId]);
    expect(await gaps()).toEqual([[startOfDay('2025-06-01'), startOfDay('2025-06-11')]]);
    await expect(waiveWindow(bench.pool, { source: target.definition.id, stream: null, from: startOfDay('2025-06-01'), to: startOfDay('2025-06-11'), by: ' ', why: 'x' })).rejects.toMatchObject({ code: 'bad-usage' });
    await waiveWindow(bench.pool, { source: target.definition.id, stream: 'dossiers', from: startOfDay('2025-06-01'), to: startOfDay('2025-06-11'), by: 'Trần Thị B, Chánh Văn phòng', why: 'hệ thống cũ đã tắt' });
    expect(await gaps()).toEqual([]);
  });

  test('what a stream does not ask for yet is not behind', async () => {
    const { target } = await loaded();
    const behind = async () => (await windowGaps(bench.pool, target.definition.id)).filter((g) => g.kind === 'behind').length;
    expect(await behind()).toBe(1); // the clock of this test stands long ago
    await register(bench.pool, { code: 'P', name: 'Tỉnh' }, [], [{ ...target.definition, streams: [{ ...target.stream, window: { ...target.stream.window!, holdBack: '100000d' } }] }], false);
    expect(await behind()).toBe(0);
  });
});

describe('one system takes another’s place', () => {
  const P = { code: 'P', name: 'Tỉnh' };
  const received = async (ids: number[]) => (await bench.client.query<{ n: number }>(`select coalesce(sum(accepted), 0)::int as n from ${await measureSource(bench.client, 'measure_day')} m where source_id = any($1)`, [ids])).rows[0]!.n;

  test('[mode 22] side by side the differences are listed; from the day on each dossier counts once; taken back, all is as before', async () => {
    const [oldKey, newKey] = ['cut-old', 'cut-new'];
    const old = stubDefinition({ id: oldKey, window: { overlap: '0m' } });
    const fresh = stubDefinition({ id: newKey, window: { overlap: '0m' } });
    const [a, b] = (await register(bench.pool, P, [], [old, fresh], false)).map((r) => ({ sourceId: r.id, definition: r.definition, stream: r.definition.streams[0]! }));
    const rows = Array.from({ length: 12 }, (_, i) => row(`c${String(i).padStart(2, '0')}`, `2025-07-0${1 + Math.floor(i / 4)} 08:00`)); // four a day
    await runLive(bench, a!, createStub(rows.slice(0, 11)), NOW);
    await runLive(bench, b!, createStub(rows.slice(4).map((r) => (r.ma === 'c06' ? { ...r, kenh: 'online' } : r))), NOW); // knows days 2 and 3
    const ids = [a!.sourceId, b!.sourceId];
    const side = await compareSources(bench.client, { id: ids[0]!, key: oldKey }, { id: ids[1]!, key: newKey }, { from: '2025-07-02', to: '2025-07-05' });
    expect(side).toMatchObject({ both: 7, equal: 6, onlyFirst: 0, onlySecond: 1, fields: { channel: 1 } });
    expect(side.comparisons.filter((c) => c.verdict !== 'equal')).toMatchObject([{ measure: 'accepted', ours: 7, theirs: 8 }, { measure: 'received', ours: 7, theirs: 8 }]);
    expect(await received(ids)).toBe(11 + 8);

    await register(bench.pool, P, [], [old, { ...fresh, supersedes: { source: oldKey, from: '2025-07-02' } }], false);
    expect(await received(ids)).toBe(12);
    expect(await received([ids[0]!])).toBe(4);
    expect(await measureDifferences(bench.client)).toEqual([]);
    await runLive(bench, a!, createStub([...rows.slice(0, 11), row('c99', '2025-07-03 20:00')]), '2025-07-05 13:00'); // the old one still sends
    expect(await received(ids)).toBe(12);
    await register(bench.pool, P, [], [old, fresh], true);
    expect(await received([ids[1]!])).toBe(8);
    expect(await measureDifferences(bench.client)).toEqual([]);
  });

  test('two heirs of one source are refused', async () => {
    const heir = (id: string) => ({ ...stubDefinition({ id }), supersedes: { source: 'cut-old', from: '2025-07-02' } });
    await expect(register(bench.pool, P, [], [heir('h1'), heir('h2')], false)).rejects.toMatchObject({ code: 'bad-configuration' });
  });
});

describe('statistics that book dossiers under the resolving unit', () => {
  const JUNE = parsePeriod('2025-06');
  const definition = sourceDefinition.parse(opencps.define('stat', opencps.options.parse({ baseUrl: 'https://opencps.example.vn/o/rest/v2', groupId: '1', token: 't', start: '2025-05-01' })));
  const stream = definition.streams.find((s): s is StatisticStream => s.record === 'statistic' && 'received' in s.mapping.values)!;
  /** Theirs by unit, held against ours: A received 5 and resolves 7 of them all, B received 5 and resolves 3. */
  async function verdicts(theirs: Record<string, { received: number; receivedOnline: number }>): Promise<string[]> {
    n += 1;
    const id = await inTransaction(bench.client, () => registerSource(bench.client, { key: `stat-${n}`, title: 'x', family: 'opencps', staleAfterMs: 1, everyMs: 1, streams: [{ id: stream.id, record: 'statistic', layout: '' }] }));
    const units = await addUnits(bench.client, ['A', 'B']);
    const runId = await startRun(bench.client, id, stream.id, 'live', null);
    await inTransaction(bench.client, () => loadStatistics(bench.client, id, runId, Object.entries(theirs).map(([code, values]) => ({ unitId: units[code as 'A'], period: JUNE, values, sourceTime: null }))));
    const our = (measures: OurUnit['measures']): OurUnit => ({ measures, missing: () => '', coverage: 1 });
    await compareStatistics({
      sourceId: id, definition, runId: null, range: { from: '2025-06-01', to: '2025-06-30' }, deps: dependencies(bench, createStub([]), NOW),
      ours: async () => ({ units: new Map([[units.A, our({ received: 5, accepted: 7, receivedOnline: 2 })], [units.B, our({ received: 5, accepted: 3, receivedOnline: 2 })]]), total: null }),
    }, stream);
    return (await bench.client.query<{ line: string }>(`select u.code || ' ' || c.measure || ' ' || c.verdict as line from reconciliation c join unit u on u.id = c.unit_id where c.source_id = $1 and c.measure like 'received%' order by 1`, [id])).rows.map((row) => row.line);
  }

  test('are explained where every unit has what it resolves and all together agree', async () => {
    expect(await verdicts({ A: { received: 7, receivedOnline: 3 }, B: { received: 3, receivedOnline: 1 } })).toEqual(['A received explained', 'A receivedOnline explained', 'B received explained', 'B receivedOnline explained']);
  });

  test('are not, where one dossier is lacking or a channel does not add up', async () => {
    expect(await verdicts({ A: { received: 7, receivedOnline: 3 }, B: { received: 2, receivedOnline: 2 } })).toEqual(['A received unexplained', 'A receivedOnline unexplained', 'B received unexplained', 'B receivedOnline equal']);
    expect(await verdicts({ A: { received: 6, receivedOnline: 2 }, B: { received: 4, receivedOnline: 2 } })).toEqual(['A received unexplained', 'A receivedOnline equal', 'B received unexplained', 'B receivedOnline equal']);
  });
});
