/** Conventions of deadline arithmetic that a province decides. None is a constant of the law known to us: all of them are configuration (docs/calendar.md). */
import { z } from 'zod';

/** Minutes after midnight of a clock time. A closing at 24:00 would be a moment of the next day: write 23:59. */
export const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'viết như 07:30').transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

export const deadlineRules = z.strictObject({
  /** A reception on a day off counts from the next opening, or (keeps_time) as if at that clock time of the working day before: the next working day is one full day. */
  receivedOnDayOff: z.enum(['next_opening', 'keeps_time']).default('next_opening'),
  /** A reception at or after this time of a working day counts from the opening of the next one; "00:00": always from the next one. */
  cutOff: clock.nullable().default(null),
  /** Calendar days do not count days off that a decision names (Saturdays and Sundays do count). */
  calendarDaysSkipHolidays: z.boolean().default(false),
  /** A limit in calendar days or months that ends on a day off moves to the next working day: at the same time, at its opening, at its closing; or stays. */
  rollForward: z.enum(['same_time', 'opening', 'closing', 'none']).default('same_time'),
  /** A supplement pause moves the due date by its working minutes, or by its calendar time less one day and then one working day (one product's rule). */
  pause: z.enum(['working_minutes', 'calendar_less_a_day']).default('working_minutes'),
});
export type DeadlineRules = z.infer<typeof deadlineRules>;
export const DEFAULT_RULES: DeadlineRules = deadlineRules.parse({});
