/** CSV or XLSX as rows of text by heading. Formulas are not evaluated; size is limited; an extra blank column on the left does no harm. */
import { readFileSync, statSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { CchcError } from '../../platform/errors';

export interface TableRow { /** Row number in the file, from 1. */ number: number; cells: Record<string, string> }
const MAX_BYTES = 32 << 20;

export async function readTable(file: string): Promise<{ headings: string[]; rows: TableRow[] }> {
  let size: number;
  try {
    size = statSync(file).size;
  } catch {
    throw new CchcError('bad-usage', `Không đọc được tệp ${file}.`, 'Kiểm tra đường dẫn.');
  }
  if (size > MAX_BYTES) throw new CchcError('bad-file', `Tệp ${file} lớn hơn ${MAX_BYTES >> 20} MB.`, 'Tách tệp theo kỳ.');
  const grid = /\.xlsx$/i.test(file) ? await xlsx(file) : csv(file);
  const top = grid.findIndex((row) => row.filter((cell) => cell !== '').length >= 2);
  if (top < 0) throw new CchcError('bad-file', `Tệp ${file} không có dòng tiêu đề.`, 'Dòng đầu phải là tên cột.');
  const headings = grid[top]!.map((cell) => cell.trim().toLowerCase());
  const rows = grid.slice(top + 1).map((row, i) => ({ number: top + i + 2, cells: Object.fromEntries(headings.map((name, c) => [name, (row[c] ?? '').normalize('NFC').trim()]).filter(([name]) => name !== '')) }));
  return { headings: headings.filter((name) => name !== ''), rows: rows.filter((row) => Object.values(row.cells).some((cell) => cell !== '')) };
}

function csv(file: string): string[][] {
  const bytes = readFileSync(file);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CchcError('bad-file', `Tệp ${file} không phải UTF-8.`, 'Lưu lại dạng "CSV UTF-8".');
  }
  const first = text.slice(0, text.indexOf('\n') + 1 || undefined);
  const delimiter = (first.match(/;/g)?.length ?? 0) > (first.match(/,/g)?.length ?? 0) ? ';' : ',';
  try {
    return parse(text, { bom: true, delimiter, relax_column_count: true, skip_empty_lines: false }) as string[][];
  } catch (error) {
    throw new CchcError('bad-file', `Tệp ${file} không phải CSV hợp lệ: ${(error as Error).message}`, 'Kiểm tra dấu nháy và dấu phân cách.');
  }
}

async function xlsx(file: string): Promise<string[][]> {
  const { default: readXlsx } = await import('read-excel-file/node');
  try {
    const sheets = (await readXlsx(file)) as unknown;
    const rows = (Array.isArray(sheets) && sheets.length > 0 && !Array.isArray(sheets[0]) ? (sheets[0] as { data: unknown[][] }).data : sheets) as unknown[][];
    return rows.map((row) => row.map((cell) => (cell === null || cell === undefined ? '' : cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell))));
  } catch (error) {
    throw new CchcError('bad-file', `Tệp ${file} không phải XLSX đọc được: ${(error as Error).message}`, 'Mở và lưu lại dạng .xlsx, hoặc xuất CSV.');
  }
}
