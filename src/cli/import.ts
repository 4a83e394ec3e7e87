import { basename } from 'node:path';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { publishAndNote } from '../compute/editions/corrections';
import { parsePortalIndex } from '../ingest/import/portal-index';
import { readKnownTable } from '../ingest/import/read-table';
import { RESULT_FORM, RESULT_FORM_COLUMNS } from '../ingest/import/result-columns';
import { STATISTIC_COLUMNS, STATISTIC_FORM } from '../ingest/import/statistic-columns';
import { parseStatistics, statisticTable, type CellProblem, type ParsedTable } from '../ingest/import/statistics';
import { register } from '../ingest/registration';
import { CchcError } from '../platform/errors';
import { quarantine } from '../store/facts/arrivals';
import { inTransaction } from '../store/database';
import { knownUnits, openRegistry, registerUnits } from '../store/units/registry';
import { loadPublishedScores } from '../store/facts/published-scores';
import { endRun, noteImport, registerSource, startRun } from '../store/sources/sources';
import { loadStatistics } from '../store/facts/statistics';
import { formatPeriod, ITEM_KIND_NAMES, ITEM_KINDS, type ItemKind } from '../vocabulary';
import { openApp, type App } from './app';
import { count, print, printJson, table } from './output';
import { PAR_IMPORTS } from './par-import';
import { importRegisterFile, writeRegisterTemplate, writeTemplateFile } from './register';

interface Options { dryRun?: boolean; partial?: boolean; complete?: boolean; asOf?: string; template?: string; out?: string; period: Record<string, string>; addUnits?: boolean; json?: boolean; by?: string; set?: string; unit?: string; year?: string }
const KINDS = ['statistics', ...ITEM_KIND_NAMES, ...Object.keys(PAR_IMPORTS)];

export function addImportVerb(program: Command): void {
  program.command('import').argument('[loại]', KINDS.join(', ')).argument('[tệp]', 'CSV (UTF-8), XLSX; JSON chỉ số 766 của Cổng').description('nhập bảng số liệu đã công bố, hoặc sổ theo dõi của hệ thống không có API')
    .option('--template <loại>', 'ghi tệp mẫu để điền').option('--out <tệp>', 'nơi ghi tệp mẫu').option('--dry-run', 'chỉ xem trước').option('--partial', 'nhập các dòng đúng, giữ lại các dòng sai kèm lý do')
    .option('--complete', 'sổ: tệp này là toàn bộ, mục không có trong tệp coi như đã bỏ').option('--as-of <ngày>', 'sổ: số liệu đến hết ngày nào (yyyy-MM-dd)').option('--period <TỪ=kỳ>', 'nghĩa của một từ trong cột period, như YEAR=2026 hoặc MONTH=2026-08 (nhiều lần)', collect, {})
    .option('--add-units', 'thêm đơn vị chưa có trong danh mục theo mã và tên trong tệp').option('--by <người>', 'người nhập')
    .option('--set <mã>', 'bộ tiêu chí (par-scores)').option('--unit <mã>', 'đơn vị khi tệp không có cột unit_code').option('--year <năm>', 'năm khi tệp không có cột year (par-scores)').option('--json')
    .action(async (kind: string | undefined, file: string | undefined, options: Options) => {
      if (options.template === 'statistics') return writeTemplateFile('statistics', STATISTIC_FORM, STATISTIC_COLUMNS, options.out);
      if (options.template === 'survey-results') return writeTemplateFile('survey-results', RESULT_FORM, RESULT_FORM_COLUMNS, options.out);
      if (options.template !== undefined) return isItemKind(options.template) ? writeRegisterTemplate(options.template, options.out) : refuse(options.template);
      if (kind === undefined || file === undefined) throw new CchcError('bad-usage', 'Thiếu loại hoặc tệp.', 'Ví dụ: cchc import task nhiem-vu.xlsx; mẫu: cchc import --template task.');
      if (isItemKind(kind)) return importRegisterFile(kind, file, options);
      if (!KINDS.includes(kind)) throw new CchcError('bad-usage', `Không có loại "${kind}".`, `Các loại: ${KINDS.join(', ')}.`);
      if (PAR_IMPORTS[kind]) return PAR_IMPORTS[kind](file, options);
      const read = await parseStatisticsFile(file, options.period, options.unit);
      const app = await openApp();
      try {
        await register(app.pool, app.settings.province, app.settings.units.files, app.settings.definitions);
        const { parsed, unknown } = await withUnits(app.pool, read, options.addUnits ?? false);
        const bad = parsed.problems;
        if (bad.length > 0 && !options.partial) throw new CchcError('bad-file', `${file}: ${count(bad.length)} ô không dùng được, không nhập gì:\n${problemLines(bad)}`, 'Sửa các ô trên rồi nhập lại, hoặc thêm --partial để nhập các đơn vị và kỳ không có ô sai.');
        parsed.rows = parsed.rows.filter((row) => !row.bad);
        if (parsed.rows.length === 0) throw new CchcError('bad-file', `${file}: không có dòng nào dùng được.${bad.length > 0 ? `\n${problemLines(bad)}` : ''}`, 'Lấy tệp mẫu: cchc import --template statistics.');
        if (!options.json) print(`${file}: bảng "${parsed.layout}", ${count(parsed.rows.length)} đơn vị × kỳ, ${unknown.length} đơn vị mới.`);
        if (options.dryRun) {
          if (options.json) printJson(parsed);
          else print(table([['ĐƠN VỊ', 'KỲ', 'SỐ ĐO'], ...parsed.rows.slice(0, 20).map((r) => [r.unitCode, formatPeriod(r.period), Object.entries(r.values).map(([m, v]) => `${m}=${v ?? '–'}`).join(' ')])]));
          return;
        }
        const counts = await loadStatisticsFile(app, parsed, { name: basename(file), by: options.by ?? userInfo().username }, unknown);
        const periods = [...new Map(parsed.rows.map((r) => [formatPeriod(r.period), r.period])).values()];
        const published = await publishAndNote(app.pool, app.compute, Date.now() * 1000, { only: periods });
        const compared = await compareScores(app.pool, parsed.rows, `statistics:import-${parsed.layout}`);
        if (options.json) return printJson({ layout: parsed.layout, counts, problems: bad, doubts: parsed.doubts ?? [], edition: published.edition, compared });
        if (bad.length > 0) print(`${count(bad.length)} ô sai được giữ lại kèm lý do:\n${problemLines(bad)}`);
        print(`Đã nhập: mới ${count(counts.new)}, đổi ${count(counts.changed)}, không đổi ${count(counts.unchanged)}. Ấn bản ${published.edition}.`);
        for (const doubt of parsed.doubts ?? []) print(`  ⚑ ${placeOf(doubt)}, cột ${doubt.column}: số công bố không khớp nhau, ${doubt.reason}`);
        print(`Điểm công bố so với điểm tính: ${count(compared.equal)} khớp, ${count(compared.different.length)} lệch quá 0,01${compared.otherBasis ? `, ${count(compared.otherBasis)} chưa so được vì chỉ số đang lấy từ nguồn khác` : ''}.`);
        for (const row of parsed.rows) for (const s of row.scores) if (s.flags) print(`  ⚑ ${row.unitCode} ${formatPeriod(row.period)} ${s.indicator}: cờ ${s.flags.join(', ')}`);
        for (const d of compared.different) print(`  ⚠ dòng ${d.row} ${d.unit} ${d.period} ${d.indicator}: công bố ${d.published}, tính ${d.ours ?? 'không có'}`);
      } finally {
        await app.close();
      }
    });
}

