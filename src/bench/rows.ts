/** Seeded dossiers of a province for benchmarks: 440 units and 2,000 procedures, both skewed; dense by day, as windows bring them. */
import { DAY, HOUR, fromDate, toIso, type Instant } from '../vocabulary';

export interface WireRow { code: string; procedure: string; unit: string; resolving: string; channel: number; level: number; status: number; submitted: string; received: string; due: string; ended?: string; returned?: string; digitised: number; result: number; fee: number; paid: number; returnChannel: number; modified: string }

export function random(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13; state >>>= 0; state ^= state >>> 17; state ^= state << 5; state >>>= 0;
    return state / 4_294_967_296;
  };
}

const START: Instant = fromDate(new Date('2024-01-01T00:00:00+07:00'));
/** Up to the moment of every edition of a benchmark (2025-12-15). */
const DAYS = 714;
const NOW = START + DAYS * DAY;
/** Rows behind the base come as new ones do: so many of each of the last days. */
const LATE_DAYS = 100;
const A_DAY = 3000;

/** Row number i, of which the first `base` fill the 24 months evenly; the same numbers give the same row. `change` moves its end, as a late correction does. */
export function wireRow(i: number, base: number, prefix: string, change = 0): WireRow {
  const r = random((i + 1) * 2_654_435_761);
  r(); r();
  const day = i < base ? Math.floor((i / base) * DAYS) : DAYS - LATE_DAYS + (Math.floor((i - base) / A_DAY) % LATE_DAYS);
  const received = START + day * DAY + Math.floor((7.5 + r() * 9) * HOUR);
  const unit = Math.floor(r() * r() * 440);
  const due = received + Math.ceil(r() * 15) * DAY;
  const ended = received + Math.floor(r() * 15 * DAY) + change * HOUR;
  const open = ended > NOW || r() < 0.005;
  return {
    code: `${prefix}.${unit}-${i}`, procedure: `1.${String(Math.floor(r() * r() * 2000)).padStart(6, '0')}`, unit: `U${unit}`, resolving: `U${r() < 0.08 ? (unit + 7) % 440 : unit}`,
    channel: r() < 0.9 ? 2 : 1, level: 4, status: open ? 4 : 10, submitted: toIso(received - HOUR), received: toIso(received), due: toIso(due), ...(open ? {} : { ended: toIso(ended), returned: toIso(ended + DAY) }),
    digitised: r() < 0.3 ? 1 : 0, result: r() < 0.7 ? 1 : 0, fee: r() < 0.6 ? 1 : 0, paid: r() < 0.8 ? 1 : 0, returnChannel: r() < 0.1 ? 3 : 1, modified: toIso(open ? received : ended),
  };
}
