/** The registry through time: the whole country, aliases that move dossiers, two maps across 1 July 2025, control totals. */
import { join } from 'node:path';
import { loadCalendar } from '../../src/compute/calendar';
import { coverageOfSources, type ComputeSettings } from '../../src/compute/measures/measuring';
import { valuesByField } from '../../src/compute/values/field-values';
import { publish } from '../../src/compute/editions/publish';
import { valuesOnMap } from '../../src/compute/maps/unit-map';
import { loadUnitFiles } from '../../src/ingest/units/load-unit-files';
import { projectRoot } from '../../src/platform/root';
import { ExplainController } from '../../src/serve/explain/explain.controller';
import { foldMeasures, measureSource } from '../../src/store/facts/measures';
import { signOff } from '../../src/store/editions/closings';
import { inTransaction } from '../../src/store/database';
import { findUnits, readUnit } from '../../src/store/units/read-units';
import { addAliases, learnUnits, MAX_PLACEHOLDERS, openRegistry, registerUnits } from '../../src/store/units/registry';
import { moveCheckpoint } from '../../src/store/sources/sources';
import { loadStatistics } from '../../src/store/facts/statistics';
import { checkUnits, recordStocks, stockControls } from '../../src/store/units/unit-check';
import { registerBatches } from '../../src/store/units/unit-registry';
import { listUnmatched, resolveUnmatched, settleUnmatched, suggest } from '../../src/store/units/unit-unmatched';
import { parsePeriod, type MapMode, type Unit, type UnitEvent, type UnitRef } from '../../src/vocabulary';
import { openBench, type Bench } from '../support/bench';
import { watchedPool } from '../support/watched-pool';
import { addSource, at, dossier, load, measureDifferences, type Given } from '../support/dossiers';

const FILES = ['da-nang.csv', 'quang-nam-da-nang-departments.yaml', 'viet-nam.json.gz'].map((name) => join(projectRoot(), 'config/units', name));
const PROVINCE = { code: 'H17', name: 'Thành phố Đà Nẵng' };
const SETTINGS: ComputeSettings = { provinceCode: 'H17', onTimeBy: 'date', dueSoonWorkingDays: 3, calendar: loadCalendar([]) };
let bench: Bench;
const loadCountry = (again = false) => inTransaction(bench.client, () => loadUnitFiles(bench.client, PROVINCE, FILES, again));
const ids = async (...codes: string[]) => Object.fromEntries((await bench.client.query<{ code: string; id: number }>('select code, id from unit where code = any($1::text[])', [codes])).rows.map((row) => [row.code, row.id])) as Record<string, number>;
const unit = (code: string, more: Partial<Unit> = {}): Unit => ({ code, name: `Đơn vị ${code}`, level: 'commune', parentCode: 'H17', validFrom: null, validTo: null, ...more });
const event = (id: string, more: Partial<UnitEvent>): UnitEvent => ({ id, kind: 'merge', date: '2025-07-01', basis: 'NQ', verified: true, note: null, edges: [], ends: [], begins: [], units: [], ...more });

describe('the country', () => {
  beforeAll(async () => { bench = await openBench(); await loadCountry(); });
  afterAll(() => bench.close());

  test('63 provinces, 696 districts and 10.035 communes before; 34, none and 3.321 after', async () => {
    const counted = async (day: string) => {
      const found = await findUnits(bench.pool, { at: day, country: true });
      return ['province', 'district', 'commune'].map((level) => found.filter((u) => u.level === level).length);
    };
    expect(await counted('2025-06-30')).toEqual([63, 696, 10_035]);
    expect(await counted('2025-07-01')).toEqual([34, 0, 3_321]);
  });

  test('holds together: no gap, no overlap, no cycle, every unit has a successor or the reason why not', async () => {
    const findings = await checkUnits(bench.client);
    expect(findings.filter((f) => f.severity === 'error')).toEqual([]);
    expect(findings.map((f) => f.check)).toEqual(expect.arrayContaining(['unverified', 'divided', 'successor-unknown']));
    expect(findings.map((f) => f.check)).not.toContain('left-province');
  });

  test('the 94 units of Đà Nẵng have their predecessors: all 280 old communes have gone somewhere, Hoàng Sa came from its district', async () => {
    const communes = (await findUnits(bench.pool, { level: 'commune' }));
    expect(communes).toHaveLength(94);
    const { rows } = await bench.client.query<{ from_code: string }>('select distinct from_code from mart.unit_lineage where to_code = any($1::text[]) and from_code in (select code from mart.unit_all where level = $2)', [communes.map((u) => u.code), 'commune']);
    expect(rows).toHaveLength(280);
    const banThach = (await findUnits(bench.pool, { search: 'Bàn Thạch' }))[0]!;
    const detail = await readUnit(bench.pool, banThach.code);
    expect(detail.codes).toEqual([{ system: 'gso', code: '20335', validFrom: '2025-07-01', validTo: null, verified: true }]);
    expect(detail.predecessors.filter((e) => e.weight === 1).map((e) => e.fromName).sort()).toEqual(['Phường Hoà Thuận', 'Phường Tân Thạnh', 'Xã Tam Thăng']);
    expect(detail.predecessors.find((e) => e.fromName === 'Thành phố Tam Kỳ')).toMatchObject({ weight: null, reason: expect.stringContaining('chưa có tỷ lệ') });
    expect(detail.predecessors[0]!.basis).toContain('1659');
    const { rows: hoangSa } = await bench.client.query(`select from_name, weight from mart.unit_lineage where to_name = 'Đặc khu Hoàng Sa'`);
    expect(hoangSa).toEqual([{ from_name: 'Huyện Hoàng Sa', weight: 1 }]);
  });

  test('an administrative code that was given again is read by the day; H-codes in both orders; foreign names and numbers are not ours', async () => {
    const source = await addSource(bench.client, 'codes');
    const registry = await openRegistry(bench.client, source);
    const names = new Map((await bench.client.query<{ id: number; name: string }>('select id, name from unit')).rows.map((row) => [row.id, row.name]));
    const name = (ref: UnitRef, day: string) => names.get(registry.find(ref, day) ?? -1);
    expect(name({ by: 'code', value: '20401' }, '2025-06-30')).toBe('Phường Tân An');
    expect(name({ by: 'code', value: '20401' }, '2025-07-01')).toBe('Phường Hội An Tây');
    expect(name({ by: 'code', value: '000.00.05.H17' }, '2026-01-01')).toBe('Sở Xây dựng');
    expect(name({ by: 'code', value: 'H47' }, '2024-01-01')).toBe('Tỉnh Quảng Nam');
    expect(name({ by: 'name', value: 'UBND phường Hoà Cường' }, '2026-01-01')).toBe('Phường Hoà Cường');
    expect(name({ by: 'name', value: 'Phường Ba Đình' }, '2026-01-01')).toBeUndefined(); // Hà Nội
    expect(name({ by: 'code', value: '00004' }, '2026-01-01')).toBeUndefined();
  });

  test('departments and their mergers are there, marked invented and unverified', async () => {
    const before = await findUnits(bench.pool, { at: '2025-02-28', level: 'department' });
    expect(before.filter((u) => u.parentCode === 'VN2024.49').length).toBeGreaterThan(15);
    expect(before.filter((u) => u.code.startsWith('H47')).every((u) => u.invented && !u.verified)).toBe(true);
    expect((await findUnits(bench.pool, { at: '2025-02-28', search: 'H17.06' }))).toEqual([]); // Nông nghiệp và Môi trường begins in March
    expect((await readUnit(bench.pool, 'H17.07')).predecessors.map((e) => `${e.from} ${e.day} ${e.verified}`)).toEqual(['H17.21 2025-03-01 false', 'H47.07 2025-07-01 false']);
    expect((await findUnits(bench.pool, { level: 'department' }))).toHaveLength(20);
  });

  test('loaded again nothing changes, and an unchanged file is not read', async () => {
    const state = async () => (await bench.client.query(`select (select md5(string_agg(u::text, '' order by id)) from unit u), (select count(*) from unit_lineage), (select md5(string_agg(c::text, '' order by system, code, unit_id)) from unit_code c)`)).rows;
    const before = await state();
    expect(await loadCountry()).toMatchObject({ files: [] });
    await loadCountry(true);
    expect(await state()).toEqual(before);
  });

  test('the map of a day: whole communes go over, divided ones and districts do not', async () => {
    const on = async (code: string, day: string) => (await bench.client.query(`select on_code, reason from mart.unit_on_map($2) where unit_code = $1`, [code, day])).rows[0];
    const hoiAnTay = (await findUnits(bench.pool, { search: 'Hội An Tây' }))[0]!.code;
    expect(await on('VN2024.20401', '2026-01-01')).toEqual({ on_code: hoiAnTay, reason: null });
    expect(await on('VN2024.20401', '2025-06-30')).toEqual({ on_code: 'VN2024.20401', reason: null });
    expect(await on(hoiAnTay, '2025-06-30')).toEqual({ on_code: null, reason: expect.any(String) });
    expect(await on('VN2024.502', '2026-01-01')).toMatchObject({ on_code: null, reason: expect.stringContaining('chưa có tỷ lệ') });
    expect(await on('H17.21', '2026-01-01')).toEqual({ on_code: 'H17.07', reason: null });
    expect(await on('VN2024.49', '2026-01-01')).toEqual({ on_code: 'H17', reason: null });
    await bench.client.query('set role grafana_reader');
    try { await bench.client.query('select * from mart.unit_on_map(current_date) limit 1'); } finally { await bench.client.query('reset role'); }
  });
});

