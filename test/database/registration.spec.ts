/** Which sources there are is said by who reads them; any other verb leaves a running service's sources alone. */
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
