/** What the wall shows, as plain data: texts are ready to read, numbers stay beside them. Instants are ISO 8601 in UTC. */
export { COMPLETE_FROM, MIN_JUDGED_TOTAL } from '../../compute/judged';

export type TileState = 'fresh' | 'stale' | 'incomplete' | 'unavailable' | 'none';

/** `main` is set in big type, `unit` beside it, `detail` under it: 95,2 · % · 412 / 433. */
export interface ValueText { main: string; unit: string; detail: string }
export interface Trend { arrow: 'up' | 'down' | 'level'; good: boolean | null; text: string }

export interface Tile {
  indicator: string; title: string; value: ValueText; hits: number | null; total: number | null; raw: number | null;
  previous: number | null; trend: Trend | null;
  status: 'available' | 'unavailable' | 'none'; reason: string | null; coverage: number | null;
  /** The number holds what its sources said up to here. */
  asOf: string | null;
  state: TileState;
  /** Said on the tile: why it is old, incomplete or absent. Empty when fresh. */
  note: string;
}

export interface RankingRow { rank: number; code: string; name: string; hits: number; total: number; percent: string; state: TileState }
export interface Ranking { title: string; rankOf: number; leftOut: number; first: RankingRow[]; last: RankingRow[] }

export interface TrendMonth { month: string; label: string; onTime: number | null; onTimeText: string; received: number | null; resolved: number | null; state: TileState }
export interface OverdueRow { code: string; name: string; over30: number; from11To30: number; to10: number; total: number }
export interface SourceLine { key: string; title: string; state: 'fresh' | 'stale' | 'failing' | 'never' | 'imported'; lastSuccessAt: string | null; loadedThrough: string | null }

export interface WallSnapshot {
  /** Hash of the page's own files: a page of another version reloads itself. */
  version: string;
  province: string;
  edition: number | null; publishedAt: string | null; asOf: string | null;
  month: string; monthLabel: string;
  /** Warning over the whole wall: nothing published, publishing stands still, month not published. Null = none. */
  warning: string | null;
  tiles: Tile[]; ranking: Ranking; trend: TrendMonth[];
  overdue: { rows: OverdueRow[]; units: number; state: TileState; note: string; countedAt: string };
  sources: SourceLine[];
}
