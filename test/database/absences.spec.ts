/** Why there is nothing is stored for whole sets of units and indicators, and answered for each of them. */
import { loadCalendar } from '../../src/compute/calendar';
import type { ComputeSettings } from '../../src/compute/measures/measuring';
import { publish } from '../../src/compute/editions/publish';
import { valuesOnMap } from '../../src/compute/maps/unit-map';
import { indicators } from '../../src/indicators';
import { inTransaction } from '../../src/store/database';
import { openWriter, readCurrent, type StoredValue, type Written } from '../../src/store/editions/editions';
import { addAliases } from '../../src/store/units/registry';
import { moveCheckpoint } from '../../src/store/sources/sources';
import { registerBatches } from '../../src/store/units/unit-registry';
import { parsePeriod, type MapMode, type Unit, type UnitEvent } from '../../src/vocabulary';
import { openBench, type Bench } from '../support/bench';
import { addSource, addUnits, at, dossier, load } from '../support/dossiers';

const SETTINGS: ComputeSettings = { provinceCode: 'H17', onTimeBy: 'date', dueSoonWorkingDays: 3, calendar: loadCalendar([]) };
const JUNE = parsePeriod('2025-06');
let bench: Bench;
beforeEach(async () => { bench = await openBench(); });
afterEach(() => bench.close());

const one = async (sql: string) => Number((await bench.client.query<{ n: number }>(sql)).rows[0]!.n);
const stored = () => one('select (select count(*) from indicator_absence) + (select count(*) from map_absence) as n');

test('five years of twelve units whose predecessors nobody speaks for: a fiftieth of the rows, every answer there', async () => {
  const NUMBERS = Array.from({ length: 12 }, (_, i) => String(i + 10));
  const unit = (code: string, more: Partial<Unit> = {}): Unit => ({ code, name: `Đơn vị ${code}`, level: 'commune', parentCode: 'H17', validFrom: null, validTo: null, ...more });
  const events = NUMBERS.map((n): UnitEvent => ({ id: n, kind: 'merge', date: '2025-07-01', basis: 'NQ', verified: true, note: null, edges: ['O', 'P'].map((old) => ({ from: `${old}${n}`, to: `N${n}`, weight: 1 })), ends: [], begins: [], units: [] }));
  await registerBatches(bench.client, [{ origin: 'test', events, units: [unit('H17', { level: 'province', parentCode: null }), ...NUMBERS.flatMap((n) => [unit(`O${n}`, { validTo: '2025-06-30' }), unit(`P${n}`, { validTo: '2025-06-30' }), unit(`N${n}`, { validFrom: '2025-07-01' })])] }]);
  const id = Object.fromEntries((await bench.client.query<{ code: string; id: number }>('select code, id from unit')).rows.map((row) => [row.code, row.id])) as Record<string, number>;
  const source = await addSource(bench.client, 'city');
  await addAliases(bench.client, source, NUMBERS.map((n) => ({ kind: 'code' as const, value: n, unitId: id[`N${n}`]! })), 'test');
  await load(bench.client, source, [dossier({ code: '1', receiving: id.N10, received: '2021-03-02 08:00', due: '2021-03-20 17:00', ended: '2021-03-10 10:00' }), dossier({ code: '2', receiving: id.N11, received: '2025-08-04 08:00' })]);
  await moveCheckpoint(bench.client, source, 'dossiers', at('2025-09-15 11:55'));
  const now = at('2025-09-15 12:00');
  const { edition, periods, changes } = await publish(bench.pool, SETTINGS, now, { everything: true });

  const answers = await one(`select count(*) as n from mart.indicator_value_map where status = 'unavailable'`);
  expect(answers).toBeGreaterThan((periods * NUMBERS.length * indicators.length) / 2); // not every indicator is in force in every period
  expect(await stored()).toBeLessThan(answers / 50);
  expect(await stored()).toBeLessThan(periods * (NUMBERS.length + 10));
  const shown = async (map: MapMode, period: string) => new Map((await bench.client.query<{ unit_code: string; indicator: string; status: string; hits: number; total: number; reason: string; version: string; max_score: number; source: string }>(
    `select * from mart.indicator_value_map where map = $1 and period_type = $2 and period_start = $3`, [map, parsePeriod(period).type, parsePeriod(period).start])).rows.map((row) => [`${row.unit_code} ${row.indicator}`, row]));
  for (const period of ['2021-03', '2022', '2024-Q2', '2025-06', '2025-08', '2025']) {
    const rows = await shown('today', period);
    for (const code of ['N10', 'N11', 'N21', 'H17']) {
      const { values } = await valuesOnMap(bench.pool, code, parsePeriod(period), 'today', now, SETTINGS);
      expect(values.map((v) => { const row = rows.get(`${code} ${v.indicator}`)!; return { ...v, unitId: 0, coverage: 0, value: 0, score: 0, ...{ indicator: row.indicator, hits: row.hits, total: row.total, maxScore: row.max_score, status: row.status, reason: row.reason, version: row.version, basis: row.source } }; }))
        .toEqual(values.map((v) => ({ ...v, unitId: 0, coverage: 0, value: 0, score: 0 })));
    }
  }
  expect((await shown('today', '2022')).get('N21 on-time-resolution')!.reason).toContain('O21');
  expect(await one(`select count(*) as n from (select 1 from mart.indicator_value_map group by map, indicator, unit_code, period_type, period_start having count(*) > 1) x`)).toBe(0);

  // Nothing is written for what is said already, whole or in part.
  const before = await stored();
  expect(changes).toBeGreaterThan(before);
  expect(await publish(bench.pool, SETTINGS, now, { everything: true })).toMatchObject({ edition: edition + 1, changes: 0 });
  await load(bench.client, source, [dossier({ code: '3', receiving: id.N10, received: '2021-04-02 08:00', due: '2021-04-20 17:00', ended: '2021-04-10 10:00' })]);
  await publish(bench.pool, SETTINGS, now);
  expect(await stored()).toBeLessThan(before + periods);
  expect(await publish(bench.pool, SETTINGS, now, { everything: true })).toMatchObject({ changes: 0 });
});

