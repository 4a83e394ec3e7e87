/** Reading what is known of the quality of data: scores, comparisons, corrections, held figures, gaps. */
import type { Queryable } from '../database';

export interface QualityValue { source: string; unit: string | null; unitName: string | null; dimension: string; hits: number | null; total: number | null; score: number | null; reason: string | null; evidence: Record<string, unknown>; measuredAt: Date }

/** `unit` null: whole sources only; undefined: everything. */
export async function readQuality(client: Queryable, filter: { source?: string; unit?: string | null } = {}): Promise<QualityValue[]> {
  const { rows } = await client.query<QualityValue>(
    `select source, unit_code as unit, unit_name as "unitName", dimension, hits, total, score, reason, evidence, measured_at as "measuredAt" from mart.data_quality
     where ($1::text is null or source = $1) and (not $2 or unit_code is null) and ($3::text is null or unit_code = $3) order by source, unit_code nulls first, dimension`,
    [filter.source ?? null, filter.unit === null, filter.unit ?? null]);
  return rows;
}

export interface Trust { sources: { source: string; unexplained: number; gaps: number }[]; held: number }
export async function readTrust(client: Queryable): Promise<Trust> {
  const { rows: sources } = await client.query<Trust['sources'][number]>(
    `select s.key as source, coalesce(r.n, 0)::int as unexplained, coalesce(g.n, 0)::int as gaps from source s
     left join (select source_id, count(*) as n from reconciliation where verdict = 'unexplained' and against <> 'source' group by 1) r on r.source_id = s.id
     left join (select source_id, count(*) as n from mart.window_gap where kind <> 'behind' group by 1) g on g.source_id = s.id where s.enabled`);
  return { sources, held: (await client.query<{ n: number }>('select count(*) as n from held_value where released_at is null and confirmed_at is null')).rows[0]!.n };
}
