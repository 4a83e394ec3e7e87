/** Runs of one source under its lock: every due stream in order (units first, so that dossiers find them), each failing for itself. */
import type { Pool } from 'pg';
import { systemClock, type Clock } from '../platform/clock';
import { createHttpClient } from '../platform/http';
import type { CountCall } from '../platform/http-budget';
import type { Logger } from '../platform/logger';
import { HttpFailure } from '../platform/errors';
import { milliseconds, type SourceDefinition, type Stream } from '../sources/source';
import { openClient } from '../store/database';
import { callCounter } from '../store/sources/source-calls';
import { clearSignInRefusal } from '../store/sources/sign-ins';
import { beginFirstLoad, isDue, noteAttempt, streamState, tryLockSource, type RunCounts } from '../store/sources/sources';
import { addDays, localDay, startOfDay, type LocalDay, type Period, type TimesOf } from '../vocabulary';
import { compareStatistics, compareSummary, type Compared, type OurMeasures } from './compare';
import { rebuildDossiers } from './rebuild';
import { reconcileList, type ReconcileCounts, type ReconcileRange } from './reconcile';
import { rhythmOf } from './rhythm';
import { failureOf, runStream, type RunDependencies } from './run';
import { createFileSession, filePlan, fileStream } from './from-file';
import { closedSignIn, noteSignIn } from './sign-in-guard';
import { createSession, httpTransport, type Session } from './session';
import { planBackfill, planLive } from './windows';
import type { Registered } from './registration';

export interface Reconciled { list: ReconcileCounts | null; summary: Compared | null; statistics: Compared | null }
export interface StreamOutcome { source: string; stream: string; counts: RunCounts | null; /** Of a reconciliation. */ reconciled?: Reconciled; failure: { class: string; text: string } | null }
export interface RunnerOptions {
  databaseUrl: string; pool: Pool; clock?: Clock; signal?: AbortSignal;
  /** Kept for the life of the process: pauses after a refused sign-in and budgets live in it. */
  session?: Session;
  /** Nobody asked for this run: it does not sign in where a sign-in was refused before. */
  automatic?: boolean;
  /** Judges the time that dossiers took (working calendar, time limits of procedures). */
  timesOf?: TimesOf;
  onProgress?: (source: string, stream: string, done: { window: number; windows: number; records: number }) => void;
  onOutcome?: (outcome: StreamOutcome) => void;
}
export type Job =
  | { kind: 'live'; onlyDue?: boolean }
  /** An answer saved as a file, of one stream and (where the stream has windows) one period. */
  | { kind: 'file'; stream: string; text: string; period: Period | null }
  | { kind: 'backfill'; from: LocalDay; to: LocalDay } | { kind: 'full'; acceptLoss?: boolean }
  | { kind: 'reconcile'; ranges: ReconcileRange[]; ours: OurMeasures; acceptLoss?: boolean };

const ORDER: Record<Stream['record'], number> = { unit: 0, procedure: 1, dossier: 2, edocument: 3, item: 4, statistic: 5 };

/** A source's conversation with its own transport. `countCall`: where a daily limit is counted, over processes and restarts. */
export const openSession = (definition: SourceDefinition, { logger, countCall }: { logger?: Logger; countCall?: CountCall } = {}): Session =>
  (!definition.fetch ? closedSession(definition) : createSession(definition, createHttpClient(httpTransport(definition.transport), { logger, countCall }), { logger }));

/** Nothing is called of a source whose answers come from files. */
const closedSession = ({ id }: SourceDefinition): Session => ({
  call: async () => { throw new HttpFailure('stop', { reason: `nguồn ${id} không được gọi qua mạng (fetch: false)`, remedy: `Nhập câu trả lời đã lưu: cchc ingest ${id} --stream <luồng> --file <tệp> --period <kỳ>.` }); },
});

/** Null when another process is running the source. `waitMs` waits for the lock that long. */
export async function runSource({ id, definition }: Registered, job: Job, options: RunnerOptions, waitMs = 0): Promise<StreamOutcome[] | null> {
  const client = await openClient(options.databaseUrl, `run ${definition.id}`);
  const session = job.kind === 'file' ? createFileSession(job.text, definition.baseUrl) : options.session ?? openSession(definition, { countCall: callCounter(options.pool, definition.id) });
  const clock = options.clock ?? systemClock;
  try {
    for (const until = Date.now() + waitMs; !(await tryLockSource(client, id));) {
      if (Date.now() >= until) return null;
      await new Promise((done) => setTimeout(done, 250));
    }
    const outcomes: StreamOutcome[] = [];
    const closed = options.automatic ? await closedSignIn(options.pool, id, definition) : null;
    if (closed) return [{ source: definition.id, stream: definition.streams[0]!.id, counts: null, failure: failureOf(closed) }];
    for (const stream of job.kind === 'file' ? fileStream(definition, job.stream) : [...definition.streams].sort((a, b) => ORDER[a.record] - ORDER[b.record])) {
      // What a system that is never called has said lies here: its statistics can be compared, its list cannot be asked for.
      if (job.kind === 'reconcile' && stream.record !== 'statistic' && !(stream.record === 'dossier' && definition.fetch)) continue;
      if (job.kind === 'live' && job.onlyDue && !(await isDue(client, id, stream.id))) continue;
      if (options.signal?.aborted) break;
      const deps: RunDependencies = { client, pool: options.pool, session, clock, signal: options.signal, timesOf: options.timesOf, onProgress: (done) => options.onProgress?.(definition.id, stream.id, done) };
      const outcome = job.kind === 'reconcile' ? await reconcileOne({ id, definition }, stream, job, deps) : await runOne({ id, definition }, stream, job, deps);
      outcomes.push(outcome);
      options.onOutcome?.(outcome);
      if (!outcome.failure && job.kind !== 'file') await clearSignInRefusal(options.pool, id);
      if (outcome.failure && (outcome.failure.class === 'password' || outcome.failure.class === 'quota')) break; // the next stream would only be refused again
    }
    return outcomes;
  } finally {
    await client.end().catch(() => undefined); // gives the lock back
  }
}

