/** A full rebuild: what readers see meanwhile, what is refused, what becomes a tombstone. */
import type { RunTarget } from '../../src/ingest/run';
import { createAside, finishAside, rebuildDossiers } from '../../src/ingest/rebuild';
import { foldMeasures } from '../../src/store/facts/measures';
import { inTransaction, openClient } from '../../src/store/database';
import { loadDossiers } from '../../src/store/facts/load-dossiers';
import { addStub, dependencies, loadedThrough, openBench, runLive, stored, type Bench } from '../support/bench';
import { dossier, measureDifferences } from '../support/dossiers';
import { sourceDefinition } from '../../src/sources/source';
import { createStub, iso, stubDefinition, type OutsideRow, type StubSource } from '../support/stub-source';

let bench: Bench;
let n = 0;
beforeAll(async () => { bench = await openBench(); });
afterAll(() => bench.close());
const NOW = '2025-07-03 12:00';
const source = (options: Parameters<typeof stubDefinition>[0] = {}): Promise<RunTarget> => addStub(bench, stubDefinition({ id: `rebuild-${(n += 1)}`, size: 500, ...options }));
const row = (ma: string, sua = '2025-07-01 08:00', rest: Partial<OutsideRow> = {}): OutsideRow => ({ ma, donVi: 'A', nhan: iso('2025-07-01 08:00'), hen: iso('2025-07-02 17:00'), sua: iso(sua), ...rest });
const rebuild = (target: RunTarget, stub: StubSource, maxLossShare = 0.1) => rebuildDossiers(target, dependencies(bench, stub, NOW), { maxLossShare });
const gone = async (target: RunTarget) => (await bench.client.query<{ code: string }>('select code from dossier where source_id = $1 and deleted_at is not null order by code', [target.sourceId])).rows.map((r) => r.code);

test('the result equals a reading in steps, and later runs go on from it', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => row(`a${i}`, `2025-07-0${1 + (i % 3)} 08:00`, { donVi: ['A', 'B', 'C'][i % 3]!, xong: i % 2 ? iso('2025-07-02 18:00') : null }));
  const [steps, whole] = [await source(), await source({ size: 7 })];
  await runLive(bench, steps, createStub(rows), NOW);
  const stub = createStub(rows);
  expect(await rebuild(whole, stub)).toMatchObject({ new: 40, tombstones: 0 });
  expect(await stored(bench.client, whole.sourceId)).toEqual(await stored(bench.client, steps.sourceId));
  expect(await loadedThrough(bench.client, whole.sourceId)).toBe(NOW);
  stub.rows = [...rows.filter((r) => r.ma !== 'a5'), row('a5', '2025-07-03 12:10', { donVi: 'C' }), row('new', '2025-07-03 12:10')];
  expect(await runLive(bench, whole, stub, '2025-07-03 12:20')).toMatchObject({ new: 1, changed: 1 });
  expect(await rebuildDossiers(whole, dependencies(bench, stub, '2025-07-03 12:30'))).toMatchObject({ tombstones: 0 });
  expect(await measureDifferences(bench.client)).toEqual([]);
});

test('readers see the old state or the new one', async () => {
  const target = await source();
  const stub = createStub(Array.from({ length: 300 }, (_, i) => row(`r${i}`)));
  await runLive(bench, target, stub, NOW);
  await foldMeasures(bench.client);
  const reader = await openClient(bench.database.url, 'reader');
  const seen = new Set<string>();
  let reading = true;
  const poll = (async () => {
    while (reading) {
      const { rows } = await reader.query(`select (select count(*) from dossier where source_id = $1 and deleted_at is null) as facts, (select coalesce(sum(accepted), 0) from measure_day where source_id = $1) as measures`, [target.sourceId]);
      seen.add(`${rows[0].facts} ${rows[0].measures}`);
    }
  })();
  for (const count of [310, 290, 320]) {
    stub.rows = Array.from({ length: count }, (_, i) => row(`r${i}`));
    await rebuild(target, stub);
  }
  reading = false;
  await poll;
  await reader.end();
  expect([...seen].filter((pair) => !['300 300', '310 310', '290 290', '320 320'].includes(pair))).toEqual([]);
  expect(seen.size).toBeGreaterThan(1);
  expect(await measureDifferences(bench.client)).toEqual([]);
});

