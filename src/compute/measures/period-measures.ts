/**
 * Measures of every unit in one period. Flows are sums of measure_day over the period; stocks are sums up to its end (or up to now for a
 * running period), so one pass gives both. Definitions: indicators.md 5.2.
 */
import { findIndicator, indicators, measuresOf } from '../../indicators';
import type { Queryable } from '../../store/database';
import { waitsBeyond } from '../../store/facts/waiting';
import { unitsAway, type Away } from '../../store/units/unit-lineage';
import { addDays, localDay, startOfDay, toIso, vietnameseDay, MEASURE_TITLES, NOT_ADDITIVE, PARTS_OF_A_RATIO, type Instant, type LocalDay, type Measure, type Period } from '../../vocabulary';
import { borderIn, withinBorder } from './border';
import { COMPLETE_FROM, loadedShare, NOT_BEGUN } from './coverage';
import { edocumentBases, edocumentStreams, type Stream } from './edocument-measures';
import { feedbackBases, itemBases, itemSources, type ItemSource } from './item-measures';
import { ALL_COMMUNES, ALL_OTHERS, lastDaysOfUnits, openLedger, stoodUnit, type Account, type Ledger } from './ledger';
import type { Basis } from './basis';

/** on time by local date or by exact moment: a convention of the rule set. */
export interface Rules {
  onTimeBy: OnTimeBy;
  /** The rule set of index 766 may judge otherwise than the report form; absent: the same. */
  index766OnTimeBy?: OnTimeBy;
  /** Hours after which a document that has not arrived counts as stuck. */
  edocumentStuckHours?: number;
  dueSoonDays: number; /** Day after which "due soon" ends, from the calendar. */ dueSoonUntil: string;
}

export type OnTimeBy = 'date' | 'instant'

export interface SourceCoverage {
  id: number; key: string; start: string | null; loadedThrough: Instant | null; supplies: ReadonlySet<Measure>;
  /** False for a source that is no longer configured: it speaks for the periods it was loaded for, and is not waited for afterwards. */
  enabled: boolean;
}

type Counters = Record<string, number>;
/** Counters by unit (or whatever else is counted by), then source. */
export type CountersByKey = Map<number, Map<number, Counters>>;
export interface PeriodMeasures { unitId: number; bases: Basis[] }

const FLOWS = ['received', 'received_online', 'received_counter', 'received_postal', 'received_other', 'fee_dossiers', 'fee_dossiers_paid', 'accepted', 'resolved', 'resolved_early',
  'resolved_late_by_date', 'resolved_late_by_instant', 'resolved_undated', 'resolved_within_limit', 'processing_minutes', 'working_minutes', 'resolved_timed', 'returned', 'returned_postal',
  'received_supplement_repeated', 'received_contact', 'received_home_known', 'received_non_territorial', 'accepted_rescheduled', 'resolved_late_apology_by_date', 'resolved_late_apology_by_instant'] as const;

/** What is asked once for all periods that are measured together. */
export interface Background {
  speaks: ReadonlyMap<number, ReadonlySet<number>>; communes: ReadonlySet<number>;
  lives: readonly { id: number; from: LocalDay | null; to: LocalDay | null }[];
  items: readonly ItemSource[]; streams: readonly Stream[]; away: readonly Away[];
  /** Periods with published statistics, and dossiers asked for supplements again, by `type start`. */
  reported: ReadonlySet<string>; resupplied: ReadonlyMap<string, readonly Resupplied[]>;
  /** Of the very moment, for the periods that run. */
  present: readonly Present[];
}

export async function readBackground(client: Queryable, periods: readonly Period[], now: Instant, rules: Rules): Promise<Background> {
  return {
    speaks: await unitsOfSources(client), items: await itemSources(client), streams: await edocumentStreams(client), away: await unitsAway(client),
    communes: new Set((await client.query<{ id: number }>(`select id from unit where level = 'commune'`)).rows.map((row) => row.id)),
    lives: (await client.query<{ id: number; from: LocalDay | null; to: LocalDay | null }>('select id, valid_from as from, valid_to as to from unit where home and (valid_from is not null or valid_to is not null)')).rows,
    reported: new Set((await client.query<{ key: string }>(`select distinct period_type || ' ' || period_start as key from statistic where superseded_at is null and (period_type, period_start) in (select * from unnest($1::text[], $2::date[]))`,
      [periods.map((p) => p.type), periods.map((p) => p.start)])).rows.map((row) => row.key)),
    resupplied: await resuppliedIn(client, periods, now, rules, OF_UNITS),
    present: periods.some((period) => isRunning(period, localDay(now))) ? await presentOf(client, now, rules, OF_UNITS) : [],
  };
}

