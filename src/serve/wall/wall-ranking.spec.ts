import { rank, type Rankable } from './wall-ranking';

const unit = (name: string, hits: number | null, total: number | null, more: Partial<Rankable> = {}): Rankable => ({ code: name, name, hits, total, coverage: 1, state: 'fresh', ...more });
const shown = (units: Rankable[]) => rank(units, 't', { first: 99, last: 5 }).first.map((row) => `${row.rank} ${row.name}`);

test('ties share a rank and the next one is skipped', () => {
  expect(shown([unit('d', 1, 10), unit('b', 6, 9), unit('a', 9, 9), unit('c', 4, 6)])).toEqual(['1 a', '2 b', '2 c', '4 d']);
});

test('shares that only look equal when rounded do not tie', () => {
  expect(shown([unit('a', 99_949, 100_000), unit('b', 99_948, 100_000)])).toEqual(['1 a', '2 b']);
});

test('few dossiers, no number or an incomplete period: not ranked but counted', () => {
  const ranking = rank([unit('a', 5, 5), unit('b', 4, 4), unit('c', null, null, { state: 'unavailable' }), unit('d', 9, 9, { coverage: 0.9, state: 'incomplete' }), unit('e', 8, 9, { state: 'stale' })], 't');
  expect(ranking.first.map((row) => [row.name, row.rank, row.state])).toEqual([['a', 1, 'fresh'], ['e', 2, 'stale']]);
  expect([ranking.rankOf, ranking.leftOut]).toEqual([2, 3]);
});

test('the first ten and the last five never overlap', () => {
  const many = Array.from({ length: 12 }, (_, i) => unit(`u${String(i).padStart(2, '0')}`, 20 - i, 20));
  const ranking = rank(many, 't');
  expect(ranking.first).toHaveLength(10);
  expect(ranking.last.map((row) => row.rank)).toEqual([11, 12]);
  expect(rank(many.slice(0, 4), 't').last).toEqual([]);
});
