import { BadRequestException, Controller, Get, Inject, NotFoundException, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { byGain, GAIN_TITLES } from '../../compute/judging/gains';
import { findIndicator } from '../../indicators';
import { readGains, readRestatements } from '../../store/editions/read-editions';
import { formatPeriod, localDay, periodOf, type PeriodType } from '../../vocabulary';
import { CONTEXT, type ServeContext } from '../tokens';
import { readPeriodParameter } from './period-parameter';
import { ofUnit } from './unit-parameter';
import { unitAt } from '../../store/units/unit-lineage';

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
    const indicator = indicatorName === undefined ? undefined : findIndicator(indicatorName)?.id;
    if (indicatorName !== undefined && indicator === undefined) throw new NotFoundException(`Không có chỉ số "${indicatorName}"; xem /api/v1/indicators.`);
    if (unit !== undefined) await this.mustExist(unit);
    return (await readRestatements(this.context.pool, { period, unit, indicator, all: all === 'true' })).map((r) => ({
      period: formatPeriod({ type: r.period_type, start: r.period_start }), indicator: r.indicator, unit: r.unit_code, unitName: r.unit_name,
      closed: { status: r.old_status, hits: r.old_hits, total: r.old_total, value: r.old_value, score: r.old_score, version: r.old_version },
      restated: { status: r.new_status, hits: r.new_hits, total: r.new_total, value: r.new_value, score: r.new_score, version: r.new_version },
      why: r.why, runs: r.runs.map(Number), records: r.records, statedAt: r.stated_at, edition: r.edition_from, editionTo: r.edition_to,
    }));
  }

  @Get('gains')
  @ApiOperation({ summary: 'Điểm có thể tăng của một đơn vị: việc còn mở, số lượng, điểm; nhiều nhất trước' })
  @ApiQuery({ name: 'unit', example: 'H17' })
  @ApiQuery({ name: 'period', required: false, example: '2026-08' })
  async gains(@Query('unit') unit?: string, @Query('period') periodText?: string): Promise<unknown[]> {
    if (unit === undefined) throw new BadRequestException('Cần unit.');
    const { pool } = this.context;
    await this.mustExist(unit);
    const today = localDay(this.context.now());
    const period = periodText === undefined ? periodOf('month', today) : readPeriodParameter(periodText);
    if (period.type === 'day' || period.type === 'ytd') throw new BadRequestException('Điểm có thể tăng tính theo tháng, quý, nửa năm, năm.');
    if (period.start > today) throw new BadRequestException(`Kỳ ${formatPeriod(period)} chưa bắt đầu.`);
    const gains = await readGains(pool, { unit, periodType: period.type, periodStart: period.start });
    return gains.sort(byGain).map(({ max_score: maxScore, ...g }) => ({ unit, period: formatPeriod(period), title: findIndicator(g.indicator)?.title.vi ?? g.indicator, ...g, kindTitle: GAIN_TITLES[g.kind], maxScore }));
  }

  private async mustExist(unit: string): Promise<void> {
    await ofUnit(unitAt(this.context.pool, unit));
  }
}
