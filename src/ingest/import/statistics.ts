/** A published table as statistics: every cell checked, all or nothing. The score that was published stands beside ours, never replaced by it. */
import { readNumber } from '../../sources/reading';
import { isPoints, MEASURE_NAMES, PARTS_OF_A_RATIO, parsePeriod, type Measure, type Period } from '../../vocabulary';
import { COMPONENT_OF, GROUP_OF_COMPONENT, LONG_INDICATORS, layouts, type Layout } from './layouts';
import type { Recognised, TableRow } from './read-table';
import { columnOfHeading, FORM_CONTROLS } from './statistic-columns';

export interface CellProblem { row: number; /** Where a file has several tables. */ sheet?: string; column: string; reason: string }
export interface ImportedRow { unitCode: string; unitName: string; period: Period; values: Partial<Record<Measure, number | null>>; scores: PublishedScore[]; /** The first row of the table that speaks of it. */ at?: { row: number; sheet?: string }; /** One of these rows holds a problem. */ bad?: boolean }
/** What the publisher says: a score, and flags of its quality where it gives them. */
export interface PublishedScore { indicator: string; score: number | null; row: number; flags?: string[] }
/** `doubts`: cells that contradict each other without making a count unusable (sums that do not add up, a percentage that is another): kept and told, never mended. */
export interface ParsedTable { layout: string; rows: ImportedRow[]; problems: CellProblem[]; doubts?: CellProblem[]; /** The table names its units by name; `unitCode` holds it. */ byName?: boolean }

/** 62.5 % as counts of parts. */
export const partsOf = (percent: number): [hits: number, total: number] => [Math.round(percent * PARTS_OF_A_RATIO / 100), PARTS_OF_A_RATIO];

const NAMES: ReadonlySet<string> = new Set([
  'unit_code', 'unit', 'period', ...Object.keys(FORM_CONTROLS), ...MEASURE_NAMES.map((measure) => measure.toLowerCase()),
  ...layouts.flatMap((l) => [...l.needs, ...Object.keys({ ...l.wide, ...l.scores }), ...l.within.flat(), ...(l.sums ?? []).flat(), ...(l.percents ?? []).flat(), ...(l.unsaid?.slice(1) ?? []), ...(l.long ? ['component', 'numerator', 'denominator', 'ratio_pct'] : [])]),
]);
const columnName = (heading: string): string => columnOfHeading(heading) ?? heading.toLowerCase();
const layoutOf = (headings: readonly string[]) => layouts.find((l) => l.needs.every((name) => headings.includes(name))) ?? measureLayout(headings);

/** How a table of published figures is known by its headings. */
export const statisticTable: Recognised = {
  name: (heading) => (NAMES.has(columnName(heading)) ? columnName(heading) : undefined),
  kind: (names) => layoutOf(names)?.id ?? null,
};

/** A table under the headings of the template, under the names by which tables are read. */
const plainNames = (headings: readonly string[], rows: readonly TableRow[]): [string[], TableRow[]] => [
  headings.map(columnName), rows.map((row) => ({ ...row, cells: Object.fromEntries(Object.entries(row.cells).map(([heading, text]) => [columnName(heading), text])) })),
];

