import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A refused sign-in outlives the process: nobody signs in again by itself with what was refused. `print` tells the refused settings from changed ones. */
export class SignIn1764190000000 implements MigrationInterface {
  name = 'SignIn1764190000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table sign_in_refusal (
  source_id integer primary key references source, print text not null, refusals integer not null, refused_at timestamptz not null
);
`);
  }

  async down(): Promise<void> {
    throw new Error('Refused sign-ins are not taken down: restore a backup instead.');
  }
}
