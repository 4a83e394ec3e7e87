/** The wall in English beside the wall in Vietnamese: the same numbers, no Vietnamese word but names, kept through turning, links and reload. */
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Pool } from 'pg';
import type { Browser, Page } from 'playwright-core';
import { loadCalendar } from '../../src/compute/calendar';
import { bilingualTexts } from '../../src/indicators/bilingual';
import { ExplainController } from '../../src/serve/explain/explain.controller';
import { CONTEXT } from '../../src/serve/tokens';
import { wallBoards } from '../../src/serve/wall/wall-boards';
import { WallState } from '../../src/serve/wall/wall-state';
import { WallController } from '../../src/serve/wall/wall.controller';
import { openPool } from '../../src/store/database';
import { accessibilityFaults } from '../support/accessibility';
import { launchBrowser } from '../support/browser';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { checkPage } from '../support/page-checks';
import { seedBoards } from '../support/seed-boards';
import { VIETNAMESE } from '../support/vietnamese-texts';

/** What sources and the registry call things. */
const NAMES = ['Tỉnh Mẫu', 'Sở Mẫu', 'Một cửa mẫu', 'Bộ Nội vụ', 'Sở KH&CN', 'Sở Nội vụ', 'Sở Tài chính', 'Sở TN&MT', 'Sở Tư pháp', 'Văn phòng UBND'];
const settings = { provinceCode: 'H99', onTimeBy: 'date' as const, dueSoonWorkingDays: 3, calendar: loadCalendar([]) };

@Module({})
class Host {
  static with(context: unknown): DynamicModule {
    return { module: Host, controllers: [WallController, ExplainController], providers: [{ provide: CONTEXT, useValue: context }, WallState] };
  }
}

let database: TestDatabase, pool: Pool, browser: Browser, app: INestApplication, url = '';

beforeAll(async () => {
  database = await createTestDatabase();
  await seedBoards(database.url, 3, 31, new Date(Date.now() - 31 * 86_400_000).toISOString());
  pool = openPool(database.url);
  app = await NestFactory.create(Host.with({ pool, province: { code: 'H99', name: 'Tỉnh Mẫu' }, language: 'vi', compute: settings, now: () => Date.now() * 1000 }), { logger: false });
  await app.listen(0, '127.0.0.1');
  url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await app?.close();
  await pool?.end();
  await database?.drop();
});

async function open(path: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(url + path);
  await page.waitForSelector('.tile');
  await page.evaluate('document.fonts.ready');
  return page;
}

/** Groups of digits of a tile: signs between them differ from language to language. */
const digits = (text: string) => (text.match(/\d+/g) ?? []).sort();
/** Titles and questions in both languages, the longest first: each names numbers of the law in its own way. */
const OF_INDICATORS = bilingualTexts().flatMap(({ vi, en }) => [vi, en]).sort((a, b) => b.length - a.length);
/** Digits of every text of a board, by where it stands. */
function textsOf(value: unknown, path: string, found: Map<string, string[]> = new Map()): Map<string, string[]> {
  if (typeof value === 'string' || typeof value === 'number') { if (!/\.(monthLabel|warning|key|href|foot|at)$|At$|asOf$/.test(path)) found.set(path, digits(OF_INDICATORS.reduce((text, said) => text.replaceAll(said, ''), String(value)))); } else if (value !== null && typeof value === 'object') for (const [name, part] of Object.entries(value)) textsOf(part, `${path}.${name}`, found);
  return found;
}
const data = async (query: string) => textsOf(await (await fetch(`${url}/wall/data?${query}`)).json(), '');
/** The figures of a board by name of their tile, over all its pages; `faults` of every page. */
async function read(path: string, language: 'vi' | 'en', slug: string): Promise<{ tiles: Map<string, string[]>; faults: string[] }> {
  const page = await open(path);
  const tiles = new Map<string, string[]>();
  const faults: string[] = [];
  const pages = Number(/\/ (\d+)/.exec(await page.getByTestId('place').textContent() ?? '')?.[1] ?? 1);
  for (let i = 0; i < pages; i += 1) {
    for (const tile of await page.locator('.tile[data-kind="figure"]').all()) tiles.set((await tile.getAttribute('data-testid'))!, digits(await tile.locator('.value').innerText()));
    faults.push(...await checkPage(page, language, NAMES));
    if (process.env.CCHC_SHOW) writeFileSync(`${process.env.CCHC_SHOW}/${slug}-${language}-${i + 1}.png`, await page.screenshot());
    await page.keyboard.press('ArrowRight');
  }
  await page.close();
  return { tiles, faults };
}

test.each([...wallBoards.keys()])('board %s says the same in English', async (slug) => {
  const address = `/wall/${slug}?mode=briefing${slug === 'don-vi' ? '&unit=H99.01' : ''}`;
  const vietnamese = await read(address, 'vi', slug);
  const english = await read(`${address}&lang=en`, 'en', slug);
  expect(english.faults).toEqual([]);
  expect([...english.tiles].sort()).toEqual([...vietnamese.tiles].sort());
  const query = `board=${slug}${slug === 'don-vi' ? '&unit=H99.01' : ''}`;
  expect([...await data(`${query}&lang=en`)]).toEqual([...await data(query)]);
});