describe('what nobody knows', () => {
  afterEach(() => bench.close());
  let source: number;
  const ref = (value: string, by: UnitRef['by'] = 'id', name?: string): UnitRef => ({ by, value, name });
  beforeEach(async () => {
    bench = await openBench();
    await registerUnits(bench.client, [unit('H17', { level: 'province', parentCode: null }), unit('A', { name: 'Phường Tân An' }), unit('B', { name: 'Phường Hải Châu' })], 'test');
    source = await addSource(bench.client, 'city');
  });
  /** Reads dossiers as a run does: placeholders first. */
  async function give(rows: (Given & { by: UnitRef })[]) {
    await settleUnmatched(bench.client, source);
    const registry = await openRegistry(bench.client, source);
    await registry.addUnits(rows.map((row) => ({ ref: row.by, day: row.received?.slice(0, 10) })));
    await load(bench.client, source, rows.map((row) => dossier({ ...row, receiving: registry.unit(row.by, row.received?.slice(0, 10)) })));
    await registry.flush();
    await foldMeasures(bench.client);
  }
  const where = async () => Object.fromEntries((await bench.client.query<{ code: string; unit: string }>('select d.code, u.code as unit from dossier d join unit u on u.id = d.resolving_unit_id order by 1')).rows.map((row) => [row.code, row.unit]));
  const counted = async () => Object.fromEntries((await bench.client.query<{ code: string; n: number }>(`select u.code, sum(accepted)::int as n from ${await measureSource(bench.client, 'measure_day')} m join unit u on u.id = m.unit_id group by 1 having sum(accepted) <> 0 order by 1`)).rows.map((row) => [row.code, row.n]));

  test('waits under its own placeholder, counts for the province, and moves with its measures when a person says what it is', async () => {
    await give([{ code: '1', by: ref('x1', 'id', 'P. Tân An'), received: '2025-08-01 08:00', ended: '2025-08-02 08:00' }, { code: '2', by: ref('x2'), received: '2025-08-01 08:00' }, { code: '3', by: ref('B', 'code'), received: '2025-08-01 08:00' }]);
    await moveCheckpoint(bench.client, source, 'dossiers', at('2025-08-15 12:00'));
    const [first, second] = (await listUnmatched(bench.client)).sort((a, b) => (a.value < b.value ? -1 : 1));
    expect(first).toMatchObject({ source: 'city', kind: 'id', value: 'x1', name: 'P. Tân An', receiving: 1, resolving: 1, placeholder: expect.stringMatching(/^\?[0-9a-f]{12}$/) });
    expect(await counted()).toEqual({ [first!.placeholder!]: 1, [second!.placeholder!]: 1, B: 1 });
    await publish(bench.pool, SETTINGS, at('2025-08-15 12:05'), { everything: true });
    const value = async (code: string) => (await bench.client.query(`select hits from mart.indicator_value where indicator = 'carried-over' and period_type = 'month' and period_start = '2025-09-01' and unit_code = $1`, [code])).rows[0]?.hits;
    const resolved = async (code: string) => (await bench.client.query(`select total from mart.indicator_value where indicator = 'online-share' and period_type = 'month' and period_start = '2025-08-01' and unit_code = $1`, [code])).rows[0]?.total;
    expect([await resolved('H17'), await resolved('A'), await value('A')]).toEqual([3, undefined, undefined]);

    expect(await inTransaction(bench.client, () => resolveUnmatched(bench.client, 'city', ref('x1'), 'A', { by: 'test' }))).toEqual({ values: 1, dossiers: 1, items: 0, documents: 0, statistics: 0, doubled: 0 });
    expect(await where()).toEqual({ 1: 'A', 2: second!.placeholder, 3: 'B' });
    expect(await counted()).toEqual({ [second!.placeholder!]: 1, A: 1, B: 1 });
    expect(await measureDifferences(bench.client)).toEqual([]);
    expect((await listUnmatched(bench.client)).map((l) => l.value)).toEqual(['x2']);
    expect((await bench.client.query('select valid_to is not null as closed from unit where code = $1', [first!.placeholder])).rows).toEqual([{ closed: true }]);
    await publish(bench.pool, SETTINGS, at('2025-08-15 12:10'));
    expect([await resolved('H17'), await resolved('A'), await resolved(first!.placeholder!)]).toEqual([3, 1, 0]);
    await give([{ code: '4', by: ref('x1'), received: '2025-08-03 08:00' }]); // from now on it is known
    expect((await where())['4']).toBe('A');
  });

  test('a meaning from day to day moves only the dossiers of those days; a second one may not contradict it', async () => {
    await give([{ code: 'old', by: ref('x'), received: '2025-06-30 23:59' }, { code: 'new', by: ref('x'), received: '2025-07-01 00:00' }]);
    const say = (code: string, from?: string, to?: string) => inTransaction(bench.client, () => resolveUnmatched(bench.client, 'city', ref('x'), code, { from, to, by: 'test' }));
    expect(await say('B', '2025-07-01')).toMatchObject({ dossiers: 1, values: 0 });
    expect(await where()).toEqual({ new: 'B', old: expect.stringMatching(/^\?/) });
    await expect(say('A', '2025-01-01', '2025-07-31')).rejects.toThrow('đã là B');
    expect(await say('A', undefined, '2025-06-30')).toMatchObject({ dossiers: 1, values: 1 });
    expect(await where()).toEqual({ new: 'B', old: 'A' });
    expect(await measureDifferences(bench.client)).toEqual([]);
    await give([{ code: 'older', by: ref('x'), received: '2024-06-30 23:59' }]);
    expect((await where()).older).toBe('A');
  });

  test('is explained as well by a file, a definition or the catalogue of the source, at the next run', async () => {
    await give([{ code: '1', by: ref('x1'), received: '2025-08-01 08:00' }, { code: '2', by: ref('Z9', 'code'), received: '2025-08-01 08:00' }]);
    expect(await learnUnits(bench.client, source, [{ id: 'x1', code: 'A', name: 'Tân An', parentId: null }, { id: 'x9', code: null, name: 'Phường Chưa Có', parentId: null }])).toEqual({ learned: 1, unknown: 1 });
    await registerUnits(bench.client, [unit('Z9')], 'file');
    await settleUnmatched(bench.client, source);
    expect(await where()).toEqual({ 1: 'A', 2: 'Z9' });
    expect((await listUnmatched(bench.client)).map((l) => [l.kind, l.value, l.placeholder])).toEqual([['name', 'Phường Chưa Có', null]]);
    expect(await measureDifferences(bench.client)).toEqual([]);
  });

  test('[mode 31] an id that the source gives to another unit after a merger keeps its old meaning for the old days', async () => {
    await addAliases(bench.client, source, [{ kind: 'id', value: 'x', unitId: (await ids('A')).A! }], 'catalogue');
    await registerBatches(bench.client, [{ origin: 'test', units: [], events: [event('m', { edges: [{ from: 'A', to: 'B', weight: 1 }], ends: ['A'] })] }]);
    for (let twice = 0; twice < 2; twice++) await learnUnits(bench.client, source, [{ id: 'x', code: 'B', name: 'Hải Châu', parentId: null }]);
    await give([{ code: 'old', by: ref('x'), received: '2025-06-30 08:00' }, { code: 'new', by: ref('x'), received: '2025-07-01 08:00' }]);
    expect(await where()).toEqual({ old: 'A', new: 'B' });
  });

  test('[mode 32] is never guessed: likeness is printed as a suggestion only', async () => {
    await give([{ code: '1', by: ref('phuong tan an', 'name'), received: '2025-08-01 08:00' }, { code: '2', by: ref('PHƯỜNG  TÂN AN', 'name'), received: '2025-08-01 08:00' }]);
    expect((await where())['2']).toBe('A');
    expect((await where())['1']).toMatch(/^\?/);
    expect(await suggest(bench.client, ['phuong tan an', 'khác hẳn'])).toEqual(new Map([['phuong tan an', ['A Phường Tân An']], ['khác hẳn', []]]));
  });

  test('free text in the place of a unit does not fill the registry', async () => {
    const registry = await openRegistry(bench.client, source);
    await registry.addUnits(Array.from({ length: MAX_PLACEHOLDERS + 50 }, (_, i) => ({ ref: ref(`text ${i}`) })));
    expect(registry.unit(ref('text 0'))).toBeGreaterThan(0);
    expect(registry.unit(ref(`text ${MAX_PLACEHOLDERS + 49}`))).toBe(0);
    await registry.flush();
    expect((await listUnmatched(bench.client)).filter((l) => l.placeholder === null)).toHaveLength(1);
  });

  test('statistics wait and move too; those the unit already has stay in the queue', async () => {
    const registry = await openRegistry(bench.client, source);
    await registry.addUnits([{ ref: ref('x') }]);
    const row = (unitId: number, period: string, received: number) => ({ unitId, period: parsePeriod(period), values: { received }, sourceTime: null });
    await loadStatistics(bench.client, source, 1, [row(registry.unit(ref('x')), '2025-07', 5), row(registry.unit(ref('x')), '2025-08', 6), row((await ids('A')).A!, '2025-08', 7)]);
    expect(await inTransaction(bench.client, () => resolveUnmatched(bench.client, 'city', ref('x'), 'A', { by: 'test' }))).toMatchObject({ statistics: 1, doubled: 1, values: 0 });
    expect((await bench.client.query(`select period_start::text, value from statistic s join unit u on u.id = s.unit_id where u.code = 'A' order by 1`)).rows).toEqual([{ period_start: '2025-07-01', value: 5 }, { period_start: '2025-08-01', value: 7 }]);
  });
});

