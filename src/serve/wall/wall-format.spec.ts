import { formatMonth, formatNumber, formatShare, formatShortTime, formatTime } from './wall-format';

test.each([[0, 0, '0'], [1884, 0, '1.884'], [1_234_567, 0, '1.234.567'], [18.4, 2, '18,4'], [18.424, 2, '18,42'], [20, 2, '20'], [-1234.5, 1, '−1.234,5'], [-0.01, 1, '0']])('%d with %d decimals is %s', (value, digits, text) => {
  expect(formatNumber(value, digits)).toBe(text);
});

test.each([
  [412, 433, '95,2'], [1, 8, '12,5'], [1, 16, '6,3'], [0, 7, '0,0'], [7, 7, '100,0'],
  [9999, 10_000, '99,9'], // one late dossier is not 100 %
  [1, 10_000, '< 0,1'], // one hit is not nothing
])('%d of %d is %s', (hits, total, text) => {
  expect(formatShare(hits, total)).toBe(text);
});

test('times are local, day first', () => {
  expect(formatTime('2025-12-31T17:05:00Z')).toBe('01/01/2026 00:05');
  expect(formatShortTime('2026-08-17T03:32:59Z')).toBe('10:32 17/08');
  expect(formatMonth('2026-08-01')).toBe('Tháng 8/2026');
});
