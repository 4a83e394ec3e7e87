import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Scores and quality flags that a portal published, kept beside ours and never overwritten by them; open dossiers that were asked for supplements again. */
export class PublishedScore1764110000000 implements MigrationInterface {
  name = 'PublishedScore1764110000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table published_score (
  source_id integer not null references source, unit_id integer not null references unit,
  period_type text not null check (period_type in ('day', 'month', 'quarter', 'half', 'year')), period_start date not null,
  indicator text not null, score numeric(6, 2), flags text[] not null default '{}',
  captured_at timestamptz not null default now(), run_id bigint not null, superseded_at timestamptz,
  check (score is not null or flags <> '{}')
);
create unique index published_score_current on published_score (source_id, unit_id, period_type, period_start, indicator) where superseded_at is null;
create index dossier_resupplied on dossier (ended_at) where deleted_at is null and status not in (1, 3) and (supplement_count > 1 or second_supplement_at is not null);
`);
  }

  async down(): Promise<void> {
    throw new Error('Published scores are not taken down: restore a backup instead.');
  }
}
