/**
 * Electronic documents of a province on their way over an exchange axis. Everything follows from the seed, the day and the number of a document;
 * what is visible depends on the moment of asking. A few are refused, taken back, replaced or never arrive.
 */
import { hash, sequence } from './random';
import type { Province, SimUnit } from './province';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const OFFSET = 7 * HOUR;
export const OUTSIDE = [{ code: '000.00.00.G22', name: 'Văn phòng Chính phủ' }, { code: '000.00.00.G09', name: 'Bộ Nội vụ' }, { code: '000.00.00.H56', name: 'UBND tỉnh Thanh Hóa' }, { code: '000.00.00.H17X', name: 'Cơ quan thử nghiệm' }] as const;

export interface SimAgency { code: string; name: string; unit: SimUnit | null }
export interface SimDocument {
  id: string; sender: SimAgency; sent: number; signed: boolean; paper: boolean; replaces: string | null;
  deliveries: { id: string; receiver: SimAgency; received: number; state: '' | 'fail' | '01' | '02' | '03' | '06' }[];
  /** Moments of a recall request and of its answer; 0 = never, or not yet. */
  recallAsked: number; recallAnswered: number; recallAccepted: boolean;
}
export interface AxisTruth { sent: number; received: number; signed: number; recalled: number; replaced: number }
export type Axis = ReturnType<typeof createAxis>;

