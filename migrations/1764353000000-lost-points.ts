import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What cannot become a hit in its period any more is told as lost, not as points to gain. The present gains are written anew with the next edition. */
export class LostPoints1764353000000 implements MigrationInterface {
  name = 'LostPoints1764353000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table gain drop constraint gain_kind_check, add constraint gain_kind_check check (kind in ('missing', 'undated', 'dueSoon', 'atRisk', 'late', 'lost'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from gain where kind = 'lost'`);
    await runner.query(`alter table gain drop constraint gain_kind_check, add constraint gain_kind_check check (kind in ('missing', 'undated', 'dueSoon', 'atRisk', 'late'))`);
  }
}
