/** `cchc due`: one due date, a supplement, or a table of worked cases; `calendar`: what is in it and what is missing; `due-check`: promised dates of loaded dossiers. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { z } from 'zod';
import { crossCheck, deadlineRules, DUE_DATE_FLAGS, dueDate, extendDue, LIMIT_UNITS, loadCalendar, readTimeLimits, type CalendarBook, type DeadlineRules, type DueDateFlag, type LimitUnit, type Pause } from '../compute/calendar';
import { checkDueDates } from '../compute/dossiers/due-date-check';
import { CchcError } from '../platform/errors';
import { loadSettings } from '../settings';
import { UNIT_LEVELS, dayFromNumber, dayNumber, dayToNumber, parseMoment, toLocalIso, vietnameseDay, type Instant } from '../vocabulary';
import { openApp } from './app';
import { count, print, printJson, table } from './output';

interface Options {
  received?: string; amount?: string; unit?: string; due?: string; promised?: string; pause: string[]; calendar: string[]; level?: string; knownOn?: string; cases?: string;
  skipHolidays?: boolean; dayOff?: string; cutOff?: string; pauseRule?: string; json?: boolean;
}

export function addDueVerbs(program: Command): void {
  program.command('due').description('hạn trả kết quả theo lịch làm việc: đối chiếu với ngày hẹn trả, không thay thế ngày hẹn trả')
    .option('--received <thời điểm>', 'lúc tiếp nhận, như 2026-04-29T15:00 hoặc 29/04/2026 15:00').option('--amount <số>', 'thời hạn').option('--unit <đơn vị>', LIMIT_UNITS.join(', '), 'working_day')
    .option('--pause <từ..đến>', 'chờ bổ sung; bỏ trống vế sau nếu chưa bổ sung (nhiều lần)', collect, []).option('--due <thời điểm>', 'hạn đã hẹn, để dời theo --pause, thay cho --received và --amount')
    .option('--promised <thời điểm>', 'ngày hẹn trả của nguồn, để đối chiếu').option('--calendar <tệp>', 'tệp lịch thay cho lịch trong cấu hình (nhiều lần)', collect, [])
    .option('--level <cấp>', `cấp đơn vị: ${UNIT_LEVELS.join(', ')}`).option('--known-on <ngày>', 'dùng lịch được biết đến vào ngày này; bỏ trống: ngày tiếp nhận')
    .option('--skip-holidays', 'ngày theo lịch không đếm ngày lễ').option('--day-off <cách>', 'tiếp nhận vào ngày nghỉ: next_opening, keeps_time').option('--cut-off <giờ>', 'từ giờ này tính sang ngày làm việc sau')
    .option('--pause-rule <cách>', 'working_minutes, calendar_less_a_day').option('--cases <tệp>', 'tính mọi trường hợp của một bảng mẫu và so với kết quả ghi trong bảng').option('--json')
    .action((options: Options) => {
      if (options.cases) return runCases(options.cases, options);
      const book = openBook(options.calendar);
      if (options.due) return moveDue(options, book);
      const received = moment(required(options.received, '--received'));
      const limit = { amount: amountOf(required(options.amount, '--amount')), unit: oneOf(options.unit!, LIMIT_UNITS, '--unit') };
      const pauses = options.pause.map(readPause);
      const level = options.level ? oneOf(options.level, UNIT_LEVELS, '--level') : null;
      const knownOn = options.knownOn ? dayOf(options.knownOn) : undefined;
      const input = { received, ...limit, pauses, calendar: book, level, knownOn };
      const rules = rulesOf(options);
      const result = dueDate({ ...input, rules });
      const other = otherPauseRule({ ...book.knownOn(knownOn ?? dayNumber(received), level).hoursOn(dayNumber(received)).rules, ...rules }.pause);
      const byOtherRule = pauses.length > 0 ? dueDate({ ...input, rules: { ...rules, pause: other } }).due : null;
      const doubts = book.knownOn(knownOn ?? dayNumber(received), level).doubts(dayNumber(received), dayNumber(result.due ?? result.beforePauses));
      const check = options.promised ? crossCheck({ received, promised: moment(options.promised), limit, pauses, level }, book) : null;
      if (options.json) {
        return printJson({
          received: toLocalIso(received), ...limit, start: toLocalIso(result.start), due: show(result.due), dueBeforePauses: toLocalIso(result.beforePauses),
          waiting: result.waiting && { since: toLocalIso(result.waiting.since), remainingMinutes: result.waiting.remainingMinutes },
          ...(pauses.length > 0 ? { dueByOtherPauseRule: { rule: other, due: show(byOtherRule) } } : {}), doubts, ...(check ? { crossCheck: { ...check, ours: show(check.ours) } } : {}),
        });
      }
      print(`Tiếp nhận      ${people(received)}\nBắt đầu tính   ${people(result.start)}\nThời hạn       ${limit.amount.toLocaleString('vi-VN')} ${UNIT_TITLES[limit.unit]}`);
      if (pauses.length > 0) print(`Hạn ban đầu    ${people(result.beforePauses)}`);
      print(result.due !== null ? `Hạn            ${people(result.due)}` : `Hạn            chưa xác định: chờ bổ sung từ ${people(result.waiting!.since)}, còn ${(result.waiting!.remainingMinutes / 60).toLocaleString('vi-VN')} giờ làm việc`);
      if (byOtherRule !== null) print(`  theo quy ước tạm dừng khác (${other}): ${people(byOtherRule)}`);
      if (check) print(`Đối chiếu      ${check.reason}`);
      for (const doubt of doubts) print(`⚠ ${doubt}`);
    });

  program.command('calendar').description('lịch làm việc: ngày nghỉ, hoán đổi, căn cứ, chỗ còn thiếu').option('--year <năm>').option('--known-on <ngày>').option('--level <cấp>').option('--calendar <tệp>', '', collect, []).option('--json')
    .action((options: { year?: string; knownOn?: string; level?: string; calendar: string[]; json?: boolean }) => {
      const book = openBook(options.calendar);
      const year = Number(options.year ?? new Date().getFullYear());
      if (!(year >= 1990 && year <= 2079)) throw new CchcError('bad-usage', `Năm ${options.year} nằm ngoài 1990–2079.`, 'Ví dụ --year 2026.');
      const [from, to] = [dayToNumber(`${year}-01-01`), dayToNumber(`${year}-12-31`)];
      const calendar = book.knownOn(options.knownOn ? dayOf(options.knownOn) : null, options.level ? oneOf(options.level, UNIT_LEVELS, '--level') : null);
      const entries = Array.from({ length: to - from + 1 }, (_, i) => calendar.entryOf(from + i)).filter((entry) => entry !== null);
      const workingDays = Array.from({ length: to - from + 1 }, (_, i) => calendar.time.isWorkingDay(from + i)).filter(Boolean).length;
      const doubts = calendar.doubts(from, to);
      if (options.json) return printJson({ year, workingDays, days: entries.map(({ date, kind, name, legalBasis, decidedOn, validFor, verified }) => ({ date, kind, name, legalBasis, decidedOn, validFor, verified })), doubts });
      print(`Năm ${year}: ${workingDays} ngày làm việc`);
      print(table([['NGÀY', 'LOẠI', 'TÊN', 'CĂN CỨ', 'QUYẾT ĐỊNH NGÀY', ''], ...entries.map((e) => [vietnameseDay(e.date), KIND_TITLES[e.kind], e.name ?? '', e.legalBasis ?? '', e.decidedOn ? vietnameseDay(e.decidedOn) : '', e.verified ? '' : 'chưa xác minh'])]));
      for (const doubt of doubts.filter((d) => !d.startsWith('ngày '))) print(`⚠ ${doubt}`);
    });

  program.command('due-check').description('so ngày hẹn trả của hồ sơ đã nạp với hạn tính được; đếm theo đơn vị, tháng tiếp nhận và loại sai khác').requiredOption('--from <ngày>', 'trọn tháng').option('--to <ngày>').option('--tolerance <phút>', 'sai khác nhỏ hơn coi là khớp', '0').option('--json')
    .action(async (options: { from: string; to?: string; tolerance: string; json?: boolean }) => {
      const from = dayFromNumber(dayOf(options.from));
      const settings = loadSettings();
      const limits = readTimeLimits(settings.calendar.timeLimits);
      const app = await openApp({ settings });
      try {
        const counts = await checkDueDates(app.pool, openBook([]), limits, from, options.to ? dayFromNumber(dayOf(options.to)) : from, amountOf(options.tolerance));
        const sums = new Map<string, { all: number; doubtful: number }>();
        for (const { flag, doubtful, dossiers } of counts) {
          const sum = sums.get(flag) ?? { all: 0, doubtful: 0 };
          sums.set(flag, { all: sum.all + dossiers, doubtful: sum.doubtful + (doubtful ? dossiers : 0) });
        }
        if (options.json) return printJson([...sums].map(([flag, { all, doubtful }]) => ({ flag, dossiers: all, doubtful })));
        print(table([['KẾT QUẢ', 'HỒ SƠ', 'TRONG ĐÓ LỊCH CHƯA XÁC MINH'], ...[...sums].sort((a, b) => b[1].all - a[1].all).map(([flag, { all, doubtful }]) => [flag === 'agrees' ? 'khớp' : DUE_DATE_FLAGS[flag as DueDateFlag], count(all), count(doubtful)])]));
        print('Theo đơn vị và tháng: mart.due_date_check.');
      } finally {
        await app.close();
      }
    });
}

const KIND_TITLES = { holiday: 'nghỉ lễ', swapped_off: 'nghỉ hoán đổi', swapped_working: 'làm bù', ordinary: 'bình thường' };
const UNIT_TITLES: Record<LimitUnit, string> = { hour: 'giờ làm việc', working_day: 'ngày làm việc', calendar_day: 'ngày', month: 'tháng' };

/** The calendar of the files given, else that of the configuration. */
export const openBook = (files: readonly string[]): CalendarBook => loadCalendar(files.length > 0 ? files : loadSettings().calendar.files);

