/** A database of its own for a spec file: copied from a template that is migrated once for each state of the migrations. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../src/store/migrate';

const TEMPLATE_LOCK = 5610_0090;
const root = join(__dirname, '../..');

export interface TestDatabase { url: string; drop(): Promise<void> }

/** Needs DATABASE_URL: an account that may create databases. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.DATABASE_URL;
  if (!server) throw new Error('Set DATABASE_URL to a PostgreSQL whose account may create databases, e.g. postgres://postgres@127.0.0.1:5432/postgres');
  const at = (name: string) => Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const template = `cchc_template_${stateOfMigrations()}`;
  const name = `cchc_test_${randomBytes(6).toString('hex')}`;
  await withClient(server, async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rows } = await client.query('select from pg_database where datname = $1 and datistemplate', [template]);
    if (rows.length === 0) {
      await client.query(`drop database if exists ${template}`);
      await client.query(`create database ${template}`);
      await migrate(at(template));
      await client.query(`alter database ${template} is_template true`); // only a finished template is one
    }
    await client.query(`create database ${name} template ${template}`);
  });
  return { url: at(name), drop: () => withClient(server, async (client) => { await client.query(`drop database if exists ${name} with (force)`); }) };
}

function stateOfMigrations(): string {
  const hash = createHash('sha1');
  for (const folder of ['migrations', 'migrations/views']) {
    for (const file of readdirSync(join(root, folder)).filter((f) => /\.(ts|sql)$/.test(f)).sort()) hash.update(readFileSync(join(root, folder, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
