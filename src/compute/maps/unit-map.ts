/**
 * Values of one unit in a period, read on a map (indicators.md 4.4):
 * `as-was` – the units of that time: the unit counts for the days on which it was in force; what is still booked under a unit that has ended counts for its
 *   successor, and a former province is the sum of the units that stood below it;
 * `today` – history folded into today's units: the unit, and every predecessor that went over to it whole.
 * Counts are added, then divided. Whatever cannot be attributed (divided units, unknown predecessors, a predecessor no source speaks for) makes the value
 * unavailable with its reason as soon as it could matter, never silently smaller.
 */
import type { Pool } from 'pg';
import { indicators, inForce } from '../../indicators';
import { inTransaction, type Queryable } from '../../store/database';
import type { StoredValue } from '../../store/editions/editions';
import { familyOf, formerProvinces, membersBelow, membersOf, unitAt, unitsAway, type Away, type MapUnit, type Members } from '../../store/units/unit-lineage';
import { localDay, MEASURE_TITLES, NOT_ADDITIVE, vietnameseDay, type Instant, type LocalDay, type MapMode, type Measure, type Period } from '../../vocabulary';
import { borderIn, leftSince, withinBorder, type Border } from '../measures/border';
import { withoutHeldOf } from '../values/held-values';
import { openLedger } from '../measures/ledger';
import { coverageOfSources, measuresOfPeriod, NO_SOURCE, provinceIdOf, type ComputeSettings } from '../measures/measuring';
import { valuesOf } from '../values/value';
import { counts, isPublished, nothingKnown, type Basis } from '../measures/basis';

export interface MappedValues {
  values: StoredValue[];
  /** Units whose counts were added, the unit itself included. */
  from: string[];
  /** What a reader must know: a break inside the period, days that do not count. */
  note: string | null;
}

/** Values of all indicators for the unit; one moment, without storing anything. `law`: by the formulas of that day. */
export async function valuesOnMap(pool: Pool, unitCode: string, period: Period, mode: MapMode, now: Instant, settings: ComputeSettings, law?: LocalDay): Promise<MappedValues> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, async () => {
      const { unit, bases, from, note } = await basesOnMap(client, unitCode, period, mode, now, settings);
      const found: MappedValues = { values: valuesOf(inForce(indicators, period, law), bases, NO_SOURCE, settings.index766Empty).map((value) => ({ ...value, unitId: unit.id })), from, note };
      const { rows } = await client.query<{ id: number }>('select id from unit where code = any($1::text[])', [[unitCode, ...found.from]]);
      return { ...found, values: (await withoutHeldOf(client, period, rows.map((row) => row.id)))(found.values) };
    }, 'begin isolation level repeatable read');
  } finally {
    client.release();
  }
}

/** What the values of a unit are made of on a map: bases, whose counts stand in them, and what a reader must know. */
export async function basesOnMap(client: Queryable, unitCode: string, period: Period, mode: MapMode, now: Instant, settings: ComputeSettings): Promise<Folded & { unit: MapUnit; note: string | null }> {
  const unit = await unitAt(client, unitCode);
  const provinceId = await provinceIdOf(client, settings.provinceCode);
  const nothing = (reason: string) => ({ unit, bases: [nothingKnown(reason)], from: [], note: null });
  const today = localDay(now);
  if (mode === 'today' && !exists(unit, today)) return nothing(`Đơn vị ${unit.code} không có trên bản đồ hôm nay${validity(unit)}; xem ${(await familyOf(client, unit.id, 'successors')).map((u) => u.code).join(', ') || 'đơn vị kế tục chưa rõ'}.`);

  const clipped = mode === 'as-was' ? clip(period, unit) : period;
  if (clipped === null) {
    const side = unit.validFrom !== null && period.end < unit.validFrom ? 'predecessors' : 'successors';
    const others = (await familyOf(client, unit.id, side)).map((u) => u.code);
    return nothing(`Trong kỳ này đơn vị ${unit.code} ${side === 'predecessors' ? 'chưa có' : 'không còn'}${validity(unit)}${others.length > 0 ? `; xem ${others.join(', ')}` : ''}.`);
  }
  const note = partOf(period, clipped);
  const day = mode === 'today' || clipped.end > today ? today : clipped.end;
  // Folded into today's units, a dossier counts for whoever has it now; as it was, for whom it was with then.
  const ledger = await openLedger(client, [clipped], today, { raw: mode === 'today' });
  const measured = new Map((await measuresOfPeriod(client, clipped, now, settings, await coverageOfSources(client), provinceId, { ledger })).map((m) => [m.unitId, m.bases]));
  const beforeMerger = (await formerProvinces(client, provinceId, today)).filter((one) => one.day > clipped.end);
  const ofProvince = mode === 'as-was' && beforeMerger.length > 0 && (unit.id === provinceId || beforeMerger.some((one) => one.id === unit.id));
  // Today's province is the sum of all there is: it does not matter under which of its units a dossier stands.
  const away = await unitsAway(client);
  const { bases, from } = ofProvince ? provinceFolded(unit, clipped, await membersBelow(client, unit, day), measured, provinceId, borderIn(away, clipped, today))
    : unit.id === provinceId ? { bases: mode === 'today' ? provinceToday(unit, beforeMerger, measured, away, clipped) : [...(measured.get(unit.id) ?? [])], from: [unit, ...beforeMerger].map((one) => one.code) }
      : folded(unit, clipped, await membersOf(client, unit, day), measured);
  return { unit, bases, from, note };
}

