/**
 * Our counts beside the ones a source states itself: its summary of the same dossiers, and the statistics it publishes. Side by side, never mixed:
 * nothing here changes a figure. Only periods that are over are compared.
 */
import type { Client } from 'pg';
import { compileStream } from '../sources/reading';
import type { DossierStream, SourceDefinition, StatisticStream } from '../sources/source';
import { listResidue, receivedNearBorders, secondCodesIn, saveComparisons, statisticsIn, type Comparison } from '../store/sources/reconciliations';
import { openRegistry } from '../store/units/registry';
import { HttpFailure } from '../platform/errors';
import { HOUR, addDays, localDay, periodOf, startOfDay, type Instant, type LocalDay, type Measure, type Period, type Statistic } from '../vocabulary';
import { askOnce } from './ask';
import { explain, type Gap } from './explain';
import type { ReconcileRange } from './reconcile';
import type { RunDependencies } from './run';

export interface OurUnit { measures: Partial<Record<Measure, number | null>>; missing(measure: Measure): string; /** Share of the period that is loaded, 0–1. */ coverage: number }
export interface OurPeriod { units: ReadonlyMap<number, OurUnit>; total: OurUnit | null }
/** Measures from dossiers of one source, or (null) of all; handed in by the composition root, because src/compute owns them. */
export type OurMeasures = (sourceId: number | null, period: Period) => Promise<OurPeriod>;

export interface Compared { equal: number; explained: number; unexplained: number; unknown: number }
const tally = (comparisons: readonly Comparison[]): Compared => comparisons.reduce<Compared>((sum, c) => ({ ...sum, [c.verdict]: sum[c.verdict] + 1 }), { equal: 0, explained: 0, unexplained: 0, unknown: 0 });

interface Work { sourceId: number; definition: SourceDefinition; runId: number | null; range: ReconcileRange; deps: Pick<RunDependencies, 'client' | 'session' | 'clock' | 'signal'>; ours: OurMeasures }

/** The source's own count of its dossiers, asked period by period. */
export async function compareSummary(work: Work, stream: DossierStream): Promise<Compared> {
  const { sourceId, definition, deps } = work;
  const summary = stream.summary!;
  const asked = summaryStream(stream);
  const reader = compileStream(asked);
  const registry = await openRegistry(deps.client, sourceId);
  const comparisons: Comparison[] = [];
  for (const period of periodsOver(summary.step, later(work.range.from, stream.window?.start), work.range.to, localDay(deps.clock.now()))) {
    const window = { from: startOfDay(period.start), to: startOfDay(addDays(period.end, 1)) };
    const rows = await askOnce(definition, asked, reader, deps.session, { window, now: deps.clock.now() }, deps.signal, summary.unit ? undefined : asRow);
    const told: { unitId: number | null; statistic: Statistic }[] = [];
    for (const row of rows) {
      const read = reader.read(row, { now: deps.clock.now(), window, period });
      if (read.kind === 'rejected') throw new HttpFailure('format', { host: new URL(definition.baseUrl).host, reason: `số tổng hợp của luồng ${stream.id}: ${read.message} (${read.pointer})` });
      if (read.kind === 'record') told.push({ unitId: summary.unit ? registry.unit((read.record as Statistic).unit) : null, statistic: read.record as Statistic });
    }
    const context = await contextOf(work, period, sourceId, zoneWidth(summary.zone));
    for (const { unitId, statistic } of told) for (const measure of Object.keys(summary.values) as Measure[]) {
      comparisons.push(compare(context, unitId, period, measure, measure, statistic.values[measure] ?? null, { differs: summary.differs[measure] }));
    }
  }
  await registry.flush();
  await saveComparisons(deps.client, { sourceId, against: 'summary', otherId: sourceId, runId: work.runId }, comparisons);
  return tally(comparisons);
}

/** Published statistics against dossiers: of the same source where it has dossiers, of all sources otherwise (the portal, an import). */
export async function compareStatistics(work: Work, stream: StatisticStream): Promise<Compared> {
  const { sourceId, definition, deps } = work;
  const own = definition.streams.some((s) => s.record === 'dossier');
  const today = localDay(deps.clock.now());
  const contexts = new Map<string, Context>();
  const comparisons: Comparison[] = [];
  const published = await statisticsIn(deps.client, sourceId, work.range.from, work.range.to, today);
  const oursOf = (measure: Measure) => (stream.compareWith[measure] ?? measure) as Measure;
  /** Whatever its name there: what is held against what we received. */
  const counts = ({ measure }: { measure: Measure }) => ['received', 'accepted'].includes(oursOf(measure));
  const volume = new Map(published.filter(counts).map((s) => [`${s.unitId} ${s.periodType} ${s.periodStart}`, { measure: oursOf(s.measure), value: s.value }]));
  const apart = new Map<string, number>(); // theirs less ours over all units, by period and measure; NaN where one of theirs is not known
  const asked = published.filter((s) => s.measure in stream.mapping.values).map((s) => ({ ...s, period: periodOf(s.periodType, s.periodStart), key: `${s.periodType} ${s.periodStart}` }));
  for (const { key, period, unitId, measure, value } of asked) {
    if (!contexts.has(key)) contexts.set(key, await contextOf(work, period, own ? sourceId : null, 0));
    const { ours, provinceUnit: province } = contexts.get(key)!;
    if (unitId !== province) apart.set(`${key} ${measure}`, (apart.get(`${key} ${measure}`) ?? 0) + (value ?? NaN) - (ours.units.get(unitId)?.measures[oursOf(measure)] ?? 0));
  }
  for (const s of asked) {
    const context = contexts.get(s.key)!;
    const counted = volume.get(`${s.unitId} ${s.key}`);
    const our = s.unitId === context.provinceUnit ? context.ours.total : context.ours.units.get(s.unitId);
    const portal = stream.portal ? { sourceTime: s.sourceTime, periodEnd: startOfDay(addDays(s.period.end, 1)), sameVolume: counted !== undefined && counted.value === our?.measures[counted.measure] } : undefined;
    const regrouped = counted !== undefined && RECEPTION.includes(oursOf(s.measure)) && apart.get(`${s.key} ${s.measure}`) === 0 && counted.value === our?.measures[counted.measure === 'received' ? 'accepted' : 'received'];
    comparisons.push(compare(context, s.unitId, s.period, s.measure, oursOf(s.measure), s.value, { differs: stream.differs[s.measure], regrouped, portal }));
  }
  await saveComparisons(deps.client, { sourceId, against: stream.portal ? 'portal' : 'statistics', otherId: sourceId, runId: work.runId }, comparisons);
  return tally(comparisons);
}

