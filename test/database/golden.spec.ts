/**
 * The law against what was published. Rows of the national portal are imported as statistics, and every published score is ours to the second
 * decimal; the rule set is the one of golden/formulas.json; newspaper percentages hold to one unit of their last digit.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { loadCalendar } from '../../src/compute/calendar';
import { publish } from '../../src/compute/editions/publish';
import { findIndicator, percent, score, type RatioIndicator } from '../../src/indicators';
import { parsePortalIndex } from '../../src/ingest/import/portal-index';
import { readTable } from '../../src/ingest/import/read-table';
import { parseStatistics, type ParsedTable } from '../../src/ingest/import/statistics';
import { inTransaction, openPool } from '../../src/store/database';
import { loadPublishedScores } from '../../src/store/facts/published-scores';
import { openRegistry, registerUnits } from '../../src/store/units/registry';
import { registerSource, startRun } from '../../src/store/sources/sources';
import { loadStatistics } from '../../src/store/facts/statistics';
import { createTestDatabase, type TestDatabase } from '../support/database';

const folder = join(__dirname, '../golden');
const golden = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
const NOW = Date.parse('2026-09-26T10:00:00+07:00') * 1000;
let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** What `cchc import statistics` does with a file, then an edition. */
async function bring(parsed: ParsedTable, file: string): Promise<void> {
  expect(parsed.problems).toEqual([]);
  const client = await pool.connect();
  await inTransaction(client, async () => {
    const { rows: known } = await client.query<{ code: string }>('select code from unit');
    await registerUnits(client, parsed.rows.filter((r) => !known.some((u) => u.code === r.unitCode)).map((r) => ({ code: r.unitCode, name: r.unitName, level: r.unitCode === 'H44' ? 'province' : 'other', parentCode: null, validFrom: null, validTo: null })), file);
    const source = await registerSource(client, { key: `import-${parsed.layout}`, title: file, family: 'import', kind: 'import', staleAfterMs: 1, everyMs: 1, streams: [{ id: 'statistics', record: 'statistic', layout: '' }] });
    const registry = await openRegistry(client, source);
    const run = await startRun(client, source, 'statistics', 'import', null);
    const unitOf = (code: string) => registry.unit({ by: 'code', value: code });
    await loadStatistics(client, source, run, parsed.rows.map((r) => ({ unitId: unitOf(r.unitCode), period: r.period, values: r.values, sourceTime: null })));
    await loadPublishedScores(client, source, run, parsed.rows.flatMap((r) => r.scores.map((s) => ({ unitId: unitOf(r.unitCode), period: r.period, indicator: s.indicator, score: s.score, flags: s.flags ?? [] }))));
  }).finally(() => client.release());
  await publish(pool, { provinceCode: 'H44', onTimeBy: 'date', dueSoonWorkingDays: 3, calendar: loadCalendar([]) }, NOW);
}

/** Published scores of a file, and ours at the same places. */
async function scoresOf(parsed: ParsedTable): Promise<{ published: unknown[]; ours: unknown[] }> {
  const published = parsed.rows.flatMap((row) => row.scores.map(({ indicator, score }) => ({ unit: row.unitCode, type: row.period.type, period: row.period.start, indicator, score })));
  const ours = [];
  for (const p of published) {
    const { rows } = await pool.query<{ score: number | null }>(
      `select score from mart.indicator_value where unit_code = $1 and indicator = $2 and period_type = $3 and period_start = $4 and source like $5`, [p.unit, p.indicator, p.type, p.period, `%import-${parsed.layout}%`]);
    ours.push({ ...p, score: rows[0]?.score ?? null });
  }
  return { published, ours };
}

test.each(readdirSync(folder).filter((name) => name.endsWith('-units.csv')))('%s: every score of every unit', async (file) => {
  const { headings, rows } = await readTable(join(folder, file));
  const parsed = parseStatistics(headings, rows, { YEAR: '2026', MONTH: '2026-08' });
  await bring(parsed, file);
  const { published, ours } = await scoresOf(parsed);
  expect(published.length).toBeGreaterThan(3);
  expect(ours).toEqual(published);
});

