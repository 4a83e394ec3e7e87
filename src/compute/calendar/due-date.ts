/**
 * Our own due date of a dossier: a cross-check. The date promised by the source (NgayHenTra) stays the legal reference (indicators.md 5.6).
 * Hours and working days are working minutes; calendar days and months are counted on the calendar and roll forward from a day off.
 */
import { CchcError } from '../../platform/errors';
import { DAY, dayFromNumber, dayNumber, startOfDayNumber, type Instant, type UnitLevel } from '../../vocabulary';
import type { CalendarBook, WorkingCalendar } from './calendar-book';
import type { DeadlineRules } from './rules';

/** giờ (làm việc), ngày làm việc, ngày, tháng. */
export const LIMIT_UNITS = ['hour', 'working_day', 'calendar_day', 'month'] as const;
export type LimitUnit = (typeof LIMIT_UNITS)[number];

/** A time limit (thời hạn giải quyết). Parts of a unit are allowed except of a month. */
export interface TimeLimit { amount: number; unit: LimitUnit }

/** Time not counted: from the request for a supplement to its answer; `answered` null = still waiting. */
export interface Pause { asked: Instant; answered: Instant | null }

export interface DueDateInput extends TimeLimit {
  received: Instant;
  pauses?: readonly Pause[];
  calendar: CalendarBook;
  /** Level of the unit, for its working hours. */
  level?: UnitLevel | null;
  /** Local day (number) whose knowledge of the calendar counts; absent: that of the reception, when the date was promised. */
  knownOn?: number;
  /** Conventions that differ from those of the hours in force. */
  rules?: Partial<DeadlineRules>;
}

export interface DueDate {
  /** First instant that counts. */
  start: Instant;
  /** Without any pause. */
  beforePauses: Instant;
  /** null while a supplement is awaited. */
  due: Instant | null;
  /** The open request that keeps `due` null, and the working minutes left when it is answered. */
  waiting: { since: Instant; remainingMinutes: number } | null;
}

/** Throws CchcError: `bad-limit`, `bad-pause`, `no-working-hours`, `date-out-of-range`. The due date is never before the reception, and a pause never shortens it. */
export function dueDate({ received, amount, unit, pauses = [], calendar: book, level = null, knownOn, rules: changes }: DueDateInput): DueDate {
  const calendar = book.knownOn(knownOn ?? dayNumber(received), level);
  const { rules: configured, minutesPerDay } = calendar.hoursOn(dayNumber(received));
  const rules = changes ? { ...configured, ...changes } : configured;
  if (!(amount >= 0) || !Number.isFinite(amount) || (unit === 'month' && !Number.isInteger(amount))) {
    throw new CchcError('bad-limit', `Thời hạn ${amount} ${unit} không dùng được.`, 'Thời hạn là số không âm; thời hạn theo tháng là số nguyên.');
  }
  const start = startOfCounting(received, unit, calendar, rules);
  const end = unit === 'hour' ? calendar.time.addWorkingMinutes(start, amount * 60)
    : unit === 'working_day' ? workingDays(received, start, amount, minutesPerDay, calendar, rules)
      : onCalendar(start, { amount, unit }, minutesPerDay, calendar, rules);
  const beforePauses = Math.max(end, received);
  return { start, beforePauses, ...extendDue(beforePauses, inOrder(pauses, start), book, { level, rules: rules.pause, knownOn }) };
}

/**
 * A due date moved by pauses, each by the calendar known when it was answered: that is when the new date is promised. A request at or after
 * the due date does not move it: the dossier was late by then.
 */
export function extendDue(due: Instant, pauses: readonly Pause[], book: CalendarBook, options: { level?: UnitLevel | null; rules?: DeadlineRules['pause']; knownOn?: number } = {}): Pick<DueDate, 'due' | 'waiting'> {
  let moved = due;
  for (const { asked, answered } of inOrder(pauses, -Infinity)) {
    if (asked >= moved) break;
    const calendar = book.knownOn(options.knownOn ?? dayNumber(answered ?? asked), options.level ?? null);
    if (answered === null) return { due: null, waiting: { since: asked, remainingMinutes: calendar.time.workingMinutesBetween(asked, moved) } };
    moved = options.rules === 'calendar_less_a_day' ? Math.max(moved, nextWorkingDaySameTime(moved + answered - asked - DAY, calendar)) : calendar.time.addWorkingMinutes(moved, calendar.time.workingMinutesBetween(asked, answered));
  }
  return { due: moved, waiting: null };
}

