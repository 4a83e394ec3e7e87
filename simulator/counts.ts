/** What a period brought each unit: the truth from which every simulated report is written. Lateness is by date; without a due date a dossier counts as on time, as the products do it. */
import { BREAK } from './before';
import { DIGITISED, ELECTRONIC, FULL, PAID, type Province, type SimLife, type SimProcedure, type SimUnit } from './province';

const OFFSET = 7 * 3_600_000;
const day = (at: number) => Math.floor((at + OFFSET) / 86_400_000);

export interface UnitCounts {
  unit: SimUnit;
  carriedOver: number; received: number; online: number; counter: number; postal: number;
  resolved: number; early: number; onDay: number; late: number; open: number; openLate: number;
  digitised: number; resolvedElectronic: number; fullOnline: number; partialOnline: number; feeDossiers: number; paid: number;
  procedures: Set<SimProcedure>;
}
export const emptyCounts = (unit: SimUnit): UnitCounts => ({ unit, carriedOver: 0, received: 0, online: 0, counter: 0, postal: 0, resolved: 0, early: 0, onDay: 0, late: 0, open: 0, openLate: 0, digitised: 0, resolvedElectronic: 0, fullOnline: 0, partialOnline: 0, feeDossiers: 0, paid: 0, procedures: new Set() });

/** `asWas`: by the units of that time. `asIs`: by those of today, and by those of before whose past belongs to no single one. */
export type CountMap = 'asWas' | 'asIs';

/** Counts of [from, to) as they are known at `now`, in the order of the units. `field`: of one field of procedures only. */
export function countPeriod(province: Province, mine: (unit: SimUnit) => boolean, from: number, to: number, now: number, field?: string, map: CountMap = 'asWas'): UnitCounts[] {
  const { before } = province;
  const units = map === 'asWas' ? province.unitsIn(from, to) : province.allUnits.filter((unit) => !before?.isWhole(unit));
  const rows = new Map(units.filter(mine).map((unit) => [unit.code, emptyCounts(unit)]));
  const onMap = (life: SimLife) => (life.before && !before!.isWhole(life.before) && life.ended > 0 && life.ended < BREAK ? life.before : life.unit);
  province.reportRows(now, (unit, received, ended, due, channel, life) => {
    const row = rows.get((map === 'asWas' ? unit : onMap(life)).code);
    if (!row || received >= to || (ended && ended < from) || (field !== undefined && life.procedure.fieldCode !== field)) return;
    const has = (bit: number) => (life.flags & bit) !== 0;
    if (received < from) row.carriedOver += 1;
    else {
      row.received += 1;
      row[channel === 2 ? 'online' : channel === 1 ? 'counter' : 'postal'] += 1;
      if (channel === 2) row[has(FULL) ? 'fullOnline' : 'partialOnline'] += 1;
      if (has(DIGITISED)) row.digitised += 1;
      if (life.procedure.fee) { row.feeDossiers += 1; if (has(PAID)) row.paid += 1; }
      row.procedures.add(life.procedure);
    }
    if (ended && ended < to) {
      row.resolved += 1;
      row[!due || day(ended) === day(due) ? 'onDay' : day(ended) < day(due) ? 'early' : 'late'] += 1;
      if (has(ELECTRONIC)) row.resolvedElectronic += 1;
    } else { row.open += 1; if (due && day(due) < day(Math.min(to - 1, now))) row.openLate += 1; }
  }, to);
  return [...rows.values()];
}

/** First moment of a local month (1–12, or beyond the year) and of the day after a period. */
export const monthStart = (year: number, month: number): number => Date.UTC(year, month - 1, 1) - OFFSET;
/** Local calendar year and month of a moment. */
export const localMonth = (at: number): [year: number, month: number] => { const date = new Date(at + OFFSET); return [date.getUTCFullYear(), date.getUTCMonth() + 1]; };
/** Months of a year that have begun and lie within the data, with their bounds. */
export function monthsOf(province: Province, year: number, now: number): { month: number; from: number; to: number }[] {
  const first = Date.parse(`${province.firstDay}T00:00:00Z`) - OFFSET;
  return Array.from({ length: 12 }, (_, m) => ({ month: m + 1, from: monthStart(year, m + 1), to: monthStart(year, m + 2) })).filter(({ from, to }) => from <= now && to > first);
}
