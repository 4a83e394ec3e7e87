/** Published rows of the national portal, imported as statistics: every published score is ours to the second decimal. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { loadCalendar } from '../../src/compute/calendar';
import { publish } from '../../src/compute/publish';
import { readTable } from '../../src/ingest/import/read-table';
import { parseStatistics } from '../../src/ingest/import/statistics';
import { inTransaction, openPool } from '../../src/store/database';
import { openRegistry, registerUnits } from '../../src/store/registry';
import { registerSource, startRun } from '../../src/store/sources';
import { loadStatistics } from '../../src/store/statistics';
import { createTestDatabase, type TestDatabase } from '../support/database';

const folder = join(__dirname, '../golden');
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

test.each(readdirSync(folder).filter((name) => name.endsWith('-units.csv')))('%s', async (file) => {
  const { headings, rows } = await readTable(join(folder, file));
  const parsed = parseStatistics(headings, rows, { YEAR: '2026', MONTH: '2026-08' });
  expect(parsed.problems).toEqual([]);
  const client = await pool.connect();
  await inTransaction(client, async () => {
    await registerUnits(client, parsed.rows.map((r) => ({ code: r.unitCode, name: r.unitName, level: 'other', parentCode: null, validFrom: null, validTo: null })), file);
    const source = await registerSource(client, { key: `import-${parsed.layout}`, title: file, family: 'import', kind: 'import', staleAfterMs: 1, everyMs: 1, streams: [{ id: 'statistics', record: 'statistic', layout: '' }] });
    const registry = await openRegistry(client, source);
    const run = await startRun(client, source, 'statistics', 'import', null);
    await loadStatistics(client, source, run, parsed.rows.map((r) => ({ unitId: registry.unit({ by: 'code', value: r.unitCode }), period: r.period, values: r.values, sourceTime: null })));
  }).finally(() => client.release());
  await publish(pool, { provinceCode: 'H44', onTimeBy: 'date', dueSoonWorkingDays: 3, calendar: loadCalendar([]) }, NOW);
  const published = parsed.rows.flatMap((row) => row.scores.map((s) => ({ unit: row.unitCode, period: row.period.start, type: row.period.type, ...s })));
  expect(published.length).toBeGreaterThan(3);
  const ours = [];
  for (const p of published) {
    const { rows: found } = await pool.query<{ score: number | null }>(`select score from mart.indicator_value where unit_code = $1 and indicator = $2 and period_type = $3 and period_start = $4 and source like $5`, [p.unit, p.indicator, p.type, p.period, `%import-${parsed.layout}%`]);
    ours.push({ ...p, score: found[0]?.score ?? null });
  }
  expect(ours).toEqual(published);
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
