/**
 * Dates by stated pattern, never by guess. Tokens: yyyy MM dd HH mm ss, S… (fraction as sent, up to nine digits, kept to the microsecond), XXX (Z,
 * +07:00 or +0700), quoted literals ('T', 'Z'). Names: iso, epochMillis, epochSeconds. Without an offset in the text the rule's zone counts;
 * a literal 'Z' is no offset: some vendors send local midnight labelled Z.
 */
import type { Instant } from '../../vocabulary';

/** Instant, or null when the text does not fit the pattern or is no real date. */
export type DateReader = (value: unknown) => Instant | null;

const DAY_US = 86_400_000_000;

/** Offset in microseconds of the zones a definition may name. */
export function zoneOffset(zone: string): number {
  if (zone === 'UTC') return 0;
  const text = zone === 'Asia/Ho_Chi_Minh' ? '+07:00' : zone;
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(text);
  if (!match) throw new RangeError(`"${zone}" is not a zone; write Asia/Ho_Chi_Minh, UTC or +07:00`);
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000_000;
}

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Days since 1970-01-01 (civil calendar; H. Hinnant, "chrono-compatible low-level date algorithms"). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

function instant(year: number, month: number, day: number, hour: number, minute: number, second: number, micro: number, offset: number): Instant | null {
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59 || year < 1) return null;
  if (day > (month === 2 && isLeap(year) ? 29 : DAYS_IN_MONTH[month - 1]!)) return null;
  return daysFromCivil(year, month, day) * DAY_US + ((hour * 60 + minute) * 60 + second) * 1_000_000 + micro - offset;
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/;
const microOf = (digits: string | undefined) => (digits ? Number(digits.slice(0, 6).padEnd(6, '0')) : 0);
const offsetOf = (text: string) => (text === 'Z' ? 0 : zoneOffset(text.length === 3 ? `${text}:00` : text));

export function compileDate(pattern: string, zone: string): DateReader {
  const offset = zoneOffset(zone);
  if (pattern === 'epochMillis') return (value) => epoch(value, 1000);
  if (pattern === 'epochSeconds') return (value) => epoch(value, 1_000_000);
  if (pattern === 'iso') {
    return (value) => {
      const match = typeof value === 'string' ? ISO.exec(value) : null;
      if (!match) return null;
      return instant(Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4] ?? 0), Number(match[5] ?? 0), Number(match[6] ?? 0), microOf(match[7]), match[8] ? offsetOf(match[8]) : offset);
    };
  }
  const { regex, order } = toRegex(pattern);
  const at = (name: string) => order.indexOf(name) + 1;
  const [y, M, d, H, m, s, S, X] = ['yyyy', 'MM', 'dd', 'HH', 'mm', 'ss', 'S', 'XXX'].map(at) as [number, number, number, number, number, number, number, number];
  if (!y || !M || !d) throw new RangeError(`the date pattern "${pattern}" needs yyyy, MM and dd`);
  return (value) => {
    const match = regex.exec(typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '');
    if (!match) return null;
    const n = (index: number) => (index ? Number(match[index] ?? 0) : 0);
    return instant(n(y), n(M), n(d), n(H), n(m), n(s), S ? microOf(match[S]) : 0, X ? offsetOf(match[X]!) : offset);
  };
}

function epoch(value: unknown, factor: number): Instant | null {
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : NaN;
  return Number.isFinite(number) ? Math.round(number * factor) : null;
}

function toRegex(pattern: string): { regex: RegExp; order: string[] } {
  const order: string[] = [];
  const source = pattern.replace(/'([^']*)'|yyyy|MM|dd|HH|mm|ss|S+|XXX|[\s\S]/g, (token, literal: string | undefined) => {
    if (literal !== undefined) return escape(literal);
    if (token === 'yyyy') { order.push(token); return '(\\d{4})'; }
    if (token === 'XXX') { order.push(token); return '(Z|[+-]\\d{2}:?\\d{2})'; }
    if (/^S+$/.test(token)) { order.push('S'); return '(\\d{1,9})'; }
    if (['MM', 'dd', 'HH', 'mm', 'ss'].includes(token)) { order.push(token); return '(\\d{2})'; }
    if (/[A-Za-z]/.test(token)) throw new RangeError(`the date pattern "${pattern}" holds "${token}", which is not understood; put literal letters in quotes`);
    return escape(token);
  });
  return { regex: new RegExp(`^${source}$`), order };
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** Writes an instant in a request's pattern and zone. */
export function formatMoment(at: Instant, pattern: string, zone: string): string {
  const offset = zoneOffset(zone);
  if (pattern === 'epochMillis') return String(Math.floor(at / 1000));
  if (pattern === 'epochSeconds') return String(Math.floor(at / 1_000_000));
  const local = at + offset;
  const date = new Date(Math.floor(local / 1000));
  const micro = ((local % 1_000_000) + 1_000_000) % 1_000_000;
  const pad = (n: number, width = 2) => String(n).padStart(width, '0');
  return (pattern === 'iso' ? "yyyy-MM-dd'T'HH:mm:ss.SSSXXX" : pattern).replace(/'([^']*)'|yyyy|MM|dd|HH|mm|ss|S+|XXX/g, (token, literal: string | undefined) => {
    if (literal !== undefined) return literal;
    switch (token) {
      case 'yyyy': return pad(date.getUTCFullYear(), 4);
      case 'MM': return pad(date.getUTCMonth() + 1);
      case 'dd': return pad(date.getUTCDate());
      case 'HH': return pad(date.getUTCHours());
      case 'mm': return pad(date.getUTCMinutes());
      case 'ss': return pad(date.getUTCSeconds());
      case 'XXX': return offset === 0 ? 'Z' : `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 3_600_000_000))}:${pad(Math.floor(Math.abs(offset) / 60_000_000) % 60)}`;
      default: return pad(micro, 6).padEnd(9, '0').slice(0, token.length);
    }
  });
}