/** Loads the rows of a table, with the units it adds; its problems go to quarantine. Publishes nothing. */
export async function loadStatisticsFile(app: Pick<App, 'pool'>, parsed: ParsedTable, file: { name: string; by: string }, unknown: readonly { unitCode: string; unitName: string }[] = []): Promise<{ new: number; changed: number; unchanged: number }> {
  const client = await app.pool.connect();
  try {
    return await inTransaction(client, async () => {
      await registerUnits(client, unknown.map((u) => ({ code: u.unitCode, name: u.unitName, level: 'other', parentCode: null, validFrom: null, validTo: null })), `import ${file.name}`);
      const sourceId = await registerSource(client, { key: `import-${parsed.layout}`, title: `Nhập tệp: ${parsed.layout}`, family: 'import', kind: 'import', staleAfterMs: 40 * 86_400_000, everyMs: 86_400_000, streams: [{ id: 'statistics', record: 'statistic', layout: '' }] });
      const registry = await openRegistry(client, sourceId);
      const runId = await startRun(client, sourceId, 'statistics', 'import', null, file);
      const quarantined = await quarantine(client, sourceId, 'statistics', runId, parsed.problems.map((p) => ({ key: null, page: 0, pointer: placeOf(p), reason: 'bad-cell', message: `${p.column}: ${p.reason}`, record: { file: file.name, row: p.row, sheet: p.sheet ?? null, column: p.column } })));
      const result = await loadStatistics(client, sourceId, runId, parsed.rows.map((r) => ({ unitId: registry.unit({ by: 'code', value: r.unitCode }), period: r.period, values: r.values, sourceTime: null })));
      await loadPublishedScores(client, sourceId, runId, parsed.rows.flatMap((r) => r.scores.map((s) => ({ unitId: registry.unit({ by: 'code', value: r.unitCode }), period: r.period, indicator: s.indicator, score: s.score, flags: s.flags ?? [] }))));
      await noteImport(client, sourceId, 'statistics');
      await endRun(client, runId, { pages: 1, records: parsed.rows.length, ...result, skipped: 0, quarantined }, null);
      return result;
    });
  } finally {
    client.release();
  }
}

