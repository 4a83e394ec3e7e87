/**
 * What a board is: sections of tiles. A tile names an indicator or a named query and says how it is drawn; it holds no formula. Both renderings
 * (`dashboards/` for Grafana, `src/serve/wall`) take the question, law, unit, target and words from here, src/indicators and mart.figure.
 *
 * Columns that a rendering may rely on (see indicator-queries.ts):
 * - `value`, `timeseries`: rows `time`, `value`, `target`; the last row is the chosen period. A period without a figure is a row with null.
 * - `figure`, `gauge`: one row of mart.figure with `shown`, `state` (words.figure), `hits`, `total`, `target`, `light`, `rank`, `reason` …
 * - `ranking`, `map`: rows `unit_code`, `unit_name`, `value`, `hits`, `total`, `state`, `light`, `rank`.
 * - `composition`: rows `part` (words), `value`; `bars`: rows `label`, `value`, perhaps `unit_code`; `flow`: rows `label` (a local day), then counts.
 * - `number`: one row, one column `value`, perhaps `state`. `table`, `status`: the columns that the query names.
 */
import type { MapMode } from '../vocabulary';
import type { QueryId } from './queries';

/** Whose figures: the province, or the unit chosen by the viewer. */
export type Scope = 'province' | 'unit';
/** Width of 24, height in steps of about 30 px. `wall: false`: a long list that a screen on a wall leaves out. */
interface Place { id: string; width: number; height: number; wall?: false }
/** Figures with the whole year as their only period are shown for the year of the chosen period. */
interface OfIndicator { indicator: string }
/** `explains`: the indicator whose explanation is that of what the tile counts. */
interface OfQuery { title: string; description: string; query: QueryId; explains?: string }

export type Tile = Place & (
  /** The figure with its trend, target, light and place. */
  | (OfIndicator & { kind: 'value' })
  | (OfIndicator & { kind: 'gauge' })
  /** Twenty-four periods beside the target. */
  | (OfIndicator & { kind: 'timeseries' })
  /** Units of the chosen level; `worst`: the one that needs attention first. */
  | (OfIndicator & { kind: 'ranking'; order: 'worst' | 'best' })
  | (OfIndicator & { kind: 'map' })
  /** Parts of a whole. */
  | (OfQuery & { kind: 'composition' })
  /** Horizontal bars of a named query, longest first; `unit_code` in a row links to the unit. */
  | (OfQuery & { kind: 'bars' })
  /** Counts by local day (or month) of the chosen period. */
  | (OfQuery & { kind: 'flow' })
  | (OfQuery & { kind: 'number' })
  | (OfQuery & { kind: 'table' })
  /** One line a source or thing, coloured by its state. */
  | (OfQuery & { kind: 'status' })
  | { kind: 'prometheus'; title: string; description: string; expr: string; legend: string; unit: string; /** Codes of labels as people read them. */ names?: Readonly<Record<string, string>> }
  | { kind: 'text'; title: string; description: string; markdown: string });
export type TileKind = Tile['kind'];
export type IndicatorTile = Extract<Tile, { indicator: string }>;
export type QueryTile = Extract<Tile, { query: QueryId }>;

export interface Section { title: string; tiles: readonly Tile[] }
/** `period`: 2026-08, 2026-Q3, 2026-H1 or 2026; `unit`: a code, a former unit's too; `level`: department or commune; `field`: a code of lĩnh vực, `*` for all;
 * `map`: whether units are read as they were or on today's map. */
export type VariableName = 'period' | 'map' | 'unit' | 'level' | 'field';

/** Who looks; the folder in Grafana. */
export type Audience = 'leadership' | 'information' | 'homeAffairs' | 'units' | 'operations';
export const AUDIENCES: Readonly<Record<Audience, { folder: string; folderUid: string }>> = {
  leadership: { folder: '1. Lãnh đạo', folderUid: 'cchc-lanh-dao' },
  information: { folder: '2. Dịch vụ công và chuyển đổi số', folderUid: 'cchc-thong-tin' },
  homeAffairs: { folder: '3. Cải cách hành chính', folderUid: 'cchc-noi-vu' },
  units: { folder: '4. Đơn vị và một cửa', folderUid: 'cchc-don-vi-va-mot-cua' },
  operations: { folder: '5. Dữ liệu và vận hành', folderUid: 'cchc-du-lieu' },
};

export interface Board {
  /** Stable: bookmarks and provisioning rely on it. `cchc-` and the name of the file. */
  uid: string;
  file: string;
  title: string;
  /** The question that it answers. */
  description: string;
  audience: Audience;
  scope: Scope;
  variables: readonly VariableName[];
  /** How units are read until the viewer chooses. Boards of the province compare years and rank the units of today; one unit is shown as it was. */
  map: MapMode;
  time: { from: string; to: string };
  /** Shown by screens on a wall (in the order of the list), and in Grafana's playlist. */
  rotates: boolean;
  sections: readonly Section[];
}
