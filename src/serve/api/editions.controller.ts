import { BadRequestException, Controller, Get, Inject, NotFoundException, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { byGain, GAIN_TITLES } from '../../compute/gains';
import { findIndicator } from '../../indicators';
import { readGains } from '../../store/read-editions';
import { formatPeriod, localDay, periodOf, type PeriodType } from '../../vocabulary';
import { CONTEXT, type ServeContext } from '../tokens';
import { readPeriodParameter } from './period-parameter';

@ApiTags('editions')
@Controller('api/v1')
export class EditionsController {
  constructor(@Inject(CONTEXT) private readonly context: ServeContext) {}

  @Get('editions')
  @ApiOperation({ summary: '100 ấn bản mới nhất' })
  async editions(): Promise<unknown[]> {
    return (await this.context.pool.query(`select number, published_at as "publishedAt", as_of as "asOf", changes from mart.edition`)).rows;
  }

  @Get('closings')
  @ApiOperation({ summary: 'Các lần chốt kỳ: ai, khi nào, đã kiểm tra gì; gồm cả kỳ đã mở lại' })
  async closings(): Promise<unknown[]> {
    const { rows } = await this.context.pool.query<{ period_type: PeriodType; period_start: string } & Record<string, unknown>>(
      `select period_type, period_start, edition, closed_at as "closedAt", closed_by as "closedBy", checks, closed, reopened_at as "reopenedAt", reopened_by as "reopenedBy", reopened_why as "reopenedWhy"
       from mart.period_close order by closed_at desc`);
    return rows.map(({ period_type: type, period_start: start, ...rest }) => ({ period: formatPeriod({ type, start }), ...rest }));
  }

  @Get('restatements')
  @ApiOperation({ summary: 'Số đã chốt và số tính lại: cũ, mới, vì sao, từ những lần nạp nào' })
  @ApiQuery({ name: 'period', required: false, example: '2026-08' })
  @ApiQuery({ name: 'unit', required: false })
  @ApiQuery({ name: 'indicator', required: false })
  @ApiQuery({ name: 'all', required: false, description: 'true: cả những lần đã được thay bằng lần sau' })
  async restatements(@Query('period') periodText?: string, @Query('unit') unit?: string, @Query('indicator') indicatorName?: string, @Query('all') all?: string): Promise<unknown[]> {
    const period = periodText === undefined ? null : readPeriodParameter(periodText);
    const indicator = indicatorName === undefined ? null : (findIndicator(indicatorName)?.id ?? indicatorName);
    const { rows } = await this.context.pool.query<{ period_type: PeriodType; period_start: string } & Record<string, unknown>>(
      `select period_type, period_start, indicator, unit_code as unit, unit_name as "unitName",
         json_build_object('status', old_status, 'hits', old_hits, 'total', old_total, 'value', old_value, 'score', old_score, 'version', old_version) as closed,
         json_build_object('status', new_status, 'hits', new_hits, 'total', new_total, 'value', new_value, 'score', new_score, 'version', new_version) as restated,
         why, runs, records, stated_at as "statedAt", edition_from as edition, edition_to as "editionTo"
       from mart.restatement where ($1::text is null or period_type = $1) and ($2::date is null or period_start = $2) and ($3::text is null or unit_code = $3) and ($4::text is null or indicator = $4)
         and ($5 or edition_to is null) order by stated_at desc, unit_code, indicator limit 5000`, [period?.type ?? null, period?.start ?? null, unit ?? null, indicator, all === 'true']);
    return rows.map(({ period_type: type, period_start: start, ...rest }) => ({ period: formatPeriod({ type, start }), ...rest }));
  }

  @Get('gains')
  @ApiOperation({ summary: 'Điểm có thể tăng của một đơn vị: việc còn mở, số lượng, điểm; nhiều nhất trước' })
  @ApiQuery({ name: 'unit', example: 'H17' })
  @ApiQuery({ name: 'period', required: false, example: '2026-08' })
  async gains(@Query('unit') unit?: string, @Query('period') periodText?: string): Promise<unknown[]> {
    if (unit === undefined) throw new BadRequestException('Cần unit.');
    const { pool } = this.context;
    if ((await pool.query('select 1 from unit where code = $1', [unit])).rows.length === 0) throw new NotFoundException(`Không có đơn vị "${unit}"; xem /api/v1/units.`);
    const period = periodText === undefined ? periodOf('month', localDay(this.context.now())) : readPeriodParameter(periodText);
    const gains = await readGains(pool, { unit, periodType: period.type, periodStart: period.start });
    return gains.sort(byGain).map(({ max_score: maxScore, ...g }) => ({ unit, period: formatPeriod(period), title: findIndicator(g.indicator)?.title.vi ?? g.indicator, ...g, kindTitle: GAIN_TITLES[g.kind], maxScore }));
  }
}
