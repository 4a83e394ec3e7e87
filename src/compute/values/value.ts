/** STORE + LAW → VALUES, the pure part: measures of a unit in a period become values, or "unavailable, because …". */
import type { Basis } from '../measures/basis';
import type { Bilingual } from '../../indicators';
import { findIndicator, ratioOf, score, sumScores, togetherOf, type EmptyRule, type Fraction, type GroupIndicator, type Indicator, type RatioIndicator } from '../../indicators';
import type { Measure } from '../../vocabulary';

export interface Value {
  indicator: string;
  hits: number | null;
  total: number | null;
  value: number | null;
  score: number | null;
  maxScore: number | null;
  status: 'available' | 'unavailable';
  reason: string | null;
  version: string;
  coverage: number | null;
  basis: string;
  /** Of a mean by procedure: what it is told in, where that is the procedure's own unit. */
  unitOfMeasure?: Bilingual;
}

/**
 * What units say that have no figure, made once for all that say the same: by indicator and reason, and whole for units of which nothing is known. For one list of
 * indicators and one period; what is shared is not to be changed.
 */
export interface Shared { values: Map<Indicator, Map<string, Value[]>>; silent: Map<string, readonly Value[]> }
export const sharing = (): Shared => ({ values: new Map(), silent: new Map() });

/**
 * Values of all indicators for one unit and period. Of the bases (in order of preference) the first that knows every measure of an indicator
 * is used; bases are never mixed inside one indicator (a factor, the base year of a growth and a declared total or part of one are figures of their own).
 * `configuredEmpty` is the province's rule where none was ever observed (index 766, group 3a). `shared`: unavailable values are shared with other units.
 */
export function valuesOf(indicators: readonly Indicator[], bases: readonly Basis[], noSource: string, configuredEmpty: EmptyRule = 'null', shared?: Shared): readonly Value[] {
  const key = shared && bases.every((basis) => basis.silent !== undefined) ? bases.map((basis) => `${basis.name}\0${basis.silent}\0${basis.claims ? 'some' : 'all'}`).join('\n') : null;
  const said = key === null ? undefined : shared!.silent.get(key);
  if (said) return said;
  const found = valuesFrom(indicators, { bases, noSource, configuredEmpty, shared });
  if (key !== null && found.every((value) => value.status === 'unavailable')) shared!.silent.set(key, found);
  return found;
}

interface Known { bases: readonly Basis[]; noSource: string; configuredEmpty: EmptyRule; shared?: Shared }
function valuesFrom(indicators: readonly Indicator[], given: Known): Value[] {
  const byId = idsOf(indicators);
  const values = new Map<string, Value>();
  const value = (id: string): Value | undefined => {
    const indicator = byId.get(id);
    if (indicator && !values.has(id)) values.set(id, indicator.kind === 'group' ? group(indicator, value, given.shared) : simple(indicator, given, value));
    return values.get(id);
  };
  return indicators.map((indicator) => value(indicator.id)!);
}

const lists = new WeakMap<readonly Indicator[], ReadonlyMap<string, Indicator>>();
/** The list by id, made once a list. */
function idsOf(indicators: readonly Indicator[]): ReadonlyMap<string, Indicator> {
  let ids = lists.get(indicators);
  if (!ids) lists.set(indicators, (ids = new Map(indicators.map((indicator) => [indicator.id, indicator]))));
  return ids;
}

/** The first basis that knows all measures of a list, or why there is none. */
export function basisFor(wanted: readonly Measure[], bases: readonly Basis[], noSource: string): { basis: Basis } | { basis: null; reason: string; name: string } {
  const basis = bases.find((candidate) => wanted.every((measure) => typeof candidate.measures[measure] === 'number'));
  if (basis) return { basis };
  // Of the bases that are there for a part of it, the one that is there for all tells why.
  const claiming = (candidate: Basis) => (measure: Measure) => candidate.claims?.(measure) ?? true;
  const first = bases.find((candidate) => wanted.every(claiming(candidate))) ?? bases.find((candidate) => wanted.some(claiming(candidate)));
  const lacking = first && wanted.find((measure) => typeof first.measures[measure] !== 'number');
  return { basis: null, reason: first && lacking ? first.missing(lacking) : noSource, name: first?.name ?? 'none' };
}

