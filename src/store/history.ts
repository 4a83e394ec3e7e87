/**
 * Retention of superseded values. Kept for ever: every version of a period that was ever closed, and what was shown at the end of a month
 * (values of single days excepted). Everything else goes `days` after it was superseded. docs/decisions/0007.
 */
import type { Queryable } from './database';

// What was known on a day is told of the values as they were: only they leave a gap.
const TABLES = { indicator_value: true, indicator_absence: true, map_value: false, map_absence: false } as const;
type Table = keyof typeof TABLES;

/** Looks at no more than `limit` versions of each kind, the oldest first; inside the transaction of the publisher. Returns how many were removed. */
export async function pruneHistory(client: Queryable, days: number, limit = 2000): Promise<number> {
  const horizon = (await client.query<{ number: number | null }>(`select max(number) as number from edition where published_at < now() - $1 * interval '1 day'`, [days])).rows[0]!.number;
  if (horizon === null) return 0;
  let removed = 0;
  for (const table of Object.keys(TABLES) as Table[]) removed += await pruneTable(client, table, horizon, limit);
  await pruneEditions(client, days, limit);
  if (removed > 0) for (const set of ['unit_set', 'indicator_set']) await client.query(
    `delete from ${set} s where not exists (select from indicator_absence a where a.${set}_id = s.id) and not exists (select from map_absence a where a.${set}_id = s.id)`);
  return removed;
}

/** A version is looked at once: it goes, or is marked as kept. The month of an edition is read from the first one kept of its day. */
async function pruneTable(client: Queryable, table: Table, horizon: number, limit: number): Promise<number> {
  const month = (edition: string) => `(select date_trunc('month', e.published_at at time zone 'Asia/Ho_Chi_Minh') from edition e where e.number >= ${edition} order by e.number limit 1)`;
  const { rows } = await client.query<{ removed: number }>(
    `with due as materialized (
       select ctid as place, period_type, period_start, edition_from, edition_to from ${table} where edition_to is not null and not kept and edition_to <= $1 order by edition_to limit $2),
     judged as materialized (
       select d.*, exists (select from period_close c where c.period_type = d.period_type and c.period_start = d.period_start)
         or (d.period_type <> 'day' and ${month('d.edition_from')} <> ${month('d.edition_to')}) as keep from due d),
     gone as (delete from ${table} t using judged j where t.ctid = j.place and not j.keep returning t.period_type, t.period_start, t.edition_from, t.edition_to),
     marked as (update ${table} t set kept = true from judged j where t.ctid = j.place and j.keep),
     gaps as (
       insert into history_gap as g (period_type, period_start, edition_from, edition_to) select period_type, period_start, min(edition_from), max(edition_to) from gone where ${TABLES[table]} group by 1, 2
       on conflict (period_type, period_start) do update set edition_from = least(g.edition_from, excluded.edition_from), edition_to = greatest(g.edition_to, excluded.edition_to))
     select count(*) as removed from gone`, [horizon, limit]);
  return rows[0]!.removed;
}

/** Of old editions the last of each local day stays: "as known on DATE" means the end of a day. */
const pruneEditions = (client: Queryable, days: number, limit: number) => client.query(
  `delete from edition where number in (
     select number from (select number, published_at, lead(published_at) over (order by number) as next from edition where published_at < now() - $1 * interval '1 day') e
     where (next at time zone 'Asia/Ho_Chi_Minh')::date = (published_at at time zone 'Asia/Ho_Chi_Minh')::date order by number limit $2)`, [days, limit]);
