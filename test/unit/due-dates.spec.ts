/** Worked due dates of a one-stop product (test/golden/due-dates.json): our date is the exact one, its two known defects are not repeated. */
import { join } from 'node:path';
import { computeCases } from '../../src/cli/due';

const results = computeCases(join(__dirname, '../golden/due-dates.json'));

test.each(results.filter((r) => r.expected !== null).map((r) => [r.no, r.point, r.ours, r.expected]))('case %s: %s', (_no, _point, ours, expected) => { expect(ours).toBe(expected); });
test('calendar days, where nothing exact was published: as observed', () => {
  expect(results.filter((r) => r.expected === null).map((r) => [r.no, r.ours])).toEqual([['11', '2025-09-03T10:00:00+07:00']]);
});
test('the defects stay those of the other product', () => {
  expect(results.filter((r) => ['6', '7'].includes(r.no)).every((r) => r.ours !== r.observed)).toBe(true);
});

describe('golden/further: Tết, swapped days, worked Saturdays, parts of days, months, pauses, worked out minute by minute', () => {
  const further = computeCases(join(__dirname, '../golden/further/due-dates.json'));
  test.each(further.map((r) => [r.no, r.point, r.ours, r.expected]))('case %s: %s', (_no, _point, ours, expected) => { expect(ours).toBe(expected); });
});
