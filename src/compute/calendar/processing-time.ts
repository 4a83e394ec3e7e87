/** How long a dossier took, and whether it kept to the procedure's maximum where no date was promised (index 766: 2.1, 2.2). Supplement time is deducted. */
import { DAY, dayNumber, startOfDayNumber, type Instant, type UnitLevel } from '../../vocabulary';
import type { CalendarBook } from './calendar-book';
import { addMonths, dueDate, extendDue, inOrder, type LimitUnit, type Pause, type TimeLimit } from './due-date';

export interface Course {
  received: Instant | null;
  /** Moment that decides lateness (NgayKetThucXuLy); null = not finished. */
  ended: Instant | null;
  pauses: readonly Pause[];
  level?: UnitLevel | null;
}

/**
 * Time from reception to end without pauses, in the unit of the procedure: working hours, working days, calendar days, months (a part of a
 * month by the length of that month). null when it cannot be said: no reception, not finished, ended before it was received.
 */
export function processingTime({ received, ended, pauses, level = null }: Course, unit: LimitUnit, book: CalendarBook): number | null {
  if (received === null || ended === null || ended < received) return null;
  const closed = inOrder(pauses, received).filter((p) => p.asked < ended).map((p) => ({ asked: p.asked, answered: Math.min(p.answered ?? ended, ended) }));
  const calendar = book.knownOn(dayNumber(ended), level); // what was really worked, late decisions included
  const working = () => calendar.time.workingMinutesBetween(received, ended) - closed.reduce((sum, p) => sum + calendar.time.workingMinutesBetween(p.asked, p.answered), 0);
  const paused = () => closed.reduce((sum, p) => sum + p.answered - p.asked, 0);
  switch (unit) {
    case 'hour': return working() / 60;
    case 'working_day': return working() / calendar.hoursOn(dayNumber(received)).minutesPerDay;
    case 'calendar_day': return (ended - received - paused()) / DAY;
    case 'month': return monthsBetween(received, ended - paused());
  }
}

export type Verdict = { verdict: 'within' | 'over'; due: Instant } | { verdict: 'insufficient'; reason: string };

/**
 * Rule for dossiers without a promised date: the time used must not exceed the maximum of the procedure. Not finished: judged at `periodEnd`, or,
 * while a supplement is awaited, at that first request; more than one request and not finished is over. What is missing is said, never counted as within.
 */
export function withinMaximum(course: Course & { requests?: number }, maximum: TimeLimit | null, periodEnd: Instant, book: CalendarBook): Verdict {
  if (course.received === null) return { verdict: 'insufficient', reason: 'thiếu thời điểm tiếp nhận' };
  if (maximum === null) return { verdict: 'insufficient', reason: 'thiếu thời hạn tối đa của thủ tục' };
  if (course.ended !== null && course.ended < course.received) return { verdict: 'insufficient', reason: 'kết thúc trước khi tiếp nhận' };
  const pauses = inOrder(course.pauses, course.received);
  const waitingSince = pauses.find((p) => p.answered === null)?.asked ?? null;
  const answered = pauses.filter((p) => p.answered !== null);
  const first = dueDate({ received: course.received, ...maximum, calendar: book, level: course.level });
  const due = extendDue(first.beforePauses, answered, book, { level: course.level }).due!;
  if (course.ended === null && Math.max(course.requests ?? 0, pauses.length) > 1) return { verdict: 'over', due };
  const end = course.ended ?? waitingSince ?? periodEnd;
  return { verdict: end <= due ? 'within' : 'over', due };
}

function monthsBetween(from: Instant, to: Instant): number {
  const clock = from - startOfDayNumber(dayNumber(from));
  const after = (months: number) => startOfDayNumber(addMonths(dayNumber(from), months)) + clock;
  let whole = 0;
  while (after(whole + 1) <= to) whole += 1;
  return whole + (to - after(whole)) / (after(whole + 1) - after(whole));
}
