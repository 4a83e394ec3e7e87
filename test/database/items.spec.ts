/** Register items from a source's rows to measures: what counts in which period, zero against silence, and a second reading that changes nothing. */
import { periodMeasures } from '../../src/compute/measures/period-measures';
import { sourceDefinition } from '../../src/sources/source';
import type { RunTarget } from '../../src/ingest/run';
import { parsePeriod, type Measure } from '../../src/vocabulary';
import { addStub, openBench, runLive, type Bench } from '../support/bench';
import { at } from '../support/dossiers';
import { createStub, type OutsideRow, type StubSource } from '../support/stub-source';

let bench: Bench;
beforeAll(async () => { bench = await openBench(); });
afterAll(() => bench.close());

const definition = sourceDefinition.parse({
  id: 'tasks', title: 'Nhiệm vụ', baseUrl: 'http://stub.invalid',
  units: ['A', 'B', 'C'].map((code) => ({ code: `U.${code}`, name: `Đơn vị ${code}`, level: 'department', aliases: [code] })),
  streams: [{
    id: 'tasks', record: 'item', kind: 'task', request: { path: '/list', query: { offset: '{page.offset}', size: '{page.size}' } },
    paging: { kind: 'pages', first: 0, size: 4, stop: 'totalRows', totalRowsAt: 'total' }, envelope: { rows: 'rows' },
    mapping: { code: 'ma', unit: { by: 'id', at: 'donVi' }, openedAt: { at: 'nhan', date: 'yyyy-MM-dd' }, dueAt: { at: 'hen', date: 'yyyy-MM-dd' }, doneAt: { at: 'xong', date: 'yyyy-MM-dd' }, cancelled: { at: 'kenh', true: ['huy'] } },
  }],
});
const row = (ma: string, donVi: string, nhan: string, hen: string | null, xong: string | null, kenh = ''): OutsideRow => ({ ma, donVi, nhan, hen, xong, sua: '2026-08-01', kenh, hoTen: 'Nguyễn Văn A' });

let target: RunTarget;
let stub: StubSource;
beforeAll(async () => {
  target = await addStub(bench, definition);
  stub = createStub([
    row('1', 'A', '2026-07-01', '2026-08-05', '2026-08-05'), // due in August, done on its last day
    row('2', 'A', '2026-07-01', '2026-08-05', '2026-08-06'), // late by a day
    row('3', 'A', '2026-08-01', '2026-08-10', null), // overdue
    row('4', 'A', '2026-08-01', '2026-08-17', null), // due today: not late yet
    row('5', 'A', '2026-08-01', '2026-08-31', '2026-08-02'), // done long before a due day still to come
    row('6', 'A', '2026-08-01', '2026-08-31', null), // not judged yet
    row('7', 'A', '2026-07-01', '2026-07-10', null), // overdue since July
    row('8', 'B', '2026-08-03', null, null), // no due day
    row('9', 'B', '2026-08-03', '2026-08-04', null, 'huy'), // withdrawn
    row('10', 'X', '2026-08-03', '2026-08-04', null), // unit unknown: counts for the province
    row('11', 'A', '2026-08-03', '2026-08-04', '2026-07-31'), // ends before it begins
  ]);
});

async function measures(period: string, now: string, unit: string): Promise<Partial<Record<Measure, number | null>> | string> {
  const id = (await bench.client.query<{ id: number }>('select id from unit where code = $1', [unit])).rows[0]!.id;
  const provinceId = (await bench.client.query<{ id: number }>(`select id from unit where code = 'P'`)).rows[0]!.id;
  const all = await periodMeasures(bench.client, parsePeriod(period), at(now), { onTimeBy: 'date', dueSoonDays: 3, dueSoonUntil: '2026-08-20' }, [], provinceId);
  const basis = all.find((u) => u.unitId === id)?.bases.find((b) => b.name === 'items:tasks');
  return basis ? (Object.keys(basis.measures).length > 0 ? basis.measures : basis.missing('task.due')) : 'silent';
}
const NOW = '2026-08-17 09:00';

test('rows become items, the impossible one goes to quarantine, and nothing changes on a second reading', async () => {
  expect(await measures('2026-08', NOW, 'U.A')).toBe('Nguồn tasks chưa nạp xong lần nào.');
  expect(await runLive(bench, target, stub, NOW)).toMatchObject({ new: 10, quarantined: 1 });
  expect(await runLive(bench, target, stub, NOW)).toMatchObject({ new: 0, changed: 0, unchanged: 10 });
  expect((await bench.client.query('select reason, record_key, record from quarantine')).rows).toEqual([{ reason: 'end-before-start', record_key: '11', record: { ma: '11', donVi: 'A', nhan: '2026-08-03', hen: '2026-08-04', xong: '2026-07-31', kenh: '' } }]);
});

