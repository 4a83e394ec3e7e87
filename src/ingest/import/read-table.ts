/** A file with one table as rows of text by heading. */
import { CchcError } from '../../platform/errors';
import { headingsOf, isNumbering, type Headings } from './columns';
import { cellAddress, cellText, readWorkbook, type WorkSheet } from './workbook';

export interface TableRow { /** Row number in the sheet, from 1. */ number: number; /** Where a file has several tables. */ sheet?: string; cells: Record<string, string> }
export interface Table { headings: string[]; rows: TableRow[] }

/** The table of the first sheet; its first row of two or more cells is its headings. */
export async function readTable(file: string): Promise<Table> {
  return plainTable(file, await readWorkbook(file));
}

/** What names a column (undefined: nothing known), and what kind of table the named columns make (null: none). */
export interface Recognised { name(heading: string): string | undefined; kind(names: readonly string[]): string | null }

/**
 * The tables of every sheet that holds one of a known kind, as one: headings below titles and over several merged rows, a row of column numbers below them.
 * A file in which nothing is recognised is read as a plain table. Throws CchcError when two columns bear one name, or sheets hold tables of two kinds.
 */
export async function readKnownTable(file: string, known: Recognised): Promise<Table> {
  const sheets = await readWorkbook(file);
  const tables = sheets.map((sheet) => ({ sheet, found: bestHeadings(sheet, known) })).filter((one) => one.found !== null) as { sheet: WorkSheet; found: Found }[];
  if (tables.length === 0) return plainTable(file, sheets);
  const other = tables.find(({ found }) => found.kind !== tables[0]!.found.kind);
  if (other) throw new CchcError('bad-file', `Tệp ${file} có bảng khác loại ở trang "${tables[0]!.sheet.name}" và "${other.sheet.name}".`, 'Tách mỗi loại bảng thành một tệp.');
  const rows = tables.flatMap(({ sheet, found: { below, columns } }) => {
    const twice = columns.findIndex((name, c) => name !== undefined && columns.indexOf(name) !== c);
    if (twice >= 0) throw new CchcError('bad-file', `Tệp ${file}: hai cột ${cellAddress(below - 1, columns.indexOf(columns[twice]))} và ${cellAddress(below - 1, twice)} cùng là "${columns[twice]}".`, 'Bỏ hoặc đổi tên một cột.');
    return sheet.rows.slice(below).map((row, i): TableRow => ({
      number: below + i + 1, ...(tables.length > 1 ? { sheet: sheet.name } : {}), cells: Object.fromEntries(columns.flatMap((name, c) => (name === undefined ? [] : [[name, cellText(row[c])]]))),
    })).filter(({ cells, number }) => Object.values(cells).some((text) => text !== '') && !isNumbering(sheet.rows[number - 1]!));
  });
  return { headings: [...new Set(tables.flatMap(({ found }) => found.columns.filter((name) => name !== undefined)))], rows };
}

interface Found { below: number; kind: string; columns: (string | undefined)[] }
function bestHeadings(sheet: WorkSheet, known: Recognised): Found | null {
  let best: Found | null = null;
  let most = 0;
  for (const { below, names } of headingsOf(sheet)) {
    const columns = namedColumns(names, known);
    const named = columns.filter((name) => name !== undefined);
    const kind = named.length > most ? known.kind(named) : null;
    if (kind !== null) [best, most] = [{ below, kind, columns }, named.length];
  }
  return best;
}

const namedColumns = (names: Headings['names'], known: Recognised) => names.map((texts) => texts.map((text) => known.name(text)).find((name) => name !== undefined));

function plainTable(file: string, sheets: readonly WorkSheet[]): Table {
  const grid = (sheets[0]?.rows ?? []).map((row) => row.map(cellText));
  const top = grid.findIndex((row) => row.filter((cell) => cell !== '').length >= 2);
  if (top < 0) throw new CchcError('bad-file', `Tệp ${file} không có dòng tiêu đề.`, 'Dòng đầu phải là tên cột.');
  const headings = grid[top]!.map((cell) => cell.toLowerCase());
  const rows = grid.slice(top + 1).map((row, i) => ({ number: top + i + 2, cells: Object.fromEntries(headings.map((name, c) => [name, row[c] ?? '']).filter(([name]) => name !== '')) }));
  return { headings: headings.filter((name) => name !== ''), rows: rows.filter((row) => Object.values(row.cells).some((cell) => cell !== '')) };
}
