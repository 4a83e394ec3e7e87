/** Editions: what is published, when old periods are published again, and why a value is not available. */
import { loadCalendar } from '../../src/compute/calendar';
import type { ComputeSettings } from '../../src/compute/measures/measuring';
import { publish } from '../../src/compute/editions/publish';
import { inTransaction } from '../../src/store/database';
import { openWriter, type StoredValue } from '../../src/store/editions/editions';
import { moveCheckpoint, registerSource, startRun } from '../../src/store/sources/sources';
import { loadStatistics } from '../../src/store/facts/statistics';
import { addAliases } from '../../src/store/units/registry';
import { parsePeriod, type Measure } from '../../src/vocabulary';
import { rebuildDossiers } from '../../src/ingest/rebuild';
import { addStub, dependencies, openBench, type Bench } from '../support/bench';
import { watchedPool } from '../support/watched-pool';
import { createStub, iso, stubDefinition } from '../support/stub-source';
import { addSource, addUnits, at, dossier, load, type Given } from '../support/dossiers';

let bench: Bench;
let unit: Record<'ONE' | 'DA' | 'DB', number>;
let source: number;
const SETTINGS: ComputeSettings = { provinceCode: 'P', onTimeBy: 'date', dueSoonWorkingDays: 3, calendar: loadCalendar([]) };
beforeEach(async () => {
  bench = await openBench();
  unit = await addUnits(bench.client, ['ONE', 'DA', 'DB']);
  source = await addSource(bench.client, 'city', { start: '2025-05-01' });
});
afterEach(() => bench.close());

const give = (rows: Given[]) => load(bench.client, source, rows.map((row) => dossier(row, { receiving: unit.ONE, resolving: unit.DA })));
const loaded = (through: string, id = source) => moveCheckpoint(bench.client, id, 'dossiers', at(through));
const publishAt = (now: string, options: Parameters<typeof publish>[3] = {}, settings = SETTINGS) => publish(bench.pool, settings, at(now), options);
async function value(indicator: string, period: string, unitCode = 'DA') {
  const { type, start } = parsePeriod(period);
  const { rows } = await bench.client.query(`select hits, total, value, score, status, reason, coverage, source from mart.indicator_value where indicator = $1 and period_type = $2 and period_start = $3 and unit_code = $4`, [indicator, type, start, unitCode]);
  return rows[0];
}
const openAt = async (edition: number) => (await bench.client.query(`select indicator, unit_id, period_type, period_start, hits, total, value, score, status, reason from indicator_value where edition_from <= $1 and (edition_to is null or edition_to > $1) order by 1, 2, 3, 4`, [edition])).rows;

const JULY: Given[] = [
  { code: '1', received: '2025-05-05 08:00', due: '2025-05-20 17:00', ended: '2025-05-19 10:00' }, // May, on time
  { code: '2', received: '2025-06-05 08:00', due: '2025-06-20 17:00', ended: '2025-06-25 10:00' }, // June, late
  { code: '3', received: '2025-07-01 08:00', due: '2025-07-10 17:00', ended: '2025-07-09 10:00' }, // July, on time
  { code: '4', received: '2025-07-02 08:00', due: '2025-07-20 17:00' }, // open
];

test('published twice without a change: no value moves', async () => {
  await give(JULY);
  await loaded('2025-07-15 11:55');
  const first = await publishAt('2025-07-15 12:00', { everything: true });
  expect(first.changes).toBeGreaterThan(50);
  const rows = await openAt(first.edition);
  const second = await publishAt('2025-07-15 12:00');
  expect(second.changes).toBe(0);
  const third = await publishAt('2025-07-15 12:00', { everything: true });
  expect(third.changes).toBe(0);
  expect(await openAt(third.edition)).toEqual(rows);
  expect(await value('on-time-resolution', '2025-06')).toMatchObject({ hits: 0, total: 1, value: 0 });
  expect(await value('on-time-resolution', '2025')).toMatchObject({ hits: 2, total: 3 });
});