/** A ledger of some units gives the measures of these only, of the province when it is among them and the ledger has the sums; only of periods that are over. */
export interface Given { ledger?: Ledger; background?: Background }

/** All units that any source speaks of, unit 0 (unknown) and the province's own row (id `provinceId`, the sum of all) included. */
export async function periodMeasures(client: Queryable, period: Period, now: Instant, rules: Rules, sources: readonly SourceCoverage[], provinceId: number | null, { ledger, background }: Given = {}): Promise<PeriodMeasures[]> {
  const today = localDay(now);
  const end = period.end < today ? period.end : today;
  const units = ledger?.units ?? null;
  const wanted = (unit: number) => units === null || units.has(unit);
  const { speaks, communes, lives, items, streams, away, reported, resupplied, present } = background ?? (await readBackground(client, [period], now, rules));
  const dossierSources = sources.filter((s) => s.supplies.size > 0 && (s.enabled || (s.loadedThrough !== null && s.loadedThrough > startOfDay(period.start))));
  const counters = period.start > today ? new Map<number, Map<number, Counters>>() : dossierCounters((ledger ?? (await openLedger(client, [period], today))).accounts(period.start, end), dossierSources);
  const again = resupplied.get(periodKey(period)) ?? [];
  addResupplied(counters, again, ledger?.raw);
  if (isRunning(period, today)) addPresent(counters, present);
  addOfCommunes(counters, communes);
  const border = borderIn(away, period, today);
  const { isOutside } = border;
  const others = joined(await itemBases(client, period, now, { sources: items, speaks, provinceId, wanted, isOutside }), await edocumentBases(client, period, now, { streams, speaks, provinceId, wanted, isOutside, stuckHours: rules.edocumentStuckHours ?? STUCK_HOURS }),
    reported.has(periodKey(period)) ? await statisticBases(client, period, provinceId) : new Map<number, Basis[]>(), await feedbackBases(client, period, now, { sources: items, speaks, provinceId, wanted, isOutside }));
  const elsewhen = new Set(lives.filter((unit) => (unit.to !== null && unit.to < period.start) || (unit.from !== null && unit.from > period.end)).map((unit) => unit.id));
  const result: PeriodMeasures[] = [];
  for (const unitId of new Set<number>([...counters.keys(), ...speaks.keys(), ...others.keys()])) {
    if (unitId === provinceId || !wanted(unitId)) continue;
    const own = counters.get(unitId) ?? new Map<number, Counters>();
    const speaking = dossierSources.filter((s) => own.has(s.id) || speaks.get(unitId)?.has(s.id));
    const bases = [...dossierBasis(own, speaking, period, now, rules), ...(others.get(unitId) ?? [])];
    // A unit of another time has figures only where something is still, or already, booked under it: no rows of zeros for two hundred former districts and communes.
    if (!elsewhen.has(unitId) || bases.some((basis) => Object.values(basis.measures).some((n) => typeof n === 'number' && n !== 0))) result.push({ unitId, bases });
  }
  if (provinceId !== null && wanted(provinceId)) {
    const sum = units === null ? sumOf([...counters].flatMap(([unit, own]) => (isOutside(unit) ? [] : [own]))) : sumOfKinds(counters, again); // of some units: only where none ever left (as-it-was.ts)
    const basesOf = new Map(result.map(({ unitId, bases }) => [unitId, bases]));
    result.push({ unitId: provinceId, bases: withinBorder([...dossierBasis(sum, dossierSources, period, now, rules), ...(others.get(provinceId) ?? [])], border, (unit) => basesOf.get(unit) ?? []) });
  }
  return result;
}

/** By `type start`, as periods are told apart. */
export const periodKey = ({ type, start }: Pick<Period, 'type' | 'start'>): string => `${type} ${start}`;
const isRunning = (period: Period, today: LocalDay) => period.start <= today && period.end >= today;

function sumOf(units: Iterable<ReadonlyMap<number, Counters>>): Map<number, Counters> {
  const all = new Map<number, Counters>();
  for (const perSource of units) for (const [sourceId, counters] of perSource) add(all, sourceId, counters);
  return all;
}

/** The sum of all units from the sums of their kinds. */
function sumOfKinds(counters: CountersByKey, resupplied: readonly Resupplied[]): Map<number, Counters> {
  const all = sumOf([ALL_COMMUNES, ALL_OTHERS].flatMap((kind) => counters.get(kind) ?? []));
  for (const { sourceId, n } of resupplied) if (all.has(sourceId)) add(all, sourceId, { resupplied: n });
  return all;
}