function moveDue(options: Options, book: CalendarBook): void {
  const due = moment(options.due!);
  const pauses = options.pause.map(readPause);
  if (pauses.length === 0) throw new CchcError('bad-usage', '--due cần ít nhất một --pause.', 'Ví dụ --pause 2025-03-11T09:00..2025-03-13T09:00');
  const level = options.level ? oneOf(options.level, UNIT_LEVELS, '--level') : null;
  const knownOn = options.knownOn ? dayOf(options.knownOn) : undefined;
  const by = (rules: DeadlineRules['pause']) => extendDue(due, pauses, book, { level, rules, knownOn });
  const configured = rulesOf(options).pause ?? book.knownOn(knownOn ?? dayNumber(due), level).hoursOn(dayNumber(due)).rules.pause;
  const [result, other] = [by(configured), by(otherPauseRule(configured))];
  if (options.json) return printJson({ dueBeforePauses: toLocalIso(due), due: show(result.due), rule: configured, dueByOtherPauseRule: { rule: otherPauseRule(configured), due: show(other.due) } });
  print(`Hạn trước khi chờ bổ sung  ${people(due)}\nHạn mới                    ${result.due === null ? 'chưa xác định: chưa bổ sung' : people(result.due)}`);
  if (other.due !== null) print(`  theo quy ước tạm dừng khác (${otherPauseRule(configured)}): ${people(other.due)}`);
}

