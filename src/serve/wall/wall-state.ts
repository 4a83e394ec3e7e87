/**
 * Keeps the boards that are looked at in memory and tells the connected pages when one changed. Every two seconds one cheap query asks for the
 * edition number and the states of the sources (a source grows stale without a new edition); only then, and once a minute for what is counted
 * live, all boards are read again, in one transaction. While the database does not answer, the pulse says so.
 */
import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Response } from 'express';
import { CONTEXT, type ServeContext } from '../tokens';
import { loadWallAssets } from './wall-assets';
import { choose, HOME, keyOf, type Choice } from './wall-boards';
import { EDITION_OLD_AFTER_MS, readFacts } from './wall-facts';
import { englishView } from './wall-english';
import { areaId, loadMap } from './wall-map';
import { viewBoard, type ViewContext } from './wall-view';
import type { BoardView } from './wall-types';

const POLL_MS = 2_000;
const LIVE_MS = 60_000;
const HEARTBEAT_MS = 7_000;
const RETRY_MS = 3_000;
const MAX_PAGES = 500;
/** Boards kept without a page that looks: the last ones asked for. */
const MAX_KEPT = 40;
/** A page that does not read for so many bytes is let go; it comes back by itself. */
const MAX_WAITING_BYTES = 4_000_000;

/** Sent every 7 s and on every change of `ok`: server time, last moment at which the database answered. */
interface Pulse { ok: boolean; serverTime: string; checkedAt: string | null; version: string }
interface Kept { choice: Choice; view: BoardView | null; id: string }

@Injectable()
export class WallState implements OnModuleInit, OnModuleDestroy {
  private readonly map;
  readonly assets;
  /** Milliseconds of the last reading of all boards, and how many readings there were. */
  lastReadMs = 0;
  readings = 0;
  private readonly areas: ViewContext['map'];
  private readonly kept = new Map<string, Kept>();
  private readonly pages = new Map<Response, readonly string[]>();
  private mark = '';
  private readAt = 0;
  /** False once a poll failed, until one succeeds. */
  private ok = true;
  private checkedAt: string | null = null;
  private stopped = false;
  private refreshing: Promise<void> | null = null;
  private timers: NodeJS.Timeout[] = [];

  constructor(@Inject(CONTEXT) private readonly context: ServeContext) {
    this.map = context.wall?.map ? loadMap(context.wall.map) : null;
    this.areas = this.map && { ids: new Set(this.map.areas.map((area) => area.id)), byCode: new Map(this.map.areas.flatMap(({ id, code }) => (code === null ? [] : [[code, id] as const]))) };
    this.assets = loadWallAssets(this.map);
  }

  onModuleInit(): void {
    this.keep(choose(HOME, {}, this.context.language)!);
    void this.refresh();
    this.timers = [setInterval(() => void this.refresh(), POLL_MS), setInterval(() => this.pulse(), HEARTBEAT_MS)];
    for (const timer of this.timers) timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearInterval(timer);
    for (const page of this.pages.keys()) page.end();
    this.pages.clear();
    await this.refreshing;
  }

  /** The present view of a board, read now if there is none. Throws when the database does not answer and there never was one. */
  async current(choice: Choice): Promise<BoardView> {
    const kept = this.keep(choice);
    await this.fill();
    if (!kept.view) throw new Error('no view yet');
    return kept.view;
  }

  /** Reads again when the edition, a source's state or the month changed. Never throws: a failure shows in the pulse. */
  refresh(): Promise<void> {
    this.refreshing ??= this.poll().finally(() => { this.refreshing = null; });
    return this.refreshing;
  }

  /** Adds a page that listens to boards; `seen` are the ids it has. False when there are too many. */
  connect(page: Response, choices: readonly Choice[], seen: readonly string[]): boolean {
    if (this.stopped || this.pages.size >= MAX_PAGES) return false;
    // Closed with the response: a page that comes back on the same socket would hold up the end of the service.
    page.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', connection: 'close', 'x-accel-buffering': 'no' });
    page.write(`retry: ${RETRY_MS}\n\n`);
    const wanted = choices.map((choice) => this.keep(choice));
    this.pages.set(page, choices.map(keyOf));
    page.on('close', () => this.pages.delete(page));
    page.on('error', () => this.pages.delete(page));
    this.send(page, this.pulseEvent());
    for (const kept of wanted) if (kept.view && !seen.includes(kept.id)) this.send(page, boardEvent(kept));
    if (wanted.some((kept) => !kept.view)) void this.fill();
    return true;
  }