/** Reception outside the home unit is a matter between communes: of other units, whose territory is the whole province, nothing counts (decision 10). */
function addOfCommunes(counters: CountersByKey, communes: ReadonlySet<number>): void {
  for (const [unit, perSource] of counters) {
    if (unit === ALL_COMMUNES || communes.has(unit)) for (const c of perSource.values()) Object.assign(c, { commune_received: c.received, commune_home_known: c.received_home_known, commune_non_territorial: c.received_non_territorial });
  }
}

const joined = (...maps: Map<number, Basis[]>[]) => new Map(maps.flatMap((map) => [...map.keys()]).map((unit) => [unit, maps.flatMap((map) => map.get(unit) ?? [])]));
/** Where the settings do not say after how many hours an undelivered document is stuck (no document sets it: chưa xác minh). */
const STUCK_HOURS = 24;

function add(into: Map<number, Counters>, sourceId: number, counters: Counters): void {
  const sum = into.get(sourceId) ?? {};
  for (const name of Object.keys(counters)) sum[name] = (sum[name] ?? 0) + counters[name]!;
  into.set(sourceId, sum);
}

/** Flows are sums over the period; stocks are sums up to its end. What is due on the last day itself is not late by date yet. */
export function dossierCounters(accounts: Iterable<Account>, sources: readonly SourceCoverage[]): CountersByKey {
  const ids = new Set(sources.map((s) => s.id));
  const units: CountersByKey = new Map();
  for (const { unitId, sourceId, beforeStart, throughEnd } of accounts) {
    if (!ids.has(sourceId)) continue;
    const counters: Counters = {};
    for (const flow of FLOWS) counters[flow] = throughEnd(flow) - beforeStart(flow);
    Object.assign(counters, {
      accepted_before: beforeStart('accepted'), resolved_before: beforeStart('resolved'),
      handled_electronic: throughEnd('accepted_electronic') - beforeStart('resolved_electronic'), handled_digitised: throughEnd('accepted_digitised') - beforeStart('resolved_digitised'),
      open_undated: throughEnd('accepted_undated') - throughEnd('resolved_undated'), within_limit: throughEnd('within_limit'),
    });
    for (const by of ['date', 'instant'] as const) {
      counters[`open_late_by_${by}`] = throughEnd(`late_by_${by}`) - throughEnd(`resolved_late_by_${by}`);
      counters[`open_late_apology_by_${by}`] = throughEnd(`late_apology_by_${by}`) - throughEnd(`resolved_late_apology_by_${by}`);
      counters[`waiting_by_${by}`] = throughEnd(`waiting_by_${by}`);
      counters[`resupplied_by_${by}`] = throughEnd(`resupplied_by_${by}`);
    }
    if (!units.has(unitId)) units.set(unitId, new Map());
    units.get(unitId)!.set(sourceId, counters);
  }
  return units;
}

/** What the counters of days cannot say, from the dossiers that are open now. `key` and `where` are SQL over dossier d and its procedure p. */
export async function addOpen(client: Queryable, units: CountersByKey, period: Period, now: Instant, rules: Rules, key: string, where = 'true'): Promise<void> {
  addResupplied(units, (await resuppliedIn(client, [period], now, rules, { key, where })).get(periodKey(period)) ?? []);
  if (isRunning(period, localDay(now))) addPresent(units, await presentOf(client, now, rules, { key, where }));
}

interface Grouping { key: string; where: string }
const OF_UNITS: Grouping = { key: 'resolving_unit_id', where: 'true' };
/** Dossiers that count, of the time their source speaks for: the open ones, or those that were `open` at some time. */
const openDossiers = ({ where }: Grouping, open = 'ended_at is null') => `dossier d left join procedure p on p.id = d.procedure_id
     join source s on s.id = d.source_id and (s.active_from is null or (received_at at time zone interval '7 hours')::date >= s.active_from) and (s.active_to is null or (received_at at time zone interval '7 hours')::date <= s.active_to)
     where (${open}) and deleted_at is null and status not in (1, 3) and received_at is not null and (${where})`;

interface Present { key: number; sourceId: number; counters: Counters }

