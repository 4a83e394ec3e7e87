/** One dossier under two codes of one source: counted once whatever comes first, later or not at all; the other row is kept and says why. */
import { compareSources } from '../../src/ingest/against';
import { rebuildDossiers } from '../../src/ingest/rebuild';
import { reconcileList, type ListTarget } from '../../src/ingest/reconcile';
import type { RunTarget } from '../../src/ingest/run';
import { inTransaction } from '../../src/store/database';
import { foldMeasures } from '../../src/store/facts/measures';
import { removeDossiers } from '../../src/store/sources/reconciliations';
import { sourceDefinition } from '../../src/sources/source';
import { addStub, dependencies, openBench, runLive, type Bench } from '../support/bench';
import { addSource, addUnits, dossier, load, measureDifferences, type Given } from '../support/dossiers';
import { createStub, generator, iso, stubDefinition, type OutsideRow } from '../support/stub-source';

let bench: Bench;
let units: Record<'A' | 'B', number>;
let n = 0;
beforeAll(async () => { bench = await openBench(); units = await addUnits(bench.client, ['A', 'B']); });
afterAll(() => bench.close());

const given = (code: string, other: string | undefined, modified: string | null, rest: Partial<Given> = {}) =>
  dossier({ code, other, modified, receiving: units.A, received: '2025-07-01 08:00', due: '2025-07-10 17:00', ...rest });
const newSource = () => addSource(bench.client, `codes-${(n += 1)}`);
/** `code` counts; `code>other` stands back for another; `code-` is gone. */
const standing = async (id: number) => (await bench.client.query<{ s: string }>(`select code || case when double_of is not null then '>' || double_of when deleted_at is not null then '-' else '' end as s from dossier where source_id = $1 order by code`, [id])).rows.map((row) => row.s);
const counted = async (id: number, column = 'received') => {
  expect(await measureDifferences(bench.client)).toEqual([]);
  return Object.fromEntries((await bench.client.query<{ code: string; n: number }>(`select u.code, sum(${column})::int as n from measure_day m join unit u on u.id = m.unit_id where source_id = $1 group by 1 having sum(${column}) <> 0`, [id])).rows.map((row) => [row.code, row.n]));
};

test.each([['the older first', [0, 1]], ['the newer first', [1, 0]], ['both at once', null]] as const)('[mode 22] two records that name each other are one dossier: the newest counts, the other says for which it stands back (%s)', async (_, order) => {
  const id = await newSource();
  const rows = [given('H1-7', '000.H1-7', '2025-07-02 08:00', { ended: '2025-07-02 08:00' }), given('000.H1-7', 'H1-7', '2025-07-03 08:00', { receiving: units.B })];
  if (order === null) await load(bench.client, id, rows);
  else for (const i of order) await load(bench.client, id, [rows[i]!]);
  expect(await standing(id)).toEqual(['000.H1-7', 'H1-7>000.H1-7']);
  expect([await counted(id), await counted(id, 'resolved')]).toEqual([{ B: 1 }, {}]);
  // Read again: nothing is written, nothing moves.
  expect(await load(bench.client, id, rows, 2)).toEqual({ new: 0, changed: 0, unchanged: 2 });
  // The older one changes: now it is the newest.
  await load(bench.client, id, [given('H1-7', '000.H1-7', '2025-07-04 08:00', { ended: '2025-07-04 08:00' })], 3);
  expect(await standing(id)).toEqual(['000.H1-7>H1-7', 'H1-7']);
  expect([await counted(id), await counted(id, 'resolved')]).toEqual([{ A: 1 }, { A: 1 }]);
  // Both runs' touch is known to the ledger: also the row that was not sent.
  expect((await bench.client.query('select distinct run_id::int from dossier where source_id = $1', [id])).rows).toEqual([{ run_id: 3 }]);
});

