/**
 * Ranks of units (indicators.md 4.4, 4.5): ties share a rank and the next is skipped (1-2-2-4); rank and rank_of are kept together, because the number of units
 * changes with the map. Only units of one level that were in force all through the period, with complete data and enough cases, are ranked; the others say why not.
 * View mart.unit_rank is the same rule for boards.
 */
import type { LocalDay, Period } from '../vocabulary';

/** Share of the period that must be loaded, and cases under which a share says nothing. */
export const RANK_COVERAGE = 0.98;
export const RANK_MIN_TOTAL = 5;

export interface Candidate {
  code: string; level: string; validFrom: LocalDay | null; validTo: LocalDay | null;
  status: 'available' | 'unavailable'; hits: number | null; total: number | null; value: number | null; coverage: number | null;
}
export interface Ranked { code: string; rank: number | null; rankOf: number; why: 'unavailable' | 'no activity' | 'few cases' | 'incomplete' | 'not all the period' | null }

/** Ranks of candidates of one level. `direction` of the indicator: `up` – more is better. Shares are compared exactly, by their counts, not as rounded. */
export function rankUnits(candidates: readonly Candidate[], period: Pick<Period, 'start' | 'end'>, direction: 'up' | 'down'): Ranked[] {
  const levels = new Set(candidates.map((c) => c.level));
  if (levels.size > 1) throw new RangeError(`units of several levels are not ranked together: ${[...levels].join(', ')}`);
  const why = (c: Candidate): Ranked['why'] => {
    if (c.status === 'unavailable') return 'unavailable';
    if (c.value === null) return 'no activity';
    if ((c.coverage ?? 0) < RANK_COVERAGE) return 'incomplete';
    if (c.total !== null && c.total < RANK_MIN_TOTAL) return 'few cases';
    return (c.validFrom ?? period.start) > period.start || (c.validTo ?? period.end) < period.end ? 'not all the period' : null;
  };
  const better = (a: Candidate, b: Candidate) => (direction === 'up' ? 1 : -1) * compare(b, a);
  const ranked = candidates.filter((c) => why(c) === null).sort(better);
  const ranks = new Map<string, number>();
  ranked.forEach((c, i) => ranks.set(c.code, i > 0 && better(ranked[i - 1]!, c) === 0 ? ranks.get(ranked[i - 1]!.code)! : i + 1));
  return candidates.map((c) => ({ code: c.code, rank: ranks.get(c.code) ?? null, rankOf: ranked.length, why: why(c) }));
}

/** Negative when `a` is less. a/b < c/d as a·d < c·b: 2/3 and 4/6 tie. */
function compare(a: Candidate, b: Candidate): number {
  if (a.hits !== null && b.hits !== null && a.total && b.total) return a.hits * b.total - b.hits * a.total;
  return a.value! - b.value!;
}
