import { BadRequestException, Controller, Get, Inject, NotFoundException, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { changeText } from '../../indicators/par';
import { currentSets, readIndex, readLeaves, readLost, readResults, readScores, type CurrentSet, type ScoreFilter } from '../../store/par';
import { localDay } from '../../vocabulary';
import { CONTEXT, type ServeContext } from '../tokens';
import { ofUnit } from './unit-parameter';
import { unitAt } from '../../store/units/unit-lineage';

@ApiTags('par')
@Controller('api/v1/par')
export class ParController {
  constructor(@Inject(CONTEXT) private readonly context: ServeContext) {}

  @Get('sets')
  @ApiOperation({ summary: 'Bộ tiêu chí CCHC đang dùng; mark cho biết điểm mẫu, chưa nạp hay chưa xác minh' })
  async sets(): Promise<unknown[]> {
    return (await this.context.pool.query('select * from mart.par_set order by sample, official desc, from_year desc, set_code')).rows;
  }

  @Get('criteria')
  @ApiOperation({ summary: 'Cây tiêu chí của một bộ: điểm, cơ chế chấm, tài liệu kiểm chứng' })
  @ApiQuery({ name: 'set', example: 'qd-876' })
  async criteria(@Query('set') setCode?: string): Promise<unknown> {
    const set = await this.set(setCode);
    return { set: await this.head(set), criteria: (await this.context.pool.query('select * from mart.par_criterion where set_code = $1 order by ordinal', [set.code])).rows };
  }

  @Get('scores')
  @ApiOperation({ summary: 'Điểm của một đơn vị trong một năm: cây cộng dồn (tree), từng tiêu chí được chấm (leaves), tổng (index)' })
  @ApiQuery({ name: 'set', example: 'qd-876' })
  @ApiQuery({ name: 'unit', required: false, example: 'H17' })
  @ApiQuery({ name: 'year', required: false, example: '2026' })
  async scores(@Query('set') setCode?: string, @Query('unit') unit?: string, @Query('year') year?: string): Promise<unknown> {
    const { set, filter } = await this.filter(setCode, year, unit ?? this.context.province.code);
    const { pool } = this.context;
    const [index, tree, leaves] = await Promise.all([readIndex(pool, filter), readScores(pool, filter), readLeaves(pool, filter)]);
    return { set: await this.head(set), year: filter.year, status: index.length > 0 ? 'available' : 'unavailable', reason: index.length > 0 ? null : this.why(set, filter.year), index: index[0] ?? null, tree, leaves };
  }

  @Get('index')
  @ApiOperation({ summary: 'Tổng điểm, xếp nhóm, xếp hạng của mọi đơn vị trong một bộ; chỉ đơn vị đủ điểm mới được xếp hạng' })
  @ApiQuery({ name: 'set', example: 'qd-876' })
  @ApiQuery({ name: 'year', required: false })
  async index(@Query('set') setCode?: string, @Query('year') year?: string): Promise<unknown> {
    const { set, filter } = await this.filter(setCode, year);
    return { set: await this.head(set), year: filter.year, units: await readIndex(this.context.pool, filter) };
  }

  @Get('lost')
  @ApiOperation({ summary: 'Điểm mất theo tiêu chí, đơn vị, lý do; so với năm trước' })
  @ApiQuery({ name: 'set', example: 'qd-876' })
  @ApiQuery({ name: 'unit', required: false })
  @ApiQuery({ name: 'year', required: false })
  async lost(@Query('set') setCode?: string, @Query('unit') unit?: string, @Query('year') year?: string): Promise<unknown> {
    const { set, filter } = await this.filter(setCode, year, unit);
    return { set: await this.head(set), year: filter.year, lost: await readLost(this.context.pool, filter) };
  }

  @Get('rounds')
  @ApiOperation({ summary: 'Tiến độ tự chấm, thẩm định theo hạn' })
  @ApiQuery({ name: 'set', example: 'qd-876' })
  @ApiQuery({ name: 'year', required: false })
  async rounds(@Query('set') setCode?: string, @Query('year') year?: string): Promise<unknown[]> {
    const { filter } = await this.filter(setCode, year);
    return (await this.context.pool.query('select * from mart.par_round where set_code = $1 and year = $2 order by due_on, stage, unit_code', [filter.setCode, filter.year])).rows;
  }

  @Get('results')
  @ApiOperation({ summary: 'Kết quả PAR Index, SIPAS đã công bố; thay đổi điểm và thay đổi hạng là hai trường độc lập (rank_change > 0 = tăng bậc)' })
  @ApiQuery({ name: 'kind', required: false, example: 'sipas' })
  @ApiQuery({ name: 'territory', required: false, example: 'Quảng Nam' })
  @ApiQuery({ name: 'year', required: false })
  async results(@Query('kind') kind?: string, @Query('territory') territory?: string, @Query('year') year?: string): Promise<unknown[]> {
    const rows = await readResults(this.context.pool, { kind, territory, year: year === undefined ? undefined : this.year(year) });
    return rows.map((row) => ({ ...row, change: changeText(row.score_change ?? row.score_change_computed, row.rank_change ?? row.rank_change_computed) }));
  }

  private async filter(setCode: string | undefined, year: string | undefined, unit?: string): Promise<{ set: CurrentSet; filter: ScoreFilter }> {
    const set = await this.set(setCode);
    if (unit !== undefined) await ofUnit(unitAt(this.context.pool, unit));
    return { set, filter: { setCode: set.code, unit, year: year === undefined ? Number(localDay(this.context.now()).slice(0, 4)) : this.year(year) } };
  }

  /** The set that was named, or the first of those in use (official before sample). */
  private async set(code: string | undefined): Promise<CurrentSet> {
    const sets = await currentSets(this.context.pool);
    const found = code === undefined ? sets[0] : sets.find((set) => set.code === code);
    if (!found) throw new NotFoundException(`Không có bộ tiêu chí "${code ?? ''}"; xem /api/v1/par/sets.`);
    return found;
  }

  private async head(set: CurrentSet): Promise<unknown> {
    return (await this.context.pool.query('select * from mart.par_set where set_code = $1', [set.code])).rows[0];
  }

  private why(set: CurrentSet, year: number): string {
    if (!set.pointsLoaded) return 'Chưa nạp bảng điểm chính thức.';
    if (year < set.fromYear || (set.toYear !== null && year > set.toYear)) return `Bộ tiêu chí không áp dụng cho năm ${year}.`;
    return 'Chưa có điểm hay số liệu nào của đơn vị trong năm.';
  }

  private year(text: string): number {
    if (!/^20\d{2}$/.test(text)) throw new BadRequestException(`"${text}" không phải năm đánh giá, như 2026.`);
    return Number(text);
  }
}