async function runOne({ id, definition }: Registered, stream: Stream, job: Exclude<Job, { kind: 'reconcile' }>, deps: RunDependencies): Promise<StreamOutcome> {
  const target = { sourceId: id, definition, stream };
  const now = deps.clock.now();
  let deep = false;
  try {
    let counts: RunCounts;
    if (job.kind === 'file') {
      const plan = stream.window ? filePlan(stream, job.period) : null;
      // A list without windows is the list of now, wherever it comes from.
      counts = await runStream(target, plan, plan ? 'backfill' : 'live', deps);
      return { source: definition.id, stream: stream.id, counts, failure: null };
    }
    if (job.kind === 'full' && stream.record === 'dossier') {
      counts = await rebuildDossiers(target, deps, { maxLossShare: job.acceptLoss ? 1 : 0.1 });
    } else if (job.kind === 'backfill') {
      counts = await runStream(target, stream.window ? planBackfill(stream.window, job.from, job.to, now) : null, 'backfill', deps);
      return { source: definition.id, stream: stream.id, counts, failure: null }; // the live state is left alone
    } else {
      const state = await streamState(deps.client, id, stream.id);
      if (stream.window && state.loadedThrough === null) await beginFirstLoad(deps.client, id, stream.id);
      const plan = stream.window ? planLive(stream.window, state, now) : null;
      deep = plan?.deep ?? false;
      counts = await runStream(target, plan, deep ? 'deep' : 'live', deps);
    }
    await noteAttempt(deps.client, id, stream.id, null, rhythmOf(definition, stream), deep);
    return { source: definition.id, stream: stream.id, counts, failure: null };
  } catch (error) {
    const failure = failureOf(error);
    await noteSignIn(deps.pool, id, definition, error);
    if (job.kind !== 'backfill' && job.kind !== 'file') await noteAttempt(deps.pool, id, stream.id, failure, await waitAfterFailure(error, definition, deps, id, stream.id), false).catch(() => undefined);
    return { source: definition.id, stream: stream.id, counts: null, failure };
  }
}

/** The source's list, its own counts, its statistics; a stream that fails says so and leaves the live state alone. */
async function reconcileOne({ id, definition }: Registered, stream: Stream, job: Extract<Job, { kind: 'reconcile' }>, deps: RunDependencies): Promise<StreamOutcome> {
  const result: Reconciled = { list: null, summary: null, statistics: null };
  const outcome = (failure: StreamOutcome['failure']): StreamOutcome => ({ source: definition.id, stream: stream.id, counts: result.list, reconciled: result, failure });
  try {
    for (const range of job.ranges) {
      const work = { sourceId: id, definition, runId: null, range, deps, ours: job.ours };
      if (stream.record === 'dossier') {
        result.list = addCounts(result.list, await reconcileList({ sourceId: id, definition, stream }, range, deps, { maxLossShare: job.acceptLoss ? 1 : 0.1 }));
        if (stream.summary) result.summary = addCounts(result.summary, await compareSummary({ ...work, runId: result.list.runId }, stream));
      } else if (stream.record === 'statistic') result.statistics = addCounts(result.statistics, await compareStatistics(work, stream));
    }
    return outcome(null);
  } catch (error) {
    await noteSignIn(deps.pool, id, definition, error);
    return outcome(failureOf(error));
  }
}

/** Sums of the numbers; the newest of everything else. */
function addCounts<T extends object>(sum: T | null, next: T): T {
  return sum === null ? next : Object.fromEntries(Object.entries(next).map(([key, value]) => [key, typeof value === 'number' && key !== 'runId' ? (sum as Record<string, number>)[key]! + value : value])) as T;
}

async function waitAfterFailure(error: unknown, definition: SourceDefinition, deps: RunDependencies, id: number, stream: string): Promise<number> {
  const now = deps.clock.now();
  if (error instanceof HttpFailure && error.class === 'quota') return (startOfDay(addDays(localDay(now), 1)) - now) / 1000 + 300_000;
  const { failures } = await streamState(deps.pool as never, id, stream).catch(() => ({ failures: 0 }));
  const base = error instanceof HttpFailure && error.class === 'password' ? 300_000 : Math.min(milliseconds(definition.schedule.every), 60_000);
  return Math.min(3_600_000, base * 2 ** Math.min(failures, 6));
}
