/** Tiles → panels. Title, question, law, unit, target and words come from the indicator, the named query and mart.figure. */
import * as barchart from '@grafana/grafana-foundation-sdk/barchart';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as gauge from '@grafana/grafana-foundation-sdk/gauge';
import * as geomap from '@grafana/grafana-foundation-sdk/geomap';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as text from '@grafana/grafana-foundation-sdk/text';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { findIndicator, indicators, type Indicator } from '../src/indicators';
import { indicatorSql, indicatorState, limitOf, PLAIN_WORDS, queries, SHAPES, stepOf, words, type Board, type Column, type NamedQuery, type Scope, type Tile, type Tone, type VariableName, type Word, type WordList } from '../src/boards';
import { POSTGRES, PROMETHEUS, promTarget, sqlTarget } from './targets';

/** Told apart by people who do not see red and green (Okabe and Ito); words and shapes go with them. */
export const TONES: Readonly<Record<Tone, string>> = { good: '#009E73', near: '#E69F00', bad: '#D55E00', info: '#56B4E9', quiet: '#8E8E8E' };
const NONE = 'chưa có số liệu';

/** The panel of a tile; one that counts what an indicator tells of leads to its explanation as that of the indicator does. */
export function panelOf(tile: Tile, board: Board) {
  const panel = drawn(tile, board);
  if ('explains' in tile && tile.explains !== undefined) panel.links([explainLink(tile.explains, board)]);
  return panel;
}

