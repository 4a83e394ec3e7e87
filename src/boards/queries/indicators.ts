/** The queries of tiles that name an indicator. */
import { YEARLY, type Indicator } from '../../indicators';
import type { IndicatorTile, Scope } from '../board';
import { ofProvince, onMap, START, TYPE } from './query';

export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const whose = (scope: Scope) => (scope === 'province' ? ofProvince('v') : 'v.unit_code = :unit');
/** A group is shown by its score, everything else by its value. */
export const shownColumn = (indicator: Indicator): 'score' | 'value' => (indicator.kind === 'group' ? 'score' : 'value');

/** Known only by the year: the year of the chosen period. Half-yearly and quarterly figures stand in every period from a month up. */
const yearly = (indicator: Indicator) => indicator.periods === YEARLY;
const type = (indicator: Indicator) => (yearly(indicator) ? `'year'` : TYPE);
const start = (indicator: Indicator) => (yearly(indicator) ? `date_trunc('year', ${START}::timestamp)::date` : START);
export const stepOf = (indicator: Indicator) => (yearly(indicator) ? `interval '1 year'` : 'mart.period_step(:period)');
const chosen = (indicator: Indicator) => `${onMap('v')} and v.indicator = ${literal(indicator.id)} and v.period_type = ${type(indicator)}`;

/** Twenty-four periods up to the chosen one. A period without a value is a row with null, so that an older value is never shown as the chosen one. */
export const indicatorTrend = (indicator: Indicator, scope: Scope): string =>
  `select p.start::date::timestamp at time zone 'Asia/Ho_Chi_Minh' as time, v.${shownColumn(indicator)} as value, v.target
from generate_series(${start(indicator)} - 23 * ${stepOf(indicator)}, ${start(indicator)}::timestamp, ${stepOf(indicator)}) as p(start)
left join mart.figure_map v on ${chosen(indicator)} and v.period_start = p.start::date and ${whose(scope)}
order by 1`;

/** One row of mart.figure_map. */
export const indicatorFigure = (indicator: Indicator, scope: Scope): string =>
  `select v.unit_code, v.unit_name, v.${shownColumn(indicator)} as shown, v.hits, v.total, v.value, v.score, v.max_score, v.state, v.reason, v.coverage, v.target, v.target_document, v.target_verified, v.light, v.light_reason, v.rank, v.rank_of, v.rank_before,
  v.version, v.source, v.edition, v.computed_at
from mart.figure_map v where ${chosen(indicator)} and v.period_start = ${start(indicator)} and ${whose(scope)}`;

/** The state alone, for the word beside a figure. */
export const indicatorState = (indicator: Indicator, scope: Scope): string =>
  `select v.state from mart.figure_map v where ${chosen(indicator)} and v.period_start = ${start(indicator)} and ${whose(scope)}`;

/** Units of the chosen level. Figures that may be judged are ranked; a volume goes by its size. */
export function indicatorRanking(indicator: Indicator, order: 'worst' | 'best', limit: number | null = 15): string {
  const shown = `v.${shownColumn(indicator)}`;
  const up = (indicator.direction === 'up') === (order === 'worst') ? 'asc' : 'desc';
  return `select v.unit_code, v.unit_name, ${shown} as value, v.hits, v.total, v.state, v.light, v.rank
from mart.figure_map v where ${chosen(indicator)} and v.period_start = ${start(indicator)} and v.unit_level = :level and v.on_map and ${shown} is not null
order by ${shown} ${indicator.direction === 'none' ? 'desc' : up}, v.total desc nulls last, v.unit_name${limit ? ` limit ${limit}` : ''}`;
}

/** Every unit of the chosen level, those without a figure too. */
export const indicatorMap = (indicator: Indicator): string =>
  `select v.unit_code, v.unit_name, v.${shownColumn(indicator)} as value, v.hits, v.total, v.state, v.light, v.rank, v.reason
from mart.figure_map v where ${chosen(indicator)} and v.period_start = ${start(indicator)} and v.unit_level = :level and v.on_map order by v.unit_code`;

/** What a tile of an indicator draws. */
export function indicatorSql(tile: IndicatorTile, indicator: Indicator, scope: Scope): string {
  switch (tile.kind) {
    case 'value': case 'timeseries': return indicatorTrend(indicator, scope);
    case 'gauge': return indicatorFigure(indicator, scope);
    case 'ranking': return indicatorRanking(indicator, tile.order);
    case 'map': return indicatorMap(indicator);
  }
}