const MAX_JSON_BYTES = 32 << 20;

/** A table, or the portal's JSON of index 766. */
export async function parseStatisticsFile(file: string, periods: Record<string, string>, unit?: string): Promise<ParsedTable> {
  if (/\.json$/i.test(file)) {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      throw new CchcError('bad-usage', `Không đọc được tệp ${file}.`, 'Kiểm tra đường dẫn.');
    }
    if (text.length > MAX_JSON_BYTES) throw new CchcError('bad-file', `Tệp ${file} lớn hơn ${MAX_JSON_BYTES >> 20} MB.`, 'Tách tệp theo kỳ.');
    return parsePortalIndex(text, periods, unit);
  }
  const { headings, rows } = await readKnownTable(file, statisticTable);
  return parseStatistics(headings, rows, periods, unit);
}

const isItemKind = (kind: string): kind is ItemKind => Object.hasOwn(ITEM_KINDS, kind);
function refuse(kind: string): never {
  throw new CchcError('bad-usage', `Không có tệp mẫu cho loại "${kind}".`, `Các loại: ${['statistics', 'survey-results', ...ITEM_KIND_NAMES, 'par-scores (cchc par template --scores)'].join(', ')}.`);
}

function collect(text: string, into: Record<string, string>): Record<string, string> {
  const match = /^(\w+)=(.+)$/.exec(text);
  if (!match) throw new CchcError('bad-usage', `"${text}" không đúng dạng TỪ=kỳ.`, 'Ví dụ --period YEAR=2026 --period MONTH=2026-08.');
  return { ...into, [match[1]!.toUpperCase()]: match[2]! };
}

const placeOf = (problem: CellProblem) => (problem.sheet ? `trang "${problem.sheet}", dòng ${problem.row}` : `dòng ${problem.row}`);
const problemLines = (problems: readonly CellProblem[]) => [...problems.slice(0, 50).map((p) => `  ${placeOf(p)}, cột ${p.column}: ${p.reason}`), ...(problems.length > 50 ? [`  … và ${count(problems.length - 50)} ô khác`] : [])].join('\n');

/** The rows under the codes of the registry, by code or whole name; units that are not in it are problems, or with `add` new ones when the table states their codes. */
async function withUnits(pool: import('pg').Pool, read: ParsedTable, add: boolean): Promise<{ parsed: ParsedTable; unknown: { unitCode: string; unitName: string }[] }> {
  const known = await knownUnits(pool, read.rows.map((row) => row.unitCode));
  const strangers = read.rows.filter((row) => !known.has(row.unitCode));
  const problems = [...read.problems];
  const refuse = (row: ParsedTable['rows'][number], reason: string) => { row.bad = true; problems.push({ ...(row.at ?? { row: 0 }), column: read.byName ? 'unit' : 'unit_code', reason }); };
  if (!add || read.byName) for (const row of strangers) refuse(row, read.byName ? `"${row.unitCode}" không phải tên đầy đủ của một đơn vị trong danh mục` : `đơn vị ${row.unitCode} (${row.unitName}) chưa có trong danh mục; thêm --add-units nếu đúng`);
  const seen = new Set<string>();
  const rows = read.rows.map((row) => ({ ...row, unitCode: known.get(row.unitCode) ?? row.unitCode }));
  for (const row of rows) {
    const key = `${row.unitCode} ${formatPeriod(row.period)}`;
    if (seen.has(key)) refuse(row, `đơn vị ${row.unitCode} có hai dòng cho kỳ ${formatPeriod(row.period)}`);
    seen.add(key);
  }
  return { parsed: { ...read, rows, problems }, unknown: add && !read.byName ? [...new Map(strangers.filter((row) => !row.bad).map((row) => [row.unitCode, row])).values()] : [] };
}

/** Published scores beside ours; a difference over 0,01 is an alert, never an overwrite. */
async function compareScores(pool: import('pg').Pool, rows: ReturnType<typeof parseStatistics>['rows'], basis: string) {
  const different: { row: number; unit: string; period: string; indicator: string; published: number; ours: number | null }[] = [];
  let equal = 0;
  let otherBasis = 0;
  for (const row of rows) {
    const { rows: values } = await pool.query<{ indicator: string; score: number | null; source: string }>(
      `select indicator, score, source from mart.indicator_value where unit_code = $1 and period_type = $2 and period_start = $3`, [row.unitCode, row.period.type, row.period.start]);
    for (const { indicator, score, row: number } of row.scores) {
      if (score === null) continue;
      const ours = values.find((v) => v.indicator === indicator);
      if (ours && !ours.source.includes(basis)) otherBasis += 1;
      else if (ours && Math.abs((ours.score ?? 0) - score) <= 0.0100001) equal += 1;
      else different.push({ row: number, unit: row.unitCode, period: formatPeriod(row.period), indicator, published: score, ours: ours?.score ?? null });
    }
  }
  return { equal, different, otherBasis };
}
