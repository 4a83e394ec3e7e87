/** Figures from files beside figures of systems: a file speaks up to its day and ages, and gives way to a system that knows the same. */
import { loadStatisticsFile } from '../../src/cli/import';
import { register } from '../../src/ingest/registration';
import { parseStatistics } from '../../src/ingest/import/statistics';
import { inTransaction } from '../../src/store/database';
import { loadItems } from '../../src/store/facts/load-items';
import { importRegister } from '../../src/store/facts/registers';
import { openRegistry, registerUnits } from '../../src/store/units/registry';
import { moveCheckpoint, registerSource } from '../../src/store/sources/sources';
import { loadStatistics } from '../../src/store/facts/statistics';
import { parsePeriod, type Item, type Measure } from '../../src/vocabulary';
import { at } from '../support/dossiers';
import { openProvince, type Province } from '../support/published';

let p: Province;
beforeEach(async () => {
  p = await openProvince();
  await p.bench.client.query('delete from source_stream; delete from source'); // no dossiers: what is published only
  await registerUnits(p.bench.client, ['ONE', 'DA', 'DB'].map((code) => ({ code, name: `Đơn vị ${code}`, level: 'department', parentCode: 'P', validFrom: null, validTo: null })), 'test');
});
afterEach(() => p.bench.close());

const file = (rows: Record<string, string>[]) => loadStatisticsFile({ pool: p.bench.pool }, parseStatistics(Object.keys(rows[0]!), rows.map((cells, i) => ({ number: i + 2, cells })), {}), { name: 'bao-cao.csv', by: 'van-thu' });
const system = async (key: string, values: Partial<Record<'P' | 'ONE' | 'DA' | 'DB', Partial<Record<Measure, number | null>>>>, period = '2026-08') => inTransaction(p.bench.client, async () => {
  const id = await registerSource(p.bench.client, { key, title: key, family: 'test', staleAfterMs: 1, everyMs: 1, streams: [{ id: 'counts', record: 'statistic', layout: '' }] });
  await loadStatistics(p.bench.client, id, 1, Object.entries(values).map(([unit, measures]) => ({ unitId: p.unit[unit as 'P'], period: parsePeriod(period), values: measures, sourceTime: null })));
  return id;
});
const figure = async (unit: string, indicator = 'on-time-resolution', period = '2026-08') => { const v = await p.value(indicator, period, unit); return v?.status === 'available' ? `${Number(v.hits)}/${Number(v.total)} ${String(v.source)}` : v?.reason; };
const rows = (...figures: [unit: string, resolved: number, late: number][]) => figures.map(([unit, resolved, late]) => ({ unit_code: unit, period: '2026-08', resolved: String(resolved), resolvedlate: String(late) }));

test('a figure of a file gives way to that of a system as soon as it comes, measure by measure, and stands again where the system does not know', async () => {
  await file(rows(['DA', 100, 10], ['DB', 50, 5], ['ONE', 10, 0], ['P', 200, 20]));
  await p.publishAt('2026-09-05 09:00');
  expect([await figure('DA'), await figure('DB'), await figure('P')]).toEqual(['90/100 statistics:import-measures', '45/50 statistics:import-measures', '180/200 statistics:import-measures']);

  await system('axis', { DA: { resolved: 120, resolvedLate: 12 }, DB: { resolved: 60, resolvedLate: null } });
  await p.publishAt('2026-09-06 09:00');
  expect([await figure('DA'), await figure('DB')]).toEqual(['108/120 statistics:axis', '45/50 statistics:import-measures']);
  expect(await figure('P')).toBe('180/200 statistics:import-measures'); // the system does not have every unit: its sum is not the province
  // The same file again moves nothing back.
  expect(await file(rows(['DA', 100, 10], ['DB', 50, 5], ['ONE', 10, 0], ['P', 200, 20]))).toMatchObject({ new: 0, changed: 0, unchanged: 8 });
  await p.publishAt('2026-09-06 10:00');
  expect(await figure('DA')).toBe('108/120 statistics:axis');
});

test('the sum of a system that has every unit comes before the province as a file gives it, and before the sum of the file, whatever else reports', async () => {
  await file(rows(['DA', 100, 10], ['P', 200, 20]));
  await system('a', { DA: { resolved: 1, resolvedLate: 0 } });
  await system('b', { DA: { resolved: 120, resolvedLate: 12 }, DB: { resolved: 60, resolvedLate: 0 }, ONE: { resolved: 20, resolvedLate: 0 } });
  await p.publishAt('2026-09-05 09:00');
  expect(await figure('P')).toBe('188/200 statistics-sum:b');
  await system('c', { P: { resolved: 300, resolvedLate: 3 } }); // what a system says of the province itself
  await p.publishAt('2026-09-06 09:00');
  expect(await figure('P')).toBe('297/300 statistics:c');
});

