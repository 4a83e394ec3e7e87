import { Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { currentEdition, sourceStates } from '../../store/editions/read-values';
import { CONTEXT, type ServeContext } from '../tokens';

/** Editions follow each other by the half minute; one that stands for so long is not being replaced. */
const EDITION_LATE_MS = 10 * 60_000;

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(@Inject(CONTEXT) private readonly context: ServeContext) {}

  @Get('live')
  @ApiOperation({ summary: 'The process answers' })
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** 503 while the database does not answer, nothing is published or no longer, or a source is stale: figures that are old are not healthy. */
  @Get('ready')
  @ApiOperation({ summary: 'The figures can be trusted: database, edition, sources' })
  async ready(): Promise<unknown> {
    const { pool, now } = this.context;
    const problems: string[] = [];
    let edition: number | null = null;
    try {
      const current = await currentEdition(pool);
      edition = current?.number ?? null;
      if (!current) problems.push('Chưa có ấn bản nào được công bố.');
      else if (now() / 1000 - current.published_at.getTime() > EDITION_LATE_MS) problems.push(`Ấn bản ${current.number} đã ${Math.round((now() / 1000 - current.published_at.getTime()) / 60_000)} phút chưa được thay: việc công bố đang hỏng. Xem "publishing failed" trong nhật ký dịch vụ.`);
      for (const source of await sourceStates(pool)) {
        if (source.state === 'stale') problems.push(`Nguồn ${source.source} đã cũ: ${Math.round(source.age_seconds / 60)} phút chưa nạp được${source.error_text ? ` (${source.error_text})` : ''}.`);
        if (source.state === 'never') problems.push(`Nguồn ${source.source} chưa nạp lần nào${source.error_text ? ` (${source.error_text})` : ''}.`);
      }
    } catch {
      problems.push('Cơ sở dữ liệu không trả lời.');
    }
    const body = { status: problems.length === 0 ? 'ok' : 'unhealthy', edition, problems };
    if (problems.length > 0) throw new ServiceUnavailableException(body);
    return body;
  }
}
