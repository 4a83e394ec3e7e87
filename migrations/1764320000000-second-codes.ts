import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Second codes of dossiers: the code under which the same source lists one again, and for which row another stands back. */
export class SecondCodes1764320000000 implements MigrationInterface {
  name = 'SecondCodes1764320000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table dossier add column other_code text collate "C", add column double_of text collate "C", add constraint dossier_double check (double_of is null or deleted_at is not null);
alter table dossier_change add column other_code text collate "C", add column double_of text collate "C";
select write_measure_triggers();
create index dossier_double_of on dossier (double_of) where double_of is not null;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
update dossier set deleted_at = null, double_of = null where double_of is not null;
select fold_measures(2147483647);
alter table dossier drop column other_code, drop column double_of;
alter table dossier_change drop column other_code, drop column double_of;
select write_measure_triggers();
`);
  }
}
