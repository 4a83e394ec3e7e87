import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Daily limits of sources hold over processes and restarts. */
export class SourceCalls1764250000000 implements MigrationInterface {
  name = 'SourceCalls1764250000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table source_calls (source_id integer primary key references source, day date not null, calls integer not null)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table source_calls');
  }
}
