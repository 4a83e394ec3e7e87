/** The wall in a real browser: golden numbers, states, pushes, turning, alarms, lost connection, screens, memory; every board at every size. */
import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Pool } from 'pg';
import type { Browser, Page } from 'playwright-core';
import { loadCalendar } from '../../src/compute/calendar';
import { publish } from '../../src/compute/editions/publish';
import { targetsFile } from '../../src/compute/judging/targets';
import { forPostgres, queries, type Board, type QueryId } from '../../src/boards';
import { findIndicator, YEARLY } from '../../src/indicators';
import { ValuesController } from '../../src/serve/api/values.controller';
import { CONTEXT } from '../../src/serve/tokens';
import { ScreensController } from '../../src/serve/wall/screens.controller';
import { wallBoards } from '../../src/serve/wall/wall-boards';
import type { BoardView } from '../../src/serve/wall/wall-types';
import { WallState } from '../../src/serve/wall/wall-state';
import { WallController } from '../../src/serve/wall/wall.controller';
import { openClient, openPool, inTransaction, type Client } from '../../src/store/database';
import type { DossierRow } from '../../src/store/facts/dossier-encoder';
import { loadDossiers } from '../../src/store/facts/load-dossiers';
import { registerUnits } from '../../src/store/units/registry';
import { registerSource } from '../../src/store/sources/sources';
import { registerBatches } from '../../src/store/units/unit-registry';
import type { Unit } from '../../src/vocabulary';
import { buildDashboards } from '../../dashboards/build';
import { expand } from '../../dashboards/check';
import { accessibilityFaults } from '../support/accessibility';
import { launchBrowser } from '../support/browser';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { checkPage } from '../support/page-checks';

const time = (local: string) => Date.parse(`${local}:00+07:00`) * 1000;
const NOW = time('2025-08-18T10:32');
const settings = { provinceCode: 'H99', onTimeBy: 'date' as const, dueSoonWorkingDays: 3, calendar: loadCalendar([]), targets: targetsFile.parse({ targets: [{ indicator: 'on-time-resolution', year: 2025, value: 0.9, document: 'Kế hoạch thử', verified: false }] }) };
const SECRET = 'ma-ghi-danh-cua-phep-thu';

const value = (indicator: string) => ({ kind: 'value', id: indicator, indicator, width: 6, height: 5 }) as const;
/** A board of the test's own, so that what leaders look at can change without it. */
const BOARD: Board = {
  uid: 'cchc-thu', file: 'thu.json', title: 'CCHC – Thử', description: 'Thử', audience: 'leadership', scope: 'province', map: 'as-was', variables: [], time: { from: 'now-1y', to: 'now' }, rotates: false,
  sections: [
    { title: 'Chỉ số', tiles: [value('index766-progress'), value('open-overdue'), value('due-soon'), value('online-share'), value('index766-digitised-components'), value('index766-paid-dossiers'), value('on-time-resolution')] },
    { title: 'Đơn vị', tiles: [{ kind: 'ranking', id: 'ranking', indicator: 'index766-progress', order: 'best', width: 12, height: 9 }, { kind: 'ranking', id: 'due-soon-units', indicator: 'due-soon', order: 'worst', width: 12, height: 9 }, { kind: 'ranking', id: 'carried-over-units', indicator: 'carried-over', order: 'worst', width: 12, height: 9 }, { kind: 'map', id: 'map', indicator: 'on-time-resolution', width: 12, height: 9 }, { kind: 'timeseries', id: 'trend', indicator: 'on-time-resolution', width: 12, height: 9 }] },
    { title: 'Nguồn', tiles: [{ kind: 'status', id: 'sources', title: 'Nguồn', description: 'Nguồn', query: 'sources', width: 12, height: 6 }, { kind: 'composition', id: 'open', title: 'Hồ sơ đang giải quyết', description: 'Hồ sơ', query: 'open-by-due', width: 12, height: 6 }] },
  ],
};
(wallBoards as Map<string, Board>).set('thu', BOARD);

let database: TestDatabase, pool: Pool, client: Client, browser: Browser, page: Page, app: INestApplication, port = 0, sourceId = 0, down = false;
let unitIds: Record<string, number> = {};
const outside: string[] = [];
const problems: string[] = [];

@Module({})
class Host {
  static with(context: unknown): DynamicModule {
    return { module: Host, controllers: [WallController, ScreensController, ValuesController], providers: [{ provide: CONTEXT, useValue: context }, WallState] };
  }
}

/** The pool as the wall sees it: it can be made to fail. */
const breakable = () => ({ query: (...args: [string]) => (down ? Promise.reject(new Error('down')) : pool.query(...args)), connect: () => (down ? Promise.reject(new Error('down')) : pool.connect()) });

async function start(): Promise<void> {
  app = await NestFactory.create(Host.with({ pool: breakable(), province: { code: 'H99', name: 'Tỉnh Thử' }, language: 'vi', compute: settings, now: () => NOW, wall: { enrolmentSecret: SECRET } }), { logger: false });
  await app.listen(port, '127.0.0.1');
  port = Number(new URL(await app.getUrl()).port);
}

