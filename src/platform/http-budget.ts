import { type Clock } from './clock';
import { HttpFailure } from './errors';

export interface Usage { day: number; calls: number }

/** Calls of one source: evenly spaced by callsPerSecond (short bursts up to one second's worth), counted per local day (UTC+7). */
export function createBudget(host: string, limits: { callsPerSecond: number; callsPerDay?: number }, clock: Clock, sleep: (ms: number, signal?: AbortSignal) => Promise<void>, used?: Usage) {
  const gap = 1000 / limits.callsPerSecond;
  const burst = Math.max(0, 1000 - gap);
  let due = -Infinity;
  let usage: Usage = used ? { ...used } : { day: localDay(clock), calls: 0 };
  return {
    /** Takes one call out of the budget, waiting for its turn; class `quota` when the day is used up. */
    async take(signal?: AbortSignal): Promise<void> {
      const day = localDay(clock);
      if (usage.day !== day) usage = { day, calls: 0 };
      if (limits.callsPerDay !== undefined && usage.calls >= limits.callsPerDay) {
        throw new HttpFailure('quota', { host, reason: `đã dùng hết ${limits.callsPerDay} lượt gọi của ngày hôm nay`, retryAfterMs: (day + 1) * DAY - OFFSET - clock.now() / 1000 });
      }
      usage.calls += 1;
      const now = clock.now() / 1000;
      due = Math.max(due, now) + gap;
      const wait = due - gap - burst - now;
      if (wait > 0) await sleep(wait, signal);
    },
    usage: (): Usage => ({ ...usage }),
  };
}

const DAY = 86_400_000;
const OFFSET = 7 * 3_600_000;
const localDay = (clock: Clock) => Math.floor((clock.now() / 1000 + OFFSET) / DAY);
