/**
 * The truth of the simulated province: what has happened, and what each system holds of it, counted from the same functions from which the surfaces answer.
 * Tests compare the product with it; GET /truth of the simulator's own address gives it as JSON.
 */
import { BREAK } from './before';
import { DISTORTIONS, DISTORTION_NAMES, hasTwin, type Correction, type Distortion, type Distortions } from './distortions';
import type { Axis, AxisTruth } from './axis';
import type { Matters, SimMatter } from './ccvc';
import { countPeriod, localMonth, monthStart, type UnitCounts } from './counts';
import { createFaults, DATA_FAULTS, DIALS, FAULTS, NAMED_FAULTS, type Faults } from './faults';
import { stateOf, type Province, type SimUnit } from './province';
import { listen, sendJson, type RunningServer } from './server';

const DAY = 86_400_000;
const OFFSET = 7 * 3_600_000;
const dayNumber = (at: number) => Math.floor((at + OFFSET) / DAY);
const monthOf = (at: number) => new Date(at + OFFSET).toISOString().slice(0, 7);

/** Of one unit and the month of reception. */
export interface DossierTruth {
  unit: string; month: string; received: number; byState: Record<string, number>; byChannel: Record<string, number>;
  /** Left over from an older system: the one-stop marks them, a reader leaves them out. */
  migrated: number;
  /** What the one-stop system holds of them, and how many it lists a second time under another code. */
  held: number; twins: number;
}
export interface MatterTruth { unit: string; all: number; done: number; open: number; overdue: number; recalled: number }
interface Figures { received: number; resolved: number; late: number; open: number }
export interface Crossing {
  /** Months before 1 July 2025 by the units of today, and by those former ones whose past belongs to no single successor. `statistics` has them by the units of then. */
  asIs: ({ unit: string; month: string } & Figures)[];
  /** What was open at the end of 30 June 2025 and with whom it has been since: the stock that went over. */
  carried: { from: string; to: string; open: number }[];
}
export interface Truth {
  at: string; distortions: { on: Distortion[]; since: string; silent: string; repeating: string; boastful: string };
  dossiers: DossierTruth[];
  documents: ({ unit: string } & AxisTruth)[];
  tasks: MatterTruth[]; feedback: MatterTruth[];
  /** By unit and month as the one-stop systems report it, and as it is. */
  statistics: ({ unit: string; month: string; reported: Figures } & Figures)[];
  /** Null where the province begins after 1 July 2025, or has not reached it. */
  crossing: Crossing | null;
}

export interface World { province: Province; held: Province; distortions: Distortions; axis: Axis; matters: Matters; now(): number }

/** Migrated rows are marked by the system of the departments only. */
export const isMigrated = (d: { index: number; unit: SimUnit }): boolean => d.unit.level === 'department' && d.index % 997 === 0;

/** Everything up to now, of the months in which the simulated time lies. */
export function tellTruth({ province, held, distortions, axis, matters, now }: World): Truth {
  const at = now();
  const rows = new Map<string, DossierTruth>();
  const row = (unit: SimUnit, received: number) => {
    const key = `${unit.code} ${monthOf(received)}`;
    return rows.get(key) ?? rows.set(key, { unit: unit.code, month: monthOf(received), received: 0, byState: {}, byChannel: {}, migrated: 0, held: 0, twins: 0 }).get(key)!;
  };
  const add = (into: Record<string, number>, name: string | number) => { into[name] = (into[name] ?? 0) + 1; };
  for (const d of province.all(at)) {
    const line = row(d.unit, d.received);
    line.received += 1;
    add(line.byState, stateOf(d));
    add(line.byChannel, d.channel);
    if (isMigrated(d)) line.migrated += 1;
  }
  for (const d of held.all(at)) {
    const line = row(d.unit, d.received);
    line.held += 1;
    if (distortions.on.has('twoCodes') && hasTwin(d)) line.twins += 1;
  }
  const first = Date.parse(`${province.firstDay}T00:00:00Z`) - OFFSET;
  return {
    at: new Date(at).toISOString(),
    distortions: { on: [...distortions.on], since: new Date(distortions.since).toISOString(), silent: distortions.silent.code, repeating: distortions.repeating.code, boastful: distortions.boastful.code },
    dossiers: [...rows.values()].sort((a, b) => `${a.unit} ${a.month}`.localeCompare(`${b.unit} ${b.month}`)),
    documents: [...axis.truth(dayNumber(first), dayNumber(at), at)].map(([unit, counts]) => ({ unit, ...counts })).sort((a, b) => a.unit.localeCompare(b.unit)),
    tasks: matterTruth(matters.tasks(at), at), feedback: matterTruth(matters.feedback(at), at),
    statistics: monthsFrom(first, at).flatMap(({ month, from, to }) => {
      const reported = new Map(countPeriod(held, () => true, from, to, at).map((counts) => [counts.unit.code, short(counts)]));
      return countPeriod(province, () => true, from, to, at).map((counts) => ({ unit: counts.unit.code, month, ...short(counts), reported: reported.get(counts.unit.code)! }));
    }),
    crossing: province.before && at >= BREAK ? crossingOf(province, first, at) : null,
  };
}

