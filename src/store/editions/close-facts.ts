/** What the checks before a closing read: the period counted dossier by dossier, independent of the measures, and what sources published. */
import type { Instant, LocalDay, Period } from '../../vocabulary';
import type { Queryable } from '../database';

export type FactCounts = Partial<Record<string, number | null>>;

/** Counts of a period by unit, straight from the dossiers. `by`: on time by local date or by the moment. */
export async function closeFacts(client: Queryable, period: Period, by: 'date' | 'instant'): Promise<{ unit: string; counts: FactCounts }[]> {
  const late = by === 'date' ? 'ended_day > greatest(due_day, received_day - 1)' : 'ended_at > due_at';
  const { rows } = await client.query<{ unit: string; counts: FactCounts }>(
    `with fact as materialized (
       select receiving_unit_id, resolving_unit_id, channel, due_at, ended_at, (received_at at time zone interval '7 hours')::date as received_day,
         (due_at at time zone interval '7 hours')::date as due_day, (ended_at at time zone interval '7 hours')::date as ended_day
       from dossier where received_at is not null and deleted_at is null and status not in (1, 3) and (received_at at time zone interval '7 hours')::date <= $2::date
         or ended_at is not null and received_at is not null and deleted_at is null and status not in (1, 3) and (ended_at at time zone interval '7 hours')::date between $1::date and $2::date),
     resolving as (
       select resolving_unit_id as unit_id, count(*) filter (where received_day < $1 and (ended_day is null or ended_day >= $1)) as "carriedOver",
         count(*) filter (where received_day between $1 and $2) as accepted, count(*) filter (where ended_day between $1 and $2) as resolved,
         count(*) filter (where received_day <= $2 and (ended_day is null or ended_day > $2)) as "inProgress",
         count(*) filter (where ended_day between $1 and $2 and due_at is null) as "resolvedUnjudged",
         count(*) filter (where ended_day between $1 and $2 and due_at is not null and ${late}) as "resolvedLate",
         count(*) filter (where ended_day between $1 and $2 and due_at is not null and not (${late})) as "resolvedOnTime"
       from fact group by 1),
     receiving as (
       select receiving_unit_id as unit_id, count(*) as received, count(*) filter (where channel = 2) as "receivedOnline", count(*) filter (where channel = 1) as "receivedCounter",
         count(*) filter (where channel = 3) as "receivedPostal", count(*) filter (where channel = 9) as "receivedOther"
       from fact where received_day between $1 and $2 group by 1)
     select u.code as unit, coalesce(to_jsonb(s) - 'unit_id', '{"carriedOver": 0, "accepted": 0, "resolved": 0, "inProgress": 0, "resolvedOnTime": 0, "resolvedLate": 0, "resolvedUnjudged": 0}')
       || coalesce(to_jsonb(r) - 'unit_id', '{"received": 0, "receivedOnline": 0, "receivedCounter": 0, "receivedPostal": 0, "receivedOther": 0}') as counts
     from resolving s full join receiving r on r.unit_id = s.unit_id join unit u on u.id = coalesce(s.unit_id, r.unit_id) order by u.code`, [period.start, period.end]);
  return rows;
}

/** Measures that sources published for the period. */
export async function statisticMeasures(client: Queryable, period: Period): Promise<{ source: string; unit: string; counts: FactCounts }[]> {
  return (await client.query<{ source: string; unit: string; counts: FactCounts }>(
    `select c.key as source, u.code as unit, jsonb_object_agg(s.measure, s.value) as counts from statistic s join source c on c.id = s.source_id join unit u on u.id = s.unit_id
     where s.period_type = $1 and s.period_start = $2 and s.superseded_at is null group by 1, 2 order by 1, 2`, [period.type, period.start])).rows;
}

/** Registers of items with how far they are loaded. */
export async function itemCoverage(client: Queryable): Promise<{ key: string; start: LocalDay | null; loadedThrough: Instant | null }[]> {
  return (await client.query<{ key: string; start: LocalDay | null; loadedThrough: Instant | null }>(
    `select s.key, min(t.layout::jsonb ->> 'start') as start, case when bool_or(t.reached is null) then null else (extract(epoch from min(t.reached)) * 1000000)::bigint end as "loadedThrough"
     from source s join source_stream t on t.source_id = s.id and t.record = 'item' where s.enabled and s.kind = 'api' group by s.key order by s.key`)).rows;
}

/** Days and units on which the measures differ from a recount now; the result is the last check on record. */
export async function openDifferences(client: Queryable): Promise<number> {
  const { count } = (await client.query<{ count: number }>('select count(*) as count from measure_differences()')).rows[0]!;
  await client.query('update compute_state set measure_mismatch = $1, checked_at = now()', [count]);
  return count;
}

/** Unexplained differences of the period by source; null when nothing was ever compared (no such table, or it is empty for the period). */
export async function unexplainedDifferences(client: Queryable, period: Period): Promise<{ source: string; count: number }[] | null> {
  const there = (await client.query<{ there: boolean }>(`select exists (select from information_schema.columns where table_schema = 'public' and table_name = 'reconciliation' and column_name = 'verdict') as there`)).rows[0]!.there;
  if (!there) return null;
  const { rows } = await client.query<{ source: string; all: number; count: number }>(
    `select s.key as source, count(*) as all, count(*) filter (where r.verdict = 'unexplained') as count from reconciliation r join source s on s.id = r.source_id
     where r.period_start between $1 and $2 group by 1 order by 1`, [period.start, period.end]);
  return rows.length === 0 ? null : rows.filter((row) => row.count > 0);
}
