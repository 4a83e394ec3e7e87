/** The boards of the wall: those of src/boards under the name of their file, `/wall/<name>`. What only Prometheus knows stays in Grafana. */
import { boards, type Board, type Tile } from '../../boards';
import type { Language } from '../../messages';
import { MAP_MODES, type LocalDay, type MapMode } from '../../vocabulary';

export const LEVELS = ['department', 'commune'] as const;
export type Level = (typeof LEVELS)[number];

export const slugOf = (board: Board): string => board.file.replace(/\.json$/, '');
export const wallBoards: ReadonlyMap<string, Board> = new Map(boards.map((board) => [slugOf(board), board]));
/** The board of `/wall`. */
export const HOME: string = wallBoards.has('lanh-dao') ? 'lanh-dao' : slugOf(boards[0]!);

/** Long lists are left to Grafana, and so is what only Prometheus knows. */
export const onWall = (tile: Tile): boolean => tile.kind !== 'prometheus' && tile.wall !== false;

/** What a page looks at. `unit` is null for the province, `month` for the running one. */
export interface Choice { slug: string; board: Board; unit: string | null; level: Level; map: MapMode; month: LocalDay | null; language: Language }
/** What an address may say besides the board. */
export interface Asked { unit?: string; level?: string; map?: string; period?: string }
export const keyOf = (choice: Choice): string => [choice.slug, choice.unit ?? '', choice.level, choice.map, choice.month ?? '', ...(choice.language === 'en' ? ['en'] : [])].join('|');

/** A choice from the words of an address; null when there is no such board. `period` is a month: 2025-06. */
export function choose(slug: string, { unit, level, map, period }: Asked = {}, language: Language = 'vi'): Choice | null {
  const board = wallBoards.get(slug);
  if (!board) return null;
  return {
    slug, board, unit: unit && board.scope === 'unit' ? unit.slice(0, 64) : null, level: LEVELS.find((l) => l === level) ?? 'department',
    map: MAP_MODES.find((mode) => mode === map) ?? board.map, month: /^20\d\d-(0[1-9]|1[0-2])$/.test(period ?? '') ? `${period}-01` : null, language,
  };
}