/** What depends on the very moment: dossiers due later today are not late yet by the instant rule; due soon. From the open dossiers only. */
async function presentOf(client: Queryable, now: Instant, rules: Rules, by: Grouping): Promise<Present[]> {
  const waits = (reference: string) => waitsBeyond(`($1::timestamptz at time zone interval '7 hours')::date`, `supplement_at <= ${reference}`);
  const { rows } = await client.query<{ key: number; source_id: number } & Counters>(
    `select ${by.key} as key, source_id,
       count(*) filter (where due_at >= $1 and due_at < $2) as not_yet,
       count(*) filter (where due_at >= $1 and due_at < $2 and apology_letter) as not_yet_apology,
       count(*) filter (where due_at >= $1 and due_at < $2 and ${waits('due_at')}) as not_yet_waiting,
       count(*) filter (where due_at >= $1 and due_at < $2 and second_supplement_at < $1 and ${waits('due_at')} is not true) as not_yet_resupplied,
       count(*) filter (where due_at is null and limit_due_at >= $1 and limit_due_at < $2 and second_supplement_at is null and ${waits('limit_due_at')} is not true) as not_yet_over_limit,
       count(*) filter (where due_at > $1 and due_at < $3) as due_soon
     from ${openDossiers(by)} and (due_at >= $1 and due_at < greatest($2::timestamptz, $3::timestamptz) or due_at is null and limit_due_at >= $1 and limit_due_at < $2)
     group by 1, 2`,
    [toIso(now), toIso(startOfDay(addDays(localDay(now), 1))), toIso(startOfDay(addDays(rules.dueSoonUntil, 1)))]);
  // Few: those asked for supplements again that are not late by the report form.
  const again = await client.query<{ key: number; source_id: number } & Counters>(
    `select ${by.key} as key, source_id, count(*) as in_time_resupplied, count(*) filter (where due_at > $1 and due_at < $2) as due_soon_resupplied
     from ${openDossiers(by)} and (supplement_count > 1 or second_supplement_at is not null) and coalesce(second_supplement_at, supplement_at, received_at) < $1
       and ${rules.onTimeBy === 'instant' ? 'due_at >= $1' : `(due_at at time zone interval '7 hours')::date >= ($1::timestamptz at time zone interval '7 hours')::date`} group by 1, 2`,
    [toIso(now), toIso(startOfDay(addDays(rules.dueSoonUntil, 1)))]);
  return [...rows, ...again.rows].map(({ key, source_id: sourceId, ...counters }) => ({ key, sourceId, counters }));
}

/** To what is counted of the sources that speak, and to nothing else. */
function addPresent(units: CountersByKey, present: readonly Present[]): void {
  for (const { key, sourceId, counters: found } of present) {
    const counters = units.get(key)?.get(sourceId);
    if (counters) Object.assign(counters, found);
  }
  for (const perSource of units.values()) for (const counters of perSource.values()) counters.present = 1;
}

/** `stood`: with which unit at the end of the period; the same as `key` unless it went over to a successor later. */
interface Resupplied { key: number; stood: number; sourceId: number; n: number }

/**
 * 2.1: asked for supplements more than once and not finished is overdue, so it is taken out of the ones on time. Where the source states the moment of
 * the second request the days know it (resupplied_by_…); the others are judged by their first one, in every period at whose end they were open, so that no past
 * period changes when they end. Of several periods at once, by `periodKey`.
 */