/** Pauses sorted, joined where they overlap, cut at `from`. */
export function inOrder(pauses: readonly Pause[], from: Instant): Pause[] {
  if (pauses.length === 0) return [];
  const joined: Pause[] = [];
  for (const { asked, answered } of [...pauses].sort((a, b) => a.asked - b.asked)) {
    if (answered !== null && answered < asked) throw new CchcError('bad-pause', 'Thời điểm bổ sung xong đứng trước thời điểm yêu cầu bổ sung.', 'Kiểm tra lại hai thời điểm của lần bổ sung.');
    if (answered !== null && answered <= from) continue;
    const last = joined.at(-1);
    if (last && (last.answered === null || asked <= last.answered)) last.answered = last.answered === null || answered === null ? null : Math.max(last.answered, answered);
    else joined.push({ asked: Math.max(asked, from), answered });
  }
  return joined;
}

function startOfCounting(received: Instant, unit: LimitUnit, calendar: WorkingCalendar, rules: DeadlineRules): Instant {
  const { time } = calendar;
  const day = dayNumber(received);
  if (!time.isWorkingDay(day)) return rules.receivedOnDayOff === 'keeps_time' && (unit === 'calendar_day' || unit === 'month') ? received : time.nextWorkingInstant(received);
  if (rules.cutOff !== null && received >= startOfDayNumber(day) + rules.cutOff * 60_000_000) return time.openingOf(time.workingDayFrom(day, 1));
  // "After 17:00" is the next day: at closing itself a limit on the calendar keeps its clock time and loses no day.
  return (unit === 'calendar_day' || unit === 'month') && time.isWithinHours(received) ? received : time.nextWorkingInstant(received);
}

function workingDays(received: Instant, start: Instant, amount: number, minutesPerDay: number, { time }: WorkingCalendar, rules: DeadlineRules): Instant {
  const day = dayNumber(received);
  if (rules.receivedOnDayOff === 'next_opening' || amount < 1 || time.isWorkingDay(day)) return time.addWorkingMinutes(start, amount * minutesPerDay);
  const sameTimeBefore = startOfDayNumber(time.workingDayFrom(day, -1)) + received - startOfDayNumber(day);
  return Math.max(start, time.addWorkingMinutes(sameTimeBefore, amount * minutesPerDay));
}

/** Whole days or months on the calendar, then out of a day off, then the rest of a day in working minutes. */
function onCalendar(start: Instant, { amount, unit }: TimeLimit, minutesPerDay: number, calendar: WorkingCalendar, rules: DeadlineRules): Instant {
  const { time } = calendar;
  const from = dayNumber(start);
  const whole = Math.floor(amount);
  const day = unit === 'month' ? addMonths(from, whole) : rules.calendarDaysSkipHolidays ? skippingHolidays(from, whole, calendar) : from + whole;
  const landed = rolled(startOfDayNumber(day) + start - startOfDayNumber(from), time, rules.rollForward);
  return amount === whole ? landed : time.addWorkingMinutes(landed, (amount - whole) * minutesPerDay);
}

/** Out of a day off, then into the hours of that working day: never to another day than the one it rolled to, so that a later reception is never due on an earlier day. */
function rolled(at: Instant, time: WorkingCalendar['time'], roll: DeadlineRules['rollForward']): Instant {
  const day = dayNumber(at);
  if (roll === 'none' || time.isWithinHours(at)) return at;
  const target = time.isWorkingDay(day) ? day : time.workingDayFrom(day, 1);
  if (target !== day && roll === 'opening') return time.openingOf(target);
  const closing = time.closingOf(target);
  if (target !== day && roll === 'closing') return closing;
  const sameTime = startOfDayNumber(target) + at - startOfDayNumber(day);
  return sameTime >= closing ? closing : time.isWithinHours(sameTime) ? sameTime : time.nextWorkingInstant(sameTime);
}

/** The same day so many months later, or the last day of that month where there is no such day (31/1 + 1 month = 28/2). */
export function addMonths(day: number, months: number): number {
  const [year, month, date] = dayFromNumber(day).split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return Math.round(Date.UTC(year, month - 1 + months, Math.min(date, last)) / 86_400_000);
}

function skippingHolidays(from: number, days: number, calendar: WorkingCalendar): number {
  let day = from;
  for (let left = days; left > 0;) {
    calendar.time.isWorkingDay(day += 1); // refuses what lies outside the calendar
    const kind = calendar.entryOf(day)?.kind;
    if (kind !== 'holiday' && kind !== 'swapped_off') left -= 1;
  }
  return day;
}

function nextWorkingDaySameTime(at: Instant, { time }: WorkingCalendar): Instant {
  const day = dayNumber(at);
  return startOfDayNumber(time.workingDayFrom(day, 1)) + at - startOfDayNumber(day);
}

