import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A department that answers for the whole province is judged by the figure of the province. */
export class PlanScope1764351000000 implements MigrationInterface {
  name = 'PlanScope1764351000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table plan_duty add column scope text not null default 'unit' check (scope in ('unit', 'province'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table plan_duty drop column scope');
  }
}
