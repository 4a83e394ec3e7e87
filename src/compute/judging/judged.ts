/** What may be compared: coloured, ranked, called good or bad (indicators.md 8.3). */
import { COMPLETE_FROM } from '../measures/coverage';

/** Shares of fewer dossiers are shown with their counts, neither coloured nor ranked. */
export const MIN_JUDGED_TOTAL = 5;

/** Why a value is neither coloured nor ranked; null when it may be. `total`: the denominator, of a group the largest of its parts. */
export function notJudged({ value, total, coverage }: { value: number | null; total: number | null; coverage: number | null }): string | null {
  if (value === null || total === 0) return 'Không phát sinh.';
  if ((coverage ?? 1) < COMPLETE_FROM) return 'Kỳ chưa nạp đủ số liệu.';
  return total !== null && total < MIN_JUDGED_TOTAL ? `Mẫu số dưới ${MIN_JUDGED_TOTAL}.` : null;
}
