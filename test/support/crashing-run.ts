/**
 * A process that runs one source and kills itself (SIGKILL) at its n-th statement: before it is sent, or after its answer has come.
 * Usage: node -r typescript.cjs crashing-run.ts <databaseUrl> <n, 0 = never> <live|full> <before|after> [hold]
 */
import { Client, type Pool } from 'pg';
import { fixedClock } from '../../src/platform/clock';
import { register } from '../../src/ingest/registration';
import { runSource, type Job } from '../../src/ingest/runner';
import { openPool } from '../../src/store/database';
import { at } from './dossiers';
import { crashRows, crashDefinition, CRASH_NOW } from './crash-source';
import { createStub } from './stub-source';

const [url, stopAt, kind, when, hold] = process.argv.slice(2) as [string, string, 'live' | 'full', 'before' | 'after', string?];
let statements = 0;
let counting = false;
const die = () => process.kill(process.pid, 'SIGKILL');
const query = Client.prototype.query as (...args: unknown[]) => unknown;
Client.prototype.query = function counted(this: Client, ...args: unknown[]): unknown {
  if (!counting) return query.apply(this, args);
  statements += 1;
  const last = statements === Number(stopAt);
  if (last && when === 'before') die();
  const result = query.apply(this, args);
  if (last) {
    if (result instanceof Promise) void result.then(die, die);
    else setImmediate(die); // a COPY on its way
  }
  return result;
} as never;

async function main(): Promise<void> {
  const pool: Pool = openPool(url);
  const [source] = await register(pool, { code: 'P', name: 'Tỉnh' }, [], [crashDefinition()], false);
  const stub = createStub(crashRows());
  if (hold) stub.before = () => { process.stdout.write('held\n'); return new Promise(() => undefined); };
  counting = true;
  const job: Job = kind === 'full' ? { kind: 'full' } : { kind: 'live' };
  const outcomes = await runSource(source!, job, { databaseUrl: url, pool, clock: fixedClock(at(CRASH_NOW)), session: stub.session });
  counting = false;
  process.stdout.write(`${JSON.stringify({ statements, outcomes })}\n`);
  await pool.end();
}
if (hold) setInterval(() => undefined, 1000);
main().catch((error: unknown) => { process.stderr.write(`${String(error)}\n`); process.exit(1); });