async function resuppliedIn(client: Queryable, periods: readonly Period[], now: Instant, rules: Rules, by: Grouping): Promise<Map<string, Resupplied[]>> {
  const today = localDay(now);
  const inTime = (rules.index766OnTimeBy ?? rules.onTimeBy) === 'instant'
    ? `due_at >= m.moment or ${waitsBeyond('m.day', 'supplement_at <= due_at')}`
    : `(due_at at time zone interval '7 hours')::date >= m.day or ${waitsBeyond('m.day', "(supplement_at at time zone interval '7 hours')::date <= (due_at at time zone interval '7 hours')::date")}`;
  const ends = periods.map((period) => (period.end < today ? period.end : today));
  const moments = periods.map((period) => toIso(period.end < today ? startOfDay(addDays(period.end, 1)) : now));
  const lastDays = by === OF_UNITS && ends.length > 0 ? await lastDaysOfUnits(client, ends) : [];
  const stood = lastDays.length > 0 ? stoodUnit('m.last') : 'd.key';
  const { rows } = await client.query<Resupplied & { place: number }>(
    `select m.place, d.key, ${stood} as stood, d.source_id as "sourceId", count(*) as n from unnest($1::timestamptz[], $2::date[], $3::date[]) with ordinality as m (moment, day, last, place)
     join (select ${by.key} as key, d.* from ${openDossiers(by, 'ended_at is null or ended_at >= $4')} and supplement_count > 1 and second_supplement_at is null) d on received_at < m.moment and (ended_at is null or ended_at >= m.moment) and coalesce(supplement_at, received_at) < m.moment
       and case when due_at is null then limit_due_at >= m.moment or ${waitsBeyond('m.day', 'supplement_at <= limit_due_at')} else ${inTime} end group by 1, 2, 3, 4`,
    [moments, ends, ends.map((end) => lastDays.find((day) => day >= end) ?? null), [...moments].sort()[0] ?? null]);
  const found = new Map<string, Resupplied[]>();
  for (const { place, ...row } of rows) {
    const key = periodKey(periods[place - 1]!);
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return found;
}

function addResupplied(units: CountersByKey, found: readonly Resupplied[], booked = false): void {
  for (const { key, stood, sourceId, n } of found) {
    const counters = units.get(booked ? key : stood)?.get(sourceId);
    if (counters) counters.resupplied = (counters.resupplied ?? 0) + n;
  }
}

/** Which sources speak for a unit: they list it, or have sent dossiers of it. A unit without dossiers is then a true zero. */
export async function unitsOfSources(client: Queryable): Promise<Map<number, Set<number>>> {
  const { rows } = await client.query<{ unit_id: number; sources: number[] }>(`select unit_id, array_agg(distinct source_id) as sources from unit_alias where source_id > 0 group by unit_id`);
  return new Map(rows.map((row) => [row.unit_id, new Set(row.sources)]));
}

async function statisticBases(client: Queryable, period: Period, provinceId: number | null): Promise<Map<number, Basis[]>> {
  const { rows } = await client.query<{ unit_id: number; level: string; key: string; kind: string; measures: Record<string, number | null> }>(
    `select s.unit_id, u.level, src.key, src.kind, jsonb_object_agg(s.measure, s.value) as measures from statistic s join source src on src.id = s.source_id join unit u on u.id = s.unit_id
     where s.period_type = $1 and s.period_start = $2 and s.superseded_at is null group by s.unit_id, u.level, src.key, src.kind order by src.kind, src.key`, [period.type, period.start]);
  await syncDenominators(client, period, rows);
  const bases = new Map<number, Basis[]>();
  for (const row of rows) {
    const basis: Basis = { name: `statistics:${row.key}`, measures: derive(row.measures), coverage: 1, claims: (measure) => measure in row.measures, missing: (measure) => `Thống kê của nguồn ${row.key} không có số liệu "${MEASURE_TITLES[measure]}".` };
    bases.set(row.unit_id, [...(bases.get(row.unit_id) ?? []), basis]);
  }
  if (provinceId !== null && bases.size > 0) {
    // What a file said gives way to what a system says, be it of the province itself or the sum of its units.
    const imported = new Set(rows.filter((row) => row.kind === 'import').map((row) => row.key));
    const behind = ({ name }: Basis) => Number(imported.has(name.slice(name.indexOf(':') + 1)));
    bases.set(provinceId, [...(bases.get(provinceId) ?? []), ...sums(bases, provinceId, await reportingUnits(client, period, provinceId))].sort((a, b) => behind(a) - behind(b)));
  }
  const below = new Set(rows.filter((row) => row.level !== 'province').map((row) => row.unit_id));
  return new Map([...bases].map(([unit, list]) => [unit, below.has(unit) ? list.map((basis) => withoutProvinceOnly(basis, list)) : list]));
}

/** Indicators that exist for a province only and are a part of a group (766 – 1.2), with what the group rests on besides. */
const PROVINCE_ONLY = indicators.flatMap((group) => (group.kind !== 'group' ? [] : group.parts.map((id) => findIndicator(id)!).filter((part) => part.grains.length === 1 && part.grains[0] === 'province')
  .map((part) => ({ measures: measuresOf(part), beside: group.parts.filter((id) => id !== part.id).flatMap((id) => measuresOf(findIndicator(id)!)) }))));

/** Below the province there is nothing to count of such an indicator, and its group goes without: a publication that tells the rest and not that is not incomplete. */
function withoutProvinceOnly(basis: Basis, all: readonly Basis[]): Basis {
  const empty = PROVINCE_ONLY.filter(({ measures, beside }) => !all.some((one) => measures.some((m) => m in one.measures)) && beside.some((m) => m in basis.measures)).flatMap(({ measures }) => measures);
  if (empty.length === 0) return basis;
  return { ...basis, measures: { ...basis.measures, ...Object.fromEntries(empty.map((measure) => [measure, 0])) }, claims: (measure) => empty.includes(measure) || (basis.claims?.(measure) ?? true) };
}

const PARTS_OF_YEAR: Partial<Record<Period['type'], number>> = { month: 12, quarter: 4, year: 1 };

/**
 * 766 – 1.4: the larger of what the national reporting system and DVCQG received; where a publication gives neither, last year's total in equal parts,
 * and 0 when there was none. Fills `dossiersToSync` of rows that speak of the two and do not give it.
 */
async function syncDenominators(client: Queryable, period: Period, rows: readonly { unit_id: number; key: string; measures: Record<string, number | null> }[]): Promise<void> {
  const larger = (m: Record<string, number | null>) => { const known = [m.reportedNationally, m.receivedByPortal].filter((n) => typeof n === 'number'); return known.length > 0 ? Math.max(...known) : null; };
  const lacking = rows.filter(({ measures: m }) => ('reportedNationally' in m || 'receivedByPortal' in m) && typeof m.dossiersToSync !== 'number');
  for (const { measures } of lacking) measures.dossiersToSync = larger(measures);
  const empty = lacking.filter(({ measures: m }) => m.dossiersToSync === null && 'reportedNationally' in m && 'receivedByPortal' in m);
  const parts = PARTS_OF_YEAR[period.type];
  if (empty.length === 0 || parts === undefined) return;
  const { rows: before } = await client.query<{ unit_id: number; key: string; total: number | null }>(
    `select s.unit_id, src.key, coalesce(max(s.value) filter (where s.measure = 'dossiersToSync'), max(s.value) filter (where s.measure <> 'dossiersToSync'))::float8 as total from statistic s join source src on src.id = s.source_id
     where s.period_type = 'year' and s.period_start = $1 and s.superseded_at is null and s.measure in ('dossiersToSync', 'reportedNationally', 'receivedByPortal') and s.unit_id = any($2::int[]) group by 1, 2`,
    [`${Number(period.start.slice(0, 4)) - 1}-01-01`, empty.map((row) => row.unit_id)]);
  const totals = new Map(before.map((row) => [`${row.unit_id} ${row.key}`, row.total]));
  for (const row of empty) row.measures.dossiersToSync = (totals.get(`${row.unit_id} ${row.key}`) ?? 0) / parts;
}

/** Departments and communes of the province that exist in the period. */
async function reportingUnits(client: Queryable, period: Period, provinceId: number): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    `with recursive valid as (select u.id, p.parent_id, u.level from unit u join unit_parent_on($3) p on p.id = u.id where (valid_from is null or valid_from <= $3) and (valid_to is null or valid_to >= $2)),
       own as (select id, level from valid where parent_id = $1 union all select v.id, v.level from valid v join own on v.parent_id = own.id where own.level not in ('department', 'commune'))
     select id from own where level in ('department', 'commune')`, [provinceId, period.start, period.end]);
  return rows.map((row) => row.id);
}

