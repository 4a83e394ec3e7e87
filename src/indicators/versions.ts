/**
 * Which version of an indicator speaks for a period. The one in force at the end of the period keeps the plain id; one that ended inside the
 * period is computed beside it as `id@version`, so that a transition year shows both. Rule sets: indicators.md 4.5.
 */
import type { Period } from '../vocabulary';
import type { EarlierVersion, Indicator } from './indicator';

const older = (indicator: Indicator, { to: _, ...change }: EarlierVersion): Indicator => ({ ...indicator, ...change, from: undefined, earlier: undefined }) as Indicator;

/** Indicators to be computed for a period, in list order; older versions of a transition period follow their successor. */
export function inForce(indicators: readonly Indicator[], period: Period): Indicator[] {
  return indicators.flatMap((indicator) => {
    if (indicator.periods && !indicator.periods.includes(period.type)) return [];
    const before = [...(indicator.earlier ?? [])].sort((a, b) => (a.to < b.to ? 1 : -1));
    const last = before.find((v, i) => period.end <= v.to && (i + 1 === before.length || period.end > before[i + 1]!.to));
    const main = last ? older(indicator, last) : indicator;
    const beside = before.filter((v) => v.to >= period.start && v.to < period.end).map((v) => ({ ...older(indicator, v), id: `${indicator.id}@${v.version}` }));
    return [main, ...beside];
  });
}

/** Every version by name: `id`, or `id@version` for an earlier one. */
export function findVersion(indicators: readonly Indicator[], name: string): Indicator | undefined {
  const [id, version] = name.split('@');
  const indicator = indicators.find((i) => i.id === id || i.code === id);
  if (!indicator || version === undefined || version === indicator.version) return indicator;
  const change = indicator.earlier?.find((v) => v.version === version);
  return change && { ...older(indicator, change), id: `${indicator.id}@${version}` };
}
