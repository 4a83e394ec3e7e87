/** Editions: one consistent set of values under a number. Values that did not change keep their row; a changed one closes the old row. */
import type { Queryable } from './database';
import type { Period } from '../vocabulary';

export interface StoredValue {
  indicator: string; unitId: number; hits: number | null; total: number | null; value: number | null; score: number | null; maxScore: number | null;
  status: 'available' | 'unavailable'; reason: string | null; version: string; coverage: number | null; basis: string;
}

const PUBLISH_LOCK = 56100003;
/** One publisher at a time; taken before the snapshot of its transaction. */
export const lockPublishing = (client: Queryable) => client.query('select pg_advisory_lock($1)', [PUBLISH_LOCK]);
export const unlockPublishing = (client: Queryable) => client.query('select pg_advisory_unlock($1)', [PUBLISH_LOCK]);

export async function nextEdition(client: Queryable, asOf: string, sources: unknown): Promise<number> {
  const { rows } = await client.query<{ number: number }>(
    `insert into edition (number, as_of, sources, changes) select coalesce(max(number), 0) + 1, $1, $2, 0 from edition returning number`, [asOf, JSON.stringify(sources)]);
  return rows[0]!.number;
}

/** Writes the values of one period that differ from the current ones. Returns how many changed. */
export async function writeValues(client: Queryable, edition: number, period: Period, values: readonly StoredValue[]): Promise<number> {
  if (values.length === 0) return 0;
  const { rows: current } = await client.query<{ indicator: string; unit_id: number; hits: number | null; total: number | null; value: number | null; score: number | null; status: string; reason: string | null; version: string; coverage: number | null; basis: string }>(
    `select indicator, unit_id, hits, total, value, score, status, reason, version, coverage, basis from indicator_value where period_type = $1 and period_start = $2 and edition_to is null`, [period.type, period.start]);
  const known = new Map(current.map((row) => [`${row.indicator} ${row.unit_id}`, row]));
  const changed = values.filter((v) => {
    const old = known.get(`${v.indicator} ${v.unitId}`);
    return !old || old.hits !== v.hits || old.total !== v.total || old.value !== v.value || old.score !== v.score || old.status !== v.status || old.reason !== v.reason
      || old.version !== v.version || old.basis !== v.basis || Math.abs((old.coverage ?? -1) - (v.coverage ?? -1)) >= 0.01;
  });
  if (changed.length === 0) return 0;
  await client.query(
    `update indicator_value v set edition_to = $1 from unnest($4::text[], $5::int[]) as c (indicator, unit_id)
     where v.period_type = $2 and v.period_start = $3 and v.indicator = c.indicator and v.unit_id = c.unit_id and v.edition_to is null`,
    [edition, period.type, period.start, changed.map((v) => v.indicator), changed.map((v) => v.unitId)]);
  await client.query(
    `insert into indicator_value (edition_from, period_type, period_start, indicator, unit_id, hits, total, value, score, max_score, status, reason, version, coverage, basis)
     select $1, $2, $3, * from unnest($4::text[], $5::int[], $6::numeric[], $7::numeric[], $8::float8[], $9::numeric[], $10::numeric[], $11::text[], $12::text[], $13::text[], $14::float8[], $15::text[])`,
    [edition, period.type, period.start, changed.map((v) => v.indicator), changed.map((v) => v.unitId), changed.map((v) => v.hits), changed.map((v) => v.total), changed.map((v) => v.value),
      changed.map((v) => v.score), changed.map((v) => v.maxScore), changed.map((v) => v.status), changed.map((v) => v.reason), changed.map((v) => v.version), changed.map((v) => v.coverage), changed.map((v) => v.basis)]);
  return changed.length;
}
