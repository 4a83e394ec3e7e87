/**
 * The three shapes of a calendar file, read into one: statutory days (config/calendar/vn-public-holidays-….json), hours and decisions written by
 * operators (docs/calendar.md), and a table of worked due-date cases with the settings it assumes.
 */
import { readFileSync } from 'node:fs';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { CchcError } from '../../platform/errors';
import { MINUTE, UNIT_LEVELS, dayFromNumber, dayToNumber, type LocalDay, type UnitLevel } from '../../vocabulary';
import { clock, deadlineRules, type DeadlineRules } from './rules';
import type { Stretch } from './working-time';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
/** `ordinary` takes an earlier decision on that date back: the date is again what its weekday is. */
export const DAY_KINDS = ['holiday', 'swapped_off', 'swapped_working', 'ordinary'] as const;
export type DayKind = (typeof DAY_KINDS)[number];

/** What one decision says of one date. */
export interface DayEntry {
  date: LocalDay; kind: DayKind; name: string | null;
  /** Legal basis: number of the decision, or the law. */
  legalBasis: string | null;
  /** Day of the decision: due dates published before it do not know it. null = always known (the law itself). */
  decidedOn: LocalDay | null;
  /** Levels of units it holds for; null = all. */
  validFor: readonly UnitLevel[] | null;
  /** A day that the law itself gives and nobody had to decide; its exact date is settled by the yearly announcement. */
  byLaw: boolean;
  /** Hours worked on a swapped working day where they are not the ordinary ones. */
  hours: readonly Stretch[] | null;
  verified: boolean; file: string;
}

/** Working hours of a level of units between two days, with the conventions that go with them. */
export interface HoursEntry {
  kinds: readonly UnitLevel[] | null; from: LocalDay | null; to: LocalDay | null; decidedOn: LocalDay | null;
  ordinary: readonly Stretch[];
  /** By weekday, 0 = Sunday; null = the day off of the week. */
  week: readonly (readonly Stretch[] | null)[];
  /** Length of "one working day" of a time limit. */
  minutesPerDay: number;
  rules: DeadlineRules; legalBasis: string | null; verified: boolean; file: string;
}

export interface CalendarContent {
  days: DayEntry[]; hours: HoursEntry[];
  /** Years whose statutory days are listed, and years whose yearly announcement is entered whole. */
  listedYears: number[]; announcedYears: number[];
}

