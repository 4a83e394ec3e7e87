import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes for what boards ask on every refresh. */
export class BoardsBudget1764900000000 implements MigrationInterface {
  name = 'BoardsBudget1764900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- Which units have proposals in a year.
create index par_proposal_unit on par_proposal (unit_id, year, set_id);
-- Open dossiers lie scattered over years of pages: what boards ask of them stands in the index itself.
drop index dossier_open;
create index dossier_open on dossier (resolving_unit_id, due_at) include (source_id, received_at, procedure_id) where ended_at is null and deleted_at is null and status not in (1, 3);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index par_proposal_unit; drop index dossier_open;
create index dossier_open on dossier (resolving_unit_id, due_at) where ended_at is null and deleted_at is null and status not in (1, 3);`);
  }
}
