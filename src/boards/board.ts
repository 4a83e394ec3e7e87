/** What a board is: sections of tiles. A tile names an indicator or a named query; it holds no formula. */
import type { QueryId } from './queries';

/** Whose figures: the province, or the unit chosen by the viewer. */
export type Scope = 'province' | 'unit';
interface Place { id: string; width: number; height: number }

export type Tile = Place & (
  | { kind: 'value'; indicator: string }
  | { kind: 'gauge'; indicator: string }
  | { kind: 'timeseries'; indicator: string }
  /** Units of the chosen level, the one that needs attention first. */
  | { kind: 'ranking'; indicator: string }
  | { kind: 'flow'; title: string; description: string; query: QueryId }
  | { kind: 'number'; title: string; description: string; query: QueryId; unit: string }
  | { kind: 'table'; title: string; description: string; query: QueryId }
  | { kind: 'status'; title: string; description: string; query: QueryId }
  | { kind: 'prometheus'; title: string; description: string; expr: string; legend: string; unit: string }
  | { kind: 'text'; title: string; description: string; markdown: string });

export interface Section { title: string; tiles: readonly Tile[] }
export type VariableName = 'period' | 'unit' | 'level';

export interface Board {
  /** Stable: bookmarks and provisioning rely on it. */
  uid: string;
  file: string;
  title: string;
  description: string;
  scope: Scope;
  variables: readonly VariableName[];
  time: { from: string; to: string };
  sections: readonly Section[];
}
