/**
 * A believable province: dossiers over some months up to the start, and new ones without end from then on. Everything follows from the seed and the
 * index of a dossier; what is visible depends on the moment of asking. Ranges: domain/golden/shape-hints (shares, days, channels).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BREAK, createBefore, EARLIEST } from './before';
import { hash, sequence } from './random';

export interface SimUnit { code: string; name: string; level: 'department' | 'district' | 'commune'; id: string; quality: number; weight: number }
export interface SimProcedure { code: string; name: string; fieldCode: string; fieldName: string; workingDays: number; fee: boolean }

/** Milliseconds since 1970; 0 = never. */
export interface SimDossier {
  index: number; code: string; unit: SimUnit; receivingUnit: SimUnit;
  /** The unit of today, and the one before 1 July 2025 in whose place it stands (null: none); from when on the open dossier has been with the successor (0 = it never went over, or not yet). */
  successor: SimUnit; before: SimUnit | null; moved: number; procedure: SimProcedure; channel: 1 | 2 | 3; level: 3 | 4; returnChannel: 1 | 2 | 3;
  submitted: number; received: number; due: number; ended: number; returned: number; supplement: number; supplementCount: number; withdrawn: boolean;
  /** Requests for supplements with their answers (0 = still waiting), how often the due date was set again, an apology for lateness, what the form holds, where the applicant lives. */
  pauses: { asked: number; answered: number }[]; reappointments: number; apology: boolean; apologised: number; address: boolean; phone: boolean; home: SimUnit | null;
  digitised: boolean; electronicResult: boolean; fee: boolean; paid: boolean;
  /** Last change up to the moment of asking. */
  updated: number;
}

/** TrangThaiHoSo of a dossier as its one-stop system knows it. */
export function stateOf(d: SimDossier): 4 | 5 | 6 | 7 | 8 | 9 | 10 {
  if (d.withdrawn) return 7;
  const rare = hash(d.index, 12) % 10 === 0;
  if (d.ended) return d.returned ? 10 : rare ? 8 : 9;
  if (d.pauses.some((p) => p.answered === 0)) return 5;
  return rare && d.fee && !d.paid ? 6 : 4;
}

/** A dossier in short, with its whole future: for reports. */
/** `unit` is the one of today, `before` the one that ended on 30 June 2025, if any. */
export interface SimLife { index: number; unit: SimUnit; before: SimUnit | null; received: number; ended: number; due: number; channel: 1 | 2 | 3; procedure: SimProcedure; flags: number }
/** Bits of `flags`. */
export const [DIGITISED, ELECTRONIC, PAID, FULL] = [1, 2, 4, 8] as const;

export interface ProvinceOptions { seed: number; dossiers: number; months: number; /** First local day, instead of `months` before the start. */ firstDay?: string; start: number; root: string; /** New dossiers an hour after the start. */ perHour?: number; /** They come in office hours of working days only, a day's share in each. */ officeHours?: boolean }

const DAY = 86_400_000;
const HOUR = 3_600_000;
const OFFSET = 7 * HOUR;
const FIELDS: [string, string][] = [['DD', 'Đất đai'], ['HT', 'Hộ tịch'], ['CT', 'Chứng thực'], ['XD', 'Xây dựng'], ['KD', 'Đăng ký kinh doanh'], ['BT', 'Bảo trợ xã hội'], ['YT', 'Y tế'], ['GD', 'Giáo dục'], ['GT', 'Giao thông'], ['MT', 'Môi trường'], ['LD', 'Lao động'], ['VH', 'Văn hóa']];
const PER_FIELD = 34;

export type Province = ReturnType<typeof createProvince>;

