import { formatPeriod, parsePeriod, periodOf, previousPeriod } from './period';

test.each([
  ['2026-08-17', '2026-08-17', '2026-08-17'], ['2026-02', '2026-02-01', '2026-02-28'], ['2028-02', '2028-02-01', '2028-02-29'], ['2026-Q3', '2026-07-01', '2026-09-30'],
  ['2026-H1', '2026-01-01', '2026-06-30'], ['2026-H2', '2026-07-01', '2026-12-31'], ['2026', '2026-01-01', '2026-12-31'], ['2026-08-YTD', '2026-01-01', '2026-08-31'],
])('%s', (text, start, end) => {
  expect(parsePeriod(text)).toMatchObject({ start, end });
  expect(formatPeriod(parsePeriod(text))).toBe(text);
});

test.each(['2026-13', '2026-02-29', '2026-Q5', '2026-H3', '2026-13-YTD', 'YTD'])('%s is no period', (text) => expect(() => parsePeriod(text)).toThrow(RangeError));

test('before a year to date come the same months of the year before; before a half the other half', () => {
  expect(formatPeriod(previousPeriod(parsePeriod('2026-08-YTD')))).toBe('2025-08-YTD');
  expect(formatPeriod(previousPeriod(parsePeriod('2026-H1')))).toBe('2025-H2');
  expect(periodOf('ytd', '2026-02-10').end).toBe('2026-02-28');
});