const localDay = z.string().refine((text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(dayToNumber(text)) && dayFromNumber(dayToNumber(text)) === text, 'không phải ngày có thật, viết như 2026-05-02');
const stretches = z.array(z.tuple([clock, clock])).min(1).refine((list) => list.every(([a, b], i) => a < b && (i === 0 || list[i - 1]![1] <= a)), 'các khoảng giờ phải tăng dần và không chồng nhau')
  .transform((list): Stretch[] => list.map(([a, b]) => [a * MINUTE, b * MINUTE]));
const year = z.number().int().min(1990).max(2079);
const kinds = z.array(z.enum(UNIT_LEVELS)).min(1).nullish();

const statutoryFile = z.looseObject({
  years: z.tuple([year, year]).optional(), legalBasis: z.string().nullish(),
  holidays: z.array(z.looseObject({ date: localDay, name: z.string().optional(), exact: z.boolean().default(true) })),
  adjustments: z.array(z.strictObject({ date: localDay, kind: z.enum(DAY_KINDS), name: z.string().optional(), legalBasis: z.string().optional(), decidedOn: localDay.optional(), validFor: kinds, verified: z.boolean().default(false) })).default([]),
});
const operatorsFile = z.strictObject({
  workingHours: z.array(z.strictObject({
    kinds, from: localDay.nullish(), to: localDay.nullish(), decidedOn: localDay.nullish(),
    hours: stretches, days: z.partialRecord(z.enum(WEEKDAYS), stretches.nullable()).default({}),
    hoursPerDay: z.number().positive().max(24).optional(), rules: deadlineRules.prefault({}), legalBasis: z.string().nullish(), verified: z.boolean().default(false),
  })).default([]),
  decisions: z.array(z.strictObject({
    document: z.string().min(1), decidedOn: localDay.nullable(), validFor: kinds, completeFor: z.array(year).default([]), verified: z.boolean().default(false), note: z.string().optional(),
    days: z.array(z.strictObject({ date: localDay, kind: z.enum(DAY_KINDS), name: z.string().optional(), hours: stretches.optional() })).default([]),
  })).default([]),
});
const casesFile = z.looseObject({
  settings: z.strictObject({
    time_zone: z.enum(['+07:00', 'Asia/Ho_Chi_Minh']), hours: stretches, hours_per_day: z.number().positive().max(24).optional(),
    days_off: z.array(z.string().toLowerCase().pipe(z.enum(WEEKDAYS))), holidays: z.array(localDay).default([]),
    swapped_off: z.array(localDay).default([]), swapped_working: z.array(localDay).default([]),
  }),
});

/** Reads one file. Throws CchcError `bad-configuration` that names every wrong place with its line. */
export function readCalendarFile(file: string): CalendarContent {
  let text: string;
  try { text = readFileSync(file, 'utf8'); } catch { throw refused(file, ['không đọc được tệp']); }
  return parseCalendar(text, file);
}

/** YAML or JSON text; `file` is the name shown in refusals. */
export function parseCalendar(text: string, file: string): CalendarContent {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) throw refused(file, document.errors.map((e) => `dòng ${lines.linePos(e.pos[0]).line}: không phải YAML/JSON đúng cú pháp`));
  const raw = (document.toJS() ?? {}) as Record<string, unknown>;
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let n = path.length; n > 0; n -= 1) {
      const node = document.getIn(path.slice(0, n), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const read = <S extends z.ZodType>(schema: S): z.infer<S> => {
    const parsed = schema.safeParse(raw, { error: z.locales.vi().localeError });
    if (parsed.success) return parsed.data;
    throw refused(file, parsed.error.issues.map((issue) => `dòng ${lineOf(issue.path)}, ${issue.path.join('.') || 'tệp'}: ${issue.message}`));
  };
  if ('settings' in raw) return fromCases(read(casesFile), file);
  return 'holidays' in raw ? fromStatutory(read(statutoryFile), file) : fromOperators(read(operatorsFile), file);
}

function fromStatutory(data: z.infer<typeof statutoryFile>, file: string): CalendarContent {
  const years = data.years ?? [Math.min(...data.holidays.map((h) => yearOf(h.date))), Math.max(...data.holidays.map((h) => yearOf(h.date)))];
  return {
    hours: [], announcedYears: [], listedYears: data.holidays.length > 0 ? Array.from({ length: years[1] - years[0] + 1 }, (_, i) => years[0] + i) : [],
    days: [
      ...data.holidays.map((h): DayEntry => ({ date: h.date, kind: 'holiday', name: h.name ?? null, legalBasis: data.legalBasis ?? null, decidedOn: null, validFor: null, byLaw: true, hours: null, verified: h.exact, file })),
      ...data.adjustments.map((a): DayEntry => ({ date: a.date, kind: a.kind, name: a.name ?? null, legalBasis: a.legalBasis ?? null, decidedOn: a.decidedOn ?? null, validFor: a.validFor ?? null, byLaw: false, hours: null, verified: a.verified, file })),
    ],
  };
}

function fromOperators(data: z.infer<typeof operatorsFile>, file: string): CalendarContent {
  return {
    listedYears: [], announcedYears: data.decisions.flatMap((d) => d.completeFor),
    hours: data.workingHours.map((h): HoursEntry => ({
      kinds: h.kinds ?? null, from: h.from ?? null, to: h.to ?? null, decidedOn: h.decidedOn ?? null, ordinary: h.hours,
      week: WEEKDAYS.map((day) => (h.days[day] !== undefined ? h.days[day] : day === 'saturday' || day === 'sunday' ? null : h.hours)),
      minutesPerDay: h.hoursPerDay === undefined ? minutes(h.hours) : h.hoursPerDay * 60, rules: h.rules, legalBasis: h.legalBasis ?? null, verified: h.verified, file,
    })),
    days: data.decisions.flatMap((d) => d.days.map((day): DayEntry => ({
      date: day.date, kind: day.kind, name: day.name ?? null, legalBasis: d.document, decidedOn: d.decidedOn, validFor: d.validFor ?? null, byLaw: false, hours: day.hours ?? null, verified: d.verified, file,
    }))),
  };
}

function fromCases({ settings }: z.infer<typeof casesFile>, file: string): CalendarContent {
  const entry = (kind: DayKind) => (date: LocalDay): DayEntry => ({ date, kind, name: null, legalBasis: null, decidedOn: null, validFor: null, byLaw: true, hours: null, verified: true, file });
  const every = Array.from({ length: 90 }, (_, i) => 1990 + i); // its table is part of the case: nothing is missing
  return {
    listedYears: every, announcedYears: every,
    hours: [{
      kinds: null, from: null, to: null, decidedOn: null, ordinary: settings.hours, week: WEEKDAYS.map((day) => (settings.days_off.includes(day) ? null : settings.hours)),
      minutesPerDay: settings.hours_per_day === undefined ? minutes(settings.hours) : settings.hours_per_day * 60, rules: deadlineRules.parse({}), legalBasis: null, verified: true, file,
    }],
    days: [...settings.holidays.map(entry('holiday')), ...settings.swapped_off.map(entry('swapped_off')), ...settings.swapped_working.map(entry('swapped_working'))],
  };
}

const minutes = (hours: readonly Stretch[]) => hours.reduce((sum, [a, b]) => sum + b - a, 0) / MINUTE;
const yearOf = (day: LocalDay) => Number(day.slice(0, 4));
const refused = (file: string, reasons: readonly string[]) =>
  new CchcError('bad-configuration', reasons.map((reason) => `${file}: ${reason}`).join('\n'), 'Sửa tệp lịch theo docs/calendar.md rồi chạy lại.');