describe('golden/further: cases worked out by hand from indicators.md, in files with other columns in another order', () => {
  const further = join(folder, 'further');
  // 3.3 is multiplied by 1.4 of the file before it.
  test.each(['progress', 'payment', 'satisfaction', 'digitisation', 'transparency', 'online'])('%s.csv', async (name) => {
    const { headings, rows } = await readTable(join(further, `${name}.csv`));
    const parsed = parseStatistics(headings, rows, {});
    expect(parsed.doubts).toEqual([]);
    await bring(parsed, name);
    const { published, ours } = await scoresOf(parsed);
    expect(published.length).toBeGreaterThan(5);
    expect(ours).toEqual(published);
  });

  test('portal.json: counts and scores as texts, groups one by one, a quarter', async () => {
    const parsed = parsePortalIndex(readFileSync(join(further, 'portal.json'), 'utf8'), {});
    await bring(parsed, 'portal.json');
    const { published, ours } = await scoresOf(parsed);
    expect(published).toHaveLength(29);
    expect(ours).toEqual(published);
  });

  test('published-counts.json: what is left out is derived, what contradicts itself is flagged and kept', async () => {
    type Case = { unit_code: string; derived: Record<string, number>; doubts: number };
    const text = readFileSync(join(further, 'published-counts.json'), 'utf8');
    const parsed = parsePortalIndex(text, {});
    const cases = (JSON.parse(text) as { cases: Case[] }).cases;
    expect(cases.map((c, i) => parsed.doubts!.filter((d) => d.row === i + 1).length)).toEqual(cases.map((c) => c.doubts));
    await bring(parsed, 'published-counts.json');
    for (const { unit_code: unit, derived } of cases) {
      const { rows } = await pool.query<{ indicator: string; hits: number; late: number | null }>(`select indicator, hits, total - hits as late from mart.indicator_value where unit_code = $1 and indicator in ('carried-over', 'on-time-resolution') order by 1`, [unit]);
      // On time and late of the second case are not all that was resolved: the ratio is of those that were judged (5.2).
      expect(rows).toEqual([{ indicator: 'carried-over', hits: derived.carried_over, late: null }, { indicator: 'on-time-resolution', hits: expect.any(Number) as number, late: derived.resolved_late }]);
    }
    expect((await pool.query(`select flags from mart.published_score where unit_code = 'H44.832'`)).rows).toEqual([{ flags: ['PERCENT_DIFFERS', 'SUM_DIFFERS'] }]);
  });

  test('1.4: the larger of two totals; neither known: last year in equal parts, flagged; no last year: 0 (1.2)', async () => {
    const { headings, rows } = await readTable(join(further, 'sync.csv'));
    const parsed = parseStatistics(headings, rows, {});
    await bring(parsed, 'sync');
    const values = (await pool.query<{ unit: string; type: string; total: number; score: number | null }>(
      `select unit_code as unit, period_type as type, total::float8 as total, score from mart.indicator_value where indicator = 'index766-dossier-sync' and unit_code like 'H44.86_' and period_start >= '2026-01-01' order by 1, 2`)).rows;
    expect(values).toEqual([
      { unit: 'H44.861', type: 'month', total: 500, score: 4.8 }, { unit: 'H44.861', type: 'quarter', total: 1500, score: 3 }, // the larger; one of the two
      { unit: 'H44.862', type: 'month', total: 1001 / 12, score: 5.75 }, { unit: 'H44.862', type: 'quarter', total: 250.25, score: 4.8 }, { unit: 'H44.862', type: 'year', total: 1001, score: 1.2 }, // 6 × 80 ÷ (1001 ÷ 12) = 5,754…
      { unit: 'H44.863', type: 'month', total: 0, score: null }, // no last year
    ]);
    expect((await pool.query(`select distinct unit_code as unit, flags from mart.published_score where unit_code like 'H44.86_' order by 1`)).rows).toEqual(['H44.862', 'H44.863'].map((unit) => ({ unit, flags: ['TEMP_NATIONAL_REPORT_DENOMINATOR'] })));
  });

  test('the province is the sum of the counts of its units, never of a percentage, and only when all are there (1.3)', async () => {
    const client = await pool.connect();
    const unit = (code: string, level: 'department' | 'commune') => ({ code, name: code, level, parentCode: 'H44', validFrom: null, validTo: null });
    await inTransaction(client, () => registerUnits(client, [{ ...unit('H44', 'department'), level: 'province' as const, parentCode: null }, unit('H44.841', 'department'), unit('H44.842', 'department'), unit('H44.843', 'commune')], 'test')).finally(() => client.release());
    const bringRows = async (headings: string[], ...rows: string[][]) => bring(parseStatistics(['unit_code', 'period', ...headings], rows.map((cells, i) => ({ number: i + 2, cells: Object.fromEntries(['unit_code', 'period', ...headings].map((h, c) => [h, ['H44.84' + String(i + 1), '2026-06', ...cells][c]!])) })), {}), 'sum');
    const province = async (...ids: string[]) => (await pool.query(`select hits, total, score, reason from mart.indicator_value where unit_code = 'H44' and period_type = 'month' and period_start = '2026-06-01' and indicator = any($1) order by indicator`, [ids])).rows;
    await bringRows(['received', 'on_time'], ['10', '9'], ['1000', '100']);
    expect(await province('index766-progress')).toEqual([{ hits: null, total: null, score: null, reason: expect.stringContaining('Mới có 2 trên 3 đơn vị') as string }]);
    await bringRows(['received', 'on_time'], ['10', '9'], ['1000', '100'], ['0', '0']);
    expect(await province('index766-progress')).toEqual([{ hits: 109, total: 1010, score: 2.16, reason: null }]); // the mean of 18, 2 and 0 would be 6,67
    await bringRows(['component', 'numerator', 'denominator', 'ratio_pct'], ['4.1', '5', '10', '50'], ['4.1', '90', '100', '90'], ['4.1', '', '', '100']);
    expect(await province('index766-electronic-results')).toEqual([{ hits: null, total: null, score: null, reason: expect.stringContaining('Mới có 2 trên 3 đơn vị') as string }]);
  });

  test('more hits than there are: held until somebody has looked (8.3; a cap too), and never more points than the maximum', async () => {
    const cells = { unit_code: 'H44.851', period: '2026-06', feedback: '4', feedbackontime: '5', feedbacksatisfied: '4', authorityprocedures: '100', partialservices: '70', fullservices: '60' };
    await bring(parseStatistics(Object.keys(cells), [{ number: 2, cells }], {}), 'measures');
    const { rows } = await pool.query(`select indicator, score, status from mart.indicator_value where unit_code = 'H44.851' and indicator in ('index766-feedback-on-time', 'index766-feedback-satisfaction', 'index766-online-provision') order by 1`);
    expect(rows).toEqual([{ indicator: 'index766-feedback-on-time', score: null, status: 'unavailable' }, { indicator: 'index766-feedback-satisfaction', score: 6, status: 'available' }, { indicator: 'index766-online-provision', score: null, status: 'unavailable' }]);
    expect(['index766-feedback-on-time', 'index766-online-provision'].map((id) => score((findIndicator(id) as RatioIndicator).scoring!, 130, 100, 'zero'))).toEqual([6, 2]);
  });

  test('a total that stands beside components of two groups is refused', () => {
    const row = (number: number, component: string) => ({ number, cells: { unit_code: 'A', period: '2026', component, numerator: '1', denominator: '2', ratio_pct: '', score: '1' } });
    expect(parseStatistics(['unit_code', 'period', 'component', 'numerator', 'denominator', 'ratio_pct', 'score'], [row(2, '1.1'), row(3, '4.1'), row(4, 'TOTAL')], {}).problems).toMatchObject([{ row: 4, column: 'component' }]);
  });
});

