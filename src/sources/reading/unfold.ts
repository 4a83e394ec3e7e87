/** Rows of an answer brought into the form in which they are read: XML lists, trees, long and wide tables, doubles, named decoders. */
import { decoders, type Row } from '../decoders';
import type { Path, Shape, Stream } from '../source';
import { alternatives, compilePath, pointerOf, steps, UnreadableValue } from './path';
import { composed, isEmpty } from './rules';

/** Compiles what a stream does to its answers before anything else. The result throws UnreadableValue for an answer that cannot be what it claims. */
export function compileUnfold(stream: Pick<Stream, 'envelope'>): (answer: unknown) => unknown {
  const { format, shape, countAt, rows } = stream.envelope;
  if (format === 'json' && shape.length === 0 && countAt === undefined) return (answer) => answer;
  const count = countAt === undefined ? null : compilePath(countAt);
  const keyed = shape[0]?.kind === 'values' ? shape[0] : null;
  const work = (keyed ? shape.slice(1) : shape).map(shaper);
  return (answer) => {
    const at = alternatives(rows).find((path) => !isMissing(compilePath(path)(answer))) ?? alternatives(rows)[0]!;
    const found = format === 'xml' && !keyed ? listOfXml(answer, at) : compilePath(at)(answer);
    const list = keyed ? valuesOf(found, keyed.as, at) : found;
    if (!Array.isArray(list)) return answer; // the reader says what is wrong
    const stated = count?.(answer);
    if (count && wholeNumber(stated) !== list.length) throw new UnreadableValue('count-mismatch', `Nguồn ghi ${isEmpty(stated) ? 'thiếu số dòng' : `${String(stated).slice(0, 20)} dòng`} nhưng gửi ${list.length}: danh sách bị cắt hoặc nguồn giới hạn số dòng`, pointerOf(countAt!));
    return replace(answer, at, work.reduce((current, step) => step(current), list as unknown[]));
  };
}

/** A count as systems state it: a number, its digits, or digits in groups of three (`1.234`, `1,234`); null for anything else. */
export function wholeNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : null;
  const text = typeof value === 'string' ? value.trim() : '';
  return /^\d+(\.0{1,2})?$/.test(text) ? Number(text) : /^\d{1,3}(\.\d{3})+$|^\d{1,3}(,\d{3})+$/.test(text) ? Number(text.replace(/[.,]/g, '')) : null;
}

const isMissing = (value: unknown) => value === undefined || value === null;

/** One element or none is not sent as a list in XML; a container that is there and empty holds none. */
function listOfXml(answer: unknown, at: string): unknown {
  const found = compilePath(at)(answer);
  if (Array.isArray(found)) return found;
  if (typeof found === 'object' && found !== null) return [found];
  if (found === '' || found === null) return [];
  const parent = at.includes('.') ? compilePath(at.slice(0, at.lastIndexOf('.')))(answer) : undefined;
  return parent === '' || isBare(parent) ? [] : found;
}

/** An element that holds attributes only. */
const isBare = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0 && Object.keys(value).every((name) => name.startsWith('@'));

/** A copy of the answer with other rows at the path; text that holds JSON becomes what it holds. */
function replace(answer: unknown, path: Path, rows: unknown[]): unknown {
  const set = (value: unknown, [step, ...rest]: ReturnType<typeof steps>): unknown => {
    if (!step) return rows;
    const decoded = step.json && step.key === null && typeof value === 'string' ? JSON.parse(value) as unknown : value;
    if (step.key === null) return set(decoded, rest);
    const inner = (value as Record<string, unknown>)[step.key];
    const child = step.json && typeof inner === 'string' ? JSON.parse(inner) as unknown : inner;
    return Array.isArray(value) ? value.map((item, index) => (String(index) === step.key ? set(child, rest) : item)) : { ...(value as object), [step.key]: set(child, rest) };
  };
  return set(answer, steps(path as string));
}

function shaper(shape: Shape): (rows: unknown[]) => unknown[] {
  switch (shape.kind) {
    case 'tree': return (rows) => flatten(rows, shape.children, shape.parents, 0);
    case 'groups': return groups(shape);
    case 'values': return (rows) => rows; // done before: it makes the list
    case 'cells': return (rows) => rows.map(named(shape.names));
    case 'pivot': return pivot(shape);
    case 'unpivot': return (rows) => rows.flatMap((row) => unpivot(row, shape));
    case 'unique': return unique(shape);
    case 'empty': return (rows) => rows.map(emptied(shape));
    case 'decoder': { const decode = decoders[shape.name]; return (rows) => decode(rows as Row[]); }
  }
}

/** A copy of the row where texts that mean nothing are null, in the named fields or everywhere. */
function emptied({ texts, at }: Extract<Shape, { kind: 'empty' }>): (row: unknown) => unknown {
  const nothing = new Set(texts.map((text) => composed(text.trim())));
  const clear = (value: unknown): unknown => {
    if (typeof value === 'string' || typeof value === 'number') return nothing.has(composed(String(value).trim())) ? null : value;
    if (Array.isArray(value)) return value.map(clear);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clear(inner)]));
  };
  if (!at) return clear;
  const places = at.map((path) => steps(path));
  const clearAt = (value: unknown, [step, ...rest]: ReturnType<typeof steps>): unknown => {
    if (!step) return clear(value);
    if (typeof value !== 'object' || value === null || step.key === null || !Object.hasOwn(value, step.key)) return value;
    const inner = clearAt((value as Record<string, unknown>)[step.key], rest);
    return Array.isArray(value) ? value.map((item, index) => (String(index) === step.key ? inner : item)) : { ...value, [step.key]: inner };
  };
  return (row) => places.reduce((current, place) => clearAt(current, place), row);
}

