import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Targets, lights and places on today's map, for the periods in which it reads otherwise than as it was. */
export class StandingOnTodaysMap1764290000000 implements MigrationInterface {
  name = 'StandingOnTodaysMap1764290000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- 'both' where the maps do not differ, so that what is the same stands once.
alter table standing add column map text not null default 'both' check (map in ('both', 'as-was', 'today'));
alter table standing drop constraint standing_pkey, add primary key (period_type, period_start, indicator, unit_id, map);
-- Periods in which the two maps differ.
create table map_period (period_type text not null, period_start date not null, primary key (period_type, period_start));
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from standing where map = 'today'; alter table standing drop constraint standing_pkey, drop column map, add primary key (period_type, period_start, indicator, unit_id); drop table map_period`);
  }
}
