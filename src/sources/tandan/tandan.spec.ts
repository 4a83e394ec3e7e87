import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, SECOND, parsePeriod, startOfDay, type Dossier, type Statistic, type UnitRecord } from '../../vocabulary';
import { compileSieve, compileStream, formatMoment } from '../reading';
import { sourceDefinition, type Stream } from '../source';
import { readFixture, statisticsOf } from '../../../test/support/read-fixture';
import { tandan } from '.';

const options = { baseUrl: 'https://dvc.example.vn', user: 'u', password: 'p', start: '2025-07-01' };
const define = (more: object = {}) => sourceDefinition.parse(tandan.define('so', tandan.options.parse({ ...options, ...more })));
const stream = (id: string): Stream => define().streams.find((s) => s.id === id)!;
const fixture = (name: string): unknown => JSON.parse(readFileSync(join(__dirname, 'fixtures', `${name}.json`), 'utf8'));
const context = { now: startOfDay('2026-08-20'), period: parsePeriod('2026-08') };
const read = (id: string) => {
  const answer = compileSieve(stream(id))(fixture(id));
  const reader = compileStream(stream(id));
  const { rows, problem } = reader.rows(answer);
  expect(problem).toBeUndefined();
  return { answer, results: rows.map((row) => reader.read(row, context)) };
};
/** Newest first, as the system lists them: number 1 is the last row. */
const result = (n: number) => read('dossiers').results.at(-n)!;
const dossier = (n: number): Dossier => {
  const found = result(n);
  if (found.kind !== 'record') throw new Error(`row ${n} is ${found.kind}: ${found.reason}`);
  return found.record as Dossier;
};

it('is a definition with a tenant and a daily limit', () => {
  expect(define().streams.map((s) => `${s.record} ${s.id}`)).toEqual(['unit units', 'dossier dossiers', 'statistic report-by-unit', 'statistic payment', 'statistic online-services', 'statistic digitisation', 'statistic saved-periods']);
  expect(define({ tenant: 'dng', callsPerDay: 900 })).toMatchObject({ auth: { headers: { tenant: 'dng' } }, transport: { callsPerDay: 900 } });
});
it.each([[{ start: undefined }], [{ password: undefined }], [{ pageSize: 1 }], [{ tennant: 'x' }]])('refuses options %p', (wrong) => expect(tandan.options.safeParse({ ...options, ...wrong }).success).toBe(false));

it('asks by last change in local time and proves the list by its total', () => {
  const { request, window, paging } = stream('dossiers');
  expect(request.query).toMatchObject({ LastModifiedFrom: '{window.from}', LastModifiedTo: '{window.to}' });
  expect(formatMoment(startOfDay('2026-08-04') - SECOND, window!.to!.pattern, window!.to!.zone)).toBe('2026-08-03 23:59:59');
  expect(paging).toMatchObject({ stop: 'totalRows', totalRowsAt: 'totalCount' });
});

describe('a dossier', () => {
  it('is read in local time: an end at 23:59:59 of the due day is of that day', () => {
    expect(dossier(1)).toMatchObject({ code: 'H17.02-260803-0001', status: 'handedOver', channel: 'online', serviceLevel: 'full', digitised: true, electronicResult: true, feeDue: true, paidOnline: true, endedAt: startOfDay('2026-08-07') - SECOND, dueAt: startOfDay('2026-08-06') + DAY * 17 / 24 });
    expect(dossier(2).receivedAt).toBe(startOfDay('2026-08-03') + 8.25 * DAY / 24 + 123_000);
  });
  it('without a channel came to the counter; without a due date it has none', () => expect(dossier(2)).toMatchObject({ channel: 'counter', dueAt: null, status: 'inProcess', paidOnline: false }));
  it('may be received elsewhere', () => expect(dossier(7)).toMatchObject({ channel: 'postal', returnChannel: 'postal', receivingUnit: { value: '00000000-0000-4000-8000-000000000003' }, resolvingUnit: { value: '00000000-0000-4000-8000-000000000002' } }));
  it('[mode 22] may have a second code; its own code again is none', () => expect([1, 2, 7].map((n) => dossier(n).otherCode)).toEqual(['000.00.02.H17-260803-0001', null, null]));
  it('[mode 29] done without an end is rejected; deleted, migrated and test rows are left out', () => {
    expect([3, 4, 5, 6].map((n) => { const r = result(n); return r.kind === 'record' ? 'record' : `${r.kind} ${r.reason}`; })).toEqual(['rejected closed-without-end', 'skipped hồ sơ đã xóa ở nguồn', 'skipped hồ sơ chuyển đổi từ hệ thống cũ', 'skipped hồ sơ thử nghiệm']);
  });
  it('leaves people at the door', () => {
    expect(JSON.stringify(fixture('dossiers'))).toMatch('NGƯỜI NỘP');
    expect(JSON.stringify(read('dossiers').answer)).not.toMatch(/NGƯỜI NỘP|"000000000000"|0900000000|chuHoSo|soGiayTo/);
  });
});

