/** Boards → classic Grafana JSON. Ids follow the order of tiles, the grid is packed left to right. */
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { annotations, forGrafana, MAP_TITLES, variableQueries, type Board, type VariableName } from '../src/boards';
import { MAP_MODES } from '../src/vocabulary';
import { panelOf, TONES } from './panels';
import { POSTGRES } from './targets';

export interface GridPos { x: number; y: number; w: number; h: number }
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export interface GrafanaPanel { id: number; type: string; title: string; description?: string; gridPos: GridPos; datasource?: { uid: string }; targets?: any[]; fieldConfig?: any; [key: string]: unknown }
interface Placed { panel: GrafanaPanel; w: number; h: number }

/** Letters of a title that fit a column of the grid at 1600 pixels. */
const LETTERS = 7.5;
const isSmall = (panel: GrafanaPanel) => panel.type === 'stat' || panel.type === 'gauge';

/** Full rows of 24 columns. Small panels, at least as wide as their titles, stand beside small ones, spread evenly: five where four have room stand as three and two. */
function rowsOf(tiles: readonly Placed[]): Placed[][] {
  const widthOf = (row: readonly Placed[]) => row.reduce((sum, { w }) => sum + w, 0);
  const packed = (run: readonly Placed[], most: number): Placed[][] => run.reduce<Placed[][]>((rows, tile) => {
    const last = rows.at(-1);
    if (last && last.length < most && widthOf(last) + tile.w <= 24) last.push(tile);
    else rows.push([tile]);
    return rows;
  }, []);
  const runs = tiles.reduce<Placed[][]>((list, tile) => {
    const last = list.at(-1);
    if (last && (isSmall(last.at(-1)!.panel) === isSmall(tile.panel) || isAlone(last, tile))) last.push(tile);
    else list.push([tile]);
    return list;
  }, []);
  const rows = runs.flatMap((run) => {
    const rows = packed(run, Infinity);
    if (!isSmall(run.at(-1)!.panel)) return rows;
    const even = packed(run, Math.ceil(run.length / rows.length));
    return even.length === rows.length ? even : rows;
  });
  return rows.map((row) => {
    const spare = 24 - widthOf(row);
    const high = Math.max(...row.map(({ h }) => h));
    const wide = row.filter(({ panel }) => !isSmall(panel) || row.every((tile) => isSmall(tile.panel)));
    return row.map((tile) => ({ ...tile, h: high, w: tile.w + (wide.includes(tile) ? Math.floor(spare / wide.length) + (wide.indexOf(tile) < spare % wide.length ? 1 : 0) : 0) }));
  });
}
/** A single small panel that a large one of the same height follows. */
const isAlone = (run: readonly Placed[], next: Placed) => run.length === 1 && isSmall(run[0]!.panel) && run[0]!.h === next.h;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export interface GrafanaDashboard { uid: string; title: string; editable: boolean; timezone: string; panels: GrafanaPanel[]; templating: { list: any[] }; annotations: { list: any[] }; [key: string]: unknown }

/** Where the product answers, for links out of Grafana; `dashboards push` puts the real address in. */
export const SERVICE_URL = 'http://localhost:8080';

export function renderGrafana(board: Board): GrafanaDashboard {
  const builder = new dashboard.DashboardBuilder(board.title).uid(board.uid).description(board.description).tags(['cchc', board.audience]).timezone('Asia/Ho_Chi_Minh').weekStart('monday').time(board.time).refresh('5m').readonly()
    .link(new dashboard.DashboardLinkBuilder('Các bảng').type(dashboard.DashboardLinkType.Dashboards).tags(['cchc']).asDropdown(true).includeVars(true).keepTime(false).icon('external link').tooltip('Sang bảng khác, giữ kỳ và đơn vị đang chọn'));
  for (const name of board.variables) builder.withVariable(variable(name, board));
  builder.withVariable(new dashboard.ConstantVariableBuilder('cchc').label('Địa chỉ CCHC Monitor').value(SERVICE_URL));
  const json = JSON.parse(JSON.stringify(builder.build())) as GrafanaDashboard;
  json.panels = [];
  json.templating = { list: json.templating?.list ?? [] };
  for (const v of json.templating.list) delete v.placement;
  Object.assign(json.templating.list.at(-1)!, { hide: 2, current: { text: SERVICE_URL, value: SERVICE_URL } });
  for (const link of json.links as { placement?: string }[]) delete link.placement;
  const onTimeAxis = board.sections.some((s) => s.tiles.some((t) => t.kind === 'timeseries'));
  json.annotations = { list: onTimeAxis ? annotations.map(({ id, title, tone, sql }) => ({
    name: title, enable: true, hide: false, iconColor: TONES[tone], datasource: POSTGRES,
    target: { refId: id, rawSql: forGrafana(sql), rawQuery: true, editorMode: 'code', format: 'table', datasource: POSTGRES },
  })) : [] };
  let y = 0;
  for (const section of board.sections) {
    json.panels.push({ id: json.panels.length + 1, type: 'row', title: section.title, collapsed: false, gridPos: { x: 0, y, w: 24, h: 1 }, panels: [] });
    y += 1;
    const tiles = section.tiles.map((tile): Placed => {
      const panel = JSON.parse(JSON.stringify(panelOf(tile, board).build())) as GrafanaPanel;
      delete panel.repeatDirection;
      return { panel, h: tile.height, w: isSmall(panel) ? Math.min(24, Math.max(tile.width, Math.ceil(panel.title.length / LETTERS))) : tile.width };
    });
    for (const row of rowsOf(tiles)) {
      let x = 0;
      for (const { panel, w, h } of row) {
        json.panels.push({ ...panel, id: json.panels.length + 1, gridPos: { x, y, w, h } });
        x += w;
      }
      y += Math.max(...row.map(({ h }) => h));
    }
  }
  // Only where a link leads to the product.
  if (!JSON.stringify(json.panels).includes('${cchc:')) json.templating.list.pop();
  return json;
}

const LABEL: Record<VariableName, string> = { period: 'Kỳ', map: 'Đọc số theo đơn vị', unit: 'Đơn vị', level: 'Cấp', field: 'Lĩnh vực' };
const variable = (name: VariableName, board: Board) => name === 'map'
  ? new dashboard.CustomVariableBuilder('map').label(LABEL.map).values(MAP_MODES.map((mode) => `${MAP_TITLES[mode]} : ${mode}`).join(', ')).current({ text: MAP_TITLES[board.map], value: board.map })
  : name === 'level'
  ? new dashboard.CustomVariableBuilder('level').label(LABEL.level).values('Sở ngành : department, Xã phường : commune').current({ text: 'Sở ngành', value: 'department' })
  : new dashboard.QueryVariableBuilder(name).label(LABEL[name]).datasource(POSTGRES).query(variableQueries[name]).multi(false).includeAll(false).refresh(dashboard.VariableRefresh.OnDashboardLoad).sort(dashboard.VariableSort.Disabled);
