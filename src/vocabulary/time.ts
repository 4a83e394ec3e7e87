/**
 * Time in our words. An instant is a whole number of microseconds since 1970-01-01T00:00Z, because sources send
 * microseconds and a JavaScript Date would drop them (equal rows would then look changed on every pull).
 * Local days are those of Asia/Ho_Chi_Minh, UTC+7 without daylight saving since 1975.
 */
export type Instant = number;

/** A local calendar day, `yyyy-MM-dd`. */
export type LocalDay = string;

export const TIME_ZONE = 'Asia/Ho_Chi_Minh';
export const SECOND = 1_000_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const LOCAL_OFFSET = 7 * HOUR;

export const fromDate = (date: Date): Instant => date.getTime() * 1000;
export const toDate = (instant: Instant): Date => new Date(Math.floor(instant / 1000));

/** Days since 1970-01-01 of the local day in which the instant lies. */
export const dayNumber = (instant: Instant): number => Math.floor((instant + LOCAL_OFFSET) / DAY);
export function dayFromNumber(number: number): LocalDay {
  let day = DAYS.get(number);
  if (day === undefined) {
    day = new Date(number * 86_400_000).toISOString().slice(0, 10);
    if (DAYS.size < 100_000) DAYS.set(number, day);
  }
  return day;
}
/** The days that were written before: a load asks for the same few thousand again and again. */
const DAYS = new Map<number, LocalDay>();
export const dayToNumber = (day: LocalDay): number => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);

export const localDay = (instant: Instant): LocalDay => dayFromNumber(dayNumber(instant));
/** First instant of the local day with that number. */
export const startOfDayNumber = (number: number): Instant => number * DAY - LOCAL_OFFSET;
/** First instant of a local day. */
export const startOfDay = (day: LocalDay): Instant => startOfDayNumber(dayToNumber(day));
export const addDays = (day: LocalDay, days: number): LocalDay => dayFromNumber(dayToNumber(day) + days);

/** Weekday of a day number, 0 = Sunday … 6 = Saturday (1970-01-01 was a Thursday). */
export const weekdayOf = (number: number): number => (((number + 4) % 7) + 7) % 7;

/** dd/MM/yyyy. */
export const vietnameseDay = (day: LocalDay): string => `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;

/** ISO 8601 in UTC with microseconds where they are not zero; understood by PostgreSQL. */
export function toIso(instant: Instant): string {
  const micro = ((instant % 1000) + 1000) % 1000;
  const iso = new Date((instant - micro) / 1000).toISOString();
  return micro === 0 ? iso : `${iso.slice(0, -1)}${String(micro).padStart(3, '0')}Z`;
}

/** ISO 8601 with the local clock and its offset, as people and papers write it: 2025-09-04T09:00:00+07:00. */
export const toLocalIso = (instant: Instant): string => `${toIso(instant + LOCAL_OFFSET).slice(0, -1).replace(/\.000$/, '')}+07:00`;

/**
 * A moment as a person writes it: 2025-09-04T09:00, 2025-09-04 09:00:30, 04/09/2025 09:00, with +07:00 or Z where it is not local time.
 * null for anything else, a day without a clock time included: midnight would be a guess.
 */
export function parseMoment(text: string): Instant | null {
  const match = /^(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})\/(\d{1,2})\/(\d{4}))[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(text.trim());
  if (!match) return null;
  const [year, month, date] = (match[1] ? [match[1], match[2], match[3]] : [match[6], match[5], match[4]]).map(Number) as [number, number, number];
  const [hour, minute, second] = [Number(match[7]), Number(match[8]), Number(match[9] ?? 0)];
  const days = Date.UTC(year, month - 1, date) / 86_400_000;
  if (new Date(days * 86_400_000).getUTCMonth() !== month - 1 || date < 1 || hour > 23 || minute > 59 || second > 59) return null;
  const zone = match[11];
  const offset = !zone ? LOCAL_OFFSET : zone === 'Z' ? 0 : (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * HOUR + Number(zone.slice(-2)) * MINUTE);
  return days * DAY + hour * HOUR + minute * MINUTE + second * SECOND + Number((match[10] ?? '').padEnd(6, '0')) - offset;
}
