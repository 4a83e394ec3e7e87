/** Files of units that are not what they seem: refused with the place, never read as something else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openUnitFile } from './read-unit-file';

const folder = mkdtempSync(join(tmpdir(), 'cchc-units-'));
afterAll(() => rmSync(folder, { recursive: true }));
const read = (name: string, content: string) => { writeFileSync(join(folder, name), content); return openUnitFile(join(folder, name)).read(); };
const events = (text: string) => `format: cchc-units/1\ntitle: t\nevents: [${text}]\n`;

test('a list: what is written counts, an empty cell is the default', () => {
  expect(read('a.csv', 'code,name,level,parent,valid_from,invented,verified\nA,Xã A,commune,P,2025-07-01,true,false\nB,Xã B,commune,P,,,\n').units).toMatchObject([
    { code: 'A', validFrom: '2025-07-01', invented: true, verified: false }, { code: 'B', validFrom: null, invented: false, verified: true }]);
});

test.each([
  ['a column that is not known', 'a.csv', 'code,name,level,valid_form\nA,Xã A,commune,2025-07-01\n', 'không có cột "valid_form"'],
  ['another word for false', 'a.csv', 'code,name,level,verified\nA,Xã A,commune,no\n', ':2: verified: "no"'],
  ['another separator', 'a.csv', 'code;name;level\nA;Xã A;commune\n', 'không có cột "code;name;level"'],
  ['a day that is not', 'a.csv', 'code,name,level,valid_from\nA,Xã A,commune,2025-06-31\n', 'valid_from: "2025-06-31"'],
  ['an empty file', 'a.yaml', '', 'mong đợi object'],
  ['an edge between nobody and nobody', 'a.yaml', events('{ id: e, kind: merge, date: 2025-07-01, lineage: [{ from: null, to: null, reason: x }] }'), 'hai đơn vị khác nhau'],
  ['an edge to itself', 'a.yaml', events('{ id: e, kind: merge, date: 2025-07-01, lineage: [{ from: A, to: A, weight: 1 }] }'), 'hai đơn vị khác nhau'],
  ['an edge without weight and reason', 'a.yaml', events('{ id: e, kind: split, date: 2025-07-01, lineage: [{ from: A, to: B }] }'), 'viết weight, hoặc reason'],
  ['a weight of an unknown successor', 'a.yaml', events('{ id: e, kind: split, date: 2025-07-01, lineage: [{ from: A, to: null, weight: 1 }] }'), 'weight chỉ đi với'],
  ['an edge twice', 'a.yaml', events('{ id: e, kind: split, date: 2025-07-01, lineage: [{ from: A, to: B, weight: 0.5 }, { from: A, to: B, weight: 0.5 }] }'), 'hai dòng cho cùng một cặp'],
  ['two moves of one unit on a day', 'a.yaml', events('{ id: e, kind: move, date: 2025-07-01, moves: [{ unit: A, from: B, to: C }] }, { id: f, kind: move, date: 2025-07-01, moves: [{ unit: A, from: B, to: D }] }'), 'hai lần trong ngày 2025-07-01'],
])('%s is refused', (_what, name, content, reason) => {
  expect(() => read(name, content)).toThrow(reason);
});
