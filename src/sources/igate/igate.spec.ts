import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, parsePeriod, startOfDay, toIso, type Dossier, type Statistic, type UnitRecord } from '../../vocabulary';
import { compileSieve, compileStream, formatMoment } from '../reading';
import { sourceDefinition, type Stream } from '../source';
import { readFixture, statisticsOf } from '../../../test/support/read-fixture';
import { igate } from '.';

const options = { baseUrl: 'https://igate.example.vn', clientId: 'c', clientSecret: 's', start: '2025-07-01' };
const define = (more: object = {}) => sourceDefinition.parse(igate.define('xa', igate.options.parse({ ...options, ...more })));
const stream = (id: string): Stream => define().streams.find((s) => s.id === id)!;
const fixture = (name: string): unknown => JSON.parse(readFileSync(join(__dirname, 'fixtures', `${name}.json`), 'utf8'));
const context = { now: startOfDay('2026-08-20'), period: parsePeriod('2026-08') };
/** What a run does with an answer: sieve first, then rows, then our words. */
const read = (id: string) => {
  const answer = compileSieve(stream(id))(fixture(id));
  const reader = compileStream(stream(id));
  const { rows, problem } = reader.rows(answer);
  expect(problem).toBeUndefined();
  return { answer, results: rows.map((row) => reader.read(row, context)) };
};
const dossier = (n: number): Dossier => {
  const result = read('dossiers').results[n - 1]!;
  if (result.kind !== 'record') throw new Error(`row ${n} is ${result.kind}: ${result.reason}`);
  return result.record as Dossier;
};

it('[mode 33] is a definition, with the private suffix of the province in the report address', () => {
  expect(define().streams.map((s) => `${s.record} ${s.id}`)).toEqual(['unit units', 'dossier dossiers', 'statistic report-by-unit', 'statistic online-report', 'statistic digitisation']);
  expect(define({ variant: 'dng' }).streams[2]!.request.path).toBe('/pa/dossier-statistic/--statistic-agency-dng');
});
it.each([[{ start: undefined }], [{ clientSecret: undefined }], [{ user: 'u' }], [{ pageSize: 5000 }], [{ pagesize: 100 }]])('refuses options %p', (wrong) => expect(igate.options.safeParse({ ...options, ...wrong }).success).toBe(false));

it('asks by update time, local midnight labelled Z, so that late closings come back', () => {
  const { request, window } = stream('dossiers');
  expect(request.query).toMatchObject({ 'updated-from': '{window.from}', 'updated-to': '{window.to}' });
  expect(formatMoment(startOfDay('2026-08-03'), window!.from!.pattern, window!.from!.zone)).toBe('2026-08-03T00:00:00.000Z');
});

describe('a dossier', () => {
  it('[mode 12] is read with its true instants: 17:00 UTC is the next local day', () => {
    const d = dossier(1);
    expect(d).toMatchObject({ code: 'H17.101-260803-0001', procedureCode: '1.001193', procedureName: 'Đăng ký khai sinh', fieldCode: 'HT', fieldName: 'Hộ tịch', channel: 'online', serviceLevel: 'full', status: 'handedOver', returnChannel: 'postal', digitised: true, electronicResult: true, feeDue: true, paidOnline: true });
    expect(toIso(d.receivedAt!)).toBe('2026-08-03T01:15:00.000Z');
    expect(d.endedAt).toBe(startOfDay('2026-08-06'));
    expect(d.returnedAt! - d.endedAt!).toBe(DAY * 9 / 24);
  });
  it('takes its receiving and resolving units apart, and says nothing where the source does not', () => {
    expect(dossier(2)).toMatchObject({ receivingUnit: { by: 'id', value: '5f0000000000000000000101' }, resolvingUnit: { by: 'id', value: '5f0000000000000000000102' }, dueAt: null, endedAt: null, channel: 'counter', status: 'inProcess', digitised: null, paidOnline: null });
  });
  it('[mode 11] finds the name of the procedure in each of the three shapes', () => expect([1, 2, 3].map((n) => dossier(n).procedureName)).toEqual(['Đăng ký khai sinh', 'Đăng ký kết hôn', 'Cấp đổi giấy chứng nhận']));
  it('waits for a supplement', () => expect(dossier(3)).toMatchObject({ status: 'supplement', supplementCount: 1, channel: 'postal', supplementAt: startOfDay('2026-08-04') + DAY * 10 / 24 }));
  it('[mode 28] that cannot be true is rejected, a test is left out', () => {
    expect(read('dossiers').results.slice(3).map((r) => (r.kind === 'record' ? 'record' : `${r.kind} ${r.reason}`))).toEqual(['rejected closed-without-end', 'rejected end-before-start', 'skipped hồ sơ thử nghiệm', expect.stringMatching(/^rejected /)]);
  });
  it('[mode 39] leaves people at the door', () => {
    expect(JSON.stringify(fixture('dossiers'))).toMatch('GIẢ ĐỊNH');
    expect(JSON.stringify(read('dossiers').answer).replaceAll('"applicant":{"data":{"address":true,"phoneNumber":true}}', '')).not.toMatch(/NGƯỜI NỘP|000000000000"|0900000000|địa chỉ|applicant|phone/);
    expect(dossier(1)).toMatchObject({ addressPresent: true, phonePresent: true });
  });
});

it('learns the ids of units', () => expect((read('units').results as { record: UnitRecord }[]).map((r) => r.record)).toEqual([
  { id: '5f0000000000000000000101', code: '000.00.01.H17', name: 'UBND phường Giả Định A', parentId: '5f0000000000000000000001' },
  { id: '5f0000000000000000000102', code: '000.00.02.H17', name: 'UBND phường Giả Định B', parentId: '5f0000000000000000000001' },
]));

it("[mode 24] does not take the report's on-time, which leaves out the early ones, for ours", () => {
  const { record } = read('report-by-unit').results[0] as { record: Statistic };
  expect(record).toMatchObject({ period: { start: '2026-08-01' }, values: { received: 120, receivedOnline: 110, receivedCounter: 10, resolved: 100, resolvedEarly: 70, resolvedLate: 10, inProgress: 35, inProgressLate: 5 } });
  expect(record.values).not.toHaveProperty('resolvedOnTime');
});

it('signs in by the password grant where a person\'s account was given', () => {
  expect(define({ clientSecret: undefined, user: 'u', password: 'p' }).auth).toMatchObject({ kind: 'password', user: 'u', send: 'form' });
});
it('[mode 32] reads the online report by name: the total row is nobody, a count below zero is refused, an empty one is not zero', () => {
  expect(statisticsOf(readFixture(define(), 'online-report'))).toEqual({
    'UBND phường Giả Định A': { onlineSubmitted: 110, onlineSubmittedFull: 70, onlineSubmittedPartial: 40, onlineWaiting: 3, onlineAccepted: 105, onlineCompleted: 90, onlineRefused: 2, onlinePaid: 60 },
    'UBND phường Giả Định B': { onlineSubmitted: 12, onlineSubmittedFull: 7, onlineSubmittedPartial: 5, onlineWaiting: 0, onlineAccepted: 12, onlineCompleted: 9, onlineRefused: 0, onlinePaid: null },
    'row 3': 'rejected negative-count', 'row 4': 'skipped dòng tổng',
  });
});
it('reads digitisation only where the parts add up', () => {
  expect(statisticsOf(readFixture(define(), 'digitisation'))).toEqual({ '5f0000000000000000000101': { digitisationReceived: 120, receivedDigitised: 90, digitisationResolved: 100, resolvedDigitised: 80, bothDigitised: 70 }, 'row 2': 'rejected sum-mismatch' });
});
