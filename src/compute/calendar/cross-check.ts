/** Our due date beside the promised one. The promised date decides lateness; a difference is a flag with its reason, never a correction. */
import { CchcError } from '../../platform/errors';
import { dayFromNumber, dayNumber, vietnameseDay, type Instant } from '../../vocabulary';
import type { CalendarBook } from './calendar-book';
import { dueDate, type DueDate, type Pause, type TimeLimit } from './due-date';
import type { Course } from './processing-time';

/** Every flag with its meaning for people. */
export const DUE_DATE_FLAGS = {
  no_reception: 'không có thời điểm tiếp nhận',
  no_promise: 'không có ngày hẹn trả',
  promised_before_reception: 'ngày hẹn trả đứng trước thời điểm tiếp nhận',
  promised_on_day_off: 'ngày hẹn trả rơi vào ngày nghỉ',
  promised_earlier: 'ngày hẹn trả sớm hơn hạn tính được',
  promised_later: 'ngày hẹn trả muộn hơn hạn tính được',
  pauses_unknown: 'có yêu cầu bổ sung nhưng không có thời điểm bổ sung xong',
  no_time_limit: 'chưa biết thời hạn giải quyết của thủ tục',
  waiting: 'đang chờ bổ sung, hạn mới chưa xác định',
  not_computable: 'không tính được hạn',
} as const;
export type DueDateFlag = keyof typeof DUE_DATE_FLAGS;

export interface CrossCheck {
  /** agrees: the same working instant. unknown: nothing can be said; `flag` tells what is missing. */
  state: 'agrees' | 'flagged' | 'unknown';
  flag: DueDateFlag | null;
  /** One Vietnamese sentence. */
  reason: string;
  ours: Instant | null;
  /** Promised minus ours in working minutes; null without ours. */
  differenceMinutes: number | null;
  /** Why the calendar behind `ours` is not proved; with doubts a difference is a question, not a finding. */
  doubts: readonly string[];
}

export interface CrossChecked extends Omit<Course, 'ended' | 'pauses'> {
  promised: Instant | null;
  limit: TimeLimit | null;
  /** null: there were requests, but their times are not all known. */
  pauses: readonly Pause[] | null;
}

/** `tolerance` in working minutes: a smaller difference agrees. */
export function crossCheck(dossier: CrossChecked, book: CalendarBook, tolerance = 0): CrossCheck {
  const { received, promised, limit, pauses, level = null } = dossier;
  const result = (state: CrossCheck['state'], flag: DueDateFlag | null, more: Partial<CrossCheck> = {}): CrossCheck =>
    ({ state, flag, reason: flag ? sentence(DUE_DATE_FLAGS[flag]) : 'Ngày hẹn trả khớp hạn tính được.', ours: null, differenceMinutes: null, doubts: [], ...more });
  if (received === null) return result('unknown', 'no_reception');
  if (promised === null) return result('unknown', 'no_promise');
  if (promised < received) return result('flagged', 'promised_before_reception');
  try {
    const calendar = book.knownOn(dayNumber(received), level);
    const doubts = (until: Instant) => calendar.doubts(dayNumber(received), dayNumber(until));
    const dayOff = !calendar.time.isWorkingDay(dayNumber(promised));
    if (limit === null) return dayOff ? result('flagged', 'promised_on_day_off', { reason: dayOffReason(promised, calendar), doubts: doubts(promised) }) : result('unknown', 'no_time_limit');
    if (pauses === null) return result('unknown', 'pauses_unknown');
    const computed = dueDate({ received, ...limit, pauses, calendar: book, level });
    if (computed.due === null) return result('unknown', 'waiting');
    const ours = computed.due;
    const differenceMinutes = calendar.time.workingMinutesBetween(ours, promised);
    const facts = { ours, differenceMinutes, doubts: doubts(Math.max(ours, promised)) };
    if (dayOff && limit.unit !== 'calendar_day' && limit.unit !== 'month') return result('flagged', 'promised_on_day_off', { ...facts, reason: dayOffReason(promised, calendar) });
    if (Math.abs(differenceMinutes) <= tolerance) {
      return result('agrees', null, { ...facts, ...(dayNumber(ours) !== dayNumber(promised) ? { reason: `Cùng một thời điểm làm việc, nhưng khác ngày lịch (${show(ours)} và ${show(promised)}): so theo ngày sẽ khác.` } : {}) });
    }
    const flag = differenceMinutes < 0 ? 'promised_earlier' : 'promised_later';
    return result('flagged', flag, { ...facts, reason: sentence(`${DUE_DATE_FLAGS[flag]} ${minutesText(Math.abs(differenceMinutes))} làm việc${explanation(promised, computed, { ...dossier, pauses }, book)}`) });
  } catch (error) {
    if (!(error instanceof CchcError)) throw error;
    return result('unknown', 'not_computable', { reason: error.message });
  }
}

/** Which known convention or defect of a source would give exactly its date. */
function explanation(promised: Instant, computed: DueDate, dossier: CrossChecked & { pauses: readonly Pause[] }, book: CalendarBook): string {
  const input = { received: dossier.received!, ...dossier.limit!, calendar: book, level: dossier.level };
  if (dossier.pauses.length > 0 && promised === computed.beforePauses) return '; nguồn chưa cộng thời gian chờ bổ sung';
  if (dossier.pauses.length > 0 && promised === dueDate({ ...input, pauses: dossier.pauses, rules: { pause: 'calendar_less_a_day' } }).due) return '; nguồn cộng thời gian chờ bổ sung theo ngày lịch';
  if (promised === dueDate({ ...input, pauses: dossier.pauses, rules: { receivedOnDayOff: 'keeps_time' } }).due) return '; nguồn tính ngày làm việc đầu tiên sau ngày nghỉ là trọn một ngày';
  if (promised === dueDate({ ...input, pauses: dossier.pauses, knownOn: dayNumber(Number.MAX_SAFE_INTEGER) }).due) return '; nguồn dùng lịch nghỉ quyết định sau ngày tiếp nhận';
  return '';
}

const dayOffReason = (promised: Instant, calendar: ReturnType<CalendarBook['knownOn']>) => {
  const entry = calendar.entryOf(dayNumber(promised));
  return sentence(`${DUE_DATE_FLAGS.promised_on_day_off}: ${show(promised)}${entry?.name ? ` (${entry.name})` : ''}`);
};
const decimal = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 2 });
const minutesText = (minutes: number) => (minutes >= 60 ? `${decimal.format(minutes / 60)} giờ` : `${decimal.format(minutes)} phút`);
const show = (instant: Instant) => vietnameseDay(dayFromNumber(dayNumber(instant)));
const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
