/** What a night reads again: the newest days, and the older months whose turn it is: each once in thirty nights, so that no old deletion stays unseen. */
import { addDays, dayToNumber, periodOf, type LocalDay } from '../vocabulary';
import type { ReconcileRange } from './reconcile';

export function nightlyRanges(firstDay: LocalDay | null, today: LocalDay, days: number): ReconcileRange[] {
  const newest = addDays(today, -(days - 1));
  const ranges: ReconcileRange[] = [{ from: firstDay !== null && firstDay > newest ? firstDay : newest, to: today }];
  if (firstDay === null) return ranges;
  const months: ReconcileRange[] = [];
  for (let month = periodOf('month', firstDay); month.start < newest; month = periodOf('month', addDays(month.end, 1))) months.push({ from: month.start < firstDay ? firstDay : month.start, to: month.end < newest ? month.end : addDays(newest, -1) });
  return [...ranges, ...months.filter((month) => monthNumber(month.from) % TURN === dayToNumber(today) % TURN)];
}

const TURN = 30;
const monthNumber = (day: LocalDay): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

/** The next time it is `HH:mm` locally (UTC+7). */
export function nextNight(at: string, now: Date): Date {
  const [hour, minute] = at.split(':').map(Number) as [number, number];
  const local = new Date(now.getTime() + 7 * 3_600_000);
  const today = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate(), hour, minute) - 7 * 3_600_000;
  return new Date(today > now.getTime() ? today : today + 86_400_000);
}
