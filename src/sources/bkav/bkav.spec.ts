import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePeriod, startOfDay, type Statistic } from '../../vocabulary';
import { compileSieve, compileStream } from '../reading';
import { sourceDefinition } from '../source';
import { bkav } from '.';

const define = (more: object = {}) => sourceDefinition.parse(bkav.define('truc-tinh', bkav.options.parse({ baseUrl: 'https://truc.example.vn', start: '2026-01-01', ...more })));
const read = (file: string, more: object = {}) => {
  const stream = define(more).streams[0]!;
  const { answer: flat } = compileStream(stream).unfold(JSON.parse(readFileSync(join(__dirname, 'fixtures', `${file}.json`), 'utf8')));
  const answer = compileSieve(stream)(flat);
  return { answer, results: compileStream(stream).rows(answer).rows.map((row) => compileStream(stream).read(row, { now: startOfDay('2026-08-20'), period: parsePeriod('2026-08') })) };
};
const figures = (file: string, more: object = {}) => read(file, more).results.map((r) => (r.kind === 'record' ? [(r.record as Statistic).unit.value, (r.record as Statistic).values] : r.reason));

it('asks by month, quarter and year without signing in', () => {
  expect(define().auth).toEqual({ kind: 'none' });
  expect(define().streams.map((s) => [s.id, s.window!.step])).toEqual([['by-month', 'month'], ['by-quarter', 'quarter'], ['by-year', 'year']]);
});
it('flattens the tree, each agency with its own figures', () => expect(figures('detail')).toEqual([
  ['000.00.00.H53', { edocumentsSent: 500, edocumentsReceived: 500, edocumentsSigned: 480 }],
  ['000.00.01.H53', { edocumentsSent: 30, edocumentsReceived: 11, edocumentsSigned: null }], // 35 signed of 30 sent: they speak of received ones too
  ['000.01.01.H53', { edocumentsSent: 3, edocumentsReceived: 4, edocumentsSigned: 3 }],
  'missing-unit',
  ['000.00.02.H53', { edocumentsSent: null, edocumentsReceived: 2, edocumentsSigned: 2 }], // a part that is not said is not zero
]));
it('knows the older rows, which say nothing of signatures', () => expect(figures('simple', { rows: 'simple' })).toEqual([['000.00.01.H53', { edocumentsSent: 30, edocumentsReceived: 11 }]]));
it('takes an error object for a failure, not for a tree', () => expect(compileStream(define().streams[0]!).rows({ status: 'Error', code: '9999', errors: ['x'] }).problem).toMatch('danh sách'));
it('leaves people at the door', () => expect(JSON.stringify(read('detail').answer)).not.toMatch(/GIẢ ĐỊNH|contact/));
