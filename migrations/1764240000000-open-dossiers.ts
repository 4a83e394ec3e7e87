import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Open dossiers are counted once an edition, for every tile that shows them. */
export class OpenDossiers1764240000000 implements MigrationInterface {
  name = 'OpenDossiers1764240000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- Of the last edition, rewritten where they differ (src/store/editions/open-dossiers.ts). procedure_id null: not known; first_due_on null: nothing has a due date.
create table open_dossier_due (unit_id integer not null references unit, bucket text not null, dossiers integer not null);
create table open_dossier_procedure (unit_id integer not null references unit, procedure_id integer, open integer not null, undated integer not null, overdue integer not null, due_soon integer not null, first_due_on date);
create index open_dossier_due_unit on open_dossier_due (unit_id);
create index open_dossier_procedure_unit on open_dossier_procedure (unit_id);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table open_dossier_due, open_dossier_procedure');
  }
}
