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
    { ...tile, kind: 'table', columns: [column('Lĩnh vực'), column('Quá hạn', true)], rows: [[{ text: 'Đất đai' }, { text: '1.234' }], [{ text: 'không rõ lĩnh vực' }, { text: '5' }]], empty: 'Không có dòng nào' },
    { ...tile, kind: 'composition', parts: [{ title: 'Đất đai', text: '12,5 điểm', share: 1 }, { title: '■ Quá hạn trên 30 ngày', text: '3', share: 0.1, tone: 'bad' }, { title: 'Trực tuyến', text: '2', share: 0.1 }], empty: 'Không phát sinh' },
  ])).sections[0]!;
  expect(tiles[0]).toMatchObject({ columns: [{ label: 'Field' }, { label: 'Overdue' }], rows: [[{ text: 'Đất đai' }, { text: '1,234' }], [{ text: 'field unknown' }, { text: '5' }]] });
  expect(tiles[1]).toMatchObject({ parts: [{ title: 'Đất đai', text: '12.5 points' }, { title: '■ Overdue more than 30 days', tone: 'bad' }, { title: 'Online' }] });
});

test('no name of a unit of the country reads otherwise in English', () => {
  const { units } = JSON.parse(gunzipSync(readFileSync(join(projectRoot(), 'config/units/viet-nam.json.gz'))).toString('utf8')) as { units: { name: string }[] };
  expect(units.length).toBeGreaterThan(3_000);
  expect(units.filter(({ name }) => inEnglish(name) !== name)).toEqual([]);
});
