import { findIndicator } from '../../indicators';
import { shownValue } from './shown-value';

const ratio = findIndicator('index766-progress')!;

test('a share is rounded half up to two decimals, as it is published', () => {
  expect([27 / 31, 0.87095, 0.870949, 1, 0].map((value) => shownValue(ratio, value, null))).toEqual(['87,10 %', '87,10 %', '87,09 %', '100,00 %', '0,00 %']);
});

test('what is not all never reads as all, what is not nothing never as nothing', () => {
  expect([99_999 / 100_000, 1 / 100_000].map((value) => shownValue(ratio, value, null))).toEqual(['99,99 %', '< 0,01 %']);
});

test('points keep their two decimals; without a value nothing happened', () => {
  expect([shownValue(findIndicator('index766-total')!, null, 78.5), shownValue(ratio, null, null)]).toEqual(['78,50 điểm', 'không phát sinh']);
});