export function createProvince(options: ProvinceOptions) {
  const { seed, dossiers, start } = options;
  const units = readUnits(options.root, seed);
  const procedures = makeProcedures(seed);
  const holidays = readHolidays(options.root);
  const perHour = options.perHour ?? 1200;
  const firstDay = options.firstDay === undefined ? Math.floor((start + OFFSET) / DAY) - Math.round(options.months * 30.4) : Date.parse(`${options.firstDay}T00:00:00Z`) / DAY;
  const first = firstDay * DAY - OFFSET;
  if (first < BREAK && new Date(firstDay * DAY).toISOString().slice(0, 10) < EARLIEST) throw new Error(`A simulated province begins on ${EARLIEST} or later.`);
  const before = first < BREAK ? createBefore(options.root, seed, units) : null;
  const lastDay = Math.floor((start + OFFSET) / DAY);
  const isOff = calendar(holidays);
  const workingDayAfter = (day: number, n: number) => { let at = day; for (let left = n; left > 0;) { at += 1; if (!isOff(at)) left -= 1; } return at; };

  // How many dossiers each day of the past brings.
  const weights = Array.from({ length: lastDay - firstDay }, (_, k) => (isOff(firstDay + k) ? 0.03 : 0.85 + 0.3 * (hash(seed, firstDay + k) / 2 ** 32)));
  const sum = weights.reduce((a, b) => a + b, 0);
  const ends: number[] = [];
  weights.reduce((total, w) => { const next = total + w; ends.push(Math.round((next / sum) * dossiers)); return next; }, 0);
  const unitWeights = cumulative(units.map((u) => u.weight));
  const byLevel = { department: units.filter((u) => u.level === 'department'), commune: units.filter((u) => u.level === 'commune') };

  /** yyMMdd of a local day, as it stands in dossier codes. */
  const texts = new Map<number, string>();
  const dayText = (day: number) => { let text = texts.get(day); if (text === undefined) texts.set(day, text = new Date(day * DAY).toISOString().slice(2, 10).replaceAll('-', '')); return text; };

  const workdays: number[] = [];
  function inOffice(n: number): number {
    const perDay = perHour * 24;
    const k = Math.floor(n / perDay);
    for (let day = (workdays.at(-1) ?? lastDay) + 1; workdays.length <= k; day++) if (!isOff(day)) workdays.push(day);
    return workdays[k]! * DAY - OFFSET + Math.floor((7.5 + ((n - k * perDay + 0.5) / perDay) * 9.5) * HOUR);
  }

  function receivedAt(index: number): number {
    if (index >= dossiers) return options.officeHours ? inOffice(index - dossiers) : start + Math.floor(((index - dossiers + 0.5) / perHour) * HOUR);
    let low = 0;
    for (let high = ends.length - 1; low < high;) { const mid = (low + high) >> 1; if (ends[mid]! > index) high = mid; else low = mid + 1; }
    const r = hash(seed, index, 1) / 2 ** 32;
    return (firstDay + low) * DAY - OFFSET + Math.floor(7.2 * HOUR + r * (r < 0.55 ? 7.5 : 9.3) * HOUR);
  }

  /** The dossier with its whole future; `at` hides what has not happened yet. */
  function dossier(index: number, at: number): SimDossier {
    const r = sequence(seed, index, 2);
    const live = index >= dossiers;
    const received = receivedAt(index);
    const unit = units[pick(unitWeights, r())]!;
    const elsewhere = r() < 0.08;
    const old = before && received < BREAK ? before.of(unit, index) : null;
    const peers = byLevel[unit.level as 'department' | 'commune'];
    // Before the break nobody received for another unit.
    const receivingUnit = old ?? (elsewhere && received >= BREAK ? peers[hash(seed, index, 3) % peers.length]! : unit);
    const procedure = procedures[Math.floor(r() * r() * procedures.length)]!;
    const day = Math.floor((received + OFFSET) / DAY);
    const due = r() < 0.004 ? 0 : workingDayAfter(day, procedure.workingDays) * DAY - OFFSET + ((received + OFFSET) % DAY);
    const span = Math.max(HOUR, (due || received + 5 * DAY) - received);
    const never = !live && r() < 0.004;
    const onTime = r() < unit.quality;
    const duration = onTime ? span * (0.15 + 0.8 * r()) : span * (1.05 + 0.9 * r());
    const quick = live && r() < 0.3 ? HOUR * (0.02 + r()) : duration;
    let ended = never ? 0 : workHours(received + quick, isOff, received);
    const supplement = r() < 0.03 ? received + Math.floor(span * 0.3) : 0;
    const withdrawn = r() < 0.006;
    let returned = ended === 0 || withdrawn ? 0 : ended + Math.floor(r() * 2 * DAY);
    const channel = r() < 0.93 ? 2 : r() < 0.85 ? 1 : 3;
    const flags = [r() < 0.34 * unit.quality + 0.05, r() < 0.8 * unit.quality, r() < 0.72] as const;
    const moved = old && (ended === 0 || ended >= BREAK) && at >= BREAK ? BREAK : 0;
    const mine = old && !moved ? old : unit;
    if (ended > at) ended = 0;
    if (returned > at || ended === 0) returned = 0;
    const asked = supplement > 0 && supplement <= at && (ended === 0 || supplement < ended) ? supplement : 0;
    const more = hash(seed, index, 6); // further facts: their own numbers, so that the others stay what they were
    const seen = (moment: number) => (moment <= at && (ended === 0 || moment < ended) ? moment : 0);
    const answered = asked ? seen(asked + Math.floor(span * 0.1)) : 0;
    const again = answered && more % 100 < 12 ? seen(answered + Math.floor(span * 0.1)) : 0;
    const pauses = [...(asked ? [{ asked, answered }] : []), ...(again ? [{ asked: again, answered: seen(again + Math.floor(span * 0.1)) }] : [])];
    const apologised = due > 0 && (more >>> 12) % 100 < 70 ? seen(due + HOUR) : 0;
    const home = unit.level !== 'commune' ? (hash(seed, index, 8) % 200 === 0 ? null : receivingUnit) : old ?? unit;
    return {
      index, code: `${(old ?? unit).code}-${dayText(day)}-${String(index).padStart(7, '0')}`, unit: mine, receivingUnit, successor: unit, before: old, moved, procedure,
      channel: channel as 1 | 2 | 3, level: hash(seed, index, 4) % 10 < 6 ? 4 : 3, returnChannel: hash(seed, index, 5) % 100 < 7 ? 3 : channel === 2 ? 2 : 1,
      submitted: received - Math.floor(r() * 4 * HOUR), received, due, ended, returned, supplement: asked, supplementCount: pauses.length, withdrawn: withdrawn && ended > 0,
      pauses, reappointments: apologised ? [0, 1, 1, 2][(more >>> 8) % 4]! : 0, apology: apologised > 0, apologised, address: (more >>> 16) % 100 < 96, phone: (more >>> 20) % 100 < 92, home,
      digitised: flags[0], electronicResult: ended > 0 && flags[1], fee: procedure.fee, paid: procedure.fee && flags[2], updated: Math.max(received, moved, apologised, ...pauses.flatMap((p) => [p.asked, p.answered]), ended, returned),
    };
  }

  // Index of the past by last update; what happens after `indexedAt` is kept as a list of coming events.
  let indexedAt = start;
  const updated: number[] = [];
  // The whole life of each dossier in short, for reports.
  const life: SimLife[] = [];
  const events = (d: SimDossier) => [d.received, d.moved, ...d.pauses.flatMap((p) => [p.asked, p.answered]), d.apologised, d.ended, d.returned];
  const lastEvent = (d: SimDossier) => Math.max(...events(d));
  const remember = (index: number) => { const whole = dossier(index, Infinity); life.push({ index, unit: whole.successor, before: whole.before, received: whole.received, ended: whole.ended, due: whole.due, channel: whole.channel, procedure: whole.procedure, flags: (whole.digitised ? DIGITISED : 0) | (whole.electronicResult ? ELECTRONIC : 0) | (whole.paid ? PAID : 0) | (whole.level === 4 ? FULL : 0) }); return whole; };
  for (let i = 0; i < dossiers; i++) { const whole = remember(i); updated.push((lastEvent(whole) <= start ? whole : dossier(i, start)).updated); }
  const firstUpdate = Float64Array.from(updated);
  const order = Uint32Array.from(updated.keys()).sort((a, b) => updated[a]! - updated[b]!);
  const coming: { at: number; index: number }[] = [];
  const expect = (index: number, from: number) => {
    const whole = dossier(index, Infinity);
    for (const at of new Set(events(whole))) if (at > from) coming.push({ at, index });
  };
  for (let i = 0; i < dossiers; i++) if (updated[i]! > start - 120 * DAY) expect(i, start);
  let arrived = dossiers;
  const recent: { at: number; index: number }[] = [];
  let sorted = false;

  function advance(now: number): void {
    if (now <= indexedAt) return;
    for (; receivedAt(arrived) <= now; arrived++) { remember(arrived); coming.push({ at: receivedAt(arrived), index: arrived }); expect(arrived, receivedAt(arrived)); sorted = false; }
    if (!sorted) { coming.sort((a, b) => b.at - a.at); sorted = true; }
    while (coming.length > 0 && coming.at(-1)!.at <= now) { const event = coming.pop()!; recent.push(event); updated[event.index] = event.at; }
    indexedAt = now;
  }

  /** Under whom a dossier stood at the end of a period: before the break, or when it had ended by then, under the unit of that time. */
  const standing = (d: SimLife, to: number) => (d.before && (to <= BREAK || (d.ended > 0 && d.ended < BREAK)) ? d.before : d.unit);

  return {
    units, procedures, options,
    /** Units that ended on 30 June 2025, where the province begins before; all that ever were; those in force at some moment of [from, to). */
    before, allUnits: [...units, ...(before?.units ?? [])],
    unitsIn: (from: number, to: number): SimUnit[] => [...units.filter((unit) => unit.level === 'department' || to > BREAK || !before), ...(from < BREAK ? before?.units ?? [] : [])],
    /** What surrounds the dossiers (documents, tasks, feedback, registers) is simulated for the units of today, so from their first day on. */
    surroundedFrom: before ? BREAK : first,
    firstDay: new Date(firstDay * DAY).toISOString().slice(0, 10),
    dossier,
    /** Indexes of dossiers whose last change lies in [from, to), oldest first. */
    updatedBetween(from: number, to: number, now: number, wanted: (unit: SimUnit) => boolean): SimDossier[] {
      advance(now);
      const found: SimDossier[] = [];
      const add = (index: number) => { if (!wanted(life[index]!.unit)) return; const d = dossier(index, now); if (d.received <= now && d.updated >= from && d.updated < to) found.push(d); };
      let low = 0;
      for (let high = order.length; low < high;) { const mid = (low + high) >> 1; if (firstUpdate[order[mid]!]! < from) low = mid + 1; else high = mid; }
      for (; low < order.length && firstUpdate[order[low]!]! < to; low++) if (updated[order[low]!] === firstUpdate[order[low]!]!) add(order[low]!);
      for (const event of recent) if (event.at >= from && event.at < to && updated[event.index] === event.at) add(event.index);
      return found;
    },
    /** In short every dossier that is there at a moment, under the unit with which it stood at the end of the period `to`; `ended` is 0 while it is open. */
    reportRows(now: number, visit: (unit: SimUnit, received: number, ended: number, due: number, channel: 1 | 2 | 3, life: SimLife) => void, to = now + 1): void {
      advance(now);
      for (const d of life) if (d.received <= now) visit(standing(d, Math.min(to, now + 1)), d.received, d.ended <= now ? d.ended : 0, d.due, d.channel, d);
    },
    /** The lives known up to a moment, in the order of their numbers. */
    lives(now: number): readonly SimLife[] { advance(now); return life; },
    /** Every dossier that is there at a moment, for oracles. */
    *all(now: number): Generator<SimDossier> { for (let i = 0; i < dossiers || receivedAt(i) <= now; i++) { const d = dossier(i, now); if (d.received <= now) yield d; } },
  };
}