/** What was received: by the receiving unit with us (`accepted`: by the resolving one). */
const RECEPTION: readonly Measure[] = ['received', 'accepted', 'receivedOnline', 'receivedCounter', 'receivedPostal', 'receivedOther'];

interface Context { ours: OurPeriod; quarantined: number; skipped: number; secondCodes: number; nearBorder: number; provinceUnit: number | null }

async function contextOf(work: Work, period: Period, of: number | null, width: Instant): Promise<Context> {
  const [from, to] = [startOfDay(period.start), startOfDay(addDays(period.end, 1))];
  const residue = of === null ? { quarantined: 0, skipped: 0 } : await listResidue(work.deps.client, of, from, to);
  return { ours: await work.ours(of, period), ...residue, secondCodes: of === null ? 0 : await secondCodesIn(work.deps.client, of, from, to), nearBorder: of === null ? 0 : await receivedNearBorders(work.deps.client, of, from, to, width), provinceUnit: await provinceUnit(work.deps.client) };
}
const provinceUnit = async (client: Client): Promise<number | null> => (await client.query<{ id: number }>(`select id from unit where level = 'province' order by id limit 1`)).rows[0]?.id ?? null;

function compare(context: Context, unitId: number | null, period: Period, measure: Measure, ourMeasure: Measure, theirs: number | null, known: Pick<Gap, 'differs' | 'regrouped' | 'portal'>): Comparison {
  const whole = unitId === null || unitId === context.provinceUnit;
  const our = whole ? context.ours.total : context.ours.units.get(unitId!) ?? null;
  const value = our && our.coverage >= 0.999 ? our.measures[ourMeasure] ?? null : null;
  const ourReason = !our ? 'Chưa có hồ sơ nào của đơn vị này từ nguồn.' : our.coverage < 0.999 ? 'Kỳ chưa nạp đủ.' : our.missing(ourMeasure);
  const gap: Gap = {
    measure: ourMeasure, theirs, ours: value, ourReason, ...known, quarantined: context.quarantined, skipped: context.skipped, secondCodes: context.secondCodes, nearBorder: context.nearBorder,
    undated: our?.measures.resolvedUnjudged ?? 0, unknownUnit: whole ? 0 : context.ours.units.get(0)?.measures[ourMeasure] ?? 0,
  };
  return { unitId, period, measure, theirs, ours: value, ...explain(gap) };
}

/** The summary as a stream of statistics, so that requests, answers and numbers are read by the same rules as everywhere. */
function summaryStream(stream: DossierStream): StatisticStream {
  const summary = stream.summary!;
  const window = stream.window ?? { start: '1970-01-01', overlap: '0s', holdBack: '0s', align: 'day' as const, current: false };
  return {
    record: 'statistic', id: `${stream.id}-summary`, request: summary.request, paging: { kind: 'none' }, skip: [], checks: [], keep: [], differs: {}, compareWith: {}, portal: false,
    window: { ...window, step: summary.step === 'day' ? '1d' : summary.step, from: summary.from ?? stream.window?.from, to: summary.to ?? stream.window?.to, deep: undefined },
    envelope: summary.unit ? summary.envelope : { ...summary.envelope, rows: ONE_ROW },
    mapping: { unit: summary.unit ?? { const: '*' }, period: 'window', values: summary.values },
  };
}
/** An answer that is one object is the row itself; success rules still see it as it came. */
const ONE_ROW = 'answerAsRows';
const asRow = (json: unknown): unknown => (Array.isArray(json) ? { [ONE_ROW]: json } : { ...(json as object), [ONE_ROW]: [json] });

/** Periods of a kind that touch the range and are over. */
export function periodsOver(step: 'day' | 'month' | 'quarter' | 'year', from: LocalDay, to: LocalDay, today: LocalDay): Period[] {
  const periods: Period[] = [];
  for (let period = periodOf(step, from); period.start <= to && period.end < today; period = periodOf(step, addDays(period.end, 1))) periods.push(period);
  return periods;
}

const later = (a: LocalDay, b: LocalDay | undefined): LocalDay => (b !== undefined && b > a ? b : a);

/** How much later than ours a system in another zone begins its days. */
function zoneWidth(zone: string | undefined): Instant {
  if (zone === undefined || zone === 'Asia/Ho_Chi_Minh') return 0;
  const match = /^([+-])(\d{2}):(\d{2})$/.exec(zone);
  const offset = match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) + Number(match[3]) / 60) : 0;
  return (7 - offset) * HOUR;
}
