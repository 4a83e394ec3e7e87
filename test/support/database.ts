import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { databaseUrl } from '../../src/platform/embedded-postgres';

export interface TestDatabase { url: string; drop(): Promise<void> }

/** A database of its own, copied from the migrated template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.CCHC_TEST_SERVER;
  if (!server) throw new Error('no test server: run the specs of test/ through jest and its global setup');
  const name = `cchc_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, async (client) => {
    // A template can be copied by one session at a time.
    await client.query('select pg_advisory_lock(56105610)');
    await client.query(`create database ${name} template cchc_test_template`);
    await client.query('select pg_advisory_unlock(56105610)');
  });
  return { url: databaseUrl(server, name), drop: () => onServer(server, (client) => client.query(`drop database if exists ${name} with (force)`)) };
}

async function onServer(server: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
