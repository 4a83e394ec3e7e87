/** A board as it is shown: every tile of src/boards with its texts. Pure: facts in, plain data out. */
import { findIndicator, type Indicator } from '../../indicators';
import { MAP_MARKS, queries, type Column as BoardColumn, type NamedQuery, type QueryTile, type Tile } from '../../boards';
import { LIGHT_TITLES, type Light } from '../../compute/judging/targets';
import type { StandingRow } from '../../store/editions/read-editions';
import { COMPLETE_FROM } from '../../compute/measures/coverage';
import type { Period } from '../../vocabulary';
import { keyOf, onWall, type Choice } from './wall-boards';
import { formatMonth, formatNumber, formatShortTime } from './wall-format';
import { periodsOf, TREND_MONTHS, type UnitRow, type WallFacts } from './wall-facts';
import { flowOf, mostOf, numberOf, partsOf, tableOf } from './wall-query';
import { toFigure, trustOf, valueText, type Row } from './wall-tile';
import { MIN_JUDGED_TOTAL } from './wall-types';
import type { Alarm, Area, BoardView, Common, Ranking, RankingRow, SourceLine, TileState, TileView } from './wall-types';

export interface ViewContext { province: { code: string; name: string }; version: string; /** Areas on the map, null without a map. */ map: { ids: ReadonlySet<string>; byCode: ReadonlyMap<string, string> } | null; areaOf(unitName: string): string }

export function viewBoard(choice: Choice, facts: WallFacts, context: ViewContext): BoardView {
  const { board } = choice;
  const unit = choice.unit ?? context.province.code;
  const viewer = new Viewer(choice, unit, facts, context);
  const sections = board.sections.map((section) => ({ title: section.title, tiles: section.tiles.filter(onWall).map((tile) => viewer.tile(tile)) })).filter((section) => section.tiles.length > 0);
  return {
    key: keyOf(choice), version: context.version, slug: choice.slug, title: board.title.replace(/^CCHC – /, ''), description: board.description,
    whose: unit === context.province.code ? context.province.name : facts.units.get(unit)?.name ?? `Không có đơn vị "${unit}"`,
    edition: facts.edition?.number ?? null, publishedAt: facts.edition?.published_at.toISOString() ?? null, asOf: facts.trust.asOf,
    month: facts.month.start.slice(0, 7), monthLabel: facts.running ? `${formatMonth(facts.month.start)} (đến ngày ${facts.today.slice(8)}/${facts.today.slice(5, 7)})` : formatMonth(facts.month.start), mapLabel: facts.mapsDiffer ? MAP_MARKS[choice.map] : null, warning: facts.warning, sections, alarms: sections.flatMap((section) => section.tiles.flatMap(alarmOf)),
  };
}

function alarmOf(tile: TileView): Alarm[] {
  if (tile.light?.light === 'missed' && tile.state === 'fresh') return [{ tile: tile.id, text: tile.title }];
  if (tile.kind === 'ranking') { const red = tile.ranking.rows.filter((row) => row.light === 'missed'); if (red.length > 0) return [{ tile: tile.id, text: `${red.length} đơn vị chưa đạt – ${tile.title}` }]; }
  return [];
}

const questionOf = (i: Indicator) => `${i.question.vi} ${i.law.map((l) => `${l.act}${l.place ? `, ${l.place}` : ''}${l.verified ? '' : ' (chưa xác minh)'}`).join('; ')}.`;

interface Judged { row: UnitRow; standing: StandingRow | undefined; state: TileState }

class Viewer {
  constructor(private readonly choice: Choice, private readonly unit: string, private readonly facts: WallFacts, private readonly context: ViewContext) {}

