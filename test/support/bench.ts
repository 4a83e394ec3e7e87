/** A database with one stub source registered, and the short ways to run it. */
import type { Client, Pool } from 'pg';
import { fixedClock } from '../../src/platform/clock';
import { register } from '../../src/ingest/registration';
import { runStream, type RunDependencies, type RunTarget } from '../../src/ingest/run';
import { planLive } from '../../src/ingest/windows';
import type { SourceDefinition } from '../../src/sources/source';
import { foldMeasures } from '../../src/store/facts/measures';
import { openClient, openPool } from '../../src/store/database';
import { streamState, type RunCounts } from '../../src/store/sources/sources';
import { createTestDatabase, type TestDatabase } from './database';
import { at } from './dossiers';
import type { StubSource } from './stub-source';

export interface Bench { database: TestDatabase; client: Client; pool: Pool; close(): Promise<void> }

export async function openBench(): Promise<Bench> {
  const database = await createTestDatabase();
  const pool = openPool(database.url);
  const client = await openClient(database.url, 'test');
  return { database, client, pool, async close() { await client.end(); await pool.end(); await database.drop(); } };
}

export async function addStub(bench: Bench, definition: SourceDefinition): Promise<RunTarget> {
  const [registered] = await register(bench.pool, { code: 'P', name: 'Tỉnh' }, [], [definition], false);
  return { sourceId: registered!.id, definition, stream: definition.streams[0]! };
}

export const dependencies = (bench: Bench, stub: StubSource, now: string): RunDependencies => ({ client: bench.client, pool: bench.pool, session: stub.session, clock: fixedClock(at(now)), batch: 5000 });

/** One scheduled run at a local time. */
export async function runLive(bench: Bench, target: RunTarget, stub: StubSource, now: string): Promise<RunCounts & { runId: number }> {
  const plan = target.stream.window ? planLive(target.stream.window, await streamState(bench.client, target.sourceId, target.stream.id), at(now)) : null;
  return runStream(target, plan, 'live', dependencies(bench, stub, now));
}

/** What is stored of a source, without what depends on the way it came. */
export async function stored(client: Client, sourceId: number): Promise<{ dossiers: unknown[]; measures: unknown[] }> {
  const dossiers = (await client.query(`select d.code, r.code as receiving, s.code as resolving, channel, status, received_at, due_at, ended_at, modified_at, content_hash::text, deleted_at is not null as gone
    from dossier d join unit r on r.id = receiving_unit_id join unit s on s.id = resolving_unit_id where source_id = $1 order by d.code`, [sourceId])).rows;
  await foldMeasures(client);
  const measures = (await client.query(`select u.code, to_jsonb(m) - 'source_id' - 'unit_id' as m from measure_day m join unit u on u.id = m.unit_id where source_id = $1 and
    (received, accepted, resolved, late_by_date, late_by_instant, returned) <> (0, 0, 0, 0, 0, 0) order by u.code, day`, [sourceId])).rows;
  return { dossiers, measures };
}

export const loadedThrough = async (client: Client, sourceId: number): Promise<string | null> =>
  (await client.query<{ t: string | null }>(`select to_char(loaded_through at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI') as t from source_stream where source_id = $1`, [sourceId])).rows[0]!.t;
