/** Our own measures of one source (or of all) in a period, for laying a source's counts beside them. */
import type { Queryable } from '../../store/database';
import type { Measure, Period, Instant } from '../../vocabulary';
import { localDay } from '../../vocabulary';
import { periodMeasures, type SourceCoverage } from './period-measures';
import { coverageOfSources, provinceIdOf, type ComputeSettings } from './measuring';

export interface UnitMeasures { measures: Partial<Record<Measure, number | null>>; missing(measure: Measure): string; coverage: number }

export async function measuresOfSource(client: Queryable, settings: ComputeSettings, now: Instant, sourceId: number | null, period: Period): Promise<{ units: Map<number, UnitMeasures>; total: UnitMeasures | null }> {
  const sources: SourceCoverage[] = (await coverageOfSources(client)).filter((s) => sourceId === null || s.id === sourceId);
  const provinceId = await provinceIdOf(client, settings.provinceCode);
  const rules = { onTimeBy: settings.onTimeBy, index766OnTimeBy: settings.index766OnTimeBy, dueSoonDays: settings.dueSoonWorkingDays, dueSoonUntil: settings.calendar.after(localDay(now), settings.dueSoonWorkingDays) };
  const units = new Map<number, UnitMeasures>();
  for (const { unitId, bases } of await periodMeasures(client, period, now, rules, sources, provinceId)) {
    const dossiers = bases.find((basis) => basis.name.startsWith('dossiers:'));
    if (dossiers) units.set(unitId, dossiers);
  }
  return { units, total: provinceId === null ? null : units.get(provinceId) ?? null };
}
