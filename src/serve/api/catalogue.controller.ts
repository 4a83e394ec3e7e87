import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { indicators, type Indicator } from '../../indicators';
import { findUnits, readUnit, type UnitDetail, type UnitRow } from '../../store/units/read-units';
import { sourceStates, type SourceStateRow } from '../../store/editions/read-values';
import { UNIT_LEVELS } from '../../vocabulary';
import { readDayParameter } from './period-parameter';
import { CONTEXT, type ServeContext } from '../tokens';
import { ofUnit } from './unit-parameter';

@ApiTags('catalogue')
@Controller('api/v1')
export class CatalogueController {
  constructor(@Inject(CONTEXT) private readonly context: ServeContext) {}

  @Get('units')
  @ApiOperation({ summary: 'Danh mục đơn vị: của tỉnh, đang có hiệu lực; hoặc vào một ngày, hoặc cả nước' })
  @ApiQuery({ name: 'level', required: false, enum: UNIT_LEVELS })
  @ApiQuery({ name: 'at', required: false, example: '2025-06-30' })
  @ApiQuery({ name: 'q', required: false, description: 'Mã, hoặc một phần của tên' })
  @ApiQuery({ name: 'country', required: false, enum: ['true', 'false'] })
  async units(@Query('level') level?: string, @Query('at') at?: string, @Query('q') search?: string, @Query('country') country?: string): Promise<UnitRow[]> {
    return findUnits(this.context.pool, { level, at: at === undefined ? undefined : readDayParameter(at), search, country: country === 'true' });
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

  @Get('units/:code')
  @ApiOperation({ summary: 'Một đơn vị: các mã, tiền nhiệm, kế tục, sự kiện và căn cứ' })
  async unit(@Param('code') code: string): Promise<UnitDetail> {
    return ofUnit(readUnit(this.context.pool, code));
  }
}
