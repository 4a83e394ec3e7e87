/** A small province with one source of dossiers, to publish, close and correct. */
import { loadCalendar } from '../../src/compute/calendar';
import type { ComputeSettings } from '../../src/compute/measures/measuring';
import { publish, type PublishOptions } from '../../src/compute/editions/publish';
import { noteListWindow, type ListWindow } from '../../src/store/sources/reconciliations';
import { endRun, moveCheckpoint, startRun, type RunCounts } from '../../src/store/sources/sources';
import { addDays, parsePeriod, startOfDay } from '../../src/vocabulary';
import { openBench, type Bench } from './bench';
import { addSource, addUnits, at, dossier, load, type Given } from './dossiers';

export const SETTINGS: ComputeSettings = { provinceCode: 'P', onTimeBy: 'date', dueSoonWorkingDays: 3, calendar: loadCalendar([]) };

const NOTHING: RunCounts = { pages: 0, records: 0, new: 0, changed: 0, unchanged: 0, skipped: 0, quarantined: 0 };

export interface Province {
  bench: Bench; source: number; unit: Record<'P' | 'ONE' | 'DA' | 'DB', number>;
  /** Loads dossiers in a run of their own. */
  give(rows: Given[]): Promise<void>;
  /** Loads a source (the one of dossiers) from 1 May 2025 on. */
  loaded(through: string, source?: number, stream?: string): Promise<void>;
  /** Reads the list of dossiers received on these days (the last one included) again. */
  listed(from: string, to: string, found?: Partial<ListWindow>): Promise<void>;
  publishAt(now: string, options?: PublishOptions, settings?: ComputeSettings): ReturnType<typeof publish>;
  value(indicator: string, period: string, unitCode?: string): Promise<Record<string, unknown> | undefined>;
  /** Rows of a query that begins with `select`. */
  rows(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
}

export async function openProvince(): Promise<Province> {
  const bench = await openBench();
  const { client } = bench;
  const unit = await addUnits(client, ['P', 'ONE', 'DA', 'DB']);
  await client.query(`update unit set level = 'province' where code = 'P'`);
  const source = await addSource(client, 'city', { start: '2025-05-01' });
  return {
    bench, source, unit,
    give: async (rows) => {
      const run = await startRun(client, source, 'dossiers', 'live', null);
      const { new: added, changed, unchanged } = await load(client, source, rows.map((row) => dossier(row, { receiving: unit.ONE, resolving: unit.DA })), run);
      await endRun(client, run, { ...NOTHING, pages: 1, records: rows.length, new: added, changed, unchanged }, null);
    },
    loaded: async (through, of = source, stream = 'dossiers') => {
      const run = await startRun(client, of, stream, 'live', { from: startOfDay('2025-05-01'), to: at(through) });
      await moveCheckpoint(client, of, stream, at(through));
      await endRun(client, run, NOTHING, null);
    },
    listed: async (first, last, found = {}) => {
      const runId = await startRun(client, source, 'dossiers', 'reconcile', null);
      await noteListWindow(client, { sourceId: source, stream: 'dossiers', runId, from: startOfDay(first), to: startOfDay(addDays(last, 1)), listed: 0, missing: 0, changed: 0, extra: 0, removed: 0, quarantined: 0, skipped: 0, verdict: 'equal', explanation: null, samples: [], ...found });
      await endRun(client, runId, NOTHING, null);
    },
    publishAt: (now, options = {}, settings = SETTINGS) => publish(bench.pool, settings, at(now), options),
    value: async (indicator, period, unitCode = 'DA') => {
      const { type, start } = parsePeriod(period);
      return (await client.query(`select hits, total, value, score, status, reason, coverage, source, edition from mart.indicator_value where indicator = $1 and period_type = $2 and period_start = $3 and unit_code = $4`, [indicator, type, start, unitCode])).rows[0];
    },
    rows: async (sql, values) => (await client.query(sql, values)).rows,
  };
}
