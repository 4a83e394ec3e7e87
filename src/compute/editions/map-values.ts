/**
 * What an edition says on today's map: for every unit whose history folds into it (indicators.md 4.4, by `folded` of unit-map.ts) the values of the
 * periods in which that matters – those that begin before the unit became what it is, and those in which something still stands under a predecessor.
 * Everywhere else both maps read alike and nothing is stored. A closed period keeps what it said; on another map it is folded anew as long as its
 * figures can still be counted, and is unavailable once they were corrected.
 */
import { indicators, inForce } from '../../indicators';
import type { Closing } from '../../store/editions/closings';
import type { Connection } from '../../store/database';
import { absencesOf, ON_TODAYS_MAP, openWriter, readCurrent, type Current, type StoredValue } from '../../store/editions/editions';
import { foldedPeriods, heldUnits, isRestated, publishedPeriods, readTodaysMap, rememberMap, writeFolds } from '../../store/units/todays-map';
import { formerProvinces, unitById, type Lineage, type Members } from '../../store/units/unit-lineage';
import { localDay, type Instant, type LocalDay, type Period } from '../../vocabulary';
import { withoutHeldOf } from '../values/held-values';
import { openLedger } from '../measures/ledger';
import { measuresOfPeriod, NO_SOURCE, rulesOf, type ComputeSettings } from '../measures/measuring';
import { periodKey, readBackground, type Background, type PeriodMeasures, type SourceCoverage } from '../measures/period-measures';
import type { Moved } from '../judging/standing';
import { isPart, type PartTask, type Task } from './touched';
import { leftSince } from '../measures/border';
import { folded, provinceToday, touches } from '../maps/unit-map';
import { counts, nothingKnown } from '../measures/basis';
import { sharing, valuesOf, type Value } from '../values/value';

const CORRECTED = 'Kỳ đã chốt và sau đó có đính chính: số đã chốt không tính lại được theo đơn vị hiện nay.';

export interface MapWork {
  edition: number; now: Instant; settings: ComputeSettings; sources: readonly SourceCoverage[]; provinceId: number | null; closings: ReadonlyMap<string, Closing>; background: Background; lineage: Lineage;
  /** What the edition computes; `only`: chosen by somebody, the others stay as they are. */
  tasks: readonly Task[]; only: boolean;
  /** Single days before are not kept. */
  daysFrom: LocalDay;
}
export interface TodaysMap {
  /** The units of a task and those that stand with them in a value on today's map: who must be measured. */
  measured(task: PartTask): ReadonlySet<number>;
  /** Writes one period; `measured`: all units as they stood then, or those of a part. Returns how many rows changed. */
  write(task: Task, measured: readonly PeriodMeasures[]): Promise<number>;
  /** Of which periods `write` changed something. */
  moved: readonly Moved[];
  /** When the map is another than that of the last edition: folds every other published period too. */
  finish(): Promise<number>;
}