export interface Folded { bases: Basis[]; from: string[] }
/** Counts of the members of a unit as those of the unit, and of whom; one basis that knows nothing and says why, where they cannot be attributed. `measured`: of all units in the period. */
export function folded(unit: MapUnit, period: Period, members: Members, measured: ReadonlyMap<number, readonly Basis[]>): Folded {
  const own = measured.get(unit.id) ?? [];
  // A source that has brought dossiers of the unit from before it began has moved the history of its predecessors to it.
  const historyMoved = unit.validFrom !== null && period.end < unit.validFrom && counts(own);

  const doubts = doubtsOf(members, measured);
  const onlyReturned = doubts.filter(({ bases }) => !counts(bases, RETURNED));
  const reasons = doubts.filter((doubt) => !onlyReturned.includes(doubt)).map(({ reason }) => reason);
  const parts: { code: string; bases: readonly Basis[] }[] = [];
  for (const member of members.whole) {
    const bases = measured.get(member.id) ?? [];
    if (bases.length > 0) parts.push({ code: member.code, bases });
    else if (member.id !== unit.id && !historyMoved && overlaps(member, period)) reasons.push(`chưa có nguồn nào cung cấp số liệu của đơn vị tiền nhiệm ${member.code} ${member.name} trong kỳ`);
  }
  if (!historyMoved) for (const { unit: other, reason } of members.incomplete) if (other.validFrom !== null && period.start < other.validFrom) reasons.push(`tiền nhiệm của ${other.code} ${other.name} không rõ: ${reason}`);
  if (reasons.length > 0) return { bases: [nothingKnown(sentence(reasons))], from: [] };
  const bases = added(parts.map((part) => part.bases));
  return { bases: onlyReturned.length === 0 ? bases : bases.map((basis) => withoutReturned(basis, sentence(onlyReturned.map(({ reason }) => reason)))), from: parts.map((part) => part.code) };
}

/** The same for a province of a time before it was merged: everything that stood below it, and what was published of itself. */
export function provinceFolded(unit: MapUnit, period: Period, members: Members, measured: ReadonlyMap<number, readonly Basis[]>, provinceId: number | null, border: Border): Folded {
  const reasons = doubtsOf(members, measured).map(({ reason }) => reason);
  if (reasons.length > 0) return { bases: [nothingKnown(sentence(reasons))], from: [] };
  // The row of the configured province is the sum of all: below a province of that time its own dossiers stand under its units.
  const parts = members.whole.filter((member) => member.id !== provinceId && !border.isOutside(member.id) && (measured.get(member.id) ?? []).some((basis) => !isPublished(basis)));
  const published = (measured.get(unit.id) ?? []).filter(isPublished);
  const own = added(parts.map((member) => measured.get(member.id)!.filter((basis) => !isPublished(basis))), true);
  const inside = { ...border, doubtful: border.doubtful.filter(({ id }) => parts.some((member) => member.id === id)) };
  return { bases: [...withinBorder(own, inside, (id) => measured.get(id) ?? []), ...published], from: parts.map((member) => member.code) };
}

/** Today's province before it took in others, on today's map: the sum of all there is, and of what was published of each of the provinces. */
export function provinceToday(province: MapUnit, former: readonly MapUnit[], measured: ReadonlyMap<number, readonly Basis[]>, away: readonly Away[], period: Period): Basis[] {
  const left = leftSince(away, period, (id) => counts(measured.get(id)));
  if (left !== null) return [nothingKnown(left)];
  const own = measured.get(province.id) ?? [];
  if (former.length === 0) return [...own];
  const published = [province, ...former].map((unit) => (measured.get(unit.id) ?? []).filter(isPublished));
  return [...own.filter((basis) => !isPublished(basis)), ...added(published)];
}

const doubtsOf = (members: Members, measured: ReadonlyMap<number, readonly Basis[]>) => members.doubtful.filter(({ unit }) => counts(measured.get(unit.id)))
  .map(({ unit, reason }) => ({ bases: measured.get(unit.id), reason: `hồ sơ của ${unit.code} ${unit.name} không phân bổ được: ${reason}` }));

export const touches = (members: Members, units: ReadonlySet<number>): boolean => [...members.whole, ...members.doubtful.map((d) => d.unit)].some((unit) => units.has(unit.id));

