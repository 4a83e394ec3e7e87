import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes for what boards ask on every refresh. */
export class BoardsBudget1764900000000 implements MigrationInterface {
  name = 'BoardsBudget1764900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- Which units have proposals in a year.
create index par_proposal_unit on par_proposal (unit_id, year, set_id);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index par_proposal_unit');
  }
}