describe('a row of two units and three indicators', () => {
  let unit: Record<'A' | 'B', number>;
  beforeEach(async () => { unit = await addUnits(bench.client, ['A', 'B']); });

  /** What indicators say in an edition, by `unit indicator`; a number is a value. */
  async function write(edition: number, said: Record<string, string | number>, only?: 'A' | 'B'): Promise<Written> {
    const values = Object.entries(said).map(([key, what]): StoredValue => {
      const [code, indicator] = key.split(' ') as ['A' | 'B', string];
      const known = typeof what === 'number';
      return { indicator, unitId: unit[code], hits: known ? what : null, total: null, value: known ? what : null, score: null, maxScore: known ? null : 2.5, status: known ? 'available' : 'unavailable', reason: known ? null : what, version: '1', coverage: known ? 1 : null, basis: 'none' };
    });
    return inTransaction(bench.client, async () => {
      await bench.client.query(`insert into edition (number, as_of, sources, changes) values ($1, now(), '[]', 0)`, [edition]);
      const current = only && (await readCurrent(bench.client, [{ period: JUNE, units: new Set([unit[only]]) }]))(JUNE);
      const writer = openWriter(bench.client, edition);
      const written = await writer.write(JUNE, values, current);
      await writer.flush();
      return written;
    });
  }
  const versions = async () => (await bench.client.query<{ line: string }>(
    `select concat_ws(' ', unit_code, indicator, edition_from || '–' || coalesce(edition_to::text, ''), coalesce(hits::text, reason)) as line from mart.indicator_history order by unit_code, indicator, edition_from`)).rows.map((row) => row.line);
  const ALL = { 'A x': 'Chưa có.', 'A y': 'Chưa có. Nơi giữ số liệu: Sở.', 'A z': 'Thiếu y: Chưa có.', 'B x': 'Chưa có.', 'B y': 'Chưa có. Nơi giữ số liệu: Sở.', 'B z': 'Thiếu y: Chưa có.' };
  const first = Object.entries(ALL).map(([key, reason]) => `${key} 1– ${reason}`);

  test('is one, though one reason names the other', async () => {
    expect(await write(1, ALL)).toEqual({ changes: 3, indicators: new Set(['x', 'y', 'z']) });
    expect(await stored()).toBe(1);
    expect(await versions()).toEqual(first);
    expect(await write(2, ALL)).toEqual({ changes: 0, indicators: new Set() });
  });

  test('is divided when some of it changes: the rest is the version it was, and what returns is a new one', async () => {
    await write(1, ALL);
    const moment = async () => (await bench.client.query(`select computed_at from mart.indicator_value where indicator = 'x' and unit_code = 'A'`)).rows[0]!.computed_at;
    const then = await moment();
    expect(await write(2, { ...ALL, 'A y': 5, 'B y': 'Khác.' })).toEqual({ changes: 2, indicators: new Set(['y']) }); // a value, and another reason in the place of one
    const divided = first.flatMap((line) => (line.startsWith('A y') ? [line.replace('1–', '1–2'), 'A y 2– 5'] : line.startsWith('B y') ? [line.replace('1–', '1–2'), 'B y 2– Khác.'] : [line]));
    expect(await versions()).toEqual(divided);
    expect(await moment()).toEqual(then);
    await write(3, ALL);
    expect(await versions()).toEqual(divided.flatMap((line) => (/^. y 2–/.test(line) ? [line.replace('2–', '2–3'), `${line.slice(0, 3)} 3– Chưa có. Nơi giữ số liệu: Sở.`] : [line])));
    expect(await write(4, ALL)).toEqual({ changes: 0, indicators: new Set() });
  });

  test('a part of the units: the others go on saying what they said', async () => {
    await write(1, ALL);
    await write(2, { 'A x': 'Khác.', 'A y': ALL['A y'], 'A z': ALL['A z'] }, 'A');
    const shown = async () => (await bench.client.query<{ line: string }>(`select concat_ws(' ', unit_code, indicator, reason) as line from mart.indicator_value order by unit_code, indicator`)).rows.map((row) => row.line);
    const expected = (changed: Record<string, string>) => Object.entries({ ...ALL, ...changed }).map(([key, reason]) => `${key} ${reason}`);
    expect(await shown()).toEqual(expected({ 'A x': 'Khác.' }));
    expect((await versions()).filter((line) => line.startsWith('B y') || line.startsWith('B z'))).toEqual(first.filter((line) => line.startsWith('B y') || line.startsWith('B z')));
    await write(3, { 'A x': ALL['A x'], 'A y': ALL['A y'], 'A z': ALL['A z'] }, 'A');
    expect(await shown()).toEqual(expected({}));
    expect(await write(4, ALL)).toEqual({ changes: 0, indicators: new Set() }); // as if all had been written
  });
});
