// Brings a checkout to a state that can run: installs when the lock file changed, builds when a source is newer than the last build.
// Prints to stderr only, so that the output of verbs stays clean.
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, rmdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (text) => process.stderr.write(`${text}\n`);
const time = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

export function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    say(`Cần Node.js từ 20.19; đang dùng ${process.versions.node}.`);
    process.exit(2);
  }
}

export function ensureInstalled() {
  ensureNode();
  if (time(join(root, 'node_modules/.package-lock.json')) >= time(join(root, 'package-lock.json'))) return;
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    say('node_modules là liên kết tới thư mục khác và không khớp package-lock.json: hãy tự cài đặt ở đó (npm ci).');
    process.exit(2);
  }
  say('Cài đặt thư viện (npm ci) …');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] });
}

function newest(folder) {
  let latest = 0;
  if (!existsSync(folder)) return latest;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) latest = Math.max(latest, newest(path));
    else if (entry.name.endsWith('.ts') || entry.name.endsWith('.json')) latest = Math.max(latest, time(path));
  }
  return latest;
}

/** What the compiler left of sources that are gone: a file would hide the folder that took its place. */
function prune(folder) {
  for (const entry of existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) prune(path);
    else if (entry.name.endsWith('.js') && !existsSync(join(root, relative(join(root, 'dist'), path).replace(/\.js$/, '.ts')))) rmSync(path);
  }
}

export function ensureBuilt() {
  const stamp = join(root, 'dist/.built');
  const sources = Math.max(...['src', 'simulator', 'dashboards', 'migrations'].map((name) => newest(join(root, name))), time(join(root, 'tsconfig.build.json')));
  if (time(stamp) >= sources) return;
  // One builder at a time: two verbs may start together.
  const lock = join(root, '.building');
  try {
    mkdirSync(lock);
  } catch {
    if (Date.now() - time(lock) > 180_000) rmdirSync(lock);
    for (let i = 0; i < 900 && existsSync(lock); i++) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    return ensureBuilt();
  }
  try {
    say('Biên dịch …');
    const started = Date.now();
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], { cwd: root, stdio: ['ignore', 2, 2] });
    mkdirSync(join(root, 'dist'), { recursive: true });
    for (const name of ['src', 'simulator', 'dashboards', 'migrations']) prune(join(root, 'dist', name));
    // As old as the start: a file edited while the compiler ran is newer and built next time.
    writeFileSync(stamp, '');
    utimesSync(stamp, new Date(started), new Date(started));
  } finally {
    rmdirSync(lock);
  }
}

if (process.argv[2] === 'build' && process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureInstalled();
  ensureBuilt();
}