const text = z.string();
const casesShape = z.looseObject({
  cases: z.array(z.looseObject({ no: z.union([z.number(), text]), received: text, amount: z.number(), unit: z.enum(LIMIT_UNITS), exact_due: text.nullish(), observed_due: text.nullish(), skip_holidays: z.boolean().optional(), point: text.optional(), defect: z.boolean().optional() })).default([]),
  supplement_cases: z.array(z.looseObject({ no: z.union([z.number(), text]), due_before: text, asked: text, answered: text, new_due_if_pause_in_working_days: text.nullish(), observed_new_due: text.nullish() })).default([]),
});

export interface CaseResult { no: string; ours: string; expected: string | null; observed: string | null; equal: boolean | null; point: string }

/** Every case of a table such as due-dates.json, computed with the settings of that table (or of `calendars`). */
export function computeCases(file: string, calendars: readonly string[] = [], changes: Partial<DeadlineRules> = {}): CaseResult[] {
  let given: unknown;
  try { given = JSON.parse(readFileSync(file, 'utf8')); } catch { throw new CchcError('bad-file', `${file}: không đọc được, hoặc không phải JSON.`, 'Tệp phải có cases như due-dates.json.'); }
  const parsed = casesShape.safeParse(given, { error: z.locales.vi().localeError });
  if (!parsed.success) throw new CchcError('bad-file', `${file}: ${parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`, 'Tệp phải có cases như due-dates.json.');
  const calendar = loadCalendar(calendars.length > 0 ? calendars : [file]);
  const told = <C extends { no: number | string }>(c: C, work: (c: C) => CaseResult): CaseResult => {
    try { return work(c); } catch (error) {
      throw error instanceof CchcError ? new CchcError(error.code, `${file}, trường hợp ${c.no}: ${error.message}`, error.remedy) : error;
    }
  };
  const result = (no: number | string, ours: Instant, expected: string | null | undefined, observed: string | null | undefined, point = ''): CaseResult =>
    ({ no: String(no), ours: toLocalIso(ours), expected: expected ?? null, observed: observed ?? null, equal: expected ? ours === moment(expected) : null, point });
  return [
    ...parsed.data.cases.map((one) => told(one, (c) => result(c.no, dueDate({ received: moment(c.received), amount: c.amount, unit: c.unit, calendar, rules: { ...changes, ...(c.skip_holidays === undefined ? {} : { calendarDaysSkipHolidays: c.skip_holidays }) } }).due!, c.exact_due, c.observed_due, c.point))),
    ...parsed.data.supplement_cases.map((one) => told(one, (c) => result(c.no, extendDue(moment(c.due_before), [{ asked: moment(c.asked), answered: moment(c.answered) }], calendar).due!, c.new_due_if_pause_in_working_days, c.observed_new_due, 'bổ sung'))),
  ];
}

