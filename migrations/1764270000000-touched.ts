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

-- A dossier asked for supplements again, of which no day is stated, is counted from the open dossiers themselves (index 766 – 2.1): whatever becomes of it, its
-- unit is touched from the day of its reception on, counters or not.
create or replace function fold_measures(most integer default 100000) returns integer language plpgsql as $f$
declare counted integer;
begin
  perform lock_measures();
  if not exists (select from dossier_change) then return 0; end if;
  create temporary table taken on commit drop as select * from dossier_change with no data;
  with gone as (delete from dossier_change where ctid = any (array(select ctid from dossier_change limit most)) returning *) insert into taken select * from gone;
  get diagnostics counted = row_count;
  perform judge('select * from taken');
  execute measure_addition('measure_day', 'source_id, unit_id, day', measure_columns(), '(' || measure_events() || ')', true);
  update measure_day m set accepted = m.accepted from (select distinct source_id, resolving, received_day from fact where supplement_count > 1 and second_day is null) f
    where m.source_id = f.source_id and m.unit_id = f.resolving and m.day = f.received_day;
  execute measure_addition('measure_field_month', 'source_id, unit_id, field_id, month', measure_field_columns(), '(' || measure_by_field() || ')', true);
  execute measure_addition('measure_procedure_month', 'source_id, procedure_id, month', measure_field_columns(), '(' || measure_by_procedure() || ')', true);
  drop table taken, fact;
  return counted;
end $f$;
`;
