/** Requests with their placeholders filled in. Text that is exactly one placeholder keeps the value's type. */
import type { Stream } from '../source';

export interface RenderedRequest { method: 'GET' | 'POST'; path: string; query: Record<string, string>; headers: Record<string, string>; body: unknown }

const PLACEHOLDER = /\{([a-z]+(?:\.[a-zA-Z]+)?)\}/g;
export type Variables = Record<string, string | number>;

/** Throws RangeError for a placeholder that nothing fills, naming it. */
export function renderRequest(request: Stream['request'], variables: Variables): RenderedRequest {
  const text = (template: string) => String(fill(template, variables));
  return {
    method: request.method, path: text(request.path),
    query: Object.fromEntries(Object.entries(request.query).map(([name, value]) => [name, typeof value === 'string' ? text(value) : String(value)])),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, text(value)])),
    body: deep(request.body, variables),
  };
}

export function deep(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') return fill(value, variables);
  if (Array.isArray(value)) return value.map((item) => deep(item, variables));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deep(item, variables)]));
  return value;
}

function fill(template: string, variables: Variables): string | number {
  const value = (name: string) => {
    const found = variables[name];
    if (found === undefined) throw new RangeError(`nothing fills the placeholder {${name}}; known here: ${Object.keys(variables).map((v) => `{${v}}`).join(' ')}`);
    return found;
  };
  const whole = /^\{([a-z]+(?:\.[a-zA-Z]+)?)\}$/.exec(template);
  if (whole) return value(whole[1]!);
  return template.replace(PLACEHOLDER, (_, name: string) => String(value(name)));
}

/** Names of the placeholders a request uses. */
export const placeholdersOf = (request: unknown): string[] => [...JSON.stringify(request ?? null).matchAll(PLACEHOLDER)].map((match) => match[1]!);