let serial = 0;
const dossier = (unit: string, due: string, ended: string | null, more: Partial<DossierRow> = {}): DossierRow => ({
  code: `D${(serial += 1)}`, procedureId: null, receivingUnitId: unitIds[unit]!, resolvingUnitId: unitIds[unit]!, channel: 1, serviceLevel: null, status: ended ? 9 : 4, submittedAt: null,
  otherCode: null, receivedAt: time('2025-08-04T08:00'), dueAt: time(`${due}T17:00`), endedAt: ended ? time(`${ended}T09:00`) : null, returnedAt: null, supplementAt: null, secondSupplementAt: null, supplementCount: 0, reappointments: 0, homeUnitId: null, addressPresent: null, phonePresent: null, workingMinutes: null, limitDueAt: null, pauses: [], returnChannel: null,
  digitised: null, electronicResult: true, feeDue: null, paidOnline: null, apologyLetter: null, modifiedAt: null, ...more,
});
const times = (n: number, make: () => DossierRow) => Array.from({ length: n }, make);
const load = (rows: DossierRow[]) => inTransaction(client, () => loadDossiers(client, sourceId, 1, rows));
const publishNow = () => publish(pool, settings, NOW);
const loadedThrough = (local: string) => client.query(`update source_stream set loaded_through = $1, last_success_at = now()`, [new Date(time(local) / 1000)]);
/** What a page says of itself and whom it asks. */
function watch(opened: Page): void {
  opened.on('request', (request) => { if (new URL(request.url()).protocol !== 'data:' && new URL(request.url()).host !== `127.0.0.1:${port}`) outside.push(request.url()); });
  opened.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('ERR_')) problems.push(message.text()); });
  opened.on('pageerror', (error) => problems.push(error.message));
}
async function open(path: string, width = 1920, height = 1080): Promise<Page> {
  const opened = await browser.newPage({ viewport: { width, height } });
  watch(opened);
  await opened.goto(`http://127.0.0.1:${port}${path}`);
  await opened.waitForSelector('.tile');
  await opened.evaluate('document.fonts.ready');
  return opened;
}
/** Turns the main page until the tile stands on it. */
async function show(id: string): Promise<void> {
  for (let i = 0; i < 10 && (await page.getByTestId(`tile-${id}`).count()) === 0; i += 1) await page.keyboard.press('ArrowRight');
}
/** Text of a tile, wherever it stands. */
async function read(id: string): Promise<string> {
  await show(id);
  return page.getByTestId(`tile-${id}`).innerText();
}
/** Waits for an expression of the page. Its own rules forbid the evaluation that waitForFunction does inside it. */
async function until(screen: Page, expression: string): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; await screen.waitForTimeout(100)) if (await screen.evaluate(expression).catch(() => false)) return;
  throw new Error(`did not happen in time: ${expression}`);
}
/** What stands published now, as a tile writes it. Earlier tests load dossiers too: no test leans on their numbers. */
const published = async (): Promise<string> => {
  const { rows } = await client.query<{ hits: string; total: string }>(`select hits, total from mart.indicator_value where indicator = 'on-time-resolution' and unit_code = 'H99' and period_type = 'month' and period_start = '2025-08-01'`);
  return `${Number(rows[0]!.hits)} / ${Number(rows[0]!.total)} hồ sơ`;
};
/** Sources and edition as of now, the page on its first figures. */
async function settle(): Promise<void> {
  await loadedThrough('2025-08-18T10:30');
  await publishNow();
  await show('on-time-resolution');
  await inState('on-time-resolution', 'fresh');
  await tile('on-time-resolution').getByText(await published()).waitFor();
}
const tile = (indicator: string) => page.getByTestId(`tile-${indicator}`);
const styleOf = (name: string) => page.evaluate<string>(`getComputedStyle(document.querySelector('[data-testid="tile-on-time-resolution"]')).${name}`);
const inState = (indicator: string, state: string) => page.waitForSelector(`[data-testid="tile-${indicator}"][data-state="${state}"]`);

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url);
  client = await openClient(database.url, 'wall spec');
  await registerUnits(client, ['H99', 'H99.01', 'H99.02'].map((code) => ({ code, name: code === 'H99' ? 'Tỉnh Thử' : `Sở ${code}`, level: code === 'H99' ? 'province' : 'department', parentCode: null, validFrom: null, validTo: null })), 'test');
  unitIds = Object.fromEntries((await client.query<{ code: string; id: number }>('select code, id from unit')).rows.map((u) => [u.code, u.id]));
  sourceId = await inTransaction(client, () => registerSource(client, {
    key: 'igate', title: 'Một cửa', family: 'test', staleAfterMs: 1_800_000, everyMs: 300_000,
    streams: [{ id: 'dossiers', record: 'dossier', layout: JSON.stringify({ start: '2024-01-01', fields: ['endedAt', 'dueAt', 'electronicResult', 'feeDue', 'paidOnline'] }) }],
  }));
  await load([
    ...times(8, () => dossier('H99.01', '2025-08-12', '2025-08-11')), // on time
    dossier('H99.01', '2025-08-06', '2025-08-07'), // late
    dossier('H99.01', '2025-08-08', null), // open, overdue
    ...times(6, () => dossier('H99.02', '2025-08-12', '2025-08-12', { channel: 2 })), // on time
    ...times(2, () => dossier('H99.02', '2025-08-19', null, { channel: 2 })), // open, due soon
  ]);
  await loadedThrough('2025-08-18T10:30');
  await publishNow();
  await start();
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  watch(page);
  await page.goto(`http://127.0.0.1:${port}/wall/thu?turn=3600&alarm=off`);
  await page.waitForSelector('.tile');
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await client?.end();
  await pool?.end();
  await database?.drop();
});

