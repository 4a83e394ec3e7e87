/** Today's map as editions need it: its units, the moment from which each has been what it is, and what was folded into them. */
import { periodOf, type LocalDay, type Period, type PeriodType } from '../../vocabulary';
import type { Queryable } from '../database';
import type { MapUnit } from './unit-lineage';

export interface MapState {
  /** Units of the province in force today that the lineage knows, with the last change next to them. */
  units: (MapUnit & { changed: LocalDay })[];
  /** Units of the lineage that are not on today's map. */
  gone: ReadonlySet<number>;
  /** Of everything that decides who is folded into whom. */
  digest: string;
  /** Whether editions were last folded onto another map. */
  another: boolean;
}

/** Edges of the province; two hashed sets, where the registry holds the country. */
const OF_HOME = 'where (l.from_id in (select id from unit where home) or l.to_id in (select id from unit where home))';

export async function readTodaysMap(client: Queryable, today: LocalDay): Promise<MapState> {
  const { rows } = await client.query<MapUnit & { changed: LocalDay; here: boolean }>(
    `with edge as materialized (select l.from_id, l.to_id, e.day from unit_lineage l join unit_event e on e.id = l.event_id ${OF_HOME} and e.day <= $1)
     select u.id, u.code, u.name, u.level, u.valid_from as "validFrom", u.valid_to as "validTo", max(x.day)::text as changed,
       coalesce(u.valid_from, '-infinity') <= $1::date and coalesce(u.valid_to, 'infinity') >= $1::date as here
     from (select from_id as id, day from edge where from_id is not null union all select to_id, day from edge where to_id is not null) x join unit u on u.id = x.id
     where u.home and u.level <> 'unknown' group by u.id order by u.code`, [today]);
  const { digest, last } = (await client.query<{ digest: string; last: string | null }>(
    `select md5(string_agg(x.line, e'\\n' order by x.line)) as digest, (select digest from map_state) as last from (
       select concat_ws('|', l.from_id, '>', l.to_id, l.weight, l.reason, e.day) as line from unit_lineage l join unit_event e on e.id = l.event_id ${OF_HOME}
       union all select concat_ws('|', u.id, u.code, u.name, u.valid_from, '-', u.valid_to, coalesce(u.valid_from, '-infinity') <= $1::date and coalesce(u.valid_to, 'infinity') >= $1::date)
         from unit u where u.home and (u.valid_from is not null or u.valid_to is not null)) x`, [today])).rows[0]!;
  return { units: rows.filter((row) => row.here), gone: new Set(rows.filter((row) => !row.here).map((row) => row.id)), digest: digest ?? '', another: (digest ?? '') !== (last ?? '') };
}

export const rememberMap = (client: Queryable, digest: string) => client.query('update map_state set digest = $1 where digest is distinct from $1', [digest]);

/** Every period with values that are shown. Reads them all: only for another map. */
export async function publishedPeriods(client: Queryable): Promise<Period[]> {
  const { rows } = await client.query<{ type: PeriodType; start: LocalDay }>(
    `select period_type as type, period_start::text as start from indicator_value where edition_to is null group by 1, 2
     union select period_type, period_start::text from indicator_absence where edition_to is null group by 1, 2 union select period_type, period_start::text from map_fold group by 1, 2`);
  return rows.map((row) => periodOf(row.type, row.start));
}

/** Notes whose counts stand in the values of the period; units (of all, or among `units`) that are not named read alike on both maps. Returns how many notes changed. */
export async function writeFolds(client: Queryable, period: Period, folds: readonly { unitId: number; from: readonly string[] }[], units: ReadonlySet<number> | null = null): Promise<number> {
  const gone = await client.query('delete from map_fold where period_type = $1 and period_start = $2 and unit_id <> all($3::int[]) and ($4::int[] is null or unit_id = any($4::int[]))', [period.type, period.start, folds.map((f) => f.unitId), units && [...units]]);
  if (folds.length === 0) return gone.rowCount ?? 0;
  const written = await client.query(
    `insert into map_fold as f (unit_id, period_type, period_start, from_codes) select n.unit, $1, $2, case when n.codes = '' then '{}' else string_to_array(n.codes, ',') end from unnest($3::int[], $4::text[]) n (unit, codes)
     on conflict (unit_id, period_type, period_start) do update set from_codes = excluded.from_codes where f.from_codes <> excluded.from_codes`,
    [period.type, period.start, folds.map((f) => f.unitId), folds.map((f) => f.from.join(','))]);
  return (gone.rowCount ?? 0) + (written.rowCount ?? 0);
}

/** Of these periods those in which something was folded, by `type start`. */
export const foldedPeriods = async (client: Queryable, periods: readonly Period[]): Promise<Set<string>> => new Set((await client.query<{ key: string }>(
  `select distinct period_type || ' ' || period_start as key from map_fold where (period_type, period_start) in (select * from unnest($1::text[], $2::date[]))`, [periods.map((p) => p.type), periods.map((p) => p.start)])).rows.map((row) => row.key));

/** Units of which something is held in the period. */
export const heldUnits = async (client: Queryable, period: Period): Promise<Set<string>> => new Set((await client.query<{ code: string }>(
  'select distinct u.code from held_value h join unit u on u.id = h.unit_id where h.period_type = $1 and h.period_start = $2 and h.released_at is null', [period.type, period.start])).rows.map((row) => row.code));

/** Whether a closed period has corrections that its figures do not show. */
export const isRestated = async (client: Queryable, closingId: number): Promise<boolean> =>
  (await client.query<{ restated: boolean }>('select exists (select from restatement where close_id = $1 and edition_to is null) as restated', [closingId])).rows[0]!.restated;
