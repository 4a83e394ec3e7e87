/**
 * What an edition computes. Whole: the periods that run, those that came to their end or that a source has reached since the last publishing, those with other
 * published statistics, those that were never published. In part: every other kept period from the first day that was touched on – of it only the units whose counters were touched up to its end, with
 * those that lineage ties to them, and the province, which is the sum of all. Everything: when what all figures rest on has changed. docs/decisions/0014.
 */
import { createHash } from 'node:crypto';
import { indicators, type Indicator } from '../../indicators';
import type { Queryable } from '../../store/database';
import { countUnits, firstDays, firstDaysOfUnits, groundsOfFigures, publishedOf, statisticPeriods, streamsReached, takeRegisterChanges, tiesOf, touchedUnits } from '../../store/facts/touched';
import { PERIOD_TYPES, addDays, localDay, periodOf, type Instant, type LocalDay, type Period, type PeriodType } from '../../vocabulary';
import type { AsItWas } from '../maps/as-it-was';
import { PAST } from '../values/held-values';
import type { ComputeSettings } from '../measures/measuring';
import { periodKey } from '../measures/period-measures';

/** One period of an edition; `units`: only these, the others stand as they are. */
export interface Task { period: Period; units: ReadonlySet<number> | null }
export interface PartTask extends Task { units: ReadonlySet<number> }
export const isPart = (task: Task): task is PartTask => task.units !== null;

/** Up to where the periods were published, kept with the edition: the transactions seen, the moment, how far each stream was loaded, what all figures rested on. */
export interface Publishing {
  xid: string; now: string; loaded: Record<string, string>; grounds: string;
  /** Published on demand since: the periods after them have another history. */
  chosen?: { type: PeriodType; start: LocalDay }[];
  /** Targets by which the standings were judged. */
  targets?: string;
}

export async function lastPublishing(client: Queryable): Promise<Publishing | null> {
  const last = (await client.query<{ sources: (Partial<Publishing>)[] }>('select sources from edition order by number desc limit 1')).rows[0];
  const state = last?.sources.find((s) => s.xid);
  return state?.now ? (state as Publishing) : null; // none: everything is published
}

/** The state to keep with an edition of everything that was touched. */
export async function publishingOf(client: Queryable, now: Instant, settings: ComputeSettings): Promise<Publishing> {
  return {
    xid: (await client.query<{ xid: string }>('select pg_snapshot_xmin(pg_current_snapshot())::text as xid')).rows[0]!.xid,
    now: localDay(now), loaded: await streamsReached(client), grounds: await groundsOf(client, settings),
  };
}

/** Rules, formulas, registry, sources and who they speak for: another one of them may move any figure of any period. */
async function groundsOf(client: Queryable, { provinceCode, onTimeBy, index766OnTimeBy, edocumentStuckHours, index766Empty }: ComputeSettings): Promise<string> {
  const law = indicators.map(({ id, version, from, hits, total, empty, scoring }: Indicator & { hits?: unknown; total?: unknown; empty?: unknown; scoring?: unknown }) => [id, version, from, hits, total, empty, scoring]);
  return createHash('md5').update(JSON.stringify([provinceCode, onTimeBy, index766OnTimeBy, edocumentStuckHours, index766Empty, law, await groundsOfFigures(client)])).digest('hex');
}

/** More of the units than this share: a whole period is hardly more. */
const MOST_UNITS = 1 / 2;

