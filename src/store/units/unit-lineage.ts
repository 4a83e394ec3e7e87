/** Reading the lineage: which units stand for which on the map of a day (SQL function `unit_map`, the only place that walks it). */
import { CchcError } from '../../platform/errors';
import type { LocalDay } from '../../vocabulary';
import type { Queryable } from '../database';

export interface MapUnit { id: number; code: string; name: string; level: string; validFrom: LocalDay | null; validTo: LocalDay | null }

const COLUMNS = 'u.id, u.code, u.name, u.level, u.valid_from as "validFrom", u.valid_to as "validTo"';

/** The unit with this code; throws CchcError `bad-usage` for one that the registry does not have. */
export async function unitAt(client: Queryable, code: string): Promise<MapUnit> {
  const unit = (await client.query<MapUnit>(`select ${COLUMNS} from unit u where u.code = $1`, [code])).rows[0];
  if (!unit) throw new CchcError('bad-usage', `Không có đơn vị "${code}".`, 'Xem danh mục đơn vị: cchc units, /api/v1/units.');
  return unit;
}

export const unitById = async (client: Queryable, id: number): Promise<MapUnit> => (await client.query<MapUnit>(`select ${COLUMNS} from unit u where u.id = $1`, [id])).rows[0]!;

/** The units next to it in time. */
export async function familyOf(client: Queryable, unitId: number, side: 'predecessors' | 'successors'): Promise<MapUnit[]> {
  const [mine, other] = side === 'predecessors' ? ['to_id', 'from_id'] : ['from_id', 'to_id'];
  return (await client.query<MapUnit>(`select distinct ${COLUMNS} from unit_lineage l join unit u on u.id = l.${other} where l.${mine} = $1 order by u.code`, [unitId])).rows;
}

export interface Former extends MapUnit { /** The day of the event that made it a part of another. */ day: LocalDay }

/** Provinces that have become a part of the given one, the last first. */
export const formerProvinces = async (client: Queryable, provinceId: number | null, today: LocalDay): Promise<Former[]> => (await client.query<Former>(
  `select ${COLUMNS}, max(e.day)::text as day from unit_lineage l join unit_event e on e.id = l.event_id join unit u on u.id = l.from_id
   where l.to_id = $1 and u.id <> $1 and u.level = 'province' and e.day <= $2 group by u.id order by 7 desc, u.code`, [provinceId, today])).rows;

/** Units of the province that have ended in favour of others, with their last day. */
export const endedUnits = async (client: Queryable, today: LocalDay): Promise<ReadonlyMap<number, LocalDay>> => new Map((await client.query<{ id: number; last: LocalDay }>(
  `select u.id, u.valid_to::text as last from unit u where u.home and u.valid_to < $1 and exists (select from unit_lineage l where l.from_id = u.id)`, [today])).rows.map((row) => [row.id, row.last]));

/** Where another province begins: a unit that left for it, or the one there that took it in. */
export interface Away {
  id: number; code: string; name: string;
  /** First day on which it is not the province's; `0001-01-01`: it never was. */
  from: LocalDay;
  /** All of it; a unit that was divided between provinces left in part, and which part nobody knows. */
  whole: boolean;
}

/** SQL of `unitsAway`: unit_id, first day, whole. A unit that a source books and that no event led out of the province is the province's. */
export const AWAY = `select id as unit_id, min(day) as day, bool_and(whole) as whole from (
    select l.from_id as id, e.day, not exists (select from unit_lineage o left join unit t on t.id = o.to_id where o.event_id = l.event_id and o.from_id = l.from_id and t.home is not false) as whole
      from unit_lineage l join unit_event e on e.id = l.event_id join unit f on f.id = l.from_id and f.home join unit t on t.id = l.to_id and not t.home
    union all select l.to_id, '0001-01-01', true from unit_lineage l join unit f on f.id = l.from_id and f.home join unit t on t.id = l.to_id and not t.home
    union all (with recursive moved (id, day) as (
        select m.unit_id, m.day from unit_move m join unit u on u.id = m.unit_id and u.home join unit p on p.id = m.to_id and not p.home where not exists (select from unit_move back where back.unit_id = m.unit_id and back.day > m.day)
        union select u.id, m.day from moved m join unit u on u.parent_id = m.id) select id, day, true from moved)) x group by id`;

