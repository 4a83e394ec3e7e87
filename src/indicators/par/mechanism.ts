/**
 * The scoring mechanisms of a set of criteria (indicators.md 2.3) and their notation in a set file:
 *   linear                                  max × ratio
 *   cap 80 %                                max × min(1, ratio ÷ 80 %)
 *   thresholdLinear 95 % 100 % [at 1]       0 below the floor, linear between (from 0, or from the points after "at"), max from the full mark
 *   tier 0; >=95 % linear; >=100 % 2        points by interval; the first tier has no bound; "linear" = max × ratio; > or >=
 *   yesNo                                   all or nothing
 *   deadline 15/12 [+1]                     points when done by that day of the assessed year (+1: of the next)
 *   growth 2021|previous [difference|ratio] [cap 10 % | tier …]   change against a base year; alone: any increase gives max
 *   survey 5                                max × mean ÷ scale maximum
 *   manual                                  entered and appraised by people
 * Thresholds and points belong to the file; no number of any official table stands in code.
 */
import { compare, readDecimal, whole, type Fraction } from './fraction';

export interface Tier { bound: { sign: '>=' | '>'; value: Fraction } | null; points: Fraction | 'linear' }
interface Linear { kind: 'linear' }
interface Cap { kind: 'cap'; fullAt: Fraction }
interface Tiers { kind: 'tier'; tiers: Tier[] }
export type Mechanism =
  | Linear | Cap | Tiers
  | { kind: 'thresholdLinear'; floor: Fraction; full: Fraction; atFloor: Fraction }
  | { kind: 'yesNo' }
  /** Month and day `MM-dd`. */
  | { kind: 'deadline'; monthDay: string; yearsAfter: number }
  | { kind: 'growth'; base: number | 'previous'; change: 'difference' | 'ratio'; grade: Cap | Tiers | null }
  | { kind: 'survey'; scaleMax: Fraction }
  | { kind: 'manual' };

export const MECHANISM_NAMES = ['linear', 'cap', 'thresholdLinear', 'tier', 'yesNo', 'deadline', 'growth', 'survey', 'manual'] as const;

/** Reads the notation. Throws RangeError whose message (Vietnamese) tells what is wrong. */
export function readMechanism(text: string): Mechanism {
  const [kind = '', ...rest] = text.trim().split(/\s+/);
  const tail = rest.join(' ').replace(/\s+%/g, '%');
  const words = tail === '' ? [] : tail.split(' ');
  const none = <M>(mechanism: M): M => { if (tail !== '') throw new RangeError(`"${kind}" không có tham số, đã viết "${tail}"`); return mechanism; };
  switch (kind) {
    case 'linear': return none({ kind });
    case 'yesNo': return none({ kind });
    case 'manual': return none({ kind });
    case 'cap': return { kind, fullAt: one(kind, words) };
    case 'survey': return { kind, scaleMax: one(kind, words) };
    case 'tier': return { kind, tiers: readTiers(tail) };
    case 'thresholdLinear': {
      const [floor, full, at, points] = words;
      if (!floor || !full || (at !== undefined && (at !== 'at' || points === undefined)) || words.length > 4) throw new RangeError('viết: thresholdLinear SÀN ĐỦ, hoặc thresholdLinear SÀN ĐỦ at ĐIỂM');
      const mechanism = { kind, floor: number(floor), full: number(full), atFloor: points === undefined ? whole(0) : number(points) } as const;
      if (compare(mechanism.floor, mechanism.full) >= 0) throw new RangeError('sàn phải nhỏ hơn mức đủ điểm');
      return mechanism;
    }
    case 'deadline': {
      const match = /^(\d{1,2})\/(\d{1,2})(?: \+(\d))?$/.exec(tail);
      const [day, month] = [Number(match?.[1]), Number(match?.[2])];
      if (!match || month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(2023, month, 0)).getUTCDate()) throw new RangeError('viết: deadline NGÀY/THÁNG, như deadline 15/12, hoặc deadline 31/01 +1 cho năm sau');
      return { kind, monthDay: `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`, yearsAfter: Number(match[3] ?? 0) };
    }
    case 'growth': {
      const match = /^(previous|\d{4})(?: (difference|ratio))?(?: (cap|tier) (.+))?$/.exec(tail);
      if (!match) throw new RangeError('viết: growth NĂM|previous [difference|ratio] [cap MỨC | tier …]');
      const grade = match[3] === 'cap' ? { kind: 'cap', fullAt: one('cap', match[4]!.split(' ')) } as const : match[3] === 'tier' ? { kind: 'tier', tiers: readTiers(match[4]!) } as const : null;
      if (grade?.kind === 'tier' && grade.tiers.some((tier) => tier.points === 'linear')) throw new RangeError('bậc của growth chỉ nhận điểm, không nhận linear');
      return { kind, base: match[1] === 'previous' ? 'previous' : Number(match[1]), change: match[2] === 'ratio' ? 'ratio' : 'difference', grade };
    }
    default: throw new RangeError(`không có cơ chế "${kind}"; các cơ chế: ${MECHANISM_NAMES.join(', ')}`);
  }
}

