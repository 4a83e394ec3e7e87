import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Targets, lights and places on today's map, for the periods in which it reads otherwise than as it was. */
export class StandingOnTodaysMap1764240000000 implements MigrationInterface {
  name = 'StandingOnTodaysMap1764240000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table map_standing (like standing including all, foreign key (unit_id) references unit);
-- Periods in which the two maps differ. In all others the standings as it was hold for both.
create table map_period (period_type text not null, period_start date not null, primary key (period_type, period_start));
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table map_standing, map_period');
  }
}
