/** What is known of each source and of each of its streams: registration, state, runs, checkpoints. Due decisions use the database's clock, so that schedulers with skewed clocks agree. */
import type { Client } from 'pg';
import type { Instant } from '../../vocabulary';
import { toIso } from '../../vocabulary';
import type { Queryable } from '../database';

export interface SourceRegistration { key: string; title: string; family: string; kind?: 'api' | 'import'; staleAfterMs: number; everyMs: number; /** Hours in which it is not asked, HH:MM-HH:MM. */ quiet?: readonly string[]; streams: { id: string; record: string; layout: string; /** First day that should be there. */ expectedFrom?: string | null; /** Moments newer than this are not asked for. */ holdBackMs?: number; /** How often it is asked; the source's rhythm when absent. */ everyMs?: number }[] }
export type RunKind = 'live' | 'deep' | 'backfill' | 'full' | 'import' | 'reconcile';
export interface RunCounts { pages: number; records: number; new: number; changed: number; unchanged: number; skipped: number; quarantined: number }
export interface StreamState { loadedThrough: Instant | null; deepAt: Instant | null; failures: number; layout: string | null }

/** Registers a source and its streams, or brings the registration up to date. Returns its id; its partition of facts exists afterwards. */
export async function registerSource(client: Queryable, source: SourceRegistration): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `insert into source (key, title, family, kind, stale_after, every, quiet) values ($1, $2, $3, $4, $5 * interval '1 ms', $6 * interval '1 ms', $7)
     on conflict (key) do update set title = excluded.title, family = excluded.family, kind = excluded.kind, stale_after = excluded.stale_after, every = excluded.every, quiet = excluded.quiet, enabled = true
     returning id`, [source.key, source.title, source.family, source.kind ?? 'api', source.staleAfterMs, source.everyMs, source.quiet ?? []]);
  const id = rows[0]!.id;
  for (const stream of source.streams) {
    await client.query(`insert into source_stream (source_id, stream, record, layout) values ($1, $2, $3, $4)
      on conflict (source_id, stream) do update set record = excluded.record, layout = excluded.layout where source_stream.loaded_through is null`, [id, stream.id, stream.record, stream.layout]);
    await client.query(`update source_stream set every = $3 * interval '1 ms' where source_id = $1 and stream = $2 and every is distinct from $3 * interval '1 ms'`, [id, stream.id, stream.everyMs ?? source.everyMs]);
    if (stream.expectedFrom !== undefined) await client.query(`update source_stream set expected_from = $3, hold_back = $4 * interval '1 ms'
      where source_id = $1 and stream = $2 and (expected_from, hold_back) is distinct from ($3::date, $4 * interval '1 ms')`, [id, stream.id, stream.expectedFrom, stream.holdBackMs ?? 0]);
  }
  await client.query('select pg_advisory_xact_lock(56100002), add_dossier_partition($1)', [id]);
  return id;
}

/** Layouts of the streams that have data. */
export async function storedLayouts(client: Queryable, sourceId: number): Promise<{ stream: string; layout: string }[]> {
  return (await client.query<{ stream: string; layout: string }>(`select stream, coalesce(layout, '') as layout from source_stream where source_id = $1 and loaded_through is not null`, [sourceId])).rows;
}

export async function setLayout(client: Queryable, sourceId: number, stream: string, layout: string): Promise<void> {
  await client.query('update source_stream set layout = $3 where source_id = $1 and stream = $2', [sourceId, stream, layout]);
}

/** Sources that are no longer configured are kept with their figures, but neither asked nor reported as stale. */
export async function disableOthers(client: Queryable, keys: readonly string[]): Promise<void> {
  await client.query(`update source set enabled = false where kind = 'api' and key <> all($1::text[]) and enabled`, [keys]);
}

/** Local days of reception a source speaks for, inclusive; null = open. */
export interface ActiveTime { from: string | null; to: string | null }

/** Brings the times up to date and counts the measures of each source whose time moved again, in the same transaction. `all`: sources not named speak without end. */
export async function setActiveTimes(client: Queryable, times: ReadonlyMap<string, ActiveTime>, all: boolean): Promise<void> {
  const { rows } = await client.query<{ id: number; key: string; active_from: string | null; active_to: string | null }>('select id, key, active_from, active_to from source order by id');
  for (const row of rows) {
    const time = times.get(row.key) ?? (all ? { from: null, to: null } : null);
    if (!time || (time.from === row.active_from && time.to === row.active_to)) continue;
    await client.query('update source set active_from = $2, active_to = $3 where id = $1', [row.id, time.from, time.to]);
    await client.query('select recount_measures($1)', [row.id]);
  }
}

export async function streamState(client: Queryable, sourceId: number, stream: string): Promise<StreamState> {
  const { rows } = await client.query<{ loaded: number | null; deep: number | null; failures: number; layout: string | null }>(
    `select (extract(epoch from loaded_through) * 1000000)::bigint as loaded, (extract(epoch from deep_at) * 1000000)::bigint as deep, failures, layout
     from source_stream where source_id = $1 and stream = $2`, [sourceId, stream]);
  const row = rows[0];
  return { loadedThrough: row?.loaded ?? null, deepAt: row?.deep ?? null, failures: row?.failures ?? 0, layout: row?.layout ?? null };
}