test('no activity is not a zero: an empty month keeps its null components and its 2 of 22 points', async () => {
  const { rows } = await pool.query<{ indicator: string; value: number | null; score: number | null; total: number | null }>(
    `select indicator, value, score, total from mart.indicator_value where unit_code = 'H44.01' and period_type = 'month' and indicator in ('index766-electronic-results', 'index766-digitisation', 'index766-progress') order by 1`);
  expect(rows).toEqual([
    { indicator: 'index766-digitisation', value: 2 / 22, score: 2, total: null },
    { indicator: 'index766-electronic-results', value: null, score: null, total: 0 },
    { indicator: 'index766-progress', value: 0, score: 0, total: 0 },
  ]);
});

test('index766-province.json: all components, six groups and the total of the province', async () => {
  const parsed = parsePortalIndex(readFileSync(join(folder, 'index766-province.json'), 'utf8'), {});
  await bring(parsed, 'index766-province.json');
  const { published, ours } = await scoresOf(parsed);
  expect(ours).toEqual(published);
  expect(Object.fromEntries(published.slice(-7).map((p) => [(p as { indicator: string }).indicator, (p as { score: number }).score]))).toMatchObject({ 'index766-satisfaction': 11.43, 'index766-total': 61.89 });
  const groups = await pool.query(`select indicator, score, max_score from mart.indicator_value where unit_code = 'H44' and period_type = 'year' and period_start = '2026-01-01' and (indicator in ('index766-transparency', 'index766-progress', 'index766-online', 'index766-payment', 'index766-digitisation', 'index766-satisfaction')) order by 1`);
  expect(groups.rows).toEqual([
    { indicator: 'index766-digitisation', score: 9.59, max_score: 22 },
    { indicator: 'index766-online', score: 8.56, max_score: 12 }, // 1,46 + 1,10 + 6: supported, not proved
    { indicator: 'index766-payment', score: 6.67, max_score: 10 },
    { indicator: 'index766-progress', score: 17.68, max_score: 20 },
    { indicator: 'index766-satisfaction', score: 11.43, max_score: 18 },
    { indicator: 'index766-transparency', score: 7.96, max_score: 18 }, // the portal's average_score 7,92 is another figure
  ]);
});

