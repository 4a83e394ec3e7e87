import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That a figure names a unit is looked at for all rows of a statement at once: a look for each of them took a quarter of writing an edition. */
export class UnitsOfValues1764360000010 implements MigrationInterface {
  name = 'UnitsOfValues1764360000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SQL);
  }

  async down(): Promise<void> {
    throw new Error('Editions are not taken down: restore a backup instead.');
  }
}

const TABLES = ['indicator_value', 'map_value', 'standing', 'gain'];

const SQL = `
create function name_units() returns trigger language plpgsql as $f$
declare stranger integer;
begin
  select unit_id into stranger from new_rows where unit_id not in (select id from unit) limit 1;
  if found then raise foreign_key_violation using message = format('%s names unit %s, which there is not', tg_table_name, stranger); end if;
  return null;
end $f$;
-- The other half of the foreign keys.
create function keep_units() returns trigger language plpgsql as $f$ begin raise foreign_key_violation using message = 'a unit ends (valid_to), it is never deleted: its figures stay'; end $f$;
create trigger unit_stays before delete on unit for each statement execute function keep_units();
${TABLES.map((table) => `
alter table ${table} drop constraint ${table}_unit_id_fkey;
create trigger ${table}_units after insert on ${table} referencing new table as new_rows for each statement execute function name_units();`).join('')}
`;
