/**
 * Publishes an edition: what was touched since the last one, and nothing else (touched.ts). One repeatable-read transaction reads and writes, so that an edition
 * is one moment.
 */
import type { Pool } from 'pg';
import { inForce, indicators } from '../../indicators';
import { inTransaction, type Connection, type Queryable } from '../../store/database';
import { currentClosings } from '../../store/editions/closings';
import { foldMeasures } from '../../store/facts/measures';
import type { Absence } from '../../store/editions/absences';
import { absencesOf, analyzeEditions, endOldDays, lockPublishing, nextEdition, openWriter, readCurrent, unlockPublishing, valuesIn, type StoredValue } from '../../store/editions/editions';
import { writeGains, type UnitGain } from '../../store/editions/gains';
import { pruneHistory, thinHistory } from '../../store/editions/history';
import { writeOpenDossiers } from '../../store/editions/open-dossiers';
import { restate } from '../../store/editions/restatements';
import { openLineage } from '../../store/units/unit-lineage';
import { addDays, localDay, toIso, type Instant, type LocalDay, type Period } from '../../vocabulary';
import { NOT_BEGUN } from '../measures/coverage';
import { openAsItWas, type AsItWas } from '../maps/as-it-was';
import { gainsOf } from '../judging/gains';
import { heldNow, holdBack, withoutHeldNow, type HeldNow } from '../values/held-values';
import { openLedger } from '../measures/ledger';
import { openTodaysMap, type TodaysMap } from './map-values';
import { coverageOfSources, measuresOfPeriod, NO_SOURCE, provinceIdOf, rulesOf, type ComputeSettings } from '../measures/measuring';
import { periodKey, readBackground, type Background, type PeriodMeasures, type SourceCoverage } from '../measures/period-measures';
import { judgedPeriods, writeStandings, type Moved } from '../judging/standing';
import { digestOf } from '../judging/targets';
import { isPart, lastPublishing, publishingOf, tasksOf, type Publishing, type Task } from './touched';
import { sharing, valuesOf, type Value } from '../values/value';

export interface Published { edition: number; periods: number; changes: number; ms: number }
export interface PublishOptions { everything?: boolean; only?: Period[] }

/** Days kept as values of their own; older days are computed when asked for. */
const DAYS_KEPT = 45;
export const keepsDay = (day: LocalDay, today: LocalDay): boolean => day >= addDays(today, -DAYS_KEPT);

/** `only` limits the work to some periods (compute --period); `everything` recomputes all periods that have data. */
export async function publish(pool: Pool, settings: ComputeSettings, now: Instant, options: PublishOptions = {}): Promise<Published> {
  const published = await asPublisher(pool, (client) => publishInside(client, settings, now, options));
  if (published.changes > MANY_CHANGES) await analyzeEditions(pool);
  return published;
}
/** So many rows change what the planner must know of the tables: boards are asked before autovacuum comes. */
const MANY_CHANGES = 20_000;

/** Runs `work` in one transaction as the only publisher. */
export async function asPublisher<T>(pool: Pool, work: (client: Connection) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await lockPublishing(client);
    await foldMeasures(client);
    return await inTransaction(client, async () => {
      // Before the snapshot: a rebuild that takes the place of a partition waits, or is over. Its rows would be invisible to an older snapshot.
      await client.query('lock table dossier in access share mode');
      return await work(client);
    }, 'begin isolation level repeatable read');
  } finally {
    await unlockPublishing(client).catch(() => undefined);
    client.release();
  }
}

