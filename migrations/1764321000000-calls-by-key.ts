import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Calls are counted by the id that a source has in its definition: a trial of one that is not registered yet counts too. */
export class CallsByKey1764321000000 implements MigrationInterface {
  name = 'CallsByKey1764321000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table source_calls add column source text collate "C";
update source_calls c set source = s.key from source s where s.id = c.source_id;
alter table source_calls drop column source_id, add primary key (source);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table source_calls add column source_id integer references source;
update source_calls c set source_id = s.id from source s where s.key = c.source;
delete from source_calls where source_id is null;
alter table source_calls drop column source, add primary key (source_id);
`);
  }
}
