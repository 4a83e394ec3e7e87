import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Promised dates beside our own: counts by responsible unit, month of reception and flag (src/compute/calendar/cross-check.ts). */
export class DueDateCheck1764100000000 implements MigrationInterface {
  name = 'DueDateCheck1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table due_date_check (
  unit_id integer not null references unit, month date not null, flag text collate "C" not null,
  doubtful boolean not null, dossiers integer not null, checked_at timestamptz not null default now(),
  primary key (month, unit_id, flag, doubtful)
);
comment on column due_date_check.doubtful is 'The calendar behind our date is not proved (unverified hours or days, announcement of the year not entered)';
`);
  }

  async down(): Promise<void> {
    throw new Error('Checks of due dates are not taken down: restore a backup instead.');
  }
}
