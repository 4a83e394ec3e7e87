/** Dotted paths into answers and rows: `data.rows`, `tags.0.name`, `$`, `data.soLieu|json`; a list of alternatives takes the first present. */
import type { Path } from '../source';

export type Getter = (value: unknown) => unknown;

const isPresent = (value: unknown) => value !== undefined && value !== null && value !== '';

export function compilePath(path: Path): Getter {
  if (Array.isArray(path)) {
    const getters = path.map(compileOne);
    if (getters.length === 1) return getters[0]!;
    return (value) => {
      for (const get of getters) {
        const found = get(value);
        if (isPresent(found)) return found;
      }
      return undefined;
    };
  }
  return compileOne(path);
}

interface Step { key: string; json: boolean }

/** Steps of one path; `$` alone has none. */
export function stepsOf(path: string): Step[] {
  if (path === '$') return [];
  if (path === '$|json') return [{ key: '', json: true }];
  return path.replace(/^\$\./, '').split('.').map((part) => (part.endsWith('|json') ? { key: part.slice(0, -5), json: true } : { key: part, json: false }));
}

function compileOne(path: string): Getter {
  const steps = stepsOf(path);
  if (steps.length === 0) return (value) => value;
  if (steps.length === 1 && !steps[0]!.json) {
    const key = steps[0]!.key;
    return (value) => (value as Record<string, unknown> | null | undefined)?.[key];
  }
  return (value) => {
    let at: unknown = value;
    for (const step of steps) {
      if (step.key !== '') at = (at as Record<string, unknown> | null | undefined)?.[step.key];
      if (step.json) at = decode(at);
      if (at === undefined || at === null) return undefined;
    }
    return at;
  };
}

function decode(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
