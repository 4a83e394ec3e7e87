import type { Shape } from '../source';
import { parseXml } from './xml';
import { compileUnfold } from './unfold';

const unfold = (answer: unknown, envelope: { rows?: string | string[]; shape?: Shape[]; countAt?: string; format?: 'json' | 'xml' }) =>
  compileUnfold({ envelope: { format: 'json', attributes: false, shape: [], rows: '$', success: [], errors: [], allowEmpty: true, single: false, ...envelope } })(answer);

it('takes trees apart, with or without the rows that have children', () => {
  const tree = [{ id: 1, sub: [{ id: 2, sub: [{ id: 3 }] }] }, { id: 4, sub: [] }];
  const ids = (parents: boolean) => (unfold(tree, { shape: [{ kind: 'tree', children: 'sub', parents }] }) as { id: number }[]).map((row) => row.id);
  expect([ids(true), ids(false)]).toEqual([[1, 2, 3, 4], [3, 4]]);
});
it('makes one row of rows of code and value, and refuses two values of one code', () => {
  const shape: Shape[] = [{ kind: 'pivot', key: ['unit.id'], column: 'code', value: 'value' }];
  const row = (id: string, code: string, value: number) => ({ unit: { id }, code, value });
  expect(unfold({ Data: [row('A', 'TONG', 5), row('A', 'QUA_HAN', 1), row('B', 'TONG', 2)] }, { rows: 'Data', shape })).toMatchObject({ Data: [{ unit: { id: 'A' }, TONG: 5, QUA_HAN: 1 }, { unit: { id: 'B' }, TONG: 2 }] });
  expect(() => unfold([row('A', 'TONG', 5), row('A', 'TONG', 6)], { shape })).toThrow('khác giá trị');
  expect(Object.getPrototypeOf((unfold([row('A', '__proto__', 5)], { shape }) as object[])[0])).toBe(Object.prototype);
});
it('makes one row of long rows without a key', () => expect(unfold([{ code: 'a', value: 1 }, { code: 'b', value: '2' }], { shape: [{ kind: 'pivot', key: [], column: 'code', value: 'value' }] })).toMatchObject([{ a: 1, b: '2' }]));
it('reads texts that mean nothing as null, in all fields or in some', () => {
  const row = { a: ' - ', b: { c: '-', d: 'x' } };
  expect(unfold([row], { shape: [{ kind: 'empty', texts: ['-'] }] })).toEqual([{ a: null, b: { c: null, d: 'x' } }]);
  expect(unfold([row], { shape: [{ kind: 'empty', texts: ['-'], at: ['b.c', 'none'] }] })).toEqual([{ a: ' - ', b: { c: null, d: 'x' } }]);
});
it('makes rows of columns; an empty column is no row', () => {
  expect(unfold([{ unit: 'A', t1: 5, t2: 0, t3: null }], { shape: [{ kind: 'unpivot', columns: { t1: 1, t2: 2, t3: 3 }, column: 'month', value: 'n' }] })).toEqual([{ unit: 'A', month: 1, n: 5 }, { unit: 'A', month: 2, n: 0 }]);
});
it('[mode 22] keeps the highest of doubles by number, not by text; rows without a key stay', () => {
  expect(unfold([{ ma: 'A', id: '9' }, { ma: 'A', id: '10' }, { ma: null, id: '1' }], { shape: [{ kind: 'unique', by: 'ma', highest: 'id' }] })).toEqual([{ ma: 'A', id: '10' }, { ma: null, id: '1' }]);
});
it('works on rows in JSON text, and leaves what is no list to the reader', () => {
  const shape: Shape[] = [{ kind: 'unique', by: 'a', highest: 'a' }];
  expect(unfold({ message: '{"result":[{"a":1},{"a":1}]}' }, { rows: 'message|json.result', shape })).toEqual({ message: { result: [{ a: 1 }] } });
  expect(unfold({ error: 'x' }, { rows: 'data', shape })).toEqual({ error: 'x' });
});
it('[mode 18] refuses another number of rows than stated, and none stated', () => {
  expect(() => unfold({ n: 131, list: [1] }, { rows: 'list', countAt: 'n' })).toThrow('131');
  expect(() => unfold({ list: [1] }, { rows: 'list', countAt: 'n' })).toThrow('thiếu số dòng');
  expect(unfold({ n: '1', list: [1] }, { rows: 'list', countAt: 'n' })).toEqual({ n: '1', list: [1] });
});
describe('XML', () => {
  const rows = (text: string) => unfold(parseXml(text), { format: 'xml', rows: 'a.b' });
  it('one element is a list of one, none in an empty container is none', () => expect([rows('<a><b><c>1</c></b></a>'), rows('<a/>'), rows('<a><b/></a>')]).toEqual([{ a: { b: [{ c: '1' }] } }, { a: { b: [] } }, { a: { b: [] } }]));
  it('[mode 36] is read by local names, nil as null, numbers as they are written, entities of letters', () => {
    expect(parseXml('<x:a xmlns:x="u" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><x:b i:nil="true"/><c>007</c><d>A &amp; &#7841;</d><e><![CDATA[<f>]]></e></x:a>')).toEqual({ a: { b: null, c: '007', d: 'A & ạ', e: '<f>' } });
  });
});

describe('groups and cells', () => {
  const groups = { shape: [{ kind: 'groups', rows: 'ds', as: 'nhom' } as Shape] };
  it('copies the group to each of its rows; an empty group has none, one without its list is refused', () => {
    expect(unfold([{ ma: 'A', ds: [{ so: 1 }, { so: 2 }] }, { ma: 'B', ds: [] }, { ma: 'C', ds: null }], groups)).toEqual([{ so: 1, nhom: { ma: 'A' } }, { so: 2, nhom: { ma: 'A' } }]);
    expect(() => unfold([{ ma: 'A', danhSach: [] }], groups)).toThrow('"ds"');
  });
  it('names cells and refuses a table that has other columns', () => {
    const cells = { shape: [{ kind: 'cells', names: ['a', 'b'] } as Shape] };
    expect(unfold([[1, 2], [3, null]], cells)).toEqual([{ a: 1, b: 2 }, { a: 3, b: null }]);
    expect(() => unfold([[1, 2, 3]], cells)).toThrow('3 ô');
    expect(() => unfold([{ a: 1 }], cells)).toThrow();
  });
});
