/**
 * Dates as sources write them. A rule states the pattern and the zone; nothing is guessed and impossible dates are refused.
 * Instants are whole microseconds; a longer fraction is cut.
 */
import { DAY, HOUR, MINUTE, SECOND, type Instant } from '../../vocabulary';

/** Instant; null when the value is empty; a Vietnamese reason when it is refused. */
export type DateReader = (value: unknown) => Instant | null | string;
type Token = { kind: 'half' } | { kind: 'number'; field: Field; min: number; max: number } | { kind: 'literal'; text: string } | { kind: 'offset'; colon: boolean };
type Field = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction';

/** Compiles a date rule. Throws RangeError for a pattern it does not know. */
export function compileDate(rule: { date: string; zone?: string }): DateReader {
  const zone = zoneOffset(rule.zone ?? 'Asia/Ho_Chi_Minh');
  const refusal = `Ngày không đúng dạng "${rule.date}" hoặc không có thật`;
  const read = rule.date === 'iso' ? isoReader(zone) : rule.date === 'epochMillis' ? epochReader(1000)
    : rule.date === 'epochSeconds' ? epochReader(SECOND) : rule.date === 'aspNet' ? aspNetReader : rule.date === 'parts' ? partsReader(zone) : patternReader(tokens(rule.date), zone);
  return (value) => {
    if (value === null || value === undefined) return null;
    const text = typeof value === 'string' ? value.trim() : value;
    if (text === '') return null;
    const instant = read(text);
    return instant === undefined ? refusal : instant;
  };
}

/** Writes a moment for a request; epochs stay numbers. A quoted 'Z' is only a letter: some systems put it behind local time. */
export function formatMoment(instant: Instant, pattern: string, zone = 'Asia/Ho_Chi_Minh'): string | number {
  if (pattern === 'epochMillis') return Math.floor(instant / 1000);
  if (pattern === 'epochSeconds') return Math.floor(instant / SECOND);
  const offset = zoneOffset(zone);
  const local = instant + offset;
  const date = new Date(Math.floor(local / 1000));
  const fraction = String(((local % SECOND) + SECOND) % SECOND).padStart(6, '0').padEnd(9, '0');
  const fields: Record<Field, number> = {
    year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(),
    hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds(), fraction: 0,
  };
  const list = tokens(pattern === 'iso' ? "yyyy-MM-dd'T'HH:mm:ss.SSSXXX" : pattern);
  const halves = list.some((token) => token.kind === 'half');
  return list.map((token) => {
    if (token.kind === 'literal') return token.text;
    if (token.kind === 'half') return fields.hour < 12 ? 'AM' : 'PM';
    if (token.kind === 'offset') return offsetText(offset, token.colon);
    return token.field === 'fraction' ? fraction.slice(0, token.min) : String(token.field === 'hour' && halves ? fields.hour % 12 || 12 : token.field === 'year' && token.max === 2 ? fields.year % 100 : fields[token.field]).padStart(token.min, '0');
  }).join('');
}

/** The moment itself, or the next one that the pattern can write: midnight for a pattern of days. */
export function ceilMoment(instant: Instant, pattern: string, zone = 'Asia/Ho_Chi_Minh'): Instant {
  if (pattern.startsWith('epoch') || pattern === 'iso') return instant;
  const fields = new Set(tokens(pattern).flatMap((token) => (token.kind === 'number' ? [token.field] : [])));
  if (!fields.has('day')) return instant;
  const unit = !fields.has('hour') ? DAY : !fields.has('minute') ? HOUR : !fields.has('second') ? MINUTE : fields.has('fraction') ? 1 : SECOND;
  const offset = zoneOffset(zone);
  return Math.ceil((instant + offset) / unit) * unit - offset;
}

/** Microseconds east of UTC. Throws RangeError for a zone outside the vocabulary. */
export function zoneOffset(zone: string): number {
  if (zone === 'Asia/Ho_Chi_Minh') return 7 * HOUR;
  if (zone === 'UTC') return 0;
  const match = /^([+-])(\d{2}):(\d{2})$/.exec(zone);
  if (!match || Number(match[2]) > 14 || Number(match[3]) > 59) throw new RangeError(`"${zone}" is not a zone`);
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * HOUR + Number(match[3]) * MINUTE);
}

