/** The wall in a real browser: golden numbers, states, pushes, lost connection, nothing from outside. */
import 'reflect-metadata';
import { Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Pool } from 'pg';
import type { Browser, Page } from 'playwright-core';
import { loadCalendar } from '../../src/compute/calendar';
import { publish } from '../../src/compute/publish';
import { CONTEXT } from '../../src/serve/tokens';
import { WallState } from '../../src/serve/wall/wall-state';
import { WallController } from '../../src/serve/wall/wall.controller';
import { openClient, openPool, inTransaction, type Client } from '../../src/store/database';
import type { DossierRow } from '../../src/store/dossier-encoder';
import { loadDossiers } from '../../src/store/load-dossiers';
import { registerUnits } from '../../src/store/registry';
import { registerSource } from '../../src/store/sources';
import { launchBrowser } from '../support/browser';
import { createTestDatabase, type TestDatabase } from '../support/database';

const time = (local: string) => Date.parse(`${local}:00+07:00`) * 1000;
const NOW = time('2025-08-18T10:32');
const settings = { provinceCode: 'H99', onTimeBy: 'date' as const, dueSoonWorkingDays: 3, calendar: loadCalendar([]) };

let database: TestDatabase, pool: Pool, client: Client, browser: Browser, page: Page, app: INestApplication, port = 0, sourceId = 0, down = false;
let unitIds: Record<string, number> = {};
const outside: string[] = [];
const problems: string[] = [];

@Module({})
class Host {
  static with(context: unknown): DynamicModule {
    return { module: Host, controllers: [WallController], providers: [{ provide: CONTEXT, useValue: context }, WallState] };
  }
}

/** The pool as the wall sees it: it can be made to fail. */
const breakable = () => ({ query: (...args: [string]) => (down ? Promise.reject(new Error('down')) : pool.query(...args)), connect: () => (down ? Promise.reject(new Error('down')) : pool.connect()) });

async function start(): Promise<void> {
  app = await NestFactory.create(Host.with({ pool: breakable(), province: { code: 'H99', name: 'Tỉnh Thử' }, language: 'vi', compute: settings, now: () => NOW }), { logger: false });
  await app.listen(port, '127.0.0.1');
  port = Number(new URL(await app.getUrl()).port);
}

let serial = 0;
const dossier = (unit: string, due: string, ended: string | null, more: Partial<DossierRow> = {}): DossierRow => ({
  code: `D${(serial += 1)}`, procedureId: null, receivingUnitId: unitIds[unit]!, resolvingUnitId: unitIds[unit]!, channel: 1, serviceLevel: null, status: ended ? 9 : 4, submittedAt: null,
  receivedAt: time('2025-08-04T08:00'), dueAt: time(`${due}T17:00`), endedAt: ended ? time(`${ended}T09:00`) : null, returnedAt: null, supplementAt: null, secondSupplementAt: null, supplementCount: 0, reappointments: 0, homeUnitId: null, addressPresent: null, phonePresent: null, workingMinutes: null, limitDueAt: null, pauses: [], returnChannel: null,
  digitised: null, electronicResult: true, feeDue: null, paidOnline: null, apologyLetter: null, modifiedAt: null, ...more,
});
const times = (n: number, make: () => DossierRow) => Array.from({ length: n }, make);
const load = (rows: DossierRow[]) => inTransaction(client, () => loadDossiers(client, sourceId, 1, rows));
const publishNow = () => publish(pool, settings, NOW);
const loadedThrough = (local: string) => client.query(`update source_stream set loaded_through = $1, last_success_at = now()`, [new Date(time(local) / 1000)]);
const tile = (indicator: string) => page.getByTestId(`tile-${indicator}`);
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
  page.on('request', (request) => { if (new URL(request.url()).protocol !== 'data:' && new URL(request.url()).host !== `127.0.0.1:${port}`) outside.push(request.url()); });
  page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('ERR_')) problems.push(message.text()); });
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`http://127.0.0.1:${port}/wall`);
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
  expect(await tile('index766-progress').innerText()).toMatch(/17,78\s+\/ 20 điểm[^]*88,9 % · 16 \/ 18 hồ sơ/);
  expect(await tile('on-time-resolution').innerText()).toMatch(/93,3\s+%[^]*14 \/ 15 hồ sơ/);
  expect(await tile('open-overdue').innerText()).toMatch(/1\s+hồ sơ[^]*33,3 % của 3 hồ sơ/);
  expect(await tile('due-soon').innerText()).toMatch(/2\s+hồ sơ/);
  expect(await tile('online-share').innerText()).toMatch(/44,4\s+%[^]*8 \/ 18 hồ sơ/);
  expect(await tile('on-time-resolution').getAttribute('data-state')).toBe('fresh');
  expect(await page.getByTestId('stamp').innerText()).toContain('Số liệu đến 18/08/2025 10:30');
  expect(await page.getByTestId('month').innerText()).toBe('Tháng 8/2025');
  expect(await page.getByTestId('banner').isVisible()).toBe(false);
});