function readTiers(text: string): Tier[] {
  const tiers = text.split(';').map((part, i): Tier => {
    const match = /^(?:(>=|>) ?(\S+) )?(\S+)$/.exec(part.trim().replace(/\s+/g, ' '));
    if (!match) throw new RangeError(`bậc "${part.trim()}" không đúng dạng; viết: tier 0; >=95 % 1; >=100 % 2`);
    if ((i === 0) !== (match[1] === undefined)) throw new RangeError(i === 0 ? 'bậc đầu là điểm của mọi giá trị thấp hơn bậc sau, không có dấu >= hay >' : `bậc "${part.trim()}" thiếu dấu >= hoặc >`);
    return { bound: match[1] ? { sign: match[1] as '>' | '>=', value: number(match[2]!) } : null, points: match[3] === 'linear' ? 'linear' : number(match[3]!) };
  });
  if (tiers.length < 2) throw new RangeError('tier cần ít nhất hai bậc');
  for (let i = 2; i < tiers.length; i++) if (compare(tiers[i - 1]!.bound!.value, tiers[i]!.bound!.value) >= 0) throw new RangeError('các bậc phải tăng dần');
  return tiers;
}

function one(kind: string, words: readonly string[]): Fraction {
  if (words.length !== 1) throw new RangeError(`"${kind}" cần đúng một tham số`);
  const value = number(words[0]!);
  if (value.num <= 0n) throw new RangeError(`tham số của "${kind}" phải lớn hơn 0`);
  return value;
}

function number(text: string): Fraction {
  const value = readDecimal(text);
  if (!value) throw new RangeError(`"${text}" không phải số; viết 0.95, 0,95 hoặc 95 %`);
  return value;
}

/** Points a mechanism can give at most by itself; null = the points of its criterion. Used to check the file. */
export function tiersOf(mechanism: Mechanism): readonly Tier[] | null {
  return mechanism.kind === 'tier' ? mechanism.tiers : mechanism.kind === 'growth' && mechanism.grade?.kind === 'tier' ? mechanism.grade.tiers : null;
}

/** What a value is compared with, the first tier (which has no bound) left out. Those of a growth are changes, and not among them. */
export function thresholdsOf(mechanism: Mechanism): Fraction[] {
  switch (mechanism.kind) {
    case 'cap': return [mechanism.fullAt];
    case 'thresholdLinear': return [mechanism.floor, mechanism.full];
    case 'tier': return mechanism.tiers.flatMap((tier) => (tier.bound ? [tier.bound.value] : []));
    default: return [];
  }
}

/** Thresholds above 1 measure a number of things, not a share. */
export const countsThings = (mechanism: Mechanism): boolean => thresholdsOf(mechanism).some((threshold) => threshold.num > threshold.den);

/** 95 in place of 95 %: no share of anything is ever held against ten times the whole. */
export const beyondShares = (mechanism: Mechanism): boolean => thresholdsOf(mechanism).some((threshold) => threshold.num >= 10n * threshold.den);
