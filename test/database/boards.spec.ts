/** Figures of the boards at every level, alerts on known data, the page that explains. */
import type { Pool } from 'pg';
import { sqlRules } from '../../dashboards/alerts';
import { forPostgres, queries } from '../../src/boards';
import { loadCalendar } from '../../src/compute/calendar';
import { ExplainController } from '../../src/serve/explain/explain.controller';
import { openPool } from '../../src/store/database';
import { projectRoot } from '../../src/platform/root';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { seedBoards } from '../support/seed-boards';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedBoards(database.url, 2, 31);
  pool = openPool(database.url, 2);
}, 60_000);
afterAll(async () => { await pool?.end(); await database?.drop(); });

/** 2 departments × 31 days × 10 received; 29 days × 10 of each resolved in January, 2 of 10 late. */
test('a count of the province is the sum over its units and those not known', async () => {
  const { rows } = await pool.query<{ indicator: string; province: string; units: string }>(
    `select p.indicator, p.hits as province, (select sum(v.hits) from mart.indicator_value v where v.unit_level <> 'province' and v.indicator = p.indicator and v.period_type = p.period_type and v.period_start = p.period_start) as units
     from mart.indicator_value p where p.unit_level = 'province' and p.status = 'available' and p.period_type in ('month', 'year') and p.indicator in ('on-time-resolution', 'online-share', 'open-overdue', 'carried-over', 'due-soon')`);
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.filter((r) => Number(r.province) !== Number(r.units))).toEqual([]);
});

test('flows of the province are the sum of both departments, by local day', async () => {
  const run = async (id: 'province-flow' | 'unit-flow', unit: string) => { const { text, values } = forPostgres(queries[id].sql, { period: '2026-01', map: 'as-was', unit, level: 'department' }); return (await pool.query<{ label: string; received: string }>(text, values)).rows; };
  const [all, one, two, asUnit] = await Promise.all([run('province-flow', 'H99'), run('unit-flow', 'H99.01'), run('unit-flow', 'H99.02'), run('unit-flow', 'H99')]);
  expect(all).toHaveLength(31);
  expect(all[0]).toMatchObject({ label: '01/01', received: 20 });
  expect(all).toEqual(asUnit);
  const sum = (rows: { received: unknown }[]) => rows.reduce((n, r) => n + Number(r.received), 0);
  expect([sum(all), sum(one), sum(two)]).toEqual([620, 310, 310]);
});

test('the same number at every level: fields add up to the province, units of a field to the field', async () => {
  const ask = async (id: 'by-field' | 'units-by-field' | 'province-flow', field: string) => { const { text, values } = forPostgres(queries[id].sql, { period: '2026-01', unit: 'H99', level: 'department', field }); return (await pool.query<{ received: unknown; resolved: unknown; late: unknown }>(text, values)).rows; };
  const sums = (rows: { received: unknown; resolved: unknown; late: unknown }[]) => (['received', 'resolved', 'late'] as const).map((name) => rows.reduce((n, row) => n + Number(row[name]), 0));
  const province = sums(await ask('province-flow', '*'));
  expect(province[0]).toBe(620);
  expect(sums(await ask('by-field', '*'))).toEqual(province);
  expect(sums(await ask('units-by-field', '*'))).toEqual(province);
});

test.each([[0.5, 1, '0,5'], [100, 1, '100,0'], [1234567.891, 2, '1.234.567,89'], [10, 2, '10'], [-2.5, 2, '-2,5'], [0, 2, '0']])('%d with %d decimals is written %s', async (n, digits, text) => {
  expect((await pool.query<{ t: string }>('select mart.number_text($1::float8, $2::int) as t', [n, digits])).rows[0]!.t).toBe(text);
});

test.each([['2026-08', 'month', '2026-08-01', '2026-09-01'], ['2026-Q3', 'quarter', '2026-07-01', '2026-10-01'], ['2026-H2', 'half', '2026-07-01', '2027-01-01'], ['2026', 'year', '2026-01-01', '2027-01-01'], ['2026-08-17', 'day', '2026-08-17', '2026-08-18']])('%s is a %s from %s', async (code, type, start, after) => {
  const { rows } = await pool.query('select mart.period_type($1) as type, mart.period_start($1)::text as start, mart.period_after($1)::text as after, mart.period_code(mart.period_type($1), mart.period_start($1)) as code', [code]);
  expect(rows[0]).toEqual({ type, start, after, code });
});

test('alert rules on mart are quiet on good data and fire on bad data', async () => {
  const fired = async () => Object.fromEntries(await Promise.all(sqlRules.map(async (r) => [r.uid, (await pool.query(r.sql)).rowCount] as const)));
  expect(await fired()).toEqual({ 'cchc-below-target': 0, 'cchc-unit-silent': 0, 'cchc-held': 0 });
  await pool.query(`insert into data_quality (source_id, unit_id, dimension, hits, total, score, reason, evidence) select s.id, u.id, 'live', 3, 9, 0.33, null, '{}' from source s, unit u where u.code = 'H99.01'`);
  await pool.query(`insert into held_value (indicator, unit_id, period_type, period_start, rule, reason, held_at) select 'online-share', u.id, 'month', '2026-01-01', 'ratio', 'quá 100 %', now() from unit u where u.code = 'H99.01'`);
  await pool.query(`insert into standing (indicator, unit_id, period_type, period_start, target, target_document, target_verified, light, edition)
    select v.indicator, v.unit_id, v.period_type, v.period_start, 0.9, 'QĐ thử', false, 'missed', 1 from indicator_value v join unit u on u.id = v.unit_id
    where u.level = 'province' and v.indicator = 'due-soon' and v.period_type = 'month' and v.period_start = date_trunc('month', now() at time zone 'Asia/Ho_Chi_Minh')::date and v.edition_to is null
    on conflict (period_type, period_start, indicator, unit_id, map) do update set light = 'missed'`);
  expect(await fired()).toEqual({ 'cchc-below-target': 1, 'cchc-unit-silent': 1, 'cchc-held': 1 });
});

test('the page explains a published figure: question, law, counts, sources, version; and refuses what does not exist', async () => {
  const controller = new ExplainController({
    pool, province: { code: 'H99', name: 'Tỉnh Mẫu' }, language: 'vi', now: () => Date.now() * 1000,
    compute: { provinceCode: 'H99', onTimeBy: 'date', dueSoonWorkingDays: 3, calendar: loadCalendar([join(projectRoot(), 'config/calendar/vn-public-holidays-2024-2028.json')]) },
  });
  const page = await controller.page('on-time-resolution', 'H99.01', '2026-01');
  for (const text of ['Sở Mẫu 1', '80 %', '232 / 290', 'NĐ 118/2025', 'Một cửa mẫu', 'Phiên bản công thức', 'Chưa có lần sửa nào']) expect(page).toContain(text);
  expect(page).not.toMatch(/(src|href)="https?:/);
  await expect(controller.page('no-such', 'H99.01', '2026-01')).rejects.toThrow(/no-such/);
  await expect(controller.page('on-time-resolution', '<b>', '2026-01')).rejects.toThrow(/Không có đơn vị/);
});
