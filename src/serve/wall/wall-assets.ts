/** The page's own files, read and compressed once. The version is a hash of them all: a page of another version reloads itself. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectRoot } from '../../platform/root';

export interface Asset { type: string; body: Buffer; gzip: Buffer }
export interface WallAssets { version: string; page: string; files: ReadonlyMap<string, Asset> }

/** Files by the name under which they are served. */
const FILES: Readonly<Record<string, { path: string; type: string }>> = {
  'wall.css': { path: 'src/serve/wall/assets/wall.css', type: 'text/css; charset=utf-8' },
  'wall.js': { path: 'src/serve/wall/assets/wall.js', type: 'text/javascript; charset=utf-8' },
  'echarts.js': { path: 'node_modules/echarts/dist/echarts.simple.min.js', type: 'text/javascript; charset=utf-8' },
};

export function loadWallAssets(root: string = projectRoot()): WallAssets {
  const files = new Map<string, Asset>();
  const hash = createHash('sha256');
  for (const [name, { path, type }] of Object.entries(FILES)) {
    const body = readFileSync(join(root, path));
    hash.update(body);
    files.set(name, { type, body, gzip: gzipSync(body, { level: 9 }) });
  }
  const page = readFileSync(join(root, 'src/serve/wall/assets/wall.html'), 'utf8');
  const version = hash.update(page).digest('hex').slice(0, 12);
  return { version, page: page.replaceAll('{{version}}', version), files };
}