  /** Reads until every kept board has a view, at most once beyond a reading that runs already. */
  private async fill(): Promise<void> {
    for (let i = 0; i < 2 && [...this.kept.values()].some((kept) => !kept.view); i += 1) await this.refresh();
  }

  private keep(choice: Choice): Kept {
    const key = keyOf(choice);
    const kept = this.kept.get(key) ?? { choice, view: null, id: '' };
    this.kept.delete(key);
    this.kept.set(key, kept); // the last one asked for is the last to go
    const watched = new Set([...this.pages.values()].flat());
    for (const other of this.kept.keys()) if (this.kept.size > MAX_KEPT && !watched.has(other) && other !== key) this.kept.delete(other);
    return kept;
  }

  private async poll(): Promise<void> {
    const before = this.ok;
    try {
      const mark = await this.readMark();
      this.forgetPast();
      const all = [...this.kept.values()];
      if (mark !== this.mark || Date.now() - this.readAt > LIVE_MS || all.some((kept) => !kept.view)) {
        await this.readBoards(all);
        this.mark = mark;
      }
      this.ok = true;
      this.checkedAt = new Date().toISOString();
    } catch {
      this.ok = false;
    }
    if (before !== this.ok) this.pulse();
  }

  /** A past month is a reading of its own: kept only as long as somebody looks at it. */
  private forgetPast(): void {
    const watched = new Set([...this.pages.values()].flat());
    for (const [key, { choice, view }] of this.kept) if (view && choice.month !== null && !watched.has(key)) this.kept.delete(key);
  }

  private async readBoards(all: readonly Kept[]): Promise<void> {
    const started = performance.now();
    const facts = await readFacts(this.context, all.map((kept) => kept.choice));
    this.lastReadMs = performance.now() - started;
    this.readings += 1;
    this.readAt = Date.now();
    for (const kept of all) {
      const view = viewBoard(kept.choice, facts(kept.choice), { province: this.context.province, version: this.assets.version, map: this.areas, areaOf: areaId });
      kept.view = kept.choice.language === 'en' ? englishView(view) : view;
      const id = `${kept.view.edition ?? 0}-${createHash('sha256').update(JSON.stringify(kept.view)).digest('hex').slice(0, 12)}`;
      if (id === kept.id) continue;
      kept.id = id;
      const event = boardEvent(kept);
      for (const [page, keys] of this.pages) if (keys.includes(kept.view.key)) this.send(page, event);
    }
  }

  private async readMark(): Promise<string> {
    const { rows } = await this.context.pool.query<{ mark: string }>(
      `select concat_ws('|', e.number, now() - e.published_at > $1 * interval '1 ms', (select string_agg(source || ':' || state, ',' order by source) from mart.source_state)) as mark
       from (select 1) one left join lateral (select number, published_at from mart.edition order by number desc limit 1) e on true`, [EDITION_OLD_AFTER_MS]);
    const month = new Date(this.context.now() / 1000 + 7 * 3_600_000).toISOString().slice(0, 7);
    return `${month}|${rows[0]!.mark}`;
  }

  private pulse(): void {
    for (const page of this.pages.keys()) this.send(page, this.pulseEvent());
  }

  private pulseEvent(): string {
    const pulse: Pulse = { ok: this.ok, serverTime: new Date().toISOString(), checkedAt: this.checkedAt, version: this.assets.version };
    return `event: pulse\ndata: ${JSON.stringify(pulse)}\n\n`;
  }

  private send(page: Response, text: string): void {
    if (page.writableLength > MAX_WAITING_BYTES) { page.destroy(); return; }
    page.write(text);
  }
}

const boardEvent = ({ id, view }: Kept): string => `id: ${id}\nevent: board\ndata: ${JSON.stringify({ id, view })}\n\n`;