/** The work of `publish`, for callers that are the publisher already. */
export async function publishInside(client: Connection, settings: ComputeSettings, now: Instant, options: PublishOptions = {}): Promise<Published> {
  const started = Date.now();
  const today = localDay(now);
  const daysFrom = addDays(today, -DAYS_KEPT);
  const sources = await coverageOfSources(client);
  const last = await lastPublishing(client);
  const provinceId = await provinceIdOf(client, settings.provinceCode);
  const state = await publishingOf(client, now, settings);
  const lineage = await openLineage(client);
  const asItWas = await openAsItWas(client, provinceId, today, lineage);
  const tasks = options.only?.map((period): Task => ({ period, units: null })) ?? (await tasksOf(client, state, options.everything ? null : last, { today, daysFrom, provinceId, asItWas }));
  const edition = await nextEdition(client, toIso(asOf(sources, now)), sources.map((s) => ({ source: s.key, loadedThrough: s.loadedThrough === null ? null : toIso(s.loadedThrough) })));
  const closings = await currentClosings(client);
  const background = await readBackground(client, tasks.map((task) => task.period), now, rulesOf(settings, now));
  const map = await openTodaysMap(client, { edition, now, settings, sources, provinceId, closings, background, lineage, tasks, only: options.only !== undefined, daysFrom });
  const figures = await openFigures(client, tasks, now, settings, sources, provinceId, background, map, asItWas);
  const held = await heldNow(client);
  const writer = openWriter(client, edition);
  const current = await readCurrent(client, tasks.filter(isPart).filter((task) => !closings.has(periodKey(task.period))));
  const moved: Moved[] = [];
  let changes = 0;
  for (const task of tasks) {
    const { period, units } = task;
    if (period.type !== 'day') await writer.flush(); // it is judged by the periods before it
    const found = await withoutHeld(client, period, await figures(task), now, held(period, units));
    const closing = closings.get(periodKey(period));
    if (closing) changes += await restate(client, edition, closing, [...found.values, ...valuesIn(found.absences)], provinceId, units);
    else {
      const written = await writer.write(period, found.values, current(period), found.absences);
      if (written.changes > 0) moved.push({ period, indicators: written.indicators });
      changes += written.changes;
      if (period.type !== 'day') await writeGains(client, edition, period, found.gains, units);
    }
    changes += await map.write(task, found.measured);
  }
  await writer.flush();
  changes += await map.finish();
  const targets = digestOf(settings.targets);
  const judgedAlike = last?.targets === targets && (options.only !== undefined || last.grounds === state.grounds);
  await writeStandings(client, edition, settings.targets, [...moved, ...map.moved, ...(judgedAlike ? [] : (await judgedPeriods(client)).map((period) => ({ period })))], today);
  await writeOpenDossiers(client, today);
  await endOldDays(client, edition, daysFrom, indicators.map((i) => i.id));
  await thinHistory(client);
  await pruneHistory(client, settings.historyDays ?? 90);
  // An edition of chosen periods leaves the others as far behind as they were.
  const kept: Publishing | null = options.only ? last && { ...last, targets, chosen: [...(last.chosen ?? []), ...options.only.map(({ type, start }) => ({ type, start }))] } : { ...state, targets };
  await client.query(`update edition set changes = $2, sources = sources || $3::jsonb where number = $1`, [edition, changes, JSON.stringify(kept ? [kept] : [])]);
  return { edition, periods: tasks.length, changes, ms: Date.now() - started };
}

/** Values of all units in a period, without storing them; what must not be shown before somebody has looked is held as in an edition. */
export async function valuesOfPeriod(client: Queryable, period: Period, now: Instant, settings: ComputeSettings, sources: readonly SourceCoverage[], provinceId: number | null): Promise<StoredValue[]> {
  const asItWas = await openAsItWas(client, provinceId, localDay(now));
  const list = inForce(indicators, period);
  const values: StoredValue[] = [];
  const units = await asItWas.read(period, await measuresOfPeriod(client, period, now, settings, sources, provinceId));
  for (const { unitId, bases } of units) for (const value of valuesOf(list, bases, silenceOf(period, now), settings.index766Empty)) values.push({ ...value, unitId });
  return withoutHeldNow(client, period, values, now);
}

