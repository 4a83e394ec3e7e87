import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row says why there is nothing for a set of units and a set of indicators. */
export class Absences1764310000000 implements MigrationInterface {
  name = 'Absences1764310000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- Sets of indicators that share a reason, each stored once: digest = md5 of its members. What an indicator says is before || reason of the row || after.
create table indicator_set (id integer generated always as identity primary key, digest text not null unique);
create table indicator_set_member (
  set_id integer not null references indicator_set on delete cascade, indicator text not null, version text not null, max_score numeric(6, 2),
  before text not null default '', after text not null default '', primary key (set_id, indicator)
);
`);
    for (const table of ['indicator_absence', 'map_absence']) await runner.query(`
-- What stands there: rows that say the same of the same units become one.
create temporary table together on commit drop as
select period_type, period_start, unit_set_id, reason, basis, computed_at, edition_from, edition_to, kept, array_agg(indicator order by indicator) as indicators, array_agg(version order by indicator) as versions,
  array_agg(max_score order by indicator) as scores, md5(string_agg(concat_ws('|', indicator, version, max_score), e'\\n' order by indicator)) as digest
from ${table} group by 1, 2, 3, 4, 5, 6, 7, 8, 9;
insert into indicator_set (digest) select distinct digest from together on conflict do nothing;
insert into indicator_set_member (set_id, indicator, version, max_score)
select s.id, m.indicator, m.version, m.max_score from (select distinct on (digest) * from together) t join indicator_set s using (digest) cross join unnest(t.indicators, t.versions, t.scores) m (indicator, version, max_score)
on conflict do nothing;
drop table ${table} cascade; -- the views of mart are rebuilt
create table ${table} (
  id bigint generated always as identity primary key, period_type text not null, period_start date not null, unit_set_id integer not null references unit_set, indicator_set_id integer not null references indicator_set,
  reason text not null, basis text not null, computed_at timestamptz not null default now(), edition_from integer not null, edition_to integer, kept boolean not null default false
);
insert into ${table} (period_type, period_start, unit_set_id, indicator_set_id, reason, basis, computed_at, edition_from, edition_to, kept)
select period_type, period_start, unit_set_id, s.id, reason, basis, computed_at, edition_from, edition_to, kept from together join indicator_set s using (digest);
drop table together;
create index ${table}_period on ${table} (period_type, period_start) where edition_to is null;
create index ${table}_past on ${table} (period_type, period_start) where edition_to is not null;
create index ${table}_prunable on ${table} (edition_to) where edition_to is not null and not kept;
create index ${table}_units on ${table} (unit_set_id, period_type, period_start);
create index ${table}_indicators on ${table} (indicator_set_id);
`);
  }

  async down(): Promise<void> {
    throw new Error('Absences are not taken down: restore a backup instead.');
  }
}
