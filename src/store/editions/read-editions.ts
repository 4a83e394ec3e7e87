/** Reading what belongs to editions: what was known on a day, restatements, sign-offs, standings, points to gain. */
import type { MapMode, Period, PeriodType } from '../../vocabulary';
import type { ValueFilter, ValueRow } from './read-values';
import type { Queryable } from '../database';

export interface KnownEdition { number: number; as_of: Date }

/** The edition that was shown at the end of a local day; null before the first one. */
export async function editionOn(client: Queryable, day: string): Promise<KnownEdition | null> {
  return (await client.query<KnownEdition>('select number, as_of from mart.edition_day where day <= $1 order by day desc limit 1', [day])).rows[0] ?? null;
}

export async function readValuesAsKnown(client: Queryable, day: string, filter: ValueFilter): Promise<ValueRow[]> {
  const { rows } = await client.query<ValueRow>(
    `select indicator, unit_code, unit_name, unit_level, period_type, period_start, hits, total, value, score, max_score, status, reason, version, coverage, source, computed_at
     from mart.indicator_value_as_known($1::date) where period_type = $2 and period_start = $3 and ($4::text is null or indicator = $4) and ($5::text is null or unit_code = $5) order by unit_code, indicator`,
    [day, filter.periodType, filter.periodStart, filter.indicator ?? null, filter.unit ?? null]);
  return rows;
}

export interface StandingRow {
  indicator: string; unit_code: string; target: number | null; target_document: string | null; target_verified: boolean | null;
  light: 'reached' | 'near' | 'missed' | 'none'; light_reason: string | null; rank: number | null; rank_of: number | null; rank_before: number | null;
}
export async function readStandings(client: Queryable, filter: ValueFilter, map: MapMode = 'as-was'): Promise<StandingRow[]> {
  return (await client.query<StandingRow>(
    `select indicator, unit_code, target, target_document, target_verified, light, light_reason, rank, rank_of, rank_before from mart.standing_map
     where map = $5 and period_type = $1 and period_start = $2 and ($3::text is null or indicator = $3) and ($4::text is null or unit_code = $4)`,
    [filter.periodType, filter.periodStart, filter.indicator ?? null, filter.unit ?? null, map])).rows;
}

/** Whether a period is closed, and which of its figures have a restatement now: `indicator unit`. */
export async function closedState(client: Queryable, filter: ValueFilter): Promise<{ closedAt: Date | null; restated: Set<string> }> {
  const closing = (await client.query<{ closed_at: Date }>('select closed_at from mart.period_close where closed and period_type = $1 and period_start = $2', [filter.periodType, filter.periodStart])).rows[0];
  if (!closing) return { closedAt: null, restated: new Set() };
  const { rows } = await client.query<{ indicator: string; unit_code: string }>('select indicator, unit_code from mart.restatement where edition_to is null and period_type = $1 and period_start = $2', [filter.periodType, filter.periodStart]);
  return { closedAt: closing.closed_at, restated: new Set(rows.map((row) => `${row.indicator} ${row.unit_code}`)) };
}

export interface RankedRow extends Omit<StandingRow, 'light'> {
  unit_name: string; unit_level: string; hits: number | null; total: number | null; value: number | null; score: number | null; status: 'available' | 'unavailable'; reason: string | null; coverage: number | null; light: StandingRow['light'] | null; places_gained: number | null;
}
/** Units of one indicator and period by level and place; those without a place last. */
export async function readRanked(client: Queryable, q: { indicator: string; periodType: string; periodStart: string; level?: string; map: MapMode }): Promise<RankedRow[]> {
  return (await client.query<RankedRow>(
    `select f.indicator, f.unit_code, f.unit_name, f.unit_level, f.hits, f.total, f.value, f.score, f.status, f.reason, f.coverage, f.target, f.target_document, f.target_verified, f.light, f.light_reason, f.rank, f.rank_of, f.rank_before, f.places_gained
     from mart.figure_map f where f.map = $1 and f.on_map and f.indicator = $2 and f.period_type = $3 and f.period_start = $4 and ($5::text is null or f.unit_level = $5) and (f.status = 'available' or $5::text is not null)
     order by array_position(array['province', 'department', 'district', 'commune'], f.unit_level), f.rank nulls last, f.status, f.unit_code`, [q.map, q.indicator, q.periodType, q.periodStart, q.level ?? null])).rows;
}

export interface RestatementRow {
  period_type: PeriodType; period_start: string; indicator: string; unit_code: string; unit_name: string;
  old_status: 'available' | 'unavailable'; old_hits: number | null; old_total: number | null; old_value: number | null; old_score: number | null; old_version: string | null;
  new_status: 'available' | 'unavailable'; new_hits: number | null; new_total: number | null; new_value: number | null; new_score: number | null; new_version: string | null;
  why: string; runs: number[]; records: number | null; stated_at: Date; edition_from: number; edition_to: number | null;
}
/** What closed figures would be today; `all`: also what was stated before and no longer holds. */
export async function readRestatements(client: Queryable, filter: { period?: Pick<Period, 'type' | 'start'> | null; unit?: string; indicator?: string; all?: boolean }): Promise<RestatementRow[]> {
  return (await client.query<RestatementRow>(
    `select * from mart.restatement where ($1::text is null or period_type = $1) and ($2::date is null or period_start = $2) and ($3::text is null or unit_code = $3) and ($4::text is null or indicator = $4)
       and ($5 or edition_to is null) order by stated_at desc, unit_code, indicator limit 5000`,
    [filter.period?.type ?? null, filter.period?.start ?? null, filter.unit ?? null, filter.indicator ?? null, filter.all ?? false])).rows;
}

export interface GainRow { indicator: string; kind: 'missing' | 'undated' | 'dueSoon' | 'atRisk' | 'late' | 'lost'; items: number; needed: number | null; points: number; score: number; max_score: number }
export async function readGains(client: Queryable, filter: { unit: string; periodType: string; periodStart: string }): Promise<GainRow[]> {
  return (await client.query<GainRow>(
    `select indicator, kind, items, needed, points, score, max_score from mart.gain where unit_code = $1 and period_type = $2 and period_start = $3`, [filter.unit, filter.periodType, filter.periodStart])).rows;
}
