/** Runs of one stream against a source in memory: checkpoints, quarantine, privacy, breaks at any call. */
import { inflateRawSync } from 'node:zlib';
import { HttpFailure } from '../../src/platform/errors';
import type { RunTarget } from '../../src/ingest/run';
import { addStub, dependencies, loadedThrough, openBench, runLive, stored, type Bench } from '../support/bench';
import { measureDifferences } from '../support/dossiers';
import { createStub, generator, iso, stubDefinition, type OutsideRow } from '../support/stub-source';
import { runStream } from '../../src/ingest/run';
import { planBackfill, planLive } from '../../src/ingest/windows';

let bench: Bench;
let n = 0;
beforeAll(async () => { bench = await openBench(); });
afterAll(() => bench.close());
const source = (options: Parameters<typeof stubDefinition>[0] = {}): Promise<RunTarget> => addStub(bench, stubDefinition({ id: `stub-${(n += 1)}`, ...options }));

const row = (ma: string, sua: string, rest: Partial<OutsideRow> = {}): OutsideRow => ({ ma, donVi: 'A', nhan: iso(sua), sua: iso(sua), ...rest });
const FAILURE = new HttpFailure('retry', { host: 'stub.invalid', reason: 'nguồn không trả lời' });
const quarantineOf = async (target: RunTarget) => (await bench.client.query(`select record_key, page, pointer, reason, resolved_at is null as open, record from quarantine where source_id = $1 order by id`, [target.sourceId])).rows;

describe('the checkpoint', () => {
  test('moves only with the last rows of a window', async () => {
    const target = await source({ size: 1 });
    const stub = createStub([row('1', '2025-07-01 08:00'), row('2', '2025-07-01 09:00'), row('3', '2025-07-02 08:00'), row('4', '2025-07-03 10:00')]); // days 1 1 2 3
    const seen: (string | null)[] = [];
    stub.before = async () => { seen.push(await loadedThrough(bench.client, target.sourceId)); };
    await runLive(bench, target, stub, '2025-07-03 12:00');
    expect(seen).toEqual([null, null, '2025-07-02 00:00', '2025-07-03 00:00']);
    expect(await loadedThrough(bench.client, target.sourceId)).toBe('2025-07-03 12:00');
  });

  test('a failure in the second window keeps the first', async () => {
    const target = await source({ size: 10 });
    const stub = createStub([row('1', '2025-07-01 08:00'), row('2', '2025-07-02 08:00'), row('3', '2025-07-03 08:00')]);
    stub.before = (call) => { if (call === 2) throw FAILURE; };
    await expect(runLive(bench, target, stub, '2025-07-03 12:00')).rejects.toBe(FAILURE);
    expect(await loadedThrough(bench.client, target.sourceId)).toBe('2025-07-02 00:00');
    expect((await stored(bench.client, target.sourceId)).dossiers).toHaveLength(1);
    expect((await bench.client.query('select outcome, error_class, records from run where source_id = $1', [target.sourceId])).rows).toEqual([{ outcome: 'failed', error_class: 'retry', records: 1 }]);
    stub.before = () => undefined;
    expect(await runLive(bench, target, stub, '2025-07-03 12:30')).toMatchObject({ new: 2, unchanged: 0 }); // an hour of overlap does not reach row 1
    expect(stub.calls[2]!.query!.from).toBe('2025-07-01T23:00:00.000+07:00'); // the checkpoint less the overlap
  });

  test('never moves back, and a backfill leaves it alone', async () => {
    const target = await source();
    const stub = createStub([row('1', '2025-07-01 08:00')]);
    await runLive(bench, target, stub, '2025-07-03 12:00');
    await runLive(bench, target, stub, '2025-07-03 11:00'); // a process whose clock is behind
    expect(await loadedThrough(bench.client, target.sourceId)).toBe('2025-07-03 12:00');
    await runStream(target, planBackfill(target.stream.window!, '2025-07-01', '2025-07-01', Date.now() * 1000), 'backfill', dependencies(bench, stub, '2025-07-10 12:00'));
    expect(await loadedThrough(bench.client, target.sourceId)).toBe('2025-07-03 12:00');
  });

  test('a list without windows is loaded up to the start of its run', async () => {
    const target = await source({ window: null });
    expect(await runLive(bench, target, createStub([row('1', '2025-07-01 08:00')]), '2025-07-03 12:00')).toMatchObject({ new: 1 });
    expect(await loadedThrough(bench.client, target.sourceId)).toBe('2025-07-03 12:00');
  });
});

