/** Dossiers of May to July 2025 with every turn a dossier can take; the same every run. */
import type { Given } from './dossiers';

/** Small numbers that are the same every run. */
export const generator = (seed: number) => () => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return seed / 2 ** 32; };

/** Everything lies before 15 July, but for due dates. */
export function randomGiven(random: () => number, code: string, units: readonly number[], procedures: readonly (number | undefined)[] = [undefined]): Given {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const chance = (p: number) => random() < p;
  /** Days are counted from 1 May, in months of 30. */
  const moment = (from: number, span: number, last = 73) => { const n = Math.min(Math.max(0, from + Math.floor(random() * span)), last); return `2025-0${5 + Math.floor(n / 30)}-${String(1 + (n % 30)).padStart(2, '0')} ${String(Math.floor(random() * 24)).padStart(2, '0')}:00`; };
  const start = Math.floor(random() * 60);
  const ended = chance(0.5) ? moment(start + 1, 73 - start) : null;
  const supplement = chance(0.4) ? moment(start + 1, 10) : null;
  const again = supplement !== null && chance(0.5); // of some only the count is stated
  const second = again && chance(0.8) ? moment(start + 11, 10) : undefined;
  const answer = (asked: string) => { const answered = moment(start + 2, 35); return chance(0.25) ? null : answered < asked ? asked : answered; };
  const pauses = [supplement ?? [], second ?? []].flat().map((asked): [string, string | null] => [asked, answer(asked)]);
  return {
    code, procedureId: pick(procedures), receiving: pick(units), resolving: pick(units), received: moment(start, 1).replace(/ .*/, ' 00:00'), ended,
    due: chance(0.7) ? moment(start - 3, 30, 89) : null, limit: chance(0.6) ? moment(start, 25, 89) : null, status: ended ? 'done' : chance(0.4) ? 'supplement' : chance(0.05) ? 'refused' : 'inProcess',
    supplement, second, pauses: chance(0.6) ? pauses : [], supplements: again ? 2 : undefined, channel: pick(['online', 'counter', 'postal']), apology: chance(0.3), reappointments: Math.floor(random() * 3), contact: chance(0.8),
    home: chance(0.9) ? pick([...units, 0]) : undefined, working: ended && chance(0.9) ? Math.floor(random() * 5000) : undefined,
  };
}
