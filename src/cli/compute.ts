import { explainUnit } from '../compute/editions/explain-unit';
import type { Command } from 'commander';
import { publishAndNote } from '../compute/editions/corrections';
import { lawText } from '../compute/values/explain';
import { figureText, valueText } from '../compute/values/figure-text';
import { valuesByField } from '../compute/values/field-values';
import { coverageOfSources, NO_SOURCE, provinceIdOf } from '../compute/measures/measuring';
import { checkMeasures, keepsDay, valuesOfPeriod } from '../compute/editions/publish';
import { valuesOnMap } from '../compute/maps/unit-map';
import { findIndicator, indicators, lawDay, ruleSets, setFormulaChanges, type Bilingual, type Indicator } from '../indicators';
import { closingOf } from '../store/editions/closings';
import { readRestatements, type RestatementRow } from '../store/editions/read-editions';
import { MAP_TITLES } from '../boards';
import { formatPeriod, fromDate, localDay, MAP_MODES, MEASURE_TITLES, numberText, parsePeriod, percentText, periodOf, vietnameseDay, type MapMode, type Period } from '../vocabulary';
import { CchcError } from '../platform/errors';
import { fieldScope } from '../store/facts/read-fields';
import { loadSettings } from '../settings';
import { openApp, type App } from './app';
import { explainedText } from './explain';
import { count, print, printJson, table } from './output';
import { unitAt } from '../store/units/unit-lineage';

const now = () => Date.now() * 1000;

export function readPeriod(text: string): Period {
  try {
    return parsePeriod(text);
  } catch {
    throw new CchcError('bad-usage', `"${text}" không phải kỳ báo cáo.`, 'Viết 2026, 2026-H1, 2026-Q3, 2026-08, 2026-08-17 hoặc 2026-08-YTD (lũy kế).');
  }
}

function readLaw(text: string): string {
  const day = lawDay(text, localDay(now()));
  if (!day) throw new CchcError('bad-usage', `"${text}" không phải ngày hay bộ quy tắc.`, `Viết như 2026-06-30, hoặc một trong ${ruleSets.map((r) => r.id).join(', ')}.`);
  return day;
}

/** Throws CchcError `bad-usage` for anything but the two maps. */
export function readMap(text: string): MapMode {
  const map = MAP_MODES.find((mode) => mode === text);
  if (!map) throw new CchcError('bad-usage', `Không có bản đồ "${text}".`, `Viết ${MAP_MODES.join(' hoặc ')}.`);
  return map;
}

export function readIndicator(name: string): Indicator {
  const indicator = findIndicator(name);
  if (!indicator) throw new CchcError('bad-usage', `Không có chỉ số "${name}".`, 'Chạy cchc indicators để xem danh mục.');
  return indicator;
}