describe('dossiers that are no longer there', () => {
  test('become tombstones, leave the measures, and come back when the source has them again', async () => {
    const target = await source();
    const stub = createStub([row('1'), row('2'), row('3')]);
    await rebuild(target, stub);
    stub.rows = [row('1'), row('3')];
    expect(await rebuild(target, stub)).toMatchObject({ tombstones: 1 });
    expect(await gone(target)).toEqual(['2']);
    const since = (await bench.client.query(`select deleted_at from dossier where source_id = $1 and code = '2'`, [target.sourceId])).rows;
    expect(await rebuild(target, stub)).toMatchObject({ tombstones: 0 }); // it is gone once
    expect((await bench.client.query(`select deleted_at from dossier where source_id = $1 and code = '2'`, [target.sourceId])).rows).toEqual(since);
    stub.rows = [row('1'), row('2'), row('3')];
    await rebuild(target, stub);
    expect(await gone(target)).toEqual([]);
    expect(await measureDifferences(bench.client)).toEqual([]);
  });

  test('a dossier that comes in bad shape is not gone', async () => {
    const target = await source();
    const stub = createStub([row('1'), row('2')]);
    await rebuild(target, stub);
    stub.rows = [row('1'), row('2', '2025-07-01 09:00', { nhan: 'hôm qua' })];
    expect(await rebuild(target, stub)).toMatchObject({ tombstones: 0, quarantined: 1 });
    expect(await gone(target)).toEqual([]);
  });

  test('too many of them are refused: the old state stays, also for the next run', async () => {
    const target = await source();
    const stub = createStub(Array.from({ length: 200 }, (_, i) => row(`g${i}`)));
    await rebuild(target, stub);
    const before = await stored(bench.client, target.sourceId);
    stub.rows = stub.rows.slice(0, 170); // 15 % lost
    await expect(rebuild(target, stub)).rejects.toMatchObject({ code: 'too-much-lost' });
    expect(await stored(bench.client, target.sourceId)).toEqual(before);
    stub.rows = [];
    await expect(rebuild(target, stub)).rejects.toMatchObject({ code: 'too-much-lost' });
    expect(await stored(bench.client, target.sourceId)).toEqual(before);
    stub.rows = before.dossiers.slice(0, 170).map((d) => row((d as { code: string }).code));
    expect(await rebuild(target, stub, 1)).toMatchObject({ tombstones: 30 }); // accepted by hand
    expect(await measureDifferences(bench.client)).toEqual([]);
  });
});

test('a day whose dossiers all vanished is seen as changed', async () => {
  const target = await source();
  const stub = createStub([row('1'), row('2', '2025-07-01 08:00', { nhan: iso('2025-05-05 08:00') })]);
  await rebuild(target, stub);
  const xid = (await bench.client.query('select pg_snapshot_xmin(pg_current_snapshot())::text as x')).rows[0].x;
  stub.rows = [row('1')];
  await rebuild(target, stub);
  const { rows } = await bench.client.query(`select min(day)::text as first from measure_day where source_id = $1 and age(xmin) <= age(($2::bigint & 4294967295)::text::xid)`, [target.sourceId, xid]);
  expect(rows).toEqual([{ first: '2025-05-05' }]); // publishing starts at the first touched day
});

test('a failure on the way leaves the old state, and the next rebuild starts afresh', async () => {
  const target = await source({ size: 10 });
  const stub = createStub(Array.from({ length: 35 }, (_, i) => row(`f${i}`)));
  await rebuild(target, stub);
  const before = await stored(bench.client, target.sourceId);
  stub.rows = stub.rows.map((r) => ({ ...r, donVi: 'B' }));
  stub.calls.length = 0;
  stub.before = (call) => { if (call === 3) throw new Error('cut'); };
  await expect(rebuild(target, stub)).rejects.toThrow('cut');
  expect(await stored(bench.client, target.sourceId)).toEqual(before);
  stub.before = () => undefined;
  await rebuild(target, stub);
  expect((await stored(bench.client, target.sourceId)).dossiers).toEqual(before.dossiers.map((d) => ({ ...(d as object), receiving: 'U.B', resolving: 'U.B', content_hash: expect.anything() as unknown })));
  expect(await measureDifferences(bench.client)).toEqual([]);
});

