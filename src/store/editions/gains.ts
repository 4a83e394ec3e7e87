/** Points to gain as they stand now, for periods that are not closed. */
import type { Period } from '../../vocabulary';
import { copyRows } from '../copy';
import type { Connection } from '../database';
import { differences } from './differences';

export interface UnitGain { unitId: number; indicator: string; kind: string; items: number; needed: number | null; points: number; score: number; maxScore: number }

/** Replaces the gains of a period (of `units`, the only ones whose gains are given); rows that did not change stay untouched. */
export async function writeGains(client: Connection, edition: number, period: Period, gains: readonly UnitGain[], units: ReadonlySet<number> | null = null): Promise<void> {
  const { rows } = await client.query<UnitGain>(
    `select unit_id as "unitId", indicator, kind, items, needed, points, score, max_score as "maxScore" from gain where period_type = $1 and period_start = $2
       and ($3::int[] is null or unit_id = any($3::int[]))`, [period.type, period.start, units && [...units]]);
  const keyOf = (g: UnitGain) => `${g.unitId} ${g.indicator} ${g.kind}`;
  const same = (a: UnitGain, b: UnitGain) => a.items === b.items && a.needed === b.needed && a.points === b.points && a.score === b.score && a.maxScore === b.maxScore;
  const { fresh, gone } = differences(rows, gains, keyOf, same);
  if (gone.length > 0) await client.query(
    `delete from gain g using unnest($3::int[], $4::text[], $5::text[]) d (unit_id, indicator, kind) where g.period_type = $1 and g.period_start = $2 and g.unit_id = d.unit_id and g.indicator = d.indicator and g.kind = d.kind`,
    [period.type, period.start, gone.map((g) => g.unitId), gone.map((g) => g.indicator), gone.map((g) => g.kind)]);
  await copyRows(client, 'gain', ['edition', 'period_type', 'period_start', 'unit_id', 'indicator', 'kind', 'items', 'needed', 'points', 'score', 'max_score'],
    fresh.map((g) => [edition, period.type, period.start, g.unitId, g.indicator, g.kind, g.items, g.needed, g.points, g.score, g.maxScore]));
}
