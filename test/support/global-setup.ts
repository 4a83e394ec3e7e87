/** A PostgreSQL for the tests: DATABASE_URL when it is set, the embedded one otherwise; a template database migrated once a run. */
import { join } from 'node:path';
import { Client } from 'pg';
import { databaseUrl, startEmbeddedPostgres } from '../../src/platform/embedded-postgres';
import { projectRoot } from '../../src/platform/root';
import { migrate } from '../../src/store/migrate';
import { findBrowser } from './browser';

export default async function setup(): Promise<void> {
  if (process.env.CCHC_TEST_SERVER) return; // another project of this run has it
  const given = process.env.DATABASE_URL;
  const server = given ?? (await startEmbeddedPostgres({ dataDir: join(projectRoot(), '.data/test-pg'), settings: { fsync: 'off', synchronous_commit: 'off' } })).url;
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    const old = await client.query<{ datname: string }>(`select datname from pg_database d where datname like 'cchc\\_test\\_%' and not exists (select from pg_stat_activity a where a.datname = d.datname)`);
    for (const { datname } of old.rows) await client.query(`drop database if exists ${client.escapeIdentifier(datname)} with (force)`);
    await client.query('create database cchc_test_template template template0 encoding \'UTF8\'');
  } finally {
    await client.end();
  }
  await migrate(databaseUrl(server, 'cchc_test_template'));
  process.env.CCHC_TEST_SERVER = server;
  // Found here, outside the sandbox of the specs, which cannot load the package of the browser.
  process.env.CCHC_TEST_BROWSER = JSON.stringify(await findBrowser());
}