test('the last of several forms of a dossier wins, whichever batch it came in', async () => {
  const target = await source();
  const aside = `dossier_s${target.sourceId}_build`;
  await createAside(bench.client, aside, target.sourceId);
  const codes = Array.from({ length: 400 }, (_, i) => `d${i}`);
  for (let batch = 0; batch < 6; batch += 1) {
    await inTransaction(bench.client, () => loadDossiers(bench.client, target.sourceId, 7, codes.slice(batch * 20).map((code) => dossier({ code, received: '2025-07-01', modified: `2025-07-0${batch + 1}` })), { table: aside, fresh: true }));
  }
  await finishAside(bench.client, aside, target.sourceId, 7, { maxLossShare: 1 });
  const { rows } = await bench.client.query(`select extract(day from modified_at at time zone 'Asia/Ho_Chi_Minh')::int as form, count(*) from ${aside} group by 1 order by 1`);
  expect(rows).toEqual([{ form: 1, count: 20 }, { form: 2, count: 20 }, { form: 3, count: 20 }, { form: 4, count: 20 }, { form: 5, count: 20 }, { form: 6, count: 300 }]);
  await bench.client.query(`drop table ${aside}`);
});

test('the same dossier on two pages is one', async () => {
  const target = await source({ size: 2 });
  const stub = createStub([row('1'), row('2'), row('3'), row('4')]);
  const call = stub.session.call.bind(stub.session);
  stub.session.call = async (request, options) => { // between the pages row 1 moves: it stands at the end again, in a newer form
    const answer = await call(request, options);
    if (stub.calls.length === 1) stub.rows = [row('2'), row('3'), row('4'), row('1', '2025-07-01 08:00:00.001', { donVi: 'B' })];
    return answer;
  };
  await rebuild(target, stub);
  const { dossiers } = await stored(bench.client, target.sourceId);
  expect(dossiers).toMatchObject([{ code: '1', receiving: 'U.B' }, { code: '2' }, { code: '3' }, { code: '4' }]); // 3 moved up unseen and was read again
  expect(await measureDifferences(bench.client)).toEqual([]);
});

test('a dossier that changes while the list is read is not gone', async () => {
  const target = await source({ window: { holdBack: '10m' } });
  const stub = createStub([row('1'), row('2', '2025-07-02 08:00'), row('3', '2025-07-03 11:55')]); // two windows | 3 changed within the held-back minutes
  await runLive(bench, target, createStub([row('1'), row('2', '2025-07-02 08:00'), row('3', '2025-07-02 09:00')]), NOW);
  const deps = dependencies(bench, stub, NOW);
  let now = deps.clock.now();
  stub.before = (call) => { if (call === 2) { stub.rows = [row('1'), row('2', '2025-07-03 12:05', { donVi: 'B' }), stub.rows[2]!]; now += 600_000_000; } }; // it moves out of the window that is next
  expect(await rebuildDossiers(target, { ...deps, clock: { now: () => now } })).toMatchObject({ tombstones: 0 });
  expect((await stored(bench.client, target.sourceId)).dossiers).toMatchObject([{ code: '1' }, { code: '2', receiving: 'U.B' }, { code: '3' }]);
  expect(await loadedThrough(bench.client, target.sourceId)).toBe('2025-07-03 11:50'); // held back: the minutes after it are read again
});

test('a field that a definition names later is known of old dossiers only when all were read again', async () => {
  const fieldsOf = async (id: number) => JSON.parse((await bench.client.query<{ layout: string }>('select layout from source_stream where source_id = $1', [id])).rows[0]!.layout).fields as string[];
  const before = stubDefinition({ id: 'grows' });
  const stub = createStub([row('1')]);
  const target = await addStub(bench, before);
  await runLive(bench, target, stub, NOW);
  const after = sourceDefinition.parse({ ...before, streams: [{ ...before.streams[0]!, mapping: { ...before.streams[0]!.mapping, channel: { const: 'online' }, paidOnline: { at: 'tra', true: ['1'] }, dueAt: undefined } }] });
  const changed = await addStub(bench, after);
  expect(await fieldsOf(target.sourceId)).toEqual(['code', 'receivingUnit', 'channel', 'status', 'receivedAt', 'endedAt', 'modifiedAt']);
  await rebuild(changed, stub);
  expect(await fieldsOf(target.sourceId)).toContain('paidOnline');
});