describe('two maps across 1 July 2025', () => {
  afterEach(() => bench.close());
  let source: number;
  let id: Record<string, number>;
  /** P1, P2 → S whole; Q is divided between S2 and S3; S4 is T under another name. Former province V (P1, P2, Q, D) joined H17. */
  beforeEach(async () => {
    bench = await openBench();
    const old = { validTo: '2025-06-30', parentCode: 'V' };
    await registerBatches(bench.client, [{
      origin: 'test',
      units: [unit('H17', { level: 'province', parentCode: null }), unit('V', { level: 'province', parentCode: null, validTo: '2025-06-30' }), unit('P1', old), unit('P2', old), unit('Q', old), unit('T', { ...old, parentCode: 'H17' }),
        ...['S', 'S2', 'S3', 'S4'].map((code) => unit(code, { validFrom: '2025-07-01' }))],
      events: [event('v', { edges: [{ from: 'V', to: 'H17', weight: 1 }] }), event('s', { edges: [{ from: 'P1', to: 'S', weight: 1 }, { from: 'P2', to: 'S', weight: 1 }] }),
        event('q', { kind: 'split', edges: [{ from: 'Q', to: 'S2', reason: 'chia cho S2, S3' }, { from: 'Q', to: 'S3', reason: 'chia cho S2, S3' }] }), event('t', { kind: 'rename', edges: [{ from: 'T', to: 'S4', weight: 1 }] })],
    }]);
    id = await ids('H17', 'V', 'P1', 'P2', 'Q', 'T', 'S', 'S2', 'S3', 'S4');
    source = await addSource(bench.client, 'city', { start: '2025-01-01' });
    await moveCheckpoint(bench.client, source, 'dossiers', at('2025-09-15 11:55'));
  });
  const give = (rows: [code: string, unit: string, received: string, ended?: string, due?: string][]) =>
    load(bench.client, source, rows.map(([code, u, received, ended, due]) => dossier({ code, receiving: id[u]!, received, ended, due: due ?? '2025-12-31' })));
  const DOSSIERS: Parameters<typeof give>[0] = [
    ['1', 'P1', '2025-05-02', '2025-06-02'], // June, on time
    ['2', 'P1', '2025-06-10'], // open: carried over to S
    ['3', 'P2', '2025-06-11', '2025-07-20'], // carried over, resolved in July under the old unit
    ['4', 'P2', '2025-06-12', '2025-06-30', '2025-06-20'], // June, late
    ['5', 'S', '2025-07-05', '2025-07-10'],
    ['6', 'Q', '2025-06-15'], ['7', 'S2', '2025-07-05', '2025-07-06'], ['8', 'T', '2025-06-01', '2025-06-05'], ['9', 'S4', '2025-07-02'],
  ];
  const read = async (code: string, period: string, mode: MapMode, indicator = 'on-time-resolution', now = '2025-09-15 12:00') => {
    const { values, from, note } = await valuesOnMap(bench.pool, code, parsePeriod(period), mode, at(now), SETTINGS);
    const { hits, total, value, status, reason } = values.find((v) => v.indicator === indicator)!;
    return { hits, total, value, status, reason, from, note };
  };

  test('on today\'s map the predecessors count for their successor', async () => {
    await give(DOSSIERS);
    expect(await read('S', '2025-06', 'today')).toMatchObject({ hits: 1, total: 2, value: 0.5, from: ['P1', 'P2'], note: null });
    expect(await read('S', '2025-07', 'today')).toMatchObject({ hits: 2, total: 2 });
    expect(await read('S', '2025', 'today')).toMatchObject({ hits: 3, total: 4 });
    expect(await read('S4', '2025-06', 'today')).toMatchObject({ hits: 1, total: 1, from: ['T'] });
    expect(await read('H17', '2025-06', 'today')).toMatchObject({ hits: 2, total: 3, from: ['H17', 'V'] });
    expect(await read('P1', '2025-06', 'today')).toMatchObject({ status: 'unavailable', reason: 'Đơn vị P1 không có trên bản đồ hôm nay (đến 30/06/2025); xem S.' });
  });

  test('the page that explains a figure reads it on both maps', async () => {
    await give(DOSSIERS);
    const controller = new ExplainController({ pool: bench.pool, province: PROVINCE, language: 'vi', now: () => at('2025-09-15 12:00'), compute: SETTINGS });
    const page = await controller.page('on-time-resolution', 'S', '2025-06');
    expect(page).toMatch(/Như tại thời điểm đó<\/th><td>không có số liệu: Trong kỳ này đơn vị S chưa có/);
    expect(page).toMatch(/Theo bản đồ hôm nay<\/th><td>50,00 % · 1 \/ 2 · cộng số của Đơn vị P1, Đơn vị P2/);
  });

  test('as it was: each unit for its own days, and what it had open goes to its successor', async () => {
    await give(DOSSIERS);
    expect(await read('P1', '2025-06', 'as-was')).toMatchObject({ hits: 1, total: 1, from: ['P1'] });
    expect(await read('P2', '2025-06', 'as-was')).toMatchObject({ hits: 0, total: 1 });
    expect(await read('S', '2025-07', 'as-was', 'carried-over')).toMatchObject({ value: 2, from: ['P1', 'P2', 'S'] }); // 2 and 3
    expect(await read('S', '2025-07', 'as-was')).toMatchObject({ hits: 2, total: 2 });
    expect(await read('S', '2025-06', 'as-was')).toMatchObject({ status: 'unavailable', reason: 'Trong kỳ này đơn vị S chưa có (từ 01/07/2025); xem P1, P2.' });
    expect(await read('P1', '2025-08', 'as-was')).toMatchObject({ status: 'unavailable', reason: 'Trong kỳ này đơn vị P1 không còn (đến 30/06/2025); xem S.' });
    expect(await read('P2', '2025', 'as-was')).toMatchObject({ hits: 0, total: 1, note: 'Đơn vị chỉ có từ 01/01/2025 đến 30/06/2025 trong kỳ.' });
    expect(await read('S', '2025', 'as-was')).toMatchObject({ hits: 2, total: 2 });
  });

  test('what was divided is not attributable, and says so only where it matters', async () => {
    await give(DOSSIERS);
    for (const code of ['S2', 'S3']) expect(await read(code, '2025-07', 'today')).toMatchObject({ status: 'unavailable', reason: 'Hồ sơ của Q Đơn vị Q không phân bổ được: chia cho S2, S3.' });
    expect(await read('Q', '2025-06', 'as-was', 'carried-over')).toMatchObject({ status: 'available' });
    expect(await read('S2', '2025-07', 'as-was')).toMatchObject({ status: 'unavailable' }); // dossier 6 went to one of the two
    await bench.client.query(`delete from dossier where code = '6'`);
    expect(await read('S2', '2025-07', 'today')).toMatchObject({ hits: 1, total: 1 });
  });

  test('a predecessor that no source speaks for leaves a hole, unless the source has moved its history', async () => {
    await give([['1', 'S', '2025-07-05', '2025-07-10'], ['2', 'P1', '2025-06-02', '2025-06-03']]);
    expect(await read('S', '2025-06', 'today')).toMatchObject({ status: 'unavailable', reason: 'Chưa có nguồn nào cung cấp số liệu của đơn vị tiền nhiệm P2 Đơn vị P2 trong kỳ.' });
    expect(await read('S', '2025-07', 'today')).toMatchObject({ hits: 1, total: 1 }); // P2 had ended: nothing to lack
    await give([['2', 'S', '2025-06-02', '2025-06-03'], ['3', 'S', '2025-06-04', '2025-06-05']]); // the source books all under S now
    expect(await read('S', '2025-06', 'today')).toMatchObject({ hits: 2, total: 2 });
    expect(await read('P1', '2025-06', 'as-was')).toMatchObject({ status: 'unavailable', reason: expect.stringContaining('Hồ sơ của S Đơn vị S không phân bổ được: gồm nhiều đơn vị tiền nhiệm') });
  });

  test('an open dossier that the source has handed to the successor stood with the unit that received it', async () => {
    await give(DOSSIERS);
    await load(bench.client, source, [dossier({ code: '2', receiving: id.P1!, resolving: id.S!, received: '2025-06-10', due: '2025-12-31' }), dossier({ code: '6', receiving: id.Q!, resolving: id.S3!, received: '2025-06-15', ended: '2025-07-03', due: '2025-12-31' })]);
    expect(await read('P1', '2025-06', 'as-was', 'index766-progress')).toMatchObject({ hits: 2, total: 2, from: ['P1'] }); // 1 resolved, 2 open within its time
    expect(await read('P1', '2025-06', 'as-was')).toMatchObject({ hits: 1, total: 1 });
    expect(await read('Q', '2025-06', 'as-was', 'index766-progress')).toMatchObject({ hits: 1, total: 1 });
    expect(await read('S', '2025-07', 'as-was', 'carried-over')).toMatchObject({ value: 2 });
    expect(await read('S3', '2025-07', 'as-was')).toMatchObject({ hits: 1, total: 1 });
    expect(await read('S', '2025-06', 'today', 'index766-progress')).toMatchObject({ hits: 3, total: 4 }); // 1, 2, 3, 4
    expect(await read('S3', '2025-06', 'today', 'index766-progress')).toMatchObject({ status: 'unavailable' }); // what Q received is of no single one
    await publish(bench.pool, SETTINGS, at('2025-09-15 12:00'), { everything: true });
    const { rows } = await bench.client.query(`select unit_code, hits, total from mart.indicator_value where indicator = 'index766-progress' and period_type = 'month' and period_start = '2025-06-01' and unit_code in ('P1', 'Q', 'S', 'H17', 'V') and total > 0 order by 1`);
    expect(rows).toEqual([{ unit_code: 'H17', hits: 1, total: 1 }, { unit_code: 'P1', hits: 2, total: 2 }, { unit_code: 'Q', hits: 1, total: 1 }, { unit_code: 'V', hits: 4, total: 5 }]);

    // Asked for supplements again, when exactly is not said: handled, not on time; with P1 until June, with S on today's map.
    await load(bench.client, source, [dossier({ code: '10', receiving: id.P1!, resolving: id.S!, received: '2025-06-10', due: '2025-12-31', supplement: '2025-06-12', supplements: 2 })]);
    for (const at of ['P1', 'S']) expect(await read(at, '2025-06', 'as-was', 'index766-progress')).toMatchObject(at === 'P1' ? { hits: 2, total: 3 } : { hits: null, total: null });
    expect(await read('S', '2025-06', 'today', 'index766-progress')).toMatchObject({ hits: 3, total: 5 });
    await publish(bench.pool, SETTINGS, at('2025-09-15 12:00'));
    const again = await bench.client.query(`select map, unit_code, hits, total from mart.indicator_value_map where indicator = 'index766-progress' and period_type = 'month' and period_start = '2025-06-01' and unit_code in ('P1', 'S') and total > 0 order by 1, 2`);
    expect(again.rows).toEqual([{ map: 'as-was', unit_code: 'P1', hits: 2, total: 3 }, { map: 'today', unit_code: 'S', hits: 3, total: 5 }]);
    expect((await bench.client.query('select * from mart.held_value')).rows).toEqual([]);
  });

  test('an edition says it on both maps: what valuesOnMap says, the province of today the sum of those it was, nothing written twice', async () => {
    await give(DOSSIERS);
    const now = at('2025-09-15 12:00');
    await publish(bench.pool, SETTINGS, now, { everything: true });
    const shown = async (map: string, period: string) => {
      const { type, start } = parsePeriod(period);
      const { rows } = await bench.client.query<{ indicator: string; unit_code: string; hits: number | null; total: number | null; value: number | null; status: string; reason: string | null; from_codes: string[] | null }>(
        'select indicator, unit_code, hits, total, value, status, reason, from_codes from mart.indicator_value_map where map = $1 and period_type = $2 and period_start = $3', [map, type, start]);
      return new Map(rows.map((row) => [`${row.unit_code} ${row.indicator}`, row]));
    };
    for (const period of ['2025-06', '2025-07', '2025-Q3', '2025', '2025-08']) {
      const [was, is] = [await shown('as-was', period), await shown('today', period)];
      for (const code of ['S', 'S2', 'S3', 'S4', 'H17']) {
        const { values, from } = await valuesOnMap(bench.pool, code, parsePeriod(period), 'today', now, SETTINGS);
        for (const v of values) {
          const row = is.get(`${code} ${v.indicator}`);
          expect([period, code, v.indicator, row && { status: row.status, hits: row.hits, total: row.total, value: row.value, reason: row.reason }]).toEqual([period, code, v.indicator, { status: v.status, hits: v.hits, total: v.total, value: v.value, reason: v.reason }]);
          if (row!.from_codes) expect(row!.from_codes).toEqual(from);
        }
      }
      if (period !== '2025-06') for (const [key, row] of was) if (row.unit_code === 'H17') expect(is.get(key)).toEqual(row);
      for (const code of ['H17', 'V', 'P1', 'S']) for (const v of (await valuesOnMap(bench.pool, code, parsePeriod(period), 'as-was', now, SETTINGS)).values) {
        const row = was.get(`${code} ${v.indicator}`);
        // No row of a unit of another time; of one that ended or began inside the period the map reads its own days only.
        if (row && !['2025'].includes(period)) expect([period, code, v.indicator, row.status, row.hits, row.total, row.reason]).toEqual([period, code, v.indicator, v.status, v.hits, v.total, v.reason]);
      }
    }
    const june = await shown('today', '2025-06');
    expect(june.get('S on-time-resolution')).toMatchObject({ hits: 1, total: 2, from_codes: ['P1', 'P2'] });
    expect(june.get('P1 on-time-resolution')).toMatchObject({ status: 'unavailable', hits: null, reason: 'Đơn vị không có trên bản đồ hôm nay (đến 30/06/2025); xem đơn vị kế tục.' });
    const then = await shown('as-was', '2025-06');
    expect([then.get('H17 on-time-resolution'), then.get('V on-time-resolution'), june.get('H17 on-time-resolution')]).toEqual([
      expect.objectContaining({ hits: 1, total: 1 }), expect.objectContaining({ hits: 1, total: 2 }), expect.objectContaining({ hits: 2, total: 3, from_codes: ['H17', 'V'] })]);
    expect(await shown('as-was', '2025-07').then((rows) => [rows.get('S on-time-resolution'), rows.has('P2 on-time-resolution')])).toEqual([expect.objectContaining({ hits: 2, total: 2 }), false]); // 3 was booked under P2
    expect(june.get('S2 on-time-resolution')).toMatchObject({ status: 'unavailable', reason: expect.stringContaining('không phân bổ được') });
    // What is attributable adds up to the province, on both maps, when nothing was divided.
    await bench.client.query(`delete from dossier where code in ('6', '7')`);
    await foldMeasures(bench.client);
    await publish(bench.pool, SETTINGS, now, { everything: true });
    for (const period of ['2025-06', '2025-07', '2025']) for (const map of ['as-was', 'today']) {
      const rows = [...(await shown(map, period)).values()].filter((row) => row.indicator === 'on-time-resolution');
      const isProvince = (row: { unit_code: string }) => ['H17', 'V'].includes(row.unit_code);
      const sum = (what: 'hits' | 'total', of: typeof rows) => of.reduce((n, row) => n + (row[what] ?? 0), 0);
      const [units, provinces] = [rows.filter((row) => !isProvince(row)), rows.filter(isProvince)];
      expect([map, period, sum('hits', units), sum('total', units)]).toEqual([map, period, sum('hits', provinces), sum('total', provinces)]);
    }
    const counted = async () => (await bench.client.query(`select (select count(*) from map_value) as v, (select count(*) from map_absence) as a, (select array_agg(xmin::text order by unit_id, period_start, period_type) from map_fold) as f`)).rows;
    const before = await counted();
    expect((await publish(bench.pool, SETTINGS, now, { everything: true })).changes).toBe(0);
    expect(await counted()).toEqual(before);
  });

  test('an edition walks the lineage once for each map, however many of its periods ask', async () => {
    await give(DOSSIERS);
    await give(['07', '08', '09'].map((month): (typeof DOSSIERS)[number] => [`late-${month}`, 'P2', `2025-${month}-03`])); // still booked under a unit that has ended
    const walks: string[] = [];
    const pool = watchedPool(bench.pool, (text, values) => { if (text.includes('unit_map(')) walks.push(JSON.stringify(values)); });
    const { periods } = await publish(pool, SETTINGS, at('2025-09-15 12:00'), { everything: true });
    expect(periods).toBeGreaterThan(50);
    expect(walks.length).toBeGreaterThan(0);
    expect(walks.length).toBeLessThanOrEqual(4); // the units of today, and each province of then
    expect((await publish(bench.pool, SETTINGS, at('2025-09-15 12:00'), { everything: true })).changes).toBe(0);
  });

  test('a closed period keeps what it said on today\'s map; another map folds it anew, or says why not', async () => {
    await give(DOSSIERS);
    const now = at('2025-09-15 12:00');
    const june = async () => (await bench.client.query(`select hits, total, status, reason from mart.indicator_value_map where map = 'today' and unit_code = 'S' and indicator = 'on-time-resolution' and period_type = 'month' and period_start = '2025-06-01'`)).rows;
    const { edition } = await publish(bench.pool, SETTINGS, now, { everything: true });
    await signOff(bench.client, parsePeriod('2025-06'), edition, 'A', []);
    await give([['4', 'P2', '2025-06-12', '2025-06-30', '2025-07-20']]); // was late, was not
    await publish(bench.pool, SETTINGS, now);
    expect(await june()).toEqual([{ hits: 1, total: 2, status: 'available', reason: null }]);
    await bench.client.query(`update map_state set digest = 'another'`);
    await publish(bench.pool, SETTINGS, now);
    expect(await june()).toEqual([{ hits: null, total: null, status: 'unavailable', reason: expect.stringContaining('đã chốt') }]);
    await give([['4', 'P2', '2025-06-12', '2025-06-30', '2025-06-20']]);
    await bench.client.query(`update map_state set digest = 'another'; truncate map_value, map_absence, map_fold`);
    await publish(bench.pool, SETTINGS, now);
    expect(await june()).toEqual([{ hits: 1, total: 2, status: 'available', reason: null }]);
  });

  test('a former province is the sum of what stood below it; the province of today before the merger is the old one', async () => {
    await give(DOSSIERS);
    expect(await read('V', '2025-06', 'as-was')).toMatchObject({ hits: 1, total: 2 }); // 1, 4 – not T
    expect(await read('H17', '2025-06', 'as-was')).toMatchObject({ hits: 1, total: 1 }); // T
    expect(await read('H17', '2025-07', 'as-was')).toMatchObject({ hits: 3, total: 3 }); // 3, 5, 7: all of it
    expect(await read('V', '2025-07', 'as-was')).toMatchObject({ status: 'unavailable' });
    await give([['10', 'S', '2025-06-01', '2025-06-02']]); // booked under S, which was P1 or P2: of V in any case
    expect(await read('V', '2025-06', 'as-was')).toMatchObject({ hits: 2, total: 3 });
    const registry = await openRegistry(bench.client, source);
    await registry.addUnits([{ ref: { by: 'id', value: '?' } }]);
    await load(bench.client, source, [dossier({ code: '11', receiving: registry.unit({ by: 'id', value: '?' }), received: '2025-06-01' })]);
    expect(await read('V', '2025-06', 'as-was')).toMatchObject({ status: 'unavailable', reason: expect.stringContaining('chưa xác định đơn vị') });
    expect(await read('H17', '2025-06', 'today')).toMatchObject({ status: 'available', total: 4 });
  });

  test('control total: what the predecessors had open on 30 June is what the successors carry over, wherever the source books it', async () => {
    await give(DOSSIERS);
    await recordStocks(bench.client);
    const controls = async () => (await stockControls(bench.client)).map((c) => `${c.basis} ${c.units}: ${c.closing} → ${c.opening} (${c.difference})`);
    const same = ['dossiers H17, V: 0 → 0 (0)', 'dossiers P1, P2, S: 2 → 2 (0)', 'dossiers Q, S2, S3: 1 → 1 (0)', 'dossiers S4, T: 0 → 0 (0)'];
    expect((await controls()).sort()).toEqual(same.filter((line) => !line.includes('H17')));
    await give([['2', 'S', '2025-06-10'], ['6', 'S3', '2025-06-15']]); // the source moves its open dossiers
    await recordStocks(bench.client);
    expect((await controls()).sort()).toEqual(same.filter((line) => !line.includes('H17')));
    expect((await checkUnits(bench.client)).filter((f) => f.check === 'stock')).toEqual([]);
    await bench.client.query(`delete from dossier where code = '3'`); // lost on the way
    expect(await controls()).toContain('dossiers P1, P2, S: 2 → 1 (-1)');
    expect((await checkUnits(bench.client)).find((f) => f.check === 'stock')).toMatchObject({ severity: 'error', count: 1 });
  });

  test('control total of published statistics, only where every unit has told', async () => {
    const tell = (u: string, period: string, values: Record<string, number>) => loadStatistics(bench.client, source, 1, [{ unitId: id[u]!, period: parsePeriod(period), values, sourceTime: null }]);
    await tell('P1', '2025-06', { inProgress: 5 });
    await tell('S', '2025-07', { carriedOver: 11 });
    expect(await stockControls(bench.client)).toEqual([]); // P2 has not
    await tell('P2', '2025-06', { inProgress: 7 });
    expect(await stockControls(bench.client)).toEqual([{ day: '2025-07-01', source: 'city', basis: 'statistics', units: 'P1, P2, S', closing: 12, opening: 11, difference: -1 }]);
  });

  test('ranks: one level, in force all through the period, enough cases', async () => {
    await give([...Array.from({ length: 6 }, (_, i) => [`a${i}`, 'S', '2025-07-05', '2025-07-10'] as [string, string, string, string]), ...Array.from({ length: 5 }, (_, i) => [`b${i}`, 'S4', '2025-07-05', '2025-07-10', i < 1 ? '2025-07-06' : '2025-07-31'] as [string, string, string, string, string]), ['c', 'S2', '2025-07-05', '2025-07-10']]);
    await publish(bench.pool, SETTINGS, at('2025-09-15 12:00'), { everything: true });
    const places = async (type: string, start: string) => (await bench.client.query<{ unit: string; rank: number; of: number }>(
      `select u.code as unit, s.rank, s.rank_of as of from standing s join unit u on u.id = s.unit_id where s.indicator = 'on-time-resolution' and s.period_type = $1 and s.period_start = $2 and s.rank is not null order by 1`, [type, start])).rows;
    expect(await places('month', '2025-07-01')).toEqual([{ unit: 'S', rank: 1, of: 2 }, { unit: 'S4', rank: 2, of: 2 }]);
    expect(await places('year', '2025-01-01')).toEqual([]); // they began in July
  });
});

