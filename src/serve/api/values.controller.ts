import { BadRequestException, Controller, Get, Inject, NotFoundException, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiQuery, ApiTags } from '@nestjs/swagger';
import { coverageOfSources, NO_SOURCE, provinceIdOf } from '../../compute/measures/measuring';
import { valuesOfPeriod } from '../../compute/editions/publish';
import { daysWithin, valuesOnMap, type MappedValues } from '../../compute/maps/unit-map';
import { NOT_BEGUN } from '../../compute/measures/coverage';
import { findIndicator, lawDay, type Indicator } from '../../indicators';
import type { Light } from '../../compute/judging/targets';
import { closedState, editionOn, readStandings, readValuesAsKnown, type KnownEdition, type StandingRow } from '../../store/editions/read-editions';
import { inSnapshot, type Queryable } from '../../store/database';
import { currentEdition, readValues, readValuesOnMap, type ValueFilter, type ValueRow } from '../../store/editions/read-values';
import { formatPeriod, localDay, MAP_MODES, periodOf, vietnameseDay, type MapMode, type Period } from '../../vocabulary';
import { CONTEXT, type ServeContext } from '../tokens';
import { fieldDtos } from './field-values';
import { readDayParameter, readPeriodParameter } from './period-parameter';
import { ofUnit } from './unit-parameter';
import { unitAt } from '../../store/units/unit-lineage';

export class ValueDto {
  @ApiProperty() indicator!: string;
  @ApiProperty() unit!: string;
  @ApiProperty() unitName!: string;
  @ApiProperty({ example: '2026-08' }) period!: string;
  @ApiProperty({ required: false, description: 'Code of the field (lĩnh vực), where one was asked for' }) field?: string;
  @ApiProperty({ type: String, required: false, nullable: true }) fieldName?: string | null;
  @ApiProperty({ required: false, description: 'Code of the procedure, where one was asked for' }) procedure?: string;
  @ApiProperty({ type: String, required: false, nullable: true }) procedureName?: string | null;
  @ApiProperty({ type: Number, nullable: true }) hits!: number | null;
  @ApiProperty({ type: Number, nullable: true }) total!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'A ratio 0–1 for ratio indicators; null with status available = no activity (không phát sinh)' }) value!: number | null;
  @ApiPropertyOptional({ description: 'By procedure: what its mean time is told in, its own unit where the working time allows it' }) unitOfMeasure?: string;
  @ApiProperty({ type: Number, nullable: true }) score!: number | null;
  @ApiProperty({ type: Number, nullable: true }) maxScore!: number | null;
  @ApiProperty({ enum: ['available', 'unavailable'] }) status!: 'available' | 'unavailable';
  @ApiProperty({ type: String, nullable: true, description: 'Why it is unavailable' }) reason!: string | null;
  @ApiProperty() version!: string;
  @ApiProperty({ type: Number, nullable: true, description: 'null: computed when asked for (year to date, old days, a map on which nothing is stored, fields, procedures)' }) edition!: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'The figures hold what the sources said up to here' }) asOf!: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Share of the period that is loaded, 0–1' }) coverage!: number | null;
  @ApiProperty({ description: 'dossiers:… (counted by us) or statistics:… (published by a source)' }) source!: string;
  @ApiProperty({ type: Number, nullable: true, description: 'Target of the unit in that year' }) target!: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Document of the target, with "(chưa xác minh)" while nobody checked it' }) targetDocument!: string | null;
  @ApiProperty({ enum: ['reached', 'near', 'missed', 'none'], description: 'đạt, gần đạt, chưa đạt, không tô màu' }) light!: Light;
  @ApiProperty({ type: String, nullable: true, description: 'Why it has no colour, where it has a target or a place' }) lightReason!: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Place among the units of its level whose data are complete; ties share one (1-2-2-4)' }) rank!: number | null;
  @ApiProperty({ type: Number, nullable: true }) rankOf!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Place in the period before' }) rankBefore!: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'When the period was closed; its figures no longer move' }) closedAt!: string | null;
  @ApiProperty({ description: 'A closed figure would be another one today: see /api/v1/restatements' }) restated!: boolean;
  @ApiPropertyOptional({ type: [String], description: 'With map: the units whose counts were added' }) from?: string[];
  @ApiPropertyOptional({ type: String, nullable: true, description: 'With map: a break inside the period' }) note?: string | null;
}

