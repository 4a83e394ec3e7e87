import { dayToNumber } from '../vocabulary';
import { nextNight, nightlyRanges } from './nightly';

test('the newest days, and in turn every older month, without a hole between them', () => {
  const seen = new Set<number>();
  for (let night = 0; night < 30; night += 1) {
    const today = new Date(Date.UTC(2026, 5, 1 + night)).toISOString().slice(0, 10);
    for (const { from, to } of nightlyRanges('2025-07-10', today, 35)) for (let day = dayToNumber(from); day <= dayToNumber(to); day += 1) seen.add(day);
  }
  for (let day = dayToNumber('2025-07-10'); day <= dayToNumber('2026-06-30'); day += 1) expect(seen.has(day)).toBe(true);
  expect(Math.min(...seen)).toBe(dayToNumber('2025-07-10'));
});

test('a young source has no older month', () => {
  expect(nightlyRanges('2026-05-20', '2026-06-01', 35)).toEqual([{ from: '2026-05-20', to: '2026-06-01' }]);
  expect(nightlyRanges(null, '2026-06-01', 7)).toEqual([{ from: '2026-05-26', to: '2026-06-01' }]);
});

test.each([
  ['2026-06-01T18:59:59Z', '2026-06-01T19:00:00Z'], // 01:59:59 local
  ['2026-06-01T19:00:00Z', '2026-06-02T19:00:00Z'],
  ['2026-06-01T05:00:00Z', '2026-06-01T19:00:00Z'],
])('after %s the next 02:00 is %s', (now, next) => expect(nextNight('02:00', new Date(now))).toEqual(new Date(next)));
