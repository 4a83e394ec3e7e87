/** Where time comes from. Handed in everywhere, so that a test or a recomputation can choose the moment. */
export interface Clock {
  /** Microseconds since 1970-01-01T00:00Z (the project's instant). */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() * 1000 };

export interface FixedClock extends Clock {
  /** Moves the clock forward by milliseconds. */
  advance(milliseconds: number): void;
  /** Puts the clock at an instant (microseconds). */
  set(instant: number): void;
}

/** A clock that stands still until it is moved. */
export function fixedClock(instant: number | string): FixedClock {
  let now = typeof instant === 'string' ? Date.parse(instant) * 1000 : instant;
  if (!Number.isFinite(now)) throw new RangeError(`"${instant}" is not an instant`);
  return {
    now: () => now,
    advance: (milliseconds) => { now += Math.round(milliseconds * 1000); },
    set: (value) => { now = value; },
  };
}

/** Waits for real milliseconds, or rejects as soon as the signal is given. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new Error('aborted'));
    const stop = () => { clearTimeout(timer); reject(new Error('aborted')); };
    const timer = setTimeout(() => { signal?.removeEventListener('abort', stop); resolve(); }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