/** What stands beside a value. */
interface Beside { standing: StandingRow | undefined; closedAt: Date | null; restated: boolean }
const NOTHING_BESIDE: Beside = { standing: undefined, closedAt: null, restated: false };

@ApiTags('values')
@Controller('api/v1/values')
export class ValuesController {
  constructor(@Inject(CONTEXT) private readonly context: ServeContext) {}

  @Get()
  @ApiOperation({ summary: 'Giá trị của một chỉ số, một đơn vị, một kỳ; bỏ bớt indicator hoặc unit để lấy danh sách' })
  @ApiQuery({ name: 'indicator', required: false, example: 'index766-progress' })
  @ApiQuery({ name: 'unit', required: false, example: 'H17' })
  @ApiQuery({ name: 'period', required: false, example: '2026-08' })
  @ApiQuery({ name: 'map', required: false, enum: MAP_MODES, description: 'as-was: the units of that time; today: history folded into today\'s units. Without it: as-was' })
  @ApiQuery({ name: 'asKnownOn', required: false, example: '2026-09-05', description: 'What was known at the end of that day; no standing then' })
  @ApiQuery({ name: 'law', required: false, example: 'RS-B', description: 'By the formulas of a day (2026-06-30) or rule set (RS-A, RS-B, RS-C) instead of those of the period: computed when asked for (edition null), for one unit' })
  @ApiQuery({ name: 'field', required: false, example: 'DD', description: 'By field of a unit or the province; * = all of them. Computed when asked for (edition null), by month or longer' })
  @ApiQuery({ name: 'procedure', required: false, example: '1.001193', description: 'By procedure of the province; * = all of them' })
  @ApiOkResponse({ type: ValueDto, isArray: true })
  async values(@Query('indicator') indicatorName?: string, @Query('unit') unit?: string, @Query('period') periodText?: string, @Query('asKnownOn') knownText?: string,
    @Query('map') map?: string, @Query('field') field?: string, @Query('procedure') procedure?: string, @Query('law') lawText?: string): Promise<ValueDto | ValueDto[]> {
    const indicator = indicatorName === undefined ? undefined : findIndicator(indicatorName);
    if (indicatorName !== undefined && !indicator) throw new NotFoundException(`Không có chỉ số "${indicatorName}"; xem /api/v1/indicators.`);
    if (!indicator && unit === undefined && field === undefined && procedure === undefined) throw new BadRequestException('Cần ít nhất indicator hoặc unit.');
    const period = periodText === undefined ? periodOf('month', localDay(this.context.now())) : readPeriodParameter(periodText);
    const { pool } = this.context;
    const unitName = unit === undefined ? '' : (await ofUnit(unitAt(pool, unit))).name;
    if (field !== undefined || procedure !== undefined) {
      if (field !== undefined && procedure !== undefined) throw new BadRequestException('Chọn field hoặc procedure, không cả hai.');
      if (knownText !== undefined || map !== undefined || lawText !== undefined) throw new BadRequestException('Số theo lĩnh vực, thủ tục tính khi hỏi, không lưu theo ngày: bỏ asKnownOn, map và law.');
      const question = field !== undefined ? { by: 'field' as const, code: field } : { by: 'procedure' as const, code: procedure! };
      const found = await fieldDtos(this.context, question, unit ?? this.context.compute.provinceCode, period, indicator);
      return indicator && question.code !== '*' ? found[0]! : found;
    }
    if (map !== undefined && (!MAP_MODES.includes(map as MapMode) || knownText !== undefined)) throw new BadRequestException(`map là ${MAP_MODES.join(' hoặc ')}, không kèm asKnownOn.`);
    const law = lawText === undefined ? undefined : lawDay(lawText, localDay(this.context.now()));
    if (law === null || (law !== undefined && (unit === undefined || knownText !== undefined))) throw new BadRequestException('law là ngày (2026-06-30) hoặc bộ quy tắc (RS-A, RS-B, RS-C), kèm unit, không kèm asKnownOn.');
    const filter: ValueFilter = { indicator: indicator?.id, unit, periodType: period.type, periodStart: period.start };
    const { values, edition, reason } = law !== undefined ? await this.byLaw(filter, unit!, unitName, period, (map ?? 'as-was') as MapMode, law) : map !== undefined ? await this.onMap(filter, period, map as MapMode) : knownText === undefined ? await this.present(filter, period) : await this.known(readDayParameter(knownText), filter, period);
    if (!indicator || unit === undefined) return values;
    return values[0] ?? {
      ...standingDto(NOTHING_BESIDE), indicator: indicator.id, unit, unitName, period: formatPeriod(period), hits: null, total: null, value: null, score: null, maxScore: null, status: 'unavailable',
      reason: reason ?? whyNot(indicator, period, localDay(this.context.now())), version: indicator.version, edition: edition?.number ?? null, asOf: edition?.as_of.toISOString() ?? null, coverage: null, source: 'none',
    };
  }

