/** STORE + LAW → VALUES, the pure part: measures of a unit in a period become values, or "unavailable, because …". */
import { measuresOf, ratioOf, score, sumScores, type EmptyRule, type Fraction, type GroupIndicator, type Indicator } from '../indicators';
import type { Measure } from '../vocabulary';

/** What one basis (our dossiers, or a source's own statistics) knows of a unit in a period. */
export interface Basis {
  /** `dossiers` or `statistics`, with the keys of the sources: `dossiers:igate,tandan`. */
  name: string;
  measures: Partial<Record<Measure, number | null>>;
  /** Measures that this basis is there for, known now or not; absent: all. */
  claims?: (measure: Measure) => boolean;
  /** Why a measure is not there. */
  missing: (measure: Measure) => string;
  /** Share of the period that the sources have been loaded for, 0–1. */
  coverage: number;
}

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
}

/**
 * Values of all indicators for one unit and period. Of the bases (in order of preference) the first that knows every measure of an indicator
 * is used; bases are never mixed inside one indicator (a factor and the base year of a growth are figures of their own).
 * `configuredEmpty` is the province's rule where none was ever observed (index 766, group 3a).
 */
export function valuesOf(indicators: readonly Indicator[], bases: readonly Basis[], noSource: string, configuredEmpty: EmptyRule = 'null'): Value[] {
  const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]));
  const values = new Map<string, Value>();
  const value = (id: string): Value | undefined => {
    const indicator = byId.get(id);
    if (indicator && !values.has(id)) values.set(id, indicator.kind === 'group' ? group(indicator, value) : simple(indicator, bases, noSource, configuredEmpty, value));
    return values.get(id);
  };
  return indicators.map((indicator) => value(indicator.id)!);
}

/** The first basis that knows all measures of a list, or why there is none. */
export function basisFor(wanted: readonly Measure[], bases: readonly Basis[], noSource: string): { basis: Basis } | { basis: null; reason: string; name: string } {
  const basis = bases.find((candidate) => wanted.every((measure) => typeof candidate.measures[measure] === 'number'));
  if (basis) return { basis };
  const first = bases.find((candidate) => wanted.some((measure) => candidate.claims?.(measure) ?? true));
  const lacking = first && wanted.find((measure) => typeof first.measures[measure] !== 'number');
  return { basis: null, reason: first && lacking ? first.missing(lacking) : noSource, name: first?.name ?? 'none' };
}

const NOTHING = { hits: null, total: null, value: null, score: null, status: 'unavailable' as const, coverage: null };

function simple(indicator: Exclude<Indicator, GroupIndicator>, bases: readonly Basis[], noSource: string, configuredEmpty: EmptyRule, other: (id: string) => Value | undefined): Value {
  const maxScore = indicator.kind === 'ratio' && indicator.scoring ? Number(indicator.scoring.max) : null;
  const common = { indicator: indicator.id, version: indicator.version, maxScore };
  const own = indicator.kind === 'growth' ? indicator.hits : measuresOf(indicator);
  const found = basisFor(own, bases, noSource);
  if (!found.basis) {
    const holder = found.name === 'none' && indicator.fedBy ? ` Nơi giữ số liệu: ${indicator.fedBy}.` : '';
    return { ...common, ...NOTHING, reason: found.reason + holder, basis: found.name };
  }
  const { basis } = found;
  const sum = (from: Basis, measures: readonly Measure[]) => measures.reduce((total, measure) => total + from.measures[measure]!, 0);
  const hits = sum(basis, indicator.hits);
  const known = { ...common, status: 'available' as const, reason: null, coverage: basis.coverage, basis: basis.name };
  switch (indicator.kind) {
    case 'count': case 'entered': return { ...known, hits, total: null, value: hits, score: null };
    case 'growth': {
      const base = basisFor(indicator.base, bases, noSource);
      if (!base.basis) return { ...common, ...NOTHING, reason: `Chưa có số liệu năm gốc: ${base.reason}`, basis: base.name };
      return { ...known, hits, total: null, value: hits - sum(base.basis, indicator.base), score: null, basis: joined([basis.name, base.basis.name]), coverage: Math.min(basis.coverage, base.basis.coverage) };
    }
    case 'mean': {
      const total = sum(basis, indicator.total);
      return { ...known, hits, total, value: total === 0 ? null : hits / total / indicator.per, score: null };
    }
    case 'yesNo': {
      const total = sum(basis, indicator.total);
      return { ...known, hits, total, value: total === 0 ? null : Number(hits >= total), score: null };
    }
    case 'ratio': {
      const total = sum(basis, indicator.total);
      const empty = indicator.empty === 'configured' ? configuredEmpty : indicator.empty;
      const none = empty === 'zero' ? 0 : null;
      const factor = indicator.factor ? factorOf(other(indicator.factor)) : undefined;
      if (factor && 'reason' in factor) return { ...common, ...NOTHING, reason: `Thiếu chỉ số ${indicator.factor} để nhân: ${factor.reason}`, basis: basis.name };
      const points = indicator.scoring ? score(indicator.scoring, hits, total, empty, factor?.ratio) : null;
      if (!factor) return { ...known, hits, total, value: total === 0 ? none : hits / total, score: points };
      const share = factor.ratio && Number(factor.ratio.num) / Number(factor.ratio.den);
      return { ...known, hits, total, value: total === 0 || share === null ? none : (hits / total) * share, score: points, basis: joined([basis.name, factor.basis]), coverage: Math.min(basis.coverage, factor.coverage) };
    }
  }
}

/** The ratio of another indicator as it multiplies; null when its own denominator is empty. */
function factorOf(value: Value | undefined): { ratio: Fraction | null; basis: string; coverage: number } | { reason: string } {
  if (!value || value.hits === null || value.total === null) return { reason: value?.reason ?? 'không có trong danh mục' };
  return { ratio: value.total === 0 ? null : ratioOf(value.hits, value.total), basis: value.basis, coverage: value.coverage ?? 1 };
}

/** Each source once: `dossiers:igate+statistics:portal`. */
const joined = (names: readonly string[]): string => [...new Set(names.flatMap((name) => name.split('+')))].join('+');

function group(indicator: GroupIndicator, other: (id: string) => Value | undefined): Value {
  const parts = indicator.parts.map((id) => other(id)!);
  const common = { indicator: indicator.id, version: [indicator.version, ...parts.map((p) => p.version)].join('.'), maxScore: Number(indicator.max), basis: joined(parts.map((p) => p.basis)) };
  const lacking = parts.find((part) => part.status === 'unavailable');
  if (lacking) return { ...common, ...NOTHING, reason: lacking.reason?.startsWith('Thiếu chỉ số thành phần') ? lacking.reason : `Thiếu chỉ số thành phần ${lacking.indicator}: ${lacking.reason}` };
  const points = sumScores(parts.map((part) => part.score));
  return { ...common, hits: null, total: null, value: points / Number(indicator.max), score: points, status: 'available', reason: null, coverage: Math.min(...parts.map((p) => p.coverage ?? 1)) };
}
