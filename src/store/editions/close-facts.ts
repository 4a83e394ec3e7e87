/** What the checks before a closing read: the period counted dossier by dossier, independent of the measures, and what sources published. */
import { toIso, type Instant, type LocalDay, type Period } from '../../vocabulary';
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

export interface PeriodGap { source: string; stream: string; kind: 'never' | 'behind' | 'hole' | 'refused'; from: Instant; /** Exclusive. */ to: Instant }

/** Parts of a time that no run has loaded, or of which the source's list was refused, and that nobody has waived. */
export const gapsWithin = async (client: Queryable, from: Instant, to: Instant): Promise<PeriodGap[]> => (await client.query<PeriodGap>(
  `select source, stream, kind, (extract(epoch from greatest(gap_from, $1::timestamptz)) * 1000000)::bigint as "from", (extract(epoch from least(gap_to, $2::timestamptz)) * 1000000)::bigint as "to"
   from mart.window_gap where gap_from < $2 and gap_to > $1 order by source, stream, gap_from`, [toIso(from), toIso(to)])).rows;

export interface ListReading {
  source: string;
  /** Days of reception that the source speaks for and whose list was never read again; null when there is none. */
  unread: { from: LocalDay; to: LocalDay } | null;
  /** In the newest reading of each window: dossiers that the list does not have any more and that still count, and rows that could not be read. */
  undecided: number; quarantined: number;
}

/** What reading the lists of dossiers again has found for the days of a period, for every source that has a list and speaks for them. */
export async function listReadings(client: Queryable, period: Period): Promise<ListReading[]> {
  const { rows } = await client.query<ListReading & { from: LocalDay | null; to: LocalDay | null }>(
    `with asked as (
       select s.id, s.key, t.stream, greatest($1::date, (nullif(t.layout, '')::jsonb ->> 'start')::date, s.active_from) as first, least($2::date, s.active_to) as last
       from source s join source_stream t on t.source_id = s.id and t.record = 'dossier' where s.enabled and s.kind = 'api'
     ), wanted as (
       select id, key, stream, tstzrange(first::timestamp at time zone 'Asia/Ho_Chi_Minh', (last + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh') as time from asked where first <= last
     ), reading as (
       select distinct on (w.id, l.stream, l.window_from, l.window_to) w.id, l.stream, tstzrange(l.window_from, l.window_to) as time, l.run_id, l.verdict, l.extra - l.removed as undecided, l.quarantined
       from wanted w join reconciliation_list l on l.source_id = w.id and l.stream = w.stream and l.window_from < upper(w.time) and l.window_to > lower(w.time)
       order by w.id, l.stream, l.window_from, l.window_to, l.run_id desc
     ), newest as (
       select * from reading r where not coalesce(r.time <@ (select range_agg(n.time) from reading n where n.id = r.id and n.stream = r.stream and n.run_id > r.run_id), false)
     )
     select w.key as source, (lower(unread.time) at time zone 'Asia/Ho_Chi_Minh')::date::text as "from", ((upper(unread.time) at time zone 'Asia/Ho_Chi_Minh')::date - 1)::text as "to",
       coalesce(found.undecided, 0)::int as undecided, coalesce(found.quarantined, 0)::int as quarantined
     from wanted w
     cross join lateral (select range_merge(tstzmultirange(w.time) - coalesce((select range_agg(r.time) from reading r where r.id = w.id and r.stream = w.stream and r.verdict <> 'refused'), '{}')) as time) unread
     cross join lateral (select sum(n.undecided) filter (where n.verdict = 'unknown') as undecided, sum(n.quarantined) as quarantined from newest n where n.id = w.id and n.stream = w.stream) found
     order by w.key, w.stream`, [period.start, period.end]);
  return rows.map(({ source, from, to, undecided, quarantined }) => ({ source, unread: from !== null && to !== null ? { from, to } : null, undecided, quarantined }));
}

/** Counts of the period that differ from what a source or portal says without anybody knowing why, by source. */
export const unexplainedDifferences = async (client: Queryable, period: Period): Promise<{ source: string; count: number }[]> => (await client.query<{ source: string; count: number }>(
  `select s.key as source, count(*)::int as count from reconciliation r join source s on s.id = r.source_id where r.period_start between $1 and $2 and r.verdict = 'unexplained' group by 1 order by 1`, [period.start, period.end])).rows;
