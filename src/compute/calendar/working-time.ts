/**
 * Arithmetic on working time. Every day of an index is planned once and working time is summed up from its first day, so that a question costs
 * two binary searches, whatever its length: no walk over minutes or days. Instants and working time are whole microseconds.
 */
import { CchcError } from '../../platform/errors';
import { MINUTE, dayFromNumber, dayNumber, startOfDayNumber, vietnameseDay, type Instant } from '../../vocabulary';

/** Working hours of a day in microseconds after local midnight: opening and closing of each stretch, ascending. */
export type Stretch = readonly [opens: number, closes: number];

/** One day: null = nobody has said what the hours of that day are. */
export interface DayPlan { works: boolean; stretches: readonly Stretch[] | null }

export class WorkingTime {
  /** Working time, working days and days without known hours before day `first + i`. */
  private readonly before: Float64Array;
  private readonly daysBefore: Int32Array;
  private readonly unknownBefore: Int32Array;

  /** `plans[i]` is the day with number `first + i`. */
  constructor(readonly first: number, private readonly plans: readonly DayPlan[]) {
    this.before = new Float64Array(plans.length + 1);
    this.daysBefore = new Int32Array(plans.length + 1);
    this.unknownBefore = new Int32Array(plans.length + 1);
    plans.forEach(({ works, stretches }, i) => {
      this.before[i + 1] = this.before[i]! + (stretches ?? []).reduce((sum, [opens, closes]) => sum + closes - opens, 0);
      this.daysBefore[i + 1] = this.daysBefore[i]! + (works ? 1 : 0);
      this.unknownBefore[i + 1] = this.unknownBefore[i]! + (stretches ? 0 : 1);
    });
  }

  isWorkingDay(day: number): boolean {
    return this.plans[this.index(day)]!.works;
  }

  /** The n-th working day after `day` (n ≥ 1), or the n-th before it (n ≤ −1); `day` itself need not be one. */
  workingDayFrom(day: number, n: number): number {
    const i = this.index(day);
    const rank = n > 0 ? this.daysBefore[i + 1]! + n : this.daysBefore[i]! + n + 1;
    if (rank < 1 || rank > this.daysBefore[this.plans.length]!) throw outOfRange(dayFromNumber(day));
    return this.first + firstAtLeast(this.daysBefore, rank) - 1;
  }

  /** Working minutes from one instant to another; negative when `to` is earlier. A part of a minute is a fraction. */
  workingMinutesBetween(from: Instant, to: Instant): number {
    this.requireHours(from, to);
    return (this.worked(to) - this.worked(from)) / MINUTE;
  }

  /** The first instant at which so many more working minutes have passed: at a closing time, not at the next opening. 0 minutes: the instant itself. */
  addWorkingMinutes(from: Instant, minutes: number): Instant {
    if (minutes < 0) return this.subtractWorkingMinutes(from, -minutes);
    if (minutes === 0) return from;
    const due = this.earliest(this.worked(from) + Math.round(minutes * MINUTE), from);
    this.requireHours(from, due);
    return due;
  }

  /** The last instant from which so many working minutes remain until `to`: undoes addWorkingMinutes up to the next working instant. */
  subtractWorkingMinutes(to: Instant, minutes: number): Instant {
    if (minutes < 0) return this.addWorkingMinutes(to, -minutes);
    if (minutes === 0) return to;
    const start = this.latest(this.worked(to) - Math.round(minutes * MINUTE), to);
    this.requireHours(start, to);
    return start;
  }

  /** The instant itself while work is going on, else the next opening. A closing time counts as closed. */
  nextWorkingInstant(at: Instant): Instant {
    const next = this.latest(this.worked(at), at);
    this.requireHours(at, next);
    return next;
  }

  /** First opening of a working day. */
  openingOf(day: number): Instant {
    return startOfDayNumber(day) + this.stretchesOf(day)[0]![0];
  }