/** Results that a unit which has ended still hands over: they say nothing of what its successors received, resolved or have open. */
const RETURNED: ReadonlySet<string> = new Set<Measure>(['returned', 'returnedPostal']);
const withoutReturned = (basis: Basis, reason: string): Basis => ({
  ...basis, silent: undefined, measures: Object.fromEntries(Object.entries(basis.measures).filter(([measure]) => !RETURNED.has(measure))), missing: (measure) => (RETURNED.has(measure) ? reason : basis.missing(measure)),
});

const sentence = (reasons: readonly string[]) => `${upper(reasons.slice(0, 3).join('; '))}${reasons.length > 3 ? ` và ${reasons.length - 3} lý do khác` : ''}.`;
const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const exists = (unit: MapUnit, day: string) => (unit.validFrom === null || unit.validFrom <= day) && (unit.validTo === null || unit.validTo >= day);
const overlaps = (unit: MapUnit, period: Period) => (unit.validFrom === null || unit.validFrom <= period.end) && (unit.validTo === null || unit.validTo >= period.start);
const validity = (unit: MapUnit) => ` (${unit.validFrom ? `từ ${vietnameseDay(unit.validFrom)}` : ''}${unit.validFrom && unit.validTo ? ' ' : ''}${unit.validTo ? `đến ${vietnameseDay(unit.validTo)}` : ''})`.replace(' ()', '');

const partOf = (period: Period, clipped: Period) => (clipped.start !== period.start || clipped.end !== period.end ? `Đơn vị chỉ có từ ${vietnameseDay(clipped.start)} đến ${vietnameseDay(clipped.end)} trong kỳ.` : null);

/** What a reader must know of a unit that was there for a part of the period only. */
export async function daysWithin(client: Queryable, unitCode: string, period: Period): Promise<string | null> {
  const clipped = clip(period, await unitAt(client, unitCode));
  return clipped && partOf(period, clipped);
}

function clip(period: Period, unit: MapUnit): Period | null {
  const start = unit.validFrom !== null && unit.validFrom > period.start ? unit.validFrom : period.start;
  const end = unit.validTo !== null && unit.validTo < period.end ? unit.validTo : period.end;
  return start <= end ? { ...period, start, end } : null;
}

/** Our own counts are one kind whatever the sources; statistics and registers are told apart by their source. */
const kindOf = (name: string) => /^(dossiers|edocuments):/.exec(name)?.[1] ?? name;

/** A source that keeps several registers has several bases under one name: as one. */
function together(bases: readonly Basis[]): Basis | undefined {
  if (bases.length <= 1) return bases[0];
  return {
    name: bases[0]!.name, measures: Object.assign({}, ...bases.map((basis) => basis.measures)), coverage: Math.min(...bases.map((basis) => basis.coverage)),
    claims: (measure) => bases.some((basis) => basis.claims?.(measure) ?? true), missing: (measure) => (bases.find((basis) => basis.claims?.(measure) ?? true) ?? bases[0]!).missing(measure),
  };
}

/**
 * Bases of several units as those of one. A basis of the sum knows a measure only when the same kind of basis knows it for every unit – or, for the units
 * below a province (`speaking`), for every unit that the kind speaks of.
 */
export function added(units: readonly (readonly Basis[])[], speaking = false): Basis[] {
  if (units.length === 0) return [];
  if (units.length === 1) return [...units[0]!];
  const kinds = [...new Set(units.flatMap((bases) => bases.map((basis) => kindOf(basis.name))))];
  return kinds.map((kind) => {
    const known = units.map((bases) => together(bases.filter((basis) => kindOf(basis.name) === kind))).filter((basis) => basis !== undefined);
    const whole = speaking || known.length === units.length;
    const keys = [...new Set(known.flatMap((part) => part.name.slice(part.name.indexOf(':') + 1).split(',')))].sort();
    const lacks = (measure: Measure) => known.find((part) => typeof part.measures[measure] !== 'number');
    const measures: Partial<Record<Measure, number>> = {};
    if (whole) {
      for (const measure of Object.keys(known[0]!.measures) as Measure[]) if (!lacks(measure) && (known.length === 1 || !NOT_ADDITIVE.has(measure))) measures[measure] = known.reduce((sum, part) => sum + part.measures[measure]!, 0);
    }
    return {
      name: kind.includes(':') ? kind : `${kind}:${keys.join(',')}`, measures, coverage: Math.min(...known.map((part) => part.coverage)),
      ...(known.some((part) => part.claims) ? { claims: (measure: Measure) => known.some((part) => part.claims?.(measure) ?? true) } : {}),
      missing: (measure: Measure) => (known.length > 1 && NOT_ADDITIVE.has(measure) ? `"${MEASURE_TITLES[measure]}" không cộng được giữa các đơn vị hợp thành.` : !whole ? `Nguồn ${kind} không có số liệu của mọi đơn vị hợp thành.` : lacks(measure)!.missing(measure)),
    };
  });
}