describe('a unit that moves to another parent', () => {
  afterEach(() => bench.close());
  beforeEach(async () => { bench = await openBench(); });
  const moved = (key: string, date: string, u: string, from: string, to: string): UnitEvent => event(key, { kind: 'move', date, units: [u], moves: [{ unit: u, from, to }] });
  const errors = async () => (await checkUnits(bench.client)).filter((f) => f.severity === 'error').map((f) => `${f.check}: ${f.examples.join('; ')}`);

  test('goes on with its figures: each province has those of the months that ended under it, today\'s map has all', async () => {
    await registerBatches(bench.client, [{
      origin: 'test', units: [unit('H17', { level: 'province', parentCode: null }), unit('V', { level: 'province', parentCode: null, validTo: '2025-06-30' }), unit('X', { parentCode: 'V' }), unit('K')],
      events: [moved('x', '2025-03-01', 'X', 'V', 'H17'), event('v', { edges: [{ from: 'V', to: 'H17', weight: 1 }] })],
    }]);
    await bench.client.query('update unit set home = true');
    expect(await errors()).toEqual([]);
    const id = await ids('X', 'K');
    const source = await addSource(bench.client, 'city', { start: '2025-01-01' });
    await moveCheckpoint(bench.client, source, 'dossiers', at('2025-09-15 11:55'));
    await load(bench.client, source, [['1', 'X', '02'], ['2', 'X', '02'], ['3', 'X', '04'], ['4', 'K', '02'], ['5', 'K', '04']].map(([code, u, month]) => dossier({ code: code!, receiving: id[u!]!, received: `2025-${month}-03`, ended: `2025-${month}-05`, due: `2025-${month}-09` })));
    const total = async (code: string, period: string, map: MapMode) => (await valuesOnMap(bench.pool, code, parsePeriod(period), map, at('2025-09-15 12:00'), SETTINGS)).values.find((v) => v.indicator === 'on-time-resolution')!.total;
    expect(await Promise.all([total('V', '2025-02', 'as-was'), total('H17', '2025-02', 'as-was'), total('V', '2025-04', 'as-was'), total('H17', '2025-04', 'as-was')])).toEqual([2, 1, null, 2]); // nothing stands under V any more
    expect(await Promise.all([total('H17', '2025-02', 'today'), total('H17', '2025-04', 'today'), total('X', '2025-02', 'as-was'), total('X', '2025-02', 'today')])).toEqual([3, 2, 2, 2]);
    await publish(bench.pool, SETTINGS, at('2025-09-15 12:00'), { everything: true });
    const published = async (start: string) => (await bench.client.query<{ unit: string; total: number }>(`select unit_code as unit, total from mart.indicator_value where indicator = 'on-time-resolution' and period_type = 'month' and period_start = $1 and unit_code in ('H17', 'V') and status = 'available' order by 1`, [start])).rows.map((r) => [r.unit, r.total]);
    expect([await published('2025-02-01'), await published('2025-04-01')]).toEqual([[['H17', 1], ['V', 2]], [['H17', 2]]]);
  });

  test('stands under each parent in its time, whatever an older list says, and may outlive the first', async () => {
    const list = { origin: 'list', units: [unit('H17', { level: 'province', parentCode: null }), unit('D', { level: 'district', validTo: '2025-06-30' }), unit('A', { parentCode: 'D' })] };
    await registerBatches(bench.client, [list, { origin: 'events', units: [], events: [event('d', { kind: 'abolish', edges: [{ from: 'D', to: null, reason: 'bỏ cấp huyện' }] }), moved('a', '2025-07-01', 'A', 'D', 'H17')] }]);
    await registerBatches(bench.client, [list]);
    expect(await errors()).toEqual([]);
    expect((await readUnit(bench.pool, 'A')).parents).toEqual([{ code: 'D', validFrom: null, validTo: '2025-06-30' }, { code: 'H17', validFrom: '2025-07-01', validTo: null }]);
    const parentOn = async (day: string) => (await findUnits(bench.pool, { at: day, country: true })).find((u) => u.code === 'A')!.parentCode;
    expect([await parentOn('2025-06-30'), await parentOn('2025-07-01')]).toEqual(['D', 'H17']);
    expect((await readUnit(bench.pool, 'A')).events).toMatchObject([{ kind: 'move', day: '2025-07-01' }]);
    await registerBatches(bench.client, [{ origin: 'events', units: [], events: [moved('a', '2025-05-01', 'A', 'D', 'H17'), moved('b', '2025-08-01', 'A', 'D', 'H17')] }]);
    expect(await errors()).toContain('move: A 2025-08-01: D → H17'); // it was not under D any more
  });
});

