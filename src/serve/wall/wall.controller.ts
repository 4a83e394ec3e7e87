/** The wall page: open to all, nothing from outside, nothing personal in it. */
import { Controller, Get, Header, Headers, Inject, NotFoundException, Param, Query, Req, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { WallState } from './wall-state';
import type { WallSnapshot } from './wall-types';

const CSP = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

@ApiExcludeController()
@Controller('wall')
export class WallController {
  constructor(@Inject(WallState) private readonly state: WallState) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CSP)
  @Header('x-content-type-options', 'nosniff')
  @Header('referrer-policy', 'no-referrer')
  @Header('cache-control', 'no-cache')
  page(): string {
    return this.state.assets.page;
  }

  @Get('data')
  @Header('cache-control', 'no-store')
  async data(): Promise<WallSnapshot> {
    try {
      return (await this.state.current()).snapshot;
    } catch {
      throw new ServiceUnavailableException('Chưa đọc được số liệu.');
    }
  }

  @Get('events')
  events(@Res() response: Response, @Headers('last-event-id') lastId: string | undefined): void {
    if (!this.state.connect(response, lastId)) response.writeHead(503, { 'retry-after': '10', connection: 'close' }).end();
  }

  @Get('assets/:name')
  asset(@Param('name') name: string, @Query('v') version: string | undefined, @Req() request: Request, @Res() response: Response): void {
    const asset = this.state.assets.files.get(name);
    if (!asset) throw new NotFoundException();
    response.setHeader('content-type', asset.type);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('vary', 'accept-encoding');
    response.setHeader('etag', `"${this.state.assets.version}"`);
    response.setHeader('cache-control', version === this.state.assets.version ? 'public, max-age=31536000, immutable' : 'no-cache');
    if (request.acceptsEncodings('gzip')) response.setHeader('content-encoding', 'gzip').end(asset.gzip);
    else response.end(asset.body);
  }
}
