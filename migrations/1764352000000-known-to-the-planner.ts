import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is known of values is taken when an edition writes many, which is before anything was corrected: until a tenth of the table had changed the planner
 * took the superseded versions for none and read them once for each new one (mart.correction: 2.7 s instead of 45 ms).
 */
export class KnownToThePlanner1764352000000 implements MigrationInterface {
  name = 'KnownToThePlanner1764352000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['indicator_value', 'map_value', 'indicator_absence', 'map_absence']) await runner.query(`alter table ${table} set (autovacuum_analyze_scale_factor = 0.005, autovacuum_analyze_threshold = 1000)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['indicator_value', 'map_value', 'indicator_absence', 'map_absence']) await runner.query(`alter table ${table} reset (autovacuum_analyze_scale_factor, autovacuum_analyze_threshold)`);
  }
}