const maxScoreOf = (indicator: Indicator): number | null => (indicator.kind === 'group' ? Number(indicator.max) : indicator.kind === 'ratio' && indicator.scoring ? Number(indicator.scoring.max) : null);
// Literals with every field, not spreads: half a million values an edition.
const known = (indicator: Indicator, basis: string, coverage: number, hits: number | null, total: number | null, value: number | null, points: number | null): Value =>
  ({ indicator: indicator.id, hits, total, value, score: points, maxScore: maxScoreOf(indicator), status: 'available', reason: null, version: indicator.version, coverage, basis });
function unknown(indicator: Indicator, basis: string, reason: string, shared: Shared | undefined, version = indicator.version): Value {
  const value = (): Value => ({ indicator: indicator.id, hits: null, total: null, value: null, score: null, maxScore: maxScoreOf(indicator), status: 'unavailable', reason, version, coverage: null, basis });
  if (!shared) return value();
  let byReason = shared.values.get(indicator);
  if (!byReason) shared.values.set(indicator, (byReason = new Map()));
  let same = byReason.get(reason);
  if (!same) byReason.set(reason, (same = []));
  let made = same.find((one) => one.basis === basis && one.version === version);
  if (!made) same.push((made = value()));
  return made;
}

function sum(basis: Basis, measures: readonly Measure[]): number {
  let total = 0;
  for (const measure of measures) total += basis.measures[measure]!;
  return total;
}

const silentReasons = new WeakMap<Indicator, Map<string, string>>();
/** The reason with who keeps the figures; made once, an edition says it many thousand times. */
function silent(indicator: Indicator, reason: string): string {
  if (!indicator.fedBy) return reason;
  const made = silentReasons.get(indicator) ?? silentReasons.set(indicator, new Map()).get(indicator)!;
  return made.get(reason) ?? made.set(reason, `${reason} Nơi giữ số liệu: ${indicator.fedBy}.`).get(reason)!;
}

function simple(indicator: Exclude<Indicator, GroupIndicator>, { bases, noSource, configuredEmpty, shared }: Known, other: (id: string) => Value | undefined): Value {
  const found = basisFor(togetherOf(indicator), bases, noSource);
  if (!found.basis) return unknown(indicator, found.name, found.name === 'none' ? silent(indicator, found.reason) : found.reason, shared);
  const { basis } = found;
  const hits = sum(basis, indicator.hits);
  switch (indicator.kind) {
    case 'count': case 'entered': return known(indicator, basis.name, basis.coverage, hits, null, hits, null);
    case 'growth': {
      const base = basisFor(indicator.base, bases, noSource);
      if (!base.basis) return unknown(indicator, base.name, `Chưa có số liệu năm gốc: ${base.reason}`, shared);
      return known(indicator, joined([basis.name, base.basis.name]), Math.min(basis.coverage, base.basis.coverage), hits, null, hits - sum(base.basis, indicator.base), null);
    }
    case 'mean': {
      const total = sum(basis, indicator.total);
      return known(indicator, basis.name, basis.coverage, hits, total, total === 0 ? null : hits / total / indicator.per, null);
    }
    case 'yesNo': {
      const total = sum(basis, indicator.total);
      return known(indicator, basis.name, basis.coverage, hits, total, total === 0 ? null : Number(hits >= total), null);
    }
    case 'ratio': {
      if (indicator.declared) {
        const declared = basisFor(indicator.declared, bases, noSource);
        if (!declared.basis) return unknown(indicator, declared.name, `Chưa có số khai báo: ${declared.reason}`, shared);
        const total = sum(basis, indicator.total.filter((measure) => !indicator.declared!.includes(measure))) + sum(declared.basis, indicator.declared);
        return known(indicator, joined([basis.name, declared.basis.name]), Math.min(basis.coverage, declared.basis.coverage), hits, total, total === 0 ? null : hits / total, null);
      }
      if (!indicator.totalApart) return ratio(indicator, basis, hits, configuredEmpty, shared, other);
      const apart = basisFor(indicator.total, bases, noSource);
      if (!apart.basis) return unknown(indicator, apart.name, `Chưa có mẫu số: ${apart.reason}`, shared);
      const total = sum(apart.basis, indicator.total);
      if (hits > total) return unknown(indicator, joined([basis.name, apart.basis.name]), `Tử số ${hits} lớn hơn mẫu số ${total} do hai nguồn đếm khác nhau; cần đối chiếu.`, shared);
      return known(indicator, joined([basis.name, apart.basis.name]), Math.min(basis.coverage, apart.basis.coverage), hits, total, total === 0 ? null : hits / total, null);
    }
  }
}

