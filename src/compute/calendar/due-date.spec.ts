/** Due dates by small tables: reception, month ends, Tết, 30/6 → 1/7/2025, late decisions, pauses. Times are local. */
import { addDays, parseMoment, toLocalIso, type Instant, type UnitLevel } from '../../vocabulary';
import { CalendarBook, parseCalendar, dueDate, extendDue, type DeadlineRules, type LimitUnit, type Pause } from '.';

const at = (text: string): Instant => parseMoment(text)!;
const shown = (instant: Instant | null) => instant && toLocalIso(instant).slice(0, 16).replace('T', ' ');
const HOURS = 'workingHours: [{ hours: [["07:00", "11:30"], ["13:30", "17:00"]], verified: true }]';
const bookOf = (...files: string[]) => new CalendarBook(files.map((text, i) => parseCalendar(text, `file ${i + 1}`)));
const plain = bookOf(HOURS);

interface Case { amount?: number; unit?: LimitUnit; pauses?: [string, string | null][]; book?: CalendarBook; level?: UnitLevel; rules?: Partial<DeadlineRules>; knownOn?: number }
const pausesOf = (pauses: [string, string | null][] = []): Pause[] => pauses.map(([asked, answered]) => ({ asked: at(asked), answered: answered ? at(answered) : null }));
const due = (received: string, { amount = 1, unit = 'working_day', pauses, book = plain, level, rules, knownOn }: Case = {}) =>
  shown(dueDate({ received: at(received), amount, unit, pauses: pausesOf(pauses), calendar: book, level, rules, knownOn }).due);

describe('reception', () => {
  test.each([
    ['2025-03-10 00:00', 4, '2025-03-10 11:00'], // midnight: from opening
    ['2025-03-10 11:29', 3.5, '2025-03-10 16:59'],
    ['2025-03-10 11:30', 3.5, '2025-03-10 17:00'], // closing for lunch counts from 13:30; the end of the day is its closing, not the next opening
    ['2025-03-10 12:15', 1, '2025-03-10 14:30'],
    ['2025-03-10 17:00', 1, '2025-03-11 08:00'],
    ['2025-03-10 23:59', 1, '2025-03-11 08:00'],
    ['2025-03-14 16:30', 1, '2025-03-17 07:30'], // over a weekend
    ['2025-03-15 10:00', 1, '2025-03-17 08:00'], // on a Saturday
  ])('%s + %d h', (received, amount, expected) => {
    expect(due(received, { amount, unit: 'hour' })).toBe(expected);
  });

  test('a part of a day is working minutes; no time at all is due at the first instant that counts', () => {
    expect(due('2025-03-10 09:00', { amount: 1.5 })).toBe('2025-03-11 15:00');
    expect(due('2025-03-10 12:00', { amount: 0 })).toBe('2025-03-10 13:30');
  });

  test('on a day off: the next day is a full day, or only what is left of it', () => {
    expect(due('2025-03-15 10:00')).toBe('2025-03-17 17:00');
    expect(due('2025-03-15 10:00', { rules: { receivedOnDayOff: 'keeps_time' } })).toBe('2025-03-17 10:00');
    expect(due('2025-03-15 18:00', { rules: { receivedOnDayOff: 'keeps_time' } })).toBe('2025-03-17 17:00');
    expect(due('2025-03-15 10:00', { amount: 2, unit: 'hour', rules: { receivedOnDayOff: 'keeps_time' } })).toBe('2025-03-17 09:00'); // hours never begin before the reception
  });

  test('from the cut-off on a reception counts from the next working day', () => {
    const rules = { cutOff: 15 * 60 };
    expect(due('2025-03-14 14:59', { rules })).toBe('2025-03-17 14:59');
    expect(due('2025-03-14 15:00', { rules })).toBe('2025-03-17 17:00');
    expect(due('2025-03-10 06:00', { rules: { cutOff: 0 } })).toBe('2025-03-11 17:00');
  });
});

