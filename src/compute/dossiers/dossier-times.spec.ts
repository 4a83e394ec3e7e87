import { join } from 'node:path';
import { projectRoot } from '../../platform/root';
import { startOfDay, type Dossier, type Instant } from '../../vocabulary';
import { loadCalendar } from '../calendar';
import { dossierTimes } from './dossier-times';

const book = loadCalendar(['vn-public-holidays-2024-2028.json', 'working-hours.yaml', 'decisions.yaml'].map((file) => join(projectRoot(), 'config/calendar', file)));
const times = dossierTimes(book, (code) => (code === '1.001' ? [{ amount: 1, unit: 'working_day' }, { amount: 3, unit: 'working_day' }] : []));
const at = (day: string, hour: number): Instant => startOfDay(day) + hour * 3_600_000_000;
/** Received on Monday 7 July 2025 at 08:00. */
const of = (rest: Partial<Dossier>) => times({ procedureCode: '1.001', receivedAt: at('2025-07-07', 8), dueAt: null, endedAt: null, supplementAt: null, supplementCount: 0, status: 'inProcess', pauses: null, ...rest } as Dossier, 'commune');

describe('working minutes', () => {
  it('skip the lunch break, the night and the weekend', () => expect(of({ endedAt: at('2025-07-14', 9) }).workingMinutes).toBe(5 * 480 + 60));
  it('leave out the waiting that the source dates', () => expect(of({ endedAt: at('2025-07-09', 8), supplementAt: at('2025-07-07', 9), supplementCount: 1, pauses: [{ asked: at('2025-07-07', 9), answered: at('2025-07-08', 9) }] }).workingMinutes).toBe(480));
  it('are not known when there was a request and nobody says when it was answered', () => expect(of({ endedAt: at('2025-07-09', 8), supplementAt: at('2025-07-07', 9), supplementCount: 1 }).workingMinutes).toBeNull());
  it('are not known when the list is shorter than the count', () => expect(of({ endedAt: at('2025-07-09', 8), supplementCount: 2, supplementAt: at('2025-07-07', 9), pauses: [{ asked: at('2025-07-07', 9), answered: at('2025-07-08', 9) }] }).workingMinutes).toBeNull());
  it('are not known of what is not finished, ends before it began, or lies beyond the calendar', () => {
    expect(of({}).workingMinutes).toBeNull();
    expect(of({ endedAt: at('2025-07-07', 7) }).workingMinutes).toBeNull();
    expect(of({ endedAt: at('2095-07-07', 7) }).workingMinutes).toBeNull();
  });
});

describe('the end of the maximum time', () => {
  it('is that of the longest case, of a dossier without a promised date', () => expect(of({}).limitDueAt).toBe(at('2025-07-10', 8)));
  it('moves by answered pauses only', () => {
    expect(of({ supplementCount: 1, supplementAt: at('2025-07-07', 9), pauses: [{ asked: at('2025-07-07', 9), answered: at('2025-07-08', 9) }] }).limitDueAt).toBe(at('2025-07-11', 8));
    expect(of({ supplementCount: 1, supplementAt: at('2025-07-07', 9), pauses: [{ asked: at('2025-07-07', 9), answered: null }] }).limitDueAt).toBe(at('2025-07-10', 8));
  });
  it('is not asked for where a date was promised, and not known without a limit', () => {
    expect(of({ dueAt: at('2025-07-09', 8) }).limitDueAt).toBeNull();
    expect(of({ procedureCode: '9.999' }).limitDueAt).toBeNull();
  });
});