/** `daysFrom`: single days before are not kept. Takes the changes of registers off their list: to be called by an edition that computes all it names. */
export async function tasksOf(client: Queryable, state: Publishing, last: Publishing | null, { today, daysFrom, provinceId, asItWas }: { today: LocalDay; daysFrom: LocalDay; provinceId: number | null; asItWas: AsItWas }): Promise<Task[]> {
  const registers = await takeRegisterChanges(client);
  const streams = Object.keys(state.loaded);
  // A first load speaks for all its days at once.
  const since = last && last.grounds === state.grounds && streams.every((stream) => last.loaded[stream]) ? last : null;
  const tasks = new Map<string, Task>();
  const whole = (period: Period) => tasks.set(periodKey(period), { period, units: null });
  const periodsFrom = (first: LocalDay) => keptPeriods(first, today, daysFrom);
  for (const type of PERIOD_TYPES) whole(periodOf(type, today));
  if (since === null) {
    for (const day of (await firstDays(client, today)).slice(0, 1)) periodsFrom(day).forEach(whole);
    for (const period of await statisticPeriods(client, null)) if (period.type !== 'day' || period.start >= daysFrom) whole(period);
    return inOrder(tasks);
  }
  const ended = [since.now, ...streams.filter((stream) => state.loaded[stream] !== since.loaded[stream]).map((stream) => localDay(Date.parse(since.loaded[stream]!) * 1000))].sort();
  periodsFrom(ended[0]!).forEach(whole);
  const stated = await statisticPeriods(client, since.xid);
  for (const period of stated) if (period.type !== 'day' || period.start >= daysFrom) whole(period);
  for (const { type, start } of [...stated, ...(since.chosen ?? [])]) if (type !== 'day') withHistoryOf(periodOf(type, start)).filter((p) => p.start <= today).forEach(whole);

  const first = await withTied(client, firstOf([...(await touchedUnits(client, since.xid, today)), ...registers]));
  const periods = first.size === 0 ? [] : periodsFrom([...first.values()].sort()[0]!).filter((period) => !tasks.has(periodKey(period)));
  const published = await publishedOf(client, periods, provinceId);
  const units = periods.length === 0 ? 0 : await countUnits(client, today);
  for (const period of periods) {
    const own = [...first].filter(([, day]) => day <= period.end).map(([unit]) => unit);
    if (provinceId === null || !published.has(periodKey(period)) || own.length > units * MOST_UNITS || asItWas.needsAll(period, own)) whole(period);
    else tasks.set(periodKey(period), { period, units: new Set([...own, provinceId]) });
  }
  return inOrder(tasks);
}

/** What is held in a period is judged by the periods before it: they come first. */
const inOrder = (tasks: ReadonlyMap<string, Task>): Task[] => [...tasks.values()].sort((a, b) => (a.period.start < b.period.start ? -1 : a.period.start > b.period.start ? 1 : 0));

function firstOf(list: readonly { unit: number; day: LocalDay }[]): Map<number, LocalDay> {
  const first = new Map<number, LocalDay>();
  for (const { unit, day } of list) if (!(first.get(unit)! <= day)) first.set(unit, day);
  return first;
}

/**
 * A dossier that went over to a successor stood with the predecessor before (`stoodWith` of the ledger): what touches one before that day touches the other. Between two
 * units that both were there it stood with the predecessor as long as it had not ended, from its reception on, which its end does not tell.
 */
async function withTied(client: Queryable, first: Map<number, LocalDay>): Promise<Map<number, LocalDay>> {
  const ties = (await tiesOf(client, [...first.keys()])).filter(({ from, to, day }) => [from, to].some((unit) => first.get(unit)! < day));
  const all = new Map(first);
  const earliest = ties.some((tie) => tie.bothThere) ? await firstDaysOfUnits(client, ties.flatMap(({ from, to }) => [from, to])) : new Map<number, LocalDay>();
  for (const { from, to, bothThere } of ties) {
    const days = [from, to].flatMap((unit) => [first.get(unit) ?? [], (bothThere && earliest.get(unit)) || []].flat()).sort();
    for (const unit of [from, to]) if (!(all.get(unit)! <= days[0]!)) all.set(unit, days[0]!);
  }
  return all;
}

/** The periods whose figures are judged by those of this one. */
function withHistoryOf(period: Period): Period[] {
  const list: Period[] = [];
  for (let next = period; list.length < PAST;) list.push((next = periodOf(next.type, addDays(next.end, 1))));
  return list;
}

/** Every kept period whose end lies on or after `first`, up to today. */
function keptPeriods(first: LocalDay, today: LocalDay, daysFrom: LocalDay): Period[] {
  const periods: Period[] = [];
  for (const type of PERIOD_TYPES) {
    const from = type === 'day' && daysFrom > first ? daysFrom : first;
    for (let period = periodOf(type, from); period.start <= today; period = periodOf(type, addDays(period.end, 1))) periods.push(period);
  }
  return periods;
}