describe('bad records', () => {
  test('[mode 27] wait in quarantine with reason and pointer, once, and are released when they come mended', async () => {
    const target = await source();
    const bad = row('bad', '2025-07-01 08:00', { nhan: 'hôm qua' }); // no date
    const early = row('early', '2025-07-01 08:30', { nhan: iso('2025-07-01 08:00'), xong: iso('2025-06-28 08:00') }); // ended before it came
    const stub = createStub([row('good', '2025-07-01 08:00'), bad, early, row('', '2025-07-01 09:00')]);
    expect(await runLive(bench, target, stub, '2025-07-01 09:30')).toMatchObject({ new: 1, records: 1, quarantined: 3 });
    const first = await quarantineOf(target);
    expect(first).toEqual([
      expect.objectContaining({ record_key: 'bad', reason: 'bad-date', page: 0, pointer: '/nhan', open: true }),
      expect.objectContaining({ record_key: 'early', reason: 'end-before-start', pointer: '/xong', open: true }),
      expect.objectContaining({ record_key: null, reason: 'missing-code', open: true }),
    ]);
    await runLive(bench, target, stub, '2025-07-01 09:31');
    expect(await quarantineOf(target)).toEqual(first);
    stub.rows = stub.rows.map((r) => (r.ma === 'bad' ? row('bad', '2025-07-01 09:30') : r)); // mended
    expect(await runLive(bench, target, stub, '2025-07-01 10:00')).toMatchObject({ new: 1 });
    expect((await quarantineOf(target)).map((q) => [q.record_key, q.open])).toEqual([['bad', false], ['early', true], [null, true]]);
    stub.rows = stub.rows.map((r) => (r.ma === 'bad' ? { ...bad, sua: iso('2025-07-01 10:10') } : r)); // bad again
    await runLive(bench, target, stub, '2025-07-01 10:30');
    expect((await quarantineOf(target)).find((q) => q.record_key === 'bad')).toMatchObject({ open: true });
    expect((await stored(bench.client, target.sourceId)).dossiers).toHaveLength(2); // what was known of it stays
  });

  test('are kept before the checkpoint passes them', async () => {
    const target = await source();
    const stub = createStub([row('good', '2025-07-01 08:00'), row('bad', '2025-07-01 08:00', { nhan: 'x' })]);
    const broken = { ...dependencies(bench, stub, '2025-07-01 12:00') };
    // The process dies right after the commit that moved the checkpoint: from then on nothing gets through.
    let committed = false;
    const cut = <T extends object>(target_: T): T => new Proxy(target_, {
      get: (of, name) => (name !== 'query' ? Reflect.get(of, name) as unknown : async (...args: unknown[]) => {
        if (committed) throw new Error('killed');
        const result: unknown = await (Reflect.get(of, name) as (...a: unknown[]) => Promise<unknown>).apply(of, args);
        if (args[0] === 'commit') committed = true;
        return result;
      }),
    });
    broken.pool = cut(bench.pool);
    const plain = bench.client.query.bind(bench.client);
    bench.client.query = ((...args: [never]) => {
      if (committed) throw new Error('killed');
      const result = plain(...args) as unknown as Promise<unknown>;
      return (args[0] as unknown) === 'commit' ? result.then((r) => { committed = true; return r; }) : result;
    }) as never;
    await expect(runStream(target, planLive(target.stream.window!, { loadedThrough: null, deepAt: null }, broken.clock.now()), 'live', broken)).rejects.toThrow('killed');
    bench.client.query = plain as never;
    expect(await loadedThrough(bench.client, target.sourceId)).toBe('2025-07-01 12:00');
    expect(await quarantineOf(target)).toMatchObject([{ record_key: 'bad', open: true }]);
  });
});

test('[mode 39] personal fields of the answer are nowhere in the database', async () => {
  const target = await source();
  const personal = { hoTen: 'Nguyễn Thị Bí Mật', soDienThoai: '0905123456' };
  const stub = createStub([row('p1', '2025-07-01 08:00', personal), row('p2', '2025-07-01 08:00', { nhan: 'x', ...personal })]); // one good, one bad
  await runLive(bench, target, stub, '2025-07-01 12:00');
  const { rows: columns } = await bench.client.query<{ t: string; c: string }>(`select format('%I.%I', table_schema, table_name) as t, quote_ident(column_name) as c from information_schema.columns
    join information_schema.tables using (table_schema, table_name) where table_type = 'BASE TABLE' and table_schema in ('public', 'mart') and data_type in ('text', 'jsonb', 'character varying')`);
  expect(columns.length).toBeGreaterThan(20);
  for (const { t, c } of columns) {
    const { rows } = await bench.client.query(`select 1 from ${t} where ${c}::text ~ 'Bí Mật|0905123456|hoTen|soDienThoai'`);
    expect({ t, c, found: rows.length }).toEqual({ t, c, found: 0 });
  }
  const pages = (await bench.client.query<{ body: Buffer }>('select body from raw_page where source_id = $1', [target.sourceId])).rows.map((r) => inflateRawSync(r.body).toString());
  expect(pages.join()).toContain('p1');
  expect(pages.join()).not.toMatch(/Bí Mật|0905123456|hoTen|soDienThoai/);
});