/** Of a year of two digits: no system held here is older. */
const CENTURY = 2000;
const FIELDS: Record<string, Field> = { y: 'year', M: 'month', d: 'day', H: 'hour', h: 'hour', m: 'minute', s: 'second', S: 'fraction' };

function tokens(pattern: string): Token[] {
  const list: Token[] = [];
  const refuse = () => new RangeError(`"${pattern}" is not a date pattern; write iso, epochMillis, epochSeconds, aspNet, parts or such as dd/MM/yyyy HH:mm`);
  const expression = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']/gy;
  let match: RegExpExecArray | null;
  let end = 0;
  while ((match = expression.exec(pattern))) {
    end = expression.lastIndex;
    const [text, quoted, letter] = match;
    if (!letter) { list.push({ kind: 'literal', text: quoted === undefined ? text : quoted.replace(/''/g, "'") || "'" }); continue; }
    if (text === 'a') { list.push({ kind: 'half' }); continue; }
    if (text === 'XXX' || text === 'Z') { list.push({ kind: 'offset', colon: text === 'XXX' }); continue; }
    const field = FIELDS[letter];
    const size = text.length;
    if (!field || (field === 'year' ? size !== 4 && size !== 2 : field === 'fraction' ? size > 9 : size > 2)) throw refuse();
    list.push({ kind: 'number', field, min: size, max: field === 'year' ? size : field === 'fraction' ? 9 : 2 });
  }
  const fields = list.flatMap((token) => (token.kind === 'number' ? [token.field] : []));
  if (/h/.test(pattern.replace(/'(?:[^']|'')*'/g, '')) !== list.some((token) => token.kind === 'half')) throw refuse();
  if (end !== pattern.length || !fields.includes('year') || new Set(fields).size !== fields.length) throw refuse();
  return list;
}

/** Morning and afternoon, as .NET writes them in Vietnamese (sáng, chiều) and English. */
const HALF = /^(SA|CH|AM|PM)/i;

function patternReader(list: Token[], zone: number) {
  return (value: unknown): Instant | undefined => {
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string') return undefined;
    let at = 0, afternoon: boolean | null = null, year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, fraction = 0, offset = zone;
    for (const token of list) {
      if (token.kind === 'literal') {
        if (!text.startsWith(token.text, at)) return undefined;
        at += token.text.length;
      } else if (token.kind === 'half') {
        const half = HALF.exec(text.slice(at));
        if (!half) return undefined;
        afternoon = /^[cp]/i.test(half[0]);
        at += half[0].length;
      } else if (token.kind === 'offset') {
        const found = readOffset(text, at);
        if (found === undefined) return undefined;
        offset = found;
        at = text.length;
      } else {
        const start = at;
        const least = token.field === 'fraction' ? 1 : token.min;
        let number = 0;
        while (at - start < token.max && isDigit(text.charCodeAt(at))) { number = number * 10 + text.charCodeAt(at) - 48; at++; }
        if (at - start < least) return undefined;
        switch (token.field) {
          case 'year': year = token.max === 2 ? CENTURY + number : number; break;
          case 'month': month = number; break;
          case 'day': day = number; break;
          case 'hour': hour = number; break;
          case 'minute': minute = number; break;
          case 'second': second = number; break;
          case 'fraction': fraction = Math.floor(number * 10 ** (6 - (at - start)) + 1e-9);
        }
      }
    }
    if (afternoon !== null) {
      if (hour < 1 || hour > 12) return undefined;
      hour = (hour % 12) + (afternoon ? 12 : 0);
    }
    return at === text.length ? instantOf(year, month, day, hour, minute, second, fraction, offset) : undefined;
  };
}

function isoReader(zone: number) {
  return (value: unknown): Instant | undefined => {
    if (typeof value !== 'string' || value.charCodeAt(4) !== 45 || value.charCodeAt(7) !== 45) return undefined;
    const year = digits(value, 0, 4), month = digits(value, 5, 2), day = digits(value, 8, 2);
    if (value.length === 10) return instantOf(year, month, day, 0, 0, 0, 0, zone);
    const mark = value.charCodeAt(10);
    if ((mark !== 84 && mark !== 32) || value.charCodeAt(13) !== 58) return undefined;
    const hour = digits(value, 11, 2), minute = digits(value, 14, 2);
    let at = 16, second = 0, fraction = 0, offset = zone;
    if (value.charCodeAt(at) === 58) {
      second = digits(value, 17, 2);
      at = 19;
      if (value.charCodeAt(at) === 46) {
        let scale = 100_000;
        const start = ++at;
        for (; isDigit(value.charCodeAt(at)); at++) { fraction += (value.charCodeAt(at) - 48) * Math.floor(scale); scale /= 10; }
        if (at === start || at - start > 9) return undefined;
      }
    }
    if (at < value.length) {
      if (value.charCodeAt(at) === 32) at++;
      const found = readOffset(value, at);
      if (found === undefined) return undefined;
      offset = found;
    }
    return instantOf(year, month, day, hour, minute, second, fraction, offset);
  };
}

function epochReader(unit: number) {
  return (value: unknown): Instant | undefined => {
    const number = typeof value === 'number' ? value : typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
    const instant = Math.round(number * unit);
    return Number.isSafeInteger(instant) ? instant : undefined;
  };
}

/** `/Date(1722470400000+0700)/`: milliseconds since 1970 in UTC; the offset behind them says only how it was shown. */
function aspNetReader(value: unknown): Instant | undefined {
  const match = typeof value === 'string' ? /^\\?\/Date\((-?\d+)([+-]\d{4})?\)\\?\/$/.exec(value) : null;
  const instant = match ? Number(match[1]) * 1000 : NaN;
  return Number.isSafeInteger(instant) ? instant : undefined;
}

/** A list of year, month, day and as many of hour, minute, second, nanosecond as are not zero, as Java sends local times. */
function partsReader(zone: number) {
  return (value: unknown): Instant | undefined => {
    if (!Array.isArray(value) || value.length < 3 || value.length > 7 || !value.every((part) => typeof part === 'number' && Number.isInteger(part))) return undefined;
    const [year, month, day, hour = 0, minute = 0, second = 0, nanos = 0] = value as number[];
    return nanos < 0 || nanos > 999_999_999 ? undefined : instantOf(year!, month!, day!, hour, minute, second, Math.floor(nanos / 1000), zone);
  };
}

const isDigit = (code: number) => code >= 48 && code <= 57;
/** The number at a place, or -1. */
function digits(text: string, at: number, count: number): number {
  let number = 0;
  for (let i = at; i < at + count; i++) {
    const code = text.charCodeAt(i);
    if (!isDigit(code)) return -1;
    number = number * 10 + code - 48;
  }
  return number;
}

/** Z, +hh, +hhmm or +hh:mm standing last. */
function readOffset(text: string, at: number): number | undefined {
  const sign = text.charCodeAt(at);
  if (sign === 90) return at + 1 === text.length ? 0 : undefined;
  if (sign !== 43 && sign !== 45) return undefined;
  const hours = digits(text, at + 1, 2);
  let minutes = 0;
  let end = at + 3;
  if (end < text.length) {
    if (text.charCodeAt(end) === 58) end++;
    minutes = digits(text, end, 2);
    end += 2;
  }
  if (end !== text.length || hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return undefined;
  return (sign === 45 ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}

function offsetText(offset: number, colon: boolean): string {
  if (offset === 0 && colon) return 'Z';
  const minutes = Math.abs(offset) / MINUTE;
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}${colon ? ':' : ''}${pad(minutes % 60)}`;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
function instantOf(year: number, month: number, day: number, hour: number, minute: number, second: number, micros: number, offset: number): Instant | undefined {
  if (year < 1 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return undefined;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > MONTH_DAYS[month - 1]! + (leap ? 1 : 0)) return undefined;
  return dayNumberOf(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second * SECOND + micros - offset;
}

/** Days since 1970-01-01 of the proleptic Gregorian calendar (Hinnant, days_from_civil). */
function dayNumberOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}
