/**
 * Exact scores. Decimal text and whole counts become fractions of big integers, so that 2.675 rounds as the portal rounds it and never as
 * binary floating point does. Rules: indicators.md 1.3, golden/formulas.json.
 */
import type { EmptyRule, Scoring } from './indicator';

/** A fraction; `den` > 0. */
export interface Fraction { num: bigint; den: bigint }

/** Reads decimal text such as 0.8 or 20. Throws RangeError for anything else. */
export function decimal(text: string): Fraction {
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new RangeError(`"${text}" is not a decimal number`);
  const places = match[2] ?? '';
  return { num: BigInt(match[1]! + places), den: 10n ** BigInt(places.length) };
}

/** Rounds half away from zero to `places` decimals. */
export function roundHalfUp({ num, den }: Fraction, places: number): number {
  const scale = 10n ** BigInt(places);
  const negative = num < 0n;
  const scaled = (negative ? -num : num) * scale * 2n + den;
  const rounded = scaled / (den * 2n);
  return Number(negative ? -rounded : rounded) / Number(scale);
}

/** A count, a twelfth of one (last year's total in equal parts) or an amount with decimals as an exact fraction. */
function exact(n: number): Fraction {
  if (Number.isInteger(n)) return { num: BigInt(n), den: 1n };
  const twelfths = n * 12;
  return Math.abs(twelfths - Math.round(twelfths)) < 1e-7 && Math.abs(twelfths) < 1e8 ? { num: BigInt(Math.round(twelfths)), den: 12n } : decimal(String(n));
}
const times = (a: Fraction, b: Fraction): Fraction => ({ num: a.num * b.num, den: a.den * b.den });
/** hits ÷ total as a fraction; `total` is not 0. */
export function ratioOf(hits: number, total: number): Fraction {
  const [h, t] = [exact(hits), exact(total)];
  return { num: h.num * t.den, den: h.den * t.num };
}

/**
 * Score of a ratio indicator, 2 decimals, half-up; null when the denominator is empty and the rule says so. `factor` multiplies the ratio
 * (3.3 is multiplied by the ratio of 1.4); null: the factor's own denominator is empty, and then so is this one.
 */
export function score(scoring: Scoring, hits: number, total: number, empty: EmptyRule, factor: Fraction | null = { num: 1n, den: 1n }): number | null {
  const max = decimal(scoring.max);
  if (total === 0 || factor === null) return empty === 'null' ? null : empty === 'full' ? roundHalfUp(max, 2) : 0;
  return roundHalfUp(rawScore(scoring, hits, total, factor), 2);
}

/** The score before it is rounded, never above the maximum: a ratio above 100 % is held until somebody has looked (compute/holds.ts), and gives no points more when it is let go. `total` is not 0. */
export function rawScore(scoring: Scoring, hits: number, total: number, factor: Fraction = { num: 1n, den: 1n }): Fraction {
  let ratio = times(ratioOf(hits, total), factor);
  if (scoring.kind === 'cap') {
    const fullAt = decimal(scoring.fullAt);
    ratio = times(ratio, { num: fullAt.den, den: fullAt.num });
  }
  if (ratio.num > ratio.den) ratio = { num: 1n, den: 1n };
  return times(decimal(scoring.max), ratio);
}

/** Sum of rounded scores, exact to two decimals; parts without a score are left out. */
export const sumScores = (scores: readonly (number | null)[]): number => scores.reduce<number>((sum, s) => sum + Math.round((s ?? 0) * 100), 0) / 100;

/** Percent with two decimals, half-up, as the portal prints ratios. */
export const percent = (hits: number, total: number): number | null => (total === 0 ? null : roundHalfUp(times(ratioOf(hits, total), { num: 100n, den: 1n }), 2));
