/**
 * What real systems make of the same dossiers. Two views of one province: `real` is what has happened (late corrections of past months included), and is
 * what tests compare with; `held` is what the one-stop systems hold of it. Each distortion is switched on by name; whom it strikes follows from the seed.
 */
import type { Province, SimDossier, SimLife, SimUnit } from './province';
import { hash } from './random';

export const DISTORTIONS = {
  portalNine: 'the portal shows the states 5, 6 and 8 as 9 and counts such dossiers as done',
  twoCodes: 'the one-stop system of the departments lists some dossiers again under a second code',
  cachedDay: 'statistics that are asked with the cache, and the public figures of the portal, are those of last midnight',
  overwrittenMonths: 'from `since` on, late dossiers of earlier months have a new due date, and all reports are written anew',
  silentUnit: 'one commune sends nothing any more from `since` on',
  repeatedFile: 'one commune sends the file of the day before `since` again each morning, and nothing else',
  overHundred: 'one department has more signed documents than documents sent in the statistics of its axis',
} as const;
export type Distortion = keyof typeof DISTORTIONS;
export const DISTORTION_NAMES = Object.keys(DISTORTIONS) as Distortion[];

/** Late dossiers of a month that are given a new due date afterwards, as when somebody goes through the figures that were published. */
export interface Correction { /** yyyy-MM. */ month: string; count: number; /** Milliseconds: from this moment on. */ at: number }

