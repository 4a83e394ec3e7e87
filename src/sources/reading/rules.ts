/** Rules of a mapping compiled to closures: text, number, flag, value map, unit, dates. All throw UnreadableValue for a value that is there and wrong. */
import type { Instant, UnitRef } from '../../vocabulary';
import type { DateRule, FlagRule, NumberRule, Path, TextRule, UnitRule } from '../source';
import { compileDate } from './dates';
import { compilePath, pointerOf, UnreadableValue, type Getter } from './path';

export type Read<T> = (row: unknown) => T;
type Scalar = string | number | boolean;
interface ValueMap { at?: Path; const?: string; map?: Record<string, string>; empty?: string; unknown?: 'reject' | 'null' | { default: Scalar } }

export const isEmpty = (value: unknown): boolean => value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
/** Sources mix 1 and "1": scalars are compared as text. */
export const same = (value: unknown, wanted: Scalar): boolean => !isEmpty(value) && typeof value !== 'object' && composed(String(value).trim()) === composed(String(wanted));

/** Blanks of a word in a table of values: one is as good as several, a hard one as a soft one. */
const oneBlank = (text: string): string => (/\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text);

/** One way to write an accented letter (Unicode NFC): two systems, or two fields of one, spell the same name with different code points. */
export const composed = (text: string): string => (/[\u0300-\u036f]/.test(text) ? text.normalize('NFC') : text);

function asText(value: unknown, pointer: string): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return composed(value.trim()) || null;
  if (typeof value === 'object') throw new UnreadableValue('wrong-type', 'Giá trị phải là chữ hoặc số, không phải đối tượng hay danh sách', pointer);
  return String(value);
}

const isPath = (rule: unknown): rule is Path => typeof rule === 'string' || Array.isArray(rule);

/** Text, trimmed; empty = null. Numbers become their digits. */
export function compileText(rule: TextRule): Read<string | null> {
  if (isPath(rule)) return compileText({ at: rule });
  if ('join' in rule) {
    const parts = rule.join.map((at) => compileText({ at }));
    return (row) => { const texts = parts.map((read) => read(row)); return texts.includes(null) ? null : texts.join(rule.with); };
  }
  if (rule.const !== undefined) { const text = rule.const; return () => text; }
  const at = rule.at ?? '$';
  const [get, pointer] = [compilePath(at), pointerOf(at)];
  const value = rule.pick ? picker(get, rule.pick, pointer) : get;
  return (row) => asText(value(row), pointer);
}

/** Out of a list: the entry whose `by` equals, then its `value`; nothing when no entry does. */
function picker(get: Getter, pick: { by: string; equals: Scalar; value: string }, pointer: string): Getter {
  const [by, value] = [compilePath(pick.by), compilePath(pick.value)];
  return (row) => {
    const list = get(row);
    if (isEmpty(list)) return undefined;
    if (!Array.isArray(list)) throw new UnreadableValue('wrong-type', 'Giá trị phải là danh sách', pointer);
    const entry = list.find((item) => same(by(item), pick.equals));
    return entry === undefined ? undefined : value(entry);
  };
}

