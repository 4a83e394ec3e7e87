import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePeriod, startOfDay, toIso, type Item, type Statistic } from '../../vocabulary';
import { compileSieve, compileStream } from '../reading';
import { sourceDefinition } from '../source';
import { ccvc } from '.';

const options = { baseUrl: 'https://ccvc.example.vn', user: 'u', password: 'p', unit: 'H17', start: '2026-01-01', feedbackList: { unitId: 'DonViXuLyId', unitName: 'TenDonViXuLy', due: 'HanXuLy', done: 'NgayHoanThanh' } };
const define = (more: object = {}) => sourceDefinition.parse(ccvc.define('app', ccvc.options.parse({ ...options, ...more })));
const context = { now: startOfDay('2026-08-25'), period: parsePeriod('2026-08'), window: { from: startOfDay('2026-01-01'), to: startOfDay('2027-01-01') } };
const read = (id: string, more: object = {}) => {
  const stream = define(more).streams.find((s) => s.id === id)!;
  const answer = compileSieve(stream)(JSON.parse(readFileSync(join(__dirname, 'fixtures', `${id}.json`), 'utf8')));
  const { rows, problem } = compileStream(stream).rows(answer);
  expect(problem).toBeUndefined();
  return { answer, results: rows.map((row) => compileStream(stream).read(row, context)) };
};
const items = (id: string, more: object = {}) => read(id, more).results.map((r) => (r.kind === 'record' ? (r.record as Item) : null));
const values = (id: string, more: object = {}) => read(id, more).results.map((r) => (r.kind === 'record' ? [(r.record as Statistic).unit.value, (r.record as Statistic).period.start, (r.record as Statistic).values] : r.kind === 'rejected' ? r.reason : r.kind));

it('reads tasks with the deadline of the Government’s office, the raw one of two dates', () => {
  const [first, second, third, fourth] = items('tasks');
  expect(first).toMatchObject({ kind: 'task', code: 'NV-2026-001', unit: { by: 'name', value: 'Sở Giả Định' }, dueAt: startOfDay('2026-08-20'), cancelled: false });
  expect(toIso(first!.openedAt)).toBe('2026-08-01T01:30:00.123Z');
  expect(toIso(first!.doneAt!)).toBe('2026-08-19T09:00:00.120Z');
  expect(second).toMatchObject({ dueAt: startOfDay('2026-08-10'), doneAt: null, cancelled: false });
  expect(third).toMatchObject({ cancelled: true, dueAt: null });
  expect(fourth).toBeNull(); // a formatted date where the raw one belongs
});
it('turns long rows into measures, and takes "due" from the summary only where it is known to hold due tasks', () => {
  expect(values('task-summary')).toEqual([['H17', '2026-08-01', { 'task.open': 12, 'task.overdue': 2 }]]);
  expect(values('task-summary', { summaryCounts: 'due' })).toEqual([['H17', '2026-08-01', { 'task.open': 12, 'task.overdue': 2, 'task.due': 30, 'task.doneOnTime': 25 }]]);
});
it('counts issued documents', () => expect(values('outgoing-documents')).toEqual([['H17', '2026-08-01', { documentsOutgoing: 812 }]]));
it('reads feedback, of the list only what the operator names', () => {
  expect(items('feedback')[0]).toMatchObject({ kind: 'feedback', code: '7001', unit: { by: 'id', value: 'u-1', name: 'Sở Giả Định' }, openedAt: startOfDay('2026-08-03') + 9 * 3_600_000_000 + 250_000, dueAt: startOfDay('2026-08-24') });
  expect(items('feedback')[1]).toMatchObject({ dueAt: null, doneAt: null, unit: null });
  expect(Object.keys(define({ feedbackList: {} }).streams.find((s) => s.id === 'feedback')!.mapping)).toEqual(['code', 'openedAt']);
});
it('reads feedback by unit, month and status, in two envelopes', () => {
  expect(values('feedback-by-unit')).toEqual([['u-1', '2026-08-01', { feedback: 12, 'feedback.opened': 12 }], ['u-2', '2026-08-01', { feedback: 0, 'feedback.opened': 0 }]]);
  expect(values('feedback-by-month')).toEqual([['H17', '2026-01-01', { feedback: 30, 'feedback.opened': 30 }], ['H17', '2026-12-01', { feedback: 0, 'feedback.opened': 0 }], 'bad-period']);
  expect(values('feedback-by-status')).toEqual([['H17', '2026-08-01', { 'feedback.open': 21 }]]);
});
it('spells windows and pages as the release does', () => {
  const streams = define({ windowNames: { tasks: ['DateFrom', 'DateTo'], feedback: ['tuNgay', 'denNgay'] }, pageNames: { tasks: ['pageIndex', 'pageSize'] }, summaryPath: '/qlvb/api/ccvc/tong-hop-nhiem-vu' }).streams;
  expect(streams.find((s) => s.id === 'task-summary')!.request).toMatchObject({ path: '/qlvb/api/ccvc/tong-hop-nhiem-vu', query: { DateFrom: '{window.from}', DateTo: '{window.to}' } });
  expect(streams.find((s) => s.id === 'tasks')!.request.body).toMatchObject({ pageIndex: '{page.number}', pageSize: '{page.size}' });
  expect(streams.find((s) => s.id === 'feedback-by-unit')!.request.body).toEqual({ tuNgay: '{window.from}', denNgay: '{window.to}' });
});
it('takes only the parts that are asked for', () => expect(define({ parts: ['feedback'] }).streams.every((s) => s.id.startsWith('feedback'))).toBe(true));
it('leaves people, titles and contents at the door', () => expect(JSON.stringify([read('tasks').answer, read('feedback').answer])).not.toMatch(/CHUYÊN VIÊN|NỘI DUNG|NGƯỜI GỬI|TIÊU ĐỀ|0900000000|CĐ-TTg/));
