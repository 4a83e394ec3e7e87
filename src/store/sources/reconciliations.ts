/** What reconciliation finds: ours against a source's list, and counts of one side against another's. */
import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { toIso, type Instant, type Measure, type Period } from '../../vocabulary';
import { inTransaction, type Queryable } from '../database';
import { LISTED, settleDoubles } from '../facts/double-dossiers';
import { partitionOf } from '../facts/load-dossiers';

export interface ListWindow {
  sourceId: number; stream: string; runId: number; from: Instant; to: Instant; listed: number; missing: number; changed: number; extra: number; removed: number; quarantined: number; skipped: number;
  verdict: 'equal' | 'mended' | 'refused' | 'unknown'; explanation: string | null; /** Codes; ten of them are kept as hashes. */ samples: readonly string[];
}

/** A code in a list that people see: enough to recognise it, not to read it. */
export const codeHash = (code: string): string => createHash('sha256').update(code).digest('hex').slice(0, 12);

export async function noteListWindow(client: Queryable, w: ListWindow): Promise<void> {
  await client.query(
    `insert into reconciliation_list (source_id, stream, window_from, window_to, run_id, listed, missing, changed, extra, removed, quarantined, skipped, verdict, explanation, samples)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [w.sourceId, w.stream, toIso(w.from), toIso(w.to), w.runId, w.listed, w.missing, w.changed, w.extra, w.removed, w.quarantined, w.skipped, w.verdict, w.explanation, w.samples.slice(0, 10).map(codeHash)]);
}

/** Our dossiers (those that stand back for another too) received in a window (null: all) that are not among `seen`, and how many there are in all. */
export async function missingFrom(client: Queryable, sourceId: number, window: { from: Instant; to: Instant } | null, seen: readonly string[]): Promise<{ codes: string[]; known: number }> {
  const { rows } = await client.query<{ known: number; codes: string[] | null }>(
    `select count(*) as known, array_agg(d.code order by d.code) filter (where u.code is null) as codes
     from ${partitionOf(sourceId)} d left join (select distinct code from unnest($1::text[]) g (code)) u on u.code = d.code
     where ${LISTED} and ($2::timestamptz is null or (d.received_at >= $2::timestamptz and d.received_at < $3::timestamptz))`,
    [seen, window && toIso(window.from), window && toIso(window.to)]);
  return { codes: rows[0]!.codes ?? [], known: rows[0]!.known };
}

export async function removeDossiers(client: Client, sourceId: number, runId: number, codes: readonly string[]): Promise<number> {
  if (codes.length === 0) return 0;
  const removed = (await client.query(`update ${partitionOf(sourceId)} set deleted_at = now(), double_of = null, run_id = $2 where code = any($1::text[]) and ${LISTED}`, [codes, runId])).rowCount ?? 0;
  await settleDoubles(client, partitionOf(sourceId), runId, codes); // what stood back for one that is gone counts again
  return removed;
}

export async function touchedBy(client: Queryable, sourceId: number, runId: number, codes: readonly string[]): Promise<string[]> {
  return (await client.query<{ code: string }>(`select code from ${partitionOf(sourceId)} where code = any($1::text[]) and run_id = $2`, [codes, runId])).rows.map((row) => row.code);
}

export interface Comparison {
  unitId: number | null; period: Period; measure: Measure; theirs: number | null; ours: number | null;
  verdict: 'equal' | 'explained' | 'unexplained' | 'unknown'; category: string; explanation: string | null;
}
export type Against = 'summary' | 'statistics' | 'source' | 'portal';

/** Replaces the comparisons of the same unit, period and measure; `since` tells how long a verdict has stood. */
export async function saveComparisons(client: Client, key: { sourceId: number; against: Against; otherId: number; runId: number | null }, comparisons: readonly Comparison[]): Promise<void> {
  const lines = [...new Map(comparisons.map((c) => [`${c.unitId} ${c.period.type} ${c.period.start} ${c.measure}`, c])).values()];
  await inTransaction(client, async () => {
    for (let i = 0; i < lines.length; i += 5000) {
      const part = lines.slice(i, i + 5000);
      await client.query(
        `insert into reconciliation (source_id, against, other_source_id, run_id, unit_id, period_type, period_start, measure, theirs, ours, verdict, category, explanation)
         select $1, $2, $3, $4, * from unnest($5::int[], $6::text[], $7::date[], $8::text[], $9::numeric[], $10::numeric[], $11::text[], $12::text[], $13::text[])
         on conflict (source_id, against, other_source_id, period_type, period_start, measure, coalesce(unit_id, -1)) do update set
           since = case when reconciliation.verdict = excluded.verdict then reconciliation.since else now() end,
           run_id = excluded.run_id, theirs = excluded.theirs, ours = excluded.ours, verdict = excluded.verdict, category = excluded.category, explanation = excluded.explanation, checked_at = now()`,
        [key.sourceId, key.against, key.otherId, key.runId, part.map((c) => c.unitId), part.map((c) => c.period.type), part.map((c) => c.period.start), part.map((c) => c.measure),
          part.map((c) => c.theirs), part.map((c) => c.ours), part.map((c) => c.verdict), part.map((c) => c.category), part.map((c) => c.explanation)]);
    }
  });
}

/** Bad and left-out rows of the source's list in a period, from the newest reading of each window that touches it. */
export async function listResidue(client: Queryable, sourceId: number, from: Instant, to: Instant): Promise<{ quarantined: number; skipped: number }> {
  const { rows } = await client.query<{ quarantined: number; skipped: number }>(
    `select coalesce(sum(quarantined), 0)::int as quarantined, coalesce(sum(skipped), 0)::int as skipped from (
       select distinct on (stream, window_from, window_to) quarantined, skipped from reconciliation_list
       where source_id = $1 and window_from < $3 and window_to > $2 order by stream, window_from, window_to, run_id desc) newest`, [sourceId, toIso(from), toIso(to)]);
  return rows[0]!;
}

/** Rows that stand back for another one of the same dossier and would count in the period: received before its end and not ended before it. */
export async function secondCodesIn(client: Queryable, sourceId: number, from: Instant, to: Instant): Promise<number> {
  return (await client.query<{ n: number }>(`select count(*)::int as n from ${partitionOf(sourceId)} where double_of is not null and received_at < $2 and (ended_at is null or ended_at >= $1)`, [toIso(from), toIso(to)])).rows[0]!.n;
}

/** Dossiers received within some hours after the two ends of a period: a system in another zone puts them on the other side. */
export async function receivedNearBorders(client: Queryable, sourceId: number, from: Instant, to: Instant, width: Instant): Promise<number> {
  if (width === 0) return 0;
  const [early, late] = width > 0 ? [0, width] : [width, 0];
  const { rows } = await client.query<{ n: number }>(
    `select count(*) as n from ${partitionOf(sourceId)} where deleted_at is null and ((received_at >= $1 and received_at < $2) or (received_at >= $3 and received_at < $4))`,
    [from + early, from + late, to + early, to + late].map(toIso));
  return rows[0]!.n;
}

export interface PublishedStatistic { unitId: number; periodType: Period['type']; periodStart: string; measure: Measure; value: number | null; sourceTime: Instant | null }

/** Current statistics of a source for periods that touch the range and are over. */
export async function statisticsIn(client: Queryable, sourceId: number, fromDay: string, toDay: string, today: string): Promise<PublishedStatistic[]> {
  const { rows } = await client.query<{ unit_id: number; period_type: Period['type']; period_start: string; measure: Measure; value: number | null; source_time: number | null }>(
    `select unit_id, period_type, period_start, measure, value, (extract(epoch from source_time) * 1000000)::bigint as source_time from statistic
     where source_id = $1 and superseded_at is null and period_start <= $3 and period_after(period_type, period_start) > $2::date and period_after(period_type, period_start) <= $4::date
     order by period_start, unit_id, measure`, [sourceId, fromDay, toDay, today]);
  return rows.map((r) => ({ unitId: r.unit_id, periodType: r.period_type, periodStart: r.period_start, measure: r.measure, value: r.value, sourceTime: r.source_time }));
}
