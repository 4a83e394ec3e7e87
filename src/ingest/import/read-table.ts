/** A file with one table whose first row of two or more cells is its headings, as rows of text by heading. */
import { CchcError } from '../../platform/errors';
import { cellText, readWorkbook } from './workbook';

export interface TableRow { /** Row number in the file, from 1. */ number: number; cells: Record<string, string> }

export async function readTable(file: string): Promise<{ headings: string[]; rows: TableRow[] }> {
  const grid = ((await readWorkbook(file))[0]?.rows ?? []).map((row) => row.map(cellText));
  const top = grid.findIndex((row) => row.filter((cell) => cell !== '').length >= 2);
  if (top < 0) throw new CchcError('bad-file', `Tệp ${file} không có dòng tiêu đề.`, 'Dòng đầu phải là tên cột.');
  const headings = grid[top]!.map((cell) => cell.toLowerCase());
  const rows = grid.slice(top + 1).map((row, i) => ({ number: top + i + 2, cells: Object.fromEntries(headings.map((name, c) => [name, row[c] ?? '']).filter(([name]) => name !== '')) }));
  return { headings: headings.filter((name) => name !== ''), rows: rows.filter((row) => Object.values(row.cells).some((cell) => cell !== '')) };
}