test('a running month judges what has come due', async () => {
  expect(await measures('2026-08', NOW, 'U.A')).toMatchObject({ 'task.opened': 4, 'task.done': 3, 'task.due': 4, 'task.dueDone': 3, 'task.doneOnTime': 2, 'task.open': 4, 'task.overdue': 2, 'task.all': 7, 'task.allDone': 3 });
});

test('the month after its end judges all of it, by what is known then', async () => {
  expect(await measures('2026-08', '2026-09-01 00:00', 'U.A')).toMatchObject({ 'task.due': 6, 'task.dueDone': 3, 'task.doneOnTime': 2, 'task.open': 4, 'task.overdue': 4 });
  expect(await measures('2026-07', NOW, 'U.A')).toMatchObject({ 'task.opened': 3, 'task.done': 0, 'task.due': 1, 'task.dueDone': 0, 'task.doneOnTime': 0, 'task.open': 3, 'task.overdue': 1 });
});

test('the last day of the month is not over until midnight', async () => {
  expect(await measures('2026-08', '2026-08-31 23:59', 'U.A')).toMatchObject({ 'task.due': 5, 'task.overdue': 3 });
});

test('withdrawn items count nowhere; unknown units count for the province; a listed unit without items is a true zero', async () => {
  expect(await measures('2026-08', NOW, 'U.B')).toMatchObject({ 'task.opened': 1, 'task.due': 0, 'task.overdue': 0, 'task.open': 1 });
  expect(await measures('2026-08', NOW, 'P')).toMatchObject({ 'task.opened': 6, 'task.due': 5, 'task.overdue': 3 });
  expect(await measures('2026-08', NOW, 'U.C')).toMatchObject({ 'task.opened': 0, 'task.due': 0 });
});

test('a changed item is told apart, and a period that the source has not reached is not a zero', async () => {
  stub.rows[2]!.xong = '2026-08-16';
  expect(await runLive(bench, target, stub, NOW)).toMatchObject({ new: 0, changed: 1 });
  expect(await measures('2026-08', NOW, 'U.A')).toMatchObject({ 'task.done': 4, 'task.doneOnTime': 2, 'task.overdue': 1 });
  expect(await measures('2026-09', '2026-09-02 08:00', 'U.A')).toBe('Nguồn tasks mới nạp đến 17/08/2026.');
});

test('5.1 and 5.2 from a list of feedback: by class, when each has one; on time is done by its day; open at the end of the period on the last day of its time is not late yet (1.2)', async () => {
  const source = (await bench.client.query<{ id: number }>(`insert into source (key, title, family) values ('pakn', 'PAKN', 'test') returning id`)).rows[0]!.id;
  await bench.client.query(`insert into source_stream (source_id, stream, record, layout, loaded_through, first_load) values ($1, 'items', 'item', '{"kind":"feedback"}', $2, false)`, [source, '2026-08-17T00:00:00Z']);
  await bench.client.query(
    `insert into register_item (source_id, kind, code, unit_id, opened_on, due_on, done_on, class, run_id)
     select $1, 'feedback', c.code, u.id, '2026-06-09', c.due, c.done, c.class, 1 from unit u, (values ('1', date '2026-06-20', date '2026-06-20', 'procedure'), ('2', '2026-06-20', '2026-06-21', 'procedure'), ('3', '2026-06-30', null, 'official'),
       ('4', '2026-06-29', null, 'other'), ('5', '2026-07-10', null, 'procedure'), ('6', '2026-06-20', '2026-07-02', 'other')) c (code, due, done, class) where u.code = 'U.A'`, [source]);
  const basis = async () => (await periodMeasures(bench.client, parsePeriod('2026-06'), at(NOW), { onTimeBy: 'date', dueSoonDays: 3, dueSoonUntil: '2026-08-20' }, [], null)).flatMap((u) => u.bases).find((b) => b.name === 'items:pakn' && b.measures.feedback)!;
  expect((await basis()).measures).toEqual({ feedback: 6, feedbackOnTime: 3 /* 1, 3, 5 */, feedbackOnProcedures: 3, feedbackOnStaff: 1 });
  await bench.client.query(`update register_item set class = null where kind = 'feedback' and code = '6'`);
  expect((await basis()).measures).toEqual({ feedback: 6, feedbackOnTime: 3 });
  expect((await basis()).missing('feedbackOnStaff')).toBe('1 trên 6 PAKN trong danh sách của nguồn pakn không ghi phân loại.');
});
