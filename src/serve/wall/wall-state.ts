import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Subject } from 'rxjs';
import { currentEdition, sourceStates } from '../../store/read-values';
import { CONTEXT, type ServeContext } from '../tokens';
import { assetsVersion } from './assets';
import { readWall, type WallSnapshot } from './wall-snapshot';

export interface WallMessage { id: string; data: string }

/** Keeps the snapshot in memory and tells connected pages when it changes; the database is asked once for all of them. */
@Injectable()
export class WallState implements OnModuleInit, OnApplicationShutdown {
  readonly messages = new Subject<WallMessage>();
  private message: WallMessage | null = null;
  private seen = '';
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(CONTEXT) private readonly context: ServeContext) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.refresh().catch(() => undefined), 2000);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.messages.complete();
  }

  /** The message of now; read once when nothing is there yet. */
  async current(): Promise<WallMessage> {
    if (!this.message) await this.refresh();
    return this.message!;
  }

  private async refresh(): Promise<void> {
    const { pool, province, now } = this.context;
    const [edition, sources] = await Promise.all([currentEdition(pool), sourceStates(pool)]);
    const mark = JSON.stringify([edition?.number, edition?.as_of, sources.map((s) => [s.source, s.state, s.error_text, s.quarantined])]);
    if (mark === this.seen && this.message) return;
    const snapshot: WallSnapshot & { version: string } = { ...(await readWall(pool, province, now())), version: assetsVersion() };
    const data = JSON.stringify(snapshot);
    this.message = { id: `${edition?.number ?? 0}-${createHash('md5').update(data).digest('hex').slice(0, 8)}`, data };
    this.seen = mark;
    this.messages.next(this.message);
  }
}