test('a late correction publishes its month, quarter, half and year again; the edition before keeps the old value', async () => {
  await give(JULY);
  await loaded('2025-07-15 11:55');
  const { edition } = await publishAt('2025-07-15 12:00', { everything: true });
  const before = await openAt(edition);
  await give([{ code: '2', received: '2025-06-05 08:00', due: '2025-06-20 17:00', ended: '2025-06-20 16:00' }]); // it was on time after all
  const next = await publishAt('2025-07-15 12:05');
  for (const period of ['2025-06', '2025-Q2', '2025-H1']) expect({ period, ...(await value('on-time-resolution', period)) }).toMatchObject({ period, hits: period === '2025-06' ? 1 : 2, total: period === '2025-06' ? 1 : 2 });
  expect(await value('on-time-resolution', '2025')).toMatchObject({ hits: 3, total: 3 });
  expect(await value('on-time-resolution', '2025-05')).toMatchObject({ hits: 1, total: 1 });
  expect(await openAt(edition)).toEqual(before);
  expect(await openAt(next.edition)).not.toEqual(before);
  expect((await publishAt('2025-07-15 12:05', { everything: true })).changes).toBe(0); // nothing was forgotten
});

test('whatever changes, publishing what was touched equals publishing everything', async () => {
  await give(JULY);
  await loaded('2025-07-15 11:55');
  await publishAt('2025-07-15 12:00', { everything: true });
  const changes: [string, () => Promise<unknown>][] = [
    ['moves to another unit', () => give([{ code: '1', received: '2025-05-05 08:00', due: '2025-05-20 17:00', ended: '2025-05-19 10:00', resolving: unit.DB }])],
    ['is received a month earlier', () => give([{ code: '4', received: '2025-06-02 08:00', due: '2025-07-20 17:00' }])],
    ['goes', () => bench.client.query(`update dossier set deleted_at = now() where code = '2'`)],
    ['is a first one of a long past month', () => give([{ code: '9', received: '2024-11-05 08:00', due: '2024-11-20 17:00' }])],
    ['is removed altogether', () => bench.client.query(`delete from dossier where code = '9'`)],
  ];
  for (const [what, change] of changes) {
    await change();
    await publishAt('2025-07-15 12:10');
    const all = await publishAt('2025-07-15 12:10', { everything: true });
    expect({ what, forgotten: all.changes }).toEqual({ what, forgotten: 0 });
  }
});

test('a period that has ended is published once more, by its last moment', async () => {
  const byInstant: ComputeSettings = { ...SETTINGS, onTimeBy: 'instant' };
  await give([{ code: '1', received: '2025-06-05 08:00', due: '2025-06-30 17:00' }]); // due on the last day of June
  await loaded('2025-06-30 11:55');
  await publishAt('2025-06-30 12:00', { everything: true }, byInstant);
  expect(await value('open-overdue', '2025-06')).toMatchObject({ hits: 0 });
  expect(await value('due-soon', '2025-06')).toMatchObject({ status: 'available' });
  await loaded('2025-07-01 07:55');
  await publishAt('2025-07-01 08:00', {}, byInstant);
  expect(await value('open-overdue', '2025-06')).toMatchObject({ hits: 1 });
  expect(await value('due-soon', '2025-06')).toMatchObject({ status: 'unavailable' }); // known for the present only
  expect((await publishAt('2025-07-01 08:00', { everything: true }, byInstant)).changes).toBe(0);
});

test('a source that catches up brings the ended months up to date, also when nothing in them changed', async () => {
  await give([{ code: '1', received: '2025-05-05 08:00' }]);
  await loaded('2025-05-20 12:00'); // then it failed
  await publishAt('2025-07-10 12:00', { everything: true });
  expect(await value('on-time-resolution', '2025-06')).toMatchObject({ status: 'unavailable', reason: 'Nguồn city mới nạp đến 20/05/2025.' });
  expect((await value('carried-over', '2025-05')).coverage).toBeLessThan(0.7);
  await loaded('2025-07-10 12:25');
  await publishAt('2025-07-10 12:30');
  expect(await value('carried-over', '2025-06')).toMatchObject({ status: 'available', value: 1, coverage: 1 });
  expect(await value('carried-over', '2025-05')).toMatchObject({ coverage: 1 });
});

