/**
 * Every calendar there ever was: what was known on a day, for a level of units. A decision that comes late changes the calendar of dossiers
 * received from its day on, and never that of a due date published before it.
 */
import { CchcError } from '../../platform/errors';
import { dayFromNumber, dayToNumber, vietnameseDay, weekdayOf, type LocalDay, type UnitLevel } from '../../vocabulary';
import type { CalendarContent, DayEntry, HoursEntry } from './calendar-file';
import { WorkingTime, type DayPlan } from './working-time';

const FIRST = dayToNumber('1990-01-01');
const LAST = dayToNumber('2079-12-31');
/** Swapped days and days in lieu lie near the holiday they belong to; further away, a year that is not announced is still certain. */
const DAYS_AROUND_HOLIDAY = 14;

/** Days only: what "due soon" needs. */
export interface Calendar {
  isWorkingDay(day: LocalDay): boolean;
  /** The n-th working day after `day` (n ≥ 1). */
  after(day: LocalDay, n: number): LocalDay;
}

/** The calendar that was known on one day, for one level of units. */
export interface WorkingCalendar {
  readonly time: WorkingTime;
  /** The hours in force on a day (by its number). Throws CchcError `no-working-hours`. */
  hoursOn(day: number): HoursEntry;
  /** What was decided for a day, else null: it is what its weekday is. */
  entryOf(day: number): DayEntry | null;
  /** Why results between two days (numbers) may still change or are not proved; empty = none. In Vietnamese. */
  doubts(from: number, to: number): readonly string[];
}

export class CalendarBook implements Calendar {
  /** Days (numbers) on which something was decided, ascending. */
  private readonly versions: number[];
  private readonly built = new Map<string, WorkingCalendar>();
  private readonly content: CalendarContent;

  /** Throws CchcError `bad-configuration` when two entries contradict each other or a decision makes no sense. */
  constructor(contents: readonly CalendarContent[]) {
    this.content = {
      days: contents.flatMap((c) => c.days), hours: contents.flatMap((c) => c.hours),
      listedYears: contents.flatMap((c) => c.listedYears), announcedYears: contents.flatMap((c) => c.announcedYears),
    };
    const wrong = [...contradictions(this.content), ...senseless(this.content)];
    if (wrong.length > 0) throw new CchcError('bad-configuration', wrong.join('\n'), 'Sửa các ngày trên trong tệp lịch (docs/calendar.md).');
    this.versions = [...new Set([...this.content.days, ...this.content.hours].flatMap((e) => (e.decidedOn ? [dayToNumber(e.decidedOn)] : [])))].sort((a, b) => a - b);
  }

  /** The calendar as it was known at the end of a local day (day or day number; null = everything decided so far), for a level of units (null = the general one). */
  knownOn(day: LocalDay | number | null, level: UnitLevel | null = null): WorkingCalendar {
    const version = this.versionOf(day);
    const key = `${version} ${level ?? ''}`;
    let calendar = this.built.get(key);
    if (!calendar) this.built.set(key, calendar = build(this.content, version === 0 ? null : dayFromNumber(this.versions[version - 1]!), level));
    return calendar;
  }

  isWorkingDay(day: LocalDay): boolean { return this.knownOn(null).time.isWorkingDay(dayToNumber(day)); }
  after(day: LocalDay, n: number): LocalDay { return dayFromNumber(this.knownOn(null).time.workingDayFrom(dayToNumber(day), n)); }

  /** All entries, by date, for showing. */
  get days(): readonly DayEntry[] { return [...this.content.days].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)); }
  get hours(): readonly HoursEntry[] { return this.content.hours; }

  /** How many of the decision days had passed. */
  private versionOf(day: LocalDay | number | null): number {
    if (day === null) return this.versions.length;
    const known = typeof day === 'number' ? day : dayToNumber(day);
    let passed = 0;
    while (passed < this.versions.length && this.versions[passed]! <= known) passed += 1;
    return passed;
  }
}

function build(content: CalendarContent, knownOn: LocalDay | null, level: UnitLevel | null): WorkingCalendar {
  const known = <E extends { decidedOn: LocalDay | null }>(entry: E) => entry.decidedOn === null || (knownOn !== null && entry.decidedOn <= knownOn);
  const concerns = (levels: readonly UnitLevel[] | null) => levels === null || (level !== null && levels.includes(level));
  const entries = new Map<number, DayEntry>();
  for (const entry of content.days.filter((e) => known(e) && concerns(e.validFor)).sort((a, b) => compare([a.decidedOn ?? '', a.validFor ? 1 : 0], [b.decidedOn ?? '', b.validFor ? 1 : 0]))) entries.set(dayToNumber(entry.date), entry);
  // Best first: hours for the level before general ones, then those that began last, then those decided last.
  const hours = content.hours.filter((h) => known(h) && concerns(h.kinds)).sort((a, b) => compare([b.kinds ? 1 : 0, b.from ?? '', b.decidedOn ?? ''], [a.kinds ? 1 : 0, a.from ?? '', a.decidedOn ?? '']));
  const spans = hours.map((entry) => ({ entry, from: entry.from ? dayToNumber(entry.from) : -Infinity, to: entry.to ? dayToNumber(entry.to) : Infinity }));
  const hoursAt = (day: number) => spans.find((span) => span.from <= day && day <= span.to)?.entry;
  const plans: DayPlan[] = [];
  for (let day = FIRST; day <= LAST; day += 1) plans.push(plan(day, entries.get(day), hoursAt(day)));
  return {
    time: new WorkingTime(FIRST, plans),
    entryOf: (day) => { const entry = entries.get(day); return !entry || entry.kind === 'ordinary' ? null : entry; },
    hoursOn(day) {
      const entry = hoursAt(day);
      if (!entry) throw new CchcError('no-working-hours', `Không có giờ làm việc nào được khai báo cho ngày ${vietnameseDay(dayFromNumber(day))}${level ? ` (cấp ${level})` : ''}.`, 'Khai báo workingHours trong tệp lịch (docs/calendar.md).');
      return entry;
    },
    doubts: doubtsOf(content, entries, hoursAt),
  };
}

