/** Boards → classic Grafana JSON. Ids follow the order of tiles, the grid is packed left to right. */
import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as gauge from '@grafana/grafana-foundation-sdk/gauge';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as text from '@grafana/grafana-foundation-sdk/text';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { findIndicator, indicators, type Indicator } from '../src/indicators';
import { indicatorNow, indicatorRanking, indicatorYear, queries, variableQueries, type Board, type NamedQuery, type Tile, type VariableName } from '../src/boards';
import { POSTGRES, PROMETHEUS, promTarget, sqlTarget } from './targets';

export interface GridPos { x: number; y: number; w: number; h: number }
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export interface GrafanaPanel { id: number; type: string; title: string; description?: string; gridPos: GridPos; datasource?: { uid: string }; targets?: any[]; fieldConfig?: any; [key: string]: unknown }
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export interface GrafanaDashboard { uid: string; title: string; editable: boolean; timezone: string; panels: GrafanaPanel[]; templating: { list: any[] }; [key: string]: unknown }

export function renderGrafana(board: Board): GrafanaDashboard {
  const builder = new dashboard.DashboardBuilder(board.title).uid(board.uid).description(board.description).tags(['cchc']).timezone('Asia/Ho_Chi_Minh').time(board.time).refresh('5m').readonly();
  for (const name of board.variables) builder.withVariable(variable(name));
  const json = JSON.parse(JSON.stringify(builder.build())) as GrafanaDashboard;
  json.panels = [];
  json.templating = { list: json.templating?.list ?? [] };
  for (const v of json.templating.list) delete v.placement;
  let y = 0;
  for (const section of board.sections) {
    json.panels.push({ id: json.panels.length + 1, type: 'row', title: section.title, collapsed: false, gridPos: { x: 0, y, w: 24, h: 1 }, panels: [] });
    y += 1;
    let x = 0;
    let tallest = 0;
    for (const tile of section.tiles) {
      if (x + tile.width > 24) { x = 0; y += tallest; tallest = 0; }
      const panel = JSON.parse(JSON.stringify(panelOf(tile, board).build())) as GrafanaPanel;
      delete panel.repeatDirection;
      json.panels.push({ ...panel, id: json.panels.length + 1, gridPos: { x, y, w: tile.width, h: tile.height } });
      x += tile.width;
      tallest = Math.max(tallest, tile.height);
    }
    y += tallest;
  }
  return json;
}

const LABEL: Record<VariableName, string> = { period: 'Kỳ', unit: 'Đơn vị', level: 'Cấp' };
const variable = (name: VariableName) => name === 'level'
  ? new dashboard.CustomVariableBuilder('level').label(LABEL.level).values('Sở\\, ngành : department, Xã\\, phường : commune').current({ text: 'Sở, ngành', value: 'department' })
  : new dashboard.QueryVariableBuilder(name).label(LABEL[name]).datasource(POSTGRES).query(variableQueries[name]).multi(false).includeAll(false).refresh(dashboard.VariableRefresh.OnDashboardLoad).sort(dashboard.VariableSort.Disabled);

const steps = (list: [number | null, string][]) => new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(list.map(([value, color]) => ({ value, color })));
/** Colours only where a document sets a target; otherwise neutral. */
function thresholds(indicator: Indicator) {
  const target = indicator.target?.value;
  if (target === undefined || indicator.direction === 'none') return steps([[null, 'blue']]);
  return steps(indicator.direction === 'up' ? [[null, 'red'], [target, 'green']] : [[null, 'green'], [target, 'red']]);
}
const unitOf = (i: Indicator) => (i.kind === 'ratio' ? 'percentunit' : i.kind === 'mean' ? `suffix: ${i.unitOfMeasure.vi}` : i.kind === 'group' ? 'suffix: điểm' : 'locale');
const decimalsOf = (i: Indicator) => (i.kind === 'count' ? 0 : i.kind === 'ratio' ? 1 : 2);
const lawOf = (i: Indicator) => i.law.map((l) => `${l.act}${l.place ? `, ${l.place}` : ''}${l.verified ? '' : ' (chưa xác minh)'}`).join('; ');
const descriptionOf = (i: Indicator) => `${i.question.vi}\n\n${i.counts.vi}\n\nCăn cứ: ${lawOf(i)}`;
/** `last`, not `lastNotNull`: an empty month must read as empty. */
const reduce = (values = false, calc = 'last', fields = '') => new common.ReduceDataOptionsBuilder().calcs([calc]).values(values).fields(fields);
const NONE = 'chưa có số liệu';

function indicatorOf(id: string): Indicator {
  const found = findIndicator(id);
  if (!found) throw new Error(`board names indicator "${id}", which src/indicators does not have`);
  return found;
}