test('every published percentage is hits ÷ total, half-up, 2 decimals', async () => {
  type Component = { numerator: number | null; denominator: number | null; ratio_pct: number };
  const { cases } = golden<{ cases: { groups: Record<string, { components?: Record<string, Component> }> }[] }>('index766-province.json');
  const components = cases.flatMap((c) => Object.values(c.groups)).flatMap((g) => Object.values(g.components ?? {})).filter((c) => c.numerator !== null);
  expect(components.map((c) => percent(c.numerator!, c.denominator!))).toEqual(components.map((c) => c.ratio_pct));
  const { rows } = await readTable(join(folder, 'progress-units.csv'));
  for (const { cells } of rows) if (cells.ratio_pct !== '' && cells.received !== '0') expect([cells.unit, percent(Number(cells.on_time), Number(cells.received))]).toEqual([cells.unit, Number(cells.ratio_pct)]);
});

test('formulas.json: maximum, scoring, threshold and empty rule of every component are ours', () => {
  type Rule = { id: string; max: number; type: string; full_at?: number; on_empty: string; multiplied_by?: string };
  const { groups } = golden<{ groups: { id: string; max: number; components: Rule[] }[] }>('formulas.json');
  const ids: Record<string, string> = {
    '1.1': 'CK.CONGBO', '1.2': 'CK.CAPNHAT', '1.3': 'CK.NOIDUNG', '1.4': 'HS.DONGBO', '2.1': 'HS.DUNGHAN_766', '3.1': 'DV.CUNGCAP', '3.2': 'DV.PHATSINH', '3.3': 'DV.HOSO', '3.6': 'TT.HOSO', '3.5b': 'TT.TTHC', '3.5a': 'TT.PHI',
    '4.1': 'SH.KETQUA', '4.2': 'SH.TPHS', COPY: 'SH.CTBS', '4.3': 'SH.TAISD', '4.4': 'SH.KHO', '4.5a': 'SH.DANCU_TT', '4.5b': 'SH.DANCU_HS', '5.1': 'PA.PHANLOAI', '5.2': 'PA.DUNGHAN', '5.3': 'PA.HAILONG', '5.4': 'HL.HOSO',
  };
  for (const rule of groups.flatMap((g) => g.components)) {
    const ours = findIndicator(ids[rule.id]!) as RatioIndicator;
    expect({
      id: rule.id, max: Number(ours.scoring?.max ?? 0), type: ours.scoring?.kind ?? 'informational', full_at: ours.scoring?.kind === 'cap' ? Number(ours.scoring.fullAt) : undefined,
      on_empty: ours.empty === 'configured' ? 'unknown' : ours.empty, multiplied_by: ours.factor && `ratio of ${Object.keys(ids).find((id) => findIndicator(ids[id]!)!.id === ours.factor)}`,
    }).toEqual({ id: rule.id, max: rule.max, type: rule.type, full_at: rule.full_at, on_empty: rule.on_empty, multiplied_by: rule.multiplied_by });
  }
  for (const group of groups) {
    const ours = findIndicator(`index766-${group.id}`)!;
    expect([group.id, Number(ours.kind === 'group' ? ours.max : (ours as RatioIndicator).scoring!.max)]).toEqual([group.id, group.max]);
  }
});

