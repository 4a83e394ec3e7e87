/** The whole service on its own port: schedule, values, health that tells the truth, metrics from memory. */
import { lockPublishing, unlockPublishing } from '../../src/store/editions/editions';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { timesOfSettings, type App } from '../../src/cli/app';
import { checkStream } from '../../src/ingest/check';
import { openSession } from '../../src/ingest/runner';
import { createSchedule } from '../../src/ingest/schedule';
import { register } from '../../src/ingest/registration';
import { startService, type Service } from '../../src/main';
import { createLogger } from '../../src/platform/logger';
import { projectRoot } from '../../src/platform/root';
import { loadSettings } from '../../src/settings';
import { VIETNAMESE } from '../support/vietnamese-texts';
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
  expect(onMap).toMatchObject({ hits: json.hits, total: json.total, value: json.value, edition: expect.any(Number), from: ['H17'] });
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

test('who asks for English gets titles, reasons and errors in English, and the same numbers', async () => {
  const ask = async (path: string, headers: Record<string, string> = {}) => { const response = await fetch(service.url + path, { headers }); return { status: response.status, language: response.headers.get('content-language'), json: (await response.json()) as Record<string, unknown> }; };
  expect(await ask('/api/v1/values?indicator=nope&unit=H17&lang=en')).toMatchObject({ status: 404, json: { statusCode: 404, error: 'Not Found', message: 'There is no indicator "nope"; see /api/v1/indicators.' } });
  expect((await ask('/api/v1/values?period=2026-13&unit=H17', { 'accept-language': 'en-GB,en;q=0.9' })).json.message).toBe('"2026-13" is no reporting period; write 2026, 2026-H1, 2026-Q3, 2026-08 or 2026-08-17.');
  expect((await ask('/api/v1/values?indicator=nope&unit=H17', { 'accept-language': 'vi,en;q=0.5' })).json.message).toBe('Không có chỉ số "nope"; xem /api/v1/indicators.');
  expect((await ask('/api/v1/values?indicator=nope&unit=H17&lang=vi', { 'accept-language': 'en' })).json.message).toBe('Không có chỉ số "nope"; xem /api/v1/indicators.');
  const vietnamese = await ask('/api/v1/values?unit=H17');
  const english = await ask('/api/v1/values?unit=H17&lang=en');
  expect([vietnamese.language, english.language]).toEqual([null, 'en']);
  const rows = [vietnamese, english].map(({ json }) => json as unknown as { reason: string | null }[]);
  const without = (list: { reason: string | null }[]) => list.map(({ reason, ...row }) => ({ ...row, absent: reason !== null }));
  expect(without(rows[1]!)).toEqual(without(rows[0]!));
  const reasons = rows[1]!.flatMap(({ reason }) => reason ?? []);
  expect(reasons).toContain('No source gives data for this unit in the period. Data are held by: document exchange axis.');
  // Names of departments and of sources stay.
  expect(reasons.filter((reason) => VIETNAMESE.test(reason.replaceAll(/Sở [\p{L}&]+( [\p{Ll}]+)*|Văn phòng UBND|Bộ Nội vụ/gu, '')))).toEqual([]);
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

test('nothing of the people in the answers stands in a log line, a metric, an answer of the API, an error or a table', async () => {
  const people = /NGƯỜI NỘP|địa chỉ giả định|0900000000/i;
  const { igate, tandan } = river.simulators;
  for (const { faults } of [igate, tandan]) { for (const fault of ['endBeforeStart', 'futureDates', 'closedWithoutEnd', 'testRows'] as const) faults.data.add(fault); faults.set('many'); }
  const schedule = createSchedule(river.sources, { pool: river.pool, databaseUrl: river.url, logger });
  await river.pool.query(`update source_stream set next_due_at = now(), loaded_through = loaded_through - interval '40 days' where loaded_through is not null`);
  await schedule.beat(); // with every kind of broken answer and broken row
  await until('bad rows', async () => (await river.pool.query<{ n: number }>('select count(*)::int as n from quarantine')).rows[0]!.n > 0);
  await schedule.stop();
  // An operator's mistake: a field of a person where a state is expected.
  const definition = river.sources[0]!.definition;
  const mistaken = { ...definition, streams: definition.streams.map((s) => (s.record === 'dossier' ? { ...s, mapping: { ...s.mapping, channel: { at: 'applicant.data.fullname', map: { x: 'online' as const }, unknown: 'reject' as const } } } : s)) };
  const failed = await checkStream(mistaken, mistaken.streams.find((s) => s.record === 'dossier')!, openSession(mistaken, { logger })).catch((error: Error) => [error.message]);
  for (const { faults } of [igate, tandan]) { faults.data.clear(); faults.set('none'); }
  const paths = Object.entries(((await get('/api/docs-json')).json ?? JSON.parse(readFileSync(join(projectRoot(), 'docs/openapi.json'), 'utf8'))).paths as Record<string, { get?: unknown }>).filter(([path, verbs]) => verbs.get && !path.includes('{')).map(([path]) => path);
  expect(paths.length).toBeGreaterThan(15);
  const answers = await Promise.all(['/metrics', '/health/ready', '/wall', ...paths.map((path) => `${path}?unit=H17&source=xa&period=2026-01`)].map(async (path) => `${path}: ${await (await fetch(service.url + path)).text()}`));
  const { rows: tables } = await river.pool.query<{ name: string }>(`select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`);
  const inTables: string[] = []; // views show nothing else
  for (const { name } of tables) if ((await river.pool.query(`select 1 from ${name} t where t::text ~* $1 limit 1`, [people.source])).rows.length > 0) inTables.push(name);
  for (const { body } of (await river.pool.query<{ body: Buffer }>('select body from raw_page where body is not null')).rows) if (people.test(inflateRawSync(body).toString('utf8'))) inTables.push('a raw page');
  expect([...lines, ...failed, ...answers].filter((text) => people.test(text)).map((text) => text.slice(0, 200))).toEqual([]);
  expect(inTables).toEqual([]);
}, 120_000);

test('no secret stands in the log', () => {
  expect(lines.length).toBeGreaterThan(0);
  for (const secret of [river.simulators.igate.clientSecret, river.simulators.tandan.password, 'sim-1-']) expect(lines.join('\n')).not.toContain(secret);
});
