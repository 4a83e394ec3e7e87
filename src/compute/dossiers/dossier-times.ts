/** Working time of a dossier and the end of its procedure's maximum time, found once when it is loaded (index 766: 2.1 and 2.2). */
import { CchcError } from '../../platform/errors';
import { localDay, type Dossier, type DossierPause, type Instant, type TimesOf, type UnitLevel } from '../../vocabulary';
import { dueDate, extendDue, processingTime, type CalendarBook, type TimeLimits } from '../calendar';

/** Judges by the calendar known at the end, or at the reception for limits: a later decision of days off changes what is loaded from then on. */
export const dossierTimes = (book: CalendarBook, limits: TimeLimits): TimesOf => (dossier, level) => ({
  workingMinutes: computable(() => workingMinutes(dossier, level, book)),
  limitDueAt: computable(() => limitDue(dossier, level, book, limits)),
});

/** The list of the source; a dossier that was never asked for a supplement has none. null: it was asked, and nobody says when it was answered each time. */
function pausesOf({ pauses, supplementAt, supplementCount, status }: Dossier): readonly DossierPause[] | null {
  if (pauses) return pauses.length >= supplementCount ? pauses : null;
  return supplementAt === null && supplementCount === 0 && status !== 'supplement' ? [] : null;
}

function workingMinutes(dossier: Dossier, level: UnitLevel | null, book: CalendarBook): number | null {
  const pauses = pausesOf(dossier);
  const hours = pauses && processingTime({ received: dossier.receivedAt, ended: dossier.endedAt, pauses, level }, 'hour', book);
  return hours === null ? null : Math.max(0, Math.round(hours * 60));
}

/** Of several cases of a procedure the longest: which case a dossier was, no source says. Pauses that nobody dates do not move it. */
function limitDue(dossier: Dossier, level: UnitLevel | null, book: CalendarBook, limits: TimeLimits): Instant | null {
  const { receivedAt: received, procedureCode } = dossier;
  if (dossier.dueAt !== null || received === null || procedureCode === null) return null;
  const answered = (pausesOf(dossier) ?? []).filter((pause) => pause.answered !== null);
  const dues = limits(procedureCode, localDay(received)).map((limit) => extendDue(dueDate({ received, ...limit, calendar: book, level }).beforePauses, answered, book, { level }).due!);
  return dues.length === 0 ? null : Math.max(...dues);
}

/** What the calendar cannot say (no hours declared, a year beyond it) is not known; it must not stop a load. */
function computable<T>(work: () => T | null): T | null {
  try { return work(); } catch (error) {
    if (error instanceof CchcError || error instanceof RangeError) return null;
    throw error;
  }
}