export function addComputeVerbs(program: Command): void {
  program.command('compute').description('tính giá trị và điểm; --check đếm lại từ hồ sơ').option('--period <kỳ>').option('--unit <mã>').option('--check', 'đếm lại số đo từ hồ sơ và báo mọi sai khác')
    .option('--explain', 'giải thích từng bước: căn cứ, tử số, mẫu số, quy tắc, làm tròn, nguồn, độ mới').option('--indicator <id>', 'chỉ chỉ số này: id hoặc mã')
    .option('--field <mã>', 'theo lĩnh vực của đơn vị hoặc toàn tỉnh (* : mọi lĩnh vực); tính khi hỏi, không lưu').option('--procedure <mã>', 'theo thủ tục của toàn tỉnh (* : mọi thủ tục)').option('--law <luật>', `theo công thức của một ngày (yyyy-MM-dd) hoặc bộ quy tắc (${ruleSets.map((r) => r.id).join(', ')}), tính khi hỏi, không lưu`)
    .option('--map <bản đồ>', 'as-was: đơn vị của khi ấy (mặc định); today: lịch sử gộp vào đơn vị hôm nay; tính khi hỏi, không lưu').option('--json')
    .action(async (options: { period?: string; unit?: string; check?: boolean; explain?: boolean; indicator?: string; field?: string; procedure?: string; law?: string; map?: string; json?: boolean }) => {
      const period = options.period ? readPeriod(options.period) : undefined;
      const only = options.indicator === undefined ? undefined : readIndicator(options.indicator);
      const asked = <T extends { indicator: string }>(rows: readonly T[]): T[] => rows.filter((row) => only === undefined || row.indicator === only.id || row.indicator.startsWith(`${only.id}@`));
      const map = options.map === undefined ? undefined : readMap(options.map);
      const app = await openApp();
      try {
        if (options.check) {
          const differences = await checkMeasures(app.pool);
          if (options.json) printJson({ differences });
          else print(differences.length === 0 ? 'Số đo khớp hoàn toàn với hồ sơ (0 sai khác).' : `${count(differences.length)} sai khác:\n${differences.slice(0, 20).map((d) => `${d.unit} ${d.day}: đang giữ ${JSON.stringify(d.kept)}, đếm lại ${JSON.stringify(d.counted)}`).join('\n')}`);
          if (differences.length > 0) process.exitCode = 1;
          return;
        }
        const unit = options.unit ?? app.settings.province.code;
        if (options.unit !== undefined) await unitAt(app.pool, unit);
        const shown = period ?? periodOf('month', localDay(now()));
        if (shown.start > localDay(now())) throw new CchcError('bad-usage', `Kỳ ${formatPeriod(shown)} chưa bắt đầu.`, 'Chọn kỳ đã bắt đầu.');
        if (options.field !== undefined || options.procedure !== undefined) {
          if (options.law !== undefined || map !== undefined) throw new CchcError('bad-usage', '--law, --map không đi cùng --field, --procedure.', 'Bỏ --law, --map.');
          if (options.field !== undefined && options.procedure !== undefined) throw new CchcError('bad-usage', 'Chọn --field hoặc --procedure, không cả hai.', 'Bỏ một trong hai.');
          const by = options.field !== undefined ? 'field' : 'procedure';
          const code = (options.field ?? options.procedure)!;
          const scope = await fieldScope(app.pool, by, unit, app.settings.province.code, code === '*' ? undefined : code);
          const found = await valuesByField(app.pool, scope, shown, now(), app.compute, await coverageOfSources(app.pool));
          if (options.json) return printJson(found.map((f) => ({ unit, period: formatPeriod(shown), [by]: f.code, name: f.name, values: asked(f.values) })));
          return print(`${unit} · ${formatPeriod(shown)} · tính theo yêu cầu\n${found.map((f) => `\n${f.name ?? f.code} (${f.code})\n${valuesTable(asked(f.values).map((v) => ({ ...v, max_score: v.maxScore })))}`).join('\n')}`);
        }
        const law = options.law === undefined ? undefined : readLaw(options.law);
        if (options.explain) {
          const explained = await explainUnit({ ...app, bands: app.settings.rules.index766Bands }, unit, shown, now(), options.indicator, map, law);
          return options.json ? printJson({ unit, period: formatPeriod(shown), explained }) : print(explainedText(explained));
        }
        if (law !== undefined || map !== undefined) {
          const { values, from, note } = await valuesOnMap(app.pool, unit, shown, map ?? 'as-was', now(), app.compute, law);
          if (options.json) return printJson(asked(values).map((v) => ({ unit, period: formatPeriod(shown), law, map, from, ...v })));
          print(`${unit} · ${formatPeriod(shown)} · tính theo yêu cầu`);
          if (law !== undefined) print(`Theo luật ngày ${vietnameseDay(law)}`);
          if (map !== undefined) print(MAP_TITLES[map]);
          if (from.length > 1) print(`Gồm số của: ${from.join(', ')}`);
          if (note !== null) print(note);
          return print(valuesTable(asked(values).map((v) => ({ ...v, max_score: v.maxScore }))));
        }
        // No edition keeps these.
        if (shown.type === 'ytd' || (shown.type === 'day' && !keepsDay(shown.start, localDay(now())))) {
          const rows = asked(await onRequest(app, unit, shown));
          return options.json ? printJson(rows) : print(`${unit} · ${formatPeriod(shown)} · tính theo yêu cầu\n${valuesTable(rows)}`);
        }
        const published = await publishAndNote(app.pool, app.compute, now(), period ? { only: [period] } : { everything: true });
        if (!period && !options.unit && !only) return options.json ? printJson(published) : print(`Ấn bản ${published.edition}: ${published.periods} kỳ, ${count(published.changes)} giá trị thay đổi.`);
        const rows = asked((await app.pool.query<ShownValue>(
          `select * from mart.indicator_value where period_type = $1 and period_start = $2 and unit_code = $3 order by indicator`, [shown.type, shown.start, unit])).rows);
        if (options.json) return printJson(rows);
        const closing = await closingOf(app.pool, shown);
        const fresh = closing === null ? [] : await readRestatements(app.pool, { period: shown, unit });
        print(`${unit} · ${formatPeriod(shown)} · ấn bản ${published.edition}${closing === null ? '' : ` · đã chốt ngày ${vietnameseDay(localDay(fromDate(closing.closedAt)))}, người chốt: ${closing.closedBy}`}\n${valuesTable(rows.map((row) => noted(row, fresh)))}`);
      } finally {
        await app.close();
      }
    });

  program.command('publish').description('công bố một ấn bản mới').action(async () => {
    const app = await openApp();
    try {
      const published = await publishAndNote(app.pool, app.compute, now());
      print(`Ấn bản ${published.edition}: ${count(published.changes)} giá trị thay đổi.`);
    } finally {
      await app.close();
    }
  });

  program.command('indicators').argument('[id]').description('danh mục: căn cứ, công thức, mục tiêu, phiên bản').option('--json').action((id: string | undefined, options: { json?: boolean }) => {
    setFormulaChanges(loadSettings().formulaChanges);
    const found = id ? [readIndicator(id)] : indicators;
    if (options.json) return printJson(found);
    if (!id) return print(`${table([['ID', 'MÃ', 'TÊN', 'ĐIỂM', 'PHIÊN BẢN'], ...indicators.map((i) => [i.id, i.code, i.title.vi, i.kind === 'group' ? i.max : i.kind === 'ratio' && i.scoring ? i.scoring.max : '', i.version])])}\n${indicators.length} chỉ số. Xem từng chỉ số: cchc indicators ID.`);
    print(describe(found[0]!));
  });
}