describe('a unit that leaves the province', () => {
  afterEach(() => bench.close());
  let id: Record<string, number>;
  /** X went over to W of another province whole, Y was divided between Z of ours and W, M moved below O; K stays. */
  beforeEach(async () => {
    bench = await openBench();
    await registerBatches(bench.client, [{
      origin: 'test', units: [unit('H17', { level: 'province', parentCode: null }), unit('O', { level: 'province', parentCode: null }), unit('K'), unit('X', { validTo: '2025-06-30' }), unit('Y', { validTo: '2025-06-30' }), unit('Z', { validFrom: '2025-07-01' }),
        unit('W', { parentCode: 'O' }), unit('M')],
      events: [event('x', { edges: [{ from: 'X', to: 'W', weight: 1 }] }), event('y', { kind: 'split', edges: [{ from: 'Y', to: 'Z', reason: 'chia' }, { from: 'Y', to: 'W', reason: 'chia' }] }),
        event('m', { kind: 'move', units: ['M'], moves: [{ unit: 'M', from: 'H17', to: 'O' }] })],
    }]);
    await bench.client.query(`update unit set home = code not in ('O', 'W')`);
    id = await ids('H17', 'K', 'X', 'Y', 'M', 'W');
    const source = await addSource(bench.client, 'city', { start: '2025-01-01' });
    await moveCheckpoint(bench.client, source, 'dossiers', at('2025-09-15 11:55'));
    const dossiers: [code: string, unit: string, received: string, ended?: string][] = [['1', 'K', '2025-06-02', '2025-06-03'], ['2', 'X', '2025-06-02', '2025-06-03'], ['3', 'M', '2025-06-02', '2025-06-03'], ['4', 'X', '2025-06-09'],
      ['5', 'K', '2025-08-02', '2025-08-03'], ['6', 'X', '2025-08-02', '2025-08-03'], ['7', 'M', '2025-08-02', '2025-08-03'], ['8', 'W', '2025-08-02', '2025-08-03'], ['9', 'K', '2025-08-04']];
    await load(bench.client, source, dossiers.map(([code, u, received, ended]) => dossier({ code, receiving: id[u]!, received, ended, due: received.replace(/\d\d$/, '20') })));
  });
  const NOW = '2025-09-15 12:00';
  const province = async (period: string, map: MapMode) => (await valuesOnMap(bench.pool, 'H17', parsePeriod(period), map, at(NOW), SETTINGS)).values.filter((v) => ['on-time-resolution', 'open-overdue'].includes(v.indicator)).map((v) => v.reason ?? v.total ?? v.hits);
  const published = async (view: string, period: string) => {
    const { type, start } = parsePeriod(period);
    return (await bench.client.query<{ said: string | number }>(`select coalesce(reason, coalesce(total, hits)::text) as said from ${view} where unit_code = 'H17' and indicator in ('on-time-resolution', 'open-overdue') and period_type = $1 and period_start = $2 order by indicator`, [type, start])).rows.map((r) => r.said);
  };

  test('counts in the sums of the province up to its last day, and not after it; where nobody can say what is whose, the province says so', async () => {
    expect((await checkUnits(bench.client)).find((f) => f.check === 'left-province')?.examples).toEqual(['M Đơn vị M: 2025-07-01', 'X Đơn vị X: 2025-07-01', 'Y Đơn vị Y: 2025-07-01 (một phần)']);
    const [june, august, mid] = [await province('2025-06', 'as-was'), await province('2025-08', 'as-was'), await province('2025-H1', 'as-was')];
    expect({ june, august, mid }).toEqual({ june: [3, 1], august: [1, 1], mid: [3, 1] });
    expect(await province('2025', 'as-was')).toEqual(Array(2).fill(expect.stringContaining('thuộc tỉnh khác từ ngày 01/07/2025, trong kỳ này')));
    expect(await province('2025-08', 'today')).toEqual([1, 1]);
    expect(await province('2025-06', 'today')).toEqual(Array(2).fill(expect.stringContaining('nay thuộc tỉnh khác (từ ngày 01/07/2025)')));
    await publish(bench.pool, SETTINGS, at(NOW), { everything: true });
    for (const period of ['2025-06', '2025-08', '2025', '2025-Q3']) for (const [view, map] of [['mart.indicator_value', 'as-was'], [`(select * from mart.indicator_value_map where map = 'today') m`, 'today']] as const) {
      expect([period, map, await published(view, period)]).toEqual([period, map, (await province(period, map)).map(String)]);
    }
    expect((await bench.client.query(`select sum(dossiers)::int as n from open_dossier_due`)).rows).toEqual([{ n: 1 }]);
    expect((await publish(bench.pool, SETTINGS, at(NOW), { everything: true })).changes).toBe(0);
  });

  test('of one that was divided, what is still booked under it is nobody\'s', async () => {
    const [source] = (await bench.client.query<{ id: number }>(`select id from source where key = 'city'`)).rows;
    await load(bench.client, source!.id, [dossier({ code: '10', receiving: id.Y!, received: '2025-06-02', ended: '2025-06-04', due: '2025-12-31' })]);
    expect(await province('2025-08', 'as-was')).toEqual([1, 1]);
    await load(bench.client, source!.id, [dossier({ code: '11', receiving: id.Y!, received: '2025-06-02', due: '2025-06-20' })]);
    expect(await province('2025-06', 'as-was')).toEqual([4, 2]);
    expect(await province('2025-08', 'as-was')).toEqual(Array(2).fill(expect.stringContaining('có một phần thuộc tỉnh khác')));
  });

  test('documents and registers of after its day are another province\'s too; by field there is no figure', async () => {
    await bench.client.query(`insert into source_stream (source_id, stream, record, layout, loaded_through) select id, 'tasks', 'item', '{"kind":"task","start":"2025-01-01"}', '2025-09-15T05:00:00Z' from source where key = 'city'`);
    await bench.client.query(`insert into register_item (source_id, kind, code, unit_id, opened_on, due_on, done_on, run_id) select s.id, 'task', g.code, u.id, g.day, g.day, g.day, 1 from source s, (values ('a', 'K', date '2025-08-01'), ('b', 'X', '2025-08-01'), ('c', 'X', '2025-06-01')) g (code, unit, day), unit u where u.code = g.unit and s.key = 'city'`);
    const tasks = async (period: string) => (await valuesOnMap(bench.pool, 'H17', parsePeriod(period), 'as-was', at(NOW), SETTINGS)).values.find((v) => v.indicator === 'government-tasks-on-time')!;
    expect([(await tasks('2025-08')).total, (await tasks('2025-06')).total]).toEqual([1, 1]);
    const fields = await valuesByField(bench.client, { by: 'field', unitId: null }, parsePeriod('2025-08'), at(NOW), SETTINGS, await coverageOfSources(bench.client));
    expect(fields.flatMap((f) => f.values.map((v) => v.reason))).toEqual(expect.arrayContaining([expect.stringContaining('không tách được phần của đơn vị này')]));
    expect(fields.flatMap((f) => f.values.filter((v) => v.status === 'available'))).toEqual([]);
  });
});