function drawn(tile: Tile, board: Board) {
  switch (tile.kind) {
    case 'value': {
      const i = indicatorOf(tile.indicator);
      return dress(new stat.PanelBuilder(), i, board).withTarget(sqlTarget(indicatorSql(tile, i, board.scope), 'time_series')).withTarget(sqlTarget(indicatorState(i, board.scope), 'table', 'B'))
        .graphMode(common.BigValueGraphMode.Area).colorMode(common.BigValueColorMode.Value).textMode(common.BigValueTextMode.Value).orientation(tile.width < 8 ? common.VizOrientation.Horizontal : common.VizOrientation.Vertical).wideLayout(false).reduceOptions(reduce('/^(value|state)$/'))
        .overrideByName('value', [{ id: 'mappings', value: noValue('–') }]).overrideByName('state', [{ id: 'mappings', value: mappingOf('figure') }]);
    }
    case 'gauge': {
      const i = indicatorOf(tile.indicator);
      return dress(new gauge.PanelBuilder(), i, board).withTarget(sqlTarget(indicatorSql(tile, i, board.scope), 'table')).min(0).max(fullOf(i, tile.kind)).overrideByName('shown', [{ id: 'mappings', value: noValue('không có số liệu') }]).reduceOptions(reduce('/^shown$/'));
    }
    case 'timeseries': {
      const i = indicatorOf(tile.indicator);
      return dress(new timeseries.PanelBuilder(), i, board, 'diễn biến').withTarget(sqlTarget(trendLines(indicatorSql(tile, i, board.scope), stepOf(i)), 'time_series')).lineWidth(2).fillOpacity(0).showPoints(common.VisibilityMode.Always).spanNulls(false).legend(legend(true))
        .overrideByName('value', [{ id: 'displayName', value: i.title.vi }, { id: 'color', value: { mode: 'fixed', fixedColor: TONES.info } }])
        .overrideByName('target', [{ id: 'displayName', value: 'Chỉ tiêu' }, { id: 'color', value: { mode: 'fixed', fixedColor: TONES.bad } }, { id: 'custom.lineStyle', value: { fill: 'dash', dash: [10, 10] } }, { id: 'custom.fillOpacity', value: 0 }, { id: 'custom.showPoints', value: 'never' }])
        .overrideByName('running', [{ id: 'displayName', value: 'Chưa trọn kỳ' }, { id: 'color', value: { mode: 'fixed', fixedColor: TONES.info } }, { id: 'custom.lineStyle', value: { fill: 'dash', dash: [4, 6] } }, { id: 'custom.hideFrom', value: { legend: true, tooltip: false, viz: false } }]);
    }
    case 'ranking': {
      const i = indicatorOf(tile.indicator);
      return rows(i.title.vi + (i.direction === 'none' ? ' – theo đơn vị' : tile.order === 'worst' ? ' – yếu nhất đứng đầu' : ' – tốt nhất đứng đầu'), descriptionOf(i), indicatorSql(tile, i, board.scope), rankingColumns(i), board, { bar: { name: 'value', indicator: i }, empty: 'chưa đơn vị nào có số liệu trong kỳ' });
    }
    case 'map': {
      const i = indicatorOf(tile.indicator);
      return dress(new geomap.PanelBuilder(), i, board, 'bản đồ').withTarget(sqlTarget(indicatorSql(tile, i, board.scope), 'table')).view(MAP_VIEW).basemap(built({ type: 'default', name: 'Nền', config: {} })).layers([built(MAP_LAYER)]).overrideByName('unit_name', [{ id: 'displayName', value: 'Đơn vị' }]);
    }
    case 'number': {
      const q: NamedQuery = queries[tile.query];
      const c = q.columns.value;
      return new stat.PanelBuilder().title(tile.title).description(tile.description).datasource(POSTGRES).withTarget(sqlTarget(q.sql, 'table')).unit(c?.unit ?? 'none').decimals(c?.decimals ?? 0).noValue(NONE)
        .graphMode(common.BigValueGraphMode.None).colorMode(common.BigValueColorMode.None).textMode(common.BigValueTextMode.Value).reduceOptions(reduce('/^value$/')).thresholds(plain);
    }
    case 'flow': {
      const q: NamedQuery = queries[tile.query];
      const p = new barchart.PanelBuilder().title(tile.title).description(tile.description).datasource(POSTGRES).withTarget(sqlTarget(q.sql, 'table')).unit('locale').decimals(0).min(0).noValue('không phát sinh')
        .orientation(common.VizOrientation.Vertical).xField('label').xTickLabelRotation(0).xTickLabelSpacing(60).showValue(common.VisibilityMode.Never).legend(legend(true)).thresholds(plain);
      for (const [name, c] of Object.entries(q.columns)) p.overrideByName(name, [{ id: 'displayName', value: c.label }]);
      return p;
    }
    case 'composition': {
      const q: NamedQuery = queries[tile.query];
      return rows(tile.title, tile.description, q.sql, q.columns, board, { bar: { name: 'value' }, toned: 'part', empty: q.empty });
    }
    case 'bars': { const q: NamedQuery = queries[tile.query]; return rows(tile.title, tile.description, q.sql, q.columns, board, { bar: { name: 'value' }, empty: q.empty }); }
    case 'table': case 'status': { const q: NamedQuery = queries[tile.query]; return rows(tile.title, tile.description, q.sql, q.columns, board, { empty: q.empty }); }
    case 'prometheus': return new timeseries.PanelBuilder().title(tile.title).description(tile.description).datasource(PROMETHEUS).withTarget(promTarget(tile.expr, tile.legend))
      .unit(tile.unit).min(0).noValue(NONE).legend(sideLegend).thresholds(plain).overrides(Object.entries(tile.names ?? {}).map(([code, name]) => ({ matcher: { id: 'byName', options: code }, properties: [{ id: 'displayName', value: name }] })));
    case 'text': return new text.PanelBuilder().title(tile.title).description(tile.description).mode(text.TextMode.Markdown).content(tile.markdown);
  }
}

function indicatorOf(id: string): Indicator {
  const found = findIndicator(id);
  if (!found) throw new Error(`board names indicator "${id}", which src/indicators does not have`);
  return found;
}