/** The province from the summed counts of its units, per source: only when every unit has the count, and only what may be added. */
function sums(bases: ReadonlyMap<number, Basis[]>, provinceId: number, units: readonly number[]): Basis[] {
  const names = new Set([...bases].filter(([unit]) => unit !== provinceId).flatMap(([, list]) => list.map((b) => b.name)));
  const spoken = (name: string) => new Set([...bases].filter(([unit]) => unit !== provinceId).flatMap(([, list]) => list.filter((b) => b.name === name).flatMap((b) => Object.keys(b.measures))));
  if (units.length === 0) return [...names].map((name): Basis => ({ name: name.replace(':', '-sum:'), measures: {}, coverage: 1, claims: ((said) => (measure: Measure) => said.has(measure))(spoken(name)), missing: () => 'Có số công bố của các đơn vị nhưng danh mục chưa ghi đơn vị nào là sở, xã của tỉnh nên không biết đã đủ để cộng chưa.' }));
  return [...names].map((name): Basis => {
    const reported = units.map((unit) => wholeCounts(bases.get(unit)?.find((b) => b.name === name)?.measures ?? {}));
    const known = (measure: Measure) => reported.filter((m) => typeof m[measure] === 'number').length;
    const measures: Partial<Record<Measure, number>> = {};
    for (const measure of new Set(reported.flatMap((m) => Object.keys(m) as Measure[]))) {
      if (!NOT_ADDITIVE.has(measure) && known(measure) === units.length) measures[measure] = reported.reduce((sum, m) => sum + m[measure]!, 0);
    }
    return {
      name: name.replace(':', '-sum:'), measures, coverage: 1, claims: (measure) => known(measure) > 0,
      missing: (measure) => (NOT_ADDITIVE.has(measure) ? `"${MEASURE_TITLES[measure]}" không cộng được giữa các đơn vị; nguồn phải công bố số của tỉnh.` : `Mới có ${known(measure)} trên ${units.length} đơn vị có số liệu "${MEASURE_TITLES[measure]}".`),
    };
  });
}

/** Without what was published as a percentage only: percentages are never averaged (indicators.md 8.2). */
function wholeCounts(measures: Partial<Record<Measure, number | null>>): Partial<Record<Measure, number | null>> {
  if (!Object.values(measures).includes(PARTS_OF_A_RATIO)) return measures;
  return Object.fromEntries(Object.entries(measures).filter(([, n]) => n !== PARTS_OF_A_RATIO));
}