test('ranking and overdue by unit', async () => {
  expect(await page.getByTestId('ranking').locator('li').allInnerTexts()).toEqual([expect.stringMatching(/1\/2\s+Sở H99\.02\s+8 \/ 8\s+100,0 %/), expect.stringMatching(/2\/2\s+Sở H99\.01\s+8 \/ 10\s+80,0 %/)]);
  expect(await page.getByTestId('overdue').locator('tbody').innerText()).toMatch(/Sở H99\.01/);
});

test('what a source does not give is said, and so is that nothing happened', async () => {
  expect(await tile('index766-digitised-components').innerText()).toMatch(/Không có số liệu\s+Nguồn igate không cung cấp/);
  expect(await tile('index766-digitised-components').getAttribute('data-state')).toBe('unavailable');
  expect(await tile('index766-paid-dossiers').innerText()).toContain('0 / 0 hồ sơ · không phát sinh');
});

test('fits 1920 × 1080, asks nobody outside, breaks no rule of the page', async () => {
  const { width, height, beyond } = await page.evaluate(`({ width: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight,
    beyond: [...document.querySelectorAll('article, .tile > *, .panel > *')].filter((e) => { const b = e.getBoundingClientRect(); return b.right > innerWidth || b.bottom > innerHeight; }).length })`) as { width: number; height: number; beyond: number };
  expect([width, height, beyond]).toEqual([1920, 1080, 0]);
  expect(outside).toEqual([]);
  expect(problems).toEqual([]);
});

test('a new edition arrives without a reload', async () => {
  await page.evaluate('window.sameDocument = true');
  await load(times(5, () => dossier('H99.02', '2025-08-12', '2025-08-12', { channel: 2 })));
  await publishNow();
  await tile('on-time-resolution').getByText('19 / 20 hồ sơ').waitFor();
  expect(await tile('on-time-resolution').innerText()).toContain('95,0');
  expect(await page.getByTestId('stamp').innerText()).toContain('ấn bản 2');
  expect(await page.evaluate('window.sameDocument')).toBe(true);
});

test('a period that is not loaded in full is hatched and its units are not ranked', async () => {
  await loadedThrough('2025-08-15T08:00');
  await publishNow();
  await inState('on-time-resolution', 'incomplete');
  expect(await tile('on-time-resolution').innerText()).toMatch(/CHƯA ĐỦ – mới có 8\d % kỳ/);
  expect(await page.getByTestId('ranking').innerText()).toContain('Chưa có đơn vị nào đủ điều kiện xếp hạng');
});

test('a source that falls silent greys what it feeds, without a new edition', async () => {
  await loadedThrough('2025-08-18T10:30');
  await publishNow();
  await inState('on-time-resolution', 'fresh');
  await client.query(`update source_stream set last_success_at = now() - interval '3 hours'`);
  await inState('on-time-resolution', 'stale');
  expect(await tile('on-time-resolution').innerText()).toContain('SỐ LIỆU CŨ – đến 10:30 18/08');
  expect(await tile('on-time-resolution').innerText()).toContain('19 / 20 hồ sơ');
  expect(await page.getByTestId('source-igate').innerText()).toMatch(/CŨ, 3 giờ trước/);
  await loadedThrough('2025-08-18T10:30');
  await inState('on-time-resolution', 'fresh');
});

test('publishing that stands still is told over the whole wall', async () => {
  await client.query(`update edition set published_at = published_at - interval '1 hour'`);
  await page.getByTestId('banner').getByText('SỐ LIỆU CŨ – không có ấn bản mới').waitFor();
  await inState('due-soon', 'stale');
  await publishNow();
  await inState('due-soon', 'fresh');
});

test('a database that does not answer is told; the figures stay', async () => {
  down = true;
  await page.getByTestId('banner').getByText('Máy chủ không đọc được cơ sở dữ liệu').waitFor();
  expect(await tile('on-time-resolution').innerText()).toContain('19 / 20 hồ sơ');
  down = false;
  await page.getByTestId('banner').waitFor({ state: 'hidden' });
});

test('a lost connection is told with the time of the figures, and heals by itself', async () => {
  await app.close();
  await page.getByTestId('banner').getByText('Mất kết nối – số liệu lúc 18/08/2025 10:30').waitFor();
  expect(await tile('on-time-resolution').innerText()).toContain('19 / 20 hồ sơ');
  await start();
  await page.getByTestId('banner').waitFor({ state: 'hidden' });
  expect(await page.evaluate('window.sameDocument')).toBe(true);
});