/** Moves the checkpoint; called inside the transaction that wrote the data of the window. Never moves back. */
export async function moveCheckpoint(client: Queryable, sourceId: number, stream: string, loadedThrough: Instant): Promise<void> {
  await client.query(`update source_stream set loaded_through = greatest(loaded_through, $3::timestamptz) where source_id = $1 and stream = $2`, [sourceId, stream, toIso(loadedThrough)]);
}

/** The first load begins: what it has read so far stands for no period until it has come to its end (column `reached`). */
export async function beginFirstLoad(client: Queryable, sourceId: number, stream: string): Promise<void> {
  await client.query('update source_stream set first_load = true where source_id = $1 and stream = $2 and loaded_through is null', [sourceId, stream]);
}

export async function startRun(client: Queryable, sourceId: number, stream: string, kind: RunKind, window: { from: Instant; to: Instant } | null, file?: { name: string; by: string }): Promise<number> {
  await client.query(`update run set ended_at = now(), outcome = 'abandoned' where source_id = $1 and stream = $2 and ended_at is null and kind = $3`, [sourceId, stream, kind]);
  const { rows } = await client.query<{ id: number }>(
    `insert into run (source_id, stream, kind, window_from, window_to, file_name, done_by) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [sourceId, stream, kind, window ? toIso(window.from) : null, window ? toIso(window.to) : null, file?.name ?? null, file?.by ?? null]);
  return rows[0]!.id;
}

export async function endRun(client: Queryable, runId: number, counts: RunCounts, failure: { class: string; text: string } | null): Promise<void> {
  await client.query(
    `update run set ended_at = now(), outcome = $2, pages = $3, records = $4, new = $5, changed = $6, unchanged = $7, skipped = $8, quarantined = $9, error_class = $10, error_text = $11 where id = $1`,
    [runId, failure ? 'failed' : 'done', counts.pages, counts.records, counts.new, counts.changed, counts.unchanged, counts.skipped, counts.quarantined, failure?.class ?? null, failure?.text ?? null]);
}

/** Tombstones that a run set; counted in the transaction that sets them. */
export async function noteDeleted(client: Queryable, runId: number, tombstones: number): Promise<void> {
  if (tombstones > 0) await client.query('update run set deleted = deleted + $2 where id = $1', [runId, tombstones]);
}

/** Success or failure of a live run as others see it; decides when the stream is due again. */
export async function noteAttempt(client: Queryable, sourceId: number, stream: string, failure: { class: string; text: string } | null, nextMs: number, deep: boolean): Promise<void> {
  await client.query(
    `update source_stream set last_attempt_at = now(), next_due_at = now() + $3 * interval '1 ms',
       last_success_at = case when $4::text is null then now() else last_success_at end, first_load = first_load and $4::text is not null, failures = case when $4::text is null then 0 else failures + 1 end,
       deep_at = case when $6 and $4::text is null then now() else deep_at end, error_class = $4, error_text = $5
     where source_id = $1 and stream = $2`, [sourceId, stream, nextMs, failure?.class ?? null, failure?.text.slice(0, 2000) ?? null, deep]);
}

/** A file that was taken in whole: the age of the source is counted from now on. */
export async function noteImport(client: Queryable, sourceId: number, stream: string): Promise<void> {
  await client.query('update source_stream set last_attempt_at = now(), last_success_at = now(), failures = 0, error_class = null, error_text = null where source_id = $1 and stream = $2', [sourceId, stream]);
}

/** Sources whose nightly reconciliation has come; those that never had one get their first night. */
export async function planReconcile(client: Queryable, firstNight: Date): Promise<number[]> {
  const { rows } = await client.query<{ id: number; planned: boolean; due: boolean }>(`select id, reconcile_due_at is not null as planned, reconcile_due_at <= now() as due from source where enabled and kind = 'api' and (reconcile_due_at is null or reconcile_due_at <= now())`);
  const fresh = rows.filter((row) => !row.planned).map((row) => row.id);
  if (fresh.length > 0) await client.query('update source set reconcile_due_at = $2 where id = any($1) and reconcile_due_at is null', [fresh, firstNight]);
  return rows.filter((row) => row.due).map((row) => row.id);
}
export async function noteReconciled(client: Queryable, sourceId: number, failure: string | null, next: Date): Promise<void> {
  await client.query(`update source set reconcile_due_at = $2, reconciled_at = case when $3::text is null then now() else reconciled_at end, reconcile_error = $3 where id = $1`, [sourceId, next, failure?.slice(0, 2000) ?? null]);
}

/** True when the stream's next attempt has come, by the database's clock. */
export async function isDue(client: Queryable, sourceId: number, stream: string): Promise<boolean> {
  const { rows } = await client.query<{ due: boolean }>('select next_due_at <= now() as due from source_stream where source_id = $1 and stream = $2', [sourceId, stream]);
  return rows[0]?.due ?? false;
}

const RUNNER_LOCK = 5610;
/** One runner a source across all replicas. Held by the connection: when its process dies, the next try elsewhere succeeds. */
export async function tryLockSource(client: Client, sourceId: number): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1, $2) as got', [RUNNER_LOCK, sourceId]);
  return rows[0]!.got;
}
export async function unlockSource(client: Client, sourceId: number): Promise<void> {
  await client.query('select pg_advisory_unlock($1, $2)', [RUNNER_LOCK, sourceId]);
}
