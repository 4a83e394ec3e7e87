import { type Clock } from './clock';
import { HttpFailure } from './errors';

/** Counts one call more on a local day (days since 1970) and tells how many that makes. */
export type CountCall = (day: number) => Promise<number>;

/** Calls of one source: evenly spaced by callsPerSecond (short bursts up to one second's worth), counted per local day (UTC+7) where there is a limit. */
export function createBudget(host: string, limits: { callsPerSecond: number; callsPerDay?: number }, clock: Clock, sleep: (ms: number, signal?: AbortSignal) => Promise<void>, countCall: CountCall = inMemory()) {
  const gap = 1000 / limits.callsPerSecond;
  const burst = Math.max(0, 1000 - gap);
  let due = -Infinity;
  return {
    /** Takes one call out of the budget, waiting for its turn; class `quota` when the day is used up. */
    async take(signal?: AbortSignal): Promise<void> {
      const day = localDay(clock);
      if (limits.callsPerDay !== undefined && (await countCall(day)) > limits.callsPerDay) {
        throw new HttpFailure('quota', { host, reason: `đã dùng hết ${limits.callsPerDay} lượt gọi của ngày hôm nay`, retryAfterMs: (day + 1) * DAY - OFFSET - clock.now() / 1000 });
      }
      const now = clock.now() / 1000;
      due = Math.max(due, now) + gap;
      const wait = due - gap - burst - now;
      if (wait > 0) await sleep(wait, signal);
    },
  };
}

function inMemory(): CountCall {
  let [of, calls] = [-1, 0];
  return (day) => {
    if (of !== day) [of, calls] = [day, 0];
    return Promise.resolve((calls += 1));
  };
}

const DAY = 86_400_000;
const OFFSET = 7 * 3_600_000;
const localDay = (clock: Clock) => Math.floor((clock.now() / 1000 + OFFSET) / DAY);