interface Figures { /** Available ones, and those that are held back. */ values: StoredValue[]; absences: Absence[]; gains: UnitGain[]; /** As sources book them. */ measured: PeriodMeasures[] }

/** What is held back shows neither its figure nor points to gain on it. */
async function withoutHeld(client: Queryable, period: Period, figures: Figures, now: Instant, of: HeldNow): Promise<Figures> {
  const { values, absences, gains } = figures;
  if (values.length + absences.length === 0) return figures;
  const shown = await holdBack(client, period, values, now, of);
  const held = new Set(values.filter((value, i) => shown[i] !== value).map((v) => `${v.indicator} ${v.unitId}`));
  return { ...figures, values: shown, gains: held.size === 0 ? gains : gains.filter((g) => !held.has(`${g.indicator} ${g.unitId}`)) };
}

/** Two ledgers for all tasks: one of all units, one of those of which a part is computed. */
async function openFigures(client: Queryable, tasks: readonly Task[], now: Instant, settings: ComputeSettings, sources: readonly SourceCoverage[], provinceId: number | null, background: Background, map: TodaysMap, asItWas: AsItWas): Promise<(task: Task) => Promise<Figures>> {
  const today = localDay(now);
  const parts = tasks.filter(isPart);
  const ledger = await openLedger(client, tasks.filter((task) => !isPart(task)).map((task) => task.period), today, { knows: parts.map((task) => task.period.start).sort()[0] });
  const ofParts = await openLedger(client, parts.map((task) => task.period), today, { units: new Set(parts.flatMap((task) => [...map.measured(task)])), sums: { communes: background.communes, from: ledger } });
  return async (task) => figuresOf(await measuresOfPeriod(client, task.period, now, settings, sources, provinceId, { ledger: isPart(task) ? ofParts : ledger, background }), asItWas, task, now, settings);
}

/** Figures from what was measured: of the units as they were, of all or of those of a part. */
async function figuresOf(measured: PeriodMeasures[], asItWas: AsItWas, { period, units }: Task, now: Instant, settings: ComputeSettings): Promise<Figures> {
  const list = inForce(indicators, period);
  const found: Figures = { values: [], absences: [], gains: [], measured };
  const shared = sharing();
  const absent = new Map<Value, number[]>();
  for (const { unitId, bases } of await asItWas.read(period, measured)) {
    if (units !== null && !units.has(unitId)) continue;
    const values = valuesOf(list, bases, silenceOf(period, now), settings.index766Empty, shared);
    for (const value of values) {
      if (value.status === 'available') found.values.push(Object.assign(value, { unitId }));
      else if (!absent.get(value)?.push(unitId)) absent.set(value, [unitId]);
    }
    for (const gain of gainsOf(list, values, bases, period.end >= localDay(now))) found.gains.push({ ...gain, unitId });
  }
  found.absences = absencesOf(absent);
  return found;
}

const silenceOf = (period: Period, now: Instant) => (period.start > localDay(now) ? NOT_BEGUN : NO_SOURCE);
const asOf = (sources: readonly SourceCoverage[], now: Instant): Instant => Math.min(now, ...sources.filter((s) => s.loadedThrough !== null).map((s) => s.loadedThrough!));

/** Recounts the measures of dossiers (of days, and of fields and procedures by month) and documents from their facts. Returns the rows that differ (unit "*": a procedure of all units); 0 expected. */
export async function checkMeasures(client: Queryable): Promise<{ unit: string; day: string; kept: unknown; counted: unknown }[]> {
  const { rows } = await client.query<{ unit: string; day: string; kept: unknown; counted: unknown }>(
    `select coalesce(u.code, '*') as unit, d.day::text, d.kept, d.counted from (select * from measure_differences() union all select * from edocument_differences()) d left join unit u on u.id = d.unit_id order by d.day, u.code limit 1000`);
  await client.query('update compute_state set measure_mismatch = $1, checked_at = now()', [rows.length]);
  return rows;
}

