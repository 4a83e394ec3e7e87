import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Screens on walls: each with a token of its own, kept as a digest; when it was last heard of and what it shows. */
export class Screens1764180000000 implements MigrationInterface {
  name = 'Screens1764180000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table screen (
  id integer generated always as identity primary key, name text not null unique check (name <> '' and length(name) <= 80),
  token_digest bytea not null unique, registered_at timestamptz not null default now(), last_seen_at timestamptz,
  board text, page_version text, edition integer, size text
);
`);
  }

  async down(): Promise<void> {
    throw new Error('Screens are not taken down: restore a backup instead.');
  }
}