export async function openTodaysMap(client: Connection, { edition, now, settings, sources, provinceId, closings, background, lineage, tasks, only, daysFrom }: MapWork): Promise<TodaysMap> {
  const today = localDay(now);
  const map = await readTodaysMap(client, today);
  const former = await formerProvinces(client, provinceId, today);
  const { away } = background;
  const province = former.length > 0 || away.length > 0 ? await unitById(client, provinceId!) : null;
  // Today's province is the sum of all there is: another figure than as it was only while there were several.
  const units = map.units.filter((unit) => unit.id !== provinceId);
  const lastChange = units.map((unit) => unit.changed).sort().at(-1) ?? '';
  const known = new Set(tasks.filter((task) => !isPart(task)).map((task) => periodKey(task.period)));
  const others = map.another && !only ? (await publishedPeriods(client)).filter((p) => !known.has(periodKey(p)) && (p.type !== 'day' || p.start >= daysFrom || closings.has(periodKey(p)))) : [];
  // From the last change on, what is booked now and what stood then are the same.
  const beforeChange = (period: Period) => period.end < lastChange;
  const raw = await openLedger(client, [...tasks.filter((task) => !isPart(task)).map((task) => task.period), ...others].filter(beforeChange), today, { raw: true });
  const since = await openLedger(client, others.filter((p) => !beforeChange(p)), today);
  const ofOthers = others.length === 0 ? background : await readBackground(client, others, now, rulesOf(settings, now));
  const membersNow = () => lineage.members(units.map((unit) => unit.id), today);
  const movements: Moved[] = [];

  const parts = await openParts();
  const writer = openWriter(client, edition, ON_TODAYS_MAP);
  const write = async (task: Task, asWas: readonly PeriodMeasures[] | null): Promise<number> => {
    const { period } = task;
    const closing = closings.get(periodKey(period));
    if (map.another ? isPart(task) : closing) return 0; // another map moves every unit of a period: it is among the others
    const part = (isPart(task) && parts.of(task)) || null;
    if (part?.units.size === 0) return 0;
    const list = asWas !== null && !beforeChange(period) ? asWas
      : await measuresOfPeriod(client, period, now, settings, sources, provinceId, { ledger: part ? parts.raw : beforeChange(period) ? raw : since, background: asWas === null ? ofOthers : background });
    const measured = new Map(list.map((m) => [m.unitId, m.bases]));
    const left = new Set(list.filter((m) => map.gone.has(m.unitId) && counts(m.bases)).map((m) => m.unitId));
    const found: StoredValue[] = [];
    const absent = new Map<Value, number[]>();
    const say = (unitId: number, values: readonly Value[]) => {
      for (const value of values) {
        if (value.status === 'available') found.push({ ...value, unitId });
        else if (!absent.get(value)?.push(unitId)) absent.set(value, [unitId]);
      }
    };
    const folds: { unitId: number; from: string[] }[] = [];
    if (left.size > 0 || period.start < lastChange) {
      const membersOf = await membersNow();
      const wanted = units.filter((unit) => (part === null || part.units.has(unit.id)) && (unit.changed > period.start || touches(membersOf.get(unit.id)!, left)));
      const corrected = closing !== undefined && (await isRestated(client, closing.id));
      const law = inForce(indicators, period);
      const shared = sharing();
      const held = await heldUnits(client, period);
      const unheld = await withoutHeldOf(client, period, []);
      for (const unit of wanted) {
        const { bases, from } = corrected ? { bases: [nothingKnown(CORRECTED)], from: [] } : folded(unit, period, membersOf.get(unit.id)!, measured);
        const shown = [unit.code, ...from].some((code) => held.has(code)) ? await withoutHeldOf(client, period, [unit.id, ...membersOf.get(unit.id)!.whole.filter((u) => from.includes(u.code)).map((u) => u.id)]) : unheld;
        say(unit.id, shown(valuesOf(law, bases, NO_SOURCE, settings.index766Empty, shared)));
        folds.push({ unitId: unit.id, from });
      }
      const apart = former.filter((one) => one.day > period.end);
      if (province && (apart.length > 0 || leftSince(away, period, (id) => counts(measured.get(id))) !== null)) {
        const ids = [province, ...apart].map((one) => one.id);
        const bases = corrected ? [nothingKnown(CORRECTED)] : provinceToday(province, apart, measured, away, period);
        say(province.id, (await withoutHeldOf(client, period, ids))(valuesOf(law, bases, NO_SOURCE, settings.index766Empty, shared)));
        folds.push({ unitId: province.id, from: [province, ...apart].map((one) => one.code) });
      }
    }
    const noted = part === null || part.folded || folds.length > 0 ? await writeFolds(client, period, folds, part?.units) : 0;
    const written = await writer.write(period, found, part?.current, absencesOf(absent));
    if (noted + written.changes > 0) movements.push({ period, indicators: noted > 0 ? undefined : written.indicators });
    return noted + written.changes;
  };

  /** Of the tasks that are a part of their period: whose values on today's map they move, who must be measured for those, and what is current of them. */
  async function openParts() {
    const open = new Map<string, { units: ReadonlySet<number>; measured: ReadonlySet<number>; current?: Current; folded: boolean }>();
    const relevant = new Set([...units.map((unit) => unit.id), ...map.gone]);
    for (const task of tasks.filter(isPart)) {
      const moving = [...task.units].some((unit) => relevant.has(unit)) ? await membersNow() : (new Map() as ReadonlyMap<number, Members>);
      const moved = units.filter(({ id }) => moving.size > 0 && (task.units.has(id) || touches(moving.get(id)!, task.units)));
      open.set(periodKey(task.period), {
        units: new Set(map.another ? [] : moved.map((unit) => unit.id)), folded: false,
        measured: new Set([...task.units, ...moved.flatMap(({ id }) => [...moving.get(id)!.whole, ...moving.get(id)!.doubtful.map((d) => d.unit)].map((unit) => unit.id))]),
      });
    }
    const moving = tasks.filter((task) => (open.get(periodKey(task.period))?.units.size ?? 0) > 0);
    const current = await readCurrent(client, moving.map(({ period }) => ({ period, units: open.get(periodKey(period))!.units })), ON_TODAYS_MAP);
    const folds = moving.length === 0 ? new Set<string>() : await foldedPeriods(client, moving.map((task) => task.period));
    for (const { period } of moving) Object.assign(open.get(periodKey(period))!, { current: current(period), folded: folds.has(periodKey(period)) });
    return {
      of: (task: PartTask) => open.get(periodKey(task.period)),
      raw: await openLedger(client, moving.map((task) => task.period).filter(beforeChange), today, { raw: true, units: new Set(moving.flatMap(({ period }) => [...open.get(periodKey(period))!.measured]).filter((unit) => unit !== provinceId)) }),
    };
  }

  return {
    measured: (task) => parts.of(task)?.measured ?? task.units,
    write,
    moved: movements,
    async finish() {
      let changes = 0;
      for (const period of others) changes += await write({ period, units: null }, null);
      await writer.flush();
      if (!only) await rememberMap(client, map.digest);
      return changes;
    },
  };
}