function panelOf(tile: Tile, board: Board) {
  switch (tile.kind) {
    case 'value': { const i = indicatorOf(tile.indicator); return dress(new stat.PanelBuilder(), i).datasource(POSTGRES).withTarget(sqlTarget(indicatorYear(i, board.scope), 'time_series')).graphMode(common.BigValueGraphMode.Area).colorMode(common.BigValueColorMode.Value).reduceOptions(reduce()); }
    case 'gauge': { const i = indicatorOf(tile.indicator); return dress(new gauge.PanelBuilder(), i).datasource(POSTGRES).withTarget(sqlTarget(indicatorNow(i, board.scope), 'table')).min(0).max(1).reduceOptions(reduce()); }
    case 'timeseries': { const i = indicatorOf(tile.indicator); return dress(new timeseries.PanelBuilder(), i, '12 tháng').datasource(POSTGRES).withTarget(sqlTarget(indicatorYear(i, board.scope), 'time_series')).lineWidth(2).fillOpacity(10).showPoints(common.VisibilityMode.Always).legend(legend(false)); }
    case 'ranking': { const i = indicatorOf(tile.indicator); return dress(new bargauge.PanelBuilder(), i, '15 đơn vị cần chú ý nhất').datasource(POSTGRES).withTarget(sqlTarget(indicatorRanking(i), 'table')).min(0).max(1).orientation(common.VizOrientation.Horizontal).displayMode(common.BarGaugeDisplayMode.Basic).reduceOptions(reduce(true)); }
    case 'number': return new stat.PanelBuilder().title(tile.title).description(tile.description).datasource(POSTGRES).withTarget(sqlTarget(queries[tile.query].sql, 'table')).unit(tile.unit).noValue(NONE).graphMode(common.BigValueGraphMode.None).colorMode(common.BigValueColorMode.None).reduceOptions(reduce(false, 'last', '/.*/')).thresholds(steps([[null, 'text']]));
    case 'flow': {
      const q: NamedQuery = queries[tile.query];
      const p = new timeseries.PanelBuilder().title(tile.title).description(tile.description).datasource(POSTGRES).withTarget(sqlTarget(q.sql, 'time_series')).unit('locale').decimals(0).min(0).lineWidth(2).legend(legend(true)).thresholds(steps([[null, 'blue']]));
      for (const [name, c] of Object.entries(q.columns)) p.overrideByName(name, [{ id: 'displayName', value: c.label }]);
      return p;
    }
    case 'table': case 'status': {
      const q: NamedQuery = queries[tile.query];
      const p = new table.PanelBuilder().title(tile.title).description(tile.description).datasource(POSTGRES).withTarget(sqlTarget(q.sql, 'table')).noValue('–').thresholds(steps([[null, 'text']]));
      for (const [name, c] of Object.entries(q.columns)) p.overrideByName(name, [{ id: 'displayName', value: c.label }, ...(c.unit ? [{ id: 'unit', value: c.unit }] : []), ...(c.unit === 'percentunit' ? [{ id: 'decimals', value: 1 }] : []), ...(c.width ? [{ id: 'custom.width', value: c.width }] : []),
        ...(name === 'indicator' ? [{ id: 'mappings', value: TITLES }] : []),
        ...(name === 'state' ? [{ id: 'mappings', value: STATES }, { id: 'custom.cellOptions', value: { type: 'color-background' } }] : [])]);
      return p;
    }
    case 'prometheus': return new timeseries.PanelBuilder().title(tile.title).description(tile.description).datasource(PROMETHEUS).withTarget(promTarget(tile.expr, tile.legend)).unit(tile.unit).min(0).noValue(NONE).legend(legend(true)).thresholds(steps([[null, 'blue']]));
    case 'text': return new text.PanelBuilder().title(tile.title).description(tile.description).mode(text.TextMode.Markdown).content(tile.markdown);
  }
}

/** Ids of indicators read as their titles. */
const TITLES = [{ type: 'value', options: Object.fromEntries(indicators.map((indicator, index) => [indicator.id, { text: indicator.title.vi, index }])) }];
const STATES = [{ type: 'value', options: { fresh: { text: 'Mới', color: 'green', index: 0 }, stale: { text: 'CŨ', color: 'red', index: 1 }, failing: { text: 'Đang lỗi', color: 'orange', index: 2 }, never: { text: 'Chưa nạp', color: 'red', index: 3 }, imported: { text: 'Nhập tệp', color: 'blue', index: 4 } } }];
const legend = (show: boolean) => new common.VizLegendOptionsBuilder().showLegend(show).displayMode(show ? common.LegendDisplayMode.List : common.LegendDisplayMode.Hidden).placement(common.LegendPlacement.Bottom).calcs([]);

type Dressable = stat.PanelBuilder | gauge.PanelBuilder | timeseries.PanelBuilder | bargauge.PanelBuilder;
function dress<P extends Dressable>(panel: P, i: Indicator, suffix = ''): P {
  panel.title(suffix ? `${i.title.vi} – ${suffix}` : i.title.vi).description(descriptionOf(i)).unit(unitOf(i)).decimals(decimalsOf(i)).noValue(NONE).thresholds(thresholds(i));
  return panel;
}
