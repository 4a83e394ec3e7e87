/**
 * A set file as rows with their lines. YAML: keys of the head, then a list `criteria`; CSV or XLSX: rows whose code begins with @ are the
 * head (`@title`), the others criteria. Every value stays text, so that code 1.10 is not 1.1 and 0.1 is exact.
 */
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

export interface SetRow { line: number; cells: Record<string, string> }
export interface SetProblem { line: number; column: string; reason: string }
export interface SetFile { head: Map<string, { value: string; line: number }>; rounds: SetRow[]; rows: SetRow[]; problems: SetProblem[] }

export const CRITERION_COLUMNS = ['code', 'title', 'points', 'assessed_by', 'mechanism', 'empty', 'indicator', 'over', 'survey_result', 'evidence', 'scored_by', 'verified'] as const;

export function readYamlSet(text: string): SetFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, schema: 'failsafe', prettyErrors: false });
  const file: SetFile = { head: new Map(), rounds: [], rows: [], problems: [] };
  const lineOf = (node: unknown): number => { const range = (node as { range?: [number, number, number] } | null)?.range; return range ? lines.linePos(range[0]).line : 1; };
  for (const error of document.errors) file.problems.push({ line: lines.linePos(error.pos[0]).line, column: '', reason: error.code === 'DUPLICATE_KEY' ? 'một khóa được viết hai lần' : 'không đúng cú pháp YAML: kiểm tra thụt dòng, dấu hai chấm, dấu nháy' });
  if (file.problems.length > 0) return file;
  if (!isMap(document.contents)) { file.problems.push({ line: 1, column: '', reason: 'tệp phải bắt đầu bằng các khóa như code: và title:' }); return file; }

  const rowsOf = (name: string, node: unknown): SetRow[] => {
    if (!isSeq(node)) { file.problems.push({ line: lineOf(node), column: name, reason: 'phải là danh sách' }); return []; }
    return node.items.flatMap((item) => {
      if (!isMap(item)) { file.problems.push({ line: lineOf(item), column: name, reason: 'mỗi dòng phải gồm các khóa như code: và title:' }); return []; }
      const cells: Record<string, string> = {};
      for (const pair of item.items) {
        if (isScalar(pair.key) && (pair.value === null || isScalar(pair.value))) cells[String(pair.key.value)] = String(pair.value === null ? '' : pair.value.value).normalize('NFC').trim();
        else file.problems.push({ line: lineOf(pair.key), column: isScalar(pair.key) ? String(pair.key.value) : name, reason: 'phải là một giá trị đơn' });
      }
      return [{ line: lineOf(item), cells }];
    });
  };
  const walk = (path: string, node: unknown, line: number): void => {
    if (isMap(node)) for (const pair of node.items) walk(path === '' ? String(pair.key) : `${path}.${String(pair.key)}`, pair.value, lineOf(pair.key));
    else if (path === 'criteria') file.rows = rowsOf(path, node);
    else if (path === 'rounds') file.rounds = rowsOf(path, node);
    else if (isScalar(node) || node === null) file.head.set(path, { value: String(node === null ? '' : node.value).normalize('NFC').trim(), line });
    else file.problems.push({ line, column: path, reason: 'phải là một giá trị đơn' });
  };
  walk('', document.contents, 1);
  return file;
}

/** Rows of a table that was read by heading. */
export function readTableSet(headings: readonly string[], rows: readonly { number: number; cells: Record<string, string> }[]): SetFile {
  const file: SetFile = { head: new Map(), rounds: [], rows: [], problems: [] };
  for (const need of ['code', 'title'] as const) if (!headings.includes(need)) file.problems.push({ line: 1, column: need, reason: 'thiếu cột' });
  for (const { number: line, cells } of rows) {
    const code = cells.code ?? '';
    if (code === '@round') {
      const [year = '', stage = '', due_on = '', ...document] = (cells.title ?? '').split(/\s+/);
      file.rounds.push({ line, cells: { year, stage, due_on, document: document.join(' ') } });
    } else if (code.startsWith('@')) file.head.set(code.slice(1), { value: cells.title ?? '', line });
    else file.rows.push({ line, cells });
  }
  return file;
}
