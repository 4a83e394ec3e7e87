/**
 * What the boards cost: database time of a refresh of the wall and of every Grafana board, weight of the page as a browser receives it, growth of
 * the browser's memory. Works on a seeded and published database; the last two are left out, and said to be, where no Chromium is.
 */
import { existsSync } from 'node:fs';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Pool, PoolClient } from 'pg';
import { checkDashboards } from '../../dashboards/check';
import { readFacts } from '../serve/wall/wall-facts';
import { choose, wallBoards, type Choice } from '../serve/wall/wall-boards';
import { WallController } from '../serve/wall/wall.controller';
import { WallState } from '../serve/wall/wall-state';
import { CONTEXT, type ServeContext } from '../serve/tokens';

type Say = (text: string) => void;
const RUNS = 5;
const TURNS = 100;

export async function measureBoards(context: ServeContext, say: Say): Promise<void> {
  const rotating = [...wallBoards].filter(([, board]) => board.rotates).map(([slug]) => choose(slug)!);
  say('\n| refresh of the wall, every query once | queries | database ms, best | median |\n|---|---|---|---|');
  for (const slug of wallBoards.keys()) await row(slug, [choose(slug)!]);
  await row('all boards that rotate together (goal ≤ 500 ms)', rotating);
  async function row(name: string, choices: Choice[]): Promise<void> {
    const runs: { ms: number; queries: { ms: number; sql: string }[] }[] = [];
    for (let i = 0; i < RUNS; i++) runs.push(await refresh(context, choices));
    runs.sort((a, b) => a.ms - b.ms);
    say(`| ${name} | ${runs[0]!.queries.length} | ${runs[0]!.ms.toFixed(0)} | ${runs[Math.floor(RUNS / 2)]!.ms.toFixed(0)} |`);
    if (process.env.CCHC_SHOW) for (const { ms, sql } of runs[0]!.queries.sort((a, b) => b.ms - a.ms).slice(0, 6)) say(`    ${ms.toFixed(1)} ms ${sql.replace(/\s+/g, ' ').slice(0, 140)}`);
  }

  const grafana = new Map<string, number[]>();
  const month = new Date(context.now() / 1000 + 7 * 3_600_000).toISOString().slice(0, 7);
  for (let i = 0; i < RUNS; i++) {
    const { queries } = await checkDashboards(context.pool as Pool, { variables: { period: month }, budgetMs: Infinity, boardBudgetMs: Infinity });
    for (const uid of new Set(queries.map((q) => q.dashboard))) grafana.set(uid, [...(grafana.get(uid) ?? []), queries.filter((q) => q.dashboard === uid).reduce((sum, q) => sum + q.ms, 0)]);
    if (process.env.CCHC_SHOW && i === RUNS - 1) for (const q of [...queries].sort((a, b) => b.ms - a.ms).slice(0, 25)) say(`    ${q.ms.toFixed(1)} ms ${q.dashboard} ${q.panel}`);
  }
  say('\n| Grafana board, every panel once | database ms, best | median |\n|---|---|---|');
  for (const [uid, times] of grafana) { times.sort((a, b) => a - b); say(`| ${uid} | ${times[0]!.toFixed(0)} | ${times[Math.floor(times.length / 2)]!.toFixed(0)} |`); }

  const service = await NestFactory.create(Wall.with(context), { logger: false });
  try {
    await service.listen(0, '127.0.0.1');
    await browse(await service.getUrl(), say);
  } finally {
    await service.close();
  }
}

@Module({})
class Wall {
  static with(context: ServeContext): DynamicModule {
    return { module: Wall, controllers: [WallController], providers: [{ provide: CONTEXT, useValue: context }, WallState] };
  }
}

/** One reading as the wall does it, each query timed from sending to its last row; begin, savepoints and commit included. */
async function refresh(context: ServeContext, choices: readonly Choice[]): Promise<{ ms: number; queries: { ms: number; sql: string }[] }> {
  const client = await (context.pool as Pool).connect();
  const queries: { ms: number; sql: string }[] = [];
  let ms = 0;
  const timed = {
    query: async (text: string, values?: unknown[]) => {
      const from = performance.now();
      const result = await client.query(text, values);
      const took = performance.now() - from;
      ms += took;
      if (/^\s*(select|with)/i.test(text)) queries.push({ ms: took, sql: text });
      return result;
    },
    release: () => undefined,
  };
  try {
    await readFacts({ ...context, pool: { connect: async () => timed as unknown as PoolClient } as unknown as Pool }, choices);
    return { ms, queries };
  } finally {
    client.release();
  }
}

/** The page in a real browser: bytes on the wire until the first board stands, heap after rounds of turned pages. */
async function browse(url: string, say: Say): Promise<void> {
  const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
  if (!executablePath) { say('\nPage weight and memory: not measured, no Chromium (CHROMIUM_PATH).'); return; }
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    const protocol = await page.context().newCDPSession(page);
    await protocol.send('Network.enable');
    await protocol.send('Performance.enable');
    let bytes = 0;
    protocol.on('Network.dataReceived', ({ encodedDataLength }) => { bytes += encodedDataLength; });
    protocol.on('Network.responseReceived', ({ response }) => { bytes += Math.max(0, response.encodedDataLength); });
    const slugs = [...wallBoards].filter(([, board]) => board.rotates).map(([slug]) => slug);
    const weigh = async (path: string, name: string) => {
      bytes = 0;
      await protocol.send('Network.clearBrowserCache');
      await page.goto(`${url}${path}`);
      await page.waitForSelector('.tile');
      await page.evaluate('document.fonts.ready');
      await page.waitForTimeout(3000);
      say(`| ${name} | ${(bytes / 1024).toFixed(0)} |`);
    };
    say('\n| the wall as a browser receives it, headers and first events included | KB |\n|---|---|');
    await weigh('/wall?mode=briefing', 'one board (goal ≤ 350)');
    await weigh(`/wall?mode=briefing&boards=${slugs.join(',')}`, 'all boards that rotate');
    const heap: number[] = [];
    for (let round = 0; round < 6; round++) {
      for (let i = 0; i < TURNS; i++) { await page.keyboard.press('ArrowRight'); await page.evaluate('new Promise(requestAnimationFrame)'); }
      await protocol.send('HeapProfiler.collectGarbage');
      heap.push((await protocol.send('Performance.getMetrics')).metrics.find((metric) => metric.name === 'JSHeapUsedSize')!.value);
    }
    const settled = heap.slice(1);
    const mean = (list: number[]) => list.reduce((sum, n) => sum + n, 0) / list.length;
    const slope = settled.reduce((sum, n, i) => sum + (i - (settled.length - 1) / 2) * (n - mean(settled)), 0) / settled.reduce((sum, _, i) => sum + (i - (settled.length - 1) / 2) ** 2, 0);
    // A screen turns every twenty seconds: 4,320 pages a day.
    say(`\nBrowser memory after ${heap.length * TURNS} turned pages: ${(heap.at(-1)! / 2 ** 20).toFixed(1)} MiB, slope ${(slope / TURNS).toFixed(0)} bytes a page (${(slope / TURNS * 4320 / 2 ** 20).toFixed(2)} MiB a day at one page in 20 s).`);
  } finally {
    await browser.close();
  }
}
