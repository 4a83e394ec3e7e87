import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { areaId, loadMap } from './wall-map';

const square = (fullName: string, x: number, y: number, size = 0.1) => ({ type: 'Feature', properties: { fullName }, geometry: { type: 'Polygon', coordinates: [[[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]] } });
const folder = mkdtempSync(join(tmpdir(), 'wall-map-'));
const file = (content: string) => { const path = join(folder, 'map.json'); writeFileSync(path, content); return path; };
const collection = (...features: unknown[]) => file(JSON.stringify({ type: 'FeatureCollection', features }));
afterAll(() => rmSync(folder, { recursive: true }));

test('neighbours share a scale, islands far out have a frame of their own, an islet stays visible', () => {
  const map = loadMap(collection(square('Xã A', 108, 16), square('Xã B', 108.1, 16), square('Xã C', 108.2, 16.1), square('Xã D', 108, 16.1), square('Đặc khu Hoàng Sa', 112, 16.5, 0.0001)));
  expect(map.areas.map((area) => area.name)).toEqual(['Xã A', 'Xã B', 'Xã C', 'Xã D', 'Đặc khu Hoàng Sa']);
  expect(map.frames.map((frame) => frame.title)).toEqual(['Đặc khu Hoàng Sa']);
  const { x, width } = map.frames[0]!;
  expect(x + width).toBeLessThanOrEqual(map.width);
  for (const area of map.areas) expect(area.path).toMatch(/^M\d+ \d+[hl].+z$/);
});

test('a unit is found whatever the place of the tone and the case', () => {
  expect(areaId('Phường Hoà Khánh')).toBe(areaId('phường  Hòa Khánh'));
  expect(areaId('Xã Hòa Tiến')).not.toBe(areaId('Xã Hoa Tiến'));
  expect(areaId('Xã Ba Na')).not.toBe(areaId('Xã Bà Nà'));
});

const ring = (...points: unknown[]) => JSON.stringify({ features: [{ properties: { name: 'Xã A' }, geometry: { type: 'Polygon', coordinates: [points] } }] });
test.each([
  ['{"type":"Topology"}', 'không có danh sách features'], ['null', 'không có danh sách features'], ['{"features": [{', 'không phải JSON'], ['{"features": [null]}', 'đối tượng thứ 1 không có tên'],
  [JSON.stringify({ features: [{ properties: { name: 'Xã A' }, geometry: { type: 'Point', coordinates: [108, 16] } }] }), 'đối tượng thứ 1 (Xã A) không phải Polygon hoặc MultiPolygon (là Point)'],
  [ring([548312.4, 1776543.1]), 'WGS 84'], [ring([16.05, 108.2]), 'đảo thứ tự'], [ring([2.35, 48.85]), 'ngoài lãnh thổ Việt Nam'], [ring([108.2, null]), 'không phải cặp số'], [ring(), 'không có điểm nào'],
])('%s is refused: %s', (content, reason) => {
  expect(() => loadMap(file(content))).toThrow(reason);
});

test('a unit that stands twice is refused by its name', () => expect(() => loadMap(collection(square('Xã A', 108, 16), square('Xã A', 108.1, 16)))).toThrow('"Xã A" có hai lần'));

test('a huge file is refused before it is read', () => {
  const path = file('');
  truncateSync(path, 60_000_000);
  expect(() => loadMap(path)).toThrow('nặng 60 MB');
});

test('a missing file is named', () => expect(() => loadMap(join(folder, 'nowhere.json'))).toThrow('nowhere.json: không tìm thấy'));
