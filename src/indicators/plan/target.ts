/**
 * A duty's target and whether a figure meets it. Notation in a plan file: `>= 80 %`, `> 0`, `= 100 %`, `<= 0`; `raise previous` or
 * `raise 2021` = more than in the same period of that year.
 */
import type { DutyState } from '../../vocabulary';
import { compare, exact, over, readDecimal, shown, shownPercent, type Fraction } from '../par/fraction';

export type Target = { kind: 'compare'; sign: '>=' | '<=' | '>' | '<' | '='; value: Fraction } | { kind: 'raise'; base: number | 'previous' };
export interface Judgement { state: DutyState; reason: string | null }

/** Throws RangeError (Vietnamese). */
export function readTarget(text: string): Target {
  const raise = /^raise (previous|\d{4})$/.exec(text);
  if (raise) return { kind: 'raise', base: raise[1] === 'previous' ? 'previous' : Number(raise[1]) };
  const match = /^(>=|<=|>|<|=)\s*(\S.*)$/.exec(text);
  const value = match ? readDecimal(match[2]!) : null;
  if (!value) throw new RangeError(`"${text}" không phải mục tiêu; viết ">= 80 %", "> 0", "raise previous" hoặc "raise 2021"`);
  return { kind: 'compare', sign: match![1] as '>=', value };
}

/** Decimal text of counts; total null = a plain number. */
export interface Figure { hits: string; total: string | null }

/** Judges a figure. `base`: the figure of the base year, or why there is none. */
export function judge(target: Target | null, figure: Figure, base: Figure | { because: string } | null = null): Judgement {
  const value = valueOf(figure);
  if (value === null) return { state: 'noActivity', reason: 'Không phát sinh trong kỳ.' };
  if (!target) return { state: 'watched', reason: null };
  if (target.kind === 'compare') {
    const c = compare(value, target.value);
    const met = { '>=': c >= 0, '<=': c <= 0, '>': c > 0, '<': c < 0, '=': c === 0 }[target.sign];
    return { state: met ? 'met' : 'notMet', reason: met ? null : `${text(figure, value)}, mục tiêu ${target.sign} ${figure.total === null ? shown(target.value) : shownPercent(target.value)}` };
  }
  const year = target.base === 'previous' ? 'năm trước' : `năm ${target.base}`;
  if (!base || 'because' in base) return { state: 'unknown', reason: `Chưa có giá trị cùng kỳ ${year} để so sánh${base ? `: ${base.because}` : '.'}` };
  const before = valueOf(base);
  if (before === null) return { state: 'unknown', reason: `Cùng kỳ ${year} không phát sinh, không so sánh được.` };
  const met = compare(value, before) > 0;
  return { state: met ? 'met' : 'notMet', reason: `${text(figure, value)}; cùng kỳ ${year}: ${text(base, before)}` };
}

const valueOf = ({ hits, total }: Figure): Fraction | null => (total === null ? exact(hits)! : exact(total)!.num === 0n ? null : over(exact(hits)!, exact(total)!));
const text = ({ hits, total }: Figure, value: Fraction) => (total === null ? shown(value) : `${shown(exact(hits)!)} / ${shown(exact(total)!)} = ${shownPercent(value)}`);
