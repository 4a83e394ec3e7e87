import { compileText } from '../sources/reading';
import type { Path } from '../sources/source';
import type { Measure, Statistic, UnitRef } from '../vocabulary';

/** Adds the rows of one window up by unit (`idOf`: two spellings may be one unit) and period. A key that comes twice (two pages, a second pass) counts once; a value that a row leaves out makes the sum unknown. */
export function createAdder(key: Path, idOf: (unit: UnitRef) => number | string) {
  const keyOf = compileText({ at: key });
  const seen = new Set<string>();
  const sums = new Map<string, Statistic>();
  return {
    add(row: unknown, statistic: Statistic): void {
      const found = keyOf(row);
      if (found !== null && seen.has(found)) return;
      if (found !== null) seen.add(found);
      const { unit, period } = statistic;
      const name = `${idOf(unit)} ${period.type} ${period.start}`;
      const sum = sums.get(name);
      if (!sum) { sums.set(name, { ...statistic, values: { ...statistic.values } }); return; }
      for (const [measure, value] of Object.entries(statistic.values) as [Measure, number | null][]) {
        const before = sum.values[measure];
        sum.values[measure] = typeof before === 'number' && typeof value === 'number' ? before + value : null;
      }
    },
    sums: (more: readonly Statistic[]): Statistic[] => [...sums.values(), ...more],
  };
}
