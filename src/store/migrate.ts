/**
 * Brings a database to the current shape: migrations, then every view of migrations/views rebuilt, then grants. Any number of
 * instances may start at once: one works, the others wait and find everything done.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { River1764000000000 } from '../../migrations/1764000000000-river';
import { Register1764010000000 } from '../../migrations/1764010000000-register';
import { ProcedureListing1764040000000 } from '../../migrations/1764040000000-procedure-listing';
import { DueDateCheck1764100000000 } from '../../migrations/1764100000000-due-date-check';
import { PublishedScore1764110000000 } from '../../migrations/1764110000000-published-score';
import { Units1764120000000 } from '../../migrations/1764120000000-units';
import { Par1764130000000 } from '../../migrations/1764130000000-par';
import { Editions1764140000000 } from '../../migrations/1764140000000-editions';
import { Edocuments1764150000000 } from '../../migrations/1764150000000-edocuments';
import { Reconcile1764160000000 } from '../../migrations/1764160000000-reconcile';
import { Screens1764180000000 } from '../../migrations/1764180000000-screens';
import { SignIn1764190000000 } from '../../migrations/1764190000000-sign-in';
import { Counting1764200000000 } from '../../migrations/1764200000000-counting';
import { TodaysMap1764230000000 } from '../../migrations/1764230000000-todays-map';
import { OpenDossiers1764240000000 } from '../../migrations/1764240000000-open-dossiers';
import { SourceCalls1764250000000 } from '../../migrations/1764250000000-source-calls';
import { FirstLoad1764260000000 } from '../../migrations/1764260000000-first-load';
import { Touched1764270000000 } from '../../migrations/1764270000000-touched';
import { StandingOnTodaysMap1764290000000 } from '../../migrations/1764290000000-standing-on-todays-map';
import { Absences1764310000000 } from '../../migrations/1764310000000-absences';
import { SecondCodes1764320000000 } from '../../migrations/1764320000000-second-codes';
import { CallsByKey1764321000000 } from '../../migrations/1764321000000-calls-by-key';
import { UnitMove1764330000000 } from '../../migrations/1764330000000-unit-move';
import { ThinnedHistory1764340000000 } from '../../migrations/1764340000000-thinned-history';
import { PlanScope1764351000000 } from '../../migrations/1764351000000-plan-scope';
import { KnownToThePlanner1764352000000 } from '../../migrations/1764352000000-known-to-the-planner';
import { LostPoints1764353000000 } from '../../migrations/1764353000000-lost-points';
import { UnitsOfValues1764360000010 } from '../../migrations/1764360000010-units-of-values';
import { BoardsBudget1764900000000 } from '../../migrations/1764900000000-boards-budget';
import { projectRoot } from '../platform/root';

const MIGRATIONS = [
  River1764000000000,
  Register1764010000000,
  ProcedureListing1764040000000,
  DueDateCheck1764100000000,
  PublishedScore1764110000000,
  Units1764120000000,
  Par1764130000000,
  Editions1764140000000,
  Edocuments1764150000000,
  Reconcile1764160000000,
  Screens1764180000000,
  SignIn1764190000000,
  Counting1764200000000,
  TodaysMap1764230000000,
  OpenDossiers1764240000000,
  SourceCalls1764250000000,
  FirstLoad1764260000000,
  Touched1764270000000,
  StandingOnTodaysMap1764290000000,
  Absences1764310000000,
  SecondCodes1764320000000,
  CallsByKey1764321000000,
  UnitMove1764330000000,
  ThinnedHistory1764340000000,
  PlanScope1764351000000,
  KnownToThePlanner1764352000000,
  LostPoints1764353000000,
  UnitsOfValues1764360000010,
  BoardsBudget1764900000000,
];
const MIGRATION_LOCK = 5610_0001;

export interface MigrateOptions {
  /** Password for role grafana_reader; without one the role cannot log in. */
  readerPassword?: string;
}

export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<void> {
  const guard = new Client({ connectionString: databaseUrl, application_name: 'cchc migrate' });
  await guard.connect();
  try {
    await guard.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const data = new DataSource({ type: 'postgres', url: databaseUrl, migrations: MIGRATIONS, migrationsTableName: 'schema_migration', logging: false });
    await data.initialize();
    try {
      await data.runMigrations({ transaction: 'each' });
    } finally {
      await data.destroy();
    }
    await rebuildViews(guard);
    await grantReader(guard, options.readerPassword);
  } finally {
    await guard.end();
  }
}

async function rebuildViews(client: Client): Promise<void> {
  const folder = join(projectRoot(), 'migrations/views');
  const text = readdirSync(folder).filter((name) => name.endsWith('.sql')).sort().map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  const { rows } = await client.query<{ source: string | null }>(`select obj_description('mart'::regnamespace) as source`);
  const mark = `views ${hash(text)}`;
  if (rows[0]?.source === mark) return;
  await client.query('begin');
  try {
    const views = await client.query<{ name: string }>(`select viewname as name from pg_views where schemaname = 'mart'`);
    for (const { name } of views.rows) await client.query(`drop view if exists mart.${client.escapeIdentifier(name)} cascade`);
    await client.query(text);
    await client.query(`comment on schema mart is ${client.escapeLiteral(mark)}`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

function hash(text: string): string {
  let h = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) h = ((h ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return h.toString(16);
}

/** Role grafana_reader sees schema mart and nothing else. Roles belong to the server, so another database may have made it. */
async function grantReader(client: Client, password: string | undefined): Promise<void> {
  const { rows } = await client.query<{ may: boolean; there: boolean }>(
    `select (rolcreaterole or rolsuper) as may, exists (select from pg_roles where rolname = 'grafana_reader') as there from pg_roles where rolname = current_user`);
  if (!rows[0]?.there) {
    if (!rows[0]?.may) return;
    await client.query(`do $$ begin create role grafana_reader nologin; exception when duplicate_object or unique_violation then null; end $$`);
  }
  if (password && rows[0]?.may) await client.query(`alter role grafana_reader login password ${client.escapeLiteral(password)}`);
  // Up to PostgreSQL 14 everybody may create in schema public. Whoever may not change that is told by a warning of the server, no more.
  await client.query(`grant create on schema public to current_user`);
  await client.query(`revoke create on schema public from public`);
  await client.query(`grant usage on schema mart to grafana_reader`);
  await client.query(`grant select on all tables in schema mart to grafana_reader`);
}
