import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiQuery, ApiTags } from '@nestjs/swagger';
import { readQuality, type QualityValue } from '../../store/sources/read-quality';
import { windowGaps, type WindowGap } from '../../store/sources/gaps';
import { CONTEXT, type ServeContext } from '../tokens';

class QualityDto implements QualityValue {
  @ApiProperty() source!: string;
  @ApiProperty({ type: String, nullable: true, description: 'null = the whole source' }) unit!: string | null;
  @ApiProperty({ type: String, nullable: true }) unitName!: string | null;
  @ApiProperty({ enum: ['correct', 'complete', 'clean', 'live'], description: 'đúng, đủ, sạch, sống' }) dimension!: string;
  @ApiProperty({ type: Number, nullable: true }) hits!: number | null;
  @ApiProperty({ type: Number, nullable: true }) total!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: '0–1; null = not known, see reason' }) score!: number | null;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ type: Object, description: 'Counts behind the score, and where to look further' }) evidence!: Record<string, unknown>;
  @ApiProperty() measuredAt!: Date;
}

/** Rows of one answer; the rest stands in schema mart. */
const MOST = 1000;

@ApiTags('quality')
@Controller('api/v1/quality')
export class QualityController {
  constructor(@Inject(CONTEXT) private readonly context: ServeContext) {}

  @Get()
  @ApiOperation({ summary: 'Chất lượng dữ liệu theo nguồn và đơn vị: đúng, đủ, sạch, sống (0–1) kèm bằng chứng' })
  @ApiQuery({ name: 'source', required: false })
  @ApiQuery({ name: 'unit', required: false })
  @ApiOkResponse({ type: QualityDto, isArray: true })
  quality(@Query('source') source?: string, @Query('unit') unit?: string): Promise<QualityDto[]> {
    return readQuality(this.context.pool, { source, unit });
  }

  @Get('gaps')
  @ApiOperation({ summary: 'Khoảng thời gian chưa nạp, chưa được ký miễn' })
  @ApiQuery({ name: 'source', required: false })
  gaps(@Query('source') source?: string): Promise<WindowGap[]> {
    return windowGaps(this.context.pool, source);
  }

  @Get('quarantine')
  @ApiOperation({ summary: 'Bản ghi bị cách ly của một nguồn: lý do, chỗ sai, lúc thấy; không có nội dung bản ghi' })
  @ApiQuery({ name: 'source', required: false })
  quarantine(@Query('source') source?: string): Promise<unknown[]> {
    return this.rows(`select s.key as source, q.stream, q.reason, q.pointer, q.message, q.run_id as "runId", q.seen_at as "seenAt", q.last_seen_at as "lastSeenAt" from quarantine q join source s on s.id = q.source_id
      where q.resolved_at is null and ($1::text is null or s.key = $1) order by q.last_seen_at desc limit ${MOST}`, [source ?? null]);
  }

  @Get('held')
  @ApiOperation({ summary: 'Số liệu đang bị tạm giữ: vượt 100 %, âm, rơi về 0, nhảy vọt' })
  held(): Promise<unknown[]> {
    return this.rows(`select indicator, unit_code as unit, period_type as "periodType", period_start as "periodStart", rule, reason, hits, total, value, held_at as "heldAt" from mart.held_value where open order by held_at desc limit ${MOST}`);
  }

  @Get('reconciliation')
  @ApiOperation({ summary: 'Số của nguồn cạnh số của hệ thống; mặc định chỉ những chỗ chưa khớp' })
  @ApiQuery({ name: 'source', required: false })
  @ApiQuery({ name: 'all', required: false, description: 'true: cả những chỗ khớp' })
  reconciliation(@Query('source') source?: string, @Query('all') all?: string): Promise<unknown[]> {
    return this.rows(`select source, against, other_source as "otherSource", unit_code as unit, period_type as "periodType", period_start as "periodStart", measure, theirs, ours, difference, verdict, category, explanation, since, checked_at as "checkedAt"
      from mart.reconciliation where ($1::text is null or source = $1) and ($2 or verdict <> 'equal') order by verdict = 'unexplained' desc, period_start desc, abs(difference) desc nulls last limit ${MOST}`, [source ?? null, all === 'true']);
  }

  @Get('corrections')
  @ApiOperation({ summary: 'Sổ đính chính: số liệu kỳ đã qua nào đã đổi, từ bao nhiêu thành bao nhiêu, vì những bản ghi nào, khi nào' })
  @ApiQuery({ name: 'unit', required: false })
  @ApiQuery({ name: 'indicator', required: false })
  corrections(@Query('unit') unit?: string, @Query('indicator') indicator?: string): Promise<unknown[]> {
    return this.rows(`select * from mart.correction where ($1::text is null or unit_code = $1) and ($2::text is null or indicator = $2) order by edition desc, indicator, unit_code limit ${MOST}`, [unit ?? null, indicator ?? null]);
  }

  private async rows(sql: string, values: unknown[] = []): Promise<unknown[]> {
    return (await this.context.pool.query(sql, values)).rows;
  }
}
