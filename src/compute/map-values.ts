/**
 * What an edition says on today's map: for every unit whose history folds into it (indicators.md 4.4, by `folded` of unit-map.ts) the values of the
 * periods in which that matters – those that begin before the unit became what it is, and those in which something still stands under a predecessor.
 * Everywhere else both maps read alike and nothing is stored. A closed period keeps what it said; on another map it is folded anew as long as its
 * figures can still be counted, and is unavailable once they were corrected.
 */
import { indicators, inForce } from '../indicators';
import type { Closing } from '../store/closings';
import type { Queryable } from '../store/database';
import { ON_TODAYS_MAP, writeValues, type StoredValue } from '../store/editions';
import { heldUnits, isRestated, publishedPeriods, readTodaysMap, rememberMap, writeFolds } from '../store/todays-map';
import { formerProvinces, membersOfEach, unitById, type Members } from '../store/unit-lineage';
import { localDay, type Instant, type LocalDay, type Period } from '../vocabulary';
import { withoutHeldOf } from './held-values';
import { openLedger } from './ledger';
import { measuresOfPeriod, NO_SOURCE, type ComputeSettings } from './measuring';
import type { PeriodMeasures, SourceCoverage } from './period-measures';
import { counts, folded, provinceToday, touches, unknown } from './unit-map';
import { valuesOf } from './value';

const CORRECTED = 'Kỳ đã chốt và sau đó có đính chính: số đã chốt không tính lại được theo đơn vị hiện nay.';

export interface MapWork {
  edition: number; now: Instant; settings: ComputeSettings; sources: readonly SourceCoverage[]; provinceId: number | null; closings: ReadonlyMap<string, Closing>;
  /** What the edition computes; `only`: chosen by somebody, the others stay as they are. */
  periods: readonly Period[]; only: boolean;
  /** Single days before are not kept. */
  daysFrom: LocalDay;
}
export interface TodaysMap {
  /** Writes one period; `measured`: all units as they stood then. Returns how many rows changed. */
  write(period: Period, measured: readonly PeriodMeasures[]): Promise<number>;
  /** Periods of which `write` changed something. */
  changed: readonly Period[];
  /** When the map is another than that of the last edition: folds every other published period too. */
  finish(): Promise<number>;
}

export async function openTodaysMap(client: Queryable, { edition, now, settings, sources, provinceId, closings, periods, only, daysFrom }: MapWork): Promise<TodaysMap> {
  const today = localDay(now);
  const map = await readTodaysMap(client, today);
  const former = await formerProvinces(client, provinceId, today);
  const province = former.length > 0 ? await unitById(client, provinceId!) : null;
  // Today's province is the sum of all there is: another figure than as it was only while there were several.
  const units = map.units.filter((unit) => unit.id !== provinceId);
  const lastChange = units.map((unit) => unit.changed).sort().at(-1) ?? '';
  const keyOf = (period: Period) => `${period.type} ${period.start}`;
  const known = new Set(periods.map(keyOf));
  const others = map.another && !only ? (await publishedPeriods(client)).filter((p) => !known.has(keyOf(p)) && (p.type !== 'day' || p.start >= daysFrom || closings.has(keyOf(p)))) : [];
  // From the last change on, what is booked now and what stood then are the same.
  const beforeChange = (period: Period) => period.end < lastChange;
  const raw = await openLedger(client, [...periods, ...others].filter(beforeChange), today, { raw: true });
  const since = await openLedger(client, others.filter((p) => !beforeChange(p)), today);
  let members: Map<number, Members> | undefined;
  const changed: Period[] = [];

  const write = async (period: Period, asWas: readonly PeriodMeasures[] | null): Promise<number> => {
    const closing = closings.get(keyOf(period));
    if (closing && !map.another) return 0;
    const list = asWas === null || beforeChange(period) ? await measuresOfPeriod(client, period, now, settings, sources, provinceId, beforeChange(period) ? raw : since) : asWas;
    const measured = new Map(list.map((m) => [m.unitId, m.bases]));
    const left = new Set(list.filter((m) => map.gone.has(m.unitId) && counts(m.bases)).map((m) => m.unitId));
    const found: StoredValue[] = [];
    const folds: { unitId: number; from: string[] }[] = [];
    if (left.size > 0 || period.start < lastChange) {
      members ??= await membersOfEach(client, units.map((unit) => unit.id), today);
      const wanted = units.filter((unit) => unit.changed > period.start || touches(members!.get(unit.id)!, left));
      const corrected = closing !== undefined && (await isRestated(client, closing.id));
      const law = inForce(indicators, period);
      const held = await heldUnits(client, period);
      const unheld = await withoutHeldOf(client, period, []);
      for (const unit of wanted) {
        const { bases, from } = corrected ? { bases: [unknown(CORRECTED)], from: [] } : folded(unit, period, members.get(unit.id)!, measured);
        const shown = [unit.code, ...from].some((code) => held.has(code)) ? await withoutHeldOf(client, period, [unit.id, ...members.get(unit.id)!.whole.filter((u) => from.includes(u.code)).map((u) => u.id)]) : unheld;
        found.push(...shown(valuesOf(law, bases, NO_SOURCE, settings.index766Empty)).map((value) => ({ ...value, unitId: unit.id })));
        folds.push({ unitId: unit.id, from });
      }
      const apart = former.filter((one) => one.day > period.end);
      if (province && apart.length > 0) {
        const ids = [province, ...apart].map((one) => one.id);
        const bases = corrected ? [unknown(CORRECTED)] : provinceToday(province, apart, measured);
        found.push(...(await withoutHeldOf(client, period, ids))(valuesOf(law, bases, NO_SOURCE, settings.index766Empty)).map((value) => ({ ...value, unitId: province.id })));
        folds.push({ unitId: province.id, from: [province, ...apart].map((one) => one.code) });
      }
    }
    const rows = (await writeFolds(client, period, folds)) + (await writeValues(client, edition, period, found, ON_TODAYS_MAP));
    if (rows > 0) changed.push(period);
    return rows;
  };
  return {
    write,
    changed,
    async finish() {
      let changes = 0;
      for (const period of others) changes += await write(period, null);
      if (!only) await rememberMap(client, map.digest);
      return changes;
    },
  };
}
