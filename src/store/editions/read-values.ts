/** Reading what is published. */
import type { MapMode } from '../../vocabulary';
import type { Queryable } from '../database';

export interface ValueRow {
  indicator: string; unit_code: string; unit_name: string; unit_level: string; period_type: string; period_start: string;
  hits: number | null; total: number | null; value: number | null; score: number | null; max_score: number | null;
  status: 'available' | 'unavailable'; reason: string | null; version: string; coverage: number | null; source: string; computed_at: Date;
}
export interface EditionRow { number: number; published_at: Date; as_of: Date }
export interface SourceStateRow {
  source: string; title: string; family: string; kind: string; loaded_through: Date | null; last_success_at: Date | null; last_attempt_at: Date | null; failures: number | null;
  error_class: string | null; error_text: string | null; age_seconds: number; stale_after_seconds: number; state: 'fresh' | 'stale' | 'failing' | 'never' | 'imported'; quarantined: number;
}
export interface ValueFilter { indicator?: string; unit?: string; periodType: string; periodStart: string; levels?: string[] }

export async function readValues(client: Queryable, filter: ValueFilter): Promise<ValueRow[]> {
  const { rows } = await client.query<ValueRow>(
    `select indicator, unit_code, unit_name, unit_level, period_type, period_start, hits, total, value, score, max_score, status, reason, version, coverage, source, computed_at
     from mart.indicator_value where period_type = $1 and period_start = $2 and ($3::text is null or indicator = $3) and ($4::text is null or unit_code = $4)
       and ($5::text[] is null or unit_level = any($5)) order by unit_code, indicator`,
    [filter.periodType, filter.periodStart, filter.indicator ?? null, filter.unit ?? null, filter.levels ?? null]);
  return rows;
}

/** What is published in one of the two readings of units; `from_codes`: whose counts stand in it, null for its own alone. */
export async function readValuesOnMap(client: Queryable, map: MapMode, filter: ValueFilter): Promise<(ValueRow & { from_codes: string[] | null })[]> {
  const { rows } = await client.query<ValueRow & { from_codes: string[] | null }>(
    `select indicator, unit_code, unit_name, unit_level, period_type, period_start, hits, total, value, score, max_score, status, reason, version, coverage, source, computed_at, from_codes
     from mart.indicator_value_map where map = $5 and period_type = $1 and period_start = $2 and ($3::text is null or indicator = $3) and ($4::text is null and on_map or unit_code = $4) order by unit_code, indicator`,
    [filter.periodType, filter.periodStart, filter.indicator ?? null, filter.unit ?? null, map]);
  return rows;
}

export async function currentEdition(client: Queryable): Promise<EditionRow | null> {
  return (await client.query<EditionRow>('select number, published_at, as_of from edition order by number desc limit 1')).rows[0] ?? null;
}

export const sourceStates = async (client: Queryable): Promise<SourceStateRow[]> => (await client.query<SourceStateRow>('select * from mart.source_state order by source')).rows;
