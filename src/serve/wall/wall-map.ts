/**
 * Outlines of communes from the GeoJSON file that the configuration names (`wall.map`), as paths of whole numbers for the page. A feature is
 * found by the code of its unit (`code` or `ma`: ours, or the statistical one), else by its name (`fullName`, else `name`). What lies far out at sea is drawn in a frame of its own and never left out.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { CchcError } from '../../platform/errors';
import { projectRoot } from '../../platform/root';

export interface MapArea { id: string; name: string; path: string; /** As the file says it; null: found by its name alone. */ code: string | null }
export interface Frame { title: string; x: number; y: number; width: number; height: number }
export interface WallMap { width: number; height: number; areas: MapArea[]; frames: Frame[] }

type Point = [number, number];
interface Feature { name: string; code: string | null; rings: Point[][]; box: Box; centre: Point }
interface Box { west: number; south: number; east: number; north: number }

const SIZE = 1000;
/** Farther from the middle than so many times the distance of nine tenths of the areas: a frame of its own. */
const FAR = 3;
const FRAME = { width: 230, height: 210 };
/** Room beside a frame for a title that is wider than it. */
const MARGIN = 60;
/** A province's communes take less than 1 MB; more is a file of another kind, and reading it would hold up the start. */
const MAX_BYTES = 50_000_000;
/** Vietnam with its islands, generously. */
const VIETNAM = { west: 100, south: 5, east: 120, north: 25 };

/** Throws CchcError when the file is missing or is no map. */
export const loadMap = (path: string): WallMap => drawMap(readFeatures(path));

/** Name, code and middle (longitude, latitude) of each outline, for Grafana's gazetteer. Throws as loadMap. */
export const placesOf = (path: string): { name: string; code: string | null; centre: [number, number] }[] => readFeatures(path).map(({ name, code, centre }) => ({ name, code, centre }));

function readFeatures(path: string): Feature[] {
  const file = isAbsolute(path) ? path : join(projectRoot(), path);
  const fail = (reason: string) => new CchcError('bad-map', `Tệp bản đồ ${path}: ${reason}`, 'Sửa wall.map trong cấu hình: tệp GeoJSON (FeatureCollection) ranh giới xã, phường, tọa độ kinh độ, vĩ độ WGS 84, tên ở fullName hoặc name; hoặc bỏ khóa này.');
  if (!existsSync(file)) throw fail('không tìm thấy');
  const { size } = statSync(file);
  if (size > MAX_BYTES) throw fail(`nặng ${Math.ceil(size / 1e6)} MB, quá ${MAX_BYTES / 1e6} MB; giản lược đường ranh giới trước (ví dụ mapshaper -simplify 5%)`);
  let json: unknown;
  try { json = JSON.parse(readFileSync(file, 'utf8')); } catch { throw fail('không phải JSON hoặc bị cắt giữa chừng'); }
  const features = (json as { features?: unknown } | null)?.features;
  if (!Array.isArray(features) || features.length === 0) throw fail('không có danh sách features');
  const read = features.map((feature, i) => readFeature(feature, (reason) => fail(`đối tượng thứ ${i + 1} ${reason}`)));
  const twice = read.map((f) => f.code ?? areaId(f.name)).find((id, i, all) => all.indexOf(id) !== i);
  if (twice !== undefined) throw fail(`"${read.find((f) => (f.code ?? areaId(f.name)) === twice)!.name}" có hai lần; gộp các mảnh của một đơn vị thành một MultiPolygon`);
  return read;
}

/** The name of a unit in a form that both the outlines and the register share: case, spaces and the place of the tone (Hoà, Hòa) do not matter. */
export const areaId = (name: string): string => name.toLowerCase().normalize('NFD').replace(/[^\p{L}\p{M}\s]/gu, ' ').trim().split(/\s+/)
  .map((word) => word.replace(/[\u0300\u0301\u0303\u0309\u0323]/g, '') + (/[\u0300\u0301\u0303\u0309\u0323]/.exec(word)?.[0] ?? '')).join(' ');

function readFeature(feature: unknown, fail: (reason: string) => Error): Feature {
  const { properties, geometry } = (feature ?? {}) as { properties?: Record<string, unknown> | null; geometry?: { type?: string; coordinates?: unknown } | null };
  const name = properties?.fullName ?? properties?.name;
  const polygons = geometry?.type === 'Polygon' ? [geometry.coordinates] : geometry?.type === 'MultiPolygon' ? geometry.coordinates : null;
  if (typeof name !== 'string') throw fail('không có tên ở fullName hoặc name');
  const named = (reason: string) => fail(`(${name}) ${reason}`);
  if (!Array.isArray(polygons) || !polygons.every((rings) => Array.isArray(rings) && rings.every(Array.isArray))) throw named(`không phải Polygon hoặc MultiPolygon (là ${geometry?.type ?? 'rỗng'})`);
  const rings = (polygons as Point[][][]).flat();
  let count = 0;
  for (const ring of rings) for (const point of ring) {
    count += 1;
    const wrong = coordinateFault(point);
    if (wrong) throw named(wrong);
  }
  if (count === 0) throw named('không có điểm nào');
  const box = around(rings.map((ring) => ({ box: boxOf(ring) })));
  const code = properties?.code ?? properties?.ma;
  return { name, code: typeof code === 'string' || typeof code === 'number' ? String(code) : null, rings, box, centre: [(box.west + box.east) / 2, (box.south + box.north) / 2] };
}