test('[mode 22] only who names each other; a link that is withdrawn counts both again, one that is gone leaves the other', async () => {
  const id = await newSource();
  await load(bench.client, id, [given('a', 'b', null), given('b', undefined, null), given('c', 'a', null), given('d', 'd2', null)]);
  expect(await counted(id)).toEqual({ A: 4 }); // one-sided, in a circle, or to what is not there: nothing is joined
  await load(bench.client, id, [given('b', 'a', null)]);
  expect(await standing(id)).toEqual(['a>b', 'b', 'c', 'd']); // neither says when: the higher code
  await load(bench.client, id, [given('b', 'c', null)]); // from a to c, in one step
  expect(await standing(id)).toEqual(['a', 'b', 'c', 'd']);
  await load(bench.client, id, [given('a', 'c', null)]);
  expect([await standing(id), await counted(id)]).toEqual([['a>c', 'b', 'c', 'd'], { A: 3 }]);
  await inTransaction(bench.client, () => removeDossiers(bench.client, id, 9, ['c']));
  expect([await standing(id), await counted(id)]).toEqual([['a', 'b', 'c-', 'd'], { A: 3 }]);
  await load(bench.client, id, [given('c', 'a', null)]); // it comes back
  expect([await standing(id), await counted(id)]).toEqual([['a>c', 'b', 'c', 'd'], { A: 3 }]);
  await inTransaction(bench.client, () => removeDossiers(bench.client, id, 9, ['a', 'c'])); // both at once
  expect([await standing(id), await counted(id)]).toEqual([['a-', 'b', 'c-', 'd'], { A: 2 }]);
});

test('[mode 22] a copy that is only registered never takes a received dossier out of the counts', async () => {
  const id = await newSource();
  await load(bench.client, id, [given('one', 'cong', '2025-07-02 08:00'), given('cong', 'one', '2025-07-09 08:00', { status: 'registered', received: null })]);
  expect([await standing(id), await counted(id)]).toEqual([['cong>one', 'one'], { A: 1 }]);
});

test('[mode 22] whatever order rows, changes and losses come in, each pair counts once and the measures are those of a recount', async () => {
  const random = generator(22);
  const id = await newSource();
  const rows = new Map<string, ReturnType<typeof given>>();
  const codes = Array.from({ length: 12 }, (_, i) => `k${String(i).padStart(2, '0')}`);
  const partner = (i: number) => codes[i ^ 1]!;
  for (let step = 0; step < 60; step += 1) {
    const batch = Array.from({ length: 1 + random.below(4) }, () => {
      const i = random.below(codes.length);
      const link = random.below(4);
      return given(codes[i]!, link === 0 ? undefined : link === 1 ? codes[random.below(codes.length)] : partner(i), random.below(3) === 0 ? null : `2025-07-${10 + random.below(15)} 08:00`,
        { receiving: random.below(2) ? units.A : units.B, ended: random.below(2) ? '2025-07-12 09:00' : null, status: (['registered', 'inProcess', 'done'] as const)[random.below(3)] });
    }).map((row) => (row.otherCode === row.code ? { ...row, otherCode: null } : row));
    await load(bench.client, id, batch, step + 1);
    for (const row of batch) rows.set(row.code, row);
    if (random.below(5) === 0) {
      const gone = [...rows.keys()][random.below(rows.size)]!;
      await inTransaction(bench.client, () => removeDossiers(bench.client, id, step + 1, [gone]));
      rows.delete(gone);
    }
    const expected = [...rows.values()].filter((row) => {
      const other = row.otherCode === null ? undefined : rows.get(row.otherCode);
      if (other?.otherCode !== row.code) return true;
      const rank = (r: typeof row) => [r.status === 1 ? 0 : 1, r.modifiedAt ?? -Infinity, r.code] as const;
      const [mine, theirs] = [rank(row), rank(other)];
      return mine[0] !== theirs[0] ? mine[0] > theirs[0] : mine[1] !== theirs[1] ? mine[1] > theirs[1] : mine[2] > theirs[2];
    }).map((row) => row.code).sort();
    expect((await bench.client.query<{ code: string }>('select code from dossier where source_id = $1 and deleted_at is null order by 1', [id])).rows.map((row) => row.code)).toEqual(expected);
    if (step % 10 === 9) expect(await measureDifferences(bench.client)).toEqual([]);
  }
});

