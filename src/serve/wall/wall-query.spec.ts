import type { NamedQuery } from '../../boards';
import { partsOf, tableOf } from './wall-query';

const query = (sql: string): NamedQuery => ({ format: 'table', columns: { unit_code: { label: 'Mã', hidden: true }, unit_name: { label: 'Đơn vị', link: 'unit' }, open: { label: 'Chưa xong' } }, sql });
const rows = [{ unit_code: 'H99.01', unit_name: 'Sở A', open: 2 }, { unit_code: null, unit_name: 'chưa nạp sổ', open: null }];

test('a list that is as long as it may be says where it ends; a shorter one does not', () => {
  expect(tableOf(query('select 1 limit 2'), rows).most).toBe(2);
  expect(tableOf(query('select 1 limit 3'), rows).most).toBeNull();
  expect(tableOf(query('select (select 1 limit 2) order by 1'), rows).most).toBeNull();
});

test('a cell leads where its column says, if its row names anything', () => {
  const link = (column: { link?: string }, row: Record<string, unknown>) => (column.link === 'unit' && row.unit_code ? `/wall/don-vi?unit=${row.unit_code as string}` : null);
  expect(tableOf(query('select 1'), rows, link).rows).toEqual([[{ text: 'Sở A', href: '/wall/don-vi?unit=H99.01' }, { text: '2' }], [{ text: 'chưa nạp sổ' }, { text: '–' }]]);
});

test('a bar without a number is no nought', () => {
  const bars: NamedQuery = { format: 'table', columns: { label: { label: 'Đơn vị' }, value: { label: 'Quá hạn' } }, sql: 'select 1' };
  expect(partsOf(bars, [{ label: 'Sở A', value: 4 }, { label: 'chưa nạp sổ', value: null }])).toEqual([{ title: 'Sở A', text: '4', share: 1 }, { title: 'chưa nạp sổ', text: 'không có số liệu', share: null }]);
});
