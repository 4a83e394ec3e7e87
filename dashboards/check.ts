import type { Pool, PoolClient } from 'pg';
import type { Language } from '../src/messages';
import { MAP_MODES } from '../src/vocabulary';
import { buildDashboards } from './build';
import { lintDashboard, type Problem } from './lint';

export interface CheckedQuery { dashboard: string; panel: string; sql: string; rows: number; ms: number }
export interface CheckResult { problems: Problem[]; queries: CheckedQuery[] }
/** First values of panels on known data: `uid/panel title` → first row. */
export interface CheckOptions { golden?: Record<string, Record<string, unknown>>; variables?: Record<string, string>; /** Of a panel. */ budgetMs?: number; /** Of all panels of a board together. */ boardBudgetMs?: number; language?: Language }

/** Lints every dashboard, then explains and runs each SQL, read only, with the first value of each variable unless one is given, and with each map of units. */
export async function checkDashboards(pool: Pool, options: CheckOptions = {}): Promise<CheckResult> {
  const result: CheckResult = { problems: [], queries: [] };
  const unseen = new Set(Object.keys(options.golden ?? {}));
  const client = await pool.connect();
  try {
    for (const { json } of buildDashboards(options.language)) {
      result.problems.push(...lintDashboard(json));
      const values = await variableValues(client, json.templating.list, options.variables ?? {});
      const first = result.queries.length;
      for (const panel of json.panels) for (const target of panel.targets ?? []) {
        if (target.rawSql === undefined) continue;
        const say = (problem: string) => result.problems.push({ dashboard: json.uid, panel: panel.title, problem });
        try {
          const sql = expand(target.rawSql, values);
          const { rows: plan } = await readOnly(client, `explain (format json) ${sql}`);
          const scanned = sequentialScans(plan[0]!['QUERY PLAN']);
          if (scanned.length > 0) say(`sequential scan on ${scanned.join(', ')}`);
          const start = performance.now();
          const { rows } = await readOnly(client, sql);
          const ms = performance.now() - start;
          if (ms > (options.budgetMs ?? 1000)) say(`took ${Math.round(ms)} ms`);
          if (target.format === 'time_series' && rows.length > 0 && !(rows[0]!.time instanceof Date)) say('column time is not a point in time');
          const key = `${json.uid}/${panel.title}`;
          const expected = options.golden?.[key];
          unseen.delete(key);
          for (const [column, value] of Object.entries(expected ?? {})) if (String(rows[0]?.[column]) !== String(value)) say(`${column} is ${rows[0]?.[column]}, expected ${value}`);
          result.queries.push({ dashboard: json.uid, panel: panel.title, sql, rows: rows.length, ms });
          // On the other map of units as well: another plan, and other rows in it.
          for (const map of target.rawSql.includes('${map:') ? MAP_MODES.filter((mode) => mode !== values.map) : []) {
            const other = expand(target.rawSql, { ...values, map });
            const scans = sequentialScans((await readOnly(client, `explain (format json) ${other}`)).rows[0]!['QUERY PLAN']);
            if (scans.length > 0) say(`map ${map}: sequential scan on ${scans.join(', ')}`);
            const from = performance.now();
            await readOnly(client, other);
            const took = performance.now() - from;
            if (took > (options.budgetMs ?? 1000)) say(`map ${map}: took ${Math.round(took)} ms`);
          }
        } catch (error) {
          say(error instanceof Error ? error.message : String(error));
        }
      }
      const all = result.queries.slice(first).reduce((sum, q) => sum + q.ms, 0);
      if (all > (options.boardBudgetMs ?? 8000)) result.problems.push({ dashboard: json.uid, panel: null, problem: `all panels together took ${Math.round(all)} ms` });
      for (const { name, target } of json.annotations.list) {
        try {
          await readOnly(client, expand(target.rawSql, values));
        } catch (error) {
          result.problems.push({ dashboard: json.uid, panel: name, problem: (error as Error).message });
        }
      }
    }
  } finally {
    client.release();
  }
  for (const key of unseen) result.problems.push({ dashboard: key, panel: null, problem: 'golden value for a panel that does not exist' });
  return result;
}

const quote = (value: string) => `'${value.replaceAll("'", "''")}'`;
/** Puts values in as Grafana's :sqlstring does. Throws for a variable without a value. */
export function expand(sql: string, values: Record<string, string>): string {
  return sql.replace(/\$\{(\w+):sqlstring\}/g, (_, name: string) => {
    if (values[name] === undefined) throw new Error(`variable ${name} has no value`);
    return quote(values[name]);
  });
}

async function variableValues(client: PoolClient, list: { name: string; query: unknown; current?: { value?: unknown } }[], given: Record<string, string>): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const v of list) {
    if (given[v.name] !== undefined) { values[v.name] = given[v.name]!; continue; }
    if (typeof v.current?.value === 'string' && v.current.value) { values[v.name] = v.current.value; continue; }
    const { rows } = await readOnly(client, String(v.query));
    if (rows[0]) values[v.name] = String(rows[0].__value);
  }
  return values;
}

async function readOnly(client: PoolClient, sql: string) {
  await client.query('begin read only');
  try {
    await client.query(`set local statement_timeout = '10s'`);
    return await client.query<Record<string, unknown>>(sql);
  } finally {
    await client.query('rollback');
  }
}

function sequentialScans(plan: unknown): string[] {
  if (Array.isArray(plan)) return plan.flatMap(sequentialScans);
  if (plan === null || typeof plan !== 'object') return [];
  const node = plan as Record<string, unknown>;
  const own = node['Node Type'] === 'Seq Scan' && /^(dossier(_s\d+)?|raw_page.*)$/.test(String(node['Relation Name'])) ? [String(node['Relation Name'])] : [];
  return [...own, ...Object.values(node).flatMap(sequentialScans)];
}
