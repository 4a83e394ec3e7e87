/** The nine mechanisms as indicators.md 2.3 words them. Points of 4 unless the case says otherwise. */
import type { ParEmpty, ParFact } from '../../vocabulary';
import { exact, readMechanism, propose, readFact } from './index';

const ask = (notation: string, fact: ParFact, options: { max?: string; empty?: ParEmpty; today?: string } = {}) =>
  propose({ mechanism: readMechanism(notation), max: exact(options.max ?? '4')!, empty: options.empty ?? 'null', year: 2026, today: options.today ?? '2026-08-17' }, fact);
const ratio = (hits: number, total: number): ParFact => ({ kind: 'ratio', hits: String(hits), total: String(total) });
const points = (notation: string, fact: ParFact, options = {}) => ask(notation, fact, options).points;

test('linear: max × ratio, half-up to 2 decimals', () => {
  expect(ask('linear', ratio(412, 433))).toEqual({ points: 3.81, explanation: '412 / 433 = 95,15 % → 3,81 / 4 điểm' });
  expect(points('linear', ratio(1, 1600), { max: '20' })).toBe(0.01); // 0.0125
  expect(points('linear', ratio(201, 800), { max: '1' })).toBe(0.25); // 0.25125
  expect(points('linear', ratio(3, 8), { max: '0.12' })).toBe(0.05); // exactly 0.045, which binary floating point holds as a little less
});

test('linear: more than 100 % is a fault of the source and gives no points', () => {
  expect(ask('linear', ratio(12, 10))).toEqual({ points: null, explanation: expect.stringContaining('vượt 100 %') as string });
});

test('cap: max × min(1, ratio ÷ t)', () => {
  expect(points('cap 80 %', ratio(4, 5))).toBe(4);
  expect(points('cap 80 %', ratio(12, 10))).toBe(4);
  expect(points('cap 80 %', ratio(18, 38), { max: '2' })).toBe(1.18);
});

test('thresholdLinear: 0 below the floor, linear between, max from the full mark', () => {
  const rule = 'thresholdLinear 95 % 100 %';
  expect(points(rule, ratio(9499, 10_000))).toBe(0);
  expect(points(rule, ratio(95, 100))).toBe(0);
  expect(points(rule, ratio(975, 1000))).toBe(2);
  expect(points(rule, ratio(1000, 1000))).toBe(4);
  expect(points('thresholdLinear 95 % 100 % at 3,8', ratio(95, 100))).toBe(3.8); // the jump of "by formula" texts
});

test('tier: points by interval, each bound on the side it names', () => {
  const rule = 'tier 0; >=95 % linear; >=100 % 4';
  expect([points(rule, ratio(949, 1000)), points(rule, ratio(95, 100)), points(rule, ratio(999, 1000)), points(rule, ratio(5, 5))]).toEqual([0, 3.8, 4, 4]);
  expect([points('tier 0; >1 1; >=3 4', { kind: 'number', value: '1' }), points('tier 0; >1 1; >=3 4', { kind: 'number', value: '2' }), points('tier 0; >1 1; >=3 4', { kind: 'number', value: '3' })]).toEqual([0, 1, 4]);
});

test('a number of things is told as a number, a share in per cent', () => {
  expect(ask('tier 0; >=1 1; >=3 2', { kind: 'number', value: '2' }).explanation).toBe('2, bậc từ 1 → 1,00 / 4 điểm');
  expect(ask('tier 0; >=80 % 2', { kind: 'ratio', hits: '9', total: '10' }).explanation).toBe('9 / 10 = 90 %, bậc từ 80 % → 2,00 / 4 điểm');
});

test('thresholds without their per cent sign never meet a share: 95 would be 9.500 %', () => {
  expect(ask('thresholdLinear 95 100', ratio(97, 100))).toEqual({ points: null, explanation: expect.stringContaining('95 % thay cho 95') as string });
  expect(points('tier 0; >=80 2; >=95 4', { kind: 'number', value: '95' })).toBe(4); // a figure on a scale of 100
  expect(() => readFact(readMechanism('thresholdLinear 95 100'), '97/100')).toThrow(/thang 100/);
  expect(() => readFact(readMechanism('tier 0; >=80 4'), '95,2 %')).toThrow(/thang 100/);
  expect(points('cap 120 %', readFact(readMechanism('cap 120 %'), '90/100'))).toBe(3); // a share of a plan may be meant beyond it
});

