/**
 * Publishes an edition: the running periods always, older ones only when one of their days (or, for stocks, an earlier day) was touched since
 * the last edition. One repeatable-read transaction reads and writes, so that an edition is one moment.
 */
import type { Pool } from 'pg';
import { inForce, indicators } from '../indicators';
import { inTransaction, type Queryable } from '../store/database';
import { currentClosings } from '../store/closings';
import { foldMeasures } from '../store/measures';
import { endOldDays, lockPublishing, nextEdition, unlockPublishing, writeValues, type StoredValue } from '../store/editions';
import { writeGains, type UnitGain } from '../store/gains';
import { pruneHistory } from '../store/history';
import { writeOpenDossiers } from '../store/open-dossiers';
import { restate } from '../store/restatements';
import { PERIOD_TYPES, addDays, dayToNumber, localDay, periodOf, toIso, type Instant, type Period, type PeriodType } from '../vocabulary';
import { NOT_BEGUN } from './coverage';
import { openAsItWas, type AsItWas } from './as-it-was';
import { gainsOf } from './gains';
import { holdBack, withoutHeldNow } from './held-values';
import { openLedger, type Ledger } from './ledger';
import { openTodaysMap } from './map-values';
import { coverageOfSources, measuresOfPeriod, NO_SOURCE, provinceIdOf, type ComputeSettings } from './measuring';
import type { PeriodMeasures, SourceCoverage } from './period-measures';
import { judgedPeriods, writeStandings } from './standing';
import { digestOf } from './targets';
import { valuesOf } from './value';

export interface Published { edition: number; periods: number; changes: number; ms: number }
export interface PublishOptions { everything?: boolean; only?: Period[] }

/** Days kept as values of their own; older days are computed when asked for. */
const DAYS_KEPT = 45;

/** `only` limits the work to some periods (compute --period); `everything` recomputes all periods that have data. */
export const publish = (pool: Pool, settings: ComputeSettings, now: Instant, options: PublishOptions = {}): Promise<Published> =>
  asPublisher(pool, (client) => publishInside(client, settings, now, options));

