/** Nothing stays behind: the embedded server of the tests is stopped (a given one is left alone). */
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres';
import { projectRoot } from '../../src/platform/root';

export default async function teardown(): Promise<void> {
  if (process.env.DATABASE_URL || !process.env.CCHC_TEST_SERVER) return;
  await (await startEmbeddedPostgres({ dataDir: join(projectRoot(), '.data/test-pg') })).stop();
}
