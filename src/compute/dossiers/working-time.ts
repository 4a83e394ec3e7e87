/** Time in which offices work: ages of figures are judged by it, so that a quiet night or Tết is not a failure. */
import { HOUR, MINUTE, addDays, localDay, startOfDay, type Instant, type LocalDay } from '../../vocabulary';
import type { Calendar } from '../calendar';

/** 07:30–17:30, the widest usual hours; a choice of this product. */
const OPENS = 7 * HOUR + 30 * MINUTE;
const CLOSES = 17 * HOUR + 30 * MINUTE;
/** Ages beyond it are all the same: old. */
const LONGEST = 400;

/** Microseconds of working time in [from, to). */
export function workingTime(from: Instant, to: Instant, calendar: Calendar): Instant {
  let sum = 0;
  const last = localDay(to);
  let day = localDay(from);
  for (let i = 0; day <= last && i < LONGEST; i += 1, day = addDays(day, 1)) {
    if (!calendar.isWorkingDay(day)) continue;
    const midnight = startOfDay(day);
    sum += Math.max(0, Math.min(to, midnight + CLOSES) - Math.max(from, midnight + OPENS));
  }
  return sum;
}

/** Working days after `day` up to and including `until`. */
export function workingDaysSince(day: LocalDay, until: LocalDay, calendar: Calendar): number {
  let n = 0;
  for (let at = addDays(day, 1), i = 0; at <= until && i < LONGEST; at = addDays(at, 1), i += 1) if (calendar.isWorkingDay(at)) n += 1;
  return n;
}
