import { DAY, addDays, startOfDay, type Instant, type Period } from '../../vocabulary';

export const NOT_BEGUN = 'Kỳ báo cáo chưa bắt đầu.';

/** Share of a period (so far) that a source has been loaded for, 0–1. */
export function loadedShare(source: { start: string | null; loadedThrough: Instant | null }, period: Period, now: Instant): number {
  const from = Math.max(startOfDay(period.start), source.start === null ? -Infinity : startOfDay(source.start));
  const until = Math.min(startOfDay(addDays(period.end, 1)), now);
  const asked = until - startOfDay(period.start);
  // The held-back minutes are not a gap: an hour's grace, or a day for long periods, would hide nothing but the present.
  const loaded = Math.min(until, (source.loadedThrough ?? -Infinity) + DAY / 24) - from;
  return asked <= 0 ? 1 : Math.max(0, Math.min(1, loaded / asked));
}

/** Below this share of the period loaded, a number is shown as incomplete. */
export const COMPLETE_FROM = 0.98;
