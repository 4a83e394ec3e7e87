/** `cchc import KIND FILE` for registers: preview with errors by cell, all or nothing, who gave which file. */
import { readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import { publishAndNote } from '../compute/editions/corrections';
import type { CellProblem, Column } from '../ingest/import/columns';
import { parseRegister, registerColumns, type RegisterRow } from '../ingest/import/register';
import { registerForm, writeTemplate } from '../ingest/import/template';
import { readWorkbook } from '../ingest/import/workbook';
import { register } from '../ingest/registration';
import { CchcError } from '../platform/errors';
import { importRegister } from '../store/facts/registers';
import { knownUnits, openRegistry } from '../store/units/registry';
import { addDays, itemKindFacts, localDay, startOfDay, vietnameseDay, type Instant, type Item, type ItemKind } from '../vocabulary';
import { openApp, type App } from './app';
import { count, print, printJson, table } from './output';

interface Options { dryRun?: boolean; partial?: boolean; complete?: boolean; asOf?: string; json?: boolean; by?: string }
const MOST_SHOWN = 50;

export async function importRegisterFile(kind: ItemKind, file: string, options: Options): Promise<void> {
  const now: Instant = Date.now() * 1000;
  const asOf = options.asOf === undefined ? now : Math.min(now, endOf(options.asOf));
  const app = await openApp();
  try {
    await register(app.pool, app.settings.province, app.settings.units.files, app.settings.definitions);
    const read = await readRegisterFile(app, kind, file, now);
    if (options.dryRun) return preview(file, kind, read.sheets, read.rows, read.problems, options.json ?? false);
    const { problems, ...result } = await loadRegisterFile(app, kind, file, { ...options, asOf, by: options.by ?? userInfo().username }, read);
    const published = await publishAndNote(app.pool, app.compute, now);
    if (options.json) return printJson({ kind, ...result, problems, edition: published.edition });
    print(`Đã nhập sổ "${itemKindFacts(kind).title}" đến ${vietnameseDay(localDay(asOf))}: mới ${count(result.new)}, đổi ${count(result.changed)}, không đổi ${count(result.unchanged)}${result.gone ? `, bỏ ${count(result.gone)}` : ''}. Ấn bản ${published.edition}.`);
    if (problems.length > 0) print(`${count(problems.length)} ô sai được giữ lại kèm lý do:\n${problemLines(problems)}`);
  } finally {
    await app.close();
  }
}

interface ReadRegister { sheets: string[]; rows: RegisterRow[]; units: ReadonlyMap<string, string>; problems: CellProblem[] }

/** The rows of a file whose units are known, and every cell that cannot be used. */
async function readRegisterFile(app: Pick<App, 'pool'>, kind: ItemKind, file: string, now: Instant): Promise<ReadRegister> {
  const parsed = parseRegister(kind, await readWorkbook(file), now);
  if (!parsed) throw new CchcError('bad-file', `${file}: không tìm thấy bảng "${itemKindFacts(kind).title}". Cần có các cột: ${registerColumns(kind).filter((c) => c.required).map((c) => c.heading).join('; ')}.`, `Lấy tệp mẫu: cchc import --template ${kind}.`);
  const units = await knownUnits(app.pool, parsed.rows.map((row) => row.unitText));
  const strangers = parsed.rows.filter((row) => !units.has(row.unitText));
  return {
    sheets: parsed.sheets, units, rows: parsed.rows.filter((row) => units.has(row.unitText)),
    problems: [...parsed.problems, ...strangers.map((row) => ({ sheet: row.sheet, cell: row.unitCell, column: 'Đơn vị', reason: `"${row.unitText}" không có trong danh mục đơn vị (mã hoặc tên đầy đủ)` }))],
  };
}

/** Loads a register into an open database: all or nothing, with `partial` the good rows. Publishes nothing. */
export async function loadRegisterFile(app: Pick<App, 'pool'>, kind: ItemKind, file: string, options: { by: string; asOf: Instant; partial?: boolean; complete?: boolean }, read?: ReadRegister) {
  const { rows, units, problems } = read ?? (await readRegisterFile(app, kind, file, Date.now() * 1000));
  if (problems.length > 0 && !options.partial) throw new CchcError('bad-file', `${file}: ${count(problems.length)} ô không dùng được, không nhập gì:\n${problemLines(problems)}`, 'Sửa các ô trên rồi nhập lại, hoặc thêm --partial để nhập các dòng đúng.');
  if (problems.length > 0 && options.complete) throw new CchcError('bad-usage', '--complete không đi cùng dòng sai: dòng bị bỏ sẽ bị coi là đã xóa khỏi sổ.', 'Sửa các ô sai trước, hoặc bỏ --complete.');
  const items: Item[] = rows.map((row) => ({ ...row.item, unit: { by: 'code', value: units.get(row.unitText)! } }));
  const result = await importRegister(app.pool, {
    kind, title: itemKindFacts(kind).title, fields: registerColumns(kind).map((column) => column.key), items, asOf: options.asOf, complete: options.complete ?? false,
    bad: problems.map((p) => ({ key: null, page: 0, pointer: `${p.sheet}!${p.cell}`, reason: 'bad-cell', message: `${p.column}: ${p.reason}`, record: { file: basename(file), sheet: p.sheet, cell: p.cell } })),
    file: { name: basename(file), by: options.by, bytes: readFileSync(file) },
    openRegistry: (sourceId) => openRegistry(app.pool, sourceId),
  });
  return { ...result, problems };
}

function endOf(day: string): Instant {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(`${day}T00:00:00Z`))) throw new CchcError('bad-usage', `"${day}" không phải ngày.`, 'Viết --as-of 2026-08-31.');
  return startOfDay(addDays(day, 1));
}

