/** The promised date beside ours, and dossiers without one. Times are local. */
import { parseMoment, type Instant } from '../../vocabulary';
import { CalendarBook, crossCheck, parseCalendar, processingTime, withinMaximum, type LimitUnit, type Pause } from '.';

const at = (text: string): Instant => parseMoment(text)!;
const book = new CalendarBook([parseCalendar('workingHours: [{ hours: [["07:00", "11:30"], ["13:30", "17:00"]], verified: true }]', 'hours'),
  parseCalendar('decisions: [{ document: QĐ 1, decidedOn: 2025-03-12, verified: true, completeFor: [2025], days: [{ date: 2025-03-19, kind: holiday, name: Ngày nghỉ }] }]', 'days')]);
const pauses = (...list: [string, string | null][]): Pause[] => list.map(([asked, answered]) => ({ asked: at(asked), answered: answered ? at(answered) : null }));
const SUPPLEMENT = pauses(['2025-03-11 09:00', '2025-03-13 09:00']);
const check = (received: string | null, promised: string | null, more: { amount?: number | null; unit?: LimitUnit; pauses?: Pause[] | null } = {}) => crossCheck({
  received: received ? at(received) : null, promised: promised ? at(promised) : null, pauses: more.pauses === undefined ? [] : more.pauses, limit: more.amount === null ? null : { amount: more.amount ?? 4, unit: more.unit ?? 'working_day' },
}, book);

test.each<[string, ReturnType<typeof check>, object]>([
  ['the same moment', check('2025-03-10 09:00', '2025-03-14 09:00'), { state: 'agrees', flag: null, differenceMinutes: 0 }],
  ['the same working moment on another day', check('2025-03-10 18:00', '2025-03-17 07:00'), { state: 'agrees', reason: expect.stringContaining('14/03/2025 và 17/03/2025') }],
  ['a day too late', check('2025-03-10 09:00', '2025-03-17 09:00'), { state: 'flagged', flag: 'promised_later', differenceMinutes: 480, reason: 'Ngày hẹn trả muộn hơn hạn tính được 8 giờ làm việc.' }],
  ['half an hour too early', check('2025-03-10 09:00', '2025-03-14 08:30'), { state: 'flagged', flag: 'promised_earlier', differenceMinutes: -30 }],
  ['before its reception', check('2025-03-10 11:30', '2025-03-10 03:00', { amount: 1, unit: 'hour' }), { state: 'flagged', flag: 'promised_before_reception' }],
  ['on a Saturday, even when the limit is not known', check('2025-03-10 09:00', '2025-03-15 09:00', { amount: null }), { state: 'flagged', flag: 'promised_on_day_off', reason: expect.stringContaining('15/03/2025') }],
  ['a day off that nobody knew at reception is none', check('2025-03-10 09:00', '2025-03-19 09:00', { amount: 7 }), { state: 'agrees' }],
  ['the pause was not added', check('2025-03-10 09:00', '2025-03-14 09:00', { pauses: SUPPLEMENT }), { flag: 'promised_earlier', reason: expect.stringContaining('chưa cộng') }],
  ['the pause was added in calendar time', check('2025-03-10 09:00', '2025-03-17 09:00', { pauses: SUPPLEMENT }), { flag: 'promised_earlier', reason: expect.stringContaining('theo ngày lịch') }],
  ['Monday as a full day after a Saturday', check('2025-03-08 10:00', '2025-03-10 10:00', { amount: 1 }), { flag: 'promised_earlier', reason: expect.stringContaining('trọn một ngày') }],
  ['waiting for a supplement', check('2025-03-10 09:00', '2025-03-14 09:00', { pauses: pauses(['2025-03-11 09:00', null]) }), { state: 'unknown', flag: 'waiting' }],
  ['asked, but nobody says when it was answered', check('2025-03-10 09:00', '2025-03-17 09:00', { pauses: null }), { state: 'unknown', flag: 'pauses_unknown', ours: null }],
  ['no limit', check('2025-03-10 09:00', '2025-03-14 09:00', { amount: null }), { state: 'unknown', flag: 'no_time_limit' }],
  ['no promise', check('2025-03-10 09:00', null), { state: 'unknown', flag: 'no_promise' }],
  ['no reception', check(null, '2025-03-14 09:00'), { state: 'unknown', flag: 'no_reception' }],
  ['a year that was typed wrong', check('2025-03-10 09:00', '2205-03-14 09:00'), { state: 'unknown', flag: 'not_computable', reason: expect.stringContaining('2205') }],
])('%s', (_, result, expected) => { expect(result).toMatchObject(expected); });

describe('without a promised date: end − start − supplement time within the maximum', () => {
  const verdict = (ended: string | null, list: Pause[] = [], requests?: number, maximum: number | null = 4) =>
    withinMaximum({ received: at('2025-03-10 09:00'), ended: ended ? at(ended) : null, pauses: list, requests }, maximum === null ? null : { amount: maximum, unit: 'working_day' }, at('2025-03-31 23:59'), book).verdict;
  test.each<[string, string, string]>([
    ['used up to the minute', verdict('2025-03-14 09:00'), 'within'],
    ['a minute more', verdict('2025-03-14 09:01'), 'over'],
    ['two days of it were waiting', verdict('2025-03-18 09:00', SUPPLEMENT), 'within'],
    ['not finished: judged at the end of the period', verdict(null), 'over'],
    ['still waiting: judged at the request', verdict(null, pauses(['2025-03-12 09:00', null])), 'within'],
    ['asked when it was late already', verdict(null, pauses(['2025-03-20 09:00', null])), 'over'],
    ['asked twice and not finished', verdict(null, pauses(['2025-03-11 09:00', null]), 2), 'over'],
    ['no maximum known', verdict('2025-03-11 09:00', [], 0, null), 'insufficient'],
  ])('%s', (_, got, expected) => { expect(got).toBe(expected); });
});

test('processing time in the unit of the procedure, supplement time deducted', () => {
  const took = (unit: LimitUnit, ended = '2025-03-17 09:00', list = SUPPLEMENT) => processingTime({ received: at('2025-03-10 09:00'), ended: at(ended), pauses: list }, unit, book);
  expect([took('hour'), took('working_day'), took('calendar_day'), took('month', '2025-05-12 09:00')]).toEqual([24, 3, 5, 2]);
  expect(took('working_day', '2025-03-12 09:00', pauses(['2025-03-11 09:00', null]))).toBe(1); // ended while it waited
  expect(took('hour', '2025-03-10 08:00', [])).toBeNull();
});
