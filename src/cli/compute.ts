import { explainUnit } from '../compute/explain-unit';
import type { Command } from 'commander';
import { publishAndNote } from '../compute/corrections';
import { lawText } from '../compute/explain';
import { valuesByField } from '../compute/field-values';
import { coverageOfSources, provinceIdOf } from '../compute/measuring';
import { checkMeasures, valuesOfPeriod } from '../compute/publish';
import { valuesOnMap } from '../compute/unit-map';
import { findIndicator, indicators, lawDay, ruleSets, setFormulaChanges, type Bilingual, type Indicator } from '../indicators';
import { formatPeriod, localDay, MEASURE_TITLES, numberText, parsePeriod, percentText, periodOf, vietnameseDay, type Period } from '../vocabulary';
import { CchcError } from '../platform/errors';
import { fieldScope } from '../store/read-fields';
import { loadSettings } from '../settings';
import { openApp, type App } from './app';
import { explainedText } from './explain';
import { count, print, printJson, table } from './output';

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

export function addComputeVerbs(program: Command): void {
  program.command('compute').description('tính giá trị và điểm; --check đếm lại từ hồ sơ').option('--period <kỳ>').option('--unit <mã>').option('--check', 'đếm lại số đo từ hồ sơ và báo mọi sai khác')
    .option('--explain', 'giải thích từng bước: căn cứ, tử số, mẫu số, quy tắc, làm tròn, nguồn, độ mới').option('--indicator <id>', 'chỉ giải thích chỉ số này')
    .option('--field <mã>', 'theo lĩnh vực của đơn vị hoặc toàn tỉnh (* : mọi lĩnh vực); tính khi hỏi, không lưu').option('--procedure <mã>', 'theo thủ tục của toàn tỉnh (* : mọi thủ tục)').option('--law <luật>', `theo công thức của một ngày (yyyy-MM-dd) hoặc bộ quy tắc (${ruleSets.map((r) => r.id).join(', ')}), tính khi hỏi, không lưu`).option('--json')
    .action(async (options: { period?: string; unit?: string; check?: boolean; explain?: boolean; indicator?: string; field?: string; procedure?: string; law?: string; json?: boolean }) => {
      const period = options.period ? readPeriod(options.period) : undefined;
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
        const shown = period ?? periodOf('month', localDay(now()));
        if (options.field !== undefined || options.procedure !== undefined) {
          if (options.law !== undefined) throw new CchcError('bad-usage', '--law không đi cùng --field, --procedure.', 'Bỏ --law.');
          if (options.field !== undefined && options.procedure !== undefined) throw new CchcError('bad-usage', 'Chọn --field hoặc --procedure, không cả hai.', 'Bỏ một trong hai.');
          const by = options.field !== undefined ? 'field' : 'procedure';
          const code = (options.field ?? options.procedure)!;
          const scope = await fieldScope(app.pool, by, unit, app.settings.province.code, code === '*' ? undefined : code);
          const found = await valuesByField(app.pool, scope, shown, now(), app.compute, await coverageOfSources(app.pool));
          if (options.json) return printJson(found.map((f) => ({ unit, period: formatPeriod(shown), [by]: f.code, name: f.name, values: f.values })));
          return print(`${unit} · ${formatPeriod(shown)} · tính theo yêu cầu\n${found.map((f) => `\n${f.name ?? f.code} (${f.code})\n${valuesTable(f.values.map((v) => ({ ...v, max_score: v.maxScore })))}`).join('\n')}`);
        }
        const law = options.law === undefined ? undefined : readLaw(options.law);
        if (options.explain) {
          const explained = await explainUnit({ ...app, bands: app.settings.rules.index766Bands }, unit, shown, now(), options.indicator, undefined, law);
          return options.json ? printJson({ unit, period: formatPeriod(shown), explained }) : print(explainedText(explained));
        }
        if (law !== undefined) {
          const { values, note } = await valuesOnMap(app.pool, unit, shown, 'as-was', now(), app.compute, law);
          if (options.json) return printJson(values.map((v) => ({ unit, period: formatPeriod(shown), law, ...v })));
          return print(`${unit} · ${formatPeriod(shown)} · tính theo yêu cầu, theo luật ngày ${vietnameseDay(law)}${note ? `\n${note}` : ''}\n${valuesTable(values.map((v) => ({ ...v, max_score: v.maxScore })))}`);
        }
        if (shown.type === 'ytd') {
          const rows = await yearToDate(app, unit, shown);
          return options.json ? printJson(rows) : print(`${unit} · ${formatPeriod(shown)} · tính theo yêu cầu\n${valuesTable(rows)}`);
        }
        const published = await publishAndNote(app.pool, app.compute, now(), period ? { only: [period] } : { everything: true });
        if (!period && !options.unit) return options.json ? printJson(published) : print(`Ấn bản ${published.edition}: ${published.periods} kỳ, ${count(published.changes)} giá trị thay đổi.`);
        const { rows } = await app.pool.query(
          `select * from mart.indicator_value where period_type = $1 and period_start = $2 and unit_code = $3 order by indicator`, [shown.type, shown.start, unit]);
        if (options.json) return printJson(rows);
        print(`${unit} · ${formatPeriod(shown)} · ấn bản ${published.edition}\n${valuesTable(rows)}`);
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
    const found = id ? [findIndicator(id)].filter((i) => i !== undefined) : indicators;
    if (id && found.length === 0) throw new CchcError('bad-usage', `Không có chỉ số "${id}".`, 'Chạy cchc indicators để xem danh mục.');
    if (options.json) return printJson(found);
    if (!id) return print(`${table([['ID', 'MÃ', 'TÊN', 'ĐIỂM', 'PHIÊN BẢN'], ...indicators.map((i) => [i.id, i.code, i.title.vi, i.kind === 'group' ? i.max : i.kind === 'ratio' && i.scoring ? i.scoring.max : '', i.version])])}\n${indicators.length} chỉ số. Xem từng chỉ số: cchc indicators ID.`);
    print(describe(found[0]!));
  });
}

