import { compareShares, competitionRank, placesGained } from './rank';

const shares = (...given: [string, number, number][]) => given.map(([name, hits, total]) => ({ name, hits, total }));
const ranks = (items: { name: string; hits: number; total: number }[]) => [...competitionRank(items, compareShares)].map(([item, { rank, rankOf }]) => `${item.name} ${rank}/${rankOf}`);

test('ties share a place and the next one is skipped; 2/3 and 4/6 tie exactly', () => {
  expect(ranks(shares(['d', 1, 10], ['b', 2, 3], ['a', 9, 10], ['c', 4, 6]))).toEqual(['a 1/4', 'b 2/4', 'c 2/4', 'd 4/4']);
});

test('counts beyond 2^53 when multiplied are still told apart', () => {
  const [a, b] = shares(['a', 300_000_001, 300_000_002], ['b', 300_000_000, 300_000_001]);
  expect(compareShares(a!, b!)).toBeLessThan(0);
  expect(compareShares(b!, a!)).toBeGreaterThan(0);
});

test('nobody to rank, and the only one', () => {
  expect(ranks([])).toEqual([]);
  expect(ranks(shares(['a', 0, 5]))).toEqual(['a 1/1']);
});

test('places gained: up is positive; no place, no movement', () => {
  expect(placesGained(3, 7)).toBe(4);
  expect(placesGained(7, 3)).toBe(-4);
  expect(placesGained(null, 3)).toBeNull();
  expect(placesGained(3, null)).toBeNull();
});
