/** What sources know of a unit in a period: what every value is made of. */
import type { Measure } from '../../vocabulary';

/** What one basis (our dossiers, or a source's own statistics) knows of a unit in a period. */
export interface Basis {
  /** `dossiers` or `statistics`, with the keys of the sources: `dossiers:igate,tandan`. */
  name: string;
  measures: Partial<Record<Measure, number | null>>;
  /** Measures that this basis is there for, known now or not; absent: all. */
  claims?: (measure: Measure) => boolean;
  /** Why a measure is not there. */
  missing: (measure: Measure) => string;
  /** Share of the period that the sources have been loaded for, 0–1. */
  coverage: number;
  /** It knows nothing, and says this of every measure. */
  silent?: string;
}

/** Whether any basis has a count that is not zero, of what is not left out. */
export const counts = (bases: readonly Basis[] | undefined, leftOut?: ReadonlySet<string>): boolean => (bases ?? []).some((basis) => Object.entries(basis.measures).some(([measure, n]) => typeof n === 'number' && n !== 0 && !leftOut?.has(measure)));

/** What a source published of a unit, not what we count. */
export const isPublished = (basis: Basis): boolean => basis.name.startsWith('statistics');

/** Knows nothing, and says why. */
export const nothingKnown = (reason: string): Basis => ({ name: 'none', measures: {}, coverage: 0, silent: reason, missing: () => reason });
