/** Light and place of every value of a period: the pure part, and its writing. Units are ranked among those of their level; the province is not. */
import { findIndicator, indicators, type Indicator } from '../indicators';
import type { Queryable } from '../store/database';
import { readJudged, saveStandings, type Standing, type UnitValue } from '../store/standings';
import type { Period } from '../vocabulary';
import { notJudged } from './judged';
import { compareShares, competitionRank } from './rank';
import { lightOf, targetOf, type Targets } from './targets';

export { judgedPeriods } from '../store/standings';

const NOT_RANKED = new Set(['province', 'unknown']);

/** `values`: the available values of all units in one period. Only what has a target or a place is returned. */
export function standingsOf(values: readonly UnitValue[], period: Period, targets: Targets | undefined): Standing[] {
  const year = Number(period.start.slice(0, 4));
  const byUnit = new Map(values.map((v) => [`${v.indicator} ${v.unitId}`, v]));
  const byIndicator = new Map<string, UnitValue[]>();
  for (const value of values) {
    const indicator = findIndicator(value.indicator);
    if (!indicator) continue;
    // The size of a group is the largest denominator of its parts: a group without dossiers has points, and no activity.
    const total = indicator.kind === 'group' ? Math.max(0, ...indicator.parts.map((part) => byUnit.get(`${part} ${value.unitId}`)?.total ?? 0)) : value.total;
    byIndicator.set(indicator.id, [...(byIndicator.get(indicator.id) ?? []), { ...value, total }]);
  }
  return indicators.flatMap((indicator) => {
    const own = byIndicator.get(indicator.id) ?? [];
    const places = placesOf(indicator, own);
    return own.flatMap((value) => {
      const target = targetOf(targets, indicator, value, year);
      const place = places.get(value);
      if (!target && !place) return [];
      const { light, reason } = lightOf(indicator, value, target);
      return [{
        indicator: indicator.id, unitId: value.unitId, target: target?.value ?? null, targetDocument: target?.document ?? null, targetVerified: target?.verified ?? null,
        light, lightReason: reason, rank: place?.rank ?? null, rankOf: place?.rankOf ?? null,
      }];
    });
  });
}

/** Volumes have no places; what is incomplete, small, without activity, or of a unit that was not there all through the period is left out. */
function placesOf(indicator: Indicator, values: readonly UnitValue[]): Map<UnitValue, { rank: number; rankOf: number }> {
  const places = new Map<UnitValue, { rank: number; rankOf: number }>();
  if (indicator.direction === 'none' || indicator.kind === 'count') return places;
  const sign = indicator.direction === 'up' ? 1 : -1;
  const share = (v: UnitValue) => ({ hits: v.hits!, total: v.total! });
  const fractions = indicator.kind === 'ratio' || indicator.kind === 'mean';
  const compare = (a: UnitValue, b: UnitValue) => sign * (fractions ? compareShares(share(a), share(b)) : b.value! - a.value!);
  const levels = new Map<string, UnitValue[]>();
  for (const v of values) if (!NOT_RANKED.has(v.level) && v.wholePeriod !== false && notJudged(v) === null) levels.set(v.level, [...(levels.get(v.level) ?? []), v]);
  for (const level of levels.values()) for (const [value, place] of competitionRank(level, compare)) places.set(value, place);
  return places;
}

/** A period in which figures changed: of these indicators (absent: of any). One changed figure may move the place of every unit. */
export interface Moved { period: Period; indicators?: ReadonlySet<string> }

/** Judges the given periods again, from what is published (closed periods from their closed values). */
export async function writeStandings(client: Queryable, edition: number, targets: Targets | undefined, moved: readonly Moved[]): Promise<void> {
  const distinct = new Map(moved.filter((m) => m.period.type !== 'day').map((m) => [`${m.period.type} ${m.period.start}`, m]));
  for (const { period, indicators: changed } of distinct.values()) {
    // The size of a part may decide whether its group is judged.
    const judged = changed && [...changed, ...GROUPS.filter((group) => !changed.has(group.id) && group.parts.some((part) => changed.has(part))).map((group) => group.id)];
    const read = judged && [...new Set([...judged, ...GROUPS.filter((group) => judged.includes(group.id)).flatMap((group) => group.parts)])];
    const standings = standingsOf(await readJudged(client, period, read), period, targets);
    await saveStandings(client, edition, period, judged ? standings.filter((s) => judged.includes(s.indicator)) : standings, judged);
  }
}
const GROUPS = indicators.filter((indicator) => indicator.kind === 'group');