describe('calendar days and months', () => {
  const holiday = bookOf(HOURS, '{"holidays": [{"date": "2025-09-01"}, {"date": "2025-09-02"}]}');
  const on = (unit: LimitUnit, amount: number, rules: Partial<DeadlineRules> = {}): Case => ({ unit, amount, rules, book: holiday });
  test('a due date on a day off moves to the next working day', () => {
    expect(due('2025-08-19 10:00', on('calendar_day', 14))).toBe('2025-09-03 10:00');
    expect(due('2025-08-19 10:00', on('calendar_day', 14, { rollForward: 'opening' }))).toBe('2025-09-03 07:00');
    expect(due('2025-08-19 10:00', on('calendar_day', 14, { rollForward: 'closing' }))).toBe('2025-09-03 17:00');
    expect(due('2025-08-19 10:00', on('calendar_day', 14, { rollForward: 'none' }))).toBe('2025-09-02 10:00');
  });
  test('named days off may be left out of the count; Saturdays and Sundays are not', () => {
    expect(due('2025-08-19 10:00', on('calendar_day', 14, { calendarDaysSkipHolidays: true }))).toBe('2025-09-04 10:00');
    expect(due('2025-08-19 10:00', on('calendar_day', 9, { calendarDaysSkipHolidays: true }))).toBe('2025-08-28 10:00');
  });
  test.each([
    ['2025-01-31 09:00', 1, '2025-02-28 09:00'],
    ['2024-01-31 09:00', 1, '2024-02-29 09:00'],
    ['2024-12-31 09:00', 2, '2025-02-28 09:00'],
    ['2025-03-31 09:00', 1, '2025-04-30 09:00'],
    ['2025-08-29 09:00', 18, '2027-03-01 09:00'], // 28/2/2027 is a Sunday
  ])('%s + %d months', (received, amount, expected) => { expect(due(received, { amount, unit: 'month' })).toBe(expected); });
  test('half a month is refused, and so is what is not a number', () => {
    expect(() => due('2025-01-31 09:00', { amount: 0.5, unit: 'month' })).toThrow('0.5');
    expect(() => due('2025-01-31 09:00', { amount: NaN })).toThrow('không dùng được');
    expect(() => due('2025-01-31 09:00', { amount: 30_000 })).toThrow('1990–2079');
  });
});

describe('days off, swapped days and the day they were decided', () => {
  const TET = '{"holidays": [{"date":"2026-02-16"},{"date":"2026-02-17"},{"date":"2026-02-18"},{"date":"2026-02-19"},{"date":"2026-02-20"}]}';
  test('Tết: a week passes without a working minute', () => {
    expect(due('2026-02-13 16:00', { book: bookOf(HOURS, TET) })).toBe('2026-02-23 16:00');
    expect(due('2026-02-18 09:00', { amount: 8, unit: 'hour', book: bookOf(HOURS, TET) })).toBe('2026-02-23 17:00');
  });

  const swapped = bookOf(HOURS, '{"holidays": [{"date":"2025-04-30"},{"date":"2025-05-01"}]}', `decisions: [{ document: QĐ 1, decidedOn: 2025-04-21, days: [{ date: 2025-05-02, kind: swapped_off }, { date: 2025-04-26, kind: swapped_working }] }]`);
  test('a worked Saturday counts, the day it replaces does not', () => {
    expect(due('2025-04-25 09:00', { book: swapped })).toBe('2025-04-26 09:00');
    expect(due('2025-04-29 09:00', { book: swapped })).toBe('2025-05-05 09:00');
  });

  test('a decision that comes late does not move what was promised before it', () => {
    expect(due('2025-04-20 12:00', { amount: 8, book: swapped })).toBe('2025-05-02 17:00'); // a Sunday, the day before the decision: 02/5 still counts, 26/4 does not
    expect(due('2025-04-21 07:00', { amount: 8, book: swapped })).toBe('2025-04-29 17:00');
    const decided = swapped.days.find((d) => d.date === '2025-05-02')!.decidedOn!;
    expect(swapped.knownOn(addDays(decided, -1)).time.isWorkingDay(20210)).toBe(true); // 02/5/2025
    expect(swapped.knownOn(decided).time.isWorkingDay(20210)).toBe(false);
  });

  test('a later decision takes an earlier one back', () => {
    const book = bookOf(HOURS, `decisions:
  - { document: QĐ 1, decidedOn: 2025-01-10, days: [{ date: 2025-05-02, kind: swapped_off }] }
  - { document: QĐ 2, decidedOn: 2025-03-10, days: [{ date: 2025-05-02, kind: ordinary }] }`);
    expect(['2025-01-09', '2025-01-10', '2025-03-10'].map((day) => book.knownOn(day).time.isWorkingDay(20210))).toEqual([true, false, true]);
  });

  test('communes may work a Saturday morning when others do not', () => {
    const book = bookOf(HOURS, 'decisions: [{ document: QĐ 3, decidedOn: null, validFor: [commune], days: [{ date: 2025-03-15, kind: swapped_working, hours: [["07:30", "11:30"]] }] }]');
    expect(due('2025-03-14 17:00', { amount: 4, unit: 'hour', book, level: 'commune' })).toBe('2025-03-15 11:30');
    expect(due('2025-03-14 17:00', { amount: 4, unit: 'hour', book, level: 'department' })).toBe('2025-03-17 11:00');
  });

  test('30/6 → 1/7/2025: hours change with the two-level government, per level of unit', () => {
    const book = bookOf(`workingHours:
  - { to: 2025-06-30, hours: [["07:00", "11:30"], ["13:30", "17:00"]] }
  - { from: 2025-07-01, hours: [["07:30", "11:30"], ["13:00", "17:00"]] }
  - { from: 2025-07-01, kinds: [commune], hours: [["07:30", "11:30"], ["13:00", "17:00"]], days: { saturday: [["07:30", "11:30"]] } }`);
    expect(due('2025-06-30 15:00', { book, level: 'department' })).toBe('2025-07-01 15:00'); // 2 h on Monday, 6 h on Tuesday: 07:30–11:30, 13:00–15:00
    expect(due('2025-07-04 16:00', { book, level: 'department' })).toBe('2025-07-07 16:00');
    expect(due('2025-07-04 16:00', { book, level: 'commune' })).toBe('2025-07-07 10:30'); // 1 h on Friday, 4 h on Saturday, 3 h on Monday
  });

  test('a day without hours is said, not skipped', () => {
    const book = bookOf('workingHours: [{ from: 2025-07-01, hours: [["07:30", "11:30"], ["13:00", "17:00"]] }]');
    expect(() => due('2025-06-30 15:00', { book })).toThrow('30/06/2025');
    expect(due('2025-07-01 15:00', { book })).toBe('2025-07-02 15:00');
    expect(() => book.knownOn(null).time.workingMinutesBetween(at('2025-06-29 10:00'), at('2025-07-01 10:00'))).toThrow('30/06/2025');
    expect(book.after('2025-06-29', 1)).toBe('2025-06-30'); // days alone need no hours
  });
});

