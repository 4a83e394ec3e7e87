/**
 * The border of the province in time: units that left for another one count in its sums up to their last day and not after it. A period that holds that day
 * has no figure of the province, nor has one after it of a unit that left in part, nor today's map one of the time before: "not known, because …".
 */
import type { Away } from '../../store/units/unit-lineage';
import { vietnameseDay, type LocalDay, type Period } from '../../vocabulary';
import { counts, isPublished, type Basis } from './basis';

export interface Border {
  /** Counts for another province in this period. */
  isOutside: (unitId: number) => boolean;
  /** Units of which nobody can say what is the province's in this period, each with the reason. */
  doubtful: readonly { id: number; reason: string }[];
}

/** The border in a period, of which only the days up to `today` have been. */
export function borderIn(away: readonly Away[], period: Period, today: LocalDay): Border {
  const end = period.end < today ? period.end : today;
  const outside = new Set(away.filter((unit) => unit.whole && unit.from <= period.start).map((unit) => unit.id));
  return {
    isOutside: (unitId) => outside.has(unitId),
    doubtful: away.filter((unit) => !outside.has(unit.id) && unit.from <= end).map((unit) => ({
      id: unit.id,
      reason: unit.whole ? `Đơn vị ${unit.code} ${unit.name} thuộc tỉnh khác từ ngày ${vietnameseDay(unit.from)}, trong kỳ này: số của tỉnh chỉ có cho các kỳ trọn trước hoặc sau ngày đó.`
        : `Đơn vị ${unit.code} ${unit.name} từ ngày ${vietnameseDay(unit.from)} có một phần thuộc tỉnh khác, không rõ phần nào: số còn ghi cho đơn vị này không phân bổ được.`,
    })),
  };
}

/** Bases of the province; of a kind in which a doubtful unit has counts it says why there is no figure. What was published of the province stands. */
export function withinBorder(bases: readonly Basis[], { doubtful }: Border, basesOf: (unitId: number) => readonly Basis[]): Basis[] {
  const reasons = new Map<string, string>();
  for (const { id, reason } of doubtful) for (const basis of basesOf(id)) if (!isPublished(basis) && !reasons.has(kindOf(basis)) && counts([basis])) reasons.set(kindOf(basis), reason);
  return bases.map((basis) => {
    const reason = reasons.get(kindOf(basis));
    return reason === undefined ? basis : { ...basis, measures: {}, coverage: 0, missing: () => reason };
  });
}

/** On today's map a unit that has left is nowhere in the province: of a time in which it had counts here, the province has no figure. */
export function leftSince(away: readonly Away[], period: Period, hasCountsOf: (unitId: number) => boolean): string | null {
  const left = away.find((unit) => unit.from > period.start && hasCountsOf(unit.id));
  return left ? `Đơn vị ${left.code} ${left.name} nay thuộc tỉnh khác (từ ngày ${vietnameseDay(left.from)}): số của tỉnh trước đó chỉ có theo bản đồ khi ấy.` : null;
}

/** Why the counters of fields and procedures, which do not say of which unit, have no figure of the province; null while nobody has left. */
export function beyondBorder(away: readonly Away[], period: Period, today: LocalDay): string | null {
  const left = away.find((unit) => unit.from > NEVER_OURS && unit.from <= (period.end < today ? period.end : today));
  return left ? `Đơn vị ${left.code} ${left.name} thuộc tỉnh khác từ ngày ${vietnameseDay(left.from)}: số của tỉnh theo lĩnh vực, thủ tục không tách được phần của đơn vị này; xem theo đơn vị.` : null;
}
const NEVER_OURS = '0001-01-01';

const kindOf = ({ name }: Basis) => name.slice(0, name.indexOf(':'));
