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
export const dayFromNumber = (number: number): LocalDay => new Date(number * 86_400_000).toISOString().slice(0, 10);
export const dayToNumber = (day: LocalDay): number => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);

export const localDay = (instant: Instant): LocalDay => dayFromNumber(dayNumber(instant));
/** First instant of a local day. */
export const startOfDay = (day: LocalDay): Instant => dayToNumber(day) * DAY - LOCAL_OFFSET;
export const addDays = (day: LocalDay, days: number): LocalDay => dayFromNumber(dayToNumber(day) + days);

/** dd/MM/yyyy. */
export const vietnameseDay = (day: LocalDay): string => `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;

/** ISO 8601 in UTC with microseconds where they are not zero; understood by PostgreSQL. */
export function toIso(instant: Instant): string {
  const micro = ((instant % 1000) + 1000) % 1000;
  const iso = new Date((instant - micro) / 1000).toISOString();
  return micro === 0 ? iso : `${iso.slice(0, -1)}${String(micro).padStart(3, '0')}Z`;
}
