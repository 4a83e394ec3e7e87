/** Counts, per unit and month of reception, how promised dates compare with ours. A count of flags for people to look into; it moves no indicator. */
import type { Pool } from 'pg';
import { recountDueDates, type DueDateCount } from '../../store/sources/due-date-checks';
import { localDay, periodOf, type LocalDay } from '../../vocabulary';
import { crossCheck, type CalendarBook, type CrossCheck, type TimeLimits } from '../calendar';

/** Whole months that touch `from` … `to`. `tolerance` in working minutes. */
export async function checkDueDates(pool: Pool, book: CalendarBook, limits: TimeLimits, from: LocalDay, to: LocalDay, tolerance = 0): Promise<DueDateCount[]> {
  const client = await pool.connect();
  try {
    return await recountDueDates(client, periodOf('month', from).start, periodOf('month', to).end, ({ level, procedure, received, promised, pauses }) => {
      const known = procedure === null ? [] : limits(procedure, localDay(received));
      const checks = (known.length > 0 ? known : [null]).map((limit) => crossCheck({ received, promised, limit, pauses, level }, book, tolerance));
      const { state, flag, doubts } = checks.reduce(nearer);
      return { flag: flag ?? state, doubtful: doubts.length > 0 };
    });
  } finally {
    client.release();
  }
}

/** Of several cases of a procedure the one that fits the promised date best: which case a dossier was, no source says. */
const nearer = (a: CrossCheck, b: CrossCheck): CrossCheck => (Math.abs(b.differenceMinutes ?? Infinity) < Math.abs(a.differenceMinutes ?? Infinity) ? b : a);
