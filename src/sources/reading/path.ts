/**
 * Paths of the vocabulary: `data.rows`, `tags.0.name`, `$`, `data.text|json.rows`. Of a list of alternatives the first
 * that is present (neither missing nor null) wins.
 */
import type { Path } from '../source';

export type Getter = (value: unknown) => unknown;
export interface Step { key: string | null; json: boolean }

/** A value that is there and cannot be understood: never treated as absent. */
export class UnreadableValue extends Error {
  constructor(readonly code: string, message: string, readonly pointer: string) { super(message); }
}

/** Compiles a path to a getter: undefined (or null, as sent) when absent. The getter throws UnreadableValue where `|json` text is not JSON. */
export function compilePath(path: Path): Getter {
  const getters = alternatives(path).map(compileOne);
  if (getters.length === 1) return getters[0]!;
  return (value) => {
    let found: unknown;
    for (const get of getters) {
      const next = get(value);
      if (next !== undefined && next !== null) return next;
      if (found === undefined) found = next;
    }
    return found;
  };
}

export const alternatives = (path: Path): string[] => (typeof path === 'string' ? [path] : path);

/** JSON pointer (RFC 6901) of the first alternative, for messages. */
export const pointerOf = (path: Path): string => steps(alternatives(path)[0]!)
  .filter((step) => step.key !== null).map((step) => `/${step.key!.replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');

/** Steps of one path. Throws RangeError for an empty step or an unknown `|filter`. */
export function steps(path: string): Step[] {
  return path.split('.').map((part, index) => {
    const [key, filter, more] = part.split('|');
    if (!key || more !== undefined || (filter !== undefined && filter !== 'json')) throw new RangeError(`"${path}" is not a path`);
    if (key in Object.prototype || key === 'length') throw new RangeError(`"${path}" is not a path: ${key} is not a field`); // lets the getter skip a look at own keys
    if (key === '$' && index > 0) throw new RangeError(`"${path}" is not a path: $ stands first`);
    return { key: key === '$' ? null : key, json: filter === 'json' };
  });
}

function compileOne(path: string): Getter {
  const list = steps(path);
  const only = list[0]!;
  if (list.length === 1 && !only.json) {
    const key = only.key;
    return key === null ? (value) => value : (value) => member(value, key);
  }
  if (list.length === 2 && !list.some((step) => step.json || step.key === null)) {
    const [first, second] = [list[0]!.key!, list[1]!.key!];
    return (value) => member(member(value, first), second);
  }
  const pointer = pointerOf(path);
  return (value) => {
    let current = value;
    for (const step of list) {
      if (step.key !== null) current = member(current, step.key);
      if (current === undefined || current === null) return current;
      if (step.json) current = decode(current, pointer);
    }
    return current;
  };
}

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;

function decode(value: unknown, pointer: string): unknown {
  if (typeof value !== 'string') return value;
  if (value.trim() === '') return undefined;
  try { return JSON.parse(value); } catch { throw new UnreadableValue('bad-json', 'Nội dung phải là JSON nhưng không đọc được', pointer); }
}
