/** Screens on walls: enrolled once with the shared secret, then known by a token of their own; they report every half minute that they are alive. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { BadRequestException, Body, ConflictException, Controller, Delete, Get, Headers, HttpCode, HttpException, Inject, NotFoundException, Param, ParseIntPipe, Post, ServiceUnavailableException, UnauthorizedException } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { listScreens, noteScreen, registerScreen, removeScreen } from '../../store/screens';
import { CONTEXT, type ServeContext } from '../tokens';
import { WallState } from './wall-state';

const MAX_SCREENS = 500;
/** Wrong secrets a minute, from all callers together, before every further one is turned away. */
const MAX_WRONG = 10;
/** Half a minute between two reports; after three missed ones a screen counts as silent. */
const SILENT_AFTER_S = 100;

const registration = z.strictObject({ name: z.string().trim().min(1).max(80), secret: z.string().max(200) });
const report = z.object({ board: z.string().max(200).nullish(), version: z.string().max(40).nullish(), edition: z.number().int().nullish(), size: z.string().max(20).nullish() });
const sha256 = (text: string) => createHash('sha256').update(text).digest();

@ApiTags('screens')
@Controller('api/v1/screens')
export class ScreensController {
  private wrong: number[] = [];

  constructor(@Inject(CONTEXT) private readonly context: ServeContext, @Inject(WallState) private readonly wall: WallState) {}

  @Post()
  @ApiOperation({ summary: 'Ghi danh một màn hình bằng mã ghi danh chung; trả mã riêng của màn hình (chỉ hiện một lần)' })
  @ApiBody({ schema: { type: 'object', required: ['name', 'secret'], properties: { name: { type: 'string', example: 'Sảnh tầng 1' }, secret: { type: 'string' } } } })
  async register(@Body() body: unknown): Promise<{ id: number; token: string }> {
    const given = registration.safeParse(body);
    if (!given.success) throw new BadRequestException('Cần name (1–80 ký tự) và secret.');
    this.checkSecret(given.data.secret);
    const token = randomBytes(32).toString('base64url');
    const id = await registerScreen(this.context.pool, given.data.name, sha256(token), MAX_SCREENS);
    if (id === null) throw new ConflictException(`Đã có ${MAX_SCREENS} màn hình; xóa bớt màn hình không dùng (DELETE /api/v1/screens/{id}).`);
    return { id, token };
  }

  @Post('heartbeat')
  @HttpCode(204)
  @ApiOperation({ summary: 'Màn hình báo còn sống: đang hiện bảng nào, phiên bản trang, ấn bản' })
  @ApiHeader({ name: 'authorization', description: 'Bearer <mã riêng của màn hình>' })
  async heartbeat(@Headers('authorization') authorization: string | undefined, @Body() body: unknown): Promise<void> {
    const token = /^Bearer ([\w-]{20,100})$/.exec(authorization ?? '')?.[1];
    const given = report.safeParse(body ?? {});
    if (!given.success) throw new BadRequestException('board, version, size là chuỗi; edition là số nguyên.');
    const { board, version, edition, size } = given.data;
    if (!token || !(await noteScreen(this.context.pool, sha256(token), { board: board ?? null, pageVersion: version ?? null, edition: edition ?? null, size: size ?? null }))) {
      throw new UnauthorizedException('Màn hình chưa ghi danh hoặc đã bị xóa; ghi danh lại.');
    }
  }

  @Get()
  @ApiOperation({ summary: 'Các màn hình: lần cuối nghe thấy, đang hiện bảng nào, có đúng phiên bản và ấn bản hiện hành không' })
  async list(): Promise<unknown[]> {
    return (await listScreens(this.context.pool)).map(({ pageVersion: version, silentSeconds, ...screen }) => ({
      ...screen, version, current: version === null ? null : version === this.wall.assets.version,
      state: silentSeconds === null ? 'never' : silentSeconds > SILENT_AFTER_S ? 'silent' : 'alive',
    }));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Xóa một màn hình; mã của nó hết hiệu lực' })
  @ApiHeader({ name: 'x-enrolment-secret', description: 'Mã ghi danh chung' })
  async remove(@Param('id', ParseIntPipe) id: number, @Headers('x-enrolment-secret') secret = ''): Promise<void> {
    this.checkSecret(secret);
    if (!(await removeScreen(this.context.pool, id))) throw new NotFoundException(`Không có màn hình ${id}.`);
  }

  private checkSecret(given: string): void {
    const secret = this.context.wall?.enrolmentSecret;
    if (!secret) throw new ServiceUnavailableException('Chưa đặt mã ghi danh màn hình: đặt wall.enrolmentSecret trong cấu hình.');
    this.wrong = this.wrong.filter((at) => Date.now() - at < 60_000);
    if (this.wrong.length >= MAX_WRONG) throw new HttpException('Quá nhiều lần sai mã ghi danh; thử lại sau một phút.', 429);
    if (timingSafeEqual(sha256(given), sha256(secret))) return;
    this.wrong.push(Date.now());
    throw new UnauthorizedException('Sai mã ghi danh.');
  }
}
