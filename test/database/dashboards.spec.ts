import { checkDashboards } from '../../dashboards/check';
import { openPool } from '../../src/store/database';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { seedBoards } from '../support/seed-boards';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedBoards(database.url, 2, 31);
}, 60_000);
afterAll(() => database?.drop());

/** March 2026 is after the last dossier, February holds the last two resolved days, January the other 29. */
it('runs every query of the English boards and shows the same numbers', async () => {
  const pool = openPool(database.url, 2);
  try {
    const result = await checkDashboards(pool, {
      language: 'en', variables: { period: '2026-01', unit: 'H99.01', level: 'department' },
      golden: {
        'cchc-mot-cua-en/Resolved on time by unit': { unit_name: 'Sở Mẫu 1', hits: 232, total: 290, ratio: 0.8, reason: null },
        'cchc-don-vi-en/Dossiers in the period': { label: '01/01', received: 10, resolved: 0 },
      },
    });
    expect(result.problems).toEqual([]);
    const written = result.queries.find((q) => q.sql.includes('mart.number_text'))!;
    expect(written.sql).toContain("translate(mart.number_text(");
  } finally {
    await pool.end();
  }
});

it('runs every query and shows the counted numbers', async () => {
  const pool = openPool(database.url, 2);
  try {
    const result = await checkDashboards(pool, {
      variables: { period: '2026-01', unit: 'H99.01', level: 'department' },
      golden: {
        'cchc-mot-cua/Giải quyết đúng hạn theo đơn vị': { unit_name: 'Sở Mẫu 1', hits: 232, total: 290, ratio: 0.8, reason: null },
        'cchc-don-vi/Hồ sơ trong kỳ': { label: '01/01', received: 10, resolved: 0 },
      },
    });
    expect(result.problems).toEqual([]);
    expect(result.queries.length).toBeGreaterThan(20);
    const shown = result.queries.find((q) => q.dashboard === 'cchc-don-vi' && q.sql.includes("'on-time-resolution'"))!;
    const { rows } = await pool.query(shown.sql);
    expect(rows).toHaveLength(24);
    expect(rows.at(-1).value).toBeCloseTo(0.8, 10);
    // A line does not fall to a month that still runs.
    const trend = result.queries.find((q) => q.sql.includes('as running') && q.sql.includes("'on-time-resolution'"))!;
    const seen = async (moment: string) => (await pool.query(trend.sql.replaceAll('now()', `timestamptz '${moment}+07'`))).rows.slice(-2).map((row) => [row.value, row.running]);
    expect(await seen('2026-02-01 00:00')).toEqual([[null, null], [0.8, null]]);
    expect(await seen('2026-01-31 23:59')).toEqual([[null, null], [null, 0.8]]);
  } finally {
    await pool.end();
  }
});
