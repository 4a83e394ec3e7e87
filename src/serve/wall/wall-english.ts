/** A board in English: the same numbers, lights and order; only what people read is turned, and links go on in English. */
import { inEnglish } from '../../messages';
import { wallBoards } from './wall-boards';
import type { BoardView } from './wall-types';

/** Codes, moments and names, which are the same in every language. */
const KEPT: ReadonlySet<string> = new Set(['key', 'version', 'slug', 'id', 'state', 'light', 'kind', 'shape', 'arrow', 'status', 'indicator', 'name', 'code', 'tone', 'tile', 'month', 'asOf', 'publishedAt', 'lastSuccessAt', 'loadedThrough']);

export function englishView(view: BoardView): BoardView {
  const title = wallBoards.get(view.slug)?.title;
  return { ...(turned('', view) as BoardView), ...(title === undefined ? {} : { title: inEnglish(title).replace(/^CCHC – /, '') }) };
}

function turned(key: string, value: unknown): unknown {
  if (typeof value === 'string') return key === 'href' ? `${value}&lang=en` : KEPT.has(key) ? value : inEnglish(value);
  if (Array.isArray(value)) return value.map((part) => turned(key, part));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, turned(name, part)]));
}
