/** A counter that a source published itself for a unit and a period (thống kê). */
import type { Measure } from './measure';
import type { Period } from './period';
import type { Instant } from './time';
import type { UnitRef } from './unit';

export interface Statistic {
  unit: UnitRef;
  period: Period;
  /** Values by measure; null = the source left it empty, which is not zero. */
  values: Partial<Record<Measure, number | null>>;
  /** The source's own time of these figures, if it states one (they may be cached for a day). */
  sourceTime: Instant | null;
}
