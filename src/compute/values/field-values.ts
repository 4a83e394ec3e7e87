/**
 * Values by field (lĩnh vực) or procedure, computed when asked for from the counters of months; nothing of it is stored. By field for a unit or the
 * province, by procedure for the province only. The law is that of units: the same measures, the same indicators.
 */
import { inForce, indicators, measuresOf, type Bilingual, type Indicator } from '../../indicators';
import { CchcError } from '../../platform/errors';
import type { Queryable } from '../../store/database';
import { fieldCounters, laterThisMonth, type FieldCounters, type FieldScope } from '../../store/facts/read-fields';
import { localDay, MEASURE_TITLES, type Instant, type Measure, type Period } from '../../vocabulary';
import { unitsAway } from '../../store/units/unit-lineage';
import { beyondBorder } from '../measures/border';
import type { TimeLimit } from '../calendar';
import type { Account, Column } from '../measures/ledger';
import { addOpen, dossierBasis, dossierCounters, unitsOfSources, type SourceCoverage } from '../measures/period-measures';
import { withoutHeldOf } from './held-values';
import { NO_SOURCE, provinceIdOf, rulesOf, type ComputeSettings } from '../measures/measuring';
import { nothingKnown } from '../measures/basis';
import { valuesOf, type Value } from './value';
import type { Basis } from '../measures/basis';

export interface FieldValues { code: string; name: string | null; values: readonly Value[] }

/** What the months of a field know; the rest is counted by unit only. */
const MEASURES: ReadonlySet<Measure> = new Set<Measure>(['carriedOver', 'accepted', 'handled', 'handledOnTime', 'resolved', 'resolvedEarly', 'resolvedOnTime', 'resolvedLate', 'resolvedUnjudged',
  'inProgress', 'inProgressLate', 'inProgressUndated', 'dueSoon', 'processingMinutes', 'workingMinutes', 'resolvedTimed', 'received', 'receivedOnline', 'supplementRepeated']);

/** Indicators that mean something by field. */
export const byField = (indicator: Indicator): boolean => indicator.grains.includes('field');

/**
 * Values of the indicators with the grain `field`, one entry for each field (or procedure) with a dossier up to the end of the period.
 * Throws CchcError `bad-usage` for a day, which the counters of months cannot give.
 */
export async function valuesByField(client: Queryable, scope: FieldScope, period: Period, now: Instant, settings: ComputeSettings, sources: readonly SourceCoverage[]): Promise<FieldValues[]> {
  if (period.type === 'day') throw new CchcError('bad-usage', 'Số theo lĩnh vực, thủ tục chỉ có theo tháng, quý, sáu tháng, năm hoặc lũy kế.', 'Chọn kỳ như 2026-08, 2026-Q3, 2026 hoặc 2026-08-YTD.');
  const today = localDay(now);
  const rules = rulesOf(settings, now);
  const list = inForce(indicators, period).filter(byField);
  const own = scope.unitId === null ? null : (await unitsOfSources(client)).get(scope.unitId) ?? new Set<number>();
  const counted = period.start > today ? [] : await fieldCounters(client, scope, period.start, period.end);
  const speaking = sources.filter((s) => s.supplies.size > 0 && (own === null || own.has(s.id) || counted.some((row) => row.sourceId === s.id)));
  // The month that runs holds what falls due in its days to come: that has not happened yet.
  const later = period.end >= today && period.start <= today ? await laterThisMonth(client, scope, today) : [];
  const taken = new Map(later.map((row) => [`${row.key} ${row.sourceId}`, row.counters]));
  const counters = dossierCounters(counted.map((row) => accountOf(row, taken.get(`${row.key} ${row.sourceId}`))), speaking);
  await addOpen(client, counters, period, now, rules, scope.by === 'field' ? 'coalesce(p.field_id, 0)' : 'coalesce(procedure_id, 0)', scope.unitId === null ? 'true' : `resolving_unit_id = ${scope.unitId}`);
  const left = scope.unitId === null ? beyondBorder(await unitsAway(client), period, today) : null;
  const values = (perSource: Parameters<typeof dossierBasis>[0]) => valuesOf(list, left === null ? dossierBasis(perSource, speaking, period, now, rules).map(narrowed) : [nothingKnown(left)], NO_SOURCE, settings.index766Empty);
  const names = new Map(counted.map((row) => [row.key, row]));
  // Asked for by its code, one without a dossier is a zero of the sources that speak.
  const found: FieldValues[] = scope.code !== undefined && counters.size === 0 ? [{ code: scope.code, name: scope.name ?? null, values: values(new Map()) }]
    : [...counters].map(([key, perSource]) => ({ code: names.get(key)!.code, name: names.get(key)!.name, values: values(perSource) })).sort((a, b) => (a.code < b.code ? -1 : 1));
  const unitId = scope.unitId ?? (await provinceIdOf(client, settings.provinceCode));
  const shown = await withoutHeldOf(client, period, unitId === null ? [] : [unitId]);
  const told = scope.by === 'procedure' ? (entry: FieldValues) => shown(entry.values).map((value) => inOwnUnit(value, settings.timeLimits?.(entry.code, period.start) ?? [], settings.timeLimits?.(entry.code, period.end) ?? [])) : (entry: FieldValues) => shown(entry.values);
  return found.map((entry) => ({ ...entry, values: told(entry) }));
}

