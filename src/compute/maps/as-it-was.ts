/**
 * The units of a period as they were (decision 12). What a source goes on booking under a unit that has ended counts for its successor from the day of the event
 * (indicators.md 4.4), where that is one; and before a province took in others, it and they each had figures of their own: its row is not the sum of all then.
 */
import type { LocalDay, Period } from '../../vocabulary';
import type { Queryable } from '../../store/database';
import { endedUnits, formerProvinces, openLineage, unitById, unitsAway, type Lineage } from '../../store/units/unit-lineage';
import type { PeriodMeasures } from '../measures/period-measures';
import { borderIn } from '../measures/border';
import { folded, provinceFolded, touches } from './unit-map';
import { counts, type Basis } from '../measures/basis';

export interface AsItWas {
  /** Measures as sources book them → those of the units of the period's last day. `measured`: of all units. */
  read(period: Period, measured: readonly PeriodMeasures[]): Promise<PeriodMeasures[]>;
  /** Whether these units of a period cannot be read without all others: before the province took in others, of a unit that had ended, whose successors count what it still books, and where units left the province. */
  needsAll(period: Period, units: readonly number[]): boolean;
}

/** `lineage`: of the edition that this is read for. */
export async function openAsItWas(client: Queryable, provinceId: number | null, today: LocalDay, lineage?: Lineage): Promise<AsItWas> {
  const former = await formerProvinces(client, provinceId, today);
  const ended = await endedUnits(client, today);
  const away = await unitsAway(client);
  const { members: membersOf, below, successors: successorsOf } = lineage ?? (await openLineage(client));
  const province = former.length > 0 ? await unitById(client, provinceId!) : null;
  const dayOf = (period: Period) => (period.end < today ? period.end : today);
  const beforeMerger = (period: Period) => province !== null && dayOf(period) < former[0]!.day;
  return {
    needsAll: (period, units) => away.length > 0 || beforeMerger(period) || units.some((unit) => (ended.get(unit) ?? period.start) < period.start),
    async read(period, measured) {
      const day = dayOf(period);
      const basesOf = new Map(measured.map((m) => [m.unitId, m.bases]));
      const found = new Map<number, Basis[]>(basesOf);
      const left = new Set(measured.filter((m) => (ended.get(m.unitId) ?? period.start) < period.start && counts(m.bases)).map((m) => m.unitId));
      if (left.size > 0) {
        const successors = (await successorsOf([...left], day)).filter((unit) => unit.id !== provinceId);
        const members = await membersOf(successors.map((unit) => unit.id), day);
        for (const unit of successors) if (touches(members.get(unit.id)!, left)) {
          found.set(unit.id, folded(unit, period, members.get(unit.id)!, basesOf).bases);
          for (const { id } of members.get(unit.id)!.whole) if (left.has(id)) found.delete(id);
        }
      }
      if (province && beforeMerger(period)) {
        for (const unit of [province, ...former.filter((one) => one.day > day)]) found.set(unit.id, provinceFolded(unit, period, await below(unit, day), basesOf, provinceId, borderIn(away, period, today)).bases);
      }
      return [...found].map(([unitId, bases]) => ({ unitId, bases }));
    },
  };
}
