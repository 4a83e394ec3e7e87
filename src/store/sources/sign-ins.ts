/** Refused sign-ins, kept over restarts: accounts of real systems are locked after a few of them. */
import type { Queryable } from '../database';

/** Null: nothing stands against a sign-in with these settings. `nextMs`: until one more may be tried by itself; null = only by a person. */
export interface SignInRefusal { print: string; refusals: number; nextMs: number | null }

/** One more a day, three in all: fewer than any lock that is known (five, sources.md 1.1). */
const MOST_BY_ITSELF = 3;

export async function signInRefusal(client: Queryable, sourceId: number): Promise<SignInRefusal | null> {
  const { rows } = await client.query<{ print: string; refusals: number; left: number }>(`select print, refusals, (extract(epoch from refused_at + interval '1 day' - now()) * 1000)::float8 as left from sign_in_refusal where source_id = $1`, [sourceId]);
  const row = rows[0];
  return row ? { print: row.print, refusals: row.refusals, nextMs: row.refusals >= MOST_BY_ITSELF ? null : Math.max(0, row.left) } : null;
}

export async function noteSignInRefusal(client: Queryable, sourceId: number, print: string): Promise<void> {
  await client.query(`insert into sign_in_refusal as r (source_id, print, refusals, refused_at) values ($1, $2, 1, now())
    on conflict (source_id) do update set refusals = case when r.print = excluded.print then r.refusals + 1 else 1 end, print = excluded.print, refused_at = now()`, [sourceId, print]);
}

/** The source took us in again. */
export async function clearSignInRefusal(client: Queryable, sourceId: number): Promise<void> {
  await client.query('delete from sign_in_refusal where source_id = $1', [sourceId]);
}

/** The streams of a source that are due wait a little, without a failure of their own. */
export async function postponeStreams(client: Queryable, sourceId: number, ms: number): Promise<void> {
  await client.query(`update source_stream set next_due_at = now() + $2 * interval '1 ms' where source_id = $1 and next_due_at <= now()`, [sourceId, ms]);
}