interface ShownValue { indicator: string; hits: number | null; total: number | null; value: number | null; score: number | null; max_score: number | null; status: string; reason: string | null; unitOfMeasure?: Bilingual }

function valuesTable(rows: readonly ShownValue[]): string {
  if (rows.length === 0) return NO_SOURCE;
  return table([['CHỈ SỐ', 'TỬ SỐ', 'MẪU SỐ', 'GIÁ TRỊ', 'ĐIỂM', 'GHI CHÚ'], ...rows.map((r) => {
    const score = r.score === null || r.max_score === null ? '–' : `${numberText(r.score)} / ${numberText(r.max_score)}`;
    return [r.indicator, r.hits === null ? '–' : count(r.hits), r.total === null ? '–' : count(r.total), valueText(findIndicator(r.indicator), r), score, r.reason ?? ''];
  })]);
}

/** A closed figure that would be another one today says so. */
function noted(row: ShownValue, fresh: readonly RestatementRow[]): ShownValue {
  const found = fresh.find((r) => r.indicator === row.indicator);
  if (!found) return row;
  const restated = { ...row, reason: null, hits: found.new_hits, total: found.new_total, value: found.new_value, score: found.new_score, status: found.new_status };
  return { ...row, reason: [row.reason, `Tính lại hôm nay: ${figureText(findIndicator(row.indicator), restated)}. ${found.why}`].filter(Boolean).join(' ') };
}

/** Years to date and days that are no longer kept are computed when asked for. */
async function onRequest(app: App, unit: string, period: Period): Promise<ShownValue[]> {
  const values = await valuesOfPeriod(app.pool, period, now(), app.compute, await coverageOfSources(app.pool), await provinceIdOf(app.pool, app.compute.provinceCode));
  const { id } = await unitAt(app.pool, unit);
  return values.filter((v) => v.unitId === id).map((v) => ({ ...v, max_score: v.maxScore }));
}

const EMPTY = { null: 'không tính điểm', zero: '0 điểm', full: 'đủ điểm', configured: 'theo cấu hình (chưa xác minh)' };

/** One indicator of the catalogue for a jurist. */
function describe(i: Indicator): string {
  const names = (measures: readonly string[]) => measures.map((m) => MEASURE_TITLES[m as keyof typeof MEASURE_TITLES]).join(' + ');
  return [
    `${i.title.vi} (${i.id}, ${i.code}, phiên bản ${i.version}${i.from ? ` từ ${vietnameseDay(i.from)}` : ''})`, i.question.vi, ...i.law.map((l) => `Căn cứ: ${lawText(l)}`), i.counts.vi, i.caution ? `Lưu ý: ${i.caution.vi}` : '',
    i.kind === 'group' ? `Thành phần: ${i.parts.join(', ')}; tối đa ${i.max} điểm` : `Tử số: ${names(i.hits)}${'total' in i ? `; mẫu số: ${names(i.total)}` : ''}${'base' in i ? `; năm gốc: ${names(i.base)}` : ''}`,
    i.kind === 'ratio' && i.scoring ? `Điểm: ${i.scoring.kind === 'linear' ? 'tuyến tính' : `đủ điểm từ ${percentText(Number(i.scoring.fullAt))}`}, tối đa ${i.scoring.max}${i.factor ? `; nhân với tỷ lệ của ${i.factor}` : ''}; mẫu số bằng 0: ${EMPTY[i.empty]}` : '',
    i.target ? `Mục tiêu: ${i.kind === 'ratio' ? percentText(i.target.value) : count(i.target.value)} theo ${i.target.document}${i.target.verified ? '' : ' (chưa xác minh)'}` : '',
    `Tính theo: ${{ resolvingUnit: 'đơn vị giải quyết', receivingUnit: 'đơn vị tiếp nhận', responsibleUnit: 'đơn vị chịu trách nhiệm' }[i.groupBy]}${i.fedBy ? `; số liệu từ: ${i.fedBy}` : ''}${i.par ? `; lĩnh vực PAR Index: ${i.par}` : ''}`,
    ...(i.earlier ?? []).map((v) => `Trước đó: phiên bản ${v.version} đến ${vietnameseDay(v.to)} (cchc indicators ${i.id}@${v.version})`),
  ].filter(Boolean).join('\n');
}
