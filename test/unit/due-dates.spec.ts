/** Worked due dates of a one-stop product (test/golden/due-dates.json): our date is the exact one, its two known defects are not repeated. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

test.each([
  ['a day that is not', '"cases": [{ "no": 7, "received": "2025-02-30T09:00", "amount": 1, "unit": "hour" }]', 'trường hợp 7: "2025-02-30T09:00" không phải thời điểm'],
  ['answered before asked', '"supplement_cases": [{ "no": "S", "due_before": "2025-03-14T09:00", "asked": "2025-03-13T09:00", "answered": "2025-03-11T09:00" }]', 'trường hợp S: Thời điểm bổ sung xong đứng trước'],
  ['a unit that is none', '"cases": [{ "no": 1, "received": "2025-03-10T09:00", "amount": 1, "unit": "week" }]', 'cases.0.unit'],
  ['no JSON', 'x', 'không phải JSON'],
])('a table with %s is refused, and the case named', (_what, cases, reason) => {
  const folder = mkdtempSync(join(tmpdir(), 'cchc-cases-'));
  try {
    const file = join(folder, 'cases.json');
    writeFileSync(file, `{"settings":{"time_zone":"+07:00","hours":[["07:00","11:30"]],"days_off":["Sunday"]},${cases}}`);
    expect(() => computeCases(file)).toThrow(reason);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