/** Units that belong to another province from a day on, by event or by move. Their figures after it are not the province's, whatever its sources still book of them. */
export const unitsAway = async (client: Queryable): Promise<Away[]> => (await client.query<Away>(
  `select u.id, u.code, u.name, a.day::text as from, a.whole from (${AWAY}) a join unit u on u.id = a.unit_id order by u.code`)).rows;

/** Lookups in the lineage for one edition: what was found for a day holds for every day with the same map. */
export interface Lineage {
  members(unitIds: readonly number[], day: LocalDay): Promise<ReadonlyMap<number, Members>>;
  below(province: MapUnit, day: LocalDay): Promise<Members>;
  successors(unitIds: readonly number[], day: LocalDay): Promise<MapUnit[]>;
}

export async function openLineage(client: Queryable): Promise<Lineage> {
  // The map of a day is read from who was in force on it and whom it stood under.
  const days = (await client.query<{ day: LocalDay }>(`select valid_from::text as day from unit where valid_from is not null union select (valid_to + 1)::text from unit where valid_to is not null
    union select day::text from unit_move order by 1`)).rows.map((row) => row.day);
  const mapOf = (day: LocalDay) => days.filter((change) => change <= day).at(-1) ?? '';
  const members = new Map<string, Map<number, Members>>();
  const found = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, find: () => Promise<T>) => {
    if (!found.has(key)) found.set(key, find());
    return found.get(key) as Promise<T>;
  };
  return {
    async members(unitIds, day) {
      const known = members.get(mapOf(day)) ?? new Map<number, Members>();
      members.set(mapOf(day), known);
      const unknown = unitIds.filter((id) => !known.has(id));
      if (unknown.length > 0) for (const [id, own] of await membersOfEach(client, unknown, day)) known.set(id, own);
      return known;
    },
    below: (province, day) => once(`below ${province.id} ${mapOf(day)}`, () => membersBelow(client, province, day)),
    successors: (unitIds, day) => once(`after ${[...unitIds].sort().join()} ${mapOf(day)}`, () => successorsOn(client, unitIds, day)),
  };
}

/** The units that succeeded the given ones, directly or through others, and were in force on a day. */
export const successorsOn = async (client: Queryable, unitIds: readonly number[], day: LocalDay): Promise<MapUnit[]> => (await client.query<MapUnit>(
  `with recursive after (id) as (select x from unnest($1::int[]) x union select l.to_id from after a join unit_lineage l on l.from_id = a.id where l.to_id is not null)
   select ${COLUMNS} from after a join unit u on u.id = a.id where u.home and u.level <> 'unknown' and coalesce(u.valid_from, '-infinity') <= $2::date and coalesce(u.valid_to, 'infinity') >= $2::date order by u.code`, [unitIds, day])).rows;

export interface Members {
  /** Units that count for the unit whole: itself, what went over to it, and for a province what stands under it. */
  whole: MapUnit[];
  /** Units of which a part that nobody knows may belong to it. */
  doubtful: { unit: MapUnit; reason: string }[];
  /** Units of `whole` whose past is not known in full. */
  incomplete: { unit: MapUnit; reason: string }[];
}

type Row = MapUnit & { whole: boolean; reason: string | null };

/** Who counts for a unit on the map of a day. */
export const membersOf = async (client: Queryable, unit: MapUnit, day: LocalDay): Promise<Members> => (await membersOfEach(client, [unit.id], day)).get(unit.id)!;

