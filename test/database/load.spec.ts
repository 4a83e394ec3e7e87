/** The bulk path: what it writes, what it leaves alone. */
import type { Client } from 'pg';
import { foldMeasures } from '../../src/store/facts/measures';
import { openClient } from '../../src/store/database';
import type { DossierRow } from '../../src/store/facts/dossier-encoder';
import { loadDossiers } from '../../src/store/facts/load-dossiers';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { addSource, addUnits, at, dossier, load, measureDifferences, type Given } from '../support/dossiers';

let database: TestDatabase;
let client: Client;
let unitId: number;
let sourceId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  client = await openClient(database.url, 'test');
  unitId = (await addUnits(client, ['DA'])).DA;
  sourceId = await addSource(client, 'city');
});
afterAll(async () => {
  await client.end();
  await database.drop();
});
afterEach(async () => { await client.query(`delete from dossier_s${sourceId}`); });

const given = (code: string, rest: Partial<Given> = {}): DossierRow => dossier({ code, receiving: unitId, received: '2025-07-01 08:00', due: '2025-07-10 17:00', ...rest });
const many = (n: number) => Array.from({ length: n }, (_, i) => given(`H44.${i}`, i % 3 === 0 ? { ended: '2025-07-09 10:00' } : {}));
const versions = async () => new Map((await client.query<{ code: string; xmin: string; run_id: number }>('select code, xmin::text, run_id from dossier order by code')).rows.map((row) => [row.code, `${row.xmin} run ${row.run_id}`]));
const only = async <T>(sql: string): Promise<T> => Object.values((await client.query(sql)).rows[0] ?? {})[0] as T;

test('the second time nothing is written', async () => {
  const rows = many(2000);
  expect(await load(client, sourceId, rows, 1)).toEqual({ new: 2000, changed: 0, unchanged: 0 });
  await client.query('vacuum (analyze) dossier'); // hint bits and visibility are set now, not by the look-up that is measured
  const before = await versions();
  // The log is the server's, other databases write into it too: the quietest of some tries is ours.
  const written: number[] = [];
  for (let n = 0; n < 20 && !(Math.min(...written) <= 2000); n += 1) {
    const from = await only<string>('select pg_current_wal_insert_lsn()');
    expect(await load(client, sourceId, rows, 2)).toEqual({ new: 0, changed: 0, unchanged: 2000 });
    written.push(Number(await only<string>(`select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '${from}')`)));
  }
  expect(Math.min(...written)).toBeLessThanOrEqual(2000); // a byte a row
  await client.query('begin');
  await loadDossiers(client, sourceId, 3, rows);
  expect(await only('select pg_current_xact_id_if_assigned()::text')).toBeNull(); // a transaction that wrote has a number
  await client.query('commit');
  expect(await versions()).toEqual(before);
});

test('only the changed rows are written again', async () => {
  const rows = many(50);
  await load(client, sourceId, rows, 1);
  const before = await versions();
  const changed = rows.map((row, i) => (i === 7 || i === 30 ? { ...row, endedAt: at('2025-07-20 10:00'), status: 9 } : row));
  expect(await load(client, sourceId, changed, 2)).toEqual({ new: 0, changed: 2, unchanged: 48 });
  const after = await versions();
  expect([...after].filter(([code, version]) => before.get(code) !== version).map(([code]) => code)).toEqual(['H44.30', 'H44.7']);
  expect(await only(`select count(*) from dossier where run_id = 2 and ended_at = '2025-07-20 10:00+07' and status = 9`)).toBe(2);
});