test('yesNo: all or nothing', () => {
  expect([points('yesNo', { kind: 'answer', yes: true }), points('yesNo', { kind: 'answer', yes: false }), points('yesNo', ratio(1, 1))]).toEqual([4, 0, null]);
});

test('deadline: done on the last day counts; not done is unknown until the day has passed', () => {
  const later = { today: '2027-02-15' };
  expect(points('deadline 15/12', { kind: 'day', doneOn: '2026-12-15' }, later)).toBe(4);
  expect(points('deadline 15/12', { kind: 'day', doneOn: '2026-12-16' }, later)).toBe(0);
  expect(points('deadline 31/01 +1', { kind: 'day', doneOn: '2027-01-31' }, later)).toBe(4);
  expect(points('deadline 31/01 +1', { kind: 'day', doneOn: '2027-02-01' }, later)).toBe(0);
  expect(ask('deadline 15/12', { kind: 'day', doneOn: '2026-12-15' })).toEqual({ points: null, explanation: expect.stringContaining('tương lai') as string }); // nobody has done it yet
  expect(points('deadline 15/12', { kind: 'day', doneOn: null }, { today: '2026-12-15' })).toBeNull();
  expect(points('deadline 15/12', { kind: 'day', doneOn: null }, { today: '2026-12-16' })).toBe(0);
});

test('growth: change against a base year, as a difference or a ratio', () => {
  const grew = (value: string, base: string | null): ParFact => ({ kind: 'number', value, base });
  expect([points('growth 2021', grew('12', '11')), points('growth 2021', grew('11', '11')), points('growth 2021', grew('11', null))]).toEqual([4, 0, null]);
  expect(ask('growth 2026', grew('12', '11')).explanation).toContain('không đứng trước năm đánh giá');
  expect(points('growth previous ratio cap 10 %', grew('105', '100'))).toBe(2);
  expect(points('growth previous ratio tier 0; >0 1; >=5 % 4', grew('105', '100'))).toBe(4);
  expect(ask('growth 2021 ratio', grew('5', '0')).explanation).toContain('không tính được tỷ lệ');
  expect(points('growth previous', grew('1/3', '333333/1000000'))).toBe(4); // shares are compared as fractions
});

test('survey: mean ÷ scale × max; a mean outside the scale gives no points', () => {
  expect(points('survey 5', { kind: 'number', value: '4.21' }, { max: '10' })).toBe(8.42);
  expect(points('survey 100', { kind: 'number', value: '84.24' }, { max: '10' })).toBe(8.42);
  expect(points('survey 5', { kind: 'number', value: '84.24' })).toBeNull();
});

test('manual is never computed; a wrong kind of fact never scores', () => {
  expect(points('manual', ratio(1, 1))).toBeNull();
  expect(points('linear', { kind: 'answer', yes: true })).toBeNull();
});

test('nothing to measure: unknown, zero or full, as the criterion says', () => {
  expect((['null', 'zero', 'full'] as const).map((empty) => points('linear', ratio(0, 0), { empty }))).toEqual([null, 0, 4]);
  expect(points('linear', ratio(1, 0), { empty: 'full' })).toBeNull();
});

test.each(['cap', 'cap 0', 'thresholdLinear 100 % 95 %', 'tier 1', 'tier >=1 2; >=2 3', 'tier 0; >=2 1; >=1 2', 'deadline 31/02', 'growth', 'growth 2021 tier 0; >0 linear', 'linear 5', 'square', 'cap 1.234'])('notation "%s" is refused with a reason', (notation) => {
  expect(() => readMechanism(notation)).toThrow(RangeError);
});

test('facts as people type them', () => {
  expect(readFact(readMechanism('linear'), '412/433')).toEqual({ kind: 'ratio', hits: '412', total: '433' });
  expect(readFact(readMechanism('linear'), '95,2 %')).toEqual({ kind: 'number', value: '0.952' });
  expect(() => readFact(readMechanism('cap 80 %'), '95,2')).toThrow(/95,2 %/); // it would be 9.520 %
  expect(readFact(readMechanism('tier 0; >=3 4'), '3')).toEqual({ kind: 'number', value: '3' });
  expect(readFact(readMechanism('deadline 15/12'), '14/12/2026')).toEqual({ kind: 'day', doneOn: '2026-12-14' });
  expect(() => readFact(readMechanism('deadline 15/12'), '31/02/2026')).toThrow(RangeError);
  expect(readFact(readMechanism('growth 2021'), '12', '10')).toEqual({ kind: 'number', value: '12', base: '10' });
});