test('published-counts.json: counts of a newspaper, percentages to one unit of their last digit', async () => {
  type Case = { period: { year: number; quarter: number }; published: Record<string, number | string>; derived: Record<string, number> };
  for (const { period, published, derived } of golden<{ cases: Case[] }>('published-counts.json').cases) {
    const n = (name: string) => published[name] as number;
    const values = { handled: n('received_total'), accepted: n('received_new'), resolved: n('resolved'), resolvedOnTime: n('resolved_on_time') };
    await bring({ layout: 'counts', problems: [], rows: [{ unitCode: 'QNAM', unitName: 'Quảng Nam', period: { type: 'quarter', start: `${period.year}-${String(period.quarter * 3 - 2).padStart(2, '0')}-01`, end: '' }, values, scores: [] }] }, 'published-counts.json');
    const { rows } = await pool.query<{ indicator: string; hits: number; total: number | null }>(`select indicator, hits, total from mart.indicator_value where unit_code = 'QNAM' and status = 'available' order by 1`);
    expect(rows).toEqual(expect.arrayContaining([
      { indicator: 'carried-over', hits: derived.carried_over, total: null }, // 85.043 – 82.604
      { indicator: 'on-time-resolution', hits: n('resolved_on_time'), total: n('resolved') },
    ]));
    expect(n('received_total') - n('resolved')).toBe(n('in_process'));
    const shares: [text: string, hits: number, total: number, exact: number][] = [
      [String(published.resolved_on_time_pct_text), n('resolved_on_time'), n('resolved'), derived.resolved_on_time_pct!],
      [String(published.tthc_at_centre_pct_text), n('tthc_at_provincial_centre'), n('tthc_total'), derived.tthc_at_centre_pct!], // 29,58 printed as 29
    ];
    for (const [text, hits, total, exact] of shares) {
      expect(percent(hits, total)).toBe(exact);
      expect(Math.abs(percent(hits, total)! - parseFloat(text))).toBeLessThanOrEqual(1);
    }
  }
});

test('3.3 is multiplied by the ratio of 1.4, exactly, before the cap', async () => {
  const file = (synced: number) => JSON.stringify({ unit_code: 'H44.900', unit: 'Xã thử', period: { type: 'MONTH', from: '2026-07-01' }, groups: {
    transparency: { components: { '1.4': { numerator: synced, denominator: 1000, ratio_pct: null } } },
    online: { inputs: { authority: 0, partial: 0, full: 0, services: 0, services_with_dossier: 0, online: 400, received: 1000 } } } });
  const scores = async () => (await pool.query<{ indicator: string; score: number | null }>(`select indicator, score from mart.indicator_value where unit_code = 'H44.900' and period_type = 'month' and indicator in ('index766-online-dossiers', 'index766-online-provision', 'index766-online') order by 1`)).rows;
  await bring(parsePortalIndex(file(500), {}), 'a');
  expect(await scores()).toEqual([
    { indicator: 'index766-online', score: 2.4 }, // null components are left out
    { indicator: 'index766-online-dossiers', score: 2.4 }, // 6 × (0,4 × 0,5 ÷ 0,5)
    { indicator: 'index766-online-provision', score: null }, // 0 ÷ 0: the configured rule, here null
  ]);
});