  /** Last closing of a working day. */
  closingOf(day: number): Instant {
    return startOfDayNumber(day) + this.stretchesOf(day).at(-1)![1];
  }

  /** Work is going on, or has stopped at this very instant. */
  isWithinHours(at: Instant): boolean {
    const clock = at - startOfDayNumber(dayNumber(at));
    return (this.plans[this.index(dayNumber(at))]!.stretches ?? []).some(([opens, closes]) => clock >= opens && clock <= closes);
  }

  private stretchesOf(day: number): readonly Stretch[] {
    const stretches = this.plans[this.index(day)]!.stretches;
    if (!stretches) throw noHours(day);
    if (stretches.length === 0) throw new RangeError(`${dayFromNumber(day)} is a day off`);
    return stretches;
  }

  private worked(at: Instant): number {
    const day = dayNumber(at);
    const i = this.index(day);
    const clock = at - startOfDayNumber(day);
    let sum = this.before[i]!;
    for (const [opens, closes] of this.plans[i]!.stretches ?? []) sum += Math.max(0, Math.min(clock, closes) - opens);
    return sum;
  }

  private earliest(work: number, asked: Instant): Instant {
    const i = firstAtLeast(this.before, work) - 1;
    if (i < 0 || i >= this.plans.length) throw this.beyond(asked);
    let rest = work - this.before[i]!;
    for (const [opens, closes] of this.plans[i]!.stretches!) {
      if (rest <= closes - opens) return startOfDayNumber(this.first + i) + opens + rest;
      rest -= closes - opens;
    }
    throw new RangeError('unreachable: the sums of a day do not match its stretches');
  }

  private latest(work: number, asked: Instant): Instant {
    const i = firstAtLeast(this.before, work + 1) - 1;
    if (work < 0 || i >= this.plans.length) throw this.beyond(asked);
    let rest = work - this.before[i]!;
    for (const [opens, closes] of this.plans[i]!.stretches!) {
      if (rest < closes - opens) return startOfDayNumber(this.first + i) + opens + rest;
      rest -= closes - opens;
    }
    throw new RangeError('unreachable: the sums of a day do not match its stretches');
  }

  private index(day: number): number {
    const i = day - this.first;
    if (!(i >= 0 && i < this.plans.length)) throw outOfRange(Math.abs(day) < 1e8 ? dayFromNumber(day) : 'không đọc được');
    return i;
  }

  /** A day without hours is not a day off: a sum over it would silently be too small. */
  private requireHours(a: Instant, b: Instant): void {
    const [from, to] = [this.index(dayNumber(Math.min(a, b))), this.index(dayNumber(Math.max(a, b)))];
    if (this.unknownBefore[to + 1]! > this.unknownBefore[from]!) throw noHours(this.first + firstAtLeast(this.unknownBefore, this.unknownBefore[from]! + 1) - 1);
  }

  private beyond(at: Instant): CchcError {
    return this.unknownBefore[this.plans.length]! > this.unknownBefore[this.index(dayNumber(at))]! ? noHours(dayNumber(at)) : outOfRange(dayFromNumber(dayNumber(at)));
  }
}

/** Smallest index whose value is at least `wanted` in an ascending array; its length when there is none. */
function firstAtLeast(values: Float64Array | Int32Array, wanted: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

const outOfRange = (day: string) => new CchcError('date-out-of-range', `Ngày ${day} (hoặc hạn tính từ ngày đó) nằm ngoài khoảng lịch làm việc 1990–2079.`, 'Kiểm tra lại thời điểm tiếp nhận và thời hạn; thường là năm gõ nhầm.');
const noHours = (day: number) => new CchcError('no-working-hours', `Không có giờ làm việc nào được khai báo cho ngày ${vietnameseDay(dayFromNumber(day))}.`, 'Khai báo workingHours có hiệu lực cho ngày đó và loại đơn vị đó (docs/calendar.md).');
