/** What the wall shows, as plain data: texts are ready to read, numbers stay beside them. Instants are ISO 8601 in UTC. */
export { COMPLETE_FROM } from '../../compute/measures/coverage';
export { MIN_JUDGED_TOTAL } from '../../compute/judging/judged';
import type { Tone } from '../../boards';
import type { Light } from '../../compute/judging/targets';

export type TileState = 'fresh' | 'stale' | 'incomplete' | 'unavailable' | 'none';

/** `main` is set in big type, `unit` beside it, `detail` under it: 95,2 · % · 412 / 433. */
export interface ValueText { main: string; unit: string; detail: string }
export interface Trend { arrow: 'up' | 'down' | 'level'; good: boolean | null; text: string }
/** A light is a shape and a word as well as a colour. `text`: "Đạt · chỉ tiêu 95 %". */
export interface LightText { light: Light; text: string }

/** One indicator of one unit: what value, gauge and the others have in common. */
export interface Figure {
  indicator: string; title: string; value: ValueText; hits: number | null; total: number | null; raw: number | null;
  previous: number | null; trend: Trend | null;
  status: 'available' | 'unavailable' | 'none'; reason: string | null; coverage: number | null;
  /** The number holds what its sources said up to here. */
  asOf: string | null;
  state: TileState;
  /** Said on the tile: why it is old, incomplete or absent. Empty when fresh. */
  note: string;
}

/** Common to all tiles. `foot`: edition and "cập nhật lúc"; `href`: the explanation of its figure. */
export interface Common { id: string; title: string; description: string; state: TileState; note: string; foot: string; href: string | null; light: LightText | null }
export type TileView = Common & (
  | { kind: 'figure'; figure: Figure; place: string | null; bar: { share: number; target: number | null } | null }
  | { kind: 'chart'; labels: string[]; percent: boolean; target: number | null; series: Series[]; spoken: string }
  | { kind: 'ranking'; ranking: Ranking }
  /** `most`: the list ends there, and there may be more. */
  | { kind: 'table'; columns: Column[]; rows: Cell[][]; empty: string; most: number | null }
  | { kind: 'sources'; lines: SourceLine[] }
  | { kind: 'composition'; parts: Part[]; empty: string; most: number | null }
  | { kind: 'map'; areas: Record<string, Area>; counts: Record<Light, number>; /** Set where no unit has a target: from which to which value each third goes. */ thirds: [string, string, string] | null; rule: string }
  | { kind: 'text'; lines: string[] });
export type TileKind = TileView['kind'];

export interface Series { title: string; shape: 'line' | 'bar' | 'hollow'; data: (number | null)[]; texts: string[]; /** Points that are not fresh are drawn hollow. */ whole: boolean[] }
export interface Column { label: string; number: boolean; /** Relative, from the definition. */ width: number | null }
export interface Cell { text: string; tone?: Tone; href?: string }
export interface Part { title: string; text: string; share: number | null; tone?: Tone; href?: string }
/** `third`: where no target gives a light, 1 the lowest, 3 the highest third of the values. */
export interface Area { name: string; text: string; light: Light; third: 1 | 2 | 3 | null }

/** `text`: share, points or count with its unit; `of`: hits and total; `moved`: places gained since the month before. Counts have no places. */
export interface RankingRow { rank: number | null; code: string; name: string; text: string; of: string; state: TileState; light: Light; moved: number | null; href: string }
/** Units of one level. `said`: how many stand here, how many do not, and why; `empty`: said where no row stands. */
export interface Ranking { rankOf: number; rows: RankingRow[]; said: string; empty: string }

export interface SourceLine { key: string; title: string; state: 'fresh' | 'stale' | 'failing' | 'never' | 'imported'; lastSuccessAt: string | null; loadedThrough: string | null }

/** A red light: its tile comes to the front. */
export interface Alarm { tile: string; text: string }

export interface BoardView {
  /** What the page asked for: board, unit, level, map, month. */
  key: string;
  /** Hash of the page's own files: a page of another version reloads itself. */
  version: string;
  slug: string; title: string; description: string;
  /** Whose figures. */
  whose: string;
  edition: number | null; publishedAt: string | null; asOf: string | null;
  month: string; /** "Tháng 8/2026", of the running month with the day up to which it tells. */ monthLabel: string;
  /** How units are read, in words; null where both readings say the same of what is shown. */
  mapLabel: string | null;
  /** Warning over the whole wall: nothing published, publishing stands still, month not published. Null = none. */
  warning: string | null;
  sections: { title: string; tiles: TileView[] }[];
  alarms: Alarm[];
}
