import { Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { currentEdition, sourceStates } from '../../store/read-values';
import { CONTEXT, type ServeContext } from '../tokens';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(@Inject(CONTEXT) private readonly context: ServeContext) {}

  @Get('live')
  @ApiOperation({ summary: 'The process answers' })
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** 503 while the database does not answer, nothing is published, or a source is stale: figures that are old are not healthy. */
  @Get('ready')
  @ApiOperation({ summary: 'The figures can be trusted: database, edition, sources' })
  async ready(): Promise<unknown> {
    const { pool } = this.context;
    const problems: string[] = [];
    let edition: number | null = null;
    try {
      const current = await currentEdition(pool);
      edition = current?.number ?? null;
      if (!current) problems.push('Chưa có ấn bản nào được công bố.');
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
