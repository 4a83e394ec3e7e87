import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { inEnglish } from '../../messages';
import { projectRoot } from '../../platform/root';
import { englishView } from './wall-english';
import type { BoardView, TileView } from './wall-types';

const tile = { id: 't', title: 'Quá hạn theo lĩnh vực', description: 'Hồ sơ chưa xong đã qua ngày hẹn trả.', state: 'fresh' as const, note: '', foot: 'Ấn bản 1.234 · cập nhật lúc 10:32 17/08', href: '/explain?indicator=x&unit=H17', light: null };
const view = (tiles: TileView[]): BoardView => ({ key: 'mot-cua||department|en', version: 'v', slug: 'mot-cua', title: 'Một cửa', description: '', whose: 'Tỉnh Thử', edition: 1234, publishedAt: null, asOf: null, month: '2026-08', monthLabel: 'Tháng 8/2026', mapLabel: 'Đơn vị theo bản đồ hôm nay', warning: null, sections: [{ title: 'Lúc này', tiles }], alarms: [] });

test('texts are English, links go on in English, codes and moments are the same', () => {
  expect(englishView(view([{ ...tile, kind: 'text', lines: ['Không có dòng nào'] }]))).toMatchObject({
    key: 'mot-cua||department|en', title: 'One-stop', whose: 'Tỉnh Thử', month: '2026-08', monthLabel: 'August 2026', mapLabel: "Units on today's map",
    sections: [{ title: 'Now', tiles: [{ id: 't', title: 'Overdue by field', state: 'fresh', foot: 'Edition 1,234 · updated 10:32 17/08', href: '/explain?indicator=x&unit=H17&lang=en', lines: ['No rows'] }] }],
  });
});

test('names of fields and procedures stay, also where we have the word; our own words among them do not', () => {
  const column = (label: string, number = false) => ({ label, number, width: null });
  const { tiles } = englishView(view([
    { ...tile, kind: 'table', columns: [column('Lĩnh vực'), column('Quá hạn', true)], rows: [[{ text: 'Đất đai' }, { text: '1.234' }], [{ text: 'không rõ lĩnh vực' }, { text: '5' }]], empty: 'Không có dòng nào', most: null },
    { ...tile, kind: 'composition', parts: [{ title: 'Đất đai', text: '12,5 điểm', share: 1 }, { title: '■ Quá hạn trên 30 ngày', text: '3', share: 0.1, tone: 'bad' }, { title: 'Trực tuyến', text: '2', share: 0.1 }], empty: 'Không phát sinh', most: null },
  ])).sections[0]!;
  expect(tiles[0]).toMatchObject({ columns: [{ label: 'Field' }, { label: 'Overdue' }], rows: [[{ text: 'Đất đai' }, { text: '1,234' }], [{ text: 'field unknown' }, { text: '5' }]] });
  expect(tiles[1]).toMatchObject({ parts: [{ title: 'Đất đai', text: '12.5 points' }, { title: '■ Overdue more than 30 days', tone: 'bad' }, { title: 'Online' }] });
});

test('why units have no place is said in English', () => {
  const said = (ranking: { said: string; empty: string }) => { const found = englishView(view([{ ...tile, kind: 'ranking', ranking: { rankOf: 0, rows: [], ...ranking } }])).sections[0]!.tiles[0]!; return found.kind === 'ranking' && [found.ranking.said, found.ranking.empty]; };
  expect(said({ said: 'Xếp hạng 1.204 đơn vị; không xếp 16: 10 không phát sinh, 5 mẫu số dưới 5, 1 không có suốt kỳ', empty: 'Không xếp hạng: 20 đơn vị không phát sinh' })).toEqual(['1,204 units ranked; 16 not ranked: 10 no activity, 5 denominator below 5, 1 not there all through the period', 'Not ranked: 20 units, no activity']);
  expect(said({ said: '3 đơn vị có, 17 đơn vị bằng 0; 2 đơn vị không có số liệu', empty: '20 đơn vị đều bằng 0' })).toEqual(['3 units have some, 17 units none; 2 units without data', 'none in any of 20 units']);
  expect(said({ said: 'Không xếp 20: 12 không có số liệu, 8 chưa đủ số liệu', empty: 'Xếp hạng 4 đơn vị' })).toEqual(['20 not ranked: 12 no data, 8 incomplete data', '4 units ranked']);
});

test('no name of a unit of the country reads otherwise in English', () => {
  const { units } = JSON.parse(gunzipSync(readFileSync(join(projectRoot(), 'config/units/viet-nam.json.gz'))).toString('utf8')) as { units: { name: string }[] };
  expect(units.length).toBeGreaterThan(3_000);
  expect(units.filter(({ name }) => inEnglish(name) !== name)).toEqual([]);
});