const steps = (list: [number | null, string][]) => new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(list.map(([value, color]) => ({ value, color })));
const plain = steps([[null, 'text']]);
/** Colours only where the law itself sets a target; a target of one unit shows in the word beside the figure. */
function thresholds(indicator: Indicator) {
  const target = indicator.target?.value;
  if (target === undefined || indicator.direction === 'none') return steps([[null, TONES.info]]);
  // "At most" reaches its target: the colour turns just above it.
  return steps(indicator.direction === 'up' ? [[null, TONES.bad], [target, TONES.good]] : [[null, TONES.good], [target + (indicator.kind === 'count' ? 0.5 : 1e-9), TONES.bad]]);
}
const unitOf = (i: Indicator) => (i.kind === 'ratio' ? 'percentunit' : i.kind === 'mean' || i.kind === 'entered' ? `suffix: ${i.unitOfMeasure.vi}` : i.kind === 'group' ? 'suffix: điểm' : 'locale');
const decimalsOf = (i: Indicator) => (i.kind === 'count' || i.kind === 'yesNo' ? 0 : i.kind === 'ratio' ? 1 : 2);
/** Where a scale ends; a count, a mean or a growth has no end, and no gauge. */
function fullOf(i: Indicator, kind: string): number {
  if (i.kind === 'ratio') return 1;
  if (i.kind === 'group') return Number(i.max);
  throw new Error(`a ${kind} needs an indicator with a scale; ${i.id} is a ${i.kind}`);
}
const lawOf = (i: Indicator) => i.law.map((l) => `${l.act}${l.place ? `, ${l.place}` : ''}${l.verified ? '' : ' (chưa xác minh)'}`).join('; ');
const targetOf = (i: Indicator) => (i.target ? `\n\nChỉ tiêu: ${i.kind === 'ratio' ? `${String(Math.round(i.target.value * 10_000) / 100).replace('.', ',')} %` : String(i.target.value).replace('.', ',')} (${i.target.document}${i.target.verified ? '' : ', chưa xác minh'})` : '');
const descriptionOf = (i: Indicator) => `${i.question.vi}\n\n${i.counts.vi}${i.caution ? `\n\nLưu ý: ${i.caution.vi}` : ''}\n\nCăn cứ: ${lawOf(i)}${targetOf(i)}`;
/** `last`, not `lastNotNull`: an empty period must read as empty. */
const reduce = (fields = '', values = false) => new common.ReduceDataOptionsBuilder().calcs(['last']).values(values).fields(fields);
/** Many series: a list that scrolls beside the lines. */
const sideLegend = new common.VizLegendOptionsBuilder().showLegend(true).displayMode(common.LegendDisplayMode.List).placement(common.LegendPlacement.Right).calcs([]);
const legend = (show: boolean) => new common.VizLegendOptionsBuilder().showLegend(show).displayMode(show ? common.LegendDisplayMode.List : common.LegendDisplayMode.Hidden).placement(common.LegendPlacement.Bottom).calcs([]);

/**
 * A trend without a single figure is no rows, so that the panel says so in words; an axis without a line would say nothing. A period that still runs is no fall or
 * rise yet: `running` leads from the last whole one to it, in dashes.
 */
const trendLines = (sql: string, step: string) => `select t.time, case when not t.runs then t.value end as value, case when t.runs or t.before then t.value end as running, t.target
from (select x.*, count(x.value) over () as known, lead(x.runs) over (order by x.time) as before from (select y.*, y.time + ${step} > now() as runs from (${sql}) y) x) t where t.known > 0 order by t.time`;

/** For what the SDK takes built but has no builder of. */
const built = (value: object) => ({ build: () => value }) as never;
const MAP_VIEW = new geomap.MapViewConfigBuilder().id('fit').allLayers(true);
const MAP_LAYER = { type: 'markers', name: 'Đơn vị', tooltip: true, location: { mode: 'lookup', lookup: 'unit_code', gazetteer: 'public/gazetteer/cchc-don-vi.json' }, config: { showLegend: true, style: { color: { field: 'value', fixed: 'gray' }, size: { fixed: 9, min: 2, max: 15 }, opacity: 0.9, symbol: { mode: 'fixed', fixed: 'img/icons/marker/circle.svg' } } } };

