/** What holds for every calendar, reception and limit; 2,000 made-up cases from a fixed seed. A failure prints the case. */
import { DAY, HOUR, MINUTE, dayNumber, dayToNumber, startOfDayNumber, weekdayOf, type Instant } from '../../vocabulary';
import { CalendarBook, dueDate, parseCalendar, type DayEntry, type LimitUnit, type Pause } from '.';

/** mulberry32 */
function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const random = seeded(20_250_701);
const below = (n: number) => Math.floor(random() * n);
const FIRST = dayToNumber('2024-12-20');
const moment = (): Instant => startOfDayNumber(FIRST + below(400)) + [0, 7 * HOUR, 11 * HOUR + 30 * MINUTE, 13 * HOUR + 30 * MINUTE, 17 * HOUR, below(DAY)][below(6)]!;

const books = Array.from({ length: 8 }, (_, i) => {
  const content = parseCalendar(`workingHours:
  - { to: 2025-06-30, hours: [["07:00", "11:30"], ["13:30", "17:00"]] }
  - { from: 2025-07-01, hours: [["07:30", "11:30"], ["13:00", "${['17:00', '16:30', '17:07', '23:59'][i % 4]}"]]${i > 3 ? ', days: { saturday: [["08:00", "11:00"]] }' : ''} }`, 'hours');
  const used = new Set<string>();
  for (let n = 0; n < 25; n += 1) {
    const date = new Date((FIRST + below(420)) * 86_400_000).toISOString().slice(0, 10);
    if (used.has(date)) continue;
    used.add(date);
    const weekend = [0, 6].includes(weekdayOf(dayToNumber(date)));
    content.days.push({ date, kind: weekend ? 'swapped_working' : 'holiday', name: null, legalBasis: null, decidedOn: null, validFor: null, byLaw: true, hours: null, verified: true, file: 'made up' } satisfies DayEntry);
  }
  return new CalendarBook([content]);
});
const cases = Array.from({ length: 2_000 }, () => ({
  calendar: books[below(books.length)]!, received: moment(), unit: (['hour', 'working_day', 'calendar_day', 'month'] as LimitUnit[])[below(4)]!, amount: below(30), minutes: below(9_000) + random(),
  pauses: Array.from({ length: below(4) }, (): Pause => { const asked = moment(); return { asked, answered: asked + below(12 * DAY) }; }),
}));
const timeOf = (c: (typeof cases)[number]) => c.calendar.knownOn(null).time;
/** Every case that breaks the rule; empty when it holds. */
const broken = (holds: (c: (typeof cases)[number]) => boolean) => cases.filter((c) => !holds(c)).map(({ calendar, ...c }) => ({ book: books.indexOf(calendar), ...c })).slice(0, 3);

test('adding and then subtracting comes back to the same working instant', () => {
  expect(broken((c) => c.minutes < 1 || timeOf(c).subtractWorkingMinutes(timeOf(c).addWorkingMinutes(c.received, c.minutes), c.minutes) === timeOf(c).nextWorkingInstant(c.received))).toEqual([]);
});

test('what was added lies between the two instants, minute for minute', () => {
  expect(broken((c) => Math.abs(timeOf(c).workingMinutesBetween(c.received, timeOf(c).addWorkingMinutes(c.received, c.minutes)) - c.minutes) < 1e-6)).toEqual([]);
});

test('sums of working time agree with a walk over every minute', () => {
  expect(broken((c) => {
    if (cases.indexOf(c) % 20 > 0) return true; // a sample: the walk is slow
    const [from, to] = [c.received - (c.received % MINUTE), c.received - (c.received % MINUTE) + (c.minutes / 2 | 0) * MINUTE];
    let walked = 0;
    for (let at = from; at < to; at += MINUTE) if (timeOf(c).isWithinHours(at) && timeOf(c).isWithinHours(at + MINUTE) && timeOf(c).isWithinHours(at + MINUTE / 2)) walked += 1;
    return walked === timeOf(c).workingMinutesBetween(from, to);
  })).toEqual([]);
});

test('never before the reception, and a due date by minutes is no opening time', () => {
  expect(broken((c) => {
    const { due, start } = dueDate(c);
    return start >= c.received && due! >= c.received && due! >= start;
  })).toEqual([]);
});

test('more time is never due earlier', () => {
  expect(broken((c) => dueDate({ ...c, amount: c.amount + 1 }).beforePauses >= dueDate(c).beforePauses)).toEqual([]);
});

test('received later is never due earlier: hours and working days by the minute, calendar days and months by the day', () => {
  expect(broken((c) => {
    const [early, late] = [dueDate({ ...c, pauses: [] }).due!, dueDate({ ...c, pauses: [], received: c.received + c.minutes * MINUTE }).due!];
    return c.unit === 'hour' || c.unit === 'working_day' ? late >= early : dayNumber(late) >= dayNumber(early);
  })).toEqual([]);
});

test('a pause never shortens, by either rule, and a longer answer never makes it earlier', () => {
  expect(broken((c) => (['working_minutes', 'calendar_less_a_day'] as const).every((pause) => dueDate({ ...c, rules: { pause } }).due! >= dueDate({ ...c, pauses: [] }).due!))).toEqual([]);
  expect(broken((c) => dueDate({ ...c, pauses: c.pauses.map((p) => ({ ...p, answered: p.answered! + 3 * DAY })) }).due! >= dueDate(c).due!)).toEqual([]);
});

test('a limit in working days ends on a working day', () => {
  expect(broken((c) => c.amount === 0 || c.unit === 'hour' || timeOf(c).isWorkingDay(dayNumber(dueDate({ ...c, pauses: [] }).due!)))).toEqual([]);
});
