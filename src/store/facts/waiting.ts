/** Waiting for the first supplement, by which index 766 – 2.1 judges an open dossier. Past periods know it where the source lists when supplements were answered. */
import type { DossierPause, Instant } from '../../vocabulary';

/**
 * When the waiting for the first supplement was over: by its answer, by the next request, or by the end of the dossier. null: it is still waited for, or the
 * source does not say it, having no list or one that is shorter than its count.
 */
export function waitedUntil({ pauses, supplementCount, supplementAt, endedAt }: { pauses: readonly DossierPause[]; supplementCount: number; supplementAt: Instant | null; endedAt: Instant | null }): Instant | null {
  const [first, second] = pauses;
  if (first === undefined || pauses.length < supplementCount) return null;
  const over = first.answered ?? second?.asked ?? endedAt;
  return over !== null && over >= (supplementAt ?? first.asked) ? over : null;
}

/** SQL: the first supplement, `asked` for in time, is waited for beyond the local day `day` by a dossier that is not over by then. As the measures count it (migrations, EVENTS). */
export const waitsBeyond = (day: string, asked: string): string =>
  `(${asked} and case when waited_until is null then ended_at is null and status = 5 else (waited_until at time zone interval '7 hours')::date > ${day} end)`;