/** `periods` says what words such as YEAR or MONTH in the period column mean (YEAR → 2026); `unit` whom a table without a column of codes speaks of. */
export function parseStatistics(given: readonly string[], table: readonly TableRow[], periods: Readonly<Record<string, string>>, unit?: string): ParsedTable {
  const [headings, rows] = plainNames(given, table);
  const layout = layoutOf(headings);
  if (!layout) return { layout: '?', rows: [], problems: [{ row: 1, column: headings.join(', '), reason: `Không nhận ra bảng. Cần các cột: ${layouts.map((l) => l.needs.join(' + ')).join('; ')}; hoặc tên số đo (${MEASURE_NAMES.slice(0, 4).join(', ')} …).` }] };
  const problems: CellProblem[] = [];
  const doubts: CellProblem[] = [];
  const merged = new Map<string, ImportedRow>();
  for (const row of rows) {
    const where = { row: row.number, ...(row.sheet ? { sheet: row.sheet } : {}) };
    let into: ImportedRow | undefined;
    const problem = (column: string, reason: string) => { problems.push({ ...where, column, reason }); if (into) into.bad = true; };
    const unitCode = row.cells.unit_code || (headings.includes('unit_code') ? '' : unit ?? row.cells.unit ?? '');
    if (!unitCode) { problem('unit_code', headings.includes('unit_code') ? 'thiếu mã đơn vị' : headings.includes('unit') ? 'thiếu tên đơn vị' : 'bảng không có cột mã hay tên đơn vị; thêm cột, hoặc --unit MÃ'); continue; }
    const periodText = row.cells.period ?? '';
    let period: Period;
    try {
      period = parsePeriod(periods[periodText.toUpperCase()] ?? (periodText || (periods.FILE ?? '')));
    } catch {
      problem('period', `"${periodText}" không phải kỳ báo cáo; viết 2026-08, hoặc nêu nghĩa bằng --period ${periodText || 'FILE'}=2026`);
      continue;
    }
    const key = `${unitCode} ${period.type} ${period.start}`;
    const told = into = merged.get(key) ?? { unitCode, unitName: row.cells.unit ?? unitCode, period, values: {}, scores: [], at: where };
    merged.set(key, told);
    const doubt = (indicator: string | undefined, flag: string, column: string, reason: string) => {
      doubts.push({ ...where, column, reason });
      const scored = told.scores.find((s) => s.indicator === indicator);
      if (scored) scored.flags = [...new Set([...(scored.flags ?? []), flag])];
      else if (indicator) told.scores.push({ indicator, score: null, row: row.number, flags: [flag] });
    };
    const numbers = new Map<string, number | null | undefined>();
    const number = (column: string, whole = true) => {
      if (!numbers.has(column)) numbers.set(column, readCell(column, whole));
      return numbers.get(column);
    };
    const readCell = (column: string, whole: boolean): number | null | undefined => {
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
        if (value !== undefined) set(told, measure, value, row, problem);
      }
      for (const [part, whole] of layout.within) {
        const [p, w] = [number(part), number(whole)];
        if (typeof p === 'number' && typeof w === 'number' && p > w) problem(part, `${p} lớn hơn ${whole} (${w})`);
      }
      for (const [column, indicator] of Object.entries(layout.scores)) {
        const score = number(column, false);
        if (typeof score === 'number') told.scores.push({ indicator, score, row: row.number });
      }
      const [temporary, ...columns] = layout.unsaid ?? [];
      if (temporary && columns.every((column) => (row.cells[column] ?? '') === '')) {
        const scored = told.scores.find((s) => s.indicator === temporary);
        if (scored) scored.flags = ['TEMP_NATIONAL_REPORT_DENOMINATOR'];
        else told.scores.push({ indicator: temporary, score: null, row: row.number, flags: ['TEMP_NATIONAL_REPORT_DENOMINATOR'] });
      }
      for (const [whole, ...parts] of layout.sums ?? []) {
        const [w, ...p] = [number(whole), ...parts.map((part) => number(part))];
        if (typeof w === 'number' && p.every((n) => typeof n === 'number') && p.reduce<number>((sum, n) => sum + n!, 0) !== w) doubt(layout.doubted, 'SUM_DIFFERS', whole, `${parts.join(' + ')} = ${p.reduce<number>((sum, n) => sum + n!, 0)}, ${whole} ghi ${w}`);
      }
      for (const [column, hits, total] of layout.percents ?? []) checkPercent(number(column, false), number(hits), number(total), (reason) => doubt(layout.doubted, 'PERCENT_DIFFERS', column, reason));
    } else if (layout.long) {
      const component = COMPONENT_OF.get((row.cells[layout.long.component] ?? '').toLowerCase()) ?? row.cells[layout.long.component] ?? '';
      const score = number('score', false);
      if (component === 'TOTAL') {
        const group = groupOfTotal(rows, layout.long.component, row.cells);
        if (!group) problem(layout.long.component, 'dòng TOTAL không rõ của nhóm nào: các thành phần của đơn vị và kỳ này không cùng một nhóm');
        else if (typeof score === 'number') told.scores.push({ indicator: group, score, row: row.number });
        continue;
      }
      if (typeof score === 'number' && LONG_INDICATORS[component]) told.scores.push({ indicator: LONG_INDICATORS[component], score, row: row.number });
      const measures = layout.long.measures[component];
      if (!measures) { problem(layout.long.component, `không có thành phần "${component}"`); continue; }
      let [hits, total] = [number(layout.long.hits), number(layout.long.total)];
      const ratio = number(layout.long.ratioPercent, false);
      if (hits === undefined || total === undefined || ratio === undefined) continue;
      checkPercent(ratio, hits, total, (reason) => doubt(LONG_INDICATORS[component], 'PERCENT_DIFFERS', layout.long!.ratioPercent, reason));
      // An empty row is a known 0 of 0.
      if (hits === null && total === null && ratio !== null) [hits, total] = partsOf(ratio);
      else if (hits === null && total === null) [hits, total] = [0, 0];
      if (hits !== null && total !== null && hits > total) problem(layout.long.hits, `${hits} lớn hơn mẫu số (${total})`);
      set(told, measures[0], hits, row, problem);
      set(told, measures[1], total, row, problem);
    }
  }
  return { layout: layout.id, rows: [...merged.values()], problems, doubts, ...(unit === undefined && !headings.includes('unit_code') ? { byName: true } : {}) };
}

