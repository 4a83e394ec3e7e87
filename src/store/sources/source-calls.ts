/** Calls of a source on a local day, where its owner limits them: over processes, restarts and trials. */
import type { Pool } from 'pg';

/** Counts one call more of the source on `day` (days since 1970) and answers how many that makes. */
export const callCounter = (pool: Pool, source: string) => async (day: number): Promise<number> => (await pool.query<{ calls: number }>(
  `insert into source_calls as c (source, day, calls) values ($1, '1970-01-01'::date + $2::int, 1)
   on conflict (source) do update set calls = case when c.day = excluded.day then c.calls + 1 else 1 end, day = excluded.day returning calls`, [source, day])).rows[0]!.calls;