function runCases(file: string, options: Options): void {
  const results = computeCases(file, options.calendar, rulesOf(options));
  if (results.some((r) => r.equal === false)) process.exitCode = 1;
  if (options.json) return printJson(results);
  print(table([['SỐ', 'TÍNH ĐƯỢC', 'BẢNG GHI', 'NGUỒN GỬI', '', ''], ...results.map((r) => [r.no, r.ours, r.expected ?? '–', r.observed ?? '–', r.equal === null ? '' : r.equal ? 'khớp' : 'KHÁC', r.point])]));
}

function rulesOf(options: Options): Partial<DeadlineRules> {
  const given = { ...(options.skipHolidays ? { calendarDaysSkipHolidays: true } : {}), ...(options.dayOff ? { receivedOnDayOff: options.dayOff } : {}), ...(options.cutOff ? { cutOff: options.cutOff } : {}), ...(options.pauseRule ? { pause: options.pauseRule } : {}) };
  const parsed = deadlineRules.safeParse(given, { error: z.locales.vi().localeError });
  if (!parsed.success) throw new CchcError('bad-usage', parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '), 'Xem cchc due --help.');
  return Object.fromEntries(Object.keys(given).map((key) => [key, parsed.data[key as keyof DeadlineRules]]));
}

function moment(written: string): Instant {
  const instant = parseMoment(written);
  if (instant === null) throw new CchcError('bad-usage', `"${written}" không phải thời điểm đầy đủ.`, 'Viết cả ngày và giờ, như 2026-04-29T15:00 hoặc 29/04/2026 15:00.');
  return instant;
}

function readPause(written: string): Pause {
  const [asked, answered, more] = written.split('..');
  if (!asked || answered === undefined || more !== undefined) throw new CchcError('bad-usage', `"${written}" không đúng dạng TỪ..ĐẾN.`, 'Ví dụ --pause 2025-03-11T09:00..2025-03-13T09:00; chưa bổ sung: 2025-03-11T09:00..');
  return { asked: moment(asked), answered: answered === '' ? null : moment(answered) };
}

function amountOf(written: string): number {
  const amount = /^\d+([.,]\d+)?$/.test(written) ? Number(written.replace(',', '.')) : NaN;
  if (Number.isNaN(amount)) throw new CchcError('bad-usage', `--amount ${written} không phải số không âm.`, 'Ví dụ --amount 3 hoặc --amount 0,5.');
  return amount;
}

function dayOf(written: string): number {
  const midnight = parseMoment(`${written} 00:00`);
  if (midnight === null) throw new CchcError('bad-usage', `"${written}" không phải ngày.`, 'Viết như 2026-04-29 hoặc 29/04/2026.');
  return dayNumber(midnight);
}

function oneOf<T extends string>(written: string, allowed: readonly T[], option: string): T {
  if (!allowed.includes(written as T)) throw new CchcError('bad-usage', `${option} ${written} không dùng được.`, `Một trong: ${allowed.join(', ')}.`);
  return written as T;
}

function required(value: string | undefined, option: string): string {
  if (value === undefined) throw new CchcError('bad-usage', `Thiếu ${option}.`, 'Ví dụ: cchc due --received 2026-04-29T15:00 --amount 3 --unit working_day');
  return value;
}

const otherPauseRule = (rule: DeadlineRules['pause']): DeadlineRules['pause'] => (rule === 'working_minutes' ? 'calendar_less_a_day' : 'working_minutes');
const collect = (value: string, before: string[]): string[] => [...before, value];
const show = (instant: Instant | null): string | null => (instant === null ? null : toLocalIso(instant));
const people = (instant: Instant): string => { const iso = toLocalIso(instant); return `${vietnameseDay(iso.slice(0, 10))} ${iso.slice(11, 16)}`; };
