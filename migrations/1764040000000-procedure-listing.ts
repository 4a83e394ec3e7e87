import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Procedures as each source's catalogue lists them; switched off when they leave it. */
export class ProcedureListing1764040000000 implements MigrationInterface {
  name = 'ProcedureListing1764040000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table procedure_listing (
  source_id integer not null references source, code text collate "C" not null,
  name text not null, field_code text, field_name text, level text, has_fee boolean, active boolean not null,
  first_seen_at timestamptz not null default now(), changed_at timestamptz not null default now(), run_id bigint not null,
  primary key (source_id, code)
);
`);
  }

  async down(): Promise<void> {
    throw new Error('The catalogue is not taken down: restore a backup instead.');
  }
}
