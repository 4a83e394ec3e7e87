/** What computing by the law costs: a month's edition, five years of it, one dossier that comes late. */
import type { Pool } from 'pg';
import { loadCalendar } from '../compute/calendar';
import type { ComputeSettings } from '../compute/measures/measuring';
import { publish } from '../compute/editions/publish';
import { DAY, addDays, localDay, parsePeriod, periodOf, startOfDay, type Instant } from '../vocabulary';

/** Rules and moment (after all of the seeded data) of every edition of a benchmark. */
export const SETTINGS: ComputeSettings = { provinceCode: 'H17', onTimeBy: 'date', dueSoonWorkingDays: 3, calendar: loadCalendar([]) };
export const NOW: Instant = startOfDay('2025-12-15') + DAY / 2;

export interface LawTimes {
  /** First edition of all that is loaded (24 months); one of the running periods only (median of 5), ms. */
  everything: number; running: number;
  /** Each closed month of 2025 alone, all units and indicators, ms. */
  months: number[];
  /** One dossier of a month ago changes: an edition beyond one of the running periods only (medians of 5), ms. */
  lateDossier: number;
  /** Five years at once (the measures of the 24 months are put before them once more and again): periods and ms. */
  fiveYears: { periods: number; ms: number };
}

/** Leaves more measures behind than facts: to be run after the last recount. `table`: partition whose dossiers may be changed. */
export async function timeLaw(pool: Pool, table: string): Promise<LawTimes> {
  const edition = async (options: Parameters<typeof publish>[3] = {}) => {
    const started = performance.now();
    const { periods } = await publish(pool, SETTINGS, NOW, options);
    return { periods, ms: performance.now() - started };
  };
  const everything = (await edition({ everything: true })).ms;
  const months: number[] = [];
  for (let month = parsePeriod('2025-01'); month.end < localDay(NOW); month = periodOf('month', addDays(month.end, 1))) months.push((await edition({ everything: true, only: [month] })).ms);
  await edition();
  const [plain, late]: [number[], number[]] = [[], []];
  for (let n = 0; n < 5; n += 1) {
    plain.push((await edition()).ms);
    const { rowCount } = await pool.query(`update ${table} set ended_at = ended_at + interval '20 days' where code = (select code from ${table} where ended_at between '2025-11-03' and '2025-11-04' order by code limit 1)`);
    if (rowCount !== 1) throw new Error('no dossier was changed');
    late.push((await edition()).ms);
  }
  const middle = (list: number[]) => list.sort((a, b) => a - b)[2]!;
  const running = middle(plain);
  for (const days of [731, 1461]) {
    await pool.query(`create temporary table earlier as select * from measure_day where day >= '2024-01-01';
      update earlier set day = day - ${days}; insert into measure_day select * from earlier where day >= '2021-01-01' on conflict do nothing; drop table earlier`);
  }
  return { everything, running, months, lateDossier: middle(late) - running, fiveYears: await edition({ everything: true }) };
}
