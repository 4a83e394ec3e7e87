/** `cchc par …`: sets of criteria, scores, points lost, history, published results. */
import { existsSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { refreshProposals } from '../compute/par';
import { changeText, CRITERION_COLUMNS, readScoreRows, SCORE_COLUMNS, shownFact } from '../indicators/par';
import { CchcError } from '../platform/errors';
import { inTransaction } from '../store/database';
import { currentSets, historyOf, leavesOf, readIndex, readLeaves, readLost, readResults, readScores, saveParSet, type CurrentSet, type SurveyResultRow } from '../store/par';
import { fromDate, localDay, numberText, PAR_STAGE_TITLES, SURVEY_KIND_TITLES, vietnameseDay, type ParStage, type SurveyKind } from '../vocabulary';
import type { App } from './app';
import { count, print, printJson, table } from './output';
import { readSetFile, withParApp } from './par-files';
import { chooseSet, operator, saveEntries, unitIds } from './par-import';

interface Common { set?: string; unit?: string; year?: string; json?: boolean }
const now = () => Date.now() * 1000;
const points = (value: number | null): string => numberText(value, 2, 2);
const chosen = (command: Command): Command => command.option('--set <mã>', 'bộ tiêu chí').option('--unit <mã>', 'đơn vị; bỏ trống: tỉnh').option('--year <năm>', 'năm đánh giá; bỏ trống: năm nay').option('--json');

export function addParVerbs(program: Command): void {
  const par = program.command('par').description('Chỉ số CCHC (PAR Index), SIPAS: bộ tiêu chí, điểm, kết quả đã công bố');

  par.command('sets').description('các bộ tiêu chí đang dùng').option('--json').action((options: Common) => withParApp(async ({ pool }) => {
    const { rows } = await pool.query('select * from mart.par_set order by sample, official desc, from_year desc, set_code');
    if (options.json) return printJson(rows);
    print(table([['BỘ', 'LẦN', 'CẤP', 'TỪ NĂM', 'LĨNH VỰC', 'TIÊU CHÍ', 'TCTP', 'ĐIỂM', 'XHH', 'LƯU Ý'], ...rows.map((r) => [r.set_code, String(r.revision), r.scope, String(r.from_year), of(r.areas, r.areas_expected), of(r.criteria, r.criteria_expected), of(r.sub_criteria, r.sub_criteria_expected), points(r.points), points(r.survey_points), r.mark])]));
  }));

  par.command('import').argument('<tệp>', 'YAML, CSV hoặc XLSX').description('nạp bảng điểm (phụ lục chính thức hoặc bộ nội bộ)').option('--dry-run', 'chỉ kiểm tra').option('--by <người>', 'người nạp').option('--json')
    .action(async (file: string, options: { dryRun?: boolean; by?: string; json?: boolean }) => {
      const set = await readSetFile(file);
      const counts = `${set.criteria.filter((c) => c.level === 'area').length} lĩnh vực, ${set.criteria.filter((c) => c.level === 'criterion').length} tiêu chí, ${set.criteria.filter((c) => c.level === 'subCriterion').length} tiêu chí thành phần`;
      if (options.dryRun) return options.json ? printJson(set) : print(`${file}: hợp lệ. Bộ ${set.code}: ${counts}${set.pointsLoaded ? '' : '; chưa có điểm'}.`);
      await withParApp(async (app) => {
        const client = await app.pool.connect();
        let saved: Awaited<ReturnType<typeof saveParSet>>;
        try {
          saved = await inTransaction(client, () => saveParSet(client, set, { kind: 'import', file: basename(file), by: operator(options.by) }));
        } finally {
          client.release();
        }
        const refreshed = await refreshProposals(app.pool, app.settings.province.code, now(), { setCode: set.code });
        if (options.json) return printJson({ set: set.code, ...saved, ...refreshed });
        print(saved.outcome === 'unchanged' ? `Bộ ${set.code} không đổi (lần ${saved.revision}).` : `Đã nạp bộ ${set.code} lần ${saved.revision}: ${counts}. Đề xuất điểm: ${count(refreshed.proposals)}.`);
      });
    });

  par.command('template').description('mẫu bảng điểm CSV; --scores: mẫu nhập điểm của một bộ').option('--scores').option('--out <tệp>', 'ghi ra tệp').option('--set <mã>').option('--unit <mã>').option('--year <năm>')
    .action(async (options: Common & { scores?: boolean; out?: string }) => {
      const text = options.scores ? await withParApp(async (app) => scoresTemplate(await leavesOf(app.pool, (await chooseSet(app.pool, options.set)).id), options)) : SET_TEMPLATE;
      if (!options.out) return print(text.trimEnd());
      if (existsSync(options.out)) throw new CchcError('bad-usage', `Tệp ${options.out} đã có.`, 'Chọn tên khác.');
      writeFileSync(options.out, `\ufeff${text}`);
      print(`Đã ghi ${options.out}.`);
    });

  chosen(par.command('show').description('điểm của một đơn vị: cây tiêu chí, từng bước chấm')).action((options: Common) => withParApp(async (app) => {
    const { set, filter } = await choose(app, options);
    await refresh(app, set, filter.year);
    const [index, tree, leaves] = await Promise.all([readIndex(app.pool, filter), readScores(app.pool, filter), readLeaves(app.pool, filter)]);
    if (options.json) return printJson({ set, year: filter.year, index: index[0] ?? null, tree, leaves });
    heading(set, `${filter.unit} · ${filter.year}`);
    if (tree.length === 0) return print('Chưa có điểm hay số liệu nào của đơn vị trong năm.');
    const byCode = new Map(leaves.map((leaf) => [leaf.code, leaf]));
    print(table([['MÃ', 'TIÊU CHÍ', 'TỐI ĐA', 'ĐỀ XUẤT', 'TỰ CHẤM', 'TĐ1', 'TĐ2', 'XHH', 'ĐIỂM', 'CHƯA CHẤM', 'LÝ DO'], ...tree.map((row) => [
      row.code, cut(row.title, 60), points(row.max_points), points(row.proposed), points(row.self_score), points(row.appraisal1), points(row.appraisal2), points(row.survey), points(row.points), row.missing > 0 ? count(row.missing) : '', byCode.get(row.code)?.problem ?? byCode.get(row.code)?.reason ?? ''])]));
    const total = index[0]!;
    print(total.missing > 0 ? `Tạm tính ${points(total.points)} trên ${points(total.known_max)} điểm đã chấm (tối đa ${points(total.max_points)}); còn ${count(total.missing)} tiêu chí chưa chấm nên chưa có chỉ số.`
      : `Chỉ số ${points(total.index)}${total.band ? `, nhóm ${total.band}${total.band_verified ? '' : ' (chưa xác minh)'}` : ''}${total.rank ? `, hạng ${total.rank}/${total.rank_of}` : ''}${total.index_change === null ? '' : `; so với năm trước: ${changeText(total.index_change, total.rank_change)}`}.`);
  }));

  chosen(par.command('lost').description('điểm mất theo tiêu chí, đơn vị, lý do')).option('--all', 'mọi đơn vị').action((options: Common & { all?: boolean }) => withParApp(async (app) => {
    const { set, filter } = await choose(app, options);
    await refresh(app, set, filter.year);
    const rows = await readLost(app.pool, options.all ? { ...filter, unit: undefined } : filter);
    if (options.json) return printJson(rows);
    heading(set, `điểm mất ${filter.year}`);
    print(table([['MÃ', 'ĐƠN VỊ', 'TIÊU CHÍ', 'MẤT', 'ĐIỂM', 'TỐI ĐA', 'NĂM TRƯỚC', 'LÝ DO'], ...rows.map((r) => [r.code, r.unit_code, cut(r.title, 50), points(r.lost), points(r.points), points(r.max_points), points(r.points_last_year), r.reason ?? ''])]));
  }));

  chosen(par.command('score').argument('<mã>', 'mã tiêu chí').argument('[điểm]', 'điểm; với --stage fact: số liệu như 412/433, 95,2 %, có, 15/12/2026').description('ghi một điểm hoặc số liệu; lịch sử giữ nguyên'))
    .requiredOption('--stage <bước>', 'fact, survey, self, appraisal1, appraisal2').option('--base <giá trị>', 'giá trị năm gốc (fact của cơ chế growth)').option('--evidence <đường dẫn>', 'tài liệu kiểm chứng (nhiều lần)', (text: string, list: string[]) => [...list, text], [] as string[])
    .option('--comment <ý kiến>').option('--reason <lý do>', 'lý do mất điểm').option('--withdraw', 'rút điểm của bước này').option('--by <người>')
    .action((code: string, value: string | undefined, options: Common & { stage: string; base?: string; evidence: string[]; comment?: string; reason?: string; withdraw?: boolean; by?: string }) => withParApp(async (app) => {
      const { set, filter } = await choose(app, options);
      const column = ({ fact: 'value', survey: 'survey', self: 'self_score', appraisal1: 'appraisal1', appraisal2: 'appraisal2' } as Record<string, string>)[options.stage];
      if (!column) throw new CchcError('bad-usage', `Không có bước "${options.stage}".`, `Các bước: ${Object.keys(PAR_STAGE_TITLES).filter((s) => s !== 'proposal').join(', ')}.`);
      if ((value === undefined) !== (options.withdraw === true)) throw new CchcError('bad-usage', 'Cần điểm, hoặc --withdraw để rút.', 'Ví dụ: cchc par score 1.1.1 1,5 --stage self.');
      const leaves = await leavesOf(app.pool, set.id);
      const ids = await unitIds(app.pool, set, [filter.unit], app.settings.province.code);
      const refused = ids.refused(filter.unit) ?? (filter.year < set.fromYear || filter.year > (set.toYear ?? filter.year) ? `bộ ${set.code} không áp dụng cho năm ${filter.year}` : null);
      if (refused) throw new CchcError('bad-usage', refused, 'Xem cchc par sets và danh mục đơn vị.');
      const cells = { code, [column]: value ?? '', base: options.base ?? '', comment: options.comment ?? '', reason: options.reason ?? '', evidence: options.evidence.join(';') };
      const { entries, problems } = readScoreRows([{ number: 1, cells }], leaves, { unitCode: filter.unit, year: filter.year });
      if (problems.length > 0) throw new CchcError('bad-usage', problems.map((p) => `${p.column}: ${p.reason}`).join('\n'), 'Xem tiêu chí bằng cchc par show.');
      const given = options.withdraw ? [{ line: 1, criterion: code, unitCode: filter.unit, year: filter.year, stage: options.stage as ParStage, points: null, fact: null, evidence: options.evidence, comment: options.comment ?? null, reason: options.reason ?? null }] : entries;
      const added = await saveEntries(app.pool, set, given, ids.of, operator(options.by), 'cchc par score');
      await refresh(app, set, filter.year);
      const leaf = (await readLeaves(app.pool, filter)).find((row) => row.code === code);
      if (options.json) return printJson({ added, leaf });
      print(`${added > 0 ? 'Đã ghi' : 'Không đổi'}: ${code} ${filter.unit} ${filter.year}, đang tính ${points(leaf?.points ?? null)} / ${points(leaf?.max_points ?? null)} (${leaf?.stage ? PAR_STAGE_TITLES[leaf.stage as ParStage] : 'chưa chấm'}).`);
    }));

  chosen(par.command('history').argument('[mã]').description('ai ghi gì, khi nào')).action((code: string | undefined, options: Common) => withParApp(async (app) => {
    const { filter } = await choose(app, options);
    const rows = await historyOf(app.pool, { ...filter, criterion: code });
    if (options.json) return printJson(rows);
    print(table([['LÚC', 'NGƯỜI', 'MÃ', 'BƯỚC', 'ĐIỂM', 'SỐ LIỆU', 'TÀI LIỆU', 'Ý KIẾN', 'TỪ'], ...rows.map((r) => [
      `${vietnameseDay(localDay(fromDate(r.enteredAt)))} ${r.enteredAt.toLocaleTimeString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh' })}`, r.enteredBy, r.criterion, PAR_STAGE_TITLES[r.stage], r.stage === 'fact' ? '' : r.points === null ? 'rút' : points(r.points), r.fact ? shownFact(r.fact) : '', r.evidence.join('; '), [r.reason, r.comment].filter(Boolean).join('; '), r.origin])]));
  }));

  chosen(par.command('rank').description('tổng điểm, xếp hạng các đơn vị của một bộ')).action((options: Common) => withParApp(async (app) => {
    const { set, filter } = await choose(app, options);
    await refresh(app, set, filter.year);
    const rows = await readIndex(app.pool, { ...filter, unit: options.unit });
    if (options.json) return printJson(rows);
    heading(set, String(filter.year));
    print(table([['HẠNG', 'ĐƠN VỊ', 'TÊN', 'CHỈ SỐ', 'NHÓM', 'ĐÃ CÓ', 'TRÊN', 'CHƯA CHẤM', 'SO VỚI NĂM TRƯỚC'], ...rows.map((r) => [r.rank === null ? '–' : `${r.rank}/${r.rank_of}`, r.unit_code, r.unit_name, points(r.index), r.band ?? '–', points(r.points), points(r.known_max), count(r.missing), changeText(r.index_change, r.rank_change)])]));
  }));

  par.command('results').description('kết quả PAR Index, SIPAS đã công bố').option('--kind <loại>', 'par-index hoặc sipas').option('--territory <tên>', 'tỉnh, bộ, vùng hoặc đơn vị').option('--year <năm>').option('--json')
    .action((options: { kind?: string; territory?: string; year?: string; json?: boolean }) => withParApp(async (app) => {
      const rows = await readResults(app.pool, { kind: options.kind, territory: options.territory, year: options.year === undefined ? undefined : year(options.year) });
      if (options.json) return printJson(rows);
      print(table([['CHỈ SỐ', 'NĂM', 'ĐỊA BÀN', 'ĐIỂM', 'HẠNG', 'NHÓM', 'SO VỚI NĂM TRƯỚC', 'VĂN BẢN', 'GHI CHÚ'], ...rows.map((r) => [
        SURVEY_KIND_TITLES[r.kind as SurveyKind], String(r.year), r.territory + (r.element ? ` – ${r.element}` : ''), points(r.score), r.rank === null ? '–' : `${r.rank}${r.rank_of ? `/${r.rank_of}` : ''}`, r.band ?? '', changeOf(r), r.decision ?? r.source,
        [r.basis === 'DERIVED' ? 'suy ra' : r.basis === 'UNVERIFIED' ? 'chưa xác minh' : '', r.remark ?? '', r.problem ?? ''].filter(Boolean).join('; ')])]));
    }));

  chosen(par.command('compute').description('tính lại điểm đề xuất từ số liệu')).action((options: Common) => withParApp(async (app) => {
    const refreshed = await refreshProposals(app.pool, app.settings.province.code, now(), { setCode: options.set, year: options.year === undefined ? undefined : year(options.year) });
    if (options.json) return printJson(refreshed);
    print(`${refreshed.sets} bộ, ${count(refreshed.proposals)} đề xuất, ${count(refreshed.changes)} thay đổi.`);
  }));
}

async function choose(app: App, options: Common): Promise<{ set: CurrentSet; filter: { setCode: string; unit: string; year: number } }> {
  const unit = options.unit ?? app.settings.province.code;
  const { rows } = await app.pool.query<{ level: string }>('select level from unit where code = $1', [unit]);
  // Without --set the unit's level decides, when only one set of that scope has points.
  const fitting = options.set || !rows[0] ? [] : (await currentSets(app.pool)).filter((s) => s.pointsLoaded && s.scope === rows[0]!.level);
  const set = fitting.length === 1 ? fitting[0]! : await chooseSet(app.pool, options.set);
  return { set, filter: { setCode: set.code, unit, year: options.year === undefined ? Number(localDay(now()).slice(0, 4)) : year(options.year) } };
}

const refresh = (app: App, set: CurrentSet, of: number) => refreshProposals(app.pool, app.settings.province.code, now(), { setCode: set.code, year: of });

function heading(set: CurrentSet, rest: string): void {
  print(`${set.title} · ${rest}`);
}

function year(text: string): number {
  if (!/^20\d{2}$/.test(text)) throw new CchcError('bad-usage', `"${text}" không phải năm đánh giá.`, 'Viết như 2026.');
  return Number(text);
}

/** The published changes; those of our own arithmetic are marked. */
function changeOf(r: SurveyResultRow): string {
  const published = changeText(r.score_change, r.rank_change);
  const computed = changeText(r.score_change === null ? r.score_change_computed : null, r.rank_change === null ? r.rank_change_computed : null);
  return [published, computed && `${computed} (tính)`].filter(Boolean).join('; ');
}

const of = (found: number, wanted: number | null): string => (wanted === null ? String(found) : `${found}/${wanted}`);
const cut = (text: string, length: number): string => ([...text].length > length ? `${[...text].slice(0, length - 1).join('')}…` : text);
const cell = (text: string): string => (/[",\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csv = (rows: readonly (readonly string[])[]): string => rows.map((row) => row.map(cell).join(',')).join('\n') + '\n';

const scoresTemplate = (leaves: readonly { code: string; title: string; points: string }[], options: Common): string =>
  csv([SCORE_COLUMNS, ...leaves.map((leaf) => [leaf.code, leaf.title, leaf.points, options.unit ?? '', options.year ?? '', ...SCORE_COLUMNS.slice(5).map(() => '')])]);

/** Head rows begin with @; the mechanisms are those of src/indicators/par/mechanism.ts. */
const SET_TEMPLATE = csv([
  CRITERION_COLUMNS,
  ...([['@code', 'qd-876'], ['@title', 'Chỉ số CCHC cấp tỉnh theo QĐ 876/QĐ-BNV ngày 10/11/2022'], ['@scope', 'province'], ['@from_year', '2022'], ['@document', 'QĐ 876/QĐ-BNV ngày 10/11/2022'], ['@official', 'yes'], ['@verified', 'yes'],
    ['@control.areas', '8'], ['@control.criteria', '37'], ['@control.sub_criteria', '88'], ['@control.points', '100'], ['@control.survey_points', '32'], ['@bands', 'A 90; B 80; C 70; D 0'], ['@bands_verified', 'no'], ['@round', '2026 self 15/01/2027 Công văn số …']] as const).map((row) => [...row, ...CRITERION_COLUMNS.slice(2).map(() => '')]),
  ['1', 'Lĩnh vực (điểm = tổng các tiêu chí)', '', '', '', '', '', '', '', '', '', ''],
  ['1.1', 'Tiêu chí (điểm = tổng các tiêu chí thành phần)', '', '', '', '', '', '', '', '', '', ''],
  ['1.1.1', 'Tiêu chí thành phần', '', 'appraisal', 'thresholdLinear 95 % 100 %', 'null', 'HS.DUNGHAN', '', '', 'Tài liệu kiểm chứng', 'Đơn vị chấm', 'yes'],
]);
