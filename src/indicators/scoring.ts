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

/** Score of a ratio indicator, 2 decimals, half-up; null when the denominator is empty and the rule says so. */
export function score(scoring: Scoring, hits: number, total: number, empty: EmptyRule): number | null {
  const max = decimal(scoring.max);
  if (total === 0) return empty === 'null' ? null : empty === 'full' ? roundHalfUp(max, 2) : 0;
  let ratio: Fraction = { num: BigInt(hits), den: BigInt(total) };
  if (scoring.kind === 'cap') {
    const fullAt = decimal(scoring.fullAt);
    ratio = { num: ratio.num * fullAt.den, den: ratio.den * fullAt.num };
    if (ratio.num > ratio.den) ratio = { num: 1n, den: 1n };
  }
  return roundHalfUp({ num: max.num * ratio.num, den: max.den * ratio.den }, 2);
}

/** Sum of rounded scores, exact to two decimals; parts without a score are left out. */
export const sumScores = (scores: readonly (number | null)[]): number => scores.reduce<number>((sum, s) => sum + Math.round((s ?? 0) * 100), 0) / 100;

/** Percent with two decimals, half-up, as the portal prints ratios. */
export const percent = (hits: number, total: number): number | null => (total === 0 ? null : roundHalfUp({ num: BigInt(hits) * 100n, den: BigInt(total) }, 2));