type Dressable = stat.PanelBuilder | gauge.PanelBuilder | timeseries.PanelBuilder | geomap.PanelBuilder;
function dress<P extends Dressable>(panel: P, i: Indicator, board: Board, suffix = ''): P {
  panel.title(suffix ? `${i.title.vi} – ${suffix}` : i.title.vi).description(descriptionOf(i)).datasource(POSTGRES).unit(unitOf(i)).decimals(decimalsOf(i)).noValue(NONE).thresholds(thresholds(i))
    .dataLinks([built({ title: 'Giải thích con số này', url: explainUrl(i.id, board.scope, board.variables), targetBlank: true })])
    .links([explainLink(i.id, board)]);
  return panel;
}

const chosen = (variables: readonly VariableName[], prefix = '') => (['period', 'map'] as const).filter((name) => variables.includes(name)).map((name) => `&${prefix}${name}=\${${name}:percentencode}`).join('');
const explainUrl = (indicator: string, scope: Scope, variables: readonly VariableName[]) => `\${cchc:raw}/explain?indicator=${indicator}${scope === 'unit' ? '&unit=${unit:percentencode}' : ''}${chosen(variables)}`;
const explainLink = (indicator: string, board: Board) => new dashboard.DashboardLinkBuilder('Giải thích con số này').type(dashboard.DashboardLinkType.Link).url(explainUrl(indicator, board.scope, board.variables)).targetBlank(true);
const LINKS: Record<NonNullable<Column['link']>, (variables: readonly VariableName[], hasUnit: boolean) => object> = {
  unit: (variables) => ({ title: 'Mở bảng của đơn vị', url: `/d/cchc-don-vi?var-unit=\${__data.fields.unit_code:percentencode}${chosen(variables, 'var-')}`, targetBlank: false }),
  explain: (variables, hasUnit) => ({ title: 'Giải thích con số này', url: `\${cchc:raw}/explain?indicator=\${__data.fields.indicator:percentencode}${hasUnit ? '&unit=${__data.fields.unit_code:percentencode}' : ''}${chosen(variables)}`, targetBlank: true }),
};

const rankingColumns = (i: Indicator): NamedQuery['columns'] => ({
  unit_code: { label: 'Mã', hidden: true }, unit_name: { label: 'Đơn vị', link: 'unit', width: 200 }, value: { label: i.kind === 'group' ? 'Điểm' : i.kind === 'ratio' ? 'Tỷ lệ' : 'Giá trị', unit: unitOf(i), decimals: decimalsOf(i) },
  hits: { label: 'Tử số', unit: 'locale', width: 70, ...(i.kind === 'ratio' ? {} : { hidden: true as const }) }, total: { label: 'Mẫu số', unit: 'locale', width: 70, ...(i.kind === 'ratio' ? {} : { hidden: true as const }) },
  state: { label: 'Trạng thái', words: 'figure', width: 150 }, light: { label: 'Đèn', hidden: true }, rank: { label: 'Hạng', width: 65, ...(i.kind === 'count' ? { hidden: true as const } : {}) },
});

