/**
 * Which version of an indicator speaks for a period. The one in force at the end of the period keeps the plain id; one that ended inside the
 * period is computed beside it as `id@version`, so that a transition year shows both. Rule sets: indicators.md 4.5.
 */
import type { LocalDay, Period } from '../vocabulary';
import type { EarlierVersion, Indicator } from './indicator';
import { ruleSets } from './rule-sets';

const older = (indicator: Indicator, { to: _, ...change }: EarlierVersion): Indicator => ({ ...indicator, ...change, from: undefined, earlier: undefined }) as Indicator;

/**
 * Indicators to be computed for a period, in list order; older versions of a transition period follow their successor. With `law` every indicator as it
 * stood on that day, whatever the period, and nothing beside it: a whole index by the law of before, or by the one to come.
 */
export function inForce(indicators: readonly Indicator[], period: Period, law?: LocalDay): Indicator[] {
  return indicators.flatMap((indicator) => {
    if (indicator.periods && !indicator.periods.includes(period.type)) return [];
    const before = [...(indicator.earlier ?? [])].sort((a, b) => (a.to < b.to ? 1 : -1));
    const day = law ?? period.end;
    const last = before.find((v, i) => day <= v.to && (i + 1 === before.length || day > before[i + 1]!.to));
    const main = last ? older(indicator, last) : indicator;
    if (law !== undefined) return [main];
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

/** The day that stands for a law: a day, or a rule set by its last day (the open one by today). Null: neither. */
export function lawDay(text: string, today: LocalDay): LocalDay | null {
  const set = ruleSets.find((r) => r.id === text.toUpperCase());
  if (set) return set.to ?? (today > set.from! ? today : set.from);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text) ? text : null;
}