describe('a whole source', () => {
  const withOther = { ...stubDefinition({ size: 50, window: null }) };
  const definition = (id: string) => sourceDefinition.parse({ ...withOther, id, streams: withOther.streams.map((s) => (s.record === 'dossier' ? { ...s, mapping: { ...s.mapping, otherCode: 'maKhac' } } : s)) });
  const row = (ma: string, maKhac?: string, sua = '2025-07-01 08:00'): OutsideRow & { maKhac?: string } => ({ ma, maKhac, donVi: 'A', nhan: iso('2025-07-01 08:00'), sua: iso(sua) });
  const target = async () => (await addStub(bench, definition(`codes-${(n += 1)}`))) as RunTarget & ListTarget;
  const NOW = '2025-07-05 12:00';

  test('[mode 22] read in steps, rebuilt or reconciled: the same dossier counts; one of the two that is no longer listed is gone', async () => {
    const source = await target();
    const stub = createStub([row('p', 'q'), row('q', 'p', '2025-07-02 08:00'), row('r')]);
    await runLive(bench, source, stub, NOW);
    expect(await standing(source.sourceId)).toEqual(['p>q', 'q', 'r']);
    expect(await rebuildDossiers(source, dependencies(bench, stub, NOW))).toMatchObject({ tombstones: 0 });
    expect([await standing(source.sourceId), await counted(source.sourceId)]).toEqual([['p>q', 'q', 'r'], { 'U.A': 2 }]);
    const range = { from: '2025-07-01', to: '2025-07-05' };
    expect(await reconcileList(source, range, dependencies(bench, stub, NOW))).toMatchObject({ new: 0, changed: 0, extra: 0, removed: 0 });
    stub.rows = [row('q', 'p', '2025-07-02 08:00'), row('r')]; // the one that stood back is gone
    expect(await reconcileList(source, range, dependencies(bench, stub, NOW))).toMatchObject({ extra: 1, removed: 1 });
    expect([await standing(source.sourceId), await counted(source.sourceId)]).toEqual([['p-', 'q', 'r'], { 'U.A': 2 }]);
    stub.rows = [row('p', 'q'), row('r')]; // they change places
    expect(await rebuildDossiers(source, dependencies(bench, stub, NOW), { maxLossShare: 1 })).toMatchObject({ tombstones: 1 });
    expect([await standing(source.sourceId), await counted(source.sourceId)]).toEqual([['p', 'q-', 'r'], { 'U.A': 2 }]);
    await foldMeasures(bench.client);
  });
});

test('[mode 22] two sources that name the other code of one dossier each: one dossier side by side', async () => {
  const [portal, oneStop] = [await newSource(), await newSource()];
  await load(bench.client, portal, [given('000.H1-1', 'H1-1', null), given('000.H1-2', 'H1-2', null), given('x', undefined, null)]);
  await load(bench.client, oneStop, [given('H1-1', '000.H1-1', null), given('H1-2', undefined, null, { channel: 'online' }), given('x', undefined, null, { channel: 'online' })]);
  const side = await compareSources(bench.client, { id: portal, key: 'a' }, { id: oneStop, key: 'b' }, { from: '2025-07-01', to: '2025-07-31' });
  expect(side).toMatchObject({ both: 2, equal: 1, onlyFirst: 1, onlySecond: 1, fields: { channel: 1 } });
  expect([await standing(portal), await standing(oneStop)]).toEqual([['000.H1-1', '000.H1-2', 'x'], ['H1-1', 'H1-2', 'x']]); // which of them speaks is for supersedes to say
});
