/** The whole service on its own port: schedule, values, health that tells the truth, metrics from memory. */
import { lockPublishing, unlockPublishing } from '../../src/store/editions';
import { join } from 'node:path';
import { timesOfSettings, type App } from '../../src/cli/app';
import { createSchedule } from '../../src/ingest/schedule';
import { register } from '../../src/ingest/registration';
import { startService, type Service } from '../../src/main';
import { createLogger } from '../../src/platform/logger';
import { projectRoot } from '../../src/platform/root';
import { loadSettings } from '../../src/settings';
import { COMPUTE, PROVINCE, UNITS, startRiver, type River } from '../support/river';

let river: River;
let service: Service;
const lines: string[] = [];
const logger = createLogger({ write: (line) => lines.push(line), terminal: false });
const get = async (path: string) => { const response = await fetch(service.url + path); return { status: response.status, json: (await response.json().catch(() => null)) as Record<string, unknown> }; };
async function until(what: string, test: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 40_000; Date.now() < end;) {
    if (await test()) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`did not happen in time: ${what}`);
}

beforeAll(async () => {
  river = await startRiver({ dossiers: 1500, seed: 11 });
  const settings = { ...loadSettings({}, join(projectRoot(), 'config/cchc.yaml')), province: PROVINCE, units: { files: UNITS }, definitions: river.sources.map((s) => s.definition), publish: { every: '1s' } };
  const app: App = { settings, databaseUrl: river.url, pool: river.pool, compute: COMPUTE, timesOf: timesOfSettings(settings), embedded: null, close: () => Promise.resolve() };
  service = await startService(app, { port: 0, logger });
});
afterAll(async () => {
  await service.close();
  await river.close();
});

test('before anything is loaded the service says that it is not healthy, and why', async () => {
  expect((await get('/health/live')).status).toBe(200);
  const { status, json } = await get('/health/ready');
  if (status !== 200) expect(JSON.stringify(json)).toMatch(/chưa nạp lần nào/);
});

test('the schedule loads both sources, publishes, and the values are those of the systems', async () => {
  await until('ready', async () => (await get('/health/ready')).status === 200);
  const month = new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 7);
  let received = 0;
  for (const d of river.simulators.province.all(Date.now())) if (new Date(d.received + 7 * 3_600_000).toISOString().startsWith(month) && !(d.unit.level === 'department' && d.index % 997 === 0)) received += 1;
  const ask = async () => (await get(`/api/v1/values?indicator=online-share&unit=H17&period=${month}`)).json;
  // Before an edition has it, it is computed when asked for; an edition from between the two first loads has a part of it.
  await until('published', async () => { const { edition, coverage } = await ask(); return edition !== null && coverage === 1; });
  const json = await ask();
  expect(json).toMatchObject({ indicator: 'online-share', unit: 'H17', period: month, total: received, status: 'available', coverage: 1, source: 'dossiers:xa,so' });
  await until('the day is published too', async () => (await get(`/api/v1/values?indicator=online-share&unit=H17&period=${month}-15`)).json.status === 'available');
  const onMap = (await get(`/api/v1/values?indicator=online-share&unit=H17&period=${month}&map=today`)).json;
  expect(onMap).toMatchObject({ hits: json.hits, total: json.total, value: json.value, edition: null, from: ['H17'] });
  expect((await get('/api/v1/units/H17.101')).json).toMatchObject({ name: 'Phường Hải Vân', codes: [{ system: 'gso', code: '20194' }] });
});

test('mistakes in a question are told with a remedy', async () => {
  expect((await get('/api/v1/values?indicator=nope&unit=H17')).status).toBe(404);
  expect((await get('/api/v1/values?indicator=online-share&unit=H99')).status).toBe(404);
  expect((await get('/api/v1/values?indicator=online-share&unit=H17&period=2026-13')).status).toBe(400);
  expect((await get('/api/v1/values')).status).toBe(400);
  expect((await get('/api/v1/values?indicator=online-share&unit=H17&map=then')).status).toBe(400);
  expect((await get('/api/v1/units/H99')).status).toBe(404);
  expect((await get('/api/v1/units?at=2025-02-30')).status).toBe(400);
});

test('metrics come from memory and hold the stable names', async () => {
  const read = async () => (await fetch(`${service.url}/metrics`)).text();
  const names = ['cchc_indicator_ratio{', 'cchc_indicator_score{', 'cchc_source_last_success_timestamp_seconds{', 'cchc_source_age_seconds{', 'cchc_ingest_records_total{', 'cchc_quarantine_records{', 'cchc_edition '];
  let text = '';
  await until('metrics refreshed', async () => names.every((name) => text.includes(name)) || ((text = await read()), false));
});

test('[mode 34] a source that falls silent turns the service unhealthy; the other goes on', async () => {
  await river.pool.query(`update source_stream set last_success_at = now() - interval '2 hours', next_due_at = now() + interval '1 hour' where source_id = (select id from source where key = 'so')`);
  const { status, json } = await get('/health/ready');
  expect(status).toBe(503);
  expect(JSON.stringify(json)).toMatch(/Nguồn so đã cũ/);
  expect(JSON.stringify(json)).not.toMatch(/Nguồn xa/);
});

test('editions that no longer follow each other turn the service unhealthy', async () => {
  const client = await river.pool.connect();
  await lockPublishing(client);
  await client.query(`update edition set published_at = published_at - interval '11 minutes' where number = (select max(number) from edition)`);
  const { status, json } = await get('/health/ready');
  await unlockPublishing(client);
  client.release();
  expect(status).toBe(503);
  expect(JSON.stringify(json)).toMatch(/Ấn bản \d+ đã 11 phút chưa được thay/);
});

test('two schedulers, one an hour ahead, run each stream once', async () => {
  const sources = await register(river.pool, PROVINCE, UNITS, river.sources.map((s) => s.definition));
  await river.pool.query('update source_stream set next_due_at = now() + interval \'1 hour\'');
  const { rows: [before] } = await river.pool.query<{ n: number }>(`select count(*) as n from run where stream = 'dossiers'`);
  const schedules = [0, 3_600_000].map((skew) => createSchedule(sources, { pool: river.pool, databaseUrl: river.url, logger, now: () => new Date(Date.now() + skew) }));
  await river.pool.query(`update source_stream set next_due_at = now() where stream = 'dossiers'`);
  await Promise.all(schedules.map((s) => s.beat()));
  await until('both runs', async () => (await river.pool.query<{ n: number }>(`select count(*) as n from source_stream where stream = 'dossiers' and next_due_at > now()`)).rows[0]!.n === 2);
  await Promise.all(schedules.map((s) => s.beat()));
  await Promise.all(schedules.map((s) => s.stop()));
  const { rows: [after] } = await river.pool.query<{ n: number }>(`select count(*) as n from run where stream = 'dossiers'`);
  expect(after!.n - before!.n).toBe(2);
});

test('no secret stands in the log', () => {
  expect(lines.length).toBeGreaterThan(0);
  for (const secret of [river.simulators.igate.clientSecret, river.simulators.tandan.password, 'sim-1-']) expect(lines.join('\n')).not.toContain(secret);
});
