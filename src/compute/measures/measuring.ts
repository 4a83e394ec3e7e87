/** What every figure of a period starts from: the measures of all units by the rules of the province, and how far its sources reach. */
import type { EmptyRule } from '../../indicators';
import type { Queryable } from '../../store/database';
import { localDay, type Instant, type Period } from '../../vocabulary';
import type { Calendar, TimeLimits } from '../calendar';
import { periodMeasures, suppliesOf, type Given, type OnTimeBy, type PeriodMeasures, type Rules, type SourceCoverage } from './period-measures';
import type { Targets } from '../judging/targets';

export interface ComputeSettings {
  provinceCode: string; onTimeBy: OnTimeBy; index766OnTimeBy?: OnTimeBy; dueSoonWorkingDays: number; edocumentStuckHours?: number; calendar: Calendar;
  /** Rule of index 766 group 3a for an empty denominator: never observed. */
  index766Empty?: EmptyRule;
  targets?: Targets;
  /** Time limits of procedures, for the unit in which their mean time is told. */
  timeLimits?: TimeLimits;
  /** Superseded versions of values are kept for so many days (default 90), see src/store/editions/history.ts. */
  historyDays?: number;
}

export const NO_SOURCE = 'Chưa có nguồn nào cung cấp số liệu cho đơn vị này trong kỳ.';

/** Measures of all units in a period by the rules of the province. */
export async function measuresOfPeriod(client: Queryable, period: Period, now: Instant, settings: ComputeSettings, sources: readonly SourceCoverage[], provinceId: number | null, given: Given = {}): Promise<PeriodMeasures[]> {
  return periodMeasures(client, period, now, rulesOf(settings, now), sources, provinceId, given);
}

export const rulesOf = (settings: ComputeSettings, now: Instant): Rules => ({
  onTimeBy: settings.onTimeBy, index766OnTimeBy: settings.index766OnTimeBy, edocumentStuckHours: settings.edocumentStuckHours, dueSoonDays: settings.dueSoonWorkingDays, dueSoonUntil: settings.calendar.after(localDay(now), settings.dueSoonWorkingDays),
});

export async function provinceIdOf(client: Queryable, code: string): Promise<number | null> {
  return (await client.query<{ id: number }>('select id from unit where code = $1', [code])).rows[0]?.id ?? null;
}

/** How far each source with dossiers is loaded and which measures it can give (as its registration states). */
export async function coverageOfSources(client: Queryable): Promise<SourceCoverage[]> {
  const { rows } = await client.query<{ id: number; key: string; enabled: boolean; loaded: number | null; layout: string | null }>(
    `select s.id, s.key, s.enabled, (extract(epoch from t.reached) * 1000000)::bigint as loaded, t.layout from source s join source_stream t on t.source_id = s.id and t.record = 'dossier' where s.enabled or t.reached is not null order by s.id`);
  return rows.map((row) => {
    const layout = JSON.parse(row.layout || '{}') as { start?: string; fields?: string[] };
    return { id: row.id, key: row.key, enabled: row.enabled, start: layout.start ?? null, loadedThrough: row.loaded, supplies: suppliesOf(new Set(layout.fields ?? [])) };
  });
}