export interface Distortions {
  on: Set<Distortion>;
  /** One by one, by the dial; they stay. */
  corrections: Correction[];
  /** Milliseconds: from when on the three that begin one day strike. */
  since: number;
  silent: SimUnit; repeating: SimUnit; boastful: SimUnit;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const OFFSET = 7 * HOUR;
const midnight = (at: number) => Math.floor((at + OFFSET) / DAY) * DAY - OFFSET;
const monthOf = (at: number) => new Date(at + OFFSET).toISOString().slice(0, 7);

export function createDistortions(province: Province, names: readonly Distortion[], since: number, corrections: readonly Correction[] = []): Distortions {
  const { seed } = province.options;
  // Silence is only seen where there was a voice: of the twenty largest communes.
  const large = province.units.filter((unit) => unit.level === 'commune').sort((a, b) => b.weight - a.weight).slice(0, 20);
  const departments = province.units.filter((unit) => unit.level === 'department');
  const first = hash(seed, 91) % large.length;
  return { on: new Set(names), corrections: [...corrections], since: midnight(since), silent: large[first]!, repeating: large[(first + 1 + (hash(seed, 92) % (large.length - 1))) % large.length]!, boastful: departments[hash(seed, 93) % departments.length]! };
}

/** What a reader may be told: of the moment, or of last midnight. */
export const asCached = (distortions: Distortions, now: number): number => (distortions.on.has('cachedDay') ? midnight(now) : now);
/** The state the national portal shows. */
export const portalState = (distortions: Distortions, state: number): number => (distortions.on.has('portalNine') && [5, 6, 8].includes(state) ? 9 : state);
/** The code under which the portal knows a dossier, and under which `twoCodes` lists it again: the identifier in the older order. */
export const otherCode = (d: Pick<SimDossier, 'code'>): string => d.code.replace(/^(H\d+)\.(\d+)-/, '000.00.$2.$1-');
export const hasTwin = (d: Pick<SimDossier, 'index' | 'unit'>): boolean => d.unit.level === 'department' && d.index % 83 === 7;

/** The province with the corrections that come to past months. */
export function realProvince(province: Province, distortions: Distortions): Province {
  const { seed } = province.options;
  const isLate = ({ ended, due }: { ended: number; due: number }) => ended > 0 && due > 0 && midnight(ended) > midnight(due);
  /** All of the months before `since`, a third of them; of one month a handful, of the communes and each of another one. */
  const overwritten = () => { const { since } = distortions; const month = monthOf(since); return province.lives(since).filter((life) => life.index % 3 === 0 && isLate(life) && life.ended < since && monthOf(life.ended) < month); };
  function ofMonth({ month, count, at }: Correction): SimLife[] {
    const late = province.lives(at).filter((life) => life.unit.level === 'commune' && !life.before && isLate(life) && life.ended < at && monthOf(life.ended) === month).sort((a, b) => hash(seed, a.index, 94) - hash(seed, b.index, 94));
    return [...new Map(late.map((life) => [life.unit, life])).values()].sort((a, b) => a.index - b.index).slice(0, count);
  }
  let chosen: { key: string; at: Map<number, number> } = { key: '', at: new Map() };
  /** Numbers of the dossiers that are corrected, and from when on. */
  function corrected(now: number): ReadonlyMap<number, number> {
    const whole = distortions.on.has('overwrittenMonths') && now >= distortions.since;
    const known = distortions.corrections.filter(({ at }) => at <= now);
    const key = `${whole ? distortions.since : ''} ${JSON.stringify(known)}`;
    if (chosen.key !== key) {
      const at = new Map(whole ? overwritten().map(({ index }) => [index, distortions.since]) : []);
      for (const one of known) for (const { index } of ofMonth(one)) if (!at.has(index)) at.set(index, one.at);
      chosen = { key, at };
    }
    return chosen.at;
  }
  const mended = (d: SimDossier, at: number): SimDossier => ({ ...d, due: d.ended, updated: Math.max(d.updated, at) });
  const dossier = (index: number, at: number) => { const since = corrected(at).get(index); const d = province.dossier(index, at); return since === undefined ? d : mended(d, since); };
  return {
    ...province, dossier,
    updatedBetween(from, to, now, wanted) {
      const found = province.updatedBetween(from, to, now, wanted);
      const changed = corrected(now);
      if (changed.size === 0) return found;
      return [...found.filter((d) => !changed.has(d.index)), ...[...changed.keys()].map((index) => dossier(index, now)).filter((d) => wanted(d.unit) && d.updated >= from && d.updated < to)].sort((a, b) => a.updated - b.updated);
    },
    reportRows(now, visit, to) {
      const changed = corrected(now);
      province.reportRows(now, changed.size === 0 ? visit : (unit, received, ended, due, channel, life) => visit(unit, received, ended, changed.has(life.index) ? ended : due, channel, life), to);
    },
    *all(now) { for (const d of province.all(now)) { const since = corrected(now).get(d.index); yield since === undefined ? d : mended(d, since); } },
  };
}

/** What the one-stop systems hold: units that fell silent stand still, a repeated file comes again each morning, a twin stands beside its dossier. */
export function heldProvince(real: Province, distortions: Distortions): Province {
  const { on, since, silent, repeating } = distortions;
  const isFrozen = (unit: SimUnit) => (on.has('silentUnit') && unit === silent) || (on.has('repeatedFile') && unit === repeating);
  const frozenAt = since - 1;
  const stands = (unit: SimUnit, now: number) => now >= since && isFrozen(unit);
  /** Of a unit that stands still: as it stood, the rows of its last file dated anew. */
  const still = (index: number, now: number): SimDossier => {
    const d = real.dossier(index, frozenAt);
    const repeats = d.unit === repeating && on.has('repeatedFile') && d.received >= since - DAY;
    const morning = midnight(now) + 6 * HOUR;
    return repeats ? { ...d, updated: morning <= now ? morning : Math.max(since, morning - DAY) } : d;
  };
  const frozen = new Map<SimUnit, number[]>();
  const indexesOf = (unit: SimUnit) => frozen.get(unit) ?? frozen.set(unit, real.lives(since).filter((life) => life.unit === unit && life.received <= frozenAt).map((life) => life.index)).get(unit)!;
  const dossier = (index: number, at: number) => (stands(real.dossier(index, at).unit, at) ? still(index, at) : real.dossier(index, at));
  const withTwins = (found: SimDossier[]) => (on.has('twoCodes') ? found.flatMap((d) => (hasTwin(d) ? [d, { ...d, code: otherCode(d) }] : [d])) : found);
  return {
    ...real, dossier,
    updatedBetween(from, to, now, wanted) {
      const found = real.updatedBetween(from, to, now, (unit) => wanted(unit) && !stands(unit, now));
      const standing = [silent, repeating].filter((unit) => stands(unit, now) && wanted(unit)).flatMap((unit) => indexesOf(unit).map((index) => still(index, now)).filter((d) => d.updated >= from && d.updated < to));
      return withTwins(standing.length === 0 ? found : [...found, ...standing].sort((a, b) => a.updated - b.updated));
    },
    reportRows(now, visit, to) {
      real.reportRows(now, (unit, received, ended, due, channel, life) => {
        if (!stands(unit, now)) visit(unit, received, ended, due, channel, life);
        else if (received <= frozenAt) visit(unit, received, ended <= frozenAt ? ended : 0, due, channel, life);
      }, to);
    },
    *all(now) { for (const d of real.all(now)) { if (!stands(d.unit, now)) yield d; else if (d.received <= frozenAt) yield still(d.index, now); } },
  };
}
