/** The page's own files, read and compressed once. The version is a hash of them all: a page of another version reloads itself. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inEnglish, LANGUAGES, messagesIn, type Language } from '../../messages';
import { projectRoot } from '../../platform/root';
import { HOME } from './wall-boards';
import type { WallMap } from './wall-map';

export interface Asset { type: string; body: Buffer; packed: Buffer | null }
export interface WallAssets { version: string; pages: Readonly<Record<Language, string>>; files: ReadonlyMap<string, Asset> }

const SCRIPT = 'text/javascript; charset=utf-8';
const FONTS = 'node_modules/@fontsource/be-vietnam-pro/files/be-vietnam-pro';
const own = (name: string) => `src/serve/wall/assets/${name}`;
/** Files by the name under which they are served. */
const FILES: Readonly<Record<string, { path: string; type: string }>> = {
  'wall.css': { path: own('wall.css'), type: 'text/css; charset=utf-8' },
  'wall.js': { path: own('wall.js'), type: SCRIPT }, 'tiles.js': { path: own('tiles.js'), type: SCRIPT }, 'layout.js': { path: own('layout.js'), type: SCRIPT }, 'screen.js': { path: own('screen.js'), type: SCRIPT },
  'echarts.js': { path: 'node_modules/echarts/dist/echarts.simple.min.js', type: SCRIPT },
  ...Object.fromEntries([400, 700].flatMap((weight) => ['vietnamese', 'latin'].map((subset) => [`${subset}-${weight}.woff2`, { path: `${FONTS}-${subset}-${weight}-normal.woff2`, type: 'font/woff2' }]))),
};

export function loadWallAssets(map: WallMap | null, root: string = projectRoot()): WallAssets {
  const files = new Map<string, Asset>();
  const hash = createHash('sha256');
  const add = (name: string, type: string, body: Buffer) => {
    hash.update(name).update(body);
    files.set(name, { type, body, packed: type === 'font/woff2' ? null : gzipSync(body, { level: 9 }) }); // a font is compressed already
  };
  for (const [name, { path, type }] of Object.entries(FILES)) add(name, type, readFileSync(join(root, path)));
  const scripts = ['wall.js', 'tiles.js', 'screen.js'].map((name) => files.get(name)!.body.toString('utf8')).join('\n');
  add('messages-en.js', SCRIPT, Buffer.from(`window.Wall = window.Wall || {};\nWall.messages = ${JSON.stringify(messagesIn(scripts), null, 1)};\n`));
  if (map) add('map.json', 'application/json; charset=utf-8', Buffer.from(JSON.stringify(map)));
  const page = readFileSync(join(root, own('wall.html')), 'utf8');
  const version = hash.update(page).digest('hex').slice(0, 12);
  const inLanguage = (language: Language) => (language === 'en' ? englishPage(page) : page.replace('{{messages}}', '')).replaceAll('{{language}}', language).replaceAll('{{version}}', version).replaceAll('{{home}}', HOME);
  return { version, pages: Object.fromEntries(LANGUAGES.map((language) => [language, inLanguage(language)])) as Record<Language, string>, files };
}

/** Its texts in English, and what the scripts need to say theirs. */
const englishPage = (page: string) => page.replace(/(>)([^<>{}\n]+)(?=<)|(aria-label=")([^"]+)(?=")/g, (_, mark?: string, text?: string, label?: string, said?: string) => (mark ? mark + inEnglish(text!) : label! + inEnglish(said!)))
  .replace('{{messages}}', '<script src="/wall/assets/messages-en.js?v={{version}}" defer></script>\n');