function ratio(indicator: RatioIndicator, basis: Basis, hits: number, configuredEmpty: EmptyRule, shared: Shared | undefined, other: (id: string) => Value | undefined): Value {
  const total = sum(basis, indicator.total);
  const empty = indicator.empty === 'configured' ? configuredEmpty : indicator.empty;
  const none = empty === 'zero' ? 0 : null;
  const factor = indicator.factor === undefined ? undefined : factorOf(other(indicator.factor));
  if (factor && 'reason' in factor) return unknown(indicator, basis.name, `Thiếu chỉ số ${nameOf(indicator.factor!)} để nhân: ${factor.reason}`, shared);
  const points = indicator.scoring ? score(indicator.scoring, hits, total, empty, factor?.ratio) : null;
  if (!factor) return known(indicator, basis.name, basis.coverage, hits, total, total === 0 ? none : hits / total, points);
  const share = factor.ratio && Number(factor.ratio.num) / Number(factor.ratio.den);
  return known(indicator, joined([basis.name, factor.basis]), Math.min(basis.coverage, factor.coverage), hits, total, total === 0 || share === null ? none : (hits / total) * share, points);
}

const LACKS_PART = 'Thiếu chỉ số thành phần';
/** As people know it: `CK.CONGBO "TTHC công bố đúng hạn (766 – 1.1)"`. */
const nameOf = (id: string): string => { const indicator = findIndicator(id); return indicator ? `${indicator.code} "${indicator.title.vi}"` : id; };
/** Why a group has no figure when one of its parts has none. */
export const lacksPart = (id: string, reason: string | null): string => `${LACKS_PART} ${nameOf(id)}: ${reason}`;

/** The ratio of another indicator as it multiplies; null when its own denominator is empty. */
function factorOf(value: Value | undefined): { ratio: Fraction | null; basis: string; coverage: number } | { reason: string } {
  if (!value || value.hits === null || value.total === null) return { reason: value?.reason ?? 'không có trong danh mục' };
  return { ratio: value.total === 0 ? null : ratioOf(value.hits, value.total), basis: value.basis, coverage: value.coverage ?? 1 };
}

/** Each source once: `dossiers:igate+statistics:portal`. */
const joined = (names: readonly string[]): string => {
  if (names.length > 0 && names.every((name) => name === names[0])) return names[0]!;
  return [...new Set(names.flatMap((name) => name.split('+')))].join('+');
};

function group(indicator: GroupIndicator, other: (id: string) => Value | undefined, shared: Shared | undefined): Value {
  const parts = indicator.parts.map((id) => other(id)!);
  const version = [indicator.version, ...parts.map((part) => part.version)].join('.');
  const basis = joined(parts.map((part) => part.basis));
  const lacking = parts.find((part) => part.status === 'unavailable');
  if (lacking) return unknown(indicator, basis, lacking.reason?.startsWith(LACKS_PART) ? lacking.reason : lacksPart(lacking.indicator, lacking.reason), shared, version);
  const points = sumScores(parts.map((part) => part.score));
  return { ...known(indicator, basis, Math.min(...parts.map((part) => part.coverage ?? 1)), null, null, points / Number(indicator.max), points), version };
}
