/** STORE + LAW → VALUES, the pure part: measures of a unit in a period become values, or "unavailable, because …". */
import { score, sumScores, type GroupIndicator, type Indicator } from '../indicators';
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
 * is used; bases are never mixed inside one indicator.
 */
export function valuesOf(indicators: readonly Indicator[], bases: readonly Basis[], noSource: string): Value[] {
  const values = new Map<string, Value>();
  for (const indicator of indicators) if (indicator.kind !== 'group') values.set(indicator.id, simple(indicator, bases, noSource));
  for (const indicator of indicators) if (indicator.kind === 'group') values.set(indicator.id, group(indicator, values));
  return [...values.values()];
}

function simple(indicator: Exclude<Indicator, GroupIndicator>, bases: readonly Basis[], noSource: string): Value {
  const wanted: Measure[] = [...indicator.hits, ...('total' in indicator ? indicator.total : [])];
  const maxScore = indicator.kind === 'ratio' && indicator.scoring ? Number(indicator.scoring.max) : null;
  const common = { indicator: indicator.id, version: indicator.version, maxScore };
  const basis = bases.find((candidate) => wanted.every((measure) => typeof candidate.measures[measure] === 'number'));
  if (!basis) {
    const first = bases.find((candidate) => wanted.some((measure) => candidate.claims?.(measure) ?? true));
    const lacking = first && wanted.find((measure) => typeof first.measures[measure] !== 'number');
    return { ...common, hits: null, total: null, value: null, score: null, status: 'unavailable', reason: first && lacking ? first.missing(lacking) : noSource, coverage: null, basis: first?.name ?? 'none' };
  }
  const sum = (measures: readonly Measure[]) => measures.reduce((total, measure) => total + basis.measures[measure]!, 0);
  const hits = sum(indicator.hits);
  const known = { ...common, status: 'available' as const, reason: null, coverage: basis.coverage, basis: basis.name };
  if (indicator.kind === 'count') return { ...known, hits, total: null, value: hits, score: null };
  const total = sum(indicator.total);
  if (indicator.kind === 'mean') return { ...known, hits, total, value: total === 0 ? null : hits / total / indicator.per, score: null };
  return {
    ...known, hits, total, value: total === 0 ? (indicator.empty === 'zero' ? 0 : null) : hits / total,
    score: indicator.scoring ? score(indicator.scoring, hits, total, indicator.empty) : null,
  };
}

function group(indicator: GroupIndicator, values: ReadonlyMap<string, Value>): Value {
  const parts = indicator.parts.map((id) => values.get(id)!);
  const common = { indicator: indicator.id, version: [indicator.version, ...parts.map((p) => p.version)].join('.'), maxScore: Number(indicator.max), basis: [...new Set(parts.map((p) => p.basis))].join('+') };
  const lacking = parts.find((part) => part.status === 'unavailable');
  if (lacking) return { ...common, hits: null, total: null, value: null, score: null, status: 'unavailable', reason: `Thiếu chỉ số thành phần ${lacking.indicator}: ${lacking.reason}`, coverage: null };
  const points = sumScores(parts.map((part) => part.score));
  return { ...common, hits: null, total: null, value: points / Number(indicator.max), score: points, status: 'available', reason: null, coverage: Math.min(...parts.map((p) => p.coverage ?? 1)) };
}
