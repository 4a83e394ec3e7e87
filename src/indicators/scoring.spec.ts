import { percent, roundHalfUp, score, sumScores } from './scoring';

test('half-up where binary floating point would round down', () => {
  expect(roundHalfUp({ num: 1005n, den: 1000n }, 2)).toBe(1.01); // 1.005 in binary is a little less
  expect(roundHalfUp({ num: -1005n, den: 1000n }, 2)).toBe(-1.01);
  expect(score({ kind: 'linear', max: '20' }, 1, 1600, 'null')).toBe(0.01); // 0.0125
});

test('the three empty rules', () => {
  expect(score({ kind: 'linear', max: '6' }, 0, 0, 'null')).toBeNull();
  expect(score({ kind: 'linear', max: '6' }, 0, 0, 'zero')).toBe(0);
  expect(score({ kind: 'linear', max: '6' }, 0, 0, 'full')).toBe(6);
});

test('a cap gives full points at its threshold and never more', () => {
  expect(score({ kind: 'cap', max: '2', fullAt: '0.8' }, 12, 13, 'zero')).toBe(2);
  expect(score({ kind: 'cap', max: '2', fullAt: '0.8' }, 4, 5, 'zero')).toBe(2);
  expect(score({ kind: 'cap', max: '2', fullAt: '0.8' }, 18, 38, 'zero')).toBe(1.18);
});

test('sums of rounded scores do not collect binary dust', () => {
  expect(sumScores([4.35, 0.97, 2, 0.57, 0, 0.61, 1.09])).toBe(9.59);
  expect(sumScores([null, 0.1, 0.2])).toBe(0.3);
  expect(percent(1652, 2270)).toBe(72.78);
});

test('more hits than there are give the maximum and no more; a twelfth of a total is exact', () => {
  expect([score({ kind: 'linear', max: '6' }, 7, 5, 'null'), score({ kind: 'cap', max: '2', fullAt: '0.8' }, 13, 10, 'null')]).toEqual([6, 2]);
  expect(score({ kind: 'linear', max: '6' }, 1, 14_400 / 12, 'null')).toBe(0.01); // exactly 0.005
  expect(score({ kind: 'linear', max: '6' }, 7, 100_800.5 / 12, 'null')).toBe(0); // a hair below 0.005
});
