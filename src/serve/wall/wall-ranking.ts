/** Ranking of units by a share. Ties share a rank and the next rank is skipped: 1-2-2-4. Shares are compared exactly, not as rounded.
 * Units whose period is not loaded in full are not ranked: half a month does not compare with a whole one. */
import { formatShare } from './wall-format';
import { COMPLETE_FROM, MIN_JUDGED_TOTAL as MIN_RANKED_TOTAL } from './wall-types';
import type { Ranking, RankingRow, TileState } from './wall-types';

export interface Rankable { code: string; name: string; hits: number | null; total: number | null; coverage: number | null; state: TileState }

export function rank(units: readonly Rankable[], title: string, show = { first: 10, last: 5 }): Ranking {
  const names = new Intl.Collator('vi');
  const ranked = units
    .filter((u): u is Rankable & { hits: number; total: number } => u.state !== 'unavailable' && u.hits !== null && u.total !== null && u.total >= MIN_RANKED_TOTAL && (u.coverage ?? 1) >= COMPLETE_FROM)
    .sort((a, b) => compareShares(a, b) || b.total - a.total || names.compare(a.name, b.name) || (a.code < b.code ? -1 : 1));
  const rows: RankingRow[] = [];
  ranked.forEach((unit, i) => {
    const before = ranked[i - 1];
    rows.push({
      rank: before && compareShares(before, unit) === 0 ? rows[i - 1]!.rank : i + 1,
      code: unit.code, name: unit.name, hits: unit.hits, total: unit.total, percent: formatShare(unit.hits, unit.total), state: unit.state,
    });
  });
  const first = rows.slice(0, show.first);
  return { title, rankOf: rows.length, leftOut: units.length - rows.length, first, last: rows.slice(first.length).slice(-show.last) };
}

/** Negative when `a` is better. a/b > c/d as a·d > c·b: whole numbers, so 2/3 and 4/6 tie. */
const compareShares = (a: { hits: number; total: number }, b: { hits: number; total: number }): number => b.hits * a.total - a.hits * b.total;