/** Runs `work` in one transaction as the only publisher. */
export async function asPublisher<T>(pool: Pool, work: (client: Queryable) => Promise<T>): Promise<T> {
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
export async function publishInside(client: Queryable, settings: ComputeSettings, now: Instant, options: PublishOptions = {}): Promise<Published> {
  const started = Date.now();
  const sources = await coverageOfSources(client);
  const last = await lastPublishing(client);
  const periods = options.only ?? (await periodsToCompute(client, now, sources, options.everything ? null : last));
  const provinceId = await provinceIdOf(client, settings.provinceCode);
  const edition = await nextEdition(client, toIso(asOf(sources, now)), sources.map((s) => ({ source: s.key, loadedThrough: s.loadedThrough === null ? null : toIso(s.loadedThrough) })));
  const ledger = await openLedger(client, periods, localDay(now));
  const asItWas = await openAsItWas(client, provinceId, localDay(now));
  const closings = await currentClosings(client);
  const map = await openTodaysMap(client, { edition, now, settings, sources, provinceId, closings, periods, only: options.only !== undefined, daysFrom: addDays(localDay(now), -DAYS_KEPT) });
  const changed: Period[] = [];
  let changes = 0;
  for (const period of periods) {
    let found = await figuresOf(client, period, now, settings, sources, provinceId, asItWas, ledger);
    found = await withoutHeld(client, period, found, now);
    const closing = closings.get(`${period.type} ${period.start}`);
    if (closing) changes += await restate(client, edition, closing, found.values, provinceId);
    else {
      const written = await writeValues(client, edition, period, found.values);
      if (written > 0) changed.push(period);
      changes += written;
      if (period.type !== 'day') await writeGains(client, edition, period, found.gains);
    }
    changes += await map.write(period, found.measured);
  }
  changes += await map.finish();
  const digest = digestOf(settings.targets);
  await writeStandings(client, edition, settings.targets, [...changed, ...map.changed, ...(last?.targets === digest ? [] : await judgedPeriods(client))], localDay(now));
  await writeOpenDossiers(client, localDay(now));
  await endOldDays(client, edition, addDays(localDay(now), -DAYS_KEPT), indicators.map((i) => i.id));
  await pruneHistory(client, settings.historyDays ?? 90);
  // An edition of chosen periods leaves the others as far behind as they were.
  const state: Publishing | null = options.only ? last && { ...last, targets: digest } : {
    xid: (await client.query<{ xid: string }>('select pg_snapshot_xmin(pg_current_snapshot())::text as xid')).rows[0]!.xid, targets: digest,
    now: toIso(now), loaded: Object.fromEntries(sources.filter((s) => s.loadedThrough !== null).map((s) => [s.key, toIso(s.loadedThrough!)])),
  };
  await client.query(`update edition set changes = $2, sources = sources || $3::jsonb where number = $1`, [edition, changes, JSON.stringify(state ? [state] : [])]);
  return { edition, periods: periods.length, changes, ms: Date.now() - started };
}

/** Values of all units in a period, without storing them; what must not be shown before somebody has looked is held as in an edition. */
export const valuesOfPeriod = async (client: Queryable, period: Period, now: Instant, settings: ComputeSettings, sources: readonly SourceCoverage[], provinceId: number | null): Promise<StoredValue[]> =>
  withoutHeldNow(client, period, (await figuresOf(client, period, now, settings, sources, provinceId, await openAsItWas(client, provinceId, localDay(now)))).values, now);

interface Figures { values: StoredValue[]; gains: UnitGain[]; /** As sources book them. */ measured: PeriodMeasures[] }

/** What is held back shows neither its figure nor points to gain on it. */
async function withoutHeld(client: Queryable, period: Period, { values, gains, measured }: Figures, now: Instant): Promise<Figures> {
  const shown = await holdBack(client, period, values, now);
  const held = new Set(values.filter((value, i) => shown[i] !== value).map((v) => `${v.indicator} ${v.unitId}`));
  return { measured, values: shown, gains: held.size === 0 ? gains : gains.filter((g) => !held.has(`${g.indicator} ${g.unitId}`)) };
}

async function figuresOf(client: Queryable, period: Period, now: Instant, settings: ComputeSettings, sources: readonly SourceCoverage[], provinceId: number | null, asItWas: AsItWas, ledger?: Ledger): Promise<Figures> {
  const list = inForce(indicators, period);
  const silence = period.start > localDay(now) ? NOT_BEGUN : NO_SOURCE;
  const found: Figures = { values: [], gains: [], measured: await measuresOfPeriod(client, period, now, settings, sources, provinceId, ledger) };
  for (const { unitId, bases } of await asItWas.read(period, found.measured)) {
    const values = valuesOf(list, bases, silence, settings.index766Empty);
    for (const value of values) found.values.push(Object.assign(value, { unitId }));
    for (const gain of gainsOf(list, values, bases, period.end >= localDay(now))) found.gains.push({ ...gain, unitId });
  }
  return found;
}

const asOf = (sources: readonly SourceCoverage[], now: Instant): Instant => Math.min(now, ...sources.filter((s) => s.loadedThrough !== null).map((s) => s.loadedThrough!));

/** Up to where the periods were published: the transactions seen, the moment, how far each source was loaded. Kept with the edition. */
interface Publishing { xid: string; now: string; loaded: Record<string, string>; /** Targets by which the standings were judged. */ targets?: string }

async function lastPublishing(client: Queryable): Promise<Publishing | null> {
  const last = (await client.query<{ sources: (Partial<Publishing>)[] }>('select sources from edition order by number desc limit 1')).rows[0];
  const state = last?.sources.find((s) => s.xid);
  return state?.now ? (state as Publishing) : null; // none: everything is published
}

const instantOf = (iso: string): Instant => Date.parse(iso) * 1000;

async function periodsToCompute(client: Queryable, now: Instant, sources: readonly SourceCoverage[], last: Publishing | null): Promise<Period[]> {
  const today = localDay(now);
  // A source's first load speaks for all its days at once.
  const since = last && sources.some((s) => s.loadedThrough !== null && !last.loaded[s.key]) ? null : last;
  const periods = new Map<string, Period>();
  const add = (period: Period) => periods.set(`${period.type} ${period.start}`, period);
  for (const type of PERIOD_TYPES) add(periodOf(type, today));
  const touched = (await client.query<{ first: string | null }>(
    since ? `select min(day)::text as first from measure_day where day <= $1::date and age(xmin) <= age(($2::bigint & 4294967295)::text::xid)` : 'select min(day)::text as first from measure_day where day <= $1::date',
    since ? [today, since.xid] : [today])).rows[0]?.first;
  const items = (await client.query<{ first: string | null }>(
    `select min(opened_on)::text as first from register_item${since ? ' where age(xmin) <= age(($1::bigint & 4294967295)::text::xid)' : ''}`, since ? [since.xid] : [])).rows[0]?.first;
  // Periods that were running at the last publishing, or that a source had not reached then, have come to their end.
  const moments = since ? [since.now, ...sources.filter((s) => s.loadedThrough !== null && toIso(s.loadedThrough) !== since.loaded[s.key]).map((s) => since.loaded[s.key]!)] : [];
  const documents = (await client.query<{ first: string | null }>(
    `select min(day)::text as first from edocument_day${since ? ' where age(xmin) <= age(($1::bigint & 4294967295)::text::xid)' : ''}`, since ? [since.xid] : [])).rows[0]?.first;
  const days = [...[touched, items, documents].filter((day) => typeof day === 'string'), ...moments.map((iso) => localDay(instantOf(iso)))].sort();
  if (days.length > 0) for (const period of periodsFrom(days[0]!, today)) add(period);
  const statistics = await client.query<{ period_type: PeriodType; period_start: string }>(
    since ? `select distinct period_type, period_start from statistic where superseded_at is null and age(xmin) <= age(($1::bigint & 4294967295)::text::xid)` : 'select distinct period_type, period_start from statistic where superseded_at is null',
    since ? [since.xid] : []);
  for (const row of statistics.rows) if (row.period_type !== 'day' || row.period_start >= addDays(today, -DAYS_KEPT)) add(periodOf(row.period_type, row.period_start));
  return [...periods.values()];
}

/** Every kept period whose end lies on or after `first`, up to today. */
function periodsFrom(first: string, today: string): Period[] {
  const periods: Period[] = [];
  for (const type of PERIOD_TYPES) {
    const from = type === 'day' && dayToNumber(today) - dayToNumber(first) > DAYS_KEPT ? addDays(today, -DAYS_KEPT) : first;
    for (let period = periodOf(type, from); period.start <= today; period = periodOf(type, addDays(period.end, 1))) periods.push(period);
  }
  return periods;
}

/** Recounts the measures of dossiers (of days, and of fields and procedures by month) and documents from their facts. Returns the rows that differ (unit "*": a procedure of all units); 0 expected. */
export async function checkMeasures(client: Queryable): Promise<{ unit: string; day: string; kept: unknown; counted: unknown }[]> {
  const { rows } = await client.query<{ unit: string; day: string; kept: unknown; counted: unknown }>(
    `select coalesce(u.code, '*') as unit, d.day::text, d.kept, d.counted from (select * from measure_differences() union all select * from edocument_differences()) d left join unit u on u.id = d.unit_id order by d.day, u.code limit 1000`);
  await client.query('update compute_state set measure_mismatch = $1, checked_at = now()', [rows.length]);
  return rows;
}

