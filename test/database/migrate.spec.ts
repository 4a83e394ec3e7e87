/** Migrations, views and grants. */
import { Client } from 'pg';
import { migrate } from '../../src/store/migrate';
import { createTestDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
let client: Client;
beforeEach(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await database.drop();
});
const empty = async () => { await client.query('drop schema public cascade; drop schema mart cascade; create schema public'); };
const views = async () => (await client.query<{ oid: number; name: string }>(`select c.oid::int, relname as name from pg_class c where relnamespace = 'mart'::regnamespace and relkind = 'v' order by 2`)).rows;

test('five at once on an empty database: one works, none fails', async () => {
  await empty();
  await Promise.all(Array.from({ length: 5 }, () => migrate(database.url)));
  expect((await client.query('select count(*)::int as n from schema_migration group by name')).rows.every((r: { n: number }) => r.n === 1)).toBe(true);
  expect((await views()).map((v) => v.name)).toEqual(expect.arrayContaining(['dossier_open', 'indicator_value', 'source_state', 'unit']));
  await client.query('select * from measure_differences()');
});

test('again on a current database: nothing is rebuilt', async () => {
  const before = await views();
  await migrate(database.url);
  expect(await views()).toEqual(before);
});

test('views are rebuilt when their files have changed, and readable again', async () => {
  await client.query(`comment on schema mart is 'views of another release'; drop view mart.unit cascade; create view mart.unit as select 'old' as only_column; create view mart.leftover as select 1 as x`);
  await migrate(database.url);
  expect((await client.query('select id, code, name, level from mart.unit')).rows).toHaveLength(1);
  expect((await views()).map((v) => v.name)).not.toContain('leftover');
  await client.query('set role grafana_reader');
  await client.query('select * from mart.unit');
});

test('views that cannot be made leave the old ones', async () => {
  const before = await views();
  await client.query(`comment on schema mart is 'stale'; create function mart_breaks() returns event_trigger language plpgsql as $$ begin raise exception 'no view today'; end $$; create event trigger no_views on ddl_command_start when tag in ('CREATE VIEW') execute function mart_breaks()`);
  await expect(migrate(database.url)).rejects.toThrow('no view today');
  expect(await views()).toEqual(before);
  await client.query('drop event trigger no_views');
  await migrate(database.url);
  expect((await views()).map((v) => v.name)).toEqual(before.map((v) => v.name));
});

test('grafana_reader reads the mart and nothing else', async () => {
  await client.query('set role grafana_reader');
  for (const { name } of await views()) await client.query(`select * from mart.${name} limit 1`);
  await client.query('reset role');
  const { rows } = await client.query<{ at: string }>(`select format('%I.%I', table_schema, table_name) as at from information_schema.tables where table_schema = 'public'`);
  expect(rows.length).toBeGreaterThan(10);
  await client.query('set role grafana_reader');
  for (const { at } of rows) {
    await expect(client.query(`select * from ${at} limit 1`)).rejects.toThrow(/permission denied/);
    await expect(client.query(`delete from ${at}`)).rejects.toThrow(/permission denied/);
  }
  await expect(client.query('create table public.mine (x int)')).rejects.toThrow(/permission denied/);
  await expect(client.query('create table mart.mine (x int)')).rejects.toThrow(/permission denied/);
  await expect(client.query('insert into mart.unit (code) values (1)')).rejects.toThrow();
  await expect(client.query('select * from measure_differences()')).rejects.toThrow(/permission denied/);
});
