/** A process killed at any statement: the next one goes on and ends where an undisturbed one does. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { register } from '../../src/ingest/registration';
import { fixedClock } from '../../src/platform/clock';
import { runSource } from '../../src/ingest/runner';
import { at, measureDifferences } from '../support/dossiers';
import { openBench, stored, type Bench } from '../support/bench';
import { CRASH_NOW, crashDefinition, crashRows } from '../support/crash-source';
import { createStub } from '../support/stub-source';

const support = join(__dirname, '../support');
const started = (url: string, ...args: string[]): ChildProcess => spawn(process.execPath, ['-r', join(support, 'typescript.cjs'), join(support, 'crashing-run.ts'), url, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
async function ended(child: ChildProcess): Promise<{ signal: string | null; text: string }> {
  let text = '';
  child.stdout!.on('data', (part: Buffer) => { text += part.toString(); });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { signal, text };
}
const runHere = async (bench: Bench, kind: 'live' | 'full') => {
  const [source] = await register(bench.pool, { code: 'P', name: 'Tỉnh' }, [], [crashDefinition()], false);
  return { id: source!.id, outcomes: await runSource(source!, { kind }, { databaseUrl: bench.database.url, pool: bench.pool, clock: fixedClock(at(CRASH_NOW)), session: createStub(crashRows()).session }, 5000) };
};
/** All that must not depend on the way: facts, measures, open quarantine, unmatched units, checkpoint. */
async function state(bench: Bench, id: number) {
  return {
    ...(await stored(bench.client, id)),
    quarantine: (await bench.client.query('select record_key, reason, pointer from quarantine where source_id = $1 and resolved_at is null order by 1, 2', [id])).rows,
    unmatched: (await bench.client.query('select kind, value from unit_unmatched where source_id = $1', [id])).rows,
    loaded: (await bench.client.query('select loaded_through from source_stream where source_id = $1', [id])).rows,
  };
}

let oracle: Record<'live' | 'full', Awaited<ReturnType<typeof state>>>;
let statements: Record<'live' | 'full', number>;
beforeAll(async () => {
  oracle = {} as typeof oracle;
  statements = {} as typeof statements;
  for (const kind of ['live', 'full'] as const) {
    const bench = await openBench();
    const { text } = await ended(started(bench.database.url, '0', kind, 'before'));
    statements[kind] = (JSON.parse(text) as { statements: number }).statements;
    const { rows } = await bench.client.query(`select id from source where key = 'crash'`);
    oracle[kind] = await state(bench, rows[0].id);
    await bench.close();
  }
});

test('the undisturbed run is worth comparing with', () => {
  expect(oracle.live.dossiers.length).toBeGreaterThan(60);
  expect(oracle.live.quarantine.length).toBeGreaterThan(0);
  expect(oracle.live.unmatched).toHaveLength(1);
  expect(oracle.full.dossiers).toEqual(oracle.live.dossiers);
});

/** Spread over the run, at odd places; with CCHC_TEST_ALL at every statement, which takes minutes. */
const placesOf = (count: number): number[] => (process.env.CCHC_TEST_ALL ? Array.from({ length: count }, (_, i) => i + 1) : Array.from({ length: 6 }, (_, i) => Math.max(1, Math.round((count * (i + 0.7)) / 6.5) + (i % 3) - 1)));
test.each(['live', 'full'] as const)('killed all along a %s run, started again each time', async (kind) => {
  for (const [i, at_] of placesOf(statements[kind]).entries()) {
    const bench = await openBench();
    const { signal } = await ended(started(bench.database.url, String(at_), kind, i % 2 ? 'after' : 'before'));
    expect({ at_, signal }).toEqual({ at_, signal: 'SIGKILL' });
    expect({ at_, differences: await measureDifferences(bench.client) }).toEqual({ at_, differences: [] });
    const { id, outcomes } = await runHere(bench, kind);
    expect(outcomes).toMatchObject([{ failure: null }]);
    expect({ at_, ...(await state(bench, id)) }).toEqual({ at_, ...oracle[kind] });
    expect(await measureDifferences(bench.client)).toEqual([]);
    await bench.close();
  }
}, process.env.CCHC_TEST_ALL ? 3_600_000 : 180_000);

test('the lock of a killed process is free at once', async () => {
  const bench = await openBench();
  const child = started(bench.database.url, '0', 'live', 'before', 'hold');
  const closed = once(child, 'close');
  await once(child.stdout!, 'data'); // it holds the lock and waits for an answer
  const [source] = await register(bench.pool, { code: 'P', name: 'Tỉnh' }, [], [crashDefinition()], false);
  const options = { databaseUrl: bench.database.url, pool: bench.pool, clock: fixedClock(at(CRASH_NOW)), session: createStub(crashRows()).session };
  expect(await runSource(source!, { kind: 'live' }, options)).toBeNull(); // somebody else is at it
  child.kill('SIGKILL');
  const killed = Date.now();
  let begun = 0;
  const call = options.session.call.bind(options.session);
  options.session.call = (...args) => { begun ||= Date.now(); return call(...args); };
  expect(await runSource(source!, { kind: 'live' }, options, 5000)).toMatchObject([{ failure: null }]);
  expect(begun - killed).toBeLessThanOrEqual(1500);
  await closed;
  const runs = (await bench.client.query('select outcome from run order by id')).rows;
  expect(runs).toEqual([{ outcome: 'abandoned' }, { outcome: 'done' }]);
  await bench.close();
});