test('tiles show the golden numbers with their counts', async () => {
  expect(await read('index766-progress')).toMatch(/17,78\s+\/ 20 điểm[^]*88,9 % · 16 \/ 18 hồ sơ/);
  expect(await read('on-time-resolution')).toMatch(/93,3\s+%[^]*14 \/ 15 hồ sơ/);
  expect(await read('open-overdue')).toMatch(/1\s+hồ sơ[^]*33,3 % của 3 hồ sơ/);
  expect(await read('due-soon')).toMatch(/2\s+hồ sơ/);
  expect(await read('online-share')).toMatch(/44,4\s+%[^]*8 \/ 18 hồ sơ/);
  expect(await tile('on-time-resolution').getAttribute('data-state')).toBe('fresh');
  expect(await page.getByTestId('stamp').innerText()).toContain('Số liệu đến 18/08/2025 10:30');
  expect(await page.getByTestId('month').innerText()).toBe('Tháng 8/2025 (đến ngày 18/08)');
  expect(await page.getByTestId('banner').isVisible()).toBe(false);
});

test('a number on a tile equals the API and the table that Grafana reads', async () => {
  const { data } = { data: (await (await fetch(`http://127.0.0.1:${port}/api/v1/values?indicator=online-share&unit=H99&period=2025-08`)).json()) as { hits: number; total: number; edition: number } };
  const { rows } = await client.query(`select hits, total, edition from mart.indicator_value where indicator = 'online-share' and unit_code = 'H99' and period_type = 'month' and period_start = '2025-08-01'`);
  expect(rows).toEqual([{ hits: data.hits, total: data.total, edition: data.edition }]);
  expect(await read('online-share')).toContain(`${data.hits} / ${data.total} hồ sơ`);
  expect(await read('online-share')).toMatch(/Ấn bản \d+ · cập nhật lúc \d\d:\d\d \d\d\/\d\d/);
  expect(await tile('online-share').getByRole('link').getAttribute('href')).toBe('/explain?indicator=online-share&unit=H99&period=2025-08');
});

test('a light is a shape, a word and its target, with the mark of what nobody checked', async () => {
  expect(await read('on-time-resolution')).toContain('● Đạt · chỉ tiêu 90 % (chưa xác minh)');
});

test('ranking by the published places, and without a map the ranking stands for it', async () => {
  await show('ranking');
  expect(await page.getByTestId('tile-ranking').locator('li').allInnerTexts()).toEqual([expect.stringMatching(/1\/2[^]*Sở H99\.02[^]*8 \/ 8\s+20,00 điểm/), expect.stringMatching(/2\/2[^]*Sở H99\.01[^]*8 \/ 10\s+16,00 điểm/)]);
  expect(await page.getByTestId('tile-map').innerText()).toContain('Chưa có tệp bản đồ (khóa wall.map trong cấu hình); hiện bảng xếp hạng.');
  await show('on-time-resolution');
});

test('units stand by the size of a count, and where every count is nought that is said', async () => {
  await show('due-soon-units');
  expect(await page.getByTestId('tile-due-soon-units').locator('li').allInnerTexts()).toEqual([expect.stringMatching(/^\S\s+Sở H99\.02\s+2$/)]);
  expect(await page.getByTestId('tile-due-soon-units').innerText()).toContain('1 đơn vị có, 1 đơn vị bằng 0');
  await show('carried-over-units');
  expect(await page.getByTestId('tile-carried-over-units').innerText()).toMatch(/2 đơn vị đều bằng 0\s+Ấn bản/);
  await show('on-time-resolution');
});