/** Fills what a published statistic implies by the control equations; never overwrites what was published. */
function derive(measures: Partial<Record<Measure, number | null>>): Partial<Record<Measure, number | null>> {
  const m = { ...measures };
  const has = (...names: Measure[]) => names.every((name) => typeof m[name] === 'number');
  if (!has('resolvedLate') && has('resolved', 'resolvedOnTime')) m.resolvedLate = m.resolved! - m.resolvedOnTime!;
  if (!has('resolvedOnTime') && has('resolved', 'resolvedLate')) m.resolvedOnTime = m.resolved! - m.resolvedLate!;
  if (!has('handled') && has('carriedOver', 'accepted')) m.handled = m.carriedOver! + m.accepted!;
  if (!has('carriedOver') && has('handled', 'accepted')) m.carriedOver = m.handled! - m.accepted!;
  if (!has('inProgress') && has('handled', 'resolved')) m.inProgress = m.handled! - m.resolved!;
  if (!has('documentsEligible') && has('documentsOutgoing', 'documentsClassified', 'documentsPaperOnly')) m.documentsEligible = m.documentsOutgoing! - m.documentsClassified! - m.documentsPaperOnly!;
  return m;
}

export function dossierBasis(perSource: ReadonlyMap<number, Counters>, speaking: readonly SourceCoverage[], period: Period, now: Instant, rules: Rules): Basis[] {
  if (speaking.length === 0) return [];
  const name = `dossiers:${speaking.map((s) => s.key).join(',')}`;
  const claims = (measure: Measure) => FROM_DOSSIERS.has(measure);
  const nothing = (reason: string): Basis[] => [{ name, claims, measures: {}, coverage: 0, silent: reason, missing: () => reason }];
  if (startOfDay(period.start) > now) return nothing(NOT_BEGUN);
  for (const source of speaking) {
    if (source.loadedThrough === null) return nothing(`Nguồn ${source.key} chưa nạp xong lần nào.`);
    if (source.loadedThrough <= startOfDay(period.start)) return nothing(`Nguồn ${source.key} mới nạp đến ${vietnameseDay(localDay(source.loadedThrough))}.`);
    if (source.start !== null && period.end < source.start) return nothing(`Nguồn ${source.key} chỉ có số liệu từ ${vietnameseDay(source.start)}.`);
  }
  const told = speaking.map((source) => perSource.get(source.id)).filter((counters) => counters !== undefined);
  const sum: Counters = told.length === 1 ? told[0]! : {};
  if (told.length > 1) for (const counters of told) for (const key of Object.keys(counters)) sum[key] = (sum[key] ?? 0) + counters[key]!;
  const counted = toMeasures(sum, rules, period.end >= localDay(now));
  const unsure = doubtful(sum);
  const measures: typeof counted = {};
  for (const measure of Object.keys(counted) as Measure[]) if (unsure[measure] === undefined && speaking.every((s) => s.supplies.has(measure))) measures[measure] = counted[measure];
  return [{
    name, claims, coverage: Math.min(...speaking.map((s) => loadedShare(s, period, now))),
    measures,
    missing: (measure) => {
      const lacking = speaking.find((s) => !s.supplies.has(measure));
      return !lacking && unsure[measure] ? unsure[measure] : lacking ? `Nguồn ${lacking.key} không cung cấp dữ liệu cho "${MEASURE_TITLES[measure]}".` : `Số liệu "${MEASURE_TITLES[measure]}" chỉ có cho kỳ hiện tại.`;
    },
  }];
}

function toMeasures(c: Counters, rules: Rules, running: boolean): Partial<Record<Measure, number>> {
  const n = (name: string) => c[name] ?? 0;
  const carriedOver = n('accepted_before') - n('resolved_before');
  const handled = carriedOver + n('accepted');
  const inProgress = handled - n('resolved');
  const lateness = (by: OnTimeBy) => {
    const later = (name: string) => (by === 'instant' ? n(name) : 0);
    return {
      resolved: n(`resolved_late_by_${by}`), open: Math.max(0, n(`open_late_by_${by}`) - later('not_yet')), excused: n(`waiting_by_${by}`) - later('not_yet_waiting'),
      apologised: n(`resolved_late_apology_by_${by}`) + n(`open_late_apology_by_${by}`) - later('not_yet_apology'), resupplied: n(`resupplied_by_${by}`) + later('not_yet_resupplied') + n('resupplied'),
    };
  };
  const judged = n('resolved') - n('resolved_undated');
  const { resolved: resolvedLate, open: inProgressLate, apologised } = lateness(rules.onTimeBy);
  const resolvedOnTime = judged - resolvedLate;
  const index766 = lateness(rules.index766OnTimeBy ?? rules.onTimeBy);
  // 2.1: an undated dossier is held against the maximum time of its procedure; where that is not known either it counts as handled but not as on time. Nor does one asked for supplements again.
  const undatedOnTime = n('resolved_within_limit') + n('within_limit') + n('not_yet_over_limit');
  const handledOnTime = judged - index766.resolved + inProgress - n('open_undated') + undatedOnTime - Math.max(0, index766.open - index766.excused) - index766.resupplied;
  return {
    carriedOver, accepted: n('accepted'), handled, handledOnTime, resolved: n('resolved'), resolvedEarly: n('resolved_early'), resolvedOnTime, resolvedLate, resolvedUnjudged: n('resolved_undated'),
    inProgress, inProgressLate, inProgressUndated: n('open_undated'), handledUndatedOnTime: undatedOnTime, ...(running ? { dueSoon: n('due_soon'), inProgressResupplied: n('in_time_resupplied'), dueSoonResupplied: n('due_soon_resupplied') } : {}),
    processingMinutes: n('processing_minutes'), workingMinutes: n('working_minutes'), resolvedTimed: n('resolved_timed'),
    handledElectronicResult: n('handled_electronic'), resultDossiers: handled, handledDigitised: n('handled_digitised'), componentDossiers: handled,
    received: n('received'), receivedOnline: n('received_online'), receivedCounter: n('received_counter'), receivedPostal: n('received_postal'), receivedOther: n('received_other'),
    returned: n('returned'), returnedPostal: n('returned_postal'), feeDossiers: n('fee_dossiers'), feeDossiersPaidOnline: n('fee_dossiers_paid'),
    lateApologised: apologised, rescheduledTwice: n('accepted_rescheduled'), supplementRepeated: n('received_supplement_repeated'), contactComplete: n('received_contact'), receivedNonTerritorial: n('commune_non_territorial'), receivedAtCommunes: n('commune_received'),
  };
}