test('an unchanged re-pull keeps no second copy of a page', async () => {
  const target = await source();
  const stub = createStub([row('1', '2025-07-01 11:30')]);
  await runLive(bench, target, stub, '2025-07-01 12:00');
  expect(await runLive(bench, target, stub, '2025-07-01 12:05')).toMatchObject({ unchanged: 1 });
  expect((await bench.client.query('select count(*) as n from raw_page where source_id = $1', [target.sourceId])).rows[0].n).toBe(1);
});

test('equal cursor values over page boundaries are all read', async () => {
  const target = await source({ size: 2 });
  const stub = createStub(Array.from({ length: 7 }, (_, i) => row(`e${i}`, '2025-07-01 08:00'))); // one moment, four pages
  expect(await runLive(bench, target, stub, '2025-07-01 12:00')).toMatchObject({ pages: 4, new: 7 });
});

test('[mode 14] rows on the edge of two windows are read once, none is lost', async () => {
  const target = await source();
  const stub = createStub([row('a', '2025-07-01 23:59:59.999'), row('b', '2025-07-02 00:00'), row('c', '2025-07-02 00:00:00.001')]);
  expect(await runLive(bench, target, stub, '2025-07-03 00:00')).toMatchObject({ records: 3, new: 3 });
});

test('a late commit behind the cursor is found within the overlap', async () => {
  const target = await source();
  const stub = createStub([row('1', '2025-07-01 11:59')]);
  await runLive(bench, target, stub, '2025-07-01 12:00');
  stub.rows.push(row('late', '2025-07-01 11:10')); // written before 12:00, visible after
  expect(await runLive(bench, target, stub, '2025-07-01 12:05')).toMatchObject({ new: 1, unchanged: 1 });
});

test('a failure while a batch is being loaded leaves no open transaction behind', async () => {
  const target = await source({ size: 5000 });
  const stub = createStub(Array.from({ length: 5001 }, (_, i) => row(`t${i}`, '2025-07-01 08:00')));
  stub.before = (call) => { if (call === 2) throw FAILURE; };
  await expect(runLive(bench, target, stub, '2025-07-01 12:00')).rejects.toBe(FAILURE);
  // The next stream uses the same connection at once.
  expect((await bench.client.query(`select now() = statement_timestamp() as alone`)).rows).toEqual([{ alone: true }]);
  expect((await stored(bench.client, target.sourceId)).dossiers).toHaveLength(5000);
  expect(await loadedThrough(bench.client, target.sourceId)).toBeNull();
});

/** Rows that change over a month, some several times; a view of the source at a moment holds the newest form of each. */
function history(seed: number): OutsideRow[] {
  const random = generator(seed);
  const rows = new Map<string, OutsideRow>();
  for (let i = 0; i < 70; i += 1) {
    const code = `h${random.below(45)}`;
    const day = 1 + random.below(4);
    const sua = `2025-07-0${day} ${String(random.below(24)).padStart(2, '0')}:${random.below(2) ? '00' : '30'}`;
    const nhan = `2025-06-${10 + random.below(20)} 08:00`;
    rows.set(code, row(code, sua, { donVi: ['A', 'B', 'C'][random.below(3)]!, nhan: iso(nhan), hen: random.below(4) ? iso(`2025-07-0${1 + random.below(9)} 17:00`) : null, xong: random.below(2) ? iso(sua) : null, kenh: random.below(2) ? 'online' : 'quay' }));
  }
  return [...rows.values()];
}

test.each([11, 22, 33, 44, 55, 66])('read in slices and broken at random calls, the result is that of one whole reading (seed %i)', async (seed) => {
  const random = generator(seed);
  const rows = history(seed);
  const whole = await source({ size: 1000, window: { step: '30d' } });
  await runLive(bench, whole, createStub(rows), '2025-07-05 00:00');
  const sliced = await source({ size: 1 + random.below(9), parallel: 1 + random.below(3), window: { step: ['1d', '7h', '90m'][random.below(3)]! } });
  const stub = createStub(rows);
  let broken = 0;
  for (const now of ['2025-07-02 03:00', '2025-07-03 00:00', '2025-07-05 00:00']) {
    stub.before = (call) => { if (broken < 12 && random.next() < 0.12) { broken += 1; throw new HttpFailure('retry', { host: 'stub.invalid', reason: `cuộc gọi ${call}` }); } };
    for (let tries = 0; ; tries += 1) {
      try {
        await runLive(bench, sliced, stub, now);
        break;
      } catch (error) {
        if (!(error instanceof HttpFailure) || tries > 30) throw error;
      }
    }
  }
  expect(broken).toBeGreaterThan(0);
  expect(await stored(bench.client, sliced.sourceId)).toEqual(await stored(bench.client, whole.sourceId));
  expect(await measureDifferences(bench.client)).toEqual([]);
});