/** Every field of a dossier, and another value for it. */
const FIELDS: [keyof DossierRow, DossierRow[keyof DossierRow]][] = [
  ['procedureId', 5], ['receivingUnitId', 0], ['resolvingUnitId', 0], ['channel', 2], ['serviceLevel', 4], ['status', 5], ['submittedAt', at('2025-06-30 08:00')],
  ['receivedAt', at('2025-07-01 08:00:00.000001')], ['dueAt', null], ['endedAt', at('2025-07-02')], ['returnedAt', at('2025-07-02')], ['supplementAt', at('2025-07-02')], ['secondSupplementAt', at('2025-07-03')], ['supplementCount', 1],
  ['otherCode', 'zweit'], ['reappointments', 2], ['homeUnitId', 0], ['addressPresent', false], ['phonePresent', true], ['workingMinutes', 0], ['limitDueAt', at('2025-07-02')],
  ['returnChannel', 3], ['digitised', false], ['electronicResult', true], ['feeDue', false], ['paidOnline', true], ['apologyLetter', false], ['modifiedAt', at('2025-07-02')],
];
test('a change of any one field is seen, stored and seen when it is taken back', async () => {
  const row = given('f');
  expect(FIELDS.map(([field]) => field).sort()).toEqual(Object.keys(row).filter((field) => field !== 'code' && field !== 'pauses').sort());
  await load(client, sourceId, [row]);
  const first = await only<string>('select content_hash::text from dossier');
  for (const [field, value] of FIELDS) {
    expect({ field, ...(await load(client, sourceId, [{ ...row, [field]: value }])) }).toEqual({ field, new: 0, changed: 1, unchanged: 0 });
    const column = field.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
    const stored = (await client.query<{ v: unknown }>(`select case when pg_typeof(${column})::text like 'timestamp%' then to_jsonb((extract(epoch from ${column}::text::timestamptz) * 1000000)::bigint) else to_jsonb(${column}) end as v from dossier`)).rows[0]!.v;
    expect({ field, stored }).toEqual({ field, stored: value });
    expect(await load(client, sourceId, [row])).toEqual({ new: 0, changed: 1, unchanged: 0 });
  }
  expect(await only('select content_hash::text from dossier')).toBe(first);
  expect(await measureDifferences(client)).toEqual([]);
});

test('pauses are content: kept, replaced, and seen when they change', async () => {
  const pauses = async () => (await client.query<{ p: string }>(`select concat_ws(' ', code, to_char(asked_at at time zone 'Asia/Ho_Chi_Minh', 'DD HH24'), to_char(answered_at at time zone 'Asia/Ho_Chi_Minh', 'DD HH24')) as p from dossier_pause order by 1`)).rows.map((row) => row.p);
  const row = (list: [string, string | null][]) => given('p', { pauses: list });
  expect(await load(client, sourceId, [row([['2025-07-02 08:00', null]])])).toMatchObject({ new: 1 });
  expect(await pauses()).toEqual(['p 02 08']);
  expect(await load(client, sourceId, [row([['2025-07-02 08:00', '2025-07-03 09:00'], ['2025-07-04 10:00', null]])])).toMatchObject({ changed: 1 });
  expect(await pauses()).toEqual(['p 02 08 03 09', 'p 04 10']);
  expect(await load(client, sourceId, [row([['2025-07-02 08:00', '2025-07-03 09:00'], ['2025-07-04 10:00', null]])])).toMatchObject({ unchanged: 1 });
  expect(await load(client, sourceId, [row([])])).toMatchObject({ changed: 1 });
  expect(await pauses()).toEqual([]);
});

test.each<[what: string, given: Partial<Given>, until: string | null]>([
  ['its answer', { pauses: [['2025-07-02 08:00', '2025-07-03 09:00']] }, '2025-07-03 09:00'],
  ['its answer, also of one that is said to wait again', { status: 'supplement', pauses: [['2025-07-02 08:00', '2025-07-03 09:00'], ['2025-07-05 08:00', null]] }, '2025-07-03 09:00'],
  ['the next request, where the first was never answered', { pauses: [['2025-07-02 08:00', null], ['2025-07-05 08:00', '2025-07-06 08:00']] }, '2025-07-05 08:00'],
  ['the end, where it was never answered', { status: 'withdrawn', ended: '2025-07-09 10:00', pauses: [['2025-07-02 08:00', null]] }, '2025-07-09 10:00'],
  ['now', { status: 'supplement', pauses: [['2025-07-02 08:00', null]] }, null],
  ['nobody knows when: no list', { supplement: '2025-07-02 08:00' }, null],
  ['nobody knows when: the list is shorter than the count', { supplements: 2, pauses: [['2025-07-04 08:00', '2025-07-05 08:00']] }, null],
  ['nobody knows when: the answer in the list was there before the request', { supplement: '2025-07-04 08:00', pauses: [['2025-07-02 08:00', '2025-07-03 08:00']] }, null],
])('the first supplement was waited for until %s', async (_, more, until) => {
  await load(client, sourceId, [given('w', { supplement: more.pauses?.[0]?.[0] ?? null, supplements: more.pauses?.length, ...more })]);
  expect(await only(`select to_char(waited_until at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI') from dossier where code = 'w'`)).toBe(until);
});

test('[mode 22] of equal codes the last one wins, in one load and over several', async () => {
  expect(await load(client, sourceId, [given('a', { due: '2025-07-10' }), given('b'), given('a', { due: '2025-07-12' })])).toEqual({ new: 2, changed: 0, unchanged: 0 });
  expect(await only(`select due_at = '2025-07-12 00:00+07' from dossier where code = 'a'`)).toBe(true);
  expect(await load(client, sourceId, [given('a', { due: '2025-07-14' }), given('a', { due: '2025-07-12' })])).toEqual({ new: 0, changed: 0, unchanged: 1 });
  expect(await load(client, sourceId, [given('a', { due: '2025-07-12' }), given('a', { due: '2025-07-14' })])).toEqual({ new: 0, changed: 1, unchanged: 0 });
});

