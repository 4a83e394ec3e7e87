/** Arithmetic on exact fractions, and decimal text as people write it: 0.95, 0,95, 95 %, 95,5 %. */
import { numberText } from '../../vocabulary';
import { decimal, roundHalfUp, type Fraction } from '../scoring';

export type { Fraction } from '../scoring';
export const whole = (n: number | bigint): Fraction => ({ num: BigInt(n), den: 1n });
export const plus = (a: Fraction, b: Fraction): Fraction => ({ num: a.num * b.den + b.num * a.den, den: a.den * b.den });
export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { num: -b.num, den: b.den });
export const times = (a: Fraction, b: Fraction): Fraction => ({ num: a.num * b.num, den: a.den * b.den });
/** Throws RangeError when b is zero. */
export function over(a: Fraction, b: Fraction): Fraction {
  if (b.num === 0n) throw new RangeError('division by zero');
  return b.num < 0n ? { num: -a.num * b.den, den: a.den * -b.num } : { num: a.num * b.den, den: a.den * b.num };
}
/** < 0, 0, > 0 like a − b. */
export const compare = (a: Fraction, b: Fraction): number => { const d = a.num * b.den - b.num * a.den; return d < 0n ? -1 : d > 0n ? 1 : 0; };

/**
 * Decimal text to a fraction; null when it is none. A comma or a dot is the decimal sign. "1.234" is refused: in Vietnamese it is a thousand
 * and in English one and a bit, and a guess would be a wrong score.
 */
export function readDecimal(text: string): Fraction | null {
  const match = /^(-?\d+(?:[.,]\d+)?)\s*(%?)$/.exec(text.trim());
  if (!match || /^-?[1-9]\d{0,2}\.\d{3}$/.test(match[1]!)) return null;
  const value = decimal(match[1]!.replace(',', '.'));
  return match[2] ? { num: value.num, den: value.den * 100n } : value;
}

/** Machine text (dot as decimal sign, no grouping) to a fraction; null when it is none. */
export const exact = (text: string): Fraction | null => (/^-?\d+(\.\d+)?$/.test(text) ? decimal(text) : null);

/** Machine text of a quantity: a decimal, or a share as `hits/total`. */
export function quantity(text: string): Fraction | null {
  const [hits = null, total = whole(1)] = text.split('/').map(exact);
  return hits && total && total.num > 0n ? over(hits, total) : null;
}

/** Decimal text with a dot, at most `places` digits after it, for storing; null when it is none or has more digits. */
export function decimalText(text: string, places: number): string | null {
  const value = readDecimal(text);
  if (!value || /%/.test(text)) return null;
  const scaled = value.num * 10n ** BigInt(places);
  return scaled % value.den === 0n ? roundHalfUp(value, places).toFixed(places) : null;
}

/** Vietnamese text of a fraction, half-up, without trailing zeros unless `fixed`. */
export const shown = (value: Fraction, places = 2, fixed = false): string =>
  numberText(roundHalfUp(value, places), places, fixed ? places : 0);
export const shownPercent = (ratio: Fraction): string => `${shown(times(ratio, whole(100)), 2)} %`;
