/** Screens on walls. Tokens are kept as SHA-256 digests only. */
import type { Queryable } from './database';

export interface ScreenRow { id: number; name: string; registeredAt: Date; lastSeenAt: Date | null; board: string | null; pageVersion: string | null; edition: number | null; size: string | null; silentSeconds: number | null }
/** What a screen says of itself. */
export interface ScreenReport { board: string | null; pageVersion: string | null; edition: number | null; size: string | null }

/** A screen of this name with this token; a screen that registers again gets a new token, the old one ends. Null when there are `limit` others already. */
export async function registerScreen(client: Queryable, name: string, digest: Buffer, limit: number): Promise<number | null> {
  const { rows } = await client.query<{ id: number }>(
    `insert into screen (name, token_digest) select $1, $2 where (select count(*) from screen where name <> $1) < $3
     on conflict (name) do update set token_digest = excluded.token_digest, registered_at = now() returning id`, [name, digest, limit]);
  return rows[0]?.id ?? null;
}

/** False when no screen has this token. */
export async function noteScreen(client: Queryable, digest: Buffer, { board, pageVersion, edition, size }: ScreenReport): Promise<boolean> {
  const { rowCount } = await client.query('update screen set last_seen_at = now(), board = $2, page_version = $3, edition = $4, size = $5 where token_digest = $1', [digest, board, pageVersion, edition, size]);
  return (rowCount ?? 0) > 0;
}

export async function listScreens(client: Queryable): Promise<ScreenRow[]> {
  return (await client.query<ScreenRow>(
    `select id, name, registered_at as "registeredAt", last_seen_at as "lastSeenAt", board, page_version as "pageVersion", edition, size, extract(epoch from now() - last_seen_at)::float8 as "silentSeconds"
     from screen order by name`)).rows;
}

/** False when there is no such screen. */
export async function removeScreen(client: Queryable, id: number): Promise<boolean> {
  return ((await client.query('delete from screen where id = $1', [id])).rowCount ?? 0) > 0;
}
