/** `/explain?indicator=&unit=&period=&map=`: question, law, formula, counts, sources with age, corrections, version. Open as the wall is: counts only. */
import { BadRequestException, Controller, Get, Header, Inject, NotFoundException, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { explainUnit, type Explained } from '../../compute/editions/explain-unit';
import { daysWithin, valuesOnMap } from '../../compute/maps/unit-map';
import { DEFAULT_BANDS, findIndicator, YEARLY } from '../../indicators';
import { languageOf, sayIn } from '../../messages';
import { formatPeriod, localDay, MAP_MODES, periodOf, type MapMode, type Period } from '../../vocabulary';
import { readPeriodParameter } from '../api/period-parameter';
import { CONTEXT, type ServeContext } from '../tokens';
import type { Queryable } from '../../store/database';
import { readValuesOnMap } from '../../store/editions/read-values';
import { explainPage, type Change, type Published, type Reading, type SourceAge } from './explain-page';

const KEPT_MS = 30_000;
const MOST_KEPT = 50;

@ApiExcludeController()
@Controller('explain')
export class ExplainController {
  /** All figures of a unit and period come out of one computation: many clicks in half a minute cost one. */
  private readonly kept = new Map<string, { at: number; explained: Promise<Explained[]> }>();

  constructor(@Inject(CONTEXT) private readonly context: ServeContext) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'")
  @Header('x-content-type-options', 'nosniff')
  @Header('cache-control', 'no-store')
  async page(@Query('indicator') id?: string, @Query('unit') unitCode?: string, @Query('period') periodText?: string, @Query('map') mapText?: string, @Query('lang') lang?: string): Promise<string> {
    const language = languageOf(lang) ?? this.context.language;
    const say = sayIn(language);
    const inSame = language === this.context.language ? '' : `lang=${language}`;
    if (mapText !== undefined && !MAP_MODES.includes(mapText as MapMode)) throw new BadRequestException(say(`map là ${MAP_MODES.join(' hoặc ')}.`));
    const map = (mapText ?? 'as-was') as MapMode;
    const indicator = typeof id === 'string' ? findIndicator(id) : undefined;
    if (id === undefined || id === '') throw new BadRequestException(say('Thiếu indicator. Viết /explain?indicator=on-time-resolution&unit=H17&period=2026-08.'));
    if (!indicator) throw new NotFoundException(say(`Không có chỉ số "${id}". Danh mục: /api/v1/indicators.`));
    const { pool, province } = this.context;
    const unit = (await pool.query<{ code: string; name: string }>('select code, name from mart.unit_all where code = $1 and home', [unitCode || province.code])).rows[0];
    if (!unit) throw new NotFoundException(say(`Không có đơn vị "${unitCode || province.code}". Mã ở /api/v1/units.`));
    const asked: Period = periodText ? readPeriodParameter(periodText) : periodOf('month', localDay(this.context.now()));
    // A figure of the year, asked for from a board of a month.
    const period = indicator.periods === YEARLY ? periodOf('year', asked.start) : asked;
    const code = formatPeriod(period);
    const key = [indicator.id, unit.code, period.type, period.start];
    const [published, changes, sources, readings, live] = await Promise.all([
      pool.query<Published>(
        `select f.unit_name, f.period, f.hits, f.total, f.value, f.score, f.max_score, f.state, f.reason, f.coverage, f.target, f.target_document, f.target_verified, f.rank, f.rank_of, f.version, f.edition,
           (select e.as_of from mart.edition e where e.number = f.edition) as as_of,
           (select max(c.closed_at) from mart.period_close c where c.closed and c.period_type = f.period_type and c.period_start = f.period_start) as closed_at
         from mart.figure_map f where f.map = $5 and f.indicator = $1 and f.unit_code = $2 and f.period_type = $3 and f.period_start = $4`, [...key, map]),
      pool.query<Change>(
        `select c.corrected_at as at, c.kind, coalesce(c.old_value, c.old_score) as was, coalesce(c.new_value, c.new_score) as now, case when c.touched is not null then c.touched || ' hồ sơ thay đổi' end as why
         from mart.correction c where c.indicator = $1 and c.unit_code = $2 and c.period_type = $3 and c.period_start = $4
         union all
         select r.stated_at, 'records', coalesce(r.old_value, r.old_score), coalesce(r.new_value, r.new_score), r.why from mart.restatement r
         where r.edition_to is null and r.indicator = $1 and r.unit_code = $2 and r.period_type = $3 and r.period_start = $4 order by 1 desc limit 50`, key),
      pool.query<SourceAge>('select title, state, loaded_through from mart.source_state order by source'),
      this.readings(pool, indicator.id, unit.code, period),
      this.explained(unit.code, period, map).then((all) => ({ all, problem: null }), (error: Error) => ({ all: [] as Explained[], problem: `Chưa tính lại được lúc này: ${error.message}` })),
    ]);
    const found = live.all.find((x) => x.indicator === indicator.id) ?? live.all.find((x) => x.indicator.startsWith(`${indicator.id}@`));
    return explainPage({
      indicator, unit, period: code, map, published: published.rows[0] ?? null, steps: found?.steps ?? [], liveProblem: live.problem ?? (found ? null : 'Chỉ số này không áp dụng cho kỳ được chọn.'), changes: changes.rows, sources: sources.rows, readings,
      links: [
        { title: 'Số này dạng máy đọc', href: `/api/v1/values?indicator=${indicator.id}&unit=${encodeURIComponent(unit.code)}&period=${code}${mapText === undefined ? '' : `&map=${map}`}${inSame && `&${inSame}`}` },
        { title: 'Bảng của đơn vị này', href: `/wall/don-vi?unit=${encodeURIComponent(unit.code)}${asked.type === 'month' ? `&period=${formatPeriod(asked)}` : ''}${mapText === undefined ? '' : `&map=${map}`}${inSame && `&${inSame}`}` },
        { title: 'Tài liệu API và danh mục chỉ số', href: '/api/docs' }, { title: 'Màn hình tường', href: `/wall${inSame && `?${inSame}`}` },
      ],
    }, language);
  }

  /** A unit with a past or a future: its figure on the map of that time and on today's, counts added along the lineage; from the edition where it has them. Empty for a unit that never changed. */
  private async readings(pool: Queryable, indicator: string, unit: string, period: Period): Promise<Reading[]> {
    const { rows } = await pool.query<{ day: string }>('select to_char(day, $2) as day from mart.unit_lineage where from_code = $1 or to_code = $1 limit 1', [unit, 'YYYY-MM-DD']);
    if (rows.length === 0) return [];
    const found: Reading[] = [];
    for (const mode of MAP_MODES) {
      const published = (await readValuesOnMap(pool, mode, { indicator, unit, periodType: period.type, periodStart: period.start }))[0];
      const live = published ? null : await valuesOnMap(this.context.pool, unit, period, mode, this.context.now(), this.context.compute);
      const from = live?.from ?? published!.from_codes ?? [];
      const names = new Map((await pool.query<{ code: string; name: string }>('select code, name from mart.unit_all where code = any($1)', [from])).rows.map((u) => [u.code, u.name]));
      const value = published ?? live?.values.find((v) => v.indicator === indicator);
      const note = live ? live.note : mode === 'as-was' ? await daysWithin(pool, unit, period) : null;
      if (value) found.push({ mode, hits: value.hits, total: value.total, value: value.value, score: value.score, reason: value.status === 'available' ? null : value.reason, from: from.map((code) => names.get(code) ?? code), note });
    }
    return found;
  }

  private explained(unit: string, period: Period, map: MapMode): Promise<Explained[]> {
    const key = `${unit} ${formatPeriod(period)} ${map}`;
    const now = Date.now();
    for (const [k, { at }] of this.kept) if (now - at > KEPT_MS || this.kept.size > MOST_KEPT) this.kept.delete(k);
    const before = this.kept.get(key);
    if (before) return before.explained;
    const explained = explainUnit({ pool: this.context.pool, compute: this.context.compute, bands: this.context.bands ?? DEFAULT_BANDS }, unit, period, this.context.now(), undefined, map);
    this.kept.set(key, { at: now, explained });
    explained.catch(() => this.kept.delete(key));
    return explained;
  }
}
