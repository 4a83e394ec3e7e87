import { compilePath, parseXml, UnreadableValue, type Getter } from '../sources/reading';
import type { Envelope, Path } from '../sources/source';
import type { FailureClass } from '../platform/errors';

/** Value at a dotted path (`$` the whole, `|json` decodes text); of several paths the first that is present. Undefined when absent or unreadable. */
export function valueAt(value: unknown, path: Path): unknown {
  const key = Array.isArray(path) ? path.join('\n') : path;
  let get = getters.get(key);
  if (!get) getters.set(key, (get = compilePath(path)));
  try {
    return get(value) ?? undefined;
  } catch (error) {
    if (error instanceof UnreadableValue) return undefined;
    throw error;
  }
}
const getters = new Map<string, Getter>();

/** Class of the first error rule that fits an answer; null when none does. A rule without a path looks for its words in a page of any other kind, and in the texts around the rows: never in a row, which may speak of anything. */
export function errorClass(rules: Envelope['errors'], status: number, json: unknown, text = ''): FailureClass | null {
  for (const rule of rules) {
    if (rule.status !== undefined && rule.status !== status) continue;
    if (rule.at === undefined) {
      if (rule.contains === undefined ? rule.status !== undefined : holds(json === undefined ? text : textsAround(json), rule.contains)) return rule.class;
      continue;
    }
    const value = valueAt(json, rule.at);
    if (value === undefined) continue;
    if (rule.equals !== undefined && String(value) !== String(rule.equals)) continue;
    if (rule.contains !== undefined && !holds(value, rule.contains)) continue;
    return rule.class;
  }
  return null;
}

/** Does an answer fulfil every success rule? */
export function isSuccess(rules: Envelope['success'], json: unknown): boolean {
  return rules.every((rule) => {
    const value = valueAt(json, rule.at);
    if (rule.equals !== undefined) return String(value) === String(rule.equals);
    if (rule.in !== undefined) return rule.in.some((item) => String(item) === String(value));
    if (rule.contains !== undefined) return value !== undefined && holds(value, rule.contains);
    return value !== undefined && value !== false;
  });
}

/** Does an answer say that there is nothing (envelope.emptyWhen)? */
export const saysNothing = (rules: Envelope['emptyWhen'], status: number, json: unknown): boolean =>
  rules !== undefined && rules.every((rule) => ('status' in rule ? rule.status === status : isSuccess([rule], json)));

/** Texts of an answer that stand in no list. */
function textsAround(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 3) return '';
  return Object.values(value).map((inner) => textsAround(inner, depth + 1)).filter(Boolean).join('\n');
}

/** Does a value, or any text of a list or object, hold the words? Case and the way accents are written do not matter. */
const holds = (value: unknown, words: string): boolean => plainText(typeof value === 'object' ? JSON.stringify(value) : String(value)).includes(plainText(words));
const plainText = (text: string) => text.normalize('NFC').toLowerCase();

/** A text by the declared format; undefined when it is not a whole answer of that kind. */
export const parseAnswer = (text: string, format: Envelope['format'] = 'json', attributes = false): unknown => (format === 'xml' ? parseXml(text, attributes) : parseJson(text));

/** JSON of a text, or undefined. Whole numbers too long for a JavaScript number become text: rounded ids would fall together. */
export function parseJson(text: string): unknown {
  try { return JSON.parse(LONG_NUMBER.test(text) ? quoteLongNumbers(text) : text) as unknown; } catch { return undefined; }
}

const LONG_NUMBER = /(?:[:,[\s]|^)-?\d{16,}/;

function quoteLongNumbers(text: string): string {
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g, (token) => (/^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token));
}
