import type { UnitRecord } from '../../vocabulary';
import { readFixture, readText, streamOf } from '../../../test/support/read-fixture';
import { sourceDefinition } from '../source';
import { lgsp } from '.';

const define = (style: string) => sourceDefinition.parse(lgsp.define('dm', lgsp.options.parse({ baseUrl: 'https://lgsp.example.vn', clientId: 'c', clientSecret: 's', style })));
const units = (style: string) => (readFixture(define(style), 'units').results as { record: UnitRecord }[]).map((r) => r.record);

it('reads bare arrays, level by level', () => {
  expect(streamOf(define('json'), 'units')).toMatchObject({ request: { path: '/coquanquanlys/cap/{each}' }, forEach: { values: ['TINH', 'SO', 'XA'] } });
  expect(units('json')).toEqual([{ id: 'H17.02', code: 'H17.02', name: 'Sở Giả Định A', parentId: 'H17' }, { id: 'H17.03', code: 'H17.03', name: 'Sở Giả Định B', parentId: null }]);
});
it('[mode 36] reads XML by local names: of two rows of one code the newer stays, nil is empty', () => {
  expect(units('xml')).toEqual([{ id: 'H17.101', code: 'H17.101', name: 'Phường Giả Định A', parentId: 'H17' }, { id: 'H17', code: 'H17', name: 'Thành phố Giả Định', parentId: null }]);
});
it('knows an empty set from something else', () => {
  const stream = streamOf(define('xml'), 'units');
  expect([readText(stream, '<e:Entries xmlns:e="u"/>').problem, readText(stream, '<fault><reason>x</reason></fault>').problem]).toEqual([undefined, expect.stringMatching('không có danh sách')]);
});