describe('supplement pauses', () => {
  const three = (pauses: [string, string | null][], rules: Partial<DeadlineRules> = {}): Case => ({ amount: 3, pauses, rules });
  test.each<[string, [string, string | null][], string]>([
    ['two working days', [['2025-03-11 09:00', '2025-03-13 09:00']], '2025-03-17 09:00'],
    ['a weekend costs nothing', [['2025-03-14 17:00', '2025-03-17 07:00']], '2025-03-13 09:00'],
    ['two that overlap count once', [['2025-03-11 09:00', '2025-03-12 09:00'], ['2025-03-11 15:00', '2025-03-13 09:00']], '2025-03-17 09:00'],
    ['asked when the dossier was late already', [['2025-03-13 09:00', '2025-03-20 09:00']], '2025-03-13 09:00'],
    ['the second one lies within the due date that the first one moved', [['2025-03-12 09:00', '2025-03-13 09:00'], ['2025-03-13 10:00', '2025-03-14 10:00']], '2025-03-17 09:00'],
    ['before the reception', [['2025-03-07 09:00', '2025-03-10 09:00']], '2025-03-13 09:00'],
  ])('%s', (_, pauses, expected) => { expect(due('2025-03-10 09:00', three(pauses))).toBe(expected); });

  test('while it is awaited there is no due date, only what is left', () => {
    const { due: open, waiting } = dueDate({ received: at('2025-03-10 09:00'), amount: 3, unit: 'working_day', pauses: pausesOf([['2025-03-12 09:00', null]]), calendar: plain });
    expect([open, waiting]).toEqual([null, { since: at('2025-03-12 09:00'), remainingMinutes: 480 }]);
  });

  test('both rules are to be had: working minutes, and calendar time less one day and then a working day', () => {
    const [pause] = pausesOf([['2025-03-11 09:00', '2025-03-13 09:00']]);
    const moved = (rules: DeadlineRules['pause']) => shown(extendDue(at('2025-03-14 09:00'), [pause!], plain, { rules }).due);
    expect([moved('working_minutes'), moved('calendar_less_a_day')]).toEqual(['2025-03-18 09:00', '2025-03-17 09:00']);
  });

  test('answered before it was asked is refused', () => {
    expect(() => due('2025-03-10 09:00', three([['2025-03-12 09:00', '2025-03-11 09:00']]))).toThrow('bổ sung');
  });

  test('a decision that came during the pause counts for the new date', () => {
    const book = bookOf(HOURS, 'decisions: [{ document: QĐ 4, decidedOn: 2025-03-12, days: [{ date: 2025-03-17, kind: holiday }] }]');
    expect(due('2025-03-10 09:00', { amount: 5, book })).toBe('2025-03-17 09:00');
    expect(due('2025-03-10 09:00', { amount: 5, book, pauses: [['2025-03-11 09:00', '2025-03-13 09:00']] })).toBe('2025-03-19 17:00');
  });
});
