/** Everything the wall shows, read as one moment: one edition, one state of the sources. */
import type { Pool } from 'pg';
import { findIndicator, type Indicator } from '../../indicators';
import { inTransaction } from '../../store/database';
import { currentEdition, readValues, sourceStates, type SourceStateRow, type ValueRow } from '../../store/read-values';
import { addDays, formatPeriod, localDay, periodOf, previousPeriod, type Instant } from '../../vocabulary';

export type TileState = 'fresh' | 'stale' | 'incomplete' | 'unavailable' | 'none';
export interface Tile {
  indicator: string; title: string; question: string; kind: Indicator['kind']; direction: Indicator['direction'];
  value: number | null; hits: number | null; total: number | null; score: number | null; maxScore: number | null;
  previous: number | null;
  /** `hits`: the count is the message, its share stands below. */
  show: 'value' | 'hits'; state: TileState; reason: string | null; coverage: number | null; unit: string | null;
}
export interface RankRow { rank: number; rankOf: number; unit: string; name: string; hits: number; total: number; score: number; value: number }
export interface WallSnapshot {
  province: string; period: string; edition: number | null; asOf: string | null; tiles: Tile[];
  ranking: RankRow[]; rankedUnits: number; unrankedUnits: number;
  trend: { month: string; onTime: number | null; resolved: number | null; received: number | null }[];
  overdue: { unit: string; name: string; short: number; middle: number; long: number; total: number }[];
  sources: { source: string; title: string; state: SourceStateRow['state']; lastSuccess: string | null; error: string | null; quarantined: number }[];
}

/** What the leadership sees first, in this order. */
const TILES = ['index766-progress', 'on-time-resolution', 'open-overdue', 'due-soon', 'carried-over', 'online-share', 'index766-paid-dossiers', 'index766-digitised-components'];
const COUNTS = new Set(['open-overdue']);
/** Units with fewer dossiers are not ranked: indicators.md section 8, rule 3. */
const SMALLEST_RANKED = 5;
const INCOMPLETE_BELOW = 0.98;

export async function readWall(pool: Pool, province: { code: string; name: string }, now: Instant): Promise<WallSnapshot> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, async () => {
      const month = periodOf('month', localDay(now));
      const before = previousPeriod(month);
      const edition = await currentEdition(client);
      const sources = await sourceStates(client);
      const stale = new Set(sources.filter((s) => s.state === 'stale' || s.state === 'never').map((s) => s.source));
      const current = await readValues(client, { unit: province.code, periodType: 'month', periodStart: month.start });
      const previous = new Map((await readValues(client, { unit: province.code, periodType: 'month', periodStart: before.start })).map((row) => [row.indicator, row.value]));
      const ranked = await readValues(client, { indicator: 'index766-progress', periodType: 'month', periodStart: month.start, levels: ['department', 'commune'] });
      const months = (await client.query<{ period_start: string; indicator: string; value: number | null; total: number | null }>(
        `select period_start, indicator, value, total from mart.indicator_value where unit_code = $1 and period_type = 'month' and indicator in ('on-time-resolution', 'online-share') and period_start > $2 and period_start <= $3 and (period_start = $3 or coverage >= ${INCOMPLETE_BELOW}) order by period_start`,
        [province.code, addDays(month.start, -430), month.start])).rows;
      const overdue = (await client.query<{ unit: string; name: string; short: number; middle: number; long: number; total: number }>(
        `select unit_code as unit, unit_name as name, coalesce(sum(dossiers) filter (where bucket = 'late_1_10'), 0)::int as short, coalesce(sum(dossiers) filter (where bucket = 'late_11_30'), 0)::int as middle,
           coalesce(sum(dossiers) filter (where bucket = 'late_over_30'), 0)::int as long, sum(dossiers)::int as total
         from mart.dossier_open where bucket_order <= 3 group by unit_code, unit_name order by total desc, unit_code limit 8`)).rows;
      const { ranking, unranked } = rank(ranked);
      return {
        province: province.name, period: formatPeriod(month), edition: edition?.number ?? null, asOf: edition?.as_of.toISOString() ?? null,
        tiles: TILES.map((id) => tile(id, current.find((row) => row.indicator === id), previous.get(id) ?? null, stale)),
        ranking, rankedUnits: ranking.length, unrankedUnits: unranked, trend: trend(months), overdue,
        sources: sources.filter((s) => s.kind !== 'import').map((s) => ({ source: s.source, title: s.title, state: s.state, lastSuccess: s.last_success_at?.toISOString() ?? null, error: s.error_text, quarantined: s.quarantined })),
      };
    }, 'begin isolation level repeatable read read only');
  } finally {
    client.release();
  }
}

function tile(id: string, row: ValueRow | undefined, previous: number | null, stale: ReadonlySet<string>): Tile {
  const indicator = findIndicator(id)!;
  const fed = row?.source.startsWith('dossiers:') ? row.source.slice('dossiers:'.length).split(',') : [];
  const state: TileState = !row || row.status === 'unavailable' ? 'unavailable' : fed.some((source) => stale.has(source)) ? 'stale' : row.value === null ? 'none' : (row.coverage ?? 1) < INCOMPLETE_BELOW ? 'incomplete' : 'fresh';
  return {
    indicator: id, show: COUNTS.has(id) ? 'hits' : 'value', title: indicator.title.vi, question: indicator.question.vi, kind: indicator.kind, direction: indicator.direction,
    value: row?.value ?? null, hits: row?.hits ?? null, total: row?.total ?? null, score: row?.score ?? null, maxScore: row?.max_score ?? null, previous, state,
    reason: row ? row.reason : 'Chưa có ấn bản nào cho kỳ này.', coverage: row?.coverage ?? null, unit: indicator.kind === 'mean' ? indicator.unitOfMeasure.vi : null,
  };
}

/** Competition ranking 1-2-2-4 by score, then share; only units with enough dossiers and complete data. */
export function rank(rows: readonly ValueRow[]): { ranking: RankRow[]; unranked: number } {
  const able = rows.filter((row) => row.status === 'available' && row.value !== null && (row.total ?? 0) >= SMALLEST_RANKED && (row.coverage ?? 1) >= INCOMPLETE_BELOW);
  const sorted = [...able].sort((a, b) => b.value! - a.value! || a.unit_code.localeCompare(b.unit_code));
  const ranking: RankRow[] = [];
  sorted.forEach((row, i) => {
    const tied = i > 0 && sorted[i - 1]!.score === row.score;
    ranking.push({ rank: tied ? ranking[i - 1]!.rank : i + 1, rankOf: sorted.length, unit: row.unit_code, name: row.unit_name, hits: row.hits!, total: row.total!, score: row.score ?? 0, value: row.value! });
  });
  return { ranking, unranked: rows.length - able.length };
}

function trend(rows: readonly { period_start: string; indicator: string; value: number | null; total: number | null }[]): WallSnapshot['trend'] {
  const months = new Map<string, WallSnapshot['trend'][number]>();
  for (const row of rows) {
    const month = row.period_start.slice(0, 7);
    const entry = months.get(month) ?? { month, onTime: null, resolved: null, received: null };
    if (row.indicator === 'on-time-resolution') Object.assign(entry, { onTime: row.value, resolved: row.total });
    else entry.received = row.total;
    months.set(month, entry);
  }
  return [...months.values()];
}
