/** The wall's pages: open to all, nothing from outside, nothing personal in it. */
import { Controller, Get, Header, Inject, NotFoundException, Param, Query, Req, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { languageOf, sayIn, type Language } from '../../messages';
import { CONTEXT, type ServeContext } from '../tokens';
import { choose, HOME, wallBoards, type Asked, type Choice } from './wall-boards';
import { WallState } from './wall-state';
import type { BoardView } from './wall-types';

const CSP = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
/** Boards that one page may turn through. */
const MAX_BOARDS = 12;

@ApiExcludeController()
@Controller('wall')
export class WallController {
  constructor(@Inject(WallState) private readonly state: WallState, @Inject(CONTEXT) private readonly context: ServeContext) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CSP)
  @Header('x-content-type-options', 'nosniff')
  @Header('referrer-policy', 'no-referrer')
  @Header('cache-control', 'no-cache')
  page(@Query('lang') lang?: string): string {
    return this.state.assets.pages[this.language(lang)];
  }

  /** One board as data: `/wall/data?board=lanh-dao&unit=&level=&map=&period=&lang=`. */
  @Get('data')
  @Header('cache-control', 'no-store')
  async data(@Query('board') slug = HOME, @Query('lang') lang?: string, @Query() asked: Asked = {}): Promise<BoardView> {
    const language = this.language(lang);
    const choice = chooseOr404(slug, language, asked);
    try {
      return await this.state.current(choice);
    } catch {
      throw new ServiceUnavailableException(sayIn(language)('Chưa đọc được số liệu.'));
    }
  }

  /** `boards`: names with commas; `seen`: ids that the page has, so that only what is new is sent. */
  @Get('events')
  events(@Res() response: Response, @Query('boards') boards = HOME, @Query('seen') seen = '', @Query('lang') lang?: string, @Query() asked: Asked = {}): void {
    const language = this.language(lang);
    const choices = [...new Set(boards.split(','))].slice(0, MAX_BOARDS).map((slug) => chooseOr404(slug, language, asked));
    if (!this.state.connect(response, choices, seen.split(','))) response.writeHead(503, { 'retry-after': '10', connection: 'close' }).end();
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
    if (asset.packed && request.acceptsEncodings('gzip')) response.setHeader('content-encoding', 'gzip').end(asset.packed);
    else response.end(asset.body);
  }

  @Get(':board')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CSP)
  @Header('x-content-type-options', 'nosniff')
  @Header('referrer-policy', 'no-referrer')
  @Header('cache-control', 'no-cache')
  board(@Param('board') slug: string, @Query('lang') lang?: string): string {
    const language = this.language(lang);
    chooseOr404(slug, language);
    return this.state.assets.pages[language];
  }

  private language(asked: string | undefined): Language {
    return languageOf(asked) ?? this.context.language;
  }
}

function chooseOr404(slug: string, language: Language, { unit, level, map, period }: Asked = {}): Choice {
  // A parameter that is given twice is a list: the words of an address are texts.
  const text = (word: unknown) => (typeof word === 'string' && word !== '' ? word : undefined);
  const choice = choose(slug, { unit: text(unit), level: text(level), map: text(map), period: text(period) }, language);
  if (!choice) throw new NotFoundException(sayIn(language)(`Không có bảng "${slug}"; có: ${[...wallBoards.keys()].join(', ')}.`));
  return choice;
}