const HOURS = { vi: 'giờ làm việc', en: 'working hours' };
/** Why a procedure's mean time is told in working days though its limit is not. */
const IN_WORKING_DAYS: Record<'working_day' | 'calendar' | 'mixed' | 'unknown', Bilingual> = {
  working_day: { vi: 'ngày làm việc', en: 'working days' },
  calendar: { vi: 'ngày làm việc (thời hạn của thủ tục tính theo ngày lịch hoặc tháng)', en: 'working days (the limit of the procedure is in calendar days or months)' },
  mixed: { vi: 'ngày làm việc (thời hạn của thủ tục có nhiều đơn vị)', en: 'working days (the limits of the procedure are in several units)' },
  unknown: { vi: 'ngày làm việc (chưa khai thời hạn của thủ tục)', en: 'working days (the limit of the procedure is not declared)' },
};

/**
 * 766 – 2.2: the mean time of a procedure in its own unit. Working time is what is counted, so hours and working days come out; of a limit in calendar days
 * or months the counters do not hold the calendar time without supplements, and the figure stays in working days and says so.
 */
function inOwnUnit(value: Value, ...limits: (readonly TimeLimit[])[]): Value {
  if (value.indicator !== 'average-processing-time' || value.hits === null || !value.total) return value;
  const units = new Set(limits.flat().map(({ unit }) => (unit === 'hour' || unit === 'working_day' ? unit : 'calendar')));
  const unit = units.size === 0 ? 'unknown' : units.size > 1 ? 'mixed' : [...units][0]!;
  return unit === 'hour' ? { ...value, value: value.hits / value.total / 60, unitOfMeasure: HOURS } : { ...value, unitOfMeasure: IN_WORKING_DAYS[unit] };
}

function accountOf(row: FieldCounters, later: Partial<Record<Column, number>> | undefined): Account {
  return {
    unitId: row.key, sourceId: row.sourceId, beforeStart: (column) => row.before[column] ?? 0,
    throughEnd: (column) => (row.through[column] ?? 0) - (later?.[column] ?? 0),
  };
}

/** The same basis with what is counted by field only: a counter that is not kept is not a zero. */
const narrowed = (basis: Basis): Basis => ({
  ...basis, measures: Object.fromEntries(Object.entries(basis.measures).filter(([measure]) => MEASURES.has(measure as Measure))),
  missing: (measure) => (MEASURES.has(measure) ? basis.missing(measure) : `Số liệu "${MEASURE_TITLES[measure]}" không tính theo lĩnh vực, thủ tục.`),
});

/** Why an indicator has no value by field; null when it may have one. */
export const notByField = (indicator: Indicator): string | null =>
  (byField(indicator) ? null : `Chỉ số này không tính theo lĩnh vực, thủ tục${measuresOf(indicator).length > 0 ? ` (${measuresOf(indicator).map((m) => MEASURE_TITLES[m]).join(', ')})` : ''}.`);
