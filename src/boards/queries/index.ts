/** Every SQL of the boards. */
import { dossierQueries } from './dossiers';
import { operationQueries } from './operations';
import { parQueries } from './par';
import { registerQueries } from './registers';
import { valueQueries } from './values';

export { indicatorFigure, indicatorMap, indicatorRanking, indicatorSql, indicatorState, indicatorTrend, shownColumn, stepOf } from './indicators';
export { annotations } from './annotations';
export { limitOf } from './query';
export type { Column, NamedQuery } from './query';

export const queries = { ...valueQueries, ...dossierQueries, ...parQueries, ...registerQueries, ...operationQueries };
export type QueryId = keyof typeof queries;

export const variableQueries = {
  period: `select p.label as __text, p.code as __value from mart.period p order by p.kind_order, p.period_start desc`,
  /** Former units too, with their last day: their periods stay readable as they were. */
  unit: `select u.name || ' (' || u.code || coalesce(', đến ' || to_char(u.valid_to, 'DD/MM/YYYY'), '') || ')' as __text, u.code as __value from mart.unit_all u where u.home and u.level <> 'unknown'
order by coalesce(u.valid_to, 'infinity') >= current_date desc, u.level = 'province' desc, u.code`,
  field: `select x.name as __text, x.code as __value from (select 'Mọi lĩnh vực' as name, '*' as code, 0 as place union select coalesce(f.field_name, f.field_code), f.field_code, 1 from mart.measure_field f) x order by x.place, x.name`,
} as const;

const CHOSEN = /(?<![:\w]):([a-z]+)\b/g;
/** What the viewer chose, as variables of Grafana. */
export const forGrafana = (sql: string): string => sql.replace(CHOSEN, (_, name: string) => `\${${name}:sqlstring}`);

/** The same as parameters of PostgreSQL, in the order in which they first appear. Throws for a choice without a value. */
export function forPostgres(sql: string, chosen: Readonly<Record<string, string>>): { text: string; values: string[] } {
  const names: string[] = [];
  const text = sql.replace(CHOSEN, (_, name: string) => {
    if (chosen[name] === undefined) throw new Error(`no value for :${name}`);
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}::text`;
  });
  return { text, values: names.map((name) => chosen[name]!) };
}
