/** Statistics that sources published: one current revision for unit × period × measure, earlier ones kept with their time. */
import type { Instant, Measure, Period } from '../../vocabulary';
import { toIso } from '../../vocabulary';
import type { Queryable } from '../database';
import type { LoadResult } from './load-dossiers';

export interface StatisticRow { unitId: number; period: Period; values: Partial<Record<Measure, number | null>>; sourceTime: Instant | null }

/** Units with a current figure of a source for a period and one of the measures. */
export async function countedUnits(client: Queryable, sourceId: number, period: Period, measures: readonly string[]): Promise<{ id: number; code: string }[]> {
  return (await client.query<{ id: number; code: string }>(
    `select distinct u.id, u.code from statistic s join unit u on u.id = s.unit_id where s.source_id = $1 and s.period_type = $2 and s.period_start = $3 and s.measure = any($4::text[]) and s.superseded_at is null`,
    [sourceId, period.type, period.start, measures])).rows;
}

export async function loadStatistics(client: Queryable, sourceId: number, runId: number, rows: readonly StatisticRow[]): Promise<LoadResult> {
  const cells = new Map<string, [number, string, string, string, number | null, string | null]>();
  for (const row of rows) {
    for (const [measure, value] of Object.entries(row.values)) {
      const key = `${row.unitId} ${row.period.type} ${row.period.start} ${measure}`;
      // A unit that a list names twice: the row with the newest time of the source counts.
      if ((cells.get(key)?.[5] ?? '') > (row.sourceTime === null ? '' : toIso(row.sourceTime))) continue;
      cells.set(key,
        [row.unitId, row.period.type, row.period.start, measure, value ?? null, row.sourceTime === null ? null : toIso(row.sourceTime)]);
    }
  }
  if (cells.size === 0) return { new: 0, changed: 0, unchanged: 0 };
  const list = [...cells.values()];
  const { rows: outcome } = await client.query<{ new: number; changed: number }>(
    `with given as (select * from unnest($2::int[], $3::text[], $4::date[], $5::text[], $6::numeric[], $7::timestamptz[]) as g (unit_id, period_type, period_start, measure, value, source_time)),
       differing as (
         select g.*, s.revision from given g left join statistic s on s.source_id = $1 and s.unit_id = g.unit_id and s.period_type = g.period_type
           and s.period_start = g.period_start and s.measure = g.measure and s.superseded_at is null
         where s.source_id is null or s.value is distinct from g.value),
       superseded as (
         update statistic s set superseded_at = now() from differing d where s.source_id = $1 and s.unit_id = d.unit_id and s.period_type = d.period_type
           and s.period_start = d.period_start and s.measure = d.measure and s.superseded_at is null returning 1),
       counted as (select count(*) filter (where revision is null) as new, count(*) filter (where revision is not null) as changed, (select count(*) from superseded) from differing)
     select new, changed from counted`,
    [sourceId, list.map((c) => c[0]), list.map((c) => c[1]), list.map((c) => c[2]), list.map((c) => c[3]), list.map((c) => c[4]), list.map((c) => c[5])]);
  const counts = outcome[0]!;
  await client.query(
    `insert into statistic (source_id, unit_id, period_type, period_start, measure, value, source_time, run_id, revision)
     select $1, g.unit_id, g.period_type, g.period_start, g.measure, g.value, g.source_time, $2,
       coalesce((select max(revision) from statistic o where o.source_id = $1 and o.unit_id = g.unit_id and o.period_type = g.period_type and o.period_start = g.period_start and o.measure = g.measure), 0) + 1
     from unnest($3::int[], $4::text[], $5::date[], $6::text[], $7::numeric[], $8::timestamptz[]) as g (unit_id, period_type, period_start, measure, value, source_time)
     where not exists (select from statistic s where s.source_id = $1 and s.unit_id = g.unit_id and s.period_type = g.period_type and s.period_start = g.period_start and s.measure = g.measure and s.superseded_at is null)`,
    [sourceId, runId, list.map((c) => c[0]), list.map((c) => c[1]), list.map((c) => c[2]), list.map((c) => c[3]), list.map((c) => c[4]), list.map((c) => c[5])]);
  return { new: counts.new, changed: counts.changed, unchanged: cells.size - counts.new - counts.changed };
}
