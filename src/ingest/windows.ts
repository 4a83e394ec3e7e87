/**
 * What a run asks for. The upper bound is fixed when the run starts and lies `holdBack` in the past, so that rows still on their way are not
 * missed; each run begins `overlap` before the point reached, so that late corrections are read again.
 */
import { milliseconds, type Window } from '../sources/source';
import { DAY, addDays, localDay, periodOf, startOfDay, type Instant, type LocalDay } from '../vocabulary';

/** [from, to): `to` is exclusive. */
export interface AskedWindow { from: Instant; to: Instant }

const micro = (duration: string) => milliseconds(duration) * 1000;

export interface WindowPlan {
  windows: AskedWindow[];
  /** Everything before this instant has been asked for when the plan is done. */
  upper: Instant;
  deep: boolean;
}

/** Plan of a scheduled run. `loadedThrough` null = never loaded: from the first day of the source. */
export function planLive(window: Window, state: { loadedThrough: Instant | null; deepAt: Instant | null }, now: Instant): WindowPlan {
  const upper = now - micro(window.holdBack);
  const first = startOfDay(window.start);
  const deep = window.deep !== undefined && state.loadedThrough !== null && (state.deepAt === null || now - state.deepAt >= micro(window.deep.every));
  const back = deep ? Math.max(micro(window.deep!.back), micro(window.overlap)) : micro(window.overlap);
  const from = state.loadedThrough === null ? first : Math.max(first, Math.min(state.loadedThrough, upper) - back);
  return { windows: running(window, split(window, from, upper), now), upper, deep: deep || (window.deep !== undefined && state.loadedThrough === null) };
}

/** Plan of a bounded backfill over local days, both inclusive; never beyond the held-back present. */
export function planBackfill(window: Window, fromDay: LocalDay, toDay: LocalDay, now: Instant): WindowPlan {
  const upper = Math.min(startOfDay(addDays(toDay, 1)), now - micro(window.holdBack));
  return { windows: running(window, split(window, startOfDay(fromDay), upper), now), upper, deep: false };
}

/** A system that only knows the running period would answer for it whatever it is asked for. */
const running = (window: Window, windows: AskedWindow[], now: Instant): AskedWindow[] => (window.current ? windows.filter(({ from, to }) => from <= now && to > now) : windows);

function split(window: Window, from: Instant, to: Instant): AskedWindow[] {
  const windows: AskedWindow[] = [];
  if (window.step === 'month' || window.step === 'quarter' || window.step === 'half' || window.step === 'year') {
    for (let period = periodOf(window.step, localDay(from)); startOfDay(period.start) < to; period = periodOf(window.step, addDays(period.end, 1))) {
      windows.push({ from: startOfDay(period.start), to: startOfDay(addDays(period.end, 1)) });
    }
    return windows;
  }
  const step = micro(window.step);
  // By days: each window begins at a local midnight and is a whole number of days wide, the last one ends now.
  const width = window.align === 'day' ? Math.max(DAY, Math.floor(step / DAY) * DAY) : step;
  let start = window.align === 'day' ? startOfDay(localDay(from)) : from;
  while (start < to) {
    const end = Math.min(start + width, to);
    windows.push({ from: start, to: end });
    start = end;
  }
  return windows;
}
