/** `cchc` as a process of its own: what it leaves behind, and who reads along. */
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/root';
import { openPool } from '../../src/store/database';
import { createTestDatabase, type TestDatabase } from '../support/database';

const COMMAND = ['-r', join(projectRoot(), 'test/support/typescript.cjs'), join(projectRoot(), 'src/cli.ts')];
let database: TestDatabase;
let folder: string;
const environment = () => ({ ...process.env, DATABASE_URL: database.url, CCHC_CONFIG: join(projectRoot(), 'config/cchc.yaml') });
beforeAll(async () => { database = await createTestDatabase(); folder = mkdtempSync(join(tmpdir(), 'cchc-cli-')); });
afterAll(async () => { await database.drop(); rmSync(folder, { recursive: true, force: true }); });

const cchc = (...args: string[]) => new Promise<{ code: number; out: string; err: string }>((done) => {
  execFile(process.execPath, [...COMMAND, ...args], { env: environment() }, (error, out, err) => done({ code: error ? Number(error.code) : 0, out, err }));
});

test.each([[['calendar', '--year', '2026']], [['indicators']], [['indicators', '--json']], [['units', '--help']]])('%j into a reader that has left ends quietly', async (args) => {
  const child = spawn(process.execPath, [...COMMAND, ...args], { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy(); // `| head -0`
  let err = '';
  child.stderr.on('data', (part: Buffer) => { err += part.toString(); });
  const code = await new Promise<number | null>((done) => { child.on('close', done); });
  expect({ code, err }).toEqual({ code: 0, err: '' });
}, 60_000);

test('calls of a trial count into the limit of the day, also of a source that is not registered', async () => {
  let asked = 0;
  const server: Server = createServer((_, res) => { asked += 1; res.writeHead(200, { 'content-type': 'application/json' }).end('{"rows":[]}'); });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const file = join(folder, 'thu.yaml');
  writeFileSync(file, `
id: thu-nghiem
title: Hệ thống thử
baseUrl: http://127.0.0.1:${(server.address() as AddressInfo).port}
transport: { callsPerDay: 3 }
streams:
  - { id: units, record: unit, request: { path: /units }, envelope: { rows: rows }, mapping: { id: id, name: name } }
  - { id: more, record: unit, request: { path: /more }, envelope: { rows: rows }, mapping: { id: id, name: name } }
`);
  expect((await cchc('sources', 'check', file)).code).toBe(0);
  const second = await cchc('sources', 'check', file); // a process of its own: the third call is the last
  expect([second.code, asked]).toEqual([1, 3]);
  expect(second.out).toContain('✗ more: ');
  expect(second.out).toContain('đã dùng hết 3 lượt gọi của ngày hôm nay');
  const pool = openPool(database.url);
  expect((await pool.query(`select source from source_calls`)).rows).toEqual([{ source: 'thu-nghiem' }]);
  expect((await pool.query(`select 1 from source where key = 'thu-nghiem'`)).rows).toEqual([]); // nothing else is stored
  await pool.end();
  server.closeAllConnections();
  server.close();
}, 60_000);
