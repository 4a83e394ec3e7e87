/** What changed since an edition, as the rows themselves tell (`xmin`), or the lists kept where they do not. */
import { periodOf, type LocalDay, type Period, type PeriodType } from '../../vocabulary';
import type { Queryable } from '../database';

export interface Touched { unit: number; day: LocalDay }

/** Written by a transaction that the edition with this state had not seen whole; `$1`. */
const SINCE = 'age(xmin) <= (select age(($1::bigint & 4294967295)::text::xid))';

/** The first touched day of every unit of which counters of dossiers or documents were written. */
export async function touchedUnits(client: Queryable, xid: string, today: LocalDay): Promise<Touched[]> {
  return (await client.query<Touched>(
    `select unit_id as unit, min(day)::text as day from measure_day where ${SINCE} and day <= $2 group by 1
     union all select unit_id, min(day)::text from edocument_day where ${SINCE} group by 1`, [xid, today])).rows;
}

/** How many units the province has on a day. */
export const countUnits = async (client: Queryable, day: LocalDay): Promise<number> => (await client.query<{ n: number }>(
  `select count(*) as n from unit where home and level <> 'unknown' and coalesce(valid_from, '-infinity') <= $1::date and coalesce(valid_to, 'infinity') >= $1::date`, [day])).rows[0]!.n;

/** Units and days of changed register items; they are off the list when the transaction is done. */
export async function takeRegisterChanges(client: Queryable): Promise<Touched[]> {
  return (await client.query<Touched>('with taken as (delete from register_change returning unit_id, opened_on) select unit_id as unit, min(opened_on)::text as day from taken group by 1')).rows;
}

/** Periods with published statistics (that were written since). */
export async function statisticPeriods(client: Queryable, xid: string | null): Promise<Period[]> {
  const { rows } = await client.query<{ type: PeriodType; start: LocalDay }>(`select distinct period_type as type, period_start::text as start from statistic where ${xid === null ? 'superseded_at is null' : SINCE}`, xid === null ? [] : [xid]);
  return rows.map((row) => periodOf(row.type, row.start));
}

/** Of these periods those that were published before, by `type start`: the province has every indicator, known or not. */
export const publishedOf = async (client: Queryable, periods: readonly Period[], provinceId: number | null): Promise<Set<string>> => new Set(periods.length === 0 ? [] : (await client.query<{ key: string }>(
  `select p.type || ' ' || p.start as key from unnest($1::text[], $2::date[]) p (type, start)
   where exists (select from indicator_absence a where a.period_type = p.type and a.period_start = p.start and a.edition_to is null)
     or exists (select from indicator_value v where v.unit_id = $3 and v.period_type = p.type and v.period_start = p.start and v.edition_to is null)`, [periods.map((p) => p.type), periods.map((p) => p.start), provinceId])).rows.map((row) => row.key));

/** The first days with dossiers, register items and documents, the earliest first. */
export async function firstDays(client: Queryable, today: LocalDay): Promise<LocalDay[]> {
  const { rows } = await client.query<{ day: LocalDay }>(
    `select day::text from (select min(day) as day from measure_day where day <= $1 union all select min(opened_on) from register_item union all select min(day) from edocument_day) d where day is not null order by d.day`, [today]);
  return rows.map((row) => row.day);
}

export const firstDaysOfUnits = async (client: Queryable, units: readonly number[]): Promise<Map<number, LocalDay>> => new Map(
  (await client.query<Touched>('select unit_id as unit, min(day)::text as day from measure_day where unit_id = any($1::int[]) group by 1', [units])).rows.map(({ unit, day }) => [unit, day]));

/** Edges of the lineage at these units; `bothThere`: the successor was there before. */
export const tiesOf = async (client: Queryable, units: readonly number[]): Promise<{ from: number; to: number; day: LocalDay; bothThere: boolean }[]> => (await client.query<{ from: number; to: number; day: LocalDay; bothThere: boolean }>(
  `select distinct l.from_id as "from", l.to_id as "to", e.day::text, coalesce(t.valid_from < e.day, true) as "bothThere" from unit_lineage l join unit_event e on e.id = l.event_id join unit t on t.id = l.to_id
   where l.from_id is not null and (l.from_id = any($1::int[]) or l.to_id = any($1::int[]))`, [units])).rows;

/** How far each stream is loaded that figures are counted from, by `source stream`. */
export const streamsReached = async (client: Queryable): Promise<Record<string, string>> => Object.fromEntries((await client.query<{ stream: string; reached: string }>(
  `select s.key || ' ' || t.stream as stream, to_char(t.reached at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as reached
   from source_stream t join source s on s.id = t.source_id where t.reached is not null and t.record in ('dossier', 'item', 'edocument') order by 1`)).rows.map((row) => [row.stream, row.reached]));

/** A digest of what figures rest on beside the facts: sources as registered and whom they speak for, the units of the province and their lineage. */
export async function groundsOfFigures(client: Queryable): Promise<string> {
  return (await client.query<{ digest: string }>(
    `select md5(string_agg(line, e'\\n' order by line)) as digest from (
       select row('source', s.id, s.key, s.kind, s.enabled, s.active_from, s.active_to, t.record, t.stream, t.layout)::text as line from source s left join source_stream t on t.source_id = s.id
       union all select distinct row('speaks', source_id, unit_id)::text from unit_alias where source_id > 0
       union all select row('unit', id, code, name, level, parent_id, valid_from, valid_to)::text from unit where home and (level <> 'unknown' or valid_to is not null)
       union all select row('move', unit_id, from_id, to_id, day)::text from unit_move
       union all select row('lineage', l.from_id, l.to_id, l.weight, l.reason, e.day)::text from unit_lineage l join unit_event e on e.id = l.event_id
         where l.from_id in (select id from unit where home) or l.to_id in (select id from unit where home)) x`)).rows[0]!.digest;
}
