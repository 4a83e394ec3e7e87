import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An edition computes what was touched: here, where the rows themselves do not tell. */
export class Touched1764270000000 implements MigrationInterface {
  name = 'Touched1764270000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SQL);
  }

  async down(): Promise<void> {
    throw new Error('What was touched is not taken down: restore a backup instead.');
  }
}

const SQL = `
-- Where register items counted before and after a change, until the next edition has computed it: a row that has moved to another unit or day does not say from where.
create table register_change (unit_id integer not null, opened_on date not null);
create function register_changed() returns trigger language plpgsql as $f$
begin
  execute 'insert into register_change (unit_id, opened_on) select distinct unit_id, opened_on from ('
    || case tg_op when 'INSERT' then 'table new_rows' when 'DELETE' then 'table old_rows' else 'table old_rows union all table new_rows' end || ') r';
  return null;
end $f$;
create trigger register_insert after insert on register_item referencing new table as new_rows for each statement execute function register_changed();
create trigger register_update after update on register_item referencing old table as old_rows new table as new_rows for each statement execute function register_changed();
create trigger register_delete after delete on register_item referencing old table as old_rows for each statement execute function register_changed();

-- The last days of all units, for the sums of the province.
create index measure_day_by_day on measure_day (day);
`;
