import { BadRequestException, Controller, Get, Inject, NotFoundException, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { readDuties, type DutyRow } from '../../store/plan';
import { DUTY_STATES, formatPeriod } from '../../vocabulary';
import { CONTEXT, type ServeContext } from '../tokens';
import { readPeriodParameter } from './period-parameter';
import { ofUnit } from './unit-parameter';
import { unitAt } from '../../store/units/unit-lineage';

@ApiTags('plan')
@Controller('api/v1/plan')
export class PlanController {
  constructor(@Inject(CONTEXT) private readonly context: ServeContext) {}

  @Get()
  @ApiOperation({ summary: 'Nhiệm vụ của kế hoạch theo đơn vị: trạng thái, số liệu, mục tiêu; bỏ period để lấy kỳ mới nhất của mỗi nhiệm vụ' })
  @ApiQuery({ name: 'plan', required: false, example: '5610-quang-nam-2022' })
  @ApiQuery({ name: 'unit', required: false, example: 'H17.02' })
  @ApiQuery({ name: 'state', required: false, enum: DUTY_STATES })
  @ApiQuery({ name: 'period', required: false, example: '2026' })
  async duties(@Query('plan') plan?: string, @Query('unit') unit?: string, @Query('state') state?: string, @Query('period') period?: string): Promise<{ plans: unknown[]; duties: (DutyRow & { period: string })[] }> {
    const { pool } = this.context;
    const plans = (await pool.query<{ plan: string }>('select * from mart.plan where $1::text is null or plan = $1 order by valid_from desc', [plan ?? null])).rows;
    if (plan !== undefined && plans.length === 0) throw new NotFoundException(`Không có kế hoạch "${plan}".`);
    if (state !== undefined && !(DUTY_STATES as readonly string[]).includes(state)) throw new BadRequestException(`Không có trạng thái "${state}"; các trạng thái: ${DUTY_STATES.join(', ')}.`);
    if (unit !== undefined) await ofUnit(unitAt(pool, unit));
    const duties = await readDuties(pool, { plan, unit, state, period: period === undefined ? undefined : this.period(period) });
    return { plans, duties: duties.map((row) => ({ ...row, period: formatPeriod({ type: row.period_type, start: row.period_start }) })) };
  }

  private period(text: string) {
    const period = readPeriodParameter(text);
    if (period.type === 'day' || period.type === 'ytd') throw new BadRequestException(`Nhiệm vụ không xét theo kỳ ${text}; viết 2026, 2026-H1, 2026-Q3 hoặc 2026-08.`);
    return period;
  }
}