  tile(tile: Tile): TileView {
    switch (tile.kind) {
      case 'value': case 'gauge': return this.figure(tile.id, tile.indicator, tile.kind === 'gauge');
      case 'timeseries': return this.trend(tile.id, tile.indicator);
      case 'ranking': return this.ranking(tile.id, tile.indicator, tile.order === 'best');
      case 'text': return { ...this.plain(tile), kind: 'text', lines: tile.markdown.split(/\n+/).map((line) => line.replace(/^[#>*-]+\s+/, '').replace(/[*_`]|\[([^\]]*)\]\([^)]*\)/g, '$1').trim()).filter(Boolean) };
      case 'map': return this.map(tile.id, tile.indicator);
      case 'prometheus': throw new Error('what only Prometheus knows is not on the wall');
      default: return this.named(tile);
    }
  }

  private named(tile: QueryTile): TileView {
    const plain = this.plain(tile);
    if (tile.kind === 'status' && tile.query === 'sources') {
      return { ...plain, kind: 'sources', lines: this.facts.sources.map((s) => ({ key: s.source, title: s.title, state: s.state, lastSuccessAt: s.last_success_at?.toISOString() ?? null, loadedThrough: s.loaded_through?.toISOString() ?? null })) };
    }
    const answer = this.facts.answer(tile.query, this.choice);
    if ('failed' in answer) return { ...plain, state: 'unavailable', note: answer.failed, kind: 'text', lines: [] };
    const query: NamedQuery = queries[tile.query];
    if (query.sql.includes(':level')) plain.title = `${plain.title} – ${LEVEL_TITLES[this.choice.level]}`;
    const trusted = tile.kind === 'status' ? plain : { ...plain, ...this.trustOfQuery() };
    // Beside the figures of a past month: what is counted now.
    if (this.facts.trust.over && trusted.note === '' && tile.query !== 'edition' && !query.sql.includes(':period')) trusted.note = 'Tính đến lúc này, không theo kỳ.';
    switch (tile.kind) {
      case 'number': return { ...trusted, kind: 'figure', place: null, bar: null, figure: numberOf(tile.id, plain.title, answer.rows, query.columns.value) };
      case 'flow': return { ...trusted, kind: 'chart', ...flowOf(query, answer.rows) };
      case 'composition': case 'bars': return { ...trusted, kind: 'composition', parts: partsOf(query, answer.rows, (column, row) => this.linkOf(column, row)), empty: query.empty ?? 'Không phát sinh', most: mostOf(query, answer.rows) };
      default: return { ...trusted, kind: 'table', ...tableOf(query, answer.rows, (column, row) => this.linkOf(column, row)) };
    }
  }

  private figure(id: string, indicatorId: string, gauge: boolean): TileView {
    const indicator = findIndicator(indicatorId)!;
    const [before, now] = periodsOf(indicator, this.facts.month, 2).map(({ start }) => this.facts.value(indicatorId, this.unit, start));
    const figure = toFigure(indicatorId, now, before, this.facts.trust);
    const standing = figure.state === 'fresh' ? this.facts.standing(indicatorId, this.unit) : undefined;
    const share = figure.status === 'available' && indicator.kind === 'ratio' ? now!.value : null;
    return {
      ...this.common(id, indicator), state: figure.state, note: figure.note, kind: 'figure', figure, light: this.light(indicator, standing),
      place: standing?.rank ? `Hạng ${standing.rank}/${standing.rank_of}${moved(standing)}` : null,
      bar: gauge && share !== null && share >= 0 && share <= 1 ? { share, target: standing?.target ?? null } : null,
    };
  }

  private trend(id: string, indicatorId: string): TileView {
    const indicator = findIndicator(indicatorId)!;
    const months = periodsOf(indicator, this.facts.month, TREND_MONTHS);
    const last = months.at(-1)!;
    const rows = months.map(({ start }) => {
      const row = this.facts.value(indicatorId, this.unit, start);
      // A past month that is loaded in part would look like a fall: it is left out. The running month is partial by nature.
      return row?.status === 'available' && (start === last.start || (row.coverage ?? 1) >= COMPLETE_FROM) ? row : undefined;
    });
    const now = this.facts.value(indicatorId, this.unit, last.start);
    const { state, note } = trustOf(now, this.facts.trust);
    const points = indicator.kind === 'group' || indicatorId === 'index766-progress';
    const percent = indicator.kind === 'ratio' && !points;
    const shown = (row: Row) => { const { main, unit } = valueText(row); return `${main}${unit === '%' ? ' %' : ''}`; };
    const number = (row: Row | undefined) => (row === undefined ? null : points ? row.score : row.value === null ? null : percent ? row.value * 100 : row.value);
    const standing = this.facts.standing(indicatorId, this.unit);
    const yearly = last.type === 'year';
    const labels = months.map(({ start }) => (yearly ? start.slice(0, 4) : `${Number(start.slice(5, 7))}/${start.slice(2, 4)}`));
    const texts = rows.map((row) => (row ? shown(row) : ''));
    return {
      ...this.common(id, indicator), title: `${indicator.title.vi} – ${yearly ? `${TREND_MONTHS} năm` : `${TREND_MONTHS} tháng`}`, state, note, light: null, kind: 'chart', labels, percent, target: standing && standing.target !== null && percent ? standing.target * 100 : null,
      series: [{ title: indicator.title.vi, shape: indicator.kind === 'count' ? 'bar' : 'line', data: rows.map(number), texts, whole: rows.map((row, i) => i < rows.length - 1 || (row !== undefined && state === 'fresh' && !this.unfinished(last))) }],
      spoken: labels.map((label, i) => `${label}: ${texts[i] || 'không có'}`).join('; '),
    };
  }

  private ranking(id: string, indicatorId: string, best = false): TileView {
    const indicator = findIndicator(indicatorId)!;
    const rows = this.facts.ofUnits(indicatorId).filter((row) => row.unit_level === this.choice.level);
    return { ...this.common(id, indicator), ...this.trustOfUnits(rows), title: `Xếp hạng ${LEVEL_TITLES[this.choice.level]} – ${indicator.title.vi}`, kind: 'ranking', ranking: this.rank(indicatorId, rows, best) };
  }

  /** The running month, or the year of it: what will be said of the whole is not known yet. */
  private unfinished(period: Period): boolean {
    return this.facts.running || (period.type === 'year' && this.facts.today.startsWith(period.start.slice(0, 4)));
  }

  private rank(indicatorId: string, rows: readonly UnitRow[], best: boolean): Ranking {
    const indicator = findIndicator(indicatorId)!;
    const judged = rows.map((row) => ({ row, standing: this.facts.standing(indicatorId, row.unit_code), state: trustOf(row, this.facts.trust).state }));
    return indicator.kind === 'count' || indicator.direction === 'none' ? this.bySize(indicator, judged, best) : this.byPlace(indicator, judged, best);
  }

  /** Counts and volumes have no places: the units that have any, the largest first (`best`: of what should be small the smallest). */
  private bySize(indicator: Indicator, judged: readonly Judged[], best: boolean): Ranking {
    const known = judged.filter(({ row }) => row.status === 'available' && row.value !== null);
    const some = known.filter(({ row }) => row.value !== 0);
    const sign = (indicator.direction === 'up' ? !best : best && indicator.direction === 'down') ? 1 : -1;
    some.sort((a, b) => sign * (a.row.value! - b.row.value!) || NAMES.compare(a.row.unit_name, b.row.unit_name));
    const [none, absent] = [known.length - some.length, judged.length - known.length];
    const without = absent > 0 ? `; ${formatNumber(absent)} đơn vị không có số liệu` : '';
    return {
      rankOf: 0, rows: some.map((unit) => this.rankingRow(indicator, unit)), said: some.length > 0 ? `${formatNumber(some.length)} đơn vị có, ${formatNumber(none)} đơn vị bằng 0${without}` : '',
      empty: known.length === 0 ? 'Chưa đơn vị nào có số liệu.' : `${formatNumber(none)} đơn vị đều bằng 0${without}`,
    };
  }

  private byPlace(indicator: Indicator, judged: readonly Judged[], best: boolean): Ranking {
    const placed = ({ row, standing, state }: Judged) => standing?.rank !== undefined && standing.rank !== null && row.status === 'available' && state !== 'incomplete';
    const ranked = judged.filter(placed).sort((a, b) => (best ? 1 : -1) * (a.standing!.rank! - b.standing!.rank!) || NAMES.compare(a.row.unit_name, b.row.unit_name));
    const why = new Map<string, number>();
    for (const unit of judged) if (!placed(unit)) { const reason = notPlaced(indicator, unit); why.set(reason, (why.get(reason) ?? 0) + 1); }
    const reasons = [...why].sort((a, b) => b[1] - a[1]).map(([reason, n]) => `${formatNumber(n)} ${reason}`).join(', ');
    const left = formatNumber(judged.length - ranked.length);
    return {
      rankOf: ranked.length, rows: ranked.map((unit) => this.rankingRow(indicator, unit)),
      said: ranked.length === 0 ? (why.size > 1 ? `Không xếp ${left}: ${reasons}` : '') : `Xếp hạng ${formatNumber(ranked.length)} đơn vị${reasons ? `; không xếp ${left}: ${reasons}` : ''}`,
      empty: why.size === 1 ? `Không xếp hạng: ${left} đơn vị ${[...why.keys()][0]}` : 'Chưa có đơn vị nào đủ điều kiện xếp hạng',
    };
  }

  private rankingRow(indicator: Indicator, { row, standing, state }: Judged): RankingRow {
    const value = valueText(row);
    return {
      rank: standing?.rank ?? null, code: row.unit_code, name: row.unit_name, text: value.unit === '%' ? `${value.main} %` : value.unit.endsWith('điểm') ? `${value.main} điểm` : value.main,
      of: row.hits !== null && row.total !== null && indicator.kind !== 'mean' ? `${formatNumber(row.hits)} / ${formatNumber(row.total)}` : '',
      state, light: standing?.light ?? 'none', moved: standing === undefined || standing.rank === null || standing.rank_before === null ? null : standing.rank_before - standing.rank, href: this.href(indicator.id, row.unit_code),
    };
  }

  private map(id: string, indicatorId: string): TileView {
    const indicator = findIndicator(indicatorId)!;
    const rows = this.facts.ofUnits(indicatorId).filter((row) => row.unit_level === 'commune');
    const state = this.trustOfUnits(rows);
    if (!this.context.map) {
      const level = rows.length > 0 ? 'commune' : this.choice.level;
      const shown = this.facts.ofUnits(indicatorId).filter((row) => row.unit_level === level);
      return { ...this.common(id, indicator), ...this.trustOfUnits(shown), title: `${indicator.title.vi} – bản đồ`, kind: 'ranking', ranking: this.rank(indicatorId, shown, false), note: 'Chưa có tệp bản đồ (khóa wall.map trong cấu hình); hiện bảng xếp hạng.' };
    }
    const areas: Record<string, Area> = {};
    const counts: Record<Light, number> = { reached: 0, near: 0, missed: 0, none: 0 };
    const judged = rows.map((row) => ({ row, standing: this.facts.standing(indicatorId, row.unit_code), shown: ['fresh', 'stale'].includes(trustOf(row, this.facts.trust).state) }));
    // What is old keeps its colours, faded, on a tile that says so. Without a target a map of lights would be blank: units that have a place are shaded by the third of their values.
    const thirds = judged.some(({ standing }) => standing?.target !== null && standing?.target !== undefined) ? null
      : thirdsOf(judged.flatMap(({ row, standing, shown }) => (shown && standing?.rank && row.value !== null ? [row] : [])));
    const missing: string[] = [];
    for (const { row, standing, shown } of judged) {
      const light = shown ? standing?.light ?? 'none' : 'none';
      counts[light] += 1;
      const named = this.context.areaOf(row.unit_name);
      const area = [row.unit_code, ...this.facts.otherCodes(row.unit_code)].map((code) => this.context.map!.byCode.get(code)).find((found) => found !== undefined) ?? (this.context.map.ids.has(named) ? named : undefined);
      const value = row.status === 'available' ? valueText(row) : null;
      if (area === undefined) missing.push(row.unit_name);
      else areas[area] = { name: row.unit_name, text: value ? `${value.main} ${value.unit}`.trim() : 'không có số liệu', light, third: thirds?.of.get(row) ?? null };
    }
    const empty = this.context.map.ids.size - Object.keys(areas).length;
    const without = `${missing.length > 0 ? ` ${missing.length} đơn vị không có ranh giới trong tệp bản đồ: ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ', …' : ''}.` : ''}${empty > 0 ? ` ${empty} vùng không khớp đơn vị nào.` : ''}`;
    return { ...this.common(id, indicator), ...state, title: `${indicator.title.vi} – theo xã, phường`, kind: 'map', areas, counts, thirds: thirds?.texts ?? null, rule: `Vùng không tô: chưa có số liệu, chưa đủ hoặc không xếp.${thirds ? ' Chưa giao chỉ tiêu: tô theo một phần ba số đơn vị.' : ''}${without}` };
  }

  private light(indicator: Indicator, standing: StandingRow | undefined) {
    if (!standing || standing.target === null) return null;
    const goal = indicator.kind === 'ratio' ? `${formatNumber(standing.target * 100, 1)} %` : formatNumber(standing.target, 2);
    const word = standing.light === 'none' ? '' : `${LIGHT_TITLES[standing.light].replace(/^./, (c) => c.toUpperCase())} · `;
    return { light: standing.light, text: `${word}chỉ tiêu ${goal}${standing.target_verified ? '' : ' (chưa xác minh)'}` };
  }

  private common(id: string, indicator: Indicator): Common {
    return { id, title: indicator.title.vi, description: questionOf(indicator), state: 'fresh', note: '', light: null, href: this.href(indicator.id, this.unit), foot: this.foot(this.facts.edition?.published_at.toISOString() ?? null) };
  }

  /** Tiles of a named query: read from the live marts at the moment of reading. */
  private plain(tile: { id: string; title?: string; description?: string; explains?: string }): Common {
    return { id: tile.id, title: tile.title ?? '', description: tile.description ?? '', state: 'fresh', note: '', light: null, href: tile.explains === undefined ? null : this.href(tile.explains, this.unit), foot: this.foot(this.facts.readAt) };
  }

  private foot(at: string | null): string {
    return this.facts.edition === null ? 'Chưa có ấn bản' : `Ấn bản ${formatNumber(this.facts.edition.number)} · cập nhật lúc ${at ? formatShortTime(at) : '–'}`;
  }

  private href(indicator: string, unit: string): string {
    return `/explain?${new URLSearchParams({ indicator, unit, ...this.kept() }).toString()}`;
  }

  /** Where a cell leads: its indicator step by step, or the board of its unit. */
  private linkOf({ link }: BoardColumn, { indicator, unit_code: unit }: Record<string, unknown>): string | null {
    if (link === 'explain' && typeof indicator === 'string' && findIndicator(indicator)) return this.href(indicator, typeof unit === 'string' ? unit : this.unit);
    return link === 'unit' && typeof unit === 'string' ? `/wall/don-vi?${new URLSearchParams({ unit, ...this.kept() }).toString()}` : null;
  }

  /** What a link keeps of what is looked at. */
  private kept() {
    return { period: this.facts.month.start.slice(0, 7), ...(this.facts.mapsDiffer ? { map: this.choice.map } : {}) };
  }

  /** A query may rest on any source: one that is old makes its tile old, one that is not loaded yet makes it incomplete. */
  private trustOfQuery(): Pick<Common, 'state' | 'note'> {
    const { editionOld, asOf } = this.facts.trust;
    if (editionOld) return { state: 'stale', note: `SỐ LIỆU CŨ – ${asOf ? `đến ${formatShortTime(asOf)}` : 'không rõ thời điểm'}` };
    const inState = (state: SourceLine['state']) => this.facts.sources.filter((s) => s.state === state);
    const old = inState('stale');
    if (old.length > 0) return { state: 'stale', note: `SỐ LIỆU CŨ – ${old.length === 1 ? `nguồn ${old[0]!.title} ngừng` : `${old.length} nguồn ngừng`}` };
    const unloaded = inState('never');
    if (unloaded.length === 0) return { state: 'fresh', note: '' };
    return { state: 'incomplete', note: `CHƯA ĐỦ – ${unloaded.length === 1 ? `nguồn ${unloaded[0]!.title} chưa nạp xong lần đầu` : `${unloaded.length} nguồn chưa nạp xong lần đầu`}` };
  }

  /** Old when what feeds its units is old; units that are incomplete are left out by themselves. */
  private trustOfUnits(rows: readonly UnitRow[]): Pick<Common, 'state' | 'note'> {
    const stale = rows.map((row) => trustOf(row, this.facts.trust)).filter(({ state }) => state === 'stale');
    return stale.length > 0 ? { state: 'stale', note: stale.length === rows.length ? stale[0]!.note : `SỐ LIỆU CŨ – ${stale.length} đơn vị` } : { state: 'fresh', note: '' };
  }
}

/** Why a unit has no place, after the number of them; small or idle is known before the place is. */
function notPlaced(indicator: Indicator, { row, state }: Judged): string {
  if (row.status === 'unavailable') return 'không có số liệu';
  if (state === 'incomplete') return 'chưa đủ số liệu';
  if (row.value === null && row.score === null || row.total === 0) return 'không phát sinh';
  if (row.total !== null && row.total < MIN_JUDGED_TOTAL) return `mẫu số dưới ${MIN_JUDGED_TOTAL}`;
  return indicator.kind === 'group' ? 'ít hoặc không phát sinh' : 'không có suốt kỳ';
}
const NAMES = new Intl.Collator('vi');

/** Units in three parts of equal size by value; equal values stay together. Null for fewer than three. */
function thirdsOf(rows: readonly UnitRow[]): { of: ReadonlyMap<UnitRow, 1 | 2 | 3>; texts: [string, string, string] } | null {
  const sorted = [...rows].sort((a, b) => a.value! - b.value!);
  if (sorted.length < 3) return null;
  const bounds = [sorted[Math.floor(sorted.length / 3)]!.value!, sorted[Math.floor((2 * sorted.length) / 3)]!.value!] as const;
  const of = new Map(sorted.map((row) => [row, row.value! < bounds[0] ? 1 : row.value! < bounds[1] ? 2 : 3] as const));
  const range = (third: number) => {
    const part = sorted.filter((row) => of.get(row) === third);
    const text = (row: UnitRow) => { const { main, unit } = valueText(row); return unit === '%' ? `${main} %` : main; };
    if (part.length === 0) return 'không có đơn vị';
    const [low, high] = [text(part[0]!), text(part.at(-1)!)];
    return `${low === high ? low : `${low} – ${high}`}: ${part.length}`;
  };
  return { of, texts: [range(1), range(2), range(3)] };
}

const LEVEL_TITLES = { department: 'sở, ngành', commune: 'xã, phường' };
const moved = ({ rank, rank_before: before }: StandingRow) => (rank === null || before === null || rank === before ? '' : before > rank ? ` ▲${before - rank}` : ` ▼${rank - before}`);
