/** What arrived: raw pages (only the fields a source names, compressed, once for equal content) and the quarantine of bad records. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import type { Instant } from '../../vocabulary';
import { toIso } from '../../vocabulary';
import type { Queryable } from '../database';

const compress = promisify(deflateRaw);

export interface RawPage { runId: number; sourceId: number; stream: string; page: number; window: { from: Instant; to: Instant } | null; status: number; /** What arrived; only its hash is kept. */ arrived: Buffer | string; /** The fields that the source names, made when they are needed. */ sieved: () => string }

/** Keeps a page before it is read. An equal page of the same source is kept once: an unchanged re-pull writes nothing. */
export async function keepRawPage(client: Queryable, page: RawPage): Promise<void> {
  const sha256 = createHash('sha256').update(page.arrived).digest();
  const known = await client.query('select 1 from raw_page where source_id = $1 and sha256 = $2 limit 1', [page.sourceId, sha256]);
  if (known.rows.length > 0) return;
  const text = Buffer.from(page.sieved());
  const body = await compress(text, { level: 1 });
  await client.query(
    `insert into raw_page (run_id, source_id, stream, page, window_from, window_to, status, bytes, sha256, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [page.runId, page.sourceId, page.stream, page.page, page.window ? toIso(page.window.from) : null, page.window ? toIso(page.window.to) : null, page.status, text.length, sha256, body]);
}

/** Removes raw pages older than the retention. */
export async function forgetRawPages(client: Queryable, days: number): Promise<number> {
  return (await client.query(`delete from raw_page where fetched_at < now() - $1 * interval '1 day'`, [days])).rowCount ?? 0;
}

export interface Quarantined { key: string | null; page: number; pointer: string | null; reason: string; message: string; record: unknown }

/** Keeps bad records with their reason; the same record with the same reason is one line, however often it comes. */
export async function quarantine(client: Queryable, sourceId: number, stream: string, runId: number, bad: readonly Quarantined[]): Promise<number> {
  if (bad.length === 0) return 0;
  const lines = new Map<string, Quarantined>();
  for (const item of bad) lines.set(createHash('md5').update(item.reason).update('\0').update(item.key ?? JSON.stringify(item.record)).digest('hex'), item);
  const entries = [...lines];
  await client.query(
    `insert into quarantine (source_id, stream, run_id, fingerprint, record_key, page, pointer, reason, message, record)
     select $1, $2, $3, * from unnest($4::text[], $5::text[], $6::int[], $7::text[], $8::text[], $9::text[], $10::jsonb[])
     on conflict (source_id, stream, fingerprint) do update set last_seen_at = now(), resolved_at = null
     where quarantine.last_seen_at < now() - interval '1 hour' or quarantine.resolved_at is not null`,
    [sourceId, stream, runId, entries.map(([print]) => print), entries.map(([, q]) => q.key), entries.map(([, q]) => q.page), entries.map(([, q]) => q.pointer),
      entries.map(([, q]) => q.reason), entries.map(([, q]) => q.message), entries.map(([, q]) => JSON.stringify(q.record ?? null))]);
  return lines.size;
}

/** Closes the quarantine lines of records that have since arrived in good shape. */
export async function releaseQuarantine(client: Queryable, sourceId: number, stream: string, keys: readonly string[]): Promise<void> {
  await client.query(`update quarantine set resolved_at = now() where source_id = $1 and stream = $2 and resolved_at is null and record_key = any($3::text[])`, [sourceId, stream, keys]);
}

/** Keys in open quarantine lines of a stream; empty almost always, so that good rows need no look-up. */
export async function quarantinedKeys(client: Queryable, sourceId: number, stream: string): Promise<Set<string>> {
  const { rows } = await client.query<{ record_key: string }>(`select record_key from quarantine where source_id = $1 and stream = $2 and resolved_at is null and record_key is not null`, [sourceId, stream]);
  return new Set(rows.map((row) => row.record_key));
}