/** Days off by number of the day; asked many times for each dossier, so the answers are kept. */
function calendar(holidays: Set<string>): (day: number) => boolean {
  const known = new Map<number, boolean>();
  return (day) => {
    let off = known.get(day);
    if (off === undefined) known.set(day, off = holidays.has(new Date(day * DAY).toISOString().slice(0, 10)) || [2, 3].includes(((day % 7) + 7) % 7));
    return off;
  };
}

/** Moves an ending into office hours: off days to the next working day, nights into the same local day, so that lateness by date stays. */
function workHours(at: number, isOff: (day: number) => boolean, received: number): number {
  let day = Math.floor((at + OFFSET) / DAY);
  const ofDay = at + OFFSET - day * DAY;
  if (isOff(day)) {
    while (isOff(day)) day += 1;
    return day * DAY - OFFSET + Math.floor(8 * HOUR + ofDay / 4);
  }
  const inHours = ofDay >= 7.5 * HOUR && ofDay <= 17.5 * HOUR;
  const moved = inHours ? at : day * DAY - OFFSET + 7.5 * HOUR + (ofDay / 24) * 10;
  return Math.floor((moved > received ? moved : at) / 1000) * 1000;
}

function cumulative(weights: number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  let total = 0;
  return weights.map((w) => (total += w / sum));
}
const pick = (cumulated: number[], r: number) => { let low = 0; for (let high = cumulated.length - 1; low < high;) { const mid = (low + high) >> 1; if (cumulated[mid]! > r) high = mid; else low = mid + 1; } return low; };