interface RowsOptions { empty?: string; bar?: { name: string; indicator?: Indicator }; /** A column of words that take their tone. */ toned?: string }
/** A table; one of its columns may be drawn as bars. */
function rows(title: string, description: string, sql: string, columns: NamedQuery['columns'], board: Board, { bar, toned, empty = 'không có dòng nào' }: RowsOptions) {
  const most = limitOf({ sql });
  const p = new table.PanelBuilder().title(title).description(most === null ? description : `${description}\n\nDanh sách dừng ở ${most} dòng đầu.`).datasource(POSTGRES).withTarget(sqlTarget(sql, 'table')).noValue(empty).thresholds(plain).filterable(false);
  for (const [name, c] of Object.entries(columns)) p.overrideByName(name, [
    // A hidden column keeps its own name: links ask for it, and two columns of one name would be mixed up.
    ...(c.hidden ? [] : [{ id: 'displayName', value: c.label }]), ...(c.unit ? [{ id: 'unit', value: c.unit }] : []), ...(c.decimals !== undefined ? [{ id: 'decimals', value: c.decimals }] : []), ...(c.width && bar?.name !== name ? [{ id: stretches(c) ? 'custom.minWidth' : 'custom.width', value: c.width }] : []),
    ...(c.hidden ? [{ id: 'custom.hideFrom', value: { viz: true, legend: false, tooltip: false } }] : []),
    ...(c.words || c.hidden || toned === name || bar?.name === name ? [] : [{ id: 'mappings', value: [DASH] }, ...(c.unit || c.decimals !== undefined ? [] : WRAPPED)]),
    ...(c.words ? [{ id: 'mappings', value: [...(c.words === 'indicator' ? TITLES : mappingOf(c.words)), DASH] }, ...(c.words === 'indicator' || PLAIN_WORDS.has(c.words) ? WRAPPED : [{ id: 'custom.cellOptions', value: { type: 'color-text' } }])] : []),
    ...(toned === name ? [{ id: 'mappings', value: TONED }, { id: 'custom.cellOptions', value: { type: 'color-text' } }] : []),
    ...(c.link ? [{ id: 'links', value: [LINKS[c.link](board.variables, 'unit_code' in columns)] }] : []),
    ...(bar?.name === name ? [{ id: 'custom.cellOptions', value: { type: 'gauge', mode: 'basic', valueDisplayMode: 'text' } }, { id: 'min', value: 0 }, ...(bar.indicator?.kind === 'ratio' || bar.indicator?.kind === 'group' ? [{ id: 'max', value: fullOf(bar.indicator, 'bar') }] : []), { id: 'color', value: { mode: 'fixed', fixedColor: TONES.info } }] : []),
  ]);
  return p;
}

/** Words go on in the next line. */
const WRAPPED = [{ id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } }, { id: 'custom.wrapText', value: true }];
/** Names take the room that numbers leave. */
const stretches = (c: Column) => c.link !== undefined || c.words === 'indicator' || c.words === 'item';
/** No figure has no colour: the word beside it says why. */
const noValue = (said: string) => [{ type: 'special', options: { match: 'null+nan', result: { text: said, color: TONES.quiet, index: 0 } } }];
/** An empty cell; an empty table says its own words. */
const DASH = { type: 'special', options: { match: 'null+nan', result: { text: '–', index: 99 } } };
/** Ids of indicators read as their titles. */
const TITLES = [{ type: 'value', options: Object.fromEntries(indicators.map((indicator, index) => [indicator.id, { text: indicator.title.vi, index }])) }];
const mappingOf = (list: WordList) => [{ type: 'value', options: Object.fromEntries(Object.entries(words[list] as Record<string, Word>).map(([code, w], index) => [code, { text: PLAIN_WORDS.has(list) ? w.text : `${SHAPES[w.tone]} ${w.text}`, ...(PLAIN_WORDS.has(list) ? {} : { color: TONES[w.tone] }), index }])) }];
/** Words that a query has already put in place of codes: their colour and shape. A pie would give red to whatever comes first. */
const TONED = [{ type: 'value', options: Object.fromEntries((['due', 'duty', 'verdict'] as const).flatMap((list) => Object.values(words[list] as Record<string, Word>)).map((w, index) => [w.text, { text: `${SHAPES[w.tone]} ${w.text}`, color: TONES[w.tone], index }])) }];