test('the age of imported figures is counted from the last file', async () => {
  await file(rows(['DA', 100, 10]));
  await p.bench.client.query(`update source set registered_at = now() - interval '90 days' where key = 'import-measures'; update source_stream set last_success_at = now() - interval '60 days'`);
  const age = async () => Number((await p.rows(`select age_seconds from mart.source_state where source = 'import-measures'`))[0]!.age_seconds);
  expect(await age()).toBeGreaterThan(59 * 86_400);
  await file(rows(['DA', 101, 10]));
  expect(await age()).toBeLessThan(60);
});

describe('registers', () => {
  const task = (code: string, unit: string, doneAt: string | null): Item => ({ kind: 'task', code, unit: { by: 'code', value: unit }, class: null, openedAt: at('2026-07-01'), dueAt: at('2026-08-10'), doneAt: doneAt ? at(doneAt) : null, cancelled: false, verdict: null, amount: null, amountDone: null });
  const book = (items: Item[], asOf: string) => importRegister(p.bench.pool, { kind: 'task', title: 'nhiệm vụ', fields: ['code', 'dueAt', 'doneAt'], items, bad: [], file: { name: 'nv.xlsx', by: 'van-thu', bytes: Buffer.from('x') }, asOf: at(asOf), complete: false, openRegistry: (id) => openRegistry(p.bench.client, id) });
  const app = async (items: Item[], through: string, start: string | null = null) => inTransaction(p.bench.client, async () => {
    const id = await registerSource(p.bench.client, { key: 'app', title: 'app', family: 'test', staleAfterMs: 1, everyMs: 1, streams: [{ id: 'tasks', record: 'item', layout: JSON.stringify({ kind: 'task', fields: ['code', 'dueAt', 'doneAt'], start }) }] });
    await loadItems(p.bench.client, id, 1, items.map((item) => ({ item, unitId: p.unit[item.unit!.value as 'DA'] ?? 0 })));
    await moveCheckpoint(p.bench.client, id, 'tasks', at(through));
    return id;
  });
  const done = (unit: string, period = '2026-08') => figure(unit, 'government-tasks-on-time', period);

  test('a book speaks up to its day, then the system does; of the province each unit counts once, by the system where it speaks for it', async () => {
    await book([task('1', 'DA', '2026-08-09'), task('2', 'DA', null), task('3', 'DB', '2026-08-09')], '2026-09-01');
    await p.publishAt('2026-09-05 09:00');
    expect([await done('DA'), await done('DB'), await done('P')]).toEqual(['1/2 items:register-task', '1/1 items:register-task', '2/3 items:register-task']);
    expect(await done('DA', '2026-09')).toContain('Nguồn register-task mới nạp đến 31/08/2026.');

    await app([task('a', 'DA', '2026-08-09'), task('b', 'DA', '2026-08-10'), task('c', 'DA', null)], '2026-09-06');
    await p.publishAt('2026-09-06 09:00');
    expect([await done('DA'), await done('DB'), await done('P')]).toEqual(['2/3 items:app', '1/1 items:register-task', '3/4 items:app,register-task']);

    await app([task('d', 'DB', null)], '2026-09-06');
    await p.publishAt('2026-09-07 09:00');
    expect([await done('DB'), await done('P')]).toEqual(['0/1 items:app', '2/4 items:app']);
  });

  test('items of unknown units count with the source that counts; a system that does not reach back leaves the past to the book; one that fell behind leaves the province unsaid', async () => {
    await book([task('3', 'DB', '2026-08-09')], '2026-10-02');
    await app([task('a', 'DA', '2026-08-09'), task('u', '?', null)], '2026-10-01', '2026-08-01');
    await p.publishAt('2026-10-02 09:00');
    expect(await done('P')).toBe('2/3 items:app,register-task');
    expect(await done('P', '2026-07')).toBe('0/0 items:register-task');
    expect([await done('DB', '2026-10'), await done('P', '2026-10')]).toEqual(['0/0 items:register-task', expect.stringContaining('Nguồn app mới nạp đến 30/09/2026.')]);
    await register(p.bench.pool, { code: 'P', name: 'Tỉnh' }, [], [], true); // no longer configured: not waited for
    await p.publishAt('2026-10-02 10:00');
    expect(await done('P', '2026-10')).toBe('0/0 items:register-task');
  });
});
