import { parsePeriod } from '../vocabulary';
import { rankUnits, type Candidate } from './rank';

const period = parsePeriod('2025-08');
const unit = (code: string, hits: number | null, total: number | null, more: Partial<Candidate> = {}): Candidate => ({
  code, level: 'commune', validFrom: '2025-07-01', validTo: null, status: 'available', hits, total, value: hits === null || !total ? null : hits / total, coverage: 1, ...more,
});
const ranks = (list: Candidate[], direction: 'up' | 'down' = 'up') => rankUnits(list, period, direction).map((r) => `${r.code} ${r.rank ?? r.why}`);

test('ties share a rank and the next is skipped; 2/3 and 4/6 tie exactly', () => {
  expect(ranks([unit('A', 9, 10), unit('B', 4, 6), unit('C', 6, 9), unit('D', 1, 10)])).toEqual(['A 1', 'B 2', 'C 2', 'D 4']);
  expect(ranks([unit('A', 9, 10), unit('B', 4, 6), unit('C', 6, 9), unit('D', 1, 10)], 'down')).toEqual(['A 4', 'B 2', 'C 2', 'D 1']);
});

test('small, incomplete, silent and unavailable units are not ranked and do not count in rank_of', () => {
  const list = [unit('A', 9, 10), unit('B', 4, 4), unit('C', 6, 9, { coverage: 0.9 }), unit('D', null, null, { status: 'unavailable' }), unit('E', 0, 0), unit('F', 5, 10, { validFrom: '2025-08-15' }), unit('G', 5, 10, { validTo: '2025-08-15' })];
  expect(ranks(list)).toEqual(['A 1', 'B few cases', 'C incomplete', 'D unavailable', 'E no activity', 'F not all the period', 'G not all the period']);
  expect(rankUnits(list, period, 'up').map((r) => r.rankOf)).toEqual([1, 1, 1, 1, 1, 1, 1]);
});

test('a count without a total is ranked by itself', () => {
  expect(ranks([unit('A', 3, null, { value: 3 }), unit('B', 1, null, { value: 1 })], 'down')).toEqual(['A 2', 'B 1']);
});

test('levels are not mixed', () => expect(() => rankUnits([unit('A', 1, 5), unit('B', 1, 5, { level: 'department' })], period, 'up')).toThrow('several levels'));