function readUnits(root: string, seed: number): SimUnit[] {
  return readFileSync(join(root, 'config/units/da-nang.csv'), 'utf8').trim().split('\n').slice(1).map((line, i) => {
    // Names of departments may hold a quoted comma.
    const cells = line.match(/("([^"]*)"|[^,]*)(,|$)/g)!.map((cell) => cell.replace(/,$/, '').replace(/^"|"$/g, ''));
    const r = sequence(seed, i, 9);
    const level = cells[2] as 'department' | 'commune';
    return { code: cells[0]!, name: cells[1]!, level, id: hash(seed, i, 11).toString(16).padStart(8, '0').repeat(3), quality: 0.72 + 0.26 * r(), weight: level === 'commune' ? 0.5 + r() * r() * 2.5 : 0.1 + r() * r() * 4 };
  });
}

function makeProcedures(seed: number): SimProcedure[] {
  return FIELDS.flatMap(([code, name], f) => Array.from({ length: PER_FIELD }, (_, k) => {
    const r = sequence(seed, f * 1000 + k, 7);
    const number = String(hash(seed, f, k) % 1_000_000).padStart(6, '0');
    return { code: `${k % 5 === 0 ? 2 : 1}.${number}`, name: `Thủ tục ${name.toLowerCase()} số ${k + 1} (mô phỏng)`, fieldCode: code, fieldName: name, workingDays: 1 + Math.floor(r() * r() * 18), fee: r() < 0.62 };
  }));
}

function readHolidays(root: string): Set<string> {
  const file = JSON.parse(readFileSync(join(root, 'config/calendar/vn-public-holidays-2024-2028.json'), 'utf8')) as { holidays: { date: string }[] };
  return new Set(file.holidays.map((h) => h.date));
}
