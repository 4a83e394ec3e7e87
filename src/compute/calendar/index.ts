/** Working calendar and deadlines (indicators.md 5.6). How an operator enters a decision: docs/calendar.md. */
import { CalendarBook } from './calendar-book';
import { readCalendarFile } from './calendar-file';

export { CalendarBook, type Calendar, type WorkingCalendar } from './calendar-book';
export { DAY_KINDS, parseCalendar, readCalendarFile, type CalendarContent, type DayEntry, type DayKind, type HoursEntry } from './calendar-file';
export { crossCheck, DUE_DATE_FLAGS, type CrossCheck, type CrossChecked, type DueDateFlag } from './cross-check';
export { dueDate, extendDue, LIMIT_UNITS, type DueDate, type DueDateInput, type LimitUnit, type Pause, type TimeLimit } from './due-date';
export { processingTime, withinMaximum, type Course, type Verdict } from './processing-time';
export { deadlineRules, DEFAULT_RULES, type DeadlineRules } from './rules';
export { readTimeLimits, type TimeLimits } from './time-limits';
export { WorkingTime, type DayPlan, type Stretch } from './working-time';

/** One book of all files. Throws CchcError `bad-configuration` with file, line and reason. */
export const loadCalendar = (files: readonly string[]): CalendarBook => new CalendarBook(files.map(readCalendarFile));
