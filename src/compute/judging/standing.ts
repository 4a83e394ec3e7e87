/** Light and place of every value of a period: the pure part, and its writing. Units are ranked among those of their level; the province is not. */
import { findIndicator, indicators, type Indicator } from '../../indicators';
import type { Connection } from '../../store/database';
import { lastEndOfUnits, noteMaps, readFolded, readJudged, saveStandings, type Standing, type UnitValue } from '../../store/editions/standings';
import type { LocalDay, Period } from '../../vocabulary';
import { notJudged } from './judged';
import { compareShares, competitionRank } from './rank';
import { lightOf, targetOf, withoutDust, type Targets } from './targets';

export { judgedPeriods } from '../../store/editions/standings';

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
    const own = byIndicator.get(indicator.id);
    if (own) own.push({ ...value, total });
    else byIndicator.set(indicator.id, [{ ...value, total }]);
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
  // 3.3 is its share times the ratio of 1.4: the counts alone are not its value.
  const fractions = (indicator.kind === 'ratio' && indicator.factor === undefined) || indicator.kind === 'mean';
  const compare = (a: UnitValue, b: UnitValue) => sign * (fractions ? compareShares(share(a), share(b)) : withoutDust(b.value!) - withoutDust(a.value!));
  const levels = new Map<string, UnitValue[]>();
  for (const v of values) {
    if (NOT_RANKED.has(v.level) || v.wholePeriod === false || notJudged(v) !== null) continue;
    const own = levels.get(v.level);
    if (own) own.push(v);
    else levels.set(v.level, [v]);
  }
  for (const level of levels.values()) for (const [value, place] of competitionRank(level, compare)) places.set(value, place);
  return places;
}

/** A period in which figures changed: of these indicators (absent: of any). One changed figure may move the place of every unit. */
export interface Moved { period: Period; indicators?: ReadonlySet<string> }

/**
 * Judges the given periods again, from what is published (closed periods from their closed values): among the units of that time, and among those of today
 * wherever that is another thing. A unit that has ended has no place on today's map.
 */
export async function writeStandings(client: Connection, edition: number, targets: Targets | undefined, moved: readonly Moved[], today: LocalDay): Promise<void> {
  const lastEnd = await lastEndOfUnits(client, today);
  for (const { period, indicators: changed } of together(moved)) {
    const { units, values } = await readFolded(client, period);
    // Nothing folded and nobody gone since: the maps read alike, and the other indicators stand as they are.
    if (units.size === 0 && (lastEnd === null || period.start > lastEnd) && !(await noteMaps(client, period, false))) {
      const judged = changed && judgedWith(changed);
      const read = judged && [...new Set([...judged, ...GROUPS.filter((group) => judged.includes(group.id)).flatMap((group) => group.parts)])];
      const standings = standingsOf(await readJudged(client, period, today, read), period, targets);
      await saveStandings(client, edition, period, judged ? standings.filter((s) => judged.includes(s.indicator)) : standings, 'both', judged);
      continue;
    }
    const asWas = await readJudged(client, period, today);
    const onTodaysMap = [...asWas.filter((v) => !v.ended && !units.has(v.unitId)), ...values];
    // What nobody can attribute still stands under a unit that had ended before: it is no unit of the period either.
    const differ = !sameValues(asWas.filter((v) => v.inPeriod !== false), onTodaysMap);
    await noteMaps(client, period, differ);
    const standings = standingsOf(asWas, period, targets);
    await saveStandings(client, edition, period, differ ? [] : standings, 'both');
    await saveStandings(client, edition, period, differ ? standings : [], 'as-was');
    await saveStandings(client, edition, period, differ ? standingsOf(onTodaysMap, period, targets) : [], 'today');
  }
}

/** Each period once, without days, with all that changed in it. */
function together(moved: readonly Moved[]): Moved[] {
  const periods = new Map<string, Moved>();
  for (const { period, indicators: changed } of moved) {
    if (period.type === 'day') continue;
    const key = `${period.type} ${period.start}`;
    const other = periods.get(key);
    periods.set(key, { period, indicators: other ? changed && other.indicators && new Set([...other.indicators, ...changed]) : changed });
  }
  return [...periods.values()];
}

/** The size of a part may decide whether its group is judged. */
const judgedWith = (changed: ReadonlySet<string>): string[] => [...changed, ...GROUPS.filter((group) => !changed.has(group.id) && group.parts.some((part) => changed.has(part))).map((group) => group.id)];

function sameValues(some: readonly UnitValue[], others: readonly UnitValue[]): boolean {
  const text = (v: UnitValue) => JSON.stringify([v.indicator, v.unitId, v.hits, v.total, v.value, v.score, v.coverage, v.wholePeriod]);
  const known = new Set(some.map(text));
  return some.length === others.length && others.every((v) => known.has(text(v)));
}
const GROUPS = indicators.filter((indicator) => indicator.kind === 'group');
