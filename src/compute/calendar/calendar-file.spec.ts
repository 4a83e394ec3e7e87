/** A calendar file that must not be used is refused with its line; what is not known yet is said. */
import { join } from 'node:path';
import { dayToNumber } from '../../vocabulary';
import { CalendarBook, loadCalendar, parseCalendar } from '.';

const refusal = (...files: string[]): string => {
  try { new CalendarBook(files.map((text, i) => parseCalendar(text, `lịch-${i + 1}`))); } catch (error) { return (error as Error).message; }
  throw new Error('was accepted');
};
const HOURS = 'workingHours: [{ hours: [["07:00", "11:30"], ["13:30", "17:00"]], verified: true }]';

test.each([
  ['a day that does not exist', 'decisions:\n  - document: QĐ 1\n    decidedOn: 2025-01-01\n    days:\n      - { date: 2025-02-30, kind: holiday }', 'lịch-1: dòng 5, decisions.0.days.0.date: không phải ngày có thật'],
  ['a kind that is not known', 'decisions:\n  - document: QĐ 1\n    decidedOn: 2025-01-01\n    days:\n      - { date: 2025-02-28, kind: nghỉ }', 'dòng 5'],
  ['a decision without its day', 'decisions:\n  - document: QĐ 1\n    days: []', 'decisions.0.decidedOn'],
  ['a key that is not known', 'decisions: []\nnghi: []', 'nghi'],
  ['hours that overlap', 'workingHours:\n  - hours: [["07:00", "12:00"], ["11:30", "17:00"]]', 'không chồng nhau'],
  ['no YAML', 'decisions: [', 'cú pháp'],
])('%s', (_, text, reason) => { expect(refusal(text)).toContain(reason); });

test.each([
  ['one date, one decision day, two meanings', ['decisions: [{ document: A, decidedOn: 2025-01-01, days: [{ date: 2025-05-02, kind: holiday }] }]', 'decisions: [{ document: B, decidedOn: 2025-01-01, days: [{ date: 2025-05-02, kind: ordinary }] }]'], '02/05/2025'],
  ['two hours that begin together', [HOURS, HOURS], 'hai workingHours'],
  ['hours that end before they begin', ['workingHours: [{ from: 2025-07-01, to: 2025-06-30, hours: [["07:00", "11:30"]] }]'], 'from 2025-07-01'],
  ['a worked Saturday that is a Friday', [HOURS, 'decisions: [{ document: A, decidedOn: 2025-01-01, days: [{ date: 2025-04-25, kind: swapped_working }] }]'], '25/04/2025'],
  ['a day off that is a Sunday', [HOURS, 'decisions: [{ document: A, decidedOn: 2025-01-01, days: [{ date: 2025-05-04, kind: swapped_off }] }]'], '04/05/2025'],
])('contradiction: %s', (_, files, reason) => { expect(refusal(...files)).toContain(reason); });

test('the shape of before goes on: holidays and adjustments in one JSON file', () => {
  const book = new CalendarBook([parseCalendar('{"holidays": [{"date": "2026-01-01"}], "adjustments": [{"date": "2026-01-02", "kind": "swapped_off", "legalBasis": "QĐ 1"}, {"date": "2026-01-10", "kind": "swapped_working"}]}', 'x')]);
  expect(['2026-01-01', '2026-01-02', '2026-01-10', '2026-01-05'].map((day) => book.isWorkingDay(day))).toEqual([false, false, true, true]);
  expect(book.after('2025-12-31', 1)).toBe('2026-01-05');
});

describe('doubts', () => {
  const shipped = loadCalendar(['vn-public-holidays-2024-2028.json', 'working-hours.yaml', 'decisions.yaml'].map((name) => join(__dirname, '../../../config/calendar', name)));
  const doubts = (book: CalendarBook, from: string, to: string) => book.knownOn(from).doubts(dayToNumber(from), dayToNumber(to));
  test('the shipped calendar says what it does not know', () => {
    expect(doubts(shipped, '2025-06-10', '2025-06-20')).toEqual(['giờ làm việc chưa xác minh']); // far from any holiday
    expect(doubts(shipped, '2025-04-25', '2025-05-06').join('; ')).toMatch(/năm 2025; ngày 26\/04\/2025 chưa xác minh.*ngày 02\/05\/2025 chưa xác minh/);
    expect(doubts(shipped, '2029-03-01', '2029-03-10')).toContain('chưa có danh sách ngày lễ năm 2029');
  });
  test('an announcement that is entered whole settles its year', () => {
    const statutory = '{"years": [2026, 2026], "legalBasis": "Bộ luật Lao động", "holidays": [{"date": "2026-02-16", "exact": false}]}';
    const announced = 'decisions: [{ document: TB 1, decidedOn: 2025-12-01, verified: true, completeFor: [2026], days: [{ date: 2026-02-23, kind: swapped_off }] }]';
    const of = (...texts: string[]) => new CalendarBook([HOURS, ...texts].map((text) => parseCalendar(text, 'x')));
    expect(doubts(of(statutory), '2026-02-10', '2026-02-25')).toEqual(['chưa nhập đủ thông báo nghỉ lễ, hoán đổi năm 2026', 'ngày 16/02/2026 chưa xác minh (Bộ luật Lao động)']);
    expect(doubts(of(statutory, announced), '2026-02-10', '2026-02-25')).toEqual([]);
  });
});