describe('not available, because', () => {
  test('the source was never loaded', async () => {
    await addAliases(bench.client, source, [{ kind: 'id', value: 'da', unitId: unit.DA }], 'test');
    await publishAt('2025-07-15 12:00');
    expect(await value('on-time-resolution', '2025-07')).toMatchObject({ status: 'unavailable', reason: 'Nguồn city chưa nạp xong lần nào.', value: null, hits: null });
  });

  test('the period lies before the source begins, or after the point reached', async () => {
    await addAliases(bench.client, source, [{ kind: 'id', value: 'da', unitId: unit.DA }], 'test');
    await give(JULY);
    await loaded('2025-06-30 12:00');
    await publishAt('2025-07-15 12:00', { only: ['2025-04', '2025-06', '2025-07'].map(parsePeriod) });
    expect(await value('on-time-resolution', '2025-04')).toMatchObject({ status: 'unavailable', reason: 'Nguồn city chỉ có số liệu từ 01/05/2025.' });
    expect(await value('on-time-resolution', '2025-06')).toMatchObject({ status: 'available' });
    expect(await value('on-time-resolution', '2025-07')).toMatchObject({ status: 'unavailable', reason: 'Nguồn city mới nạp đến 30/06/2025.' });
  });

  test('the source does not supply the field', async () => {
    const poor = await addSource(bench.client, 'poor', { fields: ['code', 'channel', 'receivedAt', 'endedAt'] });
    await load(bench.client, poor, [dossier({ code: '1', receiving: unit.DB, received: '2025-07-01', ended: '2025-07-02' })]);
    await loaded('2025-07-15 11:55', poor);
    await publishAt('2025-07-15 12:00');
    expect(await value('on-time-resolution', '2025-07', 'DB')).toMatchObject({ status: 'unavailable', reason: expect.stringContaining('Nguồn poor không cung cấp') });
    expect(await value('online-share', '2025-07', 'DB')).toMatchObject({ status: 'available', hits: 0, total: 1 });
  });

  test('one of two sources of the unit is behind: their sum is not shown as whole', async () => {
    const second = await addSource(bench.client, 'field');
    await give([{ code: '1', received: '2025-07-01', ended: '2025-07-02' }]);
    await load(bench.client, second, [dossier({ code: '1', receiving: unit.ONE, resolving: unit.DA, received: '2025-06-01' })]);
    await loaded('2025-07-15 11:55');
    await publishAt('2025-07-15 12:00');
    expect(await value('carried-over', '2025-07')).toMatchObject({ status: 'unavailable', reason: 'Nguồn field chưa nạp xong lần nào.' });
    await loaded('2025-07-15 12:05', second);
    await publishAt('2025-07-15 12:10');
    expect(await value('carried-over', '2025-07')).toMatchObject({ status: 'available', value: 1 });
  });

  test('a zero of a unit that a source lists is a zero', async () => {
    await addAliases(bench.client, source, [{ kind: 'id', value: 'db', unitId: unit.DB }], 'test');
    await give(JULY);
    await loaded('2025-07-15 11:55');
    await publishAt('2025-07-15 12:00');
    expect(await value('carried-over', '2025-07', 'DB')).toMatchObject({ status: 'available', value: 0 });
  });
});

test('[mode 19] a corrected statistic is published; the one before stays in its edition', async () => {
  const id = await inTransaction(bench.client, () => registerSource(bench.client, { key: 'sheet', title: 'Bảng', family: 'import', kind: 'import', staleAfterMs: 1, everyMs: 1, streams: [{ id: 'statistics', record: 'statistic', layout: '' }] }));
  const give2 = async (values: Partial<Record<Measure, number | null>>) => inTransaction(bench.client, async () => loadStatistics(bench.client, id, await startRun(bench.client, id, 'statistics', 'import', null), [{ unitId: unit.DB, period: parsePeriod('2025-03'), values, sourceTime: null }]));
  expect(await give2({ handled: 10, handledOnTime: 9 })).toEqual({ new: 2, changed: 0, unchanged: 0 });
  await publishAt('2025-07-15 12:00');
  expect(await value('index766-progress', '2025-03', 'DB')).toMatchObject({ hits: 9, total: 10, score: 18, source: 'statistics:sheet' });
  expect(await give2({ handled: 10, handledOnTime: 10 })).toEqual({ new: 0, changed: 1, unchanged: 1 });
  expect(await give2({ handled: 10, handledOnTime: 10 })).toEqual({ new: 0, changed: 0, unchanged: 2 });
  await publishAt('2025-07-15 12:05');
  expect(await value('index766-progress', '2025-03', 'DB')).toMatchObject({ hits: 10, total: 10, score: 20 });
  expect(await give2({ handled: null, handledOnTime: null })).toMatchObject({ changed: 2 }); // withdrawn: empty is not zero
  await publishAt('2025-07-15 12:10');
  expect(await value('index766-progress', '2025-03', 'DB')).toMatchObject({ status: 'unavailable', score: null });
  expect((await bench.client.query(`select edition_from, edition_to, hits from indicator_value where indicator = 'index766-progress' and period_type = 'month' and period_start = '2025-03-01' order by 1`)).rows).toEqual([
    { edition_from: 1, edition_to: 2, hits: 9 }, { edition_from: 2, edition_to: 3, hits: 10 }]);
});

