/** Promised dates of loaded dossiers beside ours, counted by unit and month; read by Grafana. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CalendarBook, parseCalendar, readTimeLimits } from '../../src/compute/calendar';
import { checkDueDates } from '../../src/compute/dossiers/due-date-check';
import { openBench, type Bench } from '../support/bench';
import { addSource, addUnits, dossier, load, type Given } from '../support/dossiers';

let bench: Bench;
beforeAll(async () => { bench = await openBench(); });
afterAll(() => bench.close());

const file = join(mkdtempSync(join(tmpdir(), 'cchc-limits-')), 'limits.csv');
const limits = (...lines: string[]) => { writeFileSync(file, ['procedure,amount,unit,from,to', ...lines].join('\n')); return readTimeLimits([file]); };

test('every dossier of the month is in one count, and a second run replaces the first', async () => {
  const book = new CalendarBook([parseCalendar('workingHours: [{ hours: [["07:00", "11:30"], ["13:30", "17:00"]], verified: true }]\ndecisions: [{ document: QĐ 1, decidedOn: 2024-12-01, verified: true, completeFor: [2025], days: [] }]', 'x')]);
  const unit = await addUnits(bench.client, ['A', 'B']);
  const source = await addSource(bench.client, 'city');
  const { rows: [procedure] } = await bench.client.query<{ id: number }>(`insert into procedure (code) values ('1.001') returning id`);
  const rows: Given[] = [
    { code: '1', resolving: unit.A, received: '2025-03-10 09:00', due: '2025-03-13 09:00' }, // three working days
    { code: '2', resolving: unit.A, received: '2025-03-10 09:00', due: '2025-03-12 09:00' }, // the shorter case of the procedure
    { code: '3', resolving: unit.A, received: '2025-03-10 09:00', due: '2025-03-14 09:00' }, // a day later than either
    { code: '4', resolving: unit.A, received: '2025-03-10 11:30', due: '2025-03-10 03:00' }, // before its reception
    { code: '5', resolving: unit.A, received: '2025-03-10 09:00', due: '2025-03-17 09:00', supplement: '2025-03-11 09:00' }, // answered when?
    { code: '10', resolving: unit.A, received: '2025-03-10 09:00', due: '2025-03-17 09:00', supplement: '2025-03-11 09:00', supplements: 1, pauses: [['2025-03-11 09:00', '2025-03-13 09:00']] }, // two days waited, three worked
    { code: '11', resolving: unit.A, received: '2025-03-10 09:00', due: '2025-03-17 09:00', supplement: '2025-03-11 09:00', supplements: 2, pauses: [['2025-03-11 09:00', '2025-03-13 09:00']] }, // one of two
    { code: '6', resolving: unit.B, received: '2025-03-10 09:00', due: null },
    { code: '7', resolving: unit.B, received: '2025-03-31 23:59', due: '2025-04-05 09:00' }, // a Saturday
    { code: '8', resolving: unit.B, received: '2025-04-01 00:00', due: '2025-04-04 09:00' }, // April
    { code: '9', resolving: unit.B, received: '2025-03-10 09:00', due: '2025-03-13 09:00', status: 'refused' },
  ];
  await load(bench.client, source, rows.map((row) => dossier({ ...row, receiving: unit.A, procedureId: procedure!.id })));
  const known = limits('1.001,2,working_day,,', '1.001,3,working_day,,2025-12-31', '1.001,30,working_day,2026-01-01,');
  const counted = async () => (await bench.client.query(`select unit_code, month, flag, doubtful, dossiers from mart.due_date_check order by 1, 2, 3`)).rows.map((r) => `${r.unit_code} ${r.month} ${r.flag} ${r.dossiers}${r.doubtful ? ' ?' : ''}`);
  const march = ['A 2025-03-01 agrees 3', 'A 2025-03-01 pauses_unknown 2', 'A 2025-03-01 promised_before_reception 1', 'A 2025-03-01 promised_later 1', 'B 2025-03-01 no_promise 1', 'B 2025-03-01 promised_on_day_off 1'];
  await checkDueDates(bench.pool, book, known, '2025-03-15', '2025-03-15');
  expect(await counted()).toEqual(march);
  await checkDueDates(bench.pool, book, known, '2025-03-01', '2025-03-31');
  expect(await counted()).toEqual(march);
  await checkDueDates(bench.pool, book, limits(), '2025-04-01', '2025-04-01');
  expect(await counted()).toEqual([...march, 'B 2025-04-01 no_time_limit 1']);
});

test('a wrong line of limits is named', () => {
  expect(() => limits('1.001,3,working_day,,', '1.002,ba,working_day,,', '1.003,1.5,month,,')).toThrow(/limits\.csv:3: [^]*limits\.csv:4: /);
});
