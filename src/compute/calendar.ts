/** Working days: no Saturday, Sunday, holiday or swapped day off; swapped working days count. Dates come from config/calendar. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { addDays, dayToNumber, type LocalDay } from '../vocabulary';

const calendarFile = z.object({
  holidays: z.array(z.object({ date: z.string() })),
  adjustments: z.array(z.object({ date: z.string(), kind: z.enum(['holiday', 'swapped_off', 'swapped_working']) })).default([]),
});

export interface Calendar {
  isWorkingDay(day: LocalDay): boolean;
  /** The n-th working day after `day` (n ≥ 1). */
  after(day: LocalDay, n: number): LocalDay;
}

export function loadCalendar(files: readonly string[]): Calendar {
  const off = new Set<LocalDay>();
  const on = new Set<LocalDay>();
  for (const file of files) {
    const parsed = calendarFile.parse(JSON.parse(readFileSync(file, 'utf8')));
    for (const holiday of parsed.holidays) off.add(holiday.date);
    for (const { date, kind } of parsed.adjustments) (kind === 'swapped_working' ? on : off).add(date);
  }
  // 1970-01-01 was a Thursday.
  const isWorkingDay = (day: LocalDay) => on.has(day) || (!off.has(day) && ![2, 3].includes(((dayToNumber(day) % 7) + 7) % 7));
  return {
    isWorkingDay,
    after(day, n) {
      let at = day;
      for (let left = n; left > 0;) {
        at = addDays(at, 1);
        if (isWorkingDay(at)) left -= 1;
      }
      return at;
    },
  };
}
