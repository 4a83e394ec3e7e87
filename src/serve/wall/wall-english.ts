/** A board in English: the same numbers, lights and order; only what people read is turned, and links go on in English. */
import { inEnglish, wordInEnglish } from '../../messages';
import { wallBoards } from './wall-boards';
import type { BoardView, TileView } from './wall-types';

/** Codes, moments and names, which are the same in every language. */
const KEPT: ReadonlySet<string> = new Set(['key', 'version', 'slug', 'id', 'state', 'light', 'kind', 'shape', 'arrow', 'status', 'indicator', 'name', 'code', 'tone', 'tile', 'month', 'asOf', 'publishedAt', 'lastSuccessAt', 'loadedThrough']);

/** Columns of names that the registry, sources or documents give; a word of ours among them ("không rõ lĩnh vực") is known as it stands. */
const NAMED: ReadonlySet<string> = new Set(['Đơn vị', 'Lĩnh vực', 'Thủ tục', 'Địa bàn', 'Tiêu chí', 'Nhiệm vụ', 'Quyết định', 'Văn bản giao chỉ tiêu']);
const named = (text: string): string => wordInEnglish(text) ?? text;

export function englishView(view: BoardView): BoardView {
  const title = wallBoards.get(view.slug)?.title;
  return {
    ...(turned('', { ...view, sections: [] }) as BoardView), ...(title === undefined ? {} : { title: inEnglish(title).replace(/^CCHC – /, '') }),
    sections: view.sections.map((section) => ({ title: inEnglish(section.title), tiles: section.tiles.map(englishTile) })),
  };
}

function englishTile(tile: TileView): TileView {
  const english = turned('', tile) as TileView;
  if (tile.kind === 'table' && english.kind === 'table') return { ...english, rows: english.rows.map((row, r) => row.map((cell, c) => (NAMED.has(tile.columns[c]!.label) ? { ...cell, text: named(tile.rows[r]![c]!.text) } : cell))) };
  if (tile.kind === 'composition' && english.kind === 'composition') return { ...english, parts: english.parts.map((part, i) => (part.tone ? part : { ...part, title: named(tile.parts[i]!.title) })) };
  return english;
}

function turned(key: string, value: unknown): unknown {
  if (typeof value === 'string') return key === 'href' ? `${value}&lang=en` : KEPT.has(key) ? value : inEnglish(value);
  if (Array.isArray(value)) return value.map((part) => turned(key, part));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, turned(name, part)]));
}