/** Measures that the facts are too thin for, with the reason: a count of what happens to be known is not the count. */
function doubtful(c: Counters): Partial<Record<Measure, string>> {
  const n = (name: string) => c[name] ?? 0;
  const untimed = n('resolved') > 0 && n('resolved_timed') === 0 ? 'Không hồ sơ nào giải quyết trong kỳ tính được thời gian làm việc: thiếu lịch làm việc, hoặc thiếu thời điểm bổ sung xong.' : undefined;
  const homeless = n('commune_home_known') < COMPLETE_FROM * n('commune_received') ? `Mới biết nơi cư trú của ${n('commune_home_known')} trên ${n('commune_received')} hồ sơ cấp xã tiếp nhận.` : undefined;
  return { ...(untimed ? { workingMinutes: untimed, resolvedTimed: untimed } : {}), ...(homeless ? { receivedNonTerritorial: homeless, receivedAtCommunes: homeless } : {}) };
}

/** Which measures the dossiers of a source can give, from the fields its mapping names. */
export function suppliesOf(fields: ReadonlySet<string>): Set<Measure> {
  const supplies = new Set<Measure>(['carriedOver', 'accepted', 'handled', 'received', 'receivedOnline', 'receivedCounter', 'receivedPostal', 'receivedOther', 'inProgress']);
  const when = (present: boolean, ...measures: Measure[]) => { if (present) for (const measure of measures) supplies.add(measure); };
  when(fields.has('endedAt'), 'resolved', 'processingMinutes', 'workingMinutes', 'resolvedTimed');
  when(fields.has('endedAt') && fields.has('dueAt'), 'handledOnTime', 'handledUndatedOnTime', 'resolvedEarly', 'resolvedOnTime', 'resolvedLate', 'resolvedUnjudged');
  when(fields.has('dueAt'), 'inProgressLate', 'inProgressUndated', 'inProgressResupplied', 'dueSoon', 'dueSoonResupplied');
  when(fields.has('returnedAt') && fields.has('returnChannel'), 'returned', 'returnedPostal');
  when(fields.has('electronicResult'), 'handledElectronicResult', 'resultDossiers');
  when(fields.has('digitised'), 'handledDigitised', 'componentDossiers');
  when(fields.has('feeDue') && fields.has('paidOnline'), 'feeDossiers', 'feeDossiersPaidOnline');
  when(fields.has('apologyLetter') && fields.has('endedAt') && fields.has('dueAt'), 'lateApologised');
  when(fields.has('reappointments'), 'rescheduledTwice');
  when(fields.has('supplementCount') || fields.has('secondSupplementAt') || fields.has('pauses'), 'supplementRepeated');
  when(fields.has('addressPresent') && fields.has('phonePresent'), 'contactComplete');
  when(fields.has('homeUnit'), 'receivedNonTerritorial', 'receivedAtCommunes');
  return supplies;
}

/** What the dossiers of a one-stop system speak of, whether a source fills it in or not. The rest is for portals, registers and people to say. */
const FROM_DOSSIERS: ReadonlySet<Measure> = new Set<Measure>([
  ...suppliesOf({ has: () => true } as unknown as ReadonlySet<string>),
  'handledReused', 'reuseDossiers', 'handledCitizenConnected', 'citizenDossiers',
]);