interface ShownValue { indicator: string; hits: number | null; total: number | null; value: number | null; score: number | null; max_score: number | null; status: string; reason: string | null; unitOfMeasure?: Bilingual }

function valuesTable(rows: readonly ShownValue[]): string {
  return table([['CHỈ SỐ', 'TỬ SỐ', 'MẪU SỐ', 'GIÁ TRỊ', 'ĐIỂM', 'GHI CHÚ'], ...rows.map((r) => {
    const score = r.score === null || r.max_score === null ? '–' : `${numberText(r.score)} / ${numberText(r.max_score)}`;
    return [r.indicator, r.hits === null ? '–' : count(r.hits), r.total === null ? '–' : count(r.total), valueText(r), score, r.reason ?? ''];
  })]);
}

function valueText(r: ShownValue): string {
  if (r.value === null) return r.status === 'available' ? 'không phát sinh' : '–';
  const indicator = findIndicator(r.indicator);
  const kind = indicator?.kind;
  if (kind === 'ratio' || kind === 'group') return percentText(r.value);
  if (indicator?.kind === 'mean') return `${numberText(r.value)} ${(r.unitOfMeasure ?? indicator.unitOfMeasure).vi}`;
  return kind === 'yesNo' ? (r.value === 1 ? 'có' : 'không') : numberText(r.value);
}

/** A year to date is computed when asked for and never kept. */
async function yearToDate(app: App, unit: string, period: Period): Promise<ShownValue[]> {
  const values = await valuesOfPeriod(app.pool, period, now(), app.compute, await coverageOfSources(app.pool), await provinceIdOf(app.pool, app.compute.provinceCode));
  const id = (await app.pool.query<{ id: number }>('select id from unit where code = $1', [unit])).rows[0]?.id;
  if (id === undefined) throw new CchcError('bad-usage', `Không có đơn vị "${unit}".`, 'Xem mã ở /api/v1/units.');
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
