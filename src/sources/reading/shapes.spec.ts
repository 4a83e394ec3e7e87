/** Shapes of answers and rows: trees, single rows, stated counts, sums, long rows, joined keys, control equations, months of a window. */
import { parsePeriod, startOfDay, type Statistic } from '../../vocabulary';
import { sourceDefinition } from '../source';
import { compileSieve, compileStream } from '.';

const stream = (more: object) => sourceDefinition.parse({ id: 'x', title: 'X', baseUrl: 'https://x.test', streams: [{ id: 's', record: 'statistic', request: { path: '/' }, window: { start: '2026-01-01', step: 'month' }, ...more }] }).streams[0]!;
const context = { now: startOfDay('2026-08-20'), period: parsePeriod('2026-08'), window: { from: startOfDay('2026-08-01'), to: startOfDay('2026-09-01') } };
/** Unfolded, then through the sieve, as in a run: what the reader needs must come through it. */
const read = (more: object, answer: unknown) => {
  const one = stream(more);
  const unfolded = compileStream(one).unfold(answer);
  const { rows, problem } = unfolded.problem ? { rows: [], ...unfolded } : compileStream(one).rows(compileSieve(one)(unfolded.answer));
  return problem ?? rows.map((row) => { const r = compileStream(one).read(row, context); return r.kind === 'record' ? (r.record as Statistic).values : r.kind === 'rejected' ? `${r.reason} ${r.pointer}` : r.reason; });
};
const mapping = (values: object, more: object = {}) => ({ mapping: { unit: { const: 'H17' }, values, ...more } });

describe('a tree', () => {
  const tree = { envelope: { rows: 'data', shape: [{ kind: 'tree', children: 'below.rows' }] }, ...mapping({ received: 'n' }) };
  it('gives each row before its branches, at any depth', () => expect(read(tree, { data: [{ n: 1, below: { rows: [{ n: 2, below: { rows: [{ n: 3 }] } }, { n: 4, below: null }] } }, { n: 5, below: { rows: [] } }] })).toEqual([1, 2, 3, 4, 5].map((n) => ({ received: n }))));
  it('whose branches are no list is a problem', () => expect(read(tree, { data: [{ n: 1, below: { rows: 'x' } }] })).toMatch('phải là danh sách'));
});
it('a single row stands where others have a list, and a list there is a problem', () => {
  const one = { envelope: { rows: 'data', single: true }, ...mapping({ received: 'n' }) };
  expect(read(one, { data: { n: 7, name: 'x' } })).toEqual([{ received: 7 }]);
  for (const wrong of [{ data: [{ n: 7 }] }, { data: null }, {}, { data: 'x' }]) expect(read(one, wrong)).toMatch('không có đối tượng');
});
it('sums know nothing when a part is missing; long rows are picked by their code', () => {
  const pick = (equals: string) => ({ at: 'list', pick: { by: 'code', equals, value: 'value' } });
  const long = { envelope: { rows: '$', single: true }, ...mapping({ received: { sum: [pick('A'), pick('B'), 'more'] }, resolved: pick('A'), returned: pick('Z') }) };
  const list = [{ code: 'A', value: '3' }, { code: 'B', value: 4 }, { code: 'C', value: 'not read' }];
  expect(read(long, { list, more: 1 })).toEqual([{ received: 8, resolved: 3, returned: null }]);
  expect(read(long, { list: list.slice(0, 1), more: 1 })).toEqual([{ received: null, resolved: 3, returned: null }]);
  expect(read(long, { list: 'x', more: 1 })).toEqual(['wrong-type /list']);
});
it('a control equation that does not hold drops what hangs on it', () => {
  const checked = { envelope: { rows: '$' }, ...mapping({ received: 'n', receivedOnline: 'online' }), checks: [{ total: 'n', parts: ['online', 'counter'], otherwise: ['receivedOnline'] }] };
  expect(read(checked, [{ n: 3, online: 2, counter: 1 }, { n: 9, online: 2, counter: 1 }, { n: 9, online: 2 }])).toEqual([{ received: 3, receivedOnline: 2 }, { received: 9, receivedOnline: null }, { received: 9, receivedOnline: 2 }]);
});
it('fields joined are a key only when all are there', () => {
  const documents = stream({ record: 'edocument', window: undefined, envelope: { rows: '$' }, mapping: { code: { join: ['a', 'b'], with: '/' }, sender: { by: 'code', at: 'from' }, receiver: { by: 'code', at: 'to' }, province: 'H5', sentAt: { at: 'at', date: 'iso' }, state: { const: 'received' } } });
  const row = { a: 1, b: 'x', from: '000.00.01.H56', to: '000.00.01.H5', at: '2026-08-03', who: 'GIẢ ĐỊNH' };
  const [first, second] = (compileSieve(documents)([row, { ...row, b: '' }]) as unknown[]).map((one) => compileStream(documents).read(one, context));
  expect(first).toMatchObject({ record: { code: '1/x', document: '1/x', sender: null, receiver: { value: '000.00.01.H5' } } }); // H5 is not H56
  expect(second).toMatchObject({ kind: 'rejected', reason: 'missing-code' });
});