/** The same for several units; the lineage is walked once. */
export async function membersOfEach(client: Queryable, unitIds: readonly number[], day: LocalDay): Promise<Map<number, Members>> {
  const { rows } = await client.query<Row & { root: number }>(
    `with recursive before (root, id) as (select x, x from unnest($1::int[]) x union select b.root, l.from_id from before b join unit_lineage l on l.to_id = b.id where l.from_id is not null),
       after (root, id) as (select x, x from unnest($1::int[]) x union select a.root, l.to_id from after a join unit_lineage l on l.from_id = a.id where l.to_id is not null),
       -- whose successor is not known may have gone to one whose predecessor is not known
       lost (root, id) as (
         select m.to_id, l.from_id from unit_lineage m join unit_event x on x.id = m.event_id join unit_event e on e.day = x.day join unit_lineage l on l.event_id = e.id and l.to_id is null where m.from_id is null and m.to_id = any($1::int[])),
       mapped as materialized (select * from unit_map($2))
     select m.on_id as root, ${COLUMNS}, true as whole, m.reason from mapped m join unit u on u.id = m.unit_id where m.on_id = any($1::int[])
     union all
     select k.root, ${COLUMNS}, false, m.reason from (select * from before union select * from after union select * from lost) k join mapped m on m.unit_id = k.id and m.on_id is null join unit u on u.id = m.unit_id
     order by root, code`, [unitIds, day]);
  const pastOf = await pasts(client, rows);
  const byRoot = new Map<number, Row[]>(unitIds.map((id) => [id, []]));
  for (const { root, ...row } of rows) byRoot.get(root)!.push(row);
  return new Map([...byRoot].map(([id, own]) => [id, pastOf(own)]));
}

/** The same for a province with everything below it: a unit that was divided inside the province is whole here, and what nobody knows may be of any province. */
export async function membersBelow(client: Queryable, province: MapUnit, day: LocalDay): Promise<Members> {
  const { rows } = await client.query<Row>(
    `with recursive parent as materialized (select * from unit_parent_on($2)),
       top (id, root) as (select id, id from parent where parent_id is null union all select p.id, t.root from top t join parent p on p.parent_id = t.id),
       mapped as (select m.unit_id, m.on_id from unit_map($2) m),
       -- where a unit that began later came from
       back (id, at_id, known) as (
         select u.id, u.id, true from unit u where u.valid_from > $2::date
         union select b.id, l.from_id, l.from_id is not null from back b join unit x on x.id = b.at_id join unit_lineage l on l.to_id = x.id where x.valid_from > $2::date),
       origin as (select b.id, bool_or(not b.known or b.at_id is null) as lost, bool_or(r.on_id = $1) as inside, bool_or(r.on_id is distinct from $1) as outside, count(*) as n
         from back b left join unit x on x.id = b.at_id left join top t on t.id = b.at_id left join mapped r on r.unit_id = t.root where b.at_id is null or coalesce(x.valid_from, '-infinity') <= $2::date group by b.id),
       judged as (
         select u.id, case when u.level = 'unknown' then null when u.valid_from > $2::date then case when o.n is null or o.lost or (o.inside and o.outside) then null else o.inside end else r.on_id is not distinct from $1::int end as member
         from unit u left join top t on t.id = u.id left join mapped r on r.unit_id = t.root left join origin o on o.id = u.id where u.home)
     select ${COLUMNS}, j.member is not null as whole, case when j.member is null then case when u.level = 'unknown' then 'chưa xác định đơn vị' else 'không rõ thuộc tỉnh nào trước đây' end end as reason
     from judged j join unit u on u.id = j.id where j.member is not false order by u.code`, [province.id, day]);
  return { ...(await withPast(client, rows)), incomplete: [] };
}

async function withPast(client: Queryable, rows: readonly Row[]): Promise<Members> {
  return (await pasts(client, rows))(rows);
}

async function pasts(client: Queryable, all: readonly Row[]): Promise<(rows: readonly Row[]) => Members> {
  const { rows: unknown } = await client.query<{ id: number; reason: string }>('select to_id as id, min(reason) as reason from unit_lineage where from_id is null and to_id = any($1::int[]) group by 1', [all.filter((row) => row.whole).map((row) => row.id)]);
  const reasonOf = new Map(unknown.map(({ id, reason }) => [id, reason]));
  return (rows) => {
    const whole = rows.filter((row) => row.whole);
    return {
      whole, doubtful: rows.filter((row) => !row.whole).map((row) => ({ unit: row, reason: row.reason ?? 'không rõ đơn vị' })),
      incomplete: whole.filter((row) => reasonOf.has(row.id)).map((row) => ({ unit: row, reason: reasonOf.get(row.id)! })),
    };
  };
}