test('every figure of every board equals the API, and what Grafana asks for', async () => {
  let compared = 0;
  for (const { board, json } of buildDashboards()) {
    const slug = board.file.replace('.json', '');
    const unit = board.scope === 'unit' ? 'H99.01' : 'H99';
    const view = (await (await fetch(`http://127.0.0.1:${port}/wall/data?board=${slug}&unit=${unit}`)).json()) as BoardView;
    for (const shown of view.sections.flatMap((section) => section.tiles)) {
      const panel = (types: string[]) => { const found = json.panels.find((p) => p.title === shown.title && types.includes(p.type)); if (!found) throw new Error(`${slug}: no panel ${shown.title}`); return found; };
      const ask = async (sql: string) => (await client.query<Record<string, number | string | null>>(expand(sql, { period: '2025-08', map: board.map, unit, level: 'department', field: '*' }))).rows;
      if (shown.kind !== 'figure') continue;
      const { indicator: id, hits, total, status } = shown.figure;
      const row = (await ask(panel(['stat', 'gauge']).targets![0].rawSql)).at(-1)!;
      const indicator = findIndicator(id);
      if (!indicator) { expect([slug, shown.id, shown.figure.raw]).toEqual([slug, shown.id, typeof row.value === 'number' ? row.value : null]); continue; }
      const api = (await (await fetch(`http://127.0.0.1:${port}/api/v1/values?indicator=${id}&unit=${unit}&period=${indicator.periods === YEARLY ? '2025' : '2025-08'}`)).json()) as Record<string, number | string | null>;
      expect({ slug, id, hits, total, available: status === 'available' }).toEqual({ slug, id, hits: api.hits ?? null, total: api.total ?? null, available: api.status === 'available' });
      expect([slug, id, row.shown ?? row.value ?? null]).toEqual([slug, id, api.status === 'available' ? (indicator.kind === 'group' ? api.score : api.value) : null]);
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(80);
});

test('what is overdue is the same number at every level: province, units, fields, procedures, and on the board of each unit', async () => {
  const rows = async (id: QueryId, unit = 'H99') => { const { text, values } = forPostgres(queries[id].sql, { period: '2025-08', map: 'today', unit, level: 'department', field: '*' }); return (await client.query<Record<string, unknown>>(text, values)).rows; };
  const sum = (all: Record<string, unknown>[], column: string) => all.reduce((n, row) => n + Number(row[column] ?? 0), 0);
  const late = (all: Record<string, unknown>[]) => sum(all.filter((row) => String(row.part).startsWith('Quá hạn')), 'value');
  await load([...times(3, () => dossier('H99.02', '2025-08-08', null)), ...times(2, () => dossier('H99.01', '2025-07-08', null, { procedureId: 7 }))]);
  await publishNow();
  expect(sum(await rows('overdue-now'), 'value')).toBe(6);
  const units = ['H99.01', 'H99.02'];
  const ofUnits = async (id: QueryId) => (await Promise.all(units.map((unit) => rows(id, unit)))).flat();
  expect({
    parts: late(await rows('open-by-due')), units: sum(await rows('overdue-by-unit'), 'value'), list: sum(await rows('units-open'), 'overdue'), fields: sum(await rows('overdue-by-field'), 'value'), procedures: sum(await rows('overdue-by-procedure'), 'overdue'),
    boards: late(await ofUnits('unit-open-by-due')), unitProcedures: sum(await ofUnits('unit-procedures'), 'overdue'),
  }).toEqual({ parts: 6, units: 6, list: 6, fields: 6, procedures: 6, boards: 6, unitProcedures: 6 });
});

test('what a source does not give is said, and so is that nothing happened', async () => {
  expect(await tile('index766-digitised-components').innerText()).toMatch(/Không có số liệu\s+Nguồn Một cửa không cung cấp/);
  expect(await tile('index766-digitised-components').getAttribute('data-state')).toBe('unavailable');
  expect(await tile('index766-paid-dossiers').innerText()).toContain('0 / 0 hồ sơ · không phát sinh');
});

test('a new edition arrives without a reload', async () => {
  await settle();
  await page.evaluate('window.sameDocument = true');
  const [hits, total] = (await published()).split(' ').filter((_, i) => i % 2 === 0).map(Number);
  await load(times(5, () => dossier('H99.02', '2025-08-12', '2025-08-12', { channel: 2 })));
  await publishNow();
  await tile('on-time-resolution').getByText(`${hits! + 5} / ${total! + 5} hồ sơ`).waitFor();
  const { rows } = await client.query<{ number: number }>('select max(number) as number from mart.edition');
  expect(await page.getByTestId('stamp').innerText()).toContain(`ấn bản ${rows[0]!.number}`);
  expect(await page.evaluate('window.sameDocument')).toBe(true);
  expect(await page.locator('#live').innerText()).toMatch(new RegExp(`^Ấn bản ${rows[0]!.number}, cập nhật lúc \\d\\d/\\d\\d/\\d{4}`)); // said to those who listen
});

test('a period that is not loaded in full is hatched and its units are not ranked', async () => {
  await settle();
  await loadedThrough('2025-08-15T08:00');
  await publishNow();
  await inState('on-time-resolution', 'incomplete');
  expect(await tile('on-time-resolution').innerText()).toMatch(/CHƯA ĐỦ – mới có 8\d % kỳ/);
  expect(await styleOf('backgroundImage')).toContain('repeating-linear-gradient');
  await show('ranking');
  expect(await page.getByTestId('tile-ranking').innerText()).toContain('Không xếp hạng: 2 đơn vị chưa đủ số liệu');
  await settle();
});

test('a source that falls silent greys what it feeds, without a new edition', async () => {
  await settle();
  await client.query(`update source_stream set last_success_at = now() - interval '3 hours'`);
  await inState('on-time-resolution', 'stale');
  expect(await tile('on-time-resolution').innerText()).toContain('SỐ LIỆU CŨ – đến 10:30 18/08');
  expect(await styleOf('borderTopStyle')).toBe('dashed');
  expect(await tile('on-time-resolution').innerText()).toContain(await published());
  await show('sources');
  expect(await page.getByTestId('source-igate').innerText()).toMatch(/CŨ, 3 giờ trước/);
  await show('on-time-resolution');
  await loadedThrough('2025-08-18T10:30');
  await inState('on-time-resolution', 'fresh');
});

test('a source whose first load has not ended leaves the counts of now incomplete', async () => {
  await settle();
  await client.query('update source_stream set last_success_at = null');
  await show('open');
  await inState('open', 'incomplete');
  expect(await tile('open').innerText()).toContain('CHƯA ĐỦ – nguồn Một cửa chưa nạp xong lần đầu');
  await loadedThrough('2025-08-18T10:30');
  await inState('open', 'fresh');
});

test('publishing that stands still is told over the whole wall', async () => {
  await settle();
  await client.query(`update edition set published_at = published_at - interval '1 hour'`);
  await page.getByTestId('banner').getByText('SỐ LIỆU CŨ – không có ấn bản mới').waitFor();
  await inState('due-soon', 'stale');
  await publishNow();
  await inState('due-soon', 'fresh');
});

test('a database that does not answer is told; the figures stay', async () => {
  await settle();
  down = true;
  await page.getByTestId('banner').getByText('Máy chủ không đọc được cơ sở dữ liệu').waitFor();
  expect(await tile('on-time-resolution').innerText()).toContain(await published());
  down = false;
  await page.getByTestId('banner').waitFor({ state: 'hidden' });
});

test('a lost connection is told with the time of the figures, and heals by itself', async () => {
  await settle();
  await page.evaluate('window.sameDocument = true');
  await app.close();
  await page.getByTestId('banner').getByText('Mất kết nối – số liệu lúc 18/08/2025 10:30').waitFor();
  expect(await tile('on-time-resolution').innerText()).toContain(await published());
  await start();
  await page.getByTestId('banner').waitFor({ state: 'hidden' });
  expect(await page.evaluate('window.sameDocument')).toBe(true);
});

test('a line that is cut without a word is told, and a new one is there within half a minute of its return', async () => {
  await settle();
  let cut = false;
  const open = new Set<[Socket, Socket?]>();
  const streams = new Set<Socket>();
  const line = createServer((outer) => {
    outer.on('error', () => undefined);
    if (cut) { open.add([outer]); return; } // taken, and never answered
    const inner = connect(port, '127.0.0.1');
    inner.on('error', () => undefined);
    outer.once('data', (first: Buffer) => { if (first.includes('GET /wall/events')) streams.add(outer); });
    outer.pipe(inner);
    inner.pipe(outer);
    open.add([outer, inner]);
  });
  await new Promise<void>((done) => { line.listen(0, '127.0.0.1', done); });
  const screen = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await screen.clock.install();
  await screen.goto(`http://127.0.0.1:${(line.address() as AddressInfo).port}/wall/thu?alarm=off`);
  await screen.waitForSelector('.tile');
  cut = true;
  for (const [outer, inner] of open) if (streams.has(outer)) { outer.unpipe(); inner?.unpipe(); } else outer.destroy(); // what stood idle was closed long before
  await screen.clock.runFor(24_000);
  await screen.getByTestId('banner').getByText('Mất kết nối – số liệu lúc 18/08/2025 10:30').waitFor();
  cut = false;
  await screen.clock.runFor(15_000);
  await screen.getByTestId('banner').waitFor({ state: 'hidden' });
  await screen.close();
  for (const [outer, inner] of open) { outer.destroy(); inner?.destroy(); }
  await new Promise((done) => { line.close(done); });
});

test('one reading an edition serves every screen', async () => {
  await settle();
  const screens = await Promise.all([open('/wall/thu?alarm=off'), open('/wall/thu?alarm=off', 3440, 1440), open('/wall/thu?alarm=off', 390, 844)]);
  const before = app.get(WallState).readings;
  await load(times(10, () => dossier('H99.02', '2025-08-12', '2025-08-12', { channel: 2 })));
  await publishNow();
  for (const screen of screens) await screen.getByTestId('tile-on-time-resolution').getByText(await published()).waitFor();
  expect(app.get(WallState).readings - before).toBeLessThanOrEqual(2); // one for the edition; the minute of the live counts may fall between
  await Promise.all(screens.map((screen) => screen.close()));
});

test('a figure that turns red comes to the front by itself', async () => {
  await settle();
  const screen = await open('/wall/thu?turn=3600', 1280, 720);
  await screen.keyboard.press('End');
  await screen.getByTestId('tile-sources').waitFor();
  await load(times(12, () => dossier('H99.01', '2025-08-06', '2025-08-07'))); // late: below the target of 90 %
  await publishNow();
  await screen.getByTestId('tile-on-time-resolution').getByText(await published()).waitFor();
  expect(await screen.getByTestId('tile-on-time-resolution').innerText()).toMatch(/CẢNH BÁO[^]*■ Chưa đạt · chỉ tiêu 90 %/);
  expect(await screen.getByTestId('alarm').innerText()).toContain('Chưa đạt: Tỷ lệ hồ sơ giải quyết đúng hạn');
  await screen.close();
});

test('pages turn by time through the boards; a key holds them, a briefing turns by hand only', async () => {
  const place = (screen: Page) => screen.getByTestId('place').innerText();
  const begin = async (query: string) => {
    const screen = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await screen.clock.install();
    await screen.goto(`http://127.0.0.1:${port}/wall/thu?${query}`);
    await screen.waitForSelector('.tile');
    await until(screen, `document.getElementById('place').textContent !== ''`);
    return screen;
  };
  const turning = await begin('turn=20&alarm=off');
  const first = await place(turning);
  await turning.clock.runFor(10_000);
  expect(await place(turning)).toBe(first);
  await turning.clock.runFor(11_000);
  expect(await place(turning)).not.toBe(first);
  await turning.keyboard.press('Home');
  await turning.clock.runFor(40_000);
  expect(await place(turning)).toMatch(/^Trang 1 /);
  await turning.close();
  const several = await begin('boards=dat-dai&turn=20&alarm=off');
  for (let i = 0; i < 12 && !/Đất đai/.test(await several.locator('#title').innerText()); i += 1) await several.clock.runFor(21_000);
  expect(await several.locator('#title').innerText()).toMatch(/^Đất đai/);
  await several.close();
  const briefing = await begin('mode=briefing&turn=1');
  await briefing.clock.runFor(120_000);
  expect(await place(briefing)).toMatch(/^Trang 1 /);
  await briefing.keyboard.press('ArrowRight');
  expect(await place(briefing)).toMatch(/^Trang 2 /);
  await briefing.keyboard.press('ArrowLeft');
  expect(await place(briefing)).toMatch(/^Trang 1 /);
  await briefing.close();
});

test('a screen enrols once with the shared secret and reports with a token of its own', async () => {
  const post = (path: string, body: unknown, headers = {}) => fetch(`http://127.0.0.1:${port}/api/v1/screens${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  const list = async () => (await (await fetch(`http://127.0.0.1:${port}/api/v1/screens`)).json()) as Record<string, unknown>[];
  expect((await post('', { name: 'Sảnh', secret: 'sai' })).status).toBe(401);
  expect((await post('/heartbeat', {}, { authorization: 'Bearer aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' })).status).toBe(401);
  const screen = await browser.newPage();
  const heard = screen.waitForResponse((response) => response.url().endsWith('/heartbeat'));
  await screen.goto(`http://127.0.0.1:${port}/wall/thu#ghi-danh=${SECRET}&ten=${encodeURIComponent('Sảnh tầng 1')}`);
  expect((await heard).status()).toBe(204);
  expect(screen.url()).not.toContain(SECRET);
  expect(await list()).toEqual([expect.objectContaining({ name: 'Sảnh tầng 1', state: 'alive', current: true })]);
  expect((await client.query('select encode(token_digest, $1) as digest, board from screen', ['hex'])).rows).toEqual([{ digest: expect.stringMatching(/^[0-9a-f]{64}$/), board: 'thu' }]);
  await screen.close();
  await client.query(`update screen set last_seen_at = now() - interval '2 minutes'`);
  expect(await list()).toEqual([expect.objectContaining({ name: 'Sảnh tầng 1', state: 'silent' })]);
  const { id } = (await client.query<{ id: number }>('select id from screen')).rows[0]!;
  const remove = (secret: string) => fetch(`http://127.0.0.1:${port}/api/v1/screens/${id}`, { method: 'DELETE', headers: { 'x-enrolment-secret': secret } });
  expect([(await remove('sai')).status, (await remove(SECRET)).status]).toEqual([401, 204]);
  expect(await list()).toEqual([]);
});

test('a new version of the page loads itself', async () => {
  const screen = await open('/wall/thu?alarm=off');
  const { assets } = app.get(WallState);
  const before = assets.version;
  Object.assign(assets, { version: 'another', pages: { ...assets.pages, vi: assets.pages.vi.replaceAll(before, 'another') } });
  await load([dossier('H99.02', '2025-08-12', '2025-08-12')]);
  await publishNow();
  await until(screen, `document.documentElement.dataset.version === 'another'`);
  Object.assign(assets, { version: before, pages: { ...assets.pages, vi: assets.pages.vi.replaceAll('another', before) } });
  await screen.close();
});

test('turning for long takes no more memory', async () => {
  const screen = await open('/wall/thu?mode=briefing');
  const protocol = await screen.context().newCDPSession(screen);
  await protocol.send('Performance.enable');
  const measure = async () => {
    for (let i = 0; i < 150; i += 1) await screen.keyboard.press('ArrowRight');
    await protocol.send('HeapProfiler.collectGarbage');
    const { metrics } = await protocol.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((metric) => metric.name === name)!.value;
    return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
  };
  const rounds = [await measure(), await measure(), await measure(), await measure()];
  if (process.env.CCHC_SHOW) process.stderr.write(`${JSON.stringify(rounds)}\n`);
  const [, second, , last] = rounds;
  expect(last!.heap - second!.heap).toBeLessThan(300_000); // 300 turns
  expect(last!.nodes - second!.nodes).toBeLessThan(500);
  expect(last!.listeners - second!.listeners).toBeLessThan(100);
  await screen.close();
});

test('new editions for long take no more memory', async () => {
  const screen = await open('/wall/thu?mode=briefing');
  const protocol = await screen.context().newCDPSession(screen);
  await protocol.send('Performance.enable');
  const state = app.get(WallState) as unknown as { kept: Map<string, { id: string }>; readAt: number; refresh(): Promise<void> };
  const measure = async () => {
    for (let i = 0; i < 30; i += 1) {
      await screen.evaluate(`document.querySelector('.tile').dataset.before = 'yes'`);
      for (const kept of state.kept.values()) kept.id = ''; // as if every reading told something new
      state.readAt = 0;
      await state.refresh();
      await screen.locator('[data-before]').waitFor({ state: 'detached' });
    }
    await protocol.send('HeapProfiler.collectGarbage');
    const { metrics } = await protocol.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((metric) => metric.name === name)!.value;
    return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
  };
  const [, second, last] = [await measure(), await measure(), await measure()];
  expect(last!.heap - second!.heap).toBeLessThan(300_000);
  expect(last!.nodes - second!.nodes).toBeLessThan(500);
  expect(last!.listeners - second!.listeners).toBeLessThan(100);
  await screen.close();
});

test('communes stand on the map from the file of the configuration, told apart by pattern; what the file and the registry do not share is said', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wall-'));
  const square = (fullName: string, x: number) => ({ type: 'Feature', properties: { fullName }, geometry: { type: 'Polygon', coordinates: [[[x, 16], [x + 0.1, 16], [x + 0.1, 16.1], [x, 16.1], [x, 16]]] } });
  writeFileSync(join(folder, 'map.json'), JSON.stringify({ type: 'FeatureCollection', features: [square('Xã Một', 108), square('Xã Hai', 108.1), square('Đặc khu Hoàng Sa', 111.6)] }));
  await registerUnits(client, ['Xã Một', 'Xã Hai', 'Xã Ba'].map((name, i) => ({ code: `H99.5${i}`, name, level: 'commune', parentCode: 'H99', validFrom: null, validTo: null })), 'test');
  unitIds = Object.fromEntries((await client.query<{ code: string; id: number }>('select code, id from unit')).rows.map((u) => [u.code, u.id]));
  await load([...times(9, () => dossier('H99.50', '2025-08-12', '2025-08-11')), ...times(6, () => dossier('H99.51', '2025-08-06', '2025-08-07')), ...times(6, () => dossier('H99.52', '2025-08-12', '2025-08-11'))]);
  await publishNow();
  const mapped = await NestFactory.create(Host.with({ pool, province: { code: 'H99', name: 'Tỉnh Thử' }, language: 'vi', compute: settings, now: () => NOW, wall: { enrolmentSecret: SECRET, map: join(folder, 'map.json') } }), { logger: false });
  try {
    await mapped.listen(0, '127.0.0.1');
    const screen = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await screen.goto(`${(await mapped.getUrl()).replace('[::1]', '127.0.0.1')}/wall/thu?mode=briefing`);
    await screen.waitForSelector('.tile');
    for (let i = 0; i < 10 && (await screen.locator('.map svg').count()) === 0; i += 1) await screen.keyboard.press('ArrowRight');
    await screen.locator('.map path').first().waitFor({ state: 'attached' });
    const areas = await screen.evaluate(`[...document.querySelectorAll('.map path')].map((path) => [path.querySelector('title').textContent, path.getAttribute('class'), getComputedStyle(path).fill.replace(/^rgb.*/, 'plain')])`);
    expect(areas).toEqual([['Xã Một: 100,0 %', 'area reached', 'plain'], ['Xã Hai: 0,0 %', 'area missed', 'url("#missed")'], ['Đặc khu Hoàng Sa: không có số liệu', 'area none', 'plain']]);
    const said = await screen.getByTestId('tile-map').innerText();
    for (const text of ['đạt: 2', 'chưa đạt: 1', '1 đơn vị không có ranh giới trong tệp bản đồ: Xã Ba', '1 vùng không khớp đơn vị nào']) expect(said).toContain(text);
    expect(await screen.locator('.map').getAttribute('aria-label')).toContain('chưa đạt: 1');
    expect([...await checkPage(screen), ...await accessibilityFaults(screen)]).toEqual([]);
    await screen.close();
  } finally {
    await mapped.close();
    rmSync(folder, { recursive: true });
  }
});

test('a month before a merger reads on either map: the mark and the figures change; turning, links and reloading keep the map', async () => {
  const part = (code: string, more: Partial<Unit>): Unit => ({ code, name: `Sở ${code}`, level: 'department', parentCode: 'H99', validFrom: null, validTo: null, ...more });
  await registerBatches(client, [{
    origin: 'merger', units: [part('H99.91', { validTo: '2025-06-30' }), part('H99.92', { validTo: '2025-06-30' }), part('H99.90', { validFrom: '2025-07-01' })],
    events: [{ id: 'm', kind: 'merge', date: '2025-07-01', basis: 'NQ', verified: true, note: null, edges: [{ from: 'H99.91', to: 'H99.90', weight: 1 }, { from: 'H99.92', to: 'H99.90', weight: 1 }], ends: [], begins: [], units: [] }],
  }]);
  unitIds = Object.fromEntries((await client.query<{ code: string; id: number }>('select code, id from unit')).rows.map((u) => [u.code, u.id]));
  const june = { receivedAt: time('2025-06-04T08:00') };
  await load([...times(6, () => dossier('H99.91', '2025-06-20', '2025-06-19', june)), ...times(5, () => dossier('H99.92', '2025-06-10', '2025-06-19', june))]); // on time, late
  await loadedThrough('2025-08-18T10:30');
  await publish(pool, settings, NOW, { everything: true });

  const screen = await open('/wall/don-vi?unit=H99.90&period=2025-06&map=today&mode=briefing');
  const figure = screen.getByTestId('tile-on-time-resolution');
  const kept = async () => { expect(await screen.getByTestId('map').innerText()).toMatch(/Đơn vị theo bản đồ hôm nay/); expect(screen.url()).toContain('map=today'); };
  const turn = async () => { for (let i = 0; i < 10 && (await figure.count()) === 0; i += 1) await screen.keyboard.press('ArrowRight'); };
  await turn();
  expect(await figure.innerText()).toContain('6 / 11 hồ sơ');
  expect(await screen.getByTestId('month').innerText()).toBe('Tháng 6/2025');
  expect(await figure.getByRole('link').getAttribute('href')).toContain('unit=H99.90&period=2025-06&map=today');
  await kept();
  const place = await screen.getByTestId('place').innerText();
  await screen.keyboard.press('ArrowRight');
  expect(await screen.getByTestId('place').innerText()).not.toBe(place);
  await kept();
  await screen.reload();
  await screen.waitForSelector('.tile');
  await kept();
  await turn();
  expect(await figure.innerText()).toContain('6 / 11 hồ sơ');
  expect(await checkPage(screen)).toEqual([]);
  await screen.close();

  const asWas = await open('/wall/don-vi?unit=H99.91&period=2025-06&map=as-was&mode=briefing');
  expect(await asWas.getByTestId('map').innerText()).toMatch(/Đơn vị như tại thời điểm đó/);
  for (let i = 0; i < 10 && (await asWas.getByTestId('tile-on-time-resolution').count()) === 0; i += 1) await asWas.keyboard.press('ArrowRight');
  expect(await asWas.getByTestId('tile-on-time-resolution').innerText()).toContain('6 / 6 hồ sơ');
  await asWas.close();

  const alike = await open('/wall/don-vi?period=2025-04&map=today&mode=briefing');
  expect(await alike.getByTestId('month').innerText()).toBe('Tháng 4/2025');
  expect(await alike.getByTestId('map').isVisible()).toBe(false);
  await alike.close();
});

test('a long list begins with its first rows and goes on when its page comes round again, not when it is drawn again', async () => {
  const screen = await open('/wall/cai-cach-hanh-chinh?mode=briefing', 1500, 800);
  const rows = () => screen.locator('.said').evaluateAll((all) => all.map((one) => one.textContent).filter((text) => text?.startsWith('Dòng')));
  const pages = Number(/\/ (\d+)/.exec(await screen.getByTestId('place').innerText())![1]);
  let turned = 0;
  while ((await rows()).length === 0 && turned < pages) { await screen.keyboard.press('ArrowRight'); turned += 1; }
  const first = await rows();
  expect(first[0]).toMatch(/^Dòng 1–/);
  await screen.setViewportSize({ width: 1500, height: 801 });
  await screen.waitForTimeout(400); // the page waits for the end of resizing before it draws
  expect(await rows()).toEqual(first);
  for (let i = 0; i < pages; i += 1) await screen.keyboard.press('ArrowRight');
  expect((await rows())[0]).toMatch(/^Dòng ([2-9]|1\d)/);
  await screen.close();
});

test('the whole page weighs at most 350 KB', async () => {
  const { files, pages } = app.get(WallState).assets;
  const bytes = Buffer.byteLength(pages.vi) + [...files.values()].reduce((sum, file) => sum + (file.packed ?? file.body).length, 0);
  expect(bytes).toBeLessThan(350_000);
});

const SIZES = [['full HD', 1920, 1080], ['4K', 3840, 2160], ['ultra-wide', 3440, 1440], ['phone', 390, 844]] as const;
describe.each([...wallBoards.keys()])('board %s', (slug) => {
  test.each(SIZES)('%s: every page fits, reads and is named', async (name, width, height) => {
    for (const theme of name === 'full HD' ? ['light', 'dark'] : ['light']) {
      const screen = await open(`/wall/${slug}?mode=briefing&theme=${theme}`, width, height);
      const pages = Number(/\/ (\d+)/.exec(await screen.getByTestId('place').textContent() ?? '')?.[1] ?? 1);
      for (let i = 0; i < pages; i += 1) {
        const faults = [...await checkPage(screen), ...(name === 'full HD' || name === 'phone' ? await accessibilityFaults(screen) : [])];
        expect({ page: i + 1, faults }).toEqual({ page: i + 1, faults: [] });
        await screen.keyboard.press('ArrowRight');
      }
      await screen.close();
    }
  });
});

test('the address without a board shows that of the leadership', async () => {
  for (const theme of ['light', 'dark']) {
    const screen = await open(`/wall?mode=briefing&theme=${theme}`);
    expect(await screen.locator('#title').innerText()).toMatch(/^Lãnh đạo/);
    expect([...await checkPage(screen), ...await accessibilityFaults(screen)]).toEqual([]);
    await screen.close();
  }
});

test('what is spoiled for those who listen, type or see little is found', async () => {
  const screen = await open('/wall/thu?mode=briefing');
  expect(await accessibilityFaults(screen)).toEqual([]);
  await screen.evaluate(`(() => {
    document.documentElement.lang = '';
    document.getElementById('next').removeAttribute('aria-label'); document.getElementById('next').textContent = '';
    document.querySelector('.tile .foot').style.cssText = 'color: #999; background: #aaa';
    document.querySelector('.tile').setAttribute('role', 'nonsense');
    document.querySelector('main').append(Object.assign(document.createElement('img'), { src: 'data:' }));
  })()`);
  expect([...new Set((await accessibilityFaults(screen)).map((fault) => fault.split(':')[0]))].sort()).toEqual(expect.arrayContaining(['aria_role_allowed', 'html_lang_exists', 'img_alt_valid', 'input_label_exists', 'text_contrast_sufficient']));
  await screen.close();
});

test('nobody outside was asked, no rule of the page was broken', () => {
  expect(outside).toEqual([]);
  expect(problems.filter((problem) => !/status of (401|404|503)/.test(problem))).toEqual([]);
});
