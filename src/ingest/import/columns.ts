/** Finding a table in a sheet: its headings (perhaps in several merged rows, perhaps not in the first column) and the rows below. */
import type { Instant } from '../../vocabulary';
import { dayToNumber, startOfDay } from '../../vocabulary';
import { readNumber } from '../../sources/reading';
import { cellAddress, cellText, type Cell, type WorkSheet } from './workbook';

export interface Column {
  key: string;
  /** Heading of the template. */
  heading: string;
  /** Other headings that files in use carry. */
  aliases?: string[];
  hint: string;
  required?: boolean;
  kind: 'text' | 'day' | 'yesNo' | 'choice' | 'count' | 'amount';
  /** Written word → value, for `choice`. */
  choices?: Record<string, string>;
}

export interface CellProblem { sheet: string; cell: string; column: string; reason: string }
export interface TableRow { sheet: string; /** From 0. */ row: number; cells: Record<string, { value: string | number | boolean | Instant | null; cell: string }>; bad: boolean }
export interface FoundTable { sheet: string; columns: string[]; rows: TableRow[]; problems: CellProblem[] }

const LOOK_DOWN = 40;
const DEEPEST_HEADING = 3;

/** What two headings must share to be one: the words, not case, spaces, stars or what stands in brackets. */
export const headingKey = (text: string): string => text.normalize('NFC').replace(/\([^)]*\)/g, ' ').replace(/[*:.]/g, ' ').trim().replace(/\s+/g, ' ').toLowerCase();

/** Texts that may name a column headed by these rows: the lowest filled one (merged headings leave the rest of their cells empty), then it with the groups above it, nearest first. */
function namesOf(rows: readonly (readonly Cell[])[], column: number): string[] {
  const lowest = rows.findLastIndex((row) => cellText(row[column]) !== '');
  if (lowest < 0) return [];
  const groups = rows.slice(0, lowest).map((row) => row.slice(0, column + 1).map(cellText).findLast((text) => text !== '') ?? '').filter((text) => text !== '');
  const name = cellText(rows[lowest]![column]);
  return [name, ...groups.map((_, i) => [...groups.slice(groups.length - 1 - i), name].join(' '))];
}

export interface Headings { /** First row below them. */ below: number; names: string[][] }
/** Every way to take rows of a sheet for its headings, the shortest first: perhaps below a title, perhaps over several merged rows. */
export function* headingsOf({ rows }: WorkSheet): Generator<Headings> {
  for (let from = 0; from < Math.min(LOOK_DOWN, rows.length); from += 1) {
    for (let depth = 1; depth <= DEEPEST_HEADING && from + depth <= rows.length; depth += 1) {
      const heads = rows.slice(from, from + depth);
      yield { below: from + depth, names: Array.from({ length: Math.max(...heads.map((row) => row.length)) }, (_, c) => namesOf(heads, c)) };
    }
  }
}

/** The table of a sheet, or null when its headings are not there. Every cell is read; what cannot be is a problem of that cell. */
export function findTable(sheet: WorkSheet, columns: readonly Column[]): FoundTable | null {
  const wanted = new Map(columns.flatMap((column) => [column.heading, ...(column.aliases ?? [])].map((text) => [headingKey(text), column] as const)));
  let best: { below: number; at: Map<Column, number> } | null = null;
  for (const { below, names } of headingsOf(sheet)) {
    const at = new Map<Column, number>();
    for (const [c, [name]] of names.entries()) {
      const column = name === undefined ? undefined : wanted.get(headingKey(name));
      if (column && !at.has(column)) at.set(column, c);
    }
    const complete = columns.every((column) => !column.required || at.has(column));
    if (complete && (!best || at.size > best.at.size)) best = { below, at };
  }
  if (!best) return null;
  const problems: CellProblem[] = [];
  const rows: TableRow[] = [];
  for (let r = best.below; r < sheet.rows.length; r += 1) {
    const row = sheet.rows[r]!;
    const texts = [...best.at.values()].map((c) => cellText(row[c]));
    if (texts.every((text) => text === '') || isNumbering(row)) continue;
    const read: TableRow = { sheet: sheet.name, row: r, cells: {}, bad: false };
    for (const [column, c] of best.at) {
      const cell = cellAddress(r, c);
      const found = readCell(column, row[c] ?? null);
      if (found.problem) { problems.push({ sheet: sheet.name, cell, column: column.heading, reason: found.problem }); read.bad = true; }
      read.cells[column.key] = { value: found.value, cell };
    }
    rows.push(read);
  }
  return { sheet: sheet.name, columns: [...best.at.keys()].map((column) => column.key), rows, problems };
}

/** The row of column numbers that official forms carry below their headings: (1) (2) (3) … */
export function isNumbering(row: readonly Cell[]): boolean {
  const texts = row.map(cellText).filter((text) => text !== '');
  return texts.length > 2 && texts.every((text) => /^\(?\d{1,2}\)?([=+(].*)?$/.test(text)) && texts.every((text, i) => i === 0 || Number.parseInt(text.replace('(', ''), 10) === Number.parseInt(texts[i - 1]!.replace('(', ''), 10) + 1);
}

const YES = new Set(['x', 'có', 'co', '1', 'đúng', 'rồi', 'yes', 'true', 'đạt']);
const NO = new Set(['', 'không', '0', 'chưa', 'sai', 'no', 'false', 'không đạt']);

function readCell(column: Column, cell: Cell): { value: TableRow['cells'][string]['value']; problem?: string } {
  const text = cellText(cell);
  const refuse = (reason: string) => ({ value: null, problem: reason });
  if (text === '') return column.required ? refuse('ô bắt buộc để trống') : { value: null };
  switch (column.kind) {
    case 'text': return text.length > 200 ? refuse('dài quá 200 ký tự') : { value: text };
    case 'day': {
      const day = dayOf(text);
      return day === null ? refuse(`"${text}" không phải ngày; viết ngày/tháng/năm như 05/08/2026`) : { value: startOfDay(day) };
    }
    case 'yesNo': {
      const word = text.toLowerCase();
      return YES.has(word) ? { value: true } : NO.has(word) ? { value: false } : refuse(`"${text}" không phải có hay không; viết "có", "không" hoặc để trống`);
    }
    case 'choice': {
      const found = Object.entries(column.choices ?? {}).find(([word, value]) => headingKey(word) === headingKey(text) || value === text);
      return found ? { value: found[1] } : refuse(`"${text}" không có trong danh sách: ${Object.keys(column.choices ?? {}).join('; ')}`);
    }
    case 'count': case 'amount': {
      // Text with dots is a Vietnamese number of thousands; what a spreadsheet holds as a number came with its decimals.
      const number = typeof cell === 'number' ? cell : readNumber(text, 'vi') ?? readNumber(text, 'plain');
      if (number === null) return refuse(`"${text}" không phải số`);
      if (number < 0) return refuse(`"${text}" là số âm`);
      return column.kind === 'count' && !Number.isInteger(number) ? refuse(`"${text}" không phải số nguyên`) : { value: number };
    }
  }
}

/** yyyy-MM-dd or d/M/yyyy (also with - or .) as a day that exists; null otherwise. */
function dayOf(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text);
  const written = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const [year, month, day] = iso ? [iso[1]!, iso[2]!, iso[3]!] : written ? [written[3]!, written[2]!.padStart(2, '0'), written[1]!.padStart(2, '0')] : [];
  if (!year) return null;
  const date = `${year}-${month}-${day}`;
  const number = dayToNumber(date);
  return Number.isNaN(number) || new Date(number * 86_400_000).toISOString().slice(0, 10) !== date ? null : date;
}