const problemLines = (problems: readonly CellProblem[]) => [
  ...problems.slice(0, MOST_SHOWN).map((p) => `  ${p.sheet ? `${p.sheet}!` : ''}${p.cell} (${p.column}): ${p.reason}`), ...(problems.length > MOST_SHOWN ? [`  … và ${count(problems.length - MOST_SHOWN)} ô khác`] : []),
].join('\n');

function preview(file: string, kind: ItemKind, sheets: readonly string[], rows: readonly RegisterRow[], problems: readonly CellProblem[], json: boolean): void {
  if (json) return printJson({ kind, sheets, rows: rows.map((row) => row.item), problems });
  const day = (at: Instant | null) => (at === null ? '' : vietnameseDay(localDay(at)));
  print(`${file}: ${count(rows.length)} dòng đúng, ${count(problems.length)} ô sai${sheets.some(Boolean) ? `, trang ${sheets.join(', ')}` : ''}. Chưa ghi gì.`);
  print(table([['SỐ, KÝ HIỆU', 'ĐƠN VỊ', 'PHÁT SINH', 'HẠN', 'HOÀN THÀNH', 'LOẠI'], ...rows.slice(0, 20).map(({ item, unitText }) => [item.code, unitText, day(item.openedAt), day(item.dueAt), day(item.doneAt), item.class ?? ''])]));
  if (problems.length > 0) { print(problemLines(problems)); process.exitCode = 1; }
}

/** Writes the template of a register. */
export const writeRegisterTemplate = (kind: ItemKind, out?: string): Promise<void> => writeTemplateFile(kind, registerForm(itemKindFacts(kind).title), registerColumns(kind), out);

/** Writes a template with the units of today to choose from. */
export async function writeTemplateFile(kind: string, title: string, columns: readonly Column[], out = `mau-${kind}.xlsx`): Promise<void> {
  const app = await openApp();
  try {
    await register(app.pool, app.settings.province, app.settings.units.files, app.settings.definitions);
    const { rows } = await app.pool.query<{ code: string; name: string }>(`select code, name from unit where id <> 0 and valid_to is null and level <> 'unknown' order by level, name`);
    writeFileSync(out, await writeTemplate(title, columns, rows));
    print(`Đã ghi ${out}: điền trang "Số liệu", rồi chạy cchc import ${kind} ${out} --dry-run.`);
  } finally {
    await app.close();
  }
}