/** The group whose components a unit has in a period, when it is one. */
function groupOfTotal(rows: readonly TableRow[], column: string, total: TableRow['cells']): string | null {
  const groups = new Set(rows.filter(({ cells }) => cells.unit_code === total.unit_code && cells.period === total.period).map(({ cells }) => GROUP_OF_COMPONENT[COMPONENT_OF.get((cells[column] ?? '').toLowerCase()) ?? '']).filter((group) => group !== undefined));
  return groups.size === 1 ? [...groups][0]! : null;
}

/** A published percentage that is neither the rounded nor the truncated one of its counts, to its own last digit. */
function checkPercent(published: number | null | undefined, hits: number | null | undefined, total: number | null | undefined, doubt: (reason: string) => void): void {
  if (typeof published !== 'number' || typeof hits !== 'number' || typeof total !== 'number' || total === 0) return;
  const digits = (String(published).split('.')[1] ?? '').length;
  const exact = (hits / total) * 100;
  if (Math.abs(exact - published) >= 10 ** -digits * 1.0000001) doubt(`${hits} ÷ ${total} = ${exact.toFixed(2)} %, bảng ghi ${published} %`);
}

function set(into: ImportedRow, measure: Measure, value: number | null, _row: TableRow, problem: (column: string, reason: string) => void): void {
  const old = into.values[measure];
  if (typeof old === 'number' && typeof value === 'number' && old !== value) problem(measure, `hai giá trị khác nhau cho cùng đơn vị và kỳ: ${old} và ${value}`);
  if (typeof old !== 'number' || value !== null) into.values[measure] = value;
}

/** A table whose headings are our measure names. */
function measureLayout(headings: readonly string[]): Layout | undefined {
  const names = MEASURE_NAMES.filter((measure) => headings.includes(measure.toLowerCase()));
  if (names.length === 0) return undefined;
  const lower = (...measures: Measure[]) => measures.map((measure) => measure.toLowerCase());
  const sums = [
    lower('handled', 'resolved', 'inProgress'), [...lower('handled', 'receivedOnline', 'carriedOver'), 'form_counter'], [...lower('resolved', 'resolvedEarly', 'resolvedLate'), 'form_on_time'], [...lower('inProgress', 'inProgressLate'), 'form_in_due'],
  ] as [string, ...string[]][];
  return { id: 'measures', title: 'Số đo', needs: [], wide: Object.fromEntries(names.map((measure) => [measure.toLowerCase(), measure])), scores: {}, within: [], doubted: 'on-time-resolution', sums };
}