test('English stays through a reload, a new connection and the link that explains', async () => {
  const page = await open('/wall/lanh-dao?mode=briefing&lang=en');
  expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  await page.reload();
  await page.waitForSelector('.tile');
  expect(await page.getByTestId('stamp').textContent()).toMatch(/^Data as of \d\d\/\d\d\/\d{4} \d\d:\d\d · updated .* · edition \d/);
  const asked = page.waitForRequest((request) => request.url().includes('/wall/events'));
  await page.reload();
  expect(new URL((await asked).url()).searchParams.get('lang')).toBe('en');
  await page.waitForSelector('.tile');
  const href = await page.getByTestId('tile-on-time-resolution').locator('a').getAttribute('href');
  await page.goto(url + href!);
  expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  if (process.env.CCHC_SHOW) writeFileSync(`${process.env.CCHC_SHOW}/explain-en.png`, await page.screenshot({ fullPage: true }));
  const back = await page.locator('a[href^="/wall?"]').getAttribute('href');
  expect(back).toBe('/wall?lang=en');
  const said = NAMES.reduce((text, name) => text.replaceAll(name, '…'), await page.locator('body').innerText());
  expect(said.split('\n').filter((line) => VIETNAMESE.test(line) && !/(Q[ĐD]|NĐ|TT|Kế hoạch) ?\d/.test(line))).toEqual([]);
  await page.close();
});

/** Tiles that count nothing an indicator tells of: what they are stands in their own words. */
const OWN_WORDS = ['as-of', 'corrections', 'duties', 'duties-not-met', 'editions', 'freshness', 'gaps', 'open', 'par', 'par-areas', 'par-lost', 'par-mark', 'par-rounds', 'quality', 'quality-worst', 'quarantine', 'reconciliation', 'registers', 'restatements', 'runs', 'sources', 'survey', 'unmatched', 'verdicts', 'held', 'missed', 'yesterday'];
test('from every figure one step leads to its explanation; no tile is without a question', async () => {
  for (const slug of wallBoards.keys()) {
    const view = (await (await fetch(`${url}/wall/data?board=${slug}`)).json()) as { sections: { tiles: { id: string; href: string | null; description: string }[] }[] };
    const tiles = view.sections.flatMap((section) => section.tiles);
    expect(tiles.filter((tile) => tile.href === null && !OWN_WORDS.includes(tile.id)).map((tile) => `${slug} ${tile.id}`)).toEqual([]);
    expect(tiles.filter((tile) => tile.description.length < 5).map((tile) => `${slug} ${tile.id}`)).toEqual([]);
  }
});

test('by keyboard: every link and button takes the focus and shows it; Enter explains, and the way goes on to the board of the unit in the same period', async () => {
  const page = await open('/wall/lanh-dao?mode=briefing&period=2026-01');
  const wanted = await page.locator('a[href]:visible, button:visible').count();
  const seen = new Set<string>();
  for (let i = 0; i < wanted; i += 1) {
    await page.keyboard.press('Tab');
    const [name, outline] = await page.evaluate<[string, string]>(`(() => { const e = document.activeElement, s = getComputedStyle(e); return [e.tagName + (e.getAttribute('href') ?? e.id), s.outlineStyle + ' ' + s.outlineWidth]; })()`);
    seen.add(name);
    expect([name, outline]).toEqual([name, expect.stringMatching(/^solid [1-9]/)]);
  }
  expect(seen.size).toBeGreaterThanOrEqual(new Set(await page.locator('a[href]:visible, button:visible').evaluateAll((all) => all.map((e) => e.tagName + (e.getAttribute('href') ?? e.id)))).size);
  await page.getByTestId('tile-on-time-resolution').locator('a').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/explain\?indicator=on-time-resolution&unit=H99&period=2026-01/);
  await page.getByRole('link', { name: 'Bảng của đơn vị này' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/wall\/don-vi\?unit=H99&period=2026-01/);
  await page.waitForSelector('.tile');
  expect(await page.getByTestId('month').innerText()).toBe('Tháng 1/2026');
  await page.close();
});

test.each([['vi', 'light'], ['vi', 'dark'], ['en', 'light'], ['en', 'dark']] as const)('the page that explains is accessible (%s, %s)', async (language, colorScheme) => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme });
  for (const indicator of ['on-time-resolution', 'index766-total', 'land-database-progress']) {
    await page.goto(`${url}/explain?indicator=${indicator}&unit=H99&period=2026-01&lang=${language}`);
    expect({ indicator, faults: await accessibilityFaults(page) }).toEqual({ indicator, faults: [] });
  }
  await page.close();
});

test('a screen that did not ask for English keeps Vietnamese', async () => {
  const page = await open('/wall/lanh-dao?mode=briefing');
  expect(await page.evaluate('document.documentElement.lang')).toBe('vi');
  expect(await page.getByTestId('stamp').textContent()).toMatch(/^Số liệu đến /);
  await page.close();
});
