/** A published table as statistics: every cell checked, all or nothing. The score that was published stands beside ours, never replaced by it. */
import { readNumber } from '../../sources/reading';
import { isPoints, MEASURE_NAMES, parsePeriod, type Measure, type Period } from '../../vocabulary';
import { headingKey } from './columns';
import { LONG_INDICATORS, layouts, type Layout } from './layouts';
import type { TableRow } from './read-table';
import { STATISTIC_COLUMNS } from './statistic-columns';

export interface CellProblem { row: number; column: string; reason: string }
export interface ImportedRow { unitCode: string; unitName: string; period: Period; values: Partial<Record<Measure, number | null>>; scores: PublishedScore[] }
/** What the publisher says: a score, and flags of its quality where it gives them. */
export interface PublishedScore { indicator: string; score: number | null; row: number; flags?: string[] }
export interface ParsedTable { layout: string; rows: ImportedRow[]; problems: CellProblem[] }

const WORDS = new Map(STATISTIC_COLUMNS.map((column) => [headingKey(column.heading), column.key === 'unitCode' ? 'unit_code' : column.key.toLowerCase()]));

/** A table under the headings of the template, under the names by which tables are read. */
const plainNames = (headings: readonly string[], rows: readonly TableRow[]): [string[], TableRow[]] => {
  const name = (heading: string) => WORDS.get(headingKey(heading)) ?? heading;
  return [headings.map(name), rows.map((row) => ({ ...row, cells: Object.fromEntries(Object.entries(row.cells).map(([heading, text]) => [name(heading), text])) }))];
};

/** `periods` says what words such as YEAR or MONTH in the period column mean (YEAR → 2026). */
export function parseStatistics(given: readonly string[], table: readonly TableRow[], periods: Readonly<Record<string, string>>): ParsedTable {
  const [headings, rows] = plainNames(given, table);
  const layout = layouts.find((l) => l.needs.every((name) => headings.includes(name))) ?? measureLayout(headings);
  if (!layout) return { layout: '?', rows: [], problems: [{ row: 1, column: headings.join(', '), reason: `Không nhận ra bảng. Cần các cột: ${layouts.map((l) => l.needs.join(' + ')).join('; ')}; hoặc tên số đo (${MEASURE_NAMES.slice(0, 4).join(', ')} …).` }] };
  const problems: CellProblem[] = [];
  const merged = new Map<string, ImportedRow>();
  for (const row of rows) {
    const problem = (column: string, reason: string) => problems.push({ row: row.number, column, reason });
    const unitCode = row.cells.unit_code ?? '';
    if (!unitCode) { problem('unit_code', 'thiếu mã đơn vị'); continue; }
    const periodText = row.cells.period ?? '';
    let period: Period;
    try {
      period = parsePeriod(periods[periodText.toUpperCase()] ?? periodText);
    } catch {
      problem('period', `"${periodText}" không phải kỳ báo cáo; viết 2026-08, hoặc nêu nghĩa bằng --period ${periodText || 'YEAR'}=2026`);
      continue;
    }
    const key = `${unitCode} ${period.type} ${period.start}`;
    const into = merged.get(key) ?? { unitCode, unitName: row.cells.unit ?? unitCode, period, values: {}, scores: [] };
    merged.set(key, into);
    const number = (column: string, whole = true): number | null | undefined => {
      const text = row.cells[column] ?? '';
      if (text === '') return null;
      // A count written with dots has thousands ("1.234"); a published ratio or score keeps its decimals.
      const value = whole ? readNumber(text, 'vi') ?? readNumber(text, 'plain') : readNumber(text, 'plain') ?? readNumber(text, 'vi');
      if (value === null || value < 0 || (whole && !Number.isInteger(value))) { problem(column, `"${text}" không phải ${whole ? 'số đếm nguyên không âm' : 'số'}`); return undefined; }
      return value;
    };
    if (layout.wide) {
      for (const [column, measure] of Object.entries(layout.wide)) {
        const value = number(column, !isPoints(measure));
        if (value !== undefined) set(into, measure, value, row, problem);
      }
      for (const [part, whole] of layout.within) {
        const [p, w] = [number(part), number(whole)];
        if (typeof p === 'number' && typeof w === 'number' && p > w) problem(part, `${p} lớn hơn ${whole} (${w})`);
      }
      for (const [column, indicator] of Object.entries(layout.scores)) {
        const score = number(column, false);
        if (typeof score === 'number') into.scores.push({ indicator, score, row: row.number });
      }
    } else if (layout.long) {
      const component = row.cells[layout.long.component] ?? '';
      const score = number('score', false);
      if (typeof score === 'number' && LONG_INDICATORS[component]) into.scores.push({ indicator: LONG_INDICATORS[component], score, row: row.number });
      if (component === 'TOTAL') continue;
      const measures = layout.long.measures[component];
      if (!measures) { problem(layout.long.component, `không có thành phần "${component}"`); continue; }
      let [hits, total] = [number(layout.long.hits), number(layout.long.total)];
      const ratio = number(layout.long.ratioPercent, false);
      if (hits === undefined || total === undefined || ratio === undefined) continue;
      // A ratio published without its counts is kept as parts of ten thousand; an empty row is a known 0 of 0.
      if (hits === null && total === null && ratio !== null) [hits, total] = [Math.round(ratio * 100), 10_000];
      else if (hits === null && total === null) [hits, total] = [0, 0];
      if (hits !== null && total !== null && hits > total) problem(layout.long.hits, `${hits} lớn hơn mẫu số (${total})`);
      set(into, measures[0], hits, row, problem);
      set(into, measures[1], total, row, problem);
    }
  }
  return { layout: layout.id, rows: [...merged.values()], problems };
}

function set(into: ImportedRow, measure: Measure, value: number | null, _row: TableRow, problem: (column: string, reason: string) => void): void {
  const old = into.values[measure];
  if (typeof old === 'number' && typeof value === 'number' && old !== value) problem(measure, `hai giá trị khác nhau cho cùng đơn vị và kỳ: ${old} và ${value}`);
  into.values[measure] = value;
}

/** A table whose headings are our measure names. */
function measureLayout(headings: readonly string[]): Layout | undefined {
  const names = MEASURE_NAMES.filter((measure) => headings.includes(measure.toLowerCase()));
  if (names.length === 0) return undefined;
  return { id: 'measures', title: 'Số đo', needs: [], wide: Object.fromEntries(names.map((measure) => [measure.toLowerCase(), measure])), scores: {}, within: [] };
}