/** What is wrong with a point, told by what the file probably is. */
function coordinateFault(point: unknown): string | null {
  const [x, y] = Array.isArray(point) ? (point as unknown[]) : [];
  if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y)) return 'có điểm không phải cặp số';
  const within = (lon: number, lat: number) => lon >= VIETNAM.west && lon <= VIETNAM.east && lat >= VIETNAM.south && lat <= VIETNAM.north;
  if (within(x, y)) return null;
  if (within(y, x)) return `có tọa độ đảo thứ tự (${x}; ${y}): GeoJSON viết kinh độ trước, vĩ độ sau`;
  if (Math.abs(x) > 180 || Math.abs(y) > 90) return `có tọa độ (${x}; ${y}) không phải độ: tệp theo hệ mét (VN-2000, UTM, Web Mercator), hãy chuyển sang WGS 84 (EPSG:4326)`;
  return `có tọa độ (${x}; ${y}) ngoài lãnh thổ Việt Nam`;
}

function boxOf(points: readonly Point[]): Box {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [x, y] of points) { box.west = Math.min(box.west, x); box.east = Math.max(box.east, x); box.south = Math.min(box.south, y); box.north = Math.max(box.north, y); }
  return box;
}
const around = (features: readonly { box: Box }[]): Box => boxOf(features.flatMap(({ box }): Point[] => [[box.west, box.south], [box.east, box.north]]));
const middle = (numbers: number[], share = 0.5) => [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) * share)]!;

function drawMap(features: readonly Feature[]): WallMap {
  const centre: Point = [middle(features.map((f) => f.centre[0])), middle(features.map((f) => f.centre[1]))];
  const distance = (f: Feature) => Math.hypot(f.centre[0] - centre[0], f.centre[1] - centre[1]);
  const limit = FAR * middle(features.map(distance), 0.9);
  const far = features.length > 2 ? features.filter((f) => distance(f) > limit) : [];
  const near = features.filter((f) => !far.includes(f));
  const main = projection(around(near), { x: 0, y: 0, width: SIZE, height: SIZE });
  const areas = near.map((f) => areaOf(f, main.at));
  const frames = far.map((f, i): Frame => ({ title: f.name, x: main.width + MARGIN, y: i * (FRAME.height + 50) + 40, ...FRAME }));
  far.forEach((f, i) => areas.push(areaOf(f, projection(f.box, { x: frames[i]!.x + 15, y: frames[i]!.y + 15, width: FRAME.width - 30, height: FRAME.height - 30 }).at)));
  return { width: Math.ceil(main.width + (far.length > 0 ? FRAME.width + 2 * MARGIN : 0)), height: Math.ceil(Math.max(main.height, far.length * (FRAME.height + 50))), areas, frames };
}

/** Longitude shrinks with the latitude; the area is fitted into the place and centred in it. */
function projection(box: Box, place: { x: number; y: number; width: number; height: number }) {
  const shrink = Math.cos(((box.south + box.north) / 2) * (Math.PI / 180));
  const [wide, high] = [Math.max((box.east - box.west) * shrink, 1e-6), Math.max(box.north - box.south, 1e-6)];
  const scale = Math.min(place.width / wide, place.height / high);
  const whole = place.x === 0;
  const [dx, dy] = whole ? [0, 0] : [(place.width - wide * scale) / 2, (place.height - high * scale) / 2];
  return { width: wide * scale, height: high * scale, at: ([x, y]: Point): Point => [place.x + dx + (x - box.west) * shrink * scale, place.y + dy + (box.north - y) * scale] };
}

function areaOf(feature: Feature, at: (point: Point) => Point): MapArea {
  const path = feature.rings.map((ring) => {
    const points = simplify(ring.map(at), 0.8).map(([x, y]): Point => [Math.round(x), Math.round(y)]).filter((p, i, all) => i === 0 || p[0] !== all[i - 1]![0] || p[1] !== all[i - 1]![1]);
    // An islet too small for the screen is still there.
    if (points.length < 4) { const [x, y] = points[0]!; return `M${x - 2} ${y - 2}h4v4h-4z`; }
    return `M${points[0]!.join(' ')}${points.slice(1).map((p, i) => `l${p[0] - points[i]![0]} ${p[1] - points[i]![1]}`).join('')}z`;
  });
  return { id: areaId(feature.name), name: feature.name, path: path.join(''), code: feature.code };
}

/** Douglas–Peucker: points closer to the line than `tolerance` go. */
function simplify(points: Point[], tolerance: number): Point[] {
  const keep = new Set([0, points.length - 1]);
  const work: [number, number][] = [[0, Math.floor(points.length / 2)], [Math.floor(points.length / 2), points.length - 1]];
  keep.add(Math.floor(points.length / 2));
  while (work.length > 0) {
    const [from, to] = work.pop()!;
    const [[ax, ay], [bx, by]] = [points[from]!, points[to]!];
    const length = Math.hypot(bx - ax, by - ay) || 1;
    let farthest = -1, most = tolerance;
    for (let i = from + 1; i < to; i += 1) {
      const away = Math.abs((by - ay) * (points[i]![0] - ax) - (bx - ax) * (points[i]![1] - ay)) / length;
      if (away > most) { most = away; farthest = i; }
    }
    if (farthest > 0) { keep.add(farthest); work.push([from, farthest], [farthest, to]); }
  }
  return [...keep].sort((a, b) => a - b).map((i) => points[i]!);
}
