/** Scores that a portal published: the current ones and, superseded, those it said before. */
import type { Period } from '../../vocabulary';
import type { Queryable } from '../database';

export interface PublishedScoreRow { unitId: number; period: Period; indicator: string; score: number | null; flags: readonly string[] }

/** Writes what differs from the current rows of the source; returns how many were new or changed. */
export async function loadPublishedScores(client: Queryable, sourceId: number, runId: number, rows: readonly PublishedScoreRow[]): Promise<number> {
  const list = [...new Map(rows.filter((r) => r.score !== null || r.flags.length > 0).map((r) => [`${r.unitId} ${r.period.type} ${r.period.start} ${r.indicator}`, r])).values()];
  if (list.length === 0) return 0;
  const given = `select * from unnest($2::int[], $3::text[], $4::date[], $5::text[], $6::numeric[], $7::text[]) as g (unit_id, period_type, period_start, indicator, score, flags)`;
  const columns = [list.map((r) => r.unitId), list.map((r) => r.period.type), list.map((r) => r.period.start), list.map((r) => r.indicator), list.map((r) => r.score), list.map((r) => `{${[...r.flags].sort().join(',')}}`)];
  await client.query(
    `with given as (${given}) update published_score p set superseded_at = now() from given g
     where p.source_id = $1 and p.unit_id = g.unit_id and p.period_type = g.period_type and p.period_start = g.period_start and p.indicator = g.indicator and p.superseded_at is null
       and (p.score is distinct from g.score or p.flags <> g.flags::text[])`, [sourceId, ...columns]);
  const written = await client.query<{ n: number }>(
    `with given as (${given}), added as (
       insert into published_score (source_id, unit_id, period_type, period_start, indicator, score, flags, run_id)
       select $1, g.unit_id, g.period_type, g.period_start, g.indicator, g.score, g.flags::text[], $8 from given g
       where not exists (select from published_score p where p.source_id = $1 and p.unit_id = g.unit_id and p.period_type = g.period_type and p.period_start = g.period_start and p.indicator = g.indicator and p.superseded_at is null)
       returning 1)
     select count(*)::int as n from added`, [sourceId, ...columns, runId]);
  return written.rows[0]!.n;
}
