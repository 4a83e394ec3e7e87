import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Editions also keep the values of units whose history folds into them, read on today's map. */
export class TodaysMap1764230000000 implements MigrationInterface {
  name = 'TodaysMap1764230000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- Shaped and versioned as indicator_value and indicator_absence. Only of units and periods in map_fold: everywhere else both maps read alike.
create table map_value (like indicator_value including all, foreign key (unit_id) references unit);
create table map_absence (like indicator_absence including all, foreign key (unit_set_id) references unit_set);
-- Whose counts were added for the unit in the period; none: not attributable, or nothing there.
create table map_fold (
  unit_id integer not null references unit, period_type text not null, period_start date not null, from_codes text[] not null, primary key (unit_id, period_type, period_start)
);
create index map_fold_period on map_fold (period_type, period_start);
-- The registry may hold the country.
create index unit_home on unit (id) where home;
-- The map that every period was folded onto last; another one folds them all anew.
create table map_state (only_row boolean primary key default true check (only_row), digest text);
insert into map_state default values;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table map_value, map_absence, map_fold, map_state; drop index unit_home');
  }
}