test('two publishers at once make two editions that agree', async () => {
  await give(JULY);
  await loaded('2025-07-15 11:55');
  const made = await Promise.all([publishAt('2025-07-15 12:00'), publishAt('2025-07-15 12:00'), publishAt('2025-07-15 12:00')]);
  expect(made.map((m) => m.edition).sort()).toEqual([1, 2, 3]);
  expect(made.filter((m) => m.changes > 0)).toHaveLength(1);
});

test('an edition of chosen periods forgets none of the others', async () => {
  await give(JULY);
  await loaded('2025-07-15 11:55');
  await publishAt('2025-07-15 12:00', { everything: true });
  await give([{ code: '2', received: '2025-06-05 08:00', due: '2025-06-20 17:00', ended: '2025-06-20 16:00' }]);
  await publishAt('2025-07-15 12:01', { only: [parsePeriod('2025-07')] });
  await publishAt('2025-07-15 12:02');
  expect(await value('on-time-resolution', '2025-06')).toMatchObject({ hits: 1, total: 1 });
});

test('a rebuild that ends while an edition is being made does not empty it', async () => {
  const target = await addStub(bench, stubDefinition());
  const stub = createStub(Array.from({ length: 5 }, (_, i) => ({ ma: `${i}`, donVi: 'A', nhan: iso('2025-07-01 08:00'), hen: iso('2025-07-04 17:00'), sua: iso('2025-07-01 08:00') }))); // due soon
  await rebuildDossiers(target, dependencies(bench, stub, '2025-07-03 12:00'));
  let rebuilt: Promise<unknown> = Promise.resolve();
  const pool = watchedPool(bench.pool, async (text) => {
    if (!text.includes('pg_current_snapshot')) return; // it is taken; the measures and the present come next
    rebuilt = rebuildDossiers(target, dependencies(bench, stub, '2025-07-03 12:01'));
    let over = false;
    rebuilt.then(() => { over = true; }, () => { over = true; });
    const waits = async () => Number((await bench.pool.query(`select count(*) as n from pg_locks where not granted`)).rows[0].n) > 0;
    while (!over && !(await waits()));
  });
  await publish(pool, SETTINGS, at('2025-07-03 12:00'), { only: [parsePeriod('2025-07')] });
  await rebuilt;
  expect(await value('due-soon', '2025-07', 'U.A')).toMatchObject({ value: 5 });
  expect(await value('carried-over', '2025-07', 'U.A')).toMatchObject({ value: 0 });
});

test('a figure names a unit that is there, and that stays', async () => {
  const figure = (unitId: number): StoredValue => ({ indicator: 'received', unitId, hits: 5, total: null, value: 5, score: null, maxScore: null, status: 'available', reason: null, version: '1', coverage: 1, basis: 'a\tb\\c' });
  const write = (unitId: number) => inTransaction(bench.client, async () => {
    const writer = openWriter(bench.client, 1);
    await writer.write(parsePeriod('2025-07'), [figure(unit.DA), figure(unitId)]);
    await writer.flush();
  });
  await expect(write(987_654)).rejects.toThrow('names unit 987654');
  expect((await bench.client.query('select count(*)::int as n from indicator_value')).rows[0].n).toBe(0);
  await write(unit.DB);
  expect((await bench.client.query('select distinct basis, coverage, total from indicator_value')).rows).toEqual([{ basis: 'a\tb\\c', coverage: 1, total: null }]);
  await expect(bench.client.query('delete from unit where id = $1', [unit.DB])).rejects.toThrow('never deleted');
});

test('rows are written in bounded batches, those that say why there is nothing too', async () => {
  const writer = openWriter(bench.client, 1);
  const nothing = (i: number): StoredValue => ({ indicator: `test-${i}`, unitId: unit.DA, hits: null, total: null, value: null, score: null, maxScore: null, status: 'unavailable', reason: 'chưa có nguồn', version: '1', coverage: null, basis: `${i}` });
  const written = async () => Number((await bench.client.query('select count(*) as n from indicator_absence')).rows[0].n);
  await inTransaction(bench.client, async () => {
    await bench.client.query(`insert into edition (number, as_of, sources, changes) values (1, now(), '[]', 0)`);
    await writer.write(parsePeriod('2025-07'), Array.from({ length: 5 }, (_, i) => nothing(i)));
    expect(await written()).toBe(0); // small ones wait for each other
    await writer.write(parsePeriod('2025-06'), Array.from({ length: 21_000 }, (_, i) => nothing(i)));
    expect(await written()).toBe(21_005);
  });
});
