/** Files of the wall page, read once, compressed once, named by their content. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectRoot } from '../../platform/root';

export interface Asset { type: string; body: Buffer; gzip: Buffer; tag: string }

const folder = () => join(projectRoot(), 'src/serve/wall/assets');
const FILES: Record<string, () => [file: string, type: string]> = {
  'wall.js': () => [join(folder(), 'wall.js'), 'text/javascript; charset=utf-8'],
  'wall.css': () => [join(folder(), 'wall.css'), 'text/css; charset=utf-8'],
  'echarts.js': () => [require.resolve('echarts/dist/echarts.simple.min.js'), 'text/javascript; charset=utf-8'],
};
const cache = new Map<string, Asset>();

export function asset(name: string): Asset | null {
  const place = FILES[name];
  if (!place) return null;
  let found = cache.get(name);
  if (!found) {
    const [file, type] = place();
    const body = readFileSync(file);
    cache.set(name, (found = { type, body, gzip: gzipSync(body, { level: 9 }), tag: createHash('sha256').update(body).digest('hex').slice(0, 16) }));
  }
  return found;
}

/** Changes when any file of the page does; an open page then loads itself again. */
export const assetsVersion = (): string => createHash('sha256').update(Object.keys(FILES).map((name) => asset(name)!.tag).join()).digest('hex').slice(0, 12);
export const page = (): string => readFileSync(join(folder(), 'wall.html'), 'utf8').replaceAll('{version}', assetsVersion());