  private async present(filter: ValueFilter, period: Period): Promise<{ values: ValueDto[]; edition: KnownEdition | null; reason: string | null }> {
    const { edition, rows, onRequest, standings, closedAt, restated } = await inSnapshot(this.context.pool, async (client) => {
      const published = await readValues(client, filter);
      const onRequest = published.length === 0;
      const rows = !onRequest ? published : (await this.computed(client, period)).filter((row) => (filter.indicator === undefined || row.indicator === filter.indicator) && (filter.unit === undefined || row.unit_code === filter.unit));
      const standings = new Map((await readStandings(client, filter)).map((s) => [`${s.indicator} ${s.unit_code}`, s]));
      return { edition: await currentEdition(client), rows, onRequest, standings, ...(await closedState(client, filter)) };
    });
    const values = rows.map((row) => {
      const key = `${row.indicator} ${row.unit_code}`;
      const dto = toDto(row, period, edition, { standing: standings.get(key), closedAt, restated: restated.has(key) });
      return onRequest ? { ...dto, edition: null } : dto; // of this moment, part of no edition
    });
    return { values, edition, reason: null };
  }

  private async known(day: string, filter: ValueFilter, period: Period): Promise<{ values: ValueDto[]; edition: KnownEdition | null; reason: string }> {
    if (day > localDay(this.context.now())) throw new BadRequestException('asKnownOn nằm trong tương lai.');
    const { pool } = this.context;
    const edition = await editionOn(pool, day);
    const values = (await readValuesAsKnown(pool, day, filter)).map((row) => toDto(row, period, edition, NOTHING_BESIDE));
    return { values, edition, reason: edition ? `Đến hết ngày ${vietnameseDay(day)} chưa công bố giá trị này.` : `Đến hết ngày ${vietnameseDay(day)} chưa có ấn bản nào.` };
  }

  /** Published, the edition says it in both readings. What is not (year to date, old days, a unit of another time) is computed when asked for, for one unit, and part of no edition. */
  private async onMap(filter: ValueFilter, period: Period, map: MapMode): Promise<{ values: ValueDto[]; edition: KnownEdition | null; reason: string | null }> {
    const { pool, compute, now } = this.context;
    const published = await inSnapshot(pool, async (client) => ({
      edition: await currentEdition(client), rows: await readValuesOnMap(client, map, filter), standings: await readStandings(client, filter, map), ...(await closedState(client, filter)),
    }));
    const { edition, rows, closedAt } = published;
    const { unit } = filter;
    const note = unit === undefined || map === 'today' ? null : await daysWithin(pool, unit, period);
    if (rows.length > 0 || unit === undefined) {
      const standings = new Map(published.standings.map((s) => [`${s.indicator} ${s.unit_code}`, s]));
      return { edition, reason: null, values: rows.map((row) => {
        const key = `${row.indicator} ${row.unit_code}`;
        // Corrections of a closed figure are stated of the units of that time.
        const restated = row.from_codes === null && published.restated.has(key);
        return { ...toDto(row, period, edition, { standing: standings.get(key), closedAt, restated }), from: row.from_codes ?? [row.unit_code], note };
      }) };
    }
    const { name } = (await pool.query<{ name: string }>('select name from unit where code = $1', [unit])).rows[0]!;
    return this.onRequest(filter, unit, name, period, edition, await valuesOnMap(pool, unit, period, map, now(), compute));
  }

