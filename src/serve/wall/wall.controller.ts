import { Controller, Get, Inject, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { asset, page } from './assets';
import { WallState, type WallMessage } from './wall-state';

const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'";

@ApiExcludeController()
@Controller('wall')
export class WallController {
  constructor(@Inject(WallState) private readonly state: WallState) {}

  @Get()
  html(@Res() response: Response): void {
    response.set({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', 'content-security-policy': POLICY, 'referrer-policy': 'no-referrer' }).send(page());
  }

  @Get('data')
  async data(@Res() response: Response): Promise<void> {
    response.set({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).send((await this.state.current()).data);
  }

  /** Server-sent events: the snapshot now and whenever it changes; a comment every 15 s keeps the line open. */
  @Get('events')
  async events(@Req() request: Request, @Res() response: Response): Promise<void> {
    response.set({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    response.write('retry: 3000\n\n');
    const send = (message: WallMessage) => { response.write(`id: ${message.id}\ndata: ${message.data}\n\n`); };
    send(await this.state.current());
    const subscription = this.state.messages.subscribe({ next: send, complete: () => response.end() });
    const beat = setInterval(() => response.write(': đang kết nối\n\n'), 15_000);
    request.on('close', () => { clearInterval(beat); subscription.unsubscribe(); });
  }

  @Get('assets/:name')
  file(@Param('name') name: string, @Req() request: Request, @Res() response: Response): void {
    const found = asset(name);
    if (!found) throw new NotFoundException();
    const zipped = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    response.set({ 'content-type': found.type, etag: `"${found.tag}"`, 'cache-control': request.query.v ? 'public, max-age=31536000, immutable' : 'no-cache', ...(zipped ? { 'content-encoding': 'gzip' } : {}), vary: 'accept-encoding' }).send(zipped ? found.gzip : found.body);
  }
}
