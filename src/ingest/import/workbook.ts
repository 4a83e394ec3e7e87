/** Files that people send: CSV or XLSX as sheets of cells. Formulas are not evaluated (the value last seen in the sheet counts); sizes are limited before anything is unpacked. */
import { readFileSync, statSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import yauzl from 'yauzl';
import { CchcError } from '../../platform/errors';

export type Cell = string | number | boolean | Date | null;
export interface WorkSheet { name: string; rows: Cell[][] }

const MAX_BYTES = 32 << 20;
const MAX_UNPACKED = 256 << 20;
const MAX_ENTRIES = 2000;
const MAX_CELLS = 5_000_000;

/** Sheets of a file with something in them. Throws CchcError `bad-usage` or `bad-file`, saying what to do. */
export async function readWorkbook(file: string): Promise<WorkSheet[]> {
  let size: number;
  try {
    size = statSync(file).size;
  } catch {
    throw new CchcError('bad-usage', `Không đọc được tệp ${file}.`, 'Kiểm tra đường dẫn.');
  }
  if (size > MAX_BYTES) throw tooLarge(file, `lớn hơn ${MAX_BYTES >> 20} MB`);
  const sheets = /\.xlsx$/i.test(file) ? await xlsx(file) : [{ name: '', rows: csv(file) }];
  if (sheets.reduce((cells, sheet) => cells + sheet.rows.reduce((n, row) => n + row.length, 0), 0) > MAX_CELLS) throw tooLarge(file, `có hơn ${MAX_CELLS} ô`);
  return sheets.filter((sheet) => sheet.rows.some((row) => row.some((cell) => cell !== null && cell !== '')));
}

/** Text of a cell as it was written. A number of exactly three decimals gets a zero more, so that 1,234 typed as a fraction is not taken for the text "1.234" (a thousand). */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  if (typeof cell === 'number') return /\.\d{3}$/.test(String(cell)) ? `${cell}0` : String(cell);
  return String(cell).normalize('NFC').trim();
}

/** Address of a cell as spreadsheets show it: column 0, row 0 = A1. */
export function cellAddress(row: number, column: number): string {
  let letters = '';
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26)) letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  return `${letters}${row + 1}`;
}

const tooLarge = (file: string, why: string) => new CchcError('bad-file', `Tệp ${file} ${why}.`, 'Tách tệp theo kỳ hoặc theo đơn vị.');

function csv(file: string): string[][] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
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

async function xlsx(file: string): Promise<WorkSheet[]> {
  await checkArchive(file);
  const { default: readXlsx } = await import('read-excel-file/node');
  try {
    const sheets = (await readXlsx(file)) as unknown as { sheet: string; data: Cell[][] }[];
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data }));
  } catch (error) {
    throw new CchcError('bad-file', `Tệp ${file} không phải XLSX đọc được: ${(error as Error).message}`, 'Mở và lưu lại dạng .xlsx, hoặc xuất CSV.');
  }
}

/** What the archive says it unpacks to, and whether it keeps its word: a decompression bomb stops here. */
async function checkArchive(file: string): Promise<void> {
  const broken = (error: Error) => new CchcError('bad-file', `Tệp ${file} không phải XLSX đọc được: ${error.message}`, 'Mở và lưu lại dạng .xlsx, hoặc xuất CSV.');
  await new Promise<void>((done, fail) => {
    yauzl.open(file, { lazyEntries: true }, (error, zip) => {
      if (error) return fail(broken(error));
      let unpacked = 0;
      const stop = (failure: Error) => { zip.close(); fail(failure); };
      if (zip.entryCount > MAX_ENTRIES) return stop(tooLarge(file, `có hơn ${MAX_ENTRIES} phần`));
      zip.on('error', (e: Error) => stop(broken(e)));
      zip.on('end', done);
      zip.on('entry', (entry: yauzl.Entry) => {
        unpacked += entry.uncompressedSize;
        if (unpacked > MAX_UNPACKED) return stop(tooLarge(file, `bung ra lớn hơn ${MAX_UNPACKED >> 20} MB`));
        if (entry.fileName.endsWith('/')) return zip.readEntry();
        zip.openReadStream(entry, (e, stream) => {
          if (e) return stop(broken(e));
          stream.on('error', (failure: Error) => stop(broken(failure)));
          stream.on('end', () => zip.readEntry());
          stream.resume();
        });
      });
      zip.readEntry();
    });
  });
}