  private async byLaw(filter: ValueFilter, unit: string, name: string, period: Period, map: MapMode, law: string): Promise<{ values: ValueDto[]; edition: KnownEdition | null; reason: string | null }> {
    const { pool, compute, now } = this.context;
    return this.onRequest(filter, unit, name, period, await currentEdition(pool), await valuesOnMap(pool, unit, period, map, now(), compute, law));
  }

  private onRequest(filter: ValueFilter, unit: string, name: string, period: Period, edition: KnownEdition | null, onRequest: MappedValues): { values: ValueDto[]; edition: KnownEdition | null; reason: string | null } {
    return {
      edition: null, reason: null, values: onRequest.values.filter((v) => filter.indicator === undefined || v.indicator === filter.indicator).map((v) => ({
        ...standingDto(NOTHING_BESIDE), indicator: v.indicator, unit, unitName: name, period: formatPeriod(period), hits: v.hits, total: v.total, value: v.value, score: v.score, maxScore: v.maxScore, status: v.status,
        reason: v.reason, version: v.version, edition: null, asOf: edition?.as_of.toISOString() ?? null, coverage: v.coverage, source: v.basis, from: onRequest.from, note: onRequest.note,
      })),
    };
  }

  /** Days older than those kept, and years to date, are computed when asked for, from the same measures. */
  private async computed(client: Queryable, period: Period): Promise<ValueRow[]> {
    const { compute, now } = this.context;
    const values = await valuesOfPeriod(client, period, now(), compute, await coverageOfSources(client), await provinceIdOf(client, compute.provinceCode));
    const units = new Map((await client.query<{ id: number; code: string; name: string; level: string }>('select id, code, name, level from unit')).rows.map((u) => [u.id, u]));
    return values.map((v) => {
      const u = units.get(v.unitId)!;
      return { indicator: v.indicator, unit_code: u.code, unit_name: u.name, unit_level: u.level, period_type: period.type, period_start: period.start, hits: v.hits, total: v.total, value: v.value, score: v.score, max_score: v.maxScore, status: v.status, reason: v.reason, version: v.version, coverage: v.coverage, source: v.basis, computed_at: new Date(now() / 1000) };
    });
  }
}

const PERIOD_WORDS = { day: 'ngày', month: 'tháng', quarter: 'quý', half: 'sáu tháng', year: 'năm', ytd: 'lũy kế từ đầu năm' };
const whyNot = ({ periods, fedBy }: Indicator, { type, start }: Period, today: string): string =>
  (start > today ? NOT_BEGUN : periods && !periods.includes(type) ? `Chỉ số này không có số theo ${PERIOD_WORDS[type]}, chỉ theo ${periods.map((p) => PERIOD_WORDS[p]).join(', ')}.` : `${NO_SOURCE}${fedBy ? ` Nơi giữ số liệu: ${fedBy}.` : ''}`);

const toDto = (row: ValueRow, period: Period, edition: KnownEdition | null, beside: Beside): ValueDto => ({
  indicator: row.indicator, unit: row.unit_code, unitName: row.unit_name, period: formatPeriod(period), hits: row.hits, total: row.total, value: row.value, score: row.score, maxScore: row.max_score,
  status: row.status, reason: row.reason, version: row.version, edition: edition?.number ?? null, asOf: edition?.as_of.toISOString() ?? null, coverage: row.coverage, source: row.source, ...standingDto(beside),
});

const standingDto = ({ standing: s, closedAt, restated }: Beside): Pick<ValueDto, 'target' | 'targetDocument' | 'light' | 'lightReason' | 'rank' | 'rankOf' | 'rankBefore' | 'closedAt' | 'restated'> => ({
  target: s?.target ?? null, targetDocument: s?.target_document ? `${s.target_document}${s.target_verified ? '' : ' (chưa xác minh)'}` : null, light: s?.light ?? 'none', lightReason: s?.light_reason ?? null,
  rank: s?.rank ?? null, rankOf: s?.rank_of ?? null, rankBefore: s?.rank_before ?? null, closedAt: closedAt?.toISOString() ?? null, restated,
});
