/** Start of the service on a database that is loaded and published: until it answers, and the memory it then holds. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { projectRoot } from '../platform/root';

/** Seconds until /health/live answers; MiB of resident memory after the first answers (null where /proc is not there). */
export async function timeService(url: string): Promise<{ seconds: number; rss: number | null }> {
  const config = join(mkdtempSync(join(tmpdir(), 'cchc-bench-')), 'cchc.yaml');
  writeFileSync(config, 'province: { code: H17, name: Bench }\nreconcile: { enabled: false }\nsourceFolder: null\n');
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, [join(projectRoot(), 'dist/src/cli.js'), 'serve'], { env: { ...process.env, DATABASE_URL: url, CCHC_CONFIG: config, PORT: String(port) }, stdio: 'ignore' });
  try {
    const answers = async (path: string) => fetch(`http://127.0.0.1:${port}${path}`).then(async (r) => (await r.text(), true), () => false);
    while (!(await answers('/health/live'))) {
      if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
      await wait(50);
    }
    const seconds = (performance.now() - started) / 1000;
    for (const path of ['/metrics', '/api/v1/values?period=2025-11', '/wall']) await answers(path);
    const status = process.platform === 'linux' ? readFileSync(`/proc/${child.pid}/status`, 'utf8') : '';
    return { seconds, rss: Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) / 1024 || null };
  } finally {
    child.kill('SIGTERM');
    await new Promise((done) => child.once('exit', done));
  }
}

const freePort = () => new Promise<number>((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as { port: number };
    server.close(() => done(port));
  });
});