function crossingOf(province: Province, first: number, at: number): Crossing {
  const carried = new Map<string, Crossing['carried'][number]>();
  for (const { before, unit, ended, received } of province.lives(at)) {
    if (!before || received >= BREAK || (ended > 0 && ended < BREAK)) continue;
    const key = `${before.code} ${unit.code}`;
    (carried.get(key) ?? carried.set(key, { from: before.code, to: unit.code, open: 0 }).get(key)!).open += 1;
  }
  return {
    asIs: monthsFrom(first, BREAK - 1).flatMap(({ month, from, to }) => countPeriod(province, () => true, from, to, at, undefined, 'asIs').map((counts) => ({ unit: counts.unit.code, month, ...short(counts) }))),
    carried: [...carried.values()].sort((a, b) => `${a.from} ${a.to}`.localeCompare(`${b.from} ${b.to}`)),
  };
}

const short = ({ received, resolved, late, open }: UnitCounts) => ({ received, resolved, late, open });

function matterTruth(list: readonly SimMatter[], at: number): MatterTruth[] {
  const units = new Map<string, MatterTruth>();
  for (const one of list) {
    const line = units.get(one.unit.code) ?? units.set(one.unit.code, { unit: one.unit.code, all: 0, done: 0, open: 0, overdue: 0, recalled: 0 }).get(one.unit.code)!;
    if (one.recalled) { line.recalled += 1; continue; }
    line.all += 1;
    line[one.done ? 'done' : 'open'] += 1;
    if (!one.done && one.due + DAY <= at) line.overdue += 1;
  }
  return [...units.values()].sort((a, b) => a.unit.localeCompare(b.unit));
}

function monthsFrom(first: number, at: number): { month: string; from: number; to: number }[] {
  const months = [];
  const [year, month] = localMonth(first);
  for (let m = month; monthStart(year, m) <= at; m++) months.push({ month: monthOf(monthStart(year, m)), from: monthStart(year, m), to: monthStart(year, m + 1) });
  return months;
}

/**
 * The simulator's own address, beside those of its systems: GET /truth; GET and POST /distortions `{ on: [names], correct: { month, count } }` (either); GET /faults, and POST /faults
 * `{ system?, dial?, next?, data?, slowMs? }`, which turns the dials of one system or of all.
 */
export function startTruth(world: World, faults: Readonly<Record<string, Faults>>, port?: number): Promise<RunningServer> {
  const readable = createFaults(0);
  return listen((question, response) => {
    const { pathname } = question.url;
    const answer = (body: unknown, status = 200) => sendJson(question, response, body, status);
    const given = () => { try { return JSON.parse(question.body || '{}') as Record<string, unknown>; } catch { return null; } };
    if (pathname === '/truth' && question.method === 'GET') return answer(tellTruth(world));
    if (pathname === '/distortions') {
      if (question.method === 'POST') {
        const { on, correct } = given() ?? {};
        if (on === undefined && correct === undefined) return answer({ message: 'POST { on: [names] }, { correct: { month, count } }, or both' }, 400);
        if (on !== undefined && (!Array.isArray(on) || on.some((name) => !DISTORTION_NAMES.includes(name as Distortion)))) return answer({ message: `on is a list of ${DISTORTION_NAMES.join(', ')}` }, 400);
        const correction = correct === undefined ? null : readCorrection(correct, world.now());
        if (typeof correction === 'string') return answer({ message: correction }, 400);
        if (Array.isArray(on)) { world.distortions.on.clear(); for (const name of on) world.distortions.on.add(name as Distortion); }
        if (correction) world.distortions.corrections.push(correction);
      }
      return answer({ corrections: world.distortions.corrections, on: [...world.distortions.on], since: new Date(world.distortions.since).toISOString(), known: DISTORTIONS });
    }
    if (pathname === '/faults') {
      if (question.method !== 'POST') return answer({ systems: Object.keys(faults), dials: DIALS, faults: [...FAULTS, ...NAMED_FAULTS], data: DATA_FAULTS });
      const { system = '*', ...change } = given() ?? { system: '' };
      const chosen = Object.entries(faults).filter(([name]) => system === '*' || system === name);
      const body = JSON.stringify(change);
      if (chosen.length === 0) return answer({ message: `system is * or one of ${Object.keys(faults).join(', ')}` }, 400);
      const refused = readable.change(body);
      if (refused.status !== 200) return answer(refused.answer, refused.status);
      return answer(Object.fromEntries(chosen.map(([name, dial]) => [name, dial.change(body).answer])));
    }
    return answer({ message: 'GET /truth, /distortions, /faults' }, 404);
  }, port);
}

/** Late dossiers of a month that is over, corrected from now on. */
function readCorrection(given: unknown, now: number): Correction | string {
  const { month, count = 5 } = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>;
  if (typeof month !== 'string' || !/^\d{4}-(0[1-9]|1[0-2])$/.test(month) || month >= monthOf(now)) return 'correct.month is a month that is over, yyyy-MM';
  if (!Number.isInteger(count) || (count as number) < 1) return 'correct.count is a number of dossiers';
  return { month, count: count as number, at: now };
}