/** Rows of lists inside groups, each with a copy of its group (without the lists). A group without its list is not an empty one. */
function groups({ rows: at, as }: Extract<Shape, { kind: 'groups' }>): (rows: unknown[]) => unknown[] {
  const get = compilePath(at);
  const [outer] = steps(at);
  return (list) => list.flatMap((group) => {
    const inner = get(group);
    if (inner === null || (Array.isArray(inner) && inner.length === 0)) return [];
    if (!Array.isArray(inner)) throw new UnreadableValue('wrong-type', `Nhóm không có danh sách tại "${at}"`, pointerOf(at));
    const { [outer!.key ?? '']: _, ...rest } = group as Record<string, unknown>;
    return inner.map((row) => (typeof row === 'object' && row !== null && !Array.isArray(row) ? { ...row, [as]: rest } : row));
  });
}

/** The values of an object, each with its name; what writes an empty object as a list is believed when the list is empty. */
function valuesOf(found: unknown, as: string, at: string): unknown {
  if (typeof found !== 'object' || found === null) return found;
  if (Array.isArray(found)) {
    if (found.length === 0) return found;
    throw new UnreadableValue('wrong-type', 'Các dòng là một danh sách, không phải giá trị của một đối tượng', pointerOf(at));
  }
  return Object.entries(found).map(([name, row]: [string, unknown]) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) throw new UnreadableValue('not-a-row', 'Giá trị của đối tượng không phải là dòng dữ liệu', pointerOf(at));
    return { ...row, [as]: name };
  });
}

/** A list of cells as an object; another number of cells than names is another table. */
const named = (names: readonly string[]) => (row: unknown): unknown => {
  if (!Array.isArray(row)) throw new UnreadableValue('not-a-row', 'Dòng dữ liệu không phải là danh sách ô', '');
  if (row.length !== names.length) throw new UnreadableValue('cell-count', `Dòng có ${row.length} ô nhưng khai báo ${names.length} tên: cột của nguồn đã đổi`, '');
  return Object.fromEntries(names.map((name, at) => [name, row[at] as unknown]));
};

const MAX_DEPTH = 32;
function flatten(rows: unknown[], children: string, parents: boolean, depth: number): unknown[] {
  if (depth > MAX_DEPTH) throw new UnreadableValue('too-deep', `Cây đơn vị sâu quá ${MAX_DEPTH} tầng`, `/${children}`);
  const get = compilePath(children);
  return rows.flatMap((row) => {
    const below = get(row);
    if (!isEmpty(below) && !Array.isArray(below)) throw new UnreadableValue('wrong-type', 'Các nhánh của cây phải là danh sách', pointerOf(children));
    const inner = Array.isArray(below) ? flatten(below, children, parents, depth + 1) : [];
    return inner.length === 0 || parents ? [row, ...inner] : inner;
  });
}

function pivot({ key, column, value }: Extract<Shape, { kind: 'pivot' }>): (rows: unknown[]) => unknown[] {
  const [keys, nameOf, valueOf] = [key.map((path) => compilePath(path)), compilePath(column), compilePath(value)];
  return (rows) => {
    const wide = new Map<string, Record<string, unknown>>();
    for (const row of rows) {
      if (typeof row !== 'object' || row === null) throw new UnreadableValue('not-a-row', 'Dòng dữ liệu không phải là một đối tượng', '');
      const id = JSON.stringify(keys.map((get) => get(row) ?? null));
      let into = wide.get(id);
      if (!into) wide.set(id, into = { ...row });
      const name = String(nameOf(row) ?? '');
      if (name === '' || name in Object.prototype) continue;
      if (Object.hasOwn(into, name) && String(into[name]) !== String(valueOf(row))) throw new UnreadableValue('duplicate-cell', 'Hai dòng cùng mã mà khác giá trị', pointerOf(column));
      into[name] = valueOf(row);
    }
    return [...wide.values()];
  };
}

function unpivot(row: unknown, { columns, column, value }: Extract<Shape, { kind: 'unpivot' }>): unknown[] {
  if (typeof row !== 'object' || row === null) return [row];
  const rest = Object.fromEntries(Object.entries(row).filter(([name]) => !Object.hasOwn(columns, name)));
  return Object.entries(columns).flatMap(([name, meaning]) => (isMissing((row as Record<string, unknown>)[name]) ? [] : [{ ...rest, [column]: meaning, [value]: (row as Record<string, unknown>)[name] }]));
}

/** Numbers are compared as numbers, everything else as text; rows without a key stay as they are. */
function unique({ by, highest }: Extract<Shape, { kind: 'unique' }>): (rows: unknown[]) => unknown[] {
  const [keyOf, rankOf] = [compilePath(by), compilePath(highest)];
  const above = (a: unknown, b: unknown) => (isNumeric(a) && isNumeric(b) ? Number(a) > Number(b) : String(a ?? '') > String(b ?? ''));
  return (rows) => {
    const best = new Map<string, unknown>();
    for (const row of rows) {
      const key = keyOf(row);
      if (isEmpty(key)) continue;
      const id = String(key).trim();
      if (!best.has(id) || above(rankOf(row), rankOf(best.get(id)))) best.set(id, row);
    }
    const kept = new Set(best.values());
    return rows.filter((row) => isEmpty(keyOf(row)) || kept.has(row));
  };
}

const isNumeric = (value: unknown) => !isEmpty(value) && Number.isFinite(Number(value));