test('a published score that is not ours stays beside ours with an alert, and flags of the portal stay with it', async () => {
  const file = (score: number) => JSON.stringify([{ unit_code: 'H44.901', unit: 'Xã thử hai', period: { type: 'MONTH', year: 2026, month: 7 }, groups: {
    transparency: { components: { '1.4': { numerator: 90, denominator: 100, ratio_pct: 90, score, flags: ['TEMP_NATIONAL_REPORT_DENOMINATOR'] } } } } }]);
  const beside = async () => (await pool.query(`select published, ours, alert, flags from mart.published_score where unit_code = 'H44.901'`)).rows;
  await bring(parsePortalIndex(file(5.39), {}), 'a');
  expect(await beside()).toEqual([{ published: 5.39, ours: 5.4, alert: false, flags: ['TEMP_NATIONAL_REPORT_DENOMINATOR'] }]); // 0,01 is no alert
  await bring(parsePortalIndex(file(5.38), {}), 'b');
  expect(await beside()).toEqual([{ published: 5.38, ours: 5.4, alert: true, flags: ['TEMP_NATIONAL_REPORT_DENOMINATOR'] }]);
  const { rows } = await pool.query(`select score, superseded_at is null as current from published_score p join unit u on u.id = p.unit_id where u.code = 'H44.901' order by captured_at`);
  expect(rows).toEqual([{ score: 5.39, current: false }, { score: 5.38, current: true }]);
});

test('while a period runs, a figure counted from records is not held against what the portal said some days ago; one from the same published counts is', async () => {
  const { rows: [month] } = await pool.query<{ start: string; before: string }>(`select date_trunc('month', now() at time zone 'Asia/Ho_Chi_Minh')::date::text as start, (date_trunc('month', now() at time zone 'Asia/Ho_Chi_Minh') - interval '1 month')::date::text as before`);
  const file = (start: string) => JSON.stringify({ unit_code: 'H44.902', unit: 'Xã thử ba', period: { type: 'MONTH', from: start }, groups: { transparency: { components: { '1.4': { numerator: 90, denominator: 100, ratio_pct: 90, score: 3 } } } } });
  for (const start of [month!.before, month!.start]) await bring(parsePortalIndex(file(start), {}), start);
  const alerts = async () => (await pool.query<{ alert: boolean }>(`select alert from mart.published_score where unit_code = 'H44.902' order by period_start`)).rows.map((row) => row.alert);
  expect(await alerts()).toEqual([true, true]);
  await pool.query(`update indicator_value set basis = 'dossiers:xa+' || basis where indicator = 'index766-dossier-sync' and unit_id = (select id from unit where code = 'H44.902')`);
  expect(await alerts()).toEqual([true, false]);
});

test('a file that cannot be true is refused with the place and the reason', () => {
  const parsed = parsePortalIndex(JSON.stringify({ unit_code: 'H44', unit: 'x', period: { type: 'YEAR', year: 2026 }, groups: {
    transparency: { components: { '1.4': { numerator: 101, denominator: 100 }, '9.9': {} } }, payment: { inputs: { tthc_fee: -1 } } } }), {});
  expect(parsed.problems.map((p) => p.column)).toEqual(['groups.transparency.components.1.4.numerator', 'groups.transparency.components.9.9', 'groups.payment.inputs.tthc_fee']);
  expect(parsePortalIndex('{', {}).problems).toHaveLength(1);
  expect(parsePortalIndex('[{"MA_COQUAN":"H17","CKMB":"7.5"}]', {}).problems[0]!.reason).toContain('--period FILE=2026-08');
  expect(parsePortalIndex('[{"MA_COQUAN":"H17","TEN":"Đà Nẵng","CKMB":"7.5","TONG_SCORE":"61"}]', { FILE: '2026-08' }).rows[0]!.scores).toEqual([{ indicator: 'index766-transparency', score: 7.5, row: 1 }, { indicator: 'index766-total', score: 61, row: 1 }]);
});