/** Twelve thousand to a Vietnamese reader, twelve to a program: as text without a stated format it is neither. */
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;
const PLAIN = /^[+-]?\d+(\.\d+)?$/;
const VIETNAMESE = /^[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/;
const ENGLISH = /^[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/;

/** A finite number; empty = null. Text must match the format wholly. */
export function compileNumber(rule: NumberRule): Read<number | null> {
  if (isPath(rule)) return compileNumber({ at: rule, format: 'plain' });
  if ('sum' in rule) {
    const parts = [...rule.sum.map((part) => ({ sign: 1, read: compileNumber(part) })), ...(rule.less ?? []).map((part) => ({ sign: -1, read: compileNumber(part) }))];
    return (row) => parts.reduce<number | null>((sum, { sign, read }) => { const n = read(row); return sum === null || n === null ? null : sum + sign * n; }, 0);
  }
  if (rule.const !== undefined) { const number = rule.const; return () => number; }
  const at = rule.at ?? '$';
  const [get, pointer, { times = 1, format }] = [compilePath(at), pointerOf(at), rule];
  const value = rule.pick ? picker(get, rule.pick, pointer) : get;
  return (row) => {
    const found = value(row);
    if (typeof found === 'number' && Number.isFinite(found)) return multiplied(found, times);
    if (isEmpty(found)) return null;
    if (format === 'plain' && typeof found === 'string' && AMBIGUOUS.test(found.trim())) throw new UnreadableValue('ambiguous-number', 'Số có đúng ba chữ số sau dấu chấm đọc được hai cách; khai báo format: vi (dấu chấm ngăn nghìn) hoặc format: en (dấu chấm thập phân)', pointer);
    const number = typeof found === 'string' ? readNumber(found, format) : null;
    if (number === null) throw new UnreadableValue('bad-number', 'Giá trị không phải là số theo dạng đã khai báo', pointer);
    return multiplied(number, times);
  };
}

/** 1.1 × 1000 is 1100, not 1100.0000000000002. */
const multiplied = (value: number, times: number): number => (times === 1 ? value : Number((value * times).toPrecision(15)));

/** plain: 1234.5; vi: 1.234,5 with dots for thousands; en: 1,234.5. Null when the text is no such number. */
export function readNumber(value: string, format: 'plain' | 'vi' | 'en'): number | null {
  const text = value.trim();
  if (!{ plain: PLAIN, vi: VIETNAMESE, en: ENGLISH }[format].test(text)) return null;
  return Number(format === 'vi' ? text.replace(/\./g, '').replace(',', '.') : text.replace(/,/g, ''));
}

/** null = the source does not say. `present` is never null. */
export function compileFlag(rule: FlagRule): Read<boolean | null> {
  if ('const' in rule) { const flag = rule.const; return () => flag; }
  if ('present' in rule) {
    const get = compilePath(rule.present);
    return (row) => isPresent(get(row));
  }
  const [get, pointer] = [compilePath(rule.at), pointerOf(rule.at)];
  const yes = new Set(rule.true.map((value) => composed(String(value))));
  const no = rule.false && new Set(rule.false.map((value) => composed(String(value))));
  return (row) => {
    const text = asText(get(row), pointer);
    if (text === null) return null;
    if (yes.has(text)) return true;
    if (no && !no.has(text)) throw new UnreadableValue('unknown-value', 'Giá trị chưa được khai báo là đúng hay sai', pointer);
    return false;
  };
}

/** There and not empty; an empty list or object is empty. */
export const isPresent = (value: unknown): boolean => !isEmpty(value)
  && (typeof value !== 'object' || (Array.isArray(value) ? value.length > 0 : Object.keys(value as object).length > 0));

/** A value of ours for each value of theirs. An empty value is `empty`; without it null where `optional`, otherwise unknown. */
export function compileValueMap<T extends string>(rule: ValueMap, values: readonly string[], optional: boolean): Read<T | null> {
  if (rule.const !== undefined) { const value = rule.const as T; return () => value; }
  const [get, pointer] = [compilePath(rule.at!), pointerOf(rule.at!)];
  const map = new Map(Object.entries(rule.map ?? {}).map(([key, value]) => [oneBlank(composed(key.trim())), value])) as Map<string, T>;
  const { empty, unknown = 'reject' } = rule;
  if (typeof unknown === 'object' && !values.includes(String(unknown.default))) throw new RangeError(`unknown.default "${unknown.default}" is not one of ${values.join(', ')}`);
  return (row) => {
    const text = asText(get(row), pointer);
    if (text === null && (empty !== undefined || optional)) return (empty as T) ?? null;
    const found = text === null ? undefined : map.get(oneBlank(text));
    if (found !== undefined) return found;
    if (unknown === 'null') return null;
    if (typeof unknown === 'object') return String(unknown.default) as T;
    throw new UnreadableValue('unknown-value', text === null ? 'Giá trị bắt buộc bị trống' : 'Giá trị chưa có trong bảng quy đổi', pointer);
  };
}

/** What the question was asked for (forEach), where an answer does not repeat it. */
export interface Asked { each?: string | number | boolean; unit?: { id?: string | number | boolean; code?: string | number | boolean } }

export function compileUnit(rule: UnitRule): (row: unknown, asked?: Asked) => UnitRef | null {
  if ('const' in rule) { const value = rule.const; return () => ({ by: 'code', value }); }
  if ('request' in rule) {
    const { by, request } = rule;
    return (_, asked) => {
      const value = request === 'each' ? asked?.each : request === 'unit.id' ? asked?.unit?.id : asked?.unit?.code;
      return value === undefined ? null : { by, value: String(value) };
    };
  }
  const { by } = rule;
  const value = compileText({ at: rule.at });
  const name = rule.name === undefined ? null : compileText({ at: rule.name });
  return (row) => {
    const text = value(row);
    if (text === null) return null;
    const named = name?.(row);
    return named ? { by, value: text, name: named } : by === 'name' ? { by, value: text, name: text } : { by, value: text };
  };
}

/** The field of a date, with the time of day behind it where that stands in a field of its own. */
function momentAt({ at, time }: DateRule): Getter {
  const day = compilePath(at);
  if (time === undefined) return day;
  const clock = compilePath(time);
  return (row) => { const [date, hour] = [day(row), clock(row)]; return isEmpty(date) || isEmpty(hour) ? date : `${String(date).trim()} ${String(hour).trim()}`; };
}

/**
 * Of several rules the first whose field is filled. A refused value falls through only to a further pattern for the same
 * field: taking another field instead would be a guess.
 */
export function compileDates(rules: DateRule | DateRule[]): Read<Instant | null> {
  const list = (Array.isArray(rules) ? rules : [rules]).map((rule) => ({ at: JSON.stringify(rule.at), get: momentAt(rule), read: compileDate(rule), pointer: pointerOf(rule.at) }));
  return (row) => {
    let refused: (typeof list)[number] | undefined;
    let message = '';
    for (const rule of list) {
      if (refused && refused.at !== rule.at) continue;
      const result = rule.read(rule.get(row));
      if (typeof result === 'number') return result;
      if (typeof result === 'string') { refused = rule; message = result; }
    }
    if (refused) throw new UnreadableValue('bad-date', message, refused.pointer);
    return null;
  };
}
