/**
 * Retention of superseded values. What a running period showed at the end of no day goes two days later (`thinHistory`). Of the rest, kept for ever: every
 * version of a period that was ever closed, and what was shown at the end of a month (values of single days excepted); everything else goes `days` after it
 * was superseded (`pruneHistory`). docs/decisions/0007.
 */
import type { Queryable } from '../database';

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
  return removed;
}

/**
 * Versions that began and were superseded on one local day, while their period was still running: no end of a day shows them, and they are no corrections.
 * Each edition is looked at once, two days after it: no more than `editions` of them, and no more than `limit` versions of each kind, at a time. Inside the
 * transaction of the publisher. Returns how many were removed.
 */
export async function thinHistory(client: Queryable, editions = 20, limit = 5000): Promise<number> {
  const day = (edition: string) => `(${edition}.published_at at time zone 'Asia/Ho_Chi_Minh')::date`;
  // `first`: from it on, all editions up to this one are of its day.
  const { rows } = await client.query<{ number: number; over: boolean; day: string; first: number }>(
    `select e.number, e.over, ${day('e')} as day, case when e.over then coalesce((select max(p.number) + 1 from edition p where p.number < e.number and ${day('p')} <> ${day('e')}), (select min(number) from edition)) end as first
     from (select number, published_at, published_at < now() - interval '2 days' as over from edition where number > (select edition from history_thinned) order by number limit $1) e order by e.number`, [editions]);
  const young = rows.findIndex((row) => !row.over);
  const due = young < 0 ? rows : rows.slice(0, young);
  if (due.length === 0) return 0;
  const counts: number[] = [];
  for (const table of Object.keys(TABLES) as Table[]) counts.push((await client.query(
    `delete from ${table} where ctid = any (array(
       select v.ctid from unnest($1::int[], $2::int[], $3::date[]) e (number, first, day) join ${table} v on v.edition_to = e.number and v.edition_from >= e.first
       where not v.kept and v.edition_to is not null and period_after(v.period_type, v.period_start) > e.day limit $4))`,
    [due.map((e) => e.number), due.map((e) => e.first), due.map((e) => e.day), limit])).rowCount ?? 0);
  // Otherwise more of the same editions is left for the next time.
  if (counts.every((n) => n < limit)) {
    await client.query('update history_thinned set edition = $1', [due.at(-1)!.number]);
    if (due.some((e) => e.first === e.number)) await forgetSets(client); // once a day
  }
  return counts.reduce((sum, n) => sum + n, 0);
}

/** Sets that no absence names any more. */
async function forgetSets(client: Queryable): Promise<void> {
  for (const set of ['unit_set', 'indicator_set']) await client.query(
    `delete from ${set} s where not exists (select from indicator_absence a where a.${set}_id = s.id) and not exists (select from map_absence a where a.${set}_id = s.id)`);
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