test('microseconds, moments before 2000 and before 1970 survive', async () => {
  await load(client, sourceId, [given('a', { received: '2025-07-01 08:00:00.123456', due: '1999-12-31 23:59:59.999999', modified: '1965-01-02 03:04:05.000007' })]);
  const { rows } = await client.query(`select received_at at time zone 'UTC+0' = '2025-07-01 01:00:00.123456' as a, due_at at time zone 'UTC+0' = '1999-12-31 16:59:59.999999' as b, modified_at at time zone 'UTC+0' = '1965-01-01 20:04:05.000007' as c from dossier`);
  expect(rows).toEqual([{ a: true, b: true, c: true }]);
});

test('what the source does not say stays null, which is neither false nor 0', async () => {
  await load(client, sourceId, [dossier({ code: 'n', receiving: unitId, received: null })]);
  const { rows } = await client.query('select received_at, due_at, ended_at, procedure_id, service_level, digitised, electronic_result, fee_due, paid_online, apology_letter, return_channel, modified_at, deleted_at, supplement_count from dossier');
  expect(rows).toEqual([{ received_at: null, due_at: null, ended_at: null, procedure_id: null, service_level: null, digitised: null, electronic_result: null, fee_due: null, paid_online: null, apology_letter: null, return_channel: null, modified_at: null, deleted_at: null, supplement_count: 0 }]);
});

const CODES = [`O'Brien`, `"quoted"`, 'back\\slash', '\\N', '\\.', 'tab\there', 'line\nbreak', 'Hồ sơ số 1/2025', 'ĐĂNG KÝ', '👪 x', '{a,b}', 'NULL', '%s', '$1', ' ', 'x'.repeat(3000), 'H44.1', 'h44.1'];
test('codes with quotes, backslashes, line breaks, Vietnamese and emoji stay themselves', async () => {
  const rows = CODES.map((code) => given(code));
  expect(await load(client, sourceId, rows)).toEqual({ new: CODES.length, changed: 0, unchanged: 0 });
  expect(await load(client, sourceId, rows)).toEqual({ new: 0, changed: 0, unchanged: CODES.length });
  expect(await load(client, sourceId, CODES.map((code) => given(code, { ended: '2025-07-02' })))).toEqual({ new: 0, changed: CODES.length, unchanged: 0 });
  expect((await client.query<{ code: string }>('select code from dossier')).rows.map((row) => row.code).sort()).toEqual([...CODES].sort());
});

test('a dossier that was marked as gone comes back, even unchanged', async () => {
  const row = given('a');
  await load(client, sourceId, [row], 1);
  await client.query('update dossier set deleted_at = now()');
  const accepted = async () => { await foldMeasures(client); return only(`select coalesce(sum(accepted), 0) from measure_day where source_id = ${sourceId}`); };
  expect(await accepted()).toBe(0);
  expect(await load(client, sourceId, [row], 2)).toEqual({ new: 0, changed: 1, unchanged: 0 });
  expect(await only('select deleted_at is null from dossier')).toBe(true);
  expect(await accepted()).toBe(1);
  expect(await measureDifferences(client)).toEqual([]);
});

test('the same code of two sources is two dossiers', async () => {
  const other = await addSource(client, 'other');
  await load(client, sourceId, [given('a')]);
  expect(await load(client, other, [given('a', { ended: '2025-07-02' })])).toEqual({ new: 1, changed: 0, unchanged: 0 });
  expect(await load(client, sourceId, [given('a')])).toEqual({ new: 0, changed: 0, unchanged: 1 });
  await client.query(`delete from dossier where source_id = ${other}`);
});

test('several loads in one transaction see one another; rolled back together', async () => {
  await client.query('begin');
  expect(await loadDossiers(client, sourceId, 1, [given('a'), given('b')])).toMatchObject({ new: 2 });
  expect(await loadDossiers(client, sourceId, 1, [given('a', { ended: '2025-07-02' })])).toMatchObject({ changed: 1 });
  expect(await loadDossiers(client, sourceId, 1, [given('b', { ended: '2025-07-03' }), given('a')])).toMatchObject({ changed: 2 });
  await client.query('rollback');
  expect(await only('select count(*) from dossier')).toBe(0);
  expect(await measureDifferences(client)).toEqual([]);
});

test('nothing to load is nothing done', async () => expect(await load(client, sourceId, [])).toEqual({ new: 0, changed: 0, unchanged: 0 }));
