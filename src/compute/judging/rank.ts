/** Places in competition ranking 1-2-2-4 (indicators.md 1.3), and how a place moved. */

export interface Place { rank: number; rankOf: number }

/** Places of the items; `compare` is negative when the first is better, 0 for a tie. Whoever is given is ranked: leave out what is not complete. */
export function competitionRank<T>(items: readonly T[], compare: (a: T, b: T) => number): Map<T, Place> {
  const sorted = [...items].sort(compare);
  const places = new Map<T, Place>();
  sorted.forEach((item, i) => {
    const before = sorted[i - 1];
    const rank = i > 0 && compare(before!, item) === 0 ? places.get(before!)!.rank : i + 1;
    places.set(item, { rank, rankOf: items.length });
  });
  return places;
}

/** Places gained since the period before; positive = up. Null when one of them has no place. */
export const placesGained = (rank: number | null, before: number | null): number | null => (rank === null || before === null ? null : before - rank);

/** Negative when a/b is larger than c/d; by whole numbers, so that 2/3 and 4/6 tie and nothing is rounded. */
export function compareShares(a: { hits: number; total: number }, b: { hits: number; total: number }): number {
  const [large, small] = [a.hits * b.total, b.hits * a.total];
  // Exact as they are; else by whole numbers of any size, where the counts are whole.
  if ((Number.isSafeInteger(large) && Number.isSafeInteger(small)) || ![a.hits, a.total, b.hits, b.total].every(Number.isSafeInteger)) return small - large;
  const [left, right] = [BigInt(a.hits) * BigInt(b.total), BigInt(b.hits) * BigInt(a.total)];
  return left === right ? 0 : left > right ? -1 : 1;
}
