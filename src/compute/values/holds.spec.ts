import { holdKey, holds, type HoldValue } from './holds';

const value = (rest: Partial<HoldValue>): HoldValue => ({ indicator: 'x', unitId: 1, kind: 'ratio', hits: 90, total: 100, status: 'available', ...rest });
const rule = (rest: Partial<HoldValue>, past: number[] = []) => holds([value(rest)], new Map([[holdKey('x', 1), past]]))[0]?.rule ?? null;

test.each<[string, Partial<HoldValue>, number[], string | null]>([
  ['a usual figure', {}, [100, 95, 110], null],
  ['more hits than total', { hits: 101 }, [], 'over-100-percent'],
  ['hits without a total', { hits: 1, total: 0 }, [], 'over-100-percent'],
  ['a mean may be above its count', { kind: 'mean', hits: 5000 }, [], null],
  ['a negative stock', { kind: 'count', hits: -3, total: null }, [], 'negative'],
  ['nothing, as always', { hits: 0, total: 0 }, [0, 0, 0], null],
  ['nothing, after a year of volume', { hits: 0, total: 0 }, [40, 38, 41, 40], 'fall-to-zero'],
  ['nothing, but a month was empty lately', { hits: 0, total: 0 }, [40, 0, 41, 40], null],
  ['nothing, in a small unit', { hits: 0, total: 0 }, [3, 2, 4], null],
  ['nothing, without a history', { hits: 0, total: 0 }, [40, 38], null],
  ['six times as much', { hits: 10, total: 600 }, [100, 90, 110], 'jump'],
  ['a sixth', { hits: 10, total: 16 }, [100, 90, 110], 'jump'],
  ['a big change of a small number', { hits: 1, total: 60 }, [10, 9, 8], null],
  ['one wild month does not make the history wild', { hits: 90, total: 100 }, [9000, 100, 100], null],
  ['an unavailable figure', { hits: 101, status: 'unavailable' }, [], null],
])('[mode 26] %s', (_, rest, past, expected) => expect(rule(rest, past)).toBe(expected));