describe('files and checks', () => {
  afterEach(() => bench.close());
  beforeEach(async () => { bench = await openBench(); await registerUnits(bench.client, [unit('H17', { level: 'province', parentCode: null })], 'test'); });
  const errors = async () => (await checkUnits(bench.client)).filter((f) => f.severity === 'error').map((f) => `${f.check}: ${f.examples.join('; ')}`);

  test.each<[string, Unit[], UnitEvent[], string]>([
    ['an end without a successor or reason', [unit('A', { validTo: '2025-06-30' })], [], 'no-successor: A Đơn vị A'],
    ['a beginning without a reason', [unit('A', { validFrom: '2025-07-01' })], [], 'no-beginning: A Đơn vị A'],
    ['a gap', [unit('A', { validTo: '2025-06-29' }), unit('B', { validFrom: '2025-07-01' })], [event('e', { edges: [{ from: 'A', to: 'B', weight: 1 }] })], 'gap: A (đến 2025-06-29) → B (từ 2025-07-01), sự kiện 2025-07-01'],
    ['a successor that comes late', [unit('A', { validTo: '2025-06-30' }), unit('B', { validFrom: '2025-08-01' })], [event('e', { edges: [{ from: 'A', to: 'B', weight: 1 }] })], 'gap: A (đến 2025-06-30) → B (từ 2025-08-01), sự kiện 2025-07-01'],
    ['two units with one code', [unit('A', { codes: [{ system: 'gso', code: '20401' }] }), unit('B', { codes: [{ system: 'gso', code: '20401' }] })], [], 'code-overlap: gso 20401: A, B'],
    ['a child that outlives its parent', [unit('D', { level: 'district', validTo: '2025-06-30' }), unit('A', { parentCode: 'D' })], [event('e', { edges: [{ from: 'D', to: null, reason: 'chia' }] })], 'parent: A Đơn vị A → D'],
    ['a unit below one of its own level', [unit('A'), unit('B', { parentCode: 'A' })], [], 'parent-level: B Đơn vị B (commune) → A (commune)'],
    ['shares that are not one', [unit('A', { validTo: '2025-06-30' }), unit('B'), unit('C')], [event('e', { edges: [{ from: 'A', to: 'B', weight: 0.5 }, { from: 'A', to: 'C', weight: 0.3 }] })], 'weights: A: 0.8'],
  ])('%s is an error', async (_, units, events, found) => {
    await registerBatches(bench.client, [{ origin: 'test', units, events }]);
    expect(await errors()).toEqual([found]);
  });

  test('a province\'s own code takes the place of the country\'s, in either order of loading', async () => {
    const country = { origin: 'country', country: true, units: [unit('VN.20401', { name: 'Phường Hội An Tây', validFrom: '2025-07-01', codes: [{ system: 'gso', code: '20401' }] }), unit('VN2024.20401', { validTo: '2025-06-30', codes: [{ system: 'gso', code: '20401' }] })],
      events: [event('e', { edges: [{ from: 'VN2024.20401', to: 'VN.20401', weight: 1 }] })] };
    const own = { origin: 'own', units: [unit('H17.9', { name: 'Phường Hội An Tây', validFrom: '2025-07-01', codes: [{ system: 'gso', code: '20401' }] })] };
    for (const order of [[country, own], [own, country], [country]]) for (const batch of order) await registerBatches(bench.client, [batch]);
    expect((await bench.client.query(`select code from unit where level = 'commune' order by 1`)).rows).toEqual([{ code: 'H17.9' }, { code: 'VN2024.20401' }]);
    expect((await bench.client.query('select from_code, to_code from mart.unit_lineage')).rows).toEqual([{ from_code: 'VN2024.20401', to_code: 'H17.9' }]);
    expect(await errors()).toEqual([]);
  });
});