export function createAxis(province: Province, options: { seed: number; perDay: number }) {
  const { seed, perDay } = options;
  const agencies: SimAgency[] = province.units.map((unit) => ({ code: qcvn102(unit.code), name: unit.name, unit }));
  const outside: SimAgency[] = OUTSIDE.map((agency) => ({ ...agency, unit: null }));
  const anyone = (r: number, sender?: SimAgency) => { const found = agencies[Math.floor(r * agencies.length)]!; return found === sender ? agencies[(agencies.indexOf(found) + 1) % agencies.length]! : found; };
  const weekend = (day: number) => [2, 3].includes(((day % 7) + 7) % 7);
  const firstDay = Math.floor((province.surroundedFrom + OFFSET) / DAY);
  const begun = (day: number) => !province.before || day >= firstDay;
  const countOf = (day: number) => (!begun(day) ? 0 : weekend(day) ? Math.ceil(perDay / 25) : perDay);
  const idOf = (day: number, k: number) => `${day}-${k}`;

  function document(day: number, k: number, at: number): SimDocument {
    const r = sequence(seed, day, k, 31);
    const sender = r() < 0.15 ? outside[Math.floor(r() * outside.length)]! : anyone(r());
    const sent = day * DAY - OFFSET + Math.floor(7.5 * HOUR + r() * 9.5 * HOUR);
    const receivers = new Map<string, SimAgency>();
    for (let left = 1 + Math.floor(r() * r() * 4); left > 0; left--) { const to = sender.unit && r() < 0.2 ? outside[Math.floor(r() * outside.length)]! : anyone(r(), sender); receivers.set(to.code, to); }
    const recall = k < countOf(day) && r() < 0.012;
    const recallAsked = recall ? sent + Math.floor((1 + 2 * r()) * DAY) : 0;
    const recallAnswered = recall ? recallAsked + Math.floor((0.2 + r()) * DAY) : 0;
    const recallAccepted = recall && r() < 0.7;
    const [signed, paper] = [r() < 0.92, r() < 0.15];
    const deliveries = [...receivers.values()].map((receiver, n) => {
      const fails = r() < 0.004;
      const refused = r() < 0.01;
      const [arrived, accepted, done] = [sent + Math.floor(r() * HOUR), sent + Math.floor((0.5 + 5 * r()) * HOUR) + HOUR, sent + Math.floor((1 + 9 * r()) * DAY)];
      const state = fails ? 'fail' : at < arrived ? '' : at < accepted ? '01' : refused ? '02' : at < done ? '03' : '06';
      return { id: `${idOf(day, k)}-${n}`, receiver, received: fails || at < arrived ? 0 : arrived, state } as const;
    });
    return {
      id: idOf(day, k), sender, sent, signed, paper, replaces: replacedBy(day, k), deliveries: deliveries.map((delivery) => ({ ...delivery })),
      recallAsked: recallAsked <= at ? recallAsked : 0, recallAnswered: recallAnswered <= at ? recallAnswered : 0, recallAccepted,
    };
  }

  /** The last numbers of a day replace documents of two days before; they are neither taken back nor replaced themselves. */
  const replacements = (day: number) => (begun(day - 2) ? Math.ceil(countOf(day) / 150) : 0);
  const replacedBy = (day: number, k: number) => (k >= countOf(day) ? idOf(day - 2, hash(seed, day, k, 7) % countOf(day - 2)) : null);
  function replacement(day: number, k: number, at: number): SimDocument {
    const old = document(day - 2, hash(seed, day, k, 7) % countOf(day - 2), at);
    const fresh = document(day, k, at);
    // From the same agency to the same receivers; it arrives at once.
    return { ...fresh, sender: old.sender, signed: true, paper: false, deliveries: old.deliveries.map((delivery, n) => ({ id: `${fresh.id}-${n}`, receiver: delivery.receiver, received: fresh.sent, state: '03' })) };
  }

  /** Documents of the local days [from, to], sent up to the moment of asking. */
  function sentBetween(from: number, to: number, at: number): SimDocument[] {
    const found: SimDocument[] = [];
    for (let day = from; day <= to; day++) {
      for (let k = 0; k < countOf(day) + replacements(day); k++) {
        const d = k < countOf(day) ? document(day, k, at) : replacement(day, k, at);
        if (d.sent <= at) found.push(d);
      }
    }
    return found;
  }

  /** What the counts of each unit are: documents taken back by all or replaced are out, those of outside senders count for the receivers only. */
  function truth(from: number, to: number, at: number, sees = { replacements: true }): Map<string, AxisTruth> {
    const counts = new Map<string, AxisTruth>();
    const of = (unit: SimUnit) => { let c = counts.get(unit.code); if (!c) counts.set(unit.code, c = { sent: 0, received: 0, signed: 0, recalled: 0, replaced: 0 }); return c; };
    const replaced = new Set(sees.replacements ? sentBetween(from, to + 3, at).flatMap((d) => (d.replaces ? [d.replaces] : [])) : []);
    for (const d of sentBetween(from, to, at)) {
      const recalled = d.recallAnswered > 0 && d.recallAccepted;
      const failed = d.deliveries.every((delivery) => delivery.state === 'fail');
      if (d.sender.unit) {
        const c = of(d.sender.unit);
        // What never arrived cannot be taken back.
        if (failed) continue;
        if (recalled) c.recalled += 1;
        else if (replaced.has(d.id)) c.replaced += 1;
        else { c.sent += 1; if (d.signed) c.signed += 1; }
      }
      if (recalled || replaced.has(d.id)) continue;
      for (const delivery of d.deliveries) if (delivery.receiver.unit && delivery.received > 0) of(delivery.receiver.unit).received += 1;
    }
    return counts;
  }
  return { agencies, sentBetween, truth };
}

/** H17.05 in the older order of QCVN 102. */
export function qcvn102(code: string): string {
  const [province, ...parts] = code.split('.');
  return [...[...parts].reverse(), province!].join('.').replace(/^/, '000.'.repeat(Math.max(0, 3 - parts.length)));
}

/** Number of a local day, from `yyyy/MM/dd` or `dd/MM/yyyy`; NaN for anything else. */
export function dayNumberOf(text: string | null | undefined): number {
  const [, y, m, d] = /^(\d{4})\/(\d{2})\/(\d{2})$/.exec(text ?? '') ?? [];
  const [, d2, m2, y2] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text ?? '') ?? [];
  return Math.floor(Date.UTC(Number(y ?? y2), Number(m ?? m2) - 1, Number(d ?? d2)) / DAY);
}
export const localTime = (at: number, separator = '-') => new Date(at + OFFSET).toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', separator);
