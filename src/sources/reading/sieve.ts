/**
 * What a stream does not name never enters: a copy of the answer with the named paths only, made before anything is stored.
 * A field named by a rule is kept as a single value (an object in its place becomes an empty one, which the reader rejects
 * just as it would the full one); `present` fields become true; `keep` fields stay whole.
 */
import type { Path, Stream } from '../source';
import { alternatives, steps } from './path';
import { isPresent } from './rules';

type Keep = 'scalar' | 'presence' | 'whole';
interface Node { keep?: Keep; fields: Map<string, Node>; items?: Node; json?: Node }
const RANK: Record<Keep, number> = { presence: 1, scalar: 2, whole: 3 };
const node = (): Node => ({ fields: new Map() });
/** Stands for `|json` text that is not JSON: still unreadable, and empty of content. */
const UNREADABLE = '{';

/** Compiles the sieve of a stream: (answer) => copy. */
export function compileSieve(stream: Stream): (answer: unknown) => unknown {
  const root = node();
  const { envelope, paging } = stream;
  const row = envelope.single ? descend(root, alternatives(envelope.rows)[0]!) : node();
  if (!envelope.single) for (const path of alternatives(envelope.rows)) descend(root, path).items = row;
  for (const rule of [...envelope.success, ...envelope.errors, ...envelope.emptyWhen ?? []]) if ('at' in rule && rule.at !== undefined) mark(root, rule.at, 'scalar');
  const answerPaths = [envelope.sourceTime?.at, envelope.sourceTime?.time, envelope.countAt, ...(paging.kind === 'pages' ? [paging.lastAt, paging.moreAt, paging.totalPagesAt, paging.totalRowsAt, paging.numberAt] : [])];
  for (const path of answerPaths) if (path !== undefined) mark(root, path, 'scalar');
  if (paging.kind === 'next') { if (paging.at !== undefined) mark(root, paging.at, 'presence'); if (paging.totalRowsAt !== undefined) mark(root, paging.totalRowsAt, 'scalar'); }
  for (const filter of stream.skip) mark(row, filter.at, 'scalar');
  for (const check of stream.checks) for (const rule of 'total' in check ? [check.total, ...check.parts] : [check.at]) markRule(row, rule);
  for (const path of stream.keep) mark(row, path, 'whole');
  const { mapping } = stream;
  for (const [field, rule] of Object.entries(mapping)) {
    if (field === 'status' && rule === 'fromDates') continue;
    if (field === 'period') { if (typeof rule === 'object') for (const key of ['type', 'year', 'number', 'month']) { const path = (rule as Record<string, Path>)[key]; if (path !== undefined) mark(row, path, 'scalar'); } continue; }
    if (field === 'province') continue;
    if (field === 'pauses') { const { at, ...dates } = rule as { at: Path; asked: unknown; answered?: unknown }; for (const path of alternatives(at)) { const list = descend(row, path); list.items ??= node(); for (const date of Object.values(dates)) markRule(list.items, date); } continue; }
    if (field === 'add') { mark(row, (rule as { key: Path }).key, 'scalar'); continue; }
    if (field === 'values') { for (const value of Object.values(rule as object)) markRule(row, value); continue; }
    markRule(row, rule);
  }
  return (answer) => copy(answer, root) ?? null;
}

interface AnyRule { sum?: unknown[]; less?: unknown[]; join?: Path[]; at?: Path; time?: Path; present?: Path; name?: Path; const?: unknown; pick?: { by: string; value: string } }
function markRule(row: Node, rule: unknown): void {
  if (typeof rule === 'string') return mark(row, rule, 'scalar');
  if (Array.isArray(rule)) { for (const part of rule) markRule(row, part); return; }
  if (typeof rule !== 'object' || rule === null) return;
  const { sum, less = [], join, at, time, present, name, pick, const: fixed } = rule as AnyRule;
  if (sum ?? join) { for (const part of [...(sum ?? join)!, ...less]) markRule(row, part); return; }
  if (fixed !== undefined) return;
  if (present !== undefined) mark(row, present, 'presence');
  if (name !== undefined) mark(row, name, 'scalar');
  if (time !== undefined) mark(row, time, 'scalar');
  if (pick) for (const path of alternatives(at ?? '$')) {
    const list = descend(row, path);
    list.items ??= node();
    mark(list.items, pick.by, 'scalar');
    mark(list.items, pick.value, 'scalar');
  } else if (at !== undefined) mark(row, at, 'scalar');
}

function mark(from: Node, path: Path, keep: Keep): void {
  for (const one of alternatives(path)) {
    const target = descend(from, one);
    if (!target.keep || RANK[target.keep] < RANK[keep]) target.keep = keep;
  }
}

function descend(from: Node, path: string): Node {
  let current = from;
  for (const step of steps(path)) {
    if (step.key !== null) {
      let next = current.fields.get(step.key);
      if (!next) current.fields.set(step.key, next = node());
      current = next;
    }
    if (step.json) current = current.json ??= node();
  }
  return current;
}

function copy(value: unknown, at: Node): unknown {
  if (value === undefined || value === null) return value;
  if (at.keep === 'whole') return value;
  if (at.json) {
    if (typeof value !== 'string') return copy(value, at.json);
    if (value.trim() === '') return value;
    try { return JSON.stringify(copy(JSON.parse(value), at.json) ?? null); } catch { return UNREADABLE; }
  }
  if (typeof value !== 'object' && at.items && !isPresent(value)) return value;
  if (typeof value !== 'object' && at.items) return {}; // not the list it should be: the reader says so
  if (typeof value !== 'object') return at.keep === 'scalar' ? value : at.keep === 'presence' ? isPresent(value) || null : undefined;
  if (Array.isArray(value)) {
    if (at.items) return value.map((item) => (typeof item === 'object' ? copy(item, at.items!) : null));
    if (at.keep === 'presence' && at.fields.size === 0) return isPresent(value) || null;
    if (at.keep === 'scalar' && value.length <= 7 && value.every((part) => typeof part === 'number')) return value; // a date in parts
    const places = [...at.fields.keys()].filter((key) => /^\d+$/.test(key) && Number(key) < value.length).map(Number);
    // Places keep their numbers; what lies between is emptied.
    const list: unknown[] = places.length ? new Array(Math.max(...places) + 1).fill(null) : [];
    for (const place of places) list[place] = copy(value[place], at.fields.get(String(place))!) ?? null;
    return list;
  }
  if (at.keep === 'presence' && at.fields.size === 0) return isPresent(value) || null;
  const result: Record<string, unknown> = {};
  for (const [key, child] of at.fields) {
    if (!Object.hasOwn(value, key)) continue;
    const kept = copy((value as Record<string, unknown>)[key], child);
    if (kept !== undefined) result[key] = kept;
  }
  return result;
}
