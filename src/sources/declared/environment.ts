/** `${NAME}` in texts: the variable NAME, or the content of the file named by NAME_FILE (secrets mounted as files); `${NAME:-default}`. */
export interface Environment {
  variables: Record<string, string | undefined>;
  /** The only way to a file; throws when the file cannot be read. */
  readFile(path: string): string;
}
export interface Missing { path: (string | number)[]; name: string; unreadable: boolean }

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/** A copy with references resolved, and those that cannot be. Values never appear in the list of the missing. */
export function resolveReferences(value: unknown, environment: Environment): { value: unknown; missing: Missing[]; used: string[] } {
  const missing: Missing[] = [];
  const used: string[] = [];
  const visit = (item: unknown, path: (string | number)[]): unknown => {
    if (typeof item === 'string') return item.replace(REFERENCE, (whole, name: string, fallback: string | undefined) => {
      const found = lookUp(name, environment, (unreadable) => { if (unreadable || fallback === undefined) missing.push({ path, name, unreadable }); });
      if (found !== undefined) used.push(found);
      return found ?? fallback ?? whole;
    });
    if (Array.isArray(item)) return item.map((part, index) => visit(part, [...path, index]));
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, part]) => [key, visit(part, [...path, key])]));
  };
  const resolved = visit(value, []);
  return { value: resolved, missing, used };
}

function lookUp(name: string, { variables, readFile }: Environment, fail: (unreadable: boolean) => void): string | undefined {
  const direct = variables[name];
  if (direct) return direct;
  const file = variables[`${name}_FILE`];
  if (!file) { fail(false); return undefined; }
  try {
    const text = readFile(file).replace(/\r?\n$/, '');
    if (text) return text;
  } catch { /* said below, without the system's text */ }
  fail(true);
  return undefined;
}
