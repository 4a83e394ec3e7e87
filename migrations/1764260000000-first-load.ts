import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nothing rests on a stream before its first load has come to its end. */
export class FirstLoad1764260000000 implements MigrationInterface {
  name = 'FirstLoad1764260000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- A system that is asked by the last change of its records hands out, until the first load is over, only a part of every period: all that was changed later is missing.
alter table source_stream add column first_load boolean not null default false;
alter table source_stream add column reached timestamptz generated always as (case when not first_load then loaded_through end) stored;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table source_stream drop column reached, drop column first_load');
  }
}