const OFF: DayPlan = { works: false, stretches: [] };
function plan(day: number, entry: DayEntry | undefined, hours: HoursEntry | undefined): DayPlan {
  if (entry?.kind === 'holiday' || entry?.kind === 'swapped_off') return OFF;
  if (entry?.kind === 'swapped_working') return { works: true, stretches: entry.hours ?? hours?.ordinary ?? null };
  const weekday = weekdayOf(day);
  if (!hours) return weekday === 0 || weekday === 6 ? OFF : { works: true, stretches: null };
  const stretches = hours.week[weekday];
  return stretches ? { works: true, stretches } : OFF;
}

function doubtsOf(content: CalendarContent, entries: ReadonlyMap<number, DayEntry>, hoursAt: (day: number) => HoursEntry | undefined): WorkingCalendar['doubts'] {
  const announced = new Set(content.announcedYears);
  const listed = new Set([...content.listedYears, ...announced]);
  const unsettled = [...entries].filter(([day]) => !announced.has(yearOf(day)));
  const windows = unsettled.filter(([, e]) => e.kind === 'holiday').map(([day]) => ({ year: yearOf(day), from: day - DAYS_AROUND_HOLIDAY, to: day + DAYS_AROUND_HOLIDAY }));
  // A day by law is settled by the announcement of its year; what a decision says stays as proved as that decision.
  const unverified = [...entries].filter(([day, e]) => !e.verified && !(e.byLaw && announced.has(yearOf(day)))).map(([day, entry]) => ({ day, entry })).sort((a, b) => a.day - b.day);
  const say = (from: number, to: number): string[] => {
    const found = new Set<string>();
    for (let year = yearOf(from); year <= yearOf(to); year += 1) if (!listed.has(year)) found.add(`chưa có danh sách ngày lễ năm ${year}`);
    for (const window of windows) if (window.from <= to && window.to >= from) found.add(`chưa nhập đủ thông báo nghỉ lễ, hoán đổi năm ${window.year}`);
    for (const { day, entry } of unverified) if (day >= from && day <= to) found.add(`ngày ${vietnameseDay(entry.date)} chưa xác minh${entry.legalBasis ? ` (${entry.legalBasis})` : ''}`);
    if (hoursAt(from)?.verified === false || hoursAt(to)?.verified === false) found.add('giờ làm việc chưa xác minh');
    return [...found];
  };
  const said = new Map<number, string[]>(); // millions of dossiers ask about the same few thousand spans
  return (from, to) => {
    const key = from * 100_000 + to;
    let doubts = said.get(key);
    if (!doubts) {
      if (said.size > 50_000) said.clear();
      said.set(key, doubts = say(from, to));
    }
    return doubts;
  };
}

/** Two entries of equal rank that say different things. */
function contradictions({ days, hours }: CalendarContent): string[] {
  const seen = new Map<string, string>();
  const clash = (key: string, value: string, said: string): string[] => {
    const before = seen.get(key);
    seen.set(key, before ?? value);
    return before !== undefined && before !== value ? [said] : [];
  };
  return [
    ...days.flatMap((d) => clash(`day ${d.date} ${d.decidedOn} ${d.validFor}`, `${d.kind} ${JSON.stringify(d.hours)}`, `${d.file}: ngày ${vietnameseDay(d.date)} được khai hai lần khác nhau trong cùng ngày quyết định (${d.decidedOn ?? 'không ghi'})`)),
    ...hours.flatMap((h, i) => clash(`hours ${h.from} ${h.decidedOn} ${h.kinds}`, String(i), `${h.file}: hai workingHours cùng loại đơn vị, cùng ngày bắt đầu (${h.from ?? 'không ghi'}) và cùng ngày quyết định`)),
    ...hours.filter((h) => h.from !== null && h.to !== null && h.from > h.to).map((h) => `${h.file}: workingHours có from ${h.from} sau to ${h.to}`),
  ];
}

/** A swapped working day that is a working day anyway is a wrong date in nearly every case, and so is a swapped day off at a weekend nobody works on. */
function senseless({ days, hours }: CalendarContent): string[] {
  const others = new Map<LocalDay, number>();
  for (const { date } of days) others.set(date, (others.get(date) ?? 0) + 1);
  const weekend = (date: LocalDay) => [0, 6].includes(weekdayOf(dayToNumber(date)));
  return days.filter((d) => others.get(d.date) === 1).flatMap((d) => {
    if (d.kind === 'swapped_working' && !weekend(d.date) && hours.every((h) => h.week[weekdayOf(dayToNumber(d.date))] !== null)) return [`${d.file}: ${vietnameseDay(d.date)} là ngày làm việc bình thường, không thể là ngày làm bù`];
    if (d.kind === 'swapped_off' && weekend(d.date) && hours.every((h) => h.week[weekdayOf(dayToNumber(d.date))] === null)) return [`${d.file}: ${vietnameseDay(d.date)} vốn là ngày nghỉ cuối tuần, không thể là ngày nghỉ hoán đổi`];
    return [];
  });
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  return 0;
}
const yearOf = (day: number) => Number(dayFromNumber(day).slice(0, 4));
