import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { indicators, type Indicator } from '../../indicators';
import { sourceStates, type SourceStateRow } from '../../store/read-values';
import { CONTEXT, type ServeContext } from '../tokens';

@ApiTags('catalogue')
@Controller('api/v1')
export class CatalogueController {
  constructor(@Inject(CONTEXT) private readonly context: ServeContext) {}

  @Get('units')
  @ApiOperation({ summary: 'Danh mục đơn vị' })
  @ApiQuery({ name: 'level', required: false })
  async units(@Query('level') level?: string): Promise<unknown[]> {
    return (await this.context.pool.query(
      `select code, name, level, parent_code as "parentCode", valid_from as "validFrom", valid_to as "validTo", invented from mart.unit where $1::text is null or level = $1 order by code`, [level ?? null])).rows;
  }

  @Get('indicators')
  @ApiOperation({ summary: 'Danh mục chỉ số: ý nghĩa, căn cứ, công thức, phiên bản' })
  indicators(): readonly Indicator[] {
    return indicators;
  }

  @Get('sources')
  @ApiOperation({ summary: 'Các nguồn và trạng thái' })
  sources(): Promise<SourceStateRow[]> {
    return sourceStates(this.context.pool);
  }

  @Get('published-scores')
  @ApiOperation({ summary: 'Điểm do Cổng công bố bên cạnh điểm tính; alert: lệch quá 0,01; flags: cờ chất lượng của nguồn' })
  @ApiQuery({ name: 'unit', required: false })
  @ApiQuery({ name: 'alert', required: false, description: 'true: chỉ các điểm lệch' })
  async publishedScores(@Query('unit') unit?: string, @Query('alert') alert?: string): Promise<unknown[]> {
    return (await this.context.pool.query(
      `select published_by as "publishedBy", unit_code as unit, period_type as "periodType", period_start as "periodStart", indicator, published, ours, difference, alert, flags, our_source as "ourSource", captured_at as "capturedAt"
       from mart.published_score where ($1::text is null or unit_code = $1) and ($2::text is distinct from 'true' or alert) order by period_start desc, unit_code, indicator limit 5000`, [unit ?? null, alert ?? null])).rows;
  }

  @Get('quarantine')
  @ApiOperation({ summary: 'Bản ghi bị cách ly theo nguồn và lý do' })
  async quarantine(): Promise<unknown[]> {
    return (await this.context.pool.query('select * from mart.quarantine_summary order by source, reason')).rows;
  }

  @Get('units/unmatched')
  @ApiOperation({ summary: 'Đơn vị chưa xác định' })
  async unmatched(): Promise<unknown[]> {
    return (await this.context.pool.query('select * from mart.unit_unmatched order by source, value limit 1000')).rows;
  }
}
