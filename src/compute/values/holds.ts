/**
 * Figures that must not be shown before somebody has looked: impossible ones, and ones that break with their own history. Pure. What is held is
 * "unavailable, because …" until the data changes or a person confirms it; nothing is ever corrected here.
 */
import type { Indicator } from '../../indicators';
import { formatPeriod, numberText, type Period } from '../../vocabulary';

export interface HoldValue { indicator: string; unitId: number; kind: Indicator['kind']; direction?: Indicator['direction']; hits: number | null; total: number | null; status: 'available' | 'unavailable' }
export type HoldRule = 'negative' | 'over-100-percent' | 'fall-to-zero' | 'jump';
export interface Hold { indicator: string; unitId: number; rule: HoldRule; reason: string }

export interface HoldLimits {
  /** Volume (total of a ratio or mean, hits of a count) this many times its median, or that small a part of it, is a jump. */
  jump: number;
  /** Medians below it say nothing of a jump. */
  jumpFrom: number;
  /** From this median on a fall to zero is a failure rather than a quiet month. */
  zeroFrom: number;
  /** Fewer past periods are no history. */
  periods: number;
}
/** A choice of this product, not of a law: conservative, and confirmable by a person. */
export const HOLD_LIMITS: HoldLimits = { jump: 5, jumpFrom: 50, zeroFrom: 10, periods: 3 };

export const holdKey = (indicator: string, unitId: number): string => `${indicator} ${unitId}`;

/**
 * `history`: volumes of the periods before by `holdKey`, newest first; leave it empty for a period that still runs, whose volume is not whole.
 * A total of zero on a ratio is only held when there was a volume before.
 */
export function holds(values: readonly HoldValue[], history: ReadonlyMap<string, readonly number[]>, limits: HoldLimits = HOLD_LIMITS): Hold[] {
  return values.flatMap((value) => {
    if (value.status !== 'available' || value.kind === 'group') return [];
    const found = impossible(value) ?? broken(value, history.get(holdKey(value.indicator, value.unitId)) ?? [], limits);
    return found ? [{ indicator: value.indicator, unitId: value.unitId, ...found }] : [];
  });
}

function impossible({ kind, hits, total }: HoldValue): { rule: HoldRule; reason: string } | null {
  if ((hits ?? 0) < 0 || (total ?? 0) < 0) return { rule: 'negative', reason: `số đếm âm (${numberText(hits)} / ${numberText(total)})` };
  if (kind === 'ratio' && hits !== null && total !== null && hits > total) return { rule: 'over-100-percent', reason: `tỷ lệ trên 100 % (${numberText(hits)} / ${numberText(total)})` };
  return null;
}

/** Only volumes have a history: fewer overdue ones are what everybody works for, and what a unit enters itself follows no habit. */
function broken({ kind, direction, hits, total }: HoldValue, past: readonly number[], limits: HoldLimits): { rule: HoldRule; reason: string } | null {
  if (kind === 'entered' || kind === 'growth' || kind === 'yesNo' || (kind === 'count' && direction === 'down')) return null;
  const volume = kind === 'count' ? hits : total;
  if (volume === null || past.length < limits.periods) return null;
  const usual = median(past);
  if (volume === 0) return usual >= limits.zeroFrom && past.slice(0, limits.periods).every((n) => n > 0) ? { rule: 'fall-to-zero', reason: `rơi về 0 trong khi các kỳ trước thường có ${numberText(usual)}` } : null;
  if (usual >= limits.jumpFrom && (volume > usual * limits.jump || volume * limits.jump < usual)) return { rule: 'jump', reason: `nhảy vọt: ${numberText(volume)} so với mức thường ${numberText(usual)}` };
  return null;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}

/** What people read in place of the figure. `unitCode` null: a figure of no unit and period that could be confirmed by itself. */
export const heldReason = (hold: Hold, unitCode: string | null, period: Period): string =>
  `Tạm giữ để kiểm tra: ${hold.reason}. Chờ dữ liệu được sửa${unitCode === null ? '' : ` hoặc người có trách nhiệm xác nhận (cchc quality confirm ${hold.indicator} ${unitCode} ${formatPeriod(period)})`}.`;
