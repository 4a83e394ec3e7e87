/**
 * The heartbeat of ingest: every second, each due source gets a run of its own; a source that fails or hangs holds up no other. Which streams are
 * due is decided by the database's clock, and one process at a time holds a source, so any number of replicas may beat.
 */
import type { Pool } from 'pg';
import type { Logger } from '../platform/logger';
import { callCounter } from '../store/sources/source-calls';
import { noteReconciled, planReconcile } from '../store/sources/sources';
import { DAY, fromDate, localDay, type TimesOf } from '../vocabulary';
import type { OurMeasures } from './compare';
import { nextNight, nightlyRanges } from './nightly';
import { openSession, runSource, type StreamOutcome } from './runner';
import type { Registered } from './registration';
import type { Session } from './session';

export interface Schedule { beat(): Promise<void>; stop(): Promise<void>; onOutcome(listener: (outcome: StreamOutcome) => void): void }

/** When and how far each source is reconciled; absent: never by itself. */
export interface NightlyReconcile { at: string; days: number; ours: OurMeasures }

export function createSchedule(sources: readonly Registered[], deps: { pool: Pool; databaseUrl: string; logger: Logger; now?: () => Date; timesOf?: TimesOf; reconcile?: NightlyReconcile }): Schedule {
  const running = new Map<number, Promise<unknown>>();
  const sessions = new Map<number, Session>();
  const listeners: ((outcome: StreamOutcome) => void)[] = [];
  const stopping = new AbortController();

  function sessionOf({ id, definition }: Registered): Session {
    const session = sessions.get(id) ?? openSession(definition, { logger: deps.logger, countCall: callCounter(deps.pool, definition.id) });
    sessions.set(id, session);
    return session;
  }

  async function run(source: Registered): Promise<void> {
    await runSource(source, { kind: 'live', onlyDue: true }, {
      databaseUrl: deps.databaseUrl, pool: deps.pool, session: sessionOf(source), signal: stopping.signal, automatic: true, timesOf: deps.timesOf,
      onOutcome: (outcome) => {
        if (outcome.failure) deps.logger.warn('run failed', { source: outcome.source, stream: outcome.stream, class: outcome.failure.class, reason: outcome.failure.text });
        else deps.logger.info('run done', { source: outcome.source, stream: outcome.stream, records: outcome.counts!.records, new: outcome.counts!.new, changed: outcome.counts!.changed, quarantined: outcome.counts!.quarantined });
        for (const listener of listeners) listener(outcome);
      },
    });
  }

  async function reconcile(source: Registered, nightly: NightlyReconcile): Promise<void> {
    const now = deps.now?.() ?? new Date();
    const first = source.definition.streams.find((s) => s.record === 'dossier')?.window?.start;
    const outcomes = await runSource(source, { kind: 'reconcile', ranges: nightlyRanges(first ?? null, localDay(fromDate(now)), nightly.days), ours: nightly.ours },
      { databaseUrl: deps.databaseUrl, pool: deps.pool, session: sessionOf(source), signal: stopping.signal, automatic: true, timesOf: deps.timesOf, onOutcome: (outcome) => {
        const { list, summary, statistics } = outcome.reconciled!;
        if (outcome.failure) deps.logger.warn('reconciliation failed', { source: outcome.source, stream: outcome.stream, class: outcome.failure.class, reason: outcome.failure.text });
        else deps.logger.info('reconciliation done', { source: outcome.source, stream: outcome.stream, missing: list?.new ?? 0, changed: list?.changed ?? 0, removed: list?.removed ?? 0, unexplained: (summary?.unexplained ?? 0) + (statistics?.unexplained ?? 0) });
        for (const listener of listeners) listener(outcome);
      } });
    if (outcomes === null || stopping.signal.aborted) return; // another process has the source: it stays due
    const failure = outcomes.find((o) => o.failure)?.failure?.text ?? null;
    // A failed one is tried again after an hour, so that a pause of the source costs no night; not in a storm.
    await noteReconciled(deps.pool, source.id, failure, failure === null ? nextNight(nightly.at, now) : new Date(now.getTime() + DAY / 24 / 1000));
  }

  return {
    async beat() {
      if (stopping.signal.aborted) return;
      const { rows } = await deps.pool.query<{ source_id: number }>('select distinct source_id from source_stream where next_due_at <= now()');
      const nights = new Set(deps.reconcile ? await planReconcile(deps.pool, nextNight(deps.reconcile.at, deps.now?.() ?? new Date())) : []);
      const due = new Set([...rows.map((row) => row.source_id), ...nights]);
      for (const source of sources) {
        const night = nights.has(source.id) ? deps.reconcile : undefined;
        if (!source.definition.fetch && !night) continue;
        if (!due.has(source.id) || running.has(source.id) || isQuiet(source.definition.schedule.quietHours, deps.now?.() ?? new Date())) continue;
        const work = (night ? reconcile(source, night) : run(source)).catch((error: unknown) => deps.logger.error('run broke', { source: source.definition.id, reason: error instanceof Error ? error.message : String(error) }))
          .finally(() => running.delete(source.id));
        running.set(source.id, work);
      }
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(running.values());
    },
    onOutcome: (listener) => { listeners.push(listener); },
  };
}

/** Quiet hours are local (UTC+7) and may span midnight: 23:00-01:00. */
export function isQuiet(ranges: readonly string[], now: Date): boolean {
  const local = new Date(now.getTime() + 7 * 3_600_000);
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  const at = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
  return ranges.some((range) => {
    const [from, to] = range.split('-').map(at) as [number, number];
    return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
  });
}
