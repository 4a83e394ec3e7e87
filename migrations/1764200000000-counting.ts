import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Dossiers are judged once for all measures, and those by field and by procedure are counted straight by their own keys: unit × procedure × month has about as many groups as dossiers. */
export class Counting1764200000000 implements MigrationInterface {
  name = 'Counting1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SQL);
  }

  async down(): Promise<void> {
    throw new Error('Counting is not taken down: restore a backup instead.');
  }
}

/** What the events look at, of a judged dossier. */
const FACT = ['sign', 'source_id', 'procedure_id', 'receiving', 'resolving', 'channel', 'fee_due', 'paid_online', 'supplement_count', 'address_present', 'phone_present', 'home_unit_id', 'reappointments', 'return_channel',
  'electronic_result', 'digitised', 'apology_letter', 'working_minutes', 'received_at', 'due_at', 'ended_at', 'limit_at', 'received_day', 'due_day', 'ended_day', 'returned_day', 'second_day',
  'late_day_by_date', 'late_day_by_instant', 'excused_by_date', 'excused_by_instant', 'excuse_stop_by_date', 'excuse_stop_by_instant', 'stop_by_date', 'stop_by_instant', 'limit_start', 'limit_stop'];

/** The events by month over \`fact\` with some of its columns read as something else. */
const eventsReading = (other: Record<string, string>) => `'with fact as not materialized (select ${FACT.map((c) => (c in other ? `${other[c]} as ${c}` : c)).join(', ')} from fact) ' || measure_field_events()`;

const SQL = `
-- Judges dossiers into a temporary table \`fact\`, each with the field of its procedure (0: not stated). Whoever calls it drops the table.
create function judge(row_source text) returns void language plpgsql as $f$
begin
  execute 'create temporary table fact as ' || replace(measure_facts(row_source), 'as materialized', 'as not materialized') -- read once
    || 'select ${FACT.map((c) => `f.${c}`).join(', ')}, coalesce(p.field_id, 0) as field_id from fact f left join procedure p on p.id = f.procedure_id';
end $f$;
-- What \`fact\` counts by unit, field and month: the events with the field in the place of the procedure.
create function measure_by_field() returns text language sql stable as $f$
  select 'select source_id, unit_id, procedure_id as field_id, month, ' || array_to_string(measure_field_columns(), ', ') || ' from (' || ${eventsReading({ procedure_id: 'field_id' })} || ') e' $f$;
-- And by procedure and month: the events as if there were one unit.
create function measure_by_procedure() returns text language sql stable as $f$
  select 'select source_id, procedure_id, month, ' || array_to_string(measure_field_columns(), ', ') || ' from (' || ${eventsReading({ receiving: '0', resolving: '0' })} || ') e' $f$;

-- Brings the measures up to date with at most \`most\` lines of the journal; returns how many were counted (fewer than \`most\`: none is left). One at a time;
-- whoever writes facts never waits for it, nor it for them.
create function fold_measures(most integer default 100000) returns integer language plpgsql as $f$
declare counted integer;
begin
  perform lock_measures();
  if not exists (select from dossier_change) then return 0; end if;
  create temporary table taken on commit drop as select * from dossier_change with no data;
  with gone as (delete from dossier_change where ctid = any (array(select ctid from dossier_change limit most)) returning *) insert into taken select * from gone;
  get diagnostics counted = row_count;
  perform judge('select * from taken');
  execute measure_addition('measure_day', 'source_id, unit_id, day', measure_columns(), '(' || measure_events() || ')', true);
  -- A dossier asked for supplements again, of which no day is stated, is counted from the open dossiers themselves (index 766 – 2.1): whatever becomes of it,
  -- its unit is touched from the day of its reception on, counters or not.
  update measure_day m set accepted = m.accepted from (select distinct source_id, resolving, received_day from fact where supplement_count > 1 and second_day is null) f
    where m.source_id = f.source_id and m.unit_id = f.resolving and m.day = f.received_day;
  execute measure_addition('measure_field_month', 'source_id, unit_id, field_id, month', measure_field_columns(), '(' || measure_by_field() || ')', true);
  execute measure_addition('measure_procedure_month', 'source_id, procedure_id, month', measure_field_columns(), '(' || measure_by_procedure() || ')', true);
  drop table taken, fact;
  return counted;
end $f$;

-- All measures of a source counted from \`row_source\` into temporary tables beside the kept ones; drop_measures_aside() removes them.
create function count_measures_aside(row_source text) returns void language plpgsql as $f$
begin
  perform judge(row_source);
  execute 'create temporary table measure_aside as ' || measure_events();
  execute 'create temporary table measure_field_aside as ' || measure_by_field();
  execute 'create temporary table measure_procedure_aside as ' || measure_by_procedure();
end $f$;
create function drop_measures_aside() returns void language sql as 'drop table if exists fact, measure_aside, measure_field_aside, measure_procedure_aside';

-- Puts what was counted aside in the place of the measures of the source. Its dossiers are locked by the caller; days without anything stay as zeros, so that publishing sees them.
create function replace_measures(only_source integer) returns void language plpgsql as $f$
declare days text := array_to_string(measure_columns(), ', '); months text := array_to_string(measure_field_columns(), ', ');
begin
  perform forget_changes(only_source);
  execute format('insert into measure_aside (source_id, unit_id, day, %s) select source_id, unit_id, day, %s from measure_day where source_id = %s and (unit_id, day) not in (select unit_id, day from measure_aside)',
    days, (select string_agg('0', ', ') from unnest(measure_columns())), only_source);
  delete from measure_day where source_id = only_source;
  execute format('insert into measure_day (source_id, unit_id, day, %1$s) select source_id, unit_id, day, %1$s from measure_aside order by source_id, unit_id, day', days);
  -- A procedure may have moved to another field since it was judged; from here on field_moved() waits for our lock on the dossiers.
  if exists (select from fact f join procedure p on p.id = f.procedure_id where p.field_id <> f.field_id) then
    update fact f set field_id = p.field_id from procedure p where p.id = f.procedure_id and p.field_id <> f.field_id;
    drop table measure_field_aside;
    execute 'create temporary table measure_field_aside as ' || measure_by_field();
  end if;
  delete from measure_field_month where source_id = only_source;
  execute format('insert into measure_field_month (source_id, unit_id, field_id, month, %1$s) select source_id, unit_id, field_id, month, %1$s from measure_field_aside order by 1, 2, 3, 4', months);
  delete from measure_procedure_month where source_id = only_source;
  execute format('insert into measure_procedure_month (source_id, procedure_id, month, %1$s) select source_id, procedure_id, month, %1$s from measure_procedure_aside order by 1, 2, 3', months);
end $f$;

-- Counts a source again after the time it speaks for has changed. Loaders of the source wait meanwhile. Days without anything stay as zeros, so that publishing sees them.
create function recount_measures(only_source integer) returns void language plpgsql as $f$
begin
  if to_regclass('dossier_s' || only_source) is null then return; end if;
  execute format('lock table %I in share row exclusive mode', 'dossier_s' || only_source);
  perform count_measures_aside('select 1 as sign, * from dossier where source_id = ' || only_source);
  perform replace_measures(only_source);
  perform drop_measures_aside();
end $f$;
`;
