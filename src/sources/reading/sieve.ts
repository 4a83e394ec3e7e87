/**
 * Privacy by construction: a copy of an answer that holds only the paths a stream names. Runs before anything is stored; names, papers, phones
 * and addresses that a source sends besides never reach a table, a log or a file.
 */
import type { Stream } from '../source';
import { stepsOf } from './path';

/** true = keep all below; a map = keep these keys; `json` = the text holds JSON to be sieved likewise. */
interface Keep { all?: boolean; json?: Keep; keys?: Map<string, Keep> }

/** Sieve of whole answers. */
export function compileSieve(stream: Stream): (answer: unknown) => unknown {
  const root: Keep = {};
  const { envelope, paging } = stream;
  const rowPaths = pathsOfRow(stream);
  for (const rows of list(envelope.rows)) {
    const end = descend(root, stepsOf(rows));
    for (const path of rowPaths) keepPath(end, path);
  }
  for (const rule of [...envelope.success, ...envelope.errors]) if (rule.at) keepPath(root, rule.at);
  if (envelope.sourceTimeAt) keepPath(root, envelope.sourceTimeAt);
  if (paging.kind === 'pages') for (const path of [paging.lastAt, paging.totalPagesAt, paging.totalRowsAt, paging.numberAt]) if (path) keepPath(root, path);
  return (answer) => copy(answer, root);
}

/** Sieve of single rows. */
export function compileRowSieve(stream: Stream): (row: unknown) => unknown {
  const root: Keep = {};
  for (const path of pathsOfRow(stream)) keepPath(root, path);
  return (row) => copy(row, root);
}

const list = (path: string | string[]) => (Array.isArray(path) ? path : [path]);

/** Every path that mapping, row filters and `keep` name. */
function pathsOfRow(stream: Stream): string[] {
  const paths: string[] = [...stream.keep, ...stream.skip.flatMap((filter) => list(filter.at))];
  // In a mapping, text and lists of text are paths; of rule objects only these members are.
  const visit = (rule: unknown): void => {
    if (typeof rule === 'string') paths.push(rule);
    else if (Array.isArray(rule)) rule.forEach(visit);
    else if (rule && typeof rule === 'object') {
      for (const name of ['at', 'present', 'name', 'year', 'number', 'type']) visit((rule as Record<string, unknown>)[name]);
      const { at, pick } = rule as { at?: string | string[]; pick?: { by: string; value: string } };
      if (at && pick) for (const path of list(at)) paths.push(`${path}.${pick.by}`, `${path}.${pick.value}`);
    }
  };
  for (const [field, rule] of Object.entries(stream.mapping)) {
    if (field === 'values') Object.values(rule as object).forEach(visit);
    else if (!(typeof rule === 'string' && ((field === 'status' && rule === 'fromDates') || (field === 'period' && rule === 'window')))) visit(rule);
  }
  return paths;
}

function descend(from: Keep, steps: { key: string; json: boolean }[]): Keep {
  let at = from;
  for (const step of steps) {
    if (step.key !== '') {
      at.keys ??= new Map();
      let next = at.keys.get(step.key);
      if (!next) at.keys.set(step.key, (next = {}));
      at = next;
    }
    if (step.json) at = at.json ??= {};
  }
  return at;
}

const keepPath = (root: Keep, path: string) => { descend(root, stepsOf(path)).all = true; };

function copy(value: unknown, keep: Keep): unknown {
  if (keep.json && typeof value === 'string') {
    try {
      return JSON.stringify(copy(JSON.parse(value), keep.json));
    } catch {
      return null;
    }
  }
  // A named path that ends at an object keeps nothing below it unless named: objects are where personal data hides.
  if (Array.isArray(value)) return keep.keys && [...keep.keys.keys()].every((key) => /^\d+$/.test(key)) ? value.map((item, i) => copy(item, keep.keys!.get(String(i)) ?? {})) : value.map((item) => copy(item, keep));
  if (value !== null && typeof value === 'object') {
    const result: Record<string, unknown> = {};
    if (keep.keys) for (const [key, next] of keep.keys) if (key in value) result[key] = copy((value as Record<string, unknown>)[key], next);
    return result;
  }
  return keep.all ? value : keep.keys || keep.json ? null : undefined;
}
