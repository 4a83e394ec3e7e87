/** Targets, lights and places beside the values. Only the present standing is kept. */
import { periodOf, type LocalDay, type MapMode, type Period, type PeriodType } from '../../vocabulary';
import { copyRows } from '../copy';
import type { Connection, Queryable } from '../database';
import { differences } from './differences';

export interface UnitValue { indicator: string; unitId: number; code: string; level: string; hits: number | null; total: number | null; value: number | null; score: number | null; coverage: number | null;
  /** False for a unit that began or ended inside the period: half a year does not compare with a whole one. */
  wholePeriod?: boolean;
  /** Not on today's map; there on a day of the period. */
  ended?: boolean; inPeriod?: boolean;
}
export interface Standing {
  indicator: string; unitId: number; target: number | null; targetDocument: string | null; targetVerified: boolean | null;
  light: 'reached' | 'near' | 'missed' | 'none'; lightReason: string | null; rank: number | null; rankOf: number | null;
}

/** The available published values of a period as it was, of all indicators or of some. */
export async function readJudged(client: Queryable, period: Period, today: LocalDay, indicators: readonly string[] | null = null): Promise<UnitValue[]> {
  return (await client.query<UnitValue>(
    `select v.indicator, v.unit_id as "unitId", u.code, u.level, v.hits, v.total, v.value, v.score, v.coverage,
       coalesce(u.valid_from, '-infinity') <= $2::date and coalesce(u.valid_to, 'infinity') >= $3::date as "wholePeriod", coalesce(u.valid_to, 'infinity') < $4::date as ended, coalesce(u.valid_to, 'infinity') >= $2::date as "inPeriod" from indicator_value v join unit u on u.id = v.unit_id
     where v.period_type = $1 and v.period_start = $2 and v.edition_to is null and v.status = 'available' and ($5::text[] is null or v.indicator = any($5::text[]))`, [period.type, period.start, period.end, today, indicators])).rows;
}

/** What stands in their place on today's map: the units that are folded there, and their available values. A unit with its history has the whole period. */
export async function readFolded(client: Queryable, period: Period): Promise<{ units: ReadonlySet<number>; values: UnitValue[] }> {
  const units = (await client.query<{ id: number }>('select unit_id as id from map_fold where period_type = $1 and period_start = $2', [period.type, period.start])).rows.map((row) => row.id);
  const values = units.length === 0 ? [] : (await client.query<UnitValue>(
    `select v.indicator, v.unit_id as "unitId", u.code, u.level, v.hits, v.total, v.value, v.score, v.coverage, true as "wholePeriod", false as ended from map_value v join unit u on u.id = v.unit_id
     where v.period_type = $1 and v.period_start = $2 and v.edition_to is null and v.status = 'available' and v.unit_id = any($3::int[])`, [period.type, period.start, units])).rows;
  return { units: new Set(units), values };
}

/** The last day of a unit of the province that has ended. */
export const lastEndOfUnits = async (client: Queryable, today: LocalDay): Promise<LocalDay | null> => (await client.query<{ day: LocalDay | null }>('select max(valid_to)::text as day from unit where home and valid_to < $1', [today])).rows[0]!.day;

/** Notes whether the two maps read differently in a period: then it has standings of its own on today's map. Returns whether that is another thing than before. */
export const noteMaps = async (client: Queryable, period: Period, differ: boolean): Promise<boolean> => (await client.query(
  differ ? 'insert into map_period (period_type, period_start) values ($1, $2) on conflict do nothing' : 'delete from map_period where period_type = $1 and period_start = $2', [period.type, period.start])).rowCount !== 0;

/** On which map standings hold: one of the two where they differ. */
export type StandingMap = MapMode | 'both';

/** Every published period but days. */
export async function judgedPeriods(client: Queryable): Promise<Period[]> {
  const { rows } = await client.query<{ type: PeriodType; start: string }>(
    `select distinct period_type as type, period_start as start from indicator_value where edition_to is null and period_type <> 'day'`);
  return rows.map((row) => periodOf(row.type, row.start));
}

/** Replaces the standings of a period on a map (of `indicators`, the only ones whose standings are given); rows that did not change stay untouched. */
export async function saveStandings(client: Connection, edition: number, period: Period, standings: readonly Standing[], map: StandingMap, indicators: readonly string[] | null = null): Promise<void> {
  const { rows } = await client.query<Standing>(
    `select indicator, unit_id as "unitId", target, target_document as "targetDocument", target_verified as "targetVerified", light, light_reason as "lightReason", rank, rank_of as "rankOf"
     from standing where period_type = $1 and period_start = $2 and map = $3 and ($4::text[] is null or indicator = any($4::text[]))`, [period.type, period.start, map, indicators]);
  const keyOf = (s: Standing) => `${s.indicator} ${s.unitId}`;
  const text = (s: Standing) => JSON.stringify([s.target, s.targetDocument, s.targetVerified, s.light, s.lightReason, s.rank, s.rankOf]);
  const { fresh, gone } = differences(rows, standings, keyOf, (a, b) => text(a) === text(b));
  if (gone.length > 0) await client.query(
    `delete from standing s using unnest($3::text[], $4::int[]) g (indicator, unit_id) where s.period_type = $1 and s.period_start = $2 and s.map = $5 and s.indicator = g.indicator and s.unit_id = g.unit_id`,
    [period.type, period.start, gone.map((s) => s.indicator), gone.map((s) => s.unitId), map]);
  await copyRows(client, 'standing', ['edition', 'period_type', 'period_start', 'map', 'indicator', 'unit_id', 'target', 'target_document', 'target_verified', 'light', 'light_reason', 'rank', 'rank_of'],
    fresh.map((s) => [edition, period.type, period.start, map, s.indicator, s.unitId, s.target, s.targetDocument, s.targetVerified, s.light, s.lightReason, s.rank, s.rankOf]));
}
