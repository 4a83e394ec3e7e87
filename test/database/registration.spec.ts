/** Which sources there are is said by who reads them; any other verb leaves a running service's sources alone. How old a stream may be follows from how often it is asked. */
import type { Pool } from 'pg';
import { register } from '../../src/ingest/registration';
import { openPool } from '../../src/store/database';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { stubDefinition } from '../support/stub-source';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => { database = await createTestDatabase(); pool = openPool(database.url); });
afterAll(async () => { await pool.end(); await database.drop(); });

const PROVINCE = { code: 'H17', name: 'Tỉnh' };
const enabled = async () => (await pool.query<{ key: string }>('select key from source where enabled order by key')).rows.map((row) => row.key);

test('a verb run with another configuration silences nothing; the service disables what is no longer configured', async () => {
  await register(pool, PROVINCE, [], [stubDefinition({ id: 'one' }), stubDefinition({ id: 'two' })], true);
  await register(pool, PROVINCE, [], []);
  await register(pool, PROVINCE, [], [stubDefinition({ id: 'three' })]);
  expect(await enabled()).toEqual(['one', 'three', 'two']);
  await register(pool, PROVINCE, [], [stubDefinition({ id: 'two' })], true);
  expect(await enabled()).toEqual(['two']);
});

test('a stream is not old before half a turn more than its own rhythm has passed; the source is as old as the stream that is longest over its time', async () => {
  const source = stubDefinition({ id: 'rhythms' }); // every 5 minutes, stale after 30
  await register(pool, PROVINCE, [], [{ ...source, streams: [...source.streams, { ...source.streams[0]!, id: 'reports', record: 'statistic' } as (typeof source.streams)[number]] }]);
  const state = async (dossiers: number, reports: number) => {
    await pool.query(`update source_stream t set last_success_at = now() - make_interval(mins => case stream when 'reports' then $2::int else $1::int end) from source s where s.id = t.source_id and s.key = 'rhythms'`, [dossiers, reports]);
    return (await pool.query<{ of: string }>(`select state || ' ' || round(age_seconds / 60) || '/' || round(stale_after_seconds / 60) as of from mart.source_state where source = 'rhythms'`)).rows[0]!.of;
  };
  expect([await state(2, 50), await state(2, 89), await state(2, 91), await state(31, 50), await state(29, 10)]).toEqual(['fresh 50/90', 'fresh 89/90', 'stale 91/90', 'stale 31/30', 'fresh 29/30']);
});

test('hours in which a source is not asked do not make it old', async () => {
  const quiet = async (windows: string[], since: string) => (await pool.query<{ hours: number }>(`select round(mart.quiet_seconds($1, now() - $2::interval)::numeric / 3600, 2)::float8 as hours`, [windows, since])).rows[0]!.hours;
  const clock = (hours: number) => new Date(Date.now() + (7 + hours) * 3_600_000).toISOString().slice(11, 16); // by Vietnamese time
  expect(await quiet([], '2 days')).toBe(0);
  expect(await quiet(['00:00-00:00'], '5 hours')).toBeCloseTo(5, 1); // all day
  expect(await quiet([`${clock(-4)}-${clock(-1)}`], '1 day')).toBeCloseTo(3, 1);
  expect(await quiet([`${clock(-4)}-${clock(2)}`], '3 hours')).toBeCloseTo(3, 1); // it goes on
  expect(await quiet([`${clock(-4)}-${clock(-1)}`, `${clock(1)}-${clock(2)}`], '2 days')).toBeCloseTo(8, 1);
});
