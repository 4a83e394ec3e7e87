/** Time is handed in. `now` is in microseconds since 1970 UTC, as everywhere. */
export interface Clock { now(): number }

export const systemClock: Clock = { now: () => Date.now() * 1000 };
export const fixedClock = (iso: string): Clock => ({ now: () => new Date(iso).getTime() * 1000 });
