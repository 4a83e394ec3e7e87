/**
 * Keeps the snapshot in memory and tells the connected pages when it changed. Every two seconds one cheap query asks for the edition number
 * and the states of the sources: a source grows stale without a new edition. While the database does not answer, the pulse says so.
 */
import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Response } from 'express';
import { CONTEXT, type ServeContext } from '../tokens';
import { loadWallAssets } from './wall-assets';
import { EDITION_OLD_AFTER_MS, readWall } from './wall-snapshot';
import type { WallSnapshot } from './wall-types';

const POLL_MS = 2_000;
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 3_000;
const MAX_PAGES = 500;
/** A page that does not read for so many bytes is let go; it comes back by itself. */
const MAX_WAITING_BYTES = 4_000_000;

/** Sent every 15 s and on every change of `ok`: server time, last moment at which the database answered. */
interface Pulse { ok: boolean; serverTime: string; checkedAt: string | null; version: string }

@Injectable()
export class WallState implements OnModuleInit, OnModuleDestroy {
  readonly assets = loadWallAssets();
  private snapshot: WallSnapshot | null = null;
  private id = '';
  private mark = '';
  /** False once a poll failed, until one succeeds. */
  private ok = true;
  private checkedAt: string | null = null;
  private stopped = false;
  private refreshing: Promise<void> | null = null;
  private readonly pages = new Set<Response>();
  private timers: NodeJS.Timeout[] = [];

  constructor(@Inject(CONTEXT) private readonly context: ServeContext) {}

  onModuleInit(): void {
    void this.refresh();
    this.timers = [setInterval(() => void this.refresh(), POLL_MS), setInterval(() => this.pulse(), HEARTBEAT_MS)];
    for (const timer of this.timers) timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearInterval(timer);
    for (const page of this.pages) page.end();
    this.pages.clear();
    await this.refreshing;
  }

  /** The last snapshot with its id, read now if there is none. Throws when the database does not answer and there never was one. */
  async current(): Promise<{ id: string; snapshot: WallSnapshot }> {
    if (!this.snapshot) await this.refresh();
    if (!this.snapshot) throw new Error('no snapshot yet');
    return { id: this.id, snapshot: this.snapshot };
  }

  /** Reads again when the edition, a source's state or the month changed. Never throws: a failure shows in the pulse. */
  refresh(): Promise<void> {
    this.refreshing ??= this.poll().finally(() => { this.refreshing = null; });
    return this.refreshing;
  }

  /** Adds a page that listens. False when there are too many. */
  connect(page: Response, lastId: string | undefined): boolean {
    if (this.stopped || this.pages.size >= MAX_PAGES) return false;
    // Closed with the response: a page that comes back on the same socket would hold up the end of the service.
    page.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', connection: 'close', 'x-accel-buffering': 'no' });
    page.write(`retry: ${RETRY_MS}\n\n`);
    this.pages.add(page);
    page.on('close', () => this.pages.delete(page));
    page.on('error', () => this.pages.delete(page));
    if (this.snapshot && lastId !== this.id) this.send(page, this.snapshotEvent());
    this.send(page, this.pulseEvent());
    return true;
  }

  private async poll(): Promise<void> {
    const before = this.ok;
    try {
      const mark = await this.readMark();
      if (mark !== this.mark || !this.snapshot) {
        const snapshot = await readWall(this.context.pool, this.context, this.assets.version);
        const id = `${snapshot.edition ?? 0}-${checksum(snapshot)}`;
        const changed = id !== this.id;
        Object.assign(this, { snapshot, id, mark });
        if (changed) for (const page of this.pages) this.send(page, this.snapshotEvent());
      }
      this.ok = true;
      this.checkedAt = new Date().toISOString();
    } catch {
      this.ok = false;
    }
    if (before !== this.ok) this.pulse();
  }

  private async readMark(): Promise<string> {
    const { rows } = await this.context.pool.query<{ mark: string }>(
      `select concat_ws('|', e.number, now() - e.published_at > $1 * interval '1 ms', (select string_agg(source || ':' || state, ',' order by source) from mart.source_state)) as mark
       from (select 1) one left join lateral (select number, published_at from mart.edition order by number desc limit 1) e on true`, [EDITION_OLD_AFTER_MS]);
    const month = new Date(this.context.now() / 1000 + 7 * 3_600_000).toISOString().slice(0, 7);
    return `${month}|${rows[0]!.mark}`;
  }

  private pulse(): void {
    for (const page of this.pages) this.send(page, this.pulseEvent());
  }

  private snapshotEvent(): string { return `id: ${this.id}\nevent: snapshot\ndata: ${JSON.stringify(this.snapshot)}\n\n`; }

  private pulseEvent(): string {
    const pulse: Pulse = { ok: this.ok, serverTime: new Date().toISOString(), checkedAt: this.checkedAt, version: this.assets.version };
    return `event: pulse\ndata: ${JSON.stringify(pulse)}\n\n`;
  }

  private send(page: Response, text: string): void {
    if (page.writableLength > MAX_WAITING_BYTES) { page.destroy(); return; }
    page.write(text);
  }
}

const checksum = (snapshot: WallSnapshot): string => createHash('sha256').update(JSON.stringify(snapshot)).digest('hex').slice(0, 12);