it('learns the ids of units', () => expect((read('units').results[0] as { record: UnitRecord }).record).toEqual({ id: '00000000-0000-4000-8000-000000000002', code: 'H17.02', name: 'Sở Giả Định A', parentId: null }));

const counts = { carriedOver: 20, received: 120, receivedOnline: 100, receivedCounter: 15, receivedPostal: 5, resolved: 100, resolvedEarly: 70, resolvedLate: 10, inProgress: 40, inProgressLate: 6 };
it("[mode 24] reads the report of a month without its on-time, which leaves out the early ones", () => {
  const { record } = read('report-by-unit').results[0] as { record: Statistic };
  expect(record).toMatchObject({ unit: { by: 'code', value: 'H17.02' }, period: { type: 'month', start: '2026-08-01' } });
  expect(record.values).toEqual(counts);
});
it('[mode 9] decodes saved quarters out of JSON in JSON; saved months are left to the live report', () => {
  const [month, quarter, byField] = read('saved-periods').results as { kind: string; record: Statistic }[];
  expect(quarter!.record.values).toEqual(counts);
  expect([month!.kind, quarter!.record.period.start, quarter!.record.period.type]).toEqual(['skipped', '2026-04-01', 'quarter']);
  expect(byField!.kind).toBe('skipped');
});
it('[mode 6] knows the quota by its words before it knows the failure', () => {
  const rules = stream('dossiers').envelope.errors;
  const { message } = fixture('quota') as { message: string };
  expect(rules.find((rule) => (rule.contains !== undefined ? message.includes(rule.contains) : rule.equals === false))!.class).toBe('quota');
});

it('reads payment, online services and digitisation by unit, and refuses a total that is not its parts', () => {
  expect(statisticsOf(readFixture(define(), 'payment'))).toEqual({ 'H17.02': { feeProcedures: 80, feeProceduresUsed: 30, feeProcedureDossiers: 90, feeProcedureDossiersPaidOnline: 45 } });
  expect(statisticsOf(readFixture(define(), 'online-services'))).toEqual({
    'H17.02': { procedures: 150, proceduresOnline: 120, proceduresOnlineFull: 70, proceduresOnlinePartial: 50, proceduresUsed: 60, onlineScope: 110, onlineSubmitted: 100, onlineSubmittedFull: 65, onlineSubmittedPartial: 35 },
    'row 2': 'rejected sum-mismatch',
  });
  expect(statisticsOf(readFixture(define(), 'digitisation'))).toEqual({ 'H17.02': { digitisationReceived: 120, receivedDigitised: 90, receivedReused: 25, digitisationResolved: 100, resolvedDigitised: 80 } });
});
it('reads IOC months for the unit that they speak for', () => {
  const { results } = readFixture(define({ ioc: { unit: 'H17' } }), 'ioc-months');
  expect(results.map((r) => (r.kind === 'record' ? (r.record as Statistic).period.start : `${r.kind} ${r.reason}`))).toEqual(['2026-06-01', '2026-07-01', 'rejected sum-mismatch']);
  expect((results[0] as { record: Statistic }).record).toMatchObject({ unit: { value: 'H17' }, values: { received: 120, resolved: 100, resolvedOnTime: 90, resolvedLate: 10, carriedOver: 20, handled: 140 } });
});
it('[mode 21] asks the archive for past years, and never the cache', () => expect(stream('payment').request.body).toMatchObject({ cache: false, laDuLieuThongKeCacNam: '{pastYear}' }));
