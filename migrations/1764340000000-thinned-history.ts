import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Versions that were shown at the end of no day go two days later; retention finds those of one edition by when they began. */
export class ThinnedHistory1764340000000 implements MigrationInterface {
  name = 'ThinnedHistory1764340000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- The last edition whose superseded versions were looked at.
create table history_thinned (only_row boolean primary key default true check (only_row), edition integer not null default 0);
insert into history_thinned default values;
drop index indicator_value_prunable, map_value_edition_to_idx, indicator_absence_prunable, map_absence_prunable;
`);
    for (const table of ['indicator_value', 'map_value', 'indicator_absence', 'map_absence']) await runner.query(`create index ${table}_prunable on ${table} (edition_to, edition_from) where edition_to is not null and not kept`);
  }

  async down(): Promise<void> {
    throw new Error('What was thinned does not come back: restore a backup instead.');
  }
}
