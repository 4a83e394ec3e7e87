import { type Clock } from './clock';
import { HttpFailure } from './errors';

/** After `limit` failed calls in a row, further calls fail at once until `coolDown` (ms) is over; then a single one tries. */
export function createCircuit(host: string, limit: number, coolDown: number, clock: Clock) {
  let failures = 0;
  let openUntil = 0;
  let trying = false;
  return {
    /** Throws class `retry` while the circuit is open. */
    enter(): void {
      if (failures < limit) return;
      const left = openUntil - clock.now() / 1000;
      if (left > 0 || trying) throw new HttpFailure('retry', { host, reason: `tạm ngừng gọi sau ${failures} lần lỗi liên tiếp`, retryAfterMs: Math.max(left, 0) });
      trying = true;
    },
    /** `failed`: the source could not be reached or was broken; null: the call says nothing about it. */
    leave(failed: boolean | null): void {
      trying = false;
      if (failed === null) return;
      failures = failed ? failures + 1 : 0;
      if (failures >= limit) openUntil = clock.now() / 1000 + coolDown;
    },
  };
}
