/** One indicator of one unit: value, trend against the month before, and how far it can be trusted. */
import { findIndicator, type Indicator } from '../../indicators';
import type { SourceStateRow, ValueRow } from '../../store/editions/read-values';
import { itemKindFacts, MEASURE_TITLES, type ItemKind } from '../../vocabulary';
import { formatNumber, formatShare, formatShortTime } from './wall-format';
import { COMPLETE_FROM, MIN_JUDGED_TOTAL } from './wall-types';
import type { Figure, TileState, Trend, ValueText } from './wall-types';

export type Row = Pick<ValueRow, 'indicator' | 'hits' | 'total' | 'value' | 'score' | 'max_score' | 'status' | 'reason' | 'coverage' | 'source'>;
export type SourceRow = Pick<SourceStateRow, 'source' | 'state' | 'loaded_through'> & { title?: string };
export interface Trust { sources: readonly SourceRow[]; asOf: string | null; /** Set when the whole edition is old. */ editionOld: boolean; /** The month that is shown is over: a source that has fallen silent since makes nothing of it old. */ over?: boolean; /** The month still runs: points that pile up to its end are not judged against a whole one. */ running?: boolean }

export function toFigure(id: string, row: Row | undefined, before: Row | undefined, trust: Trust): Figure {
  const indicator = findIndicator(id)!;
  const { state, note, asOf } = trustOf(row, trust);
  const shown = row?.status === 'available' ? row : undefined;
  const raw = shown ? comparable(shown) : null;
  const previous = before?.status === 'available' ? comparable(before) : null;
  return {
    indicator: id, title: indicator.title.vi, value: shown ? valueText(shown) : { main: 'Không có số liệu', unit: '', detail: '' },
    hits: shown?.hits ?? null, total: shown?.total ?? null, raw, previous, trend: trendOf(shown, before, raw, previous, indicator.direction, trust.running === true),
    status: row?.status ?? 'none', reason: row?.reason ?? null, coverage: row?.coverage ?? null, asOf, state, note,
  };
}

/** State, what to say of it, and the moment up to which the number holds. A stale source marks everything it feeds. */
export function trustOf(row: Row | undefined, trust: Trust): { state: TileState; note: string; asOf: string | null } {
  if (!row) return { state: 'none', note: 'Chưa công bố số liệu của kỳ này.', asOf: trust.asOf };
  if (row.status === 'unavailable') return { state: 'unavailable', note: readable(row.reason ?? 'không rõ lý do', trust.sources), asOf: trust.asOf };
  const old = trust.over ? [] : keysOf(row.source).map((key) => trust.sources.find((s) => s.source === key) ?? { source: key, state: 'stale' as const, loaded_through: null })
    .filter((s) => s.state === 'stale' || s.state === 'never');
  const part = row.coverage !== null && row.coverage < COMPLETE_FROM ? `mới có ${formatNumber(Math.floor(row.coverage * 100))} % kỳ` : '';
  if (old.length > 0 || trust.editionOld) {
    const times = old.map((s) => s.loaded_through?.toISOString() ?? null).filter((t) => t !== null).sort();
    const asOf = times[0] ?? trust.asOf;
    return { state: 'stale', note: `SỐ LIỆU CŨ – ${asOf ? `đến ${formatShortTime(asOf)}` : 'không rõ thời điểm'}${part ? ` · ${part}` : ''}`, asOf };
  }
  return part ? { state: 'incomplete', note: `CHƯA ĐỦ – ${part}`, asOf: trust.asOf } : { state: 'fresh', note: '', asOf: trust.asOf };
}

/** Ids of indicators and keys of sources in a reason read as their titles; what operators type stands on the page that explains. */
const readable = (text: string, sources: readonly SourceRow[]) => text.replace(/ \(cchc [^)]*\)/g, '').replace(/(nguồn) ([a-z0-9][a-z0-9-]*)/gi, (all, word: string, key: string) => { const title = sources.find((s) => s.source === key)?.title; return title ? `${word} ${title}` : all; }).replace(/[a-z0-9]+(-[a-z0-9]+)+/g, (id) => findIndicator(id)?.title.vi ?? id);

/** Keys of the sources that a basis names: `dossiers:igate,tandan+statistics:portal`. */
export const keysOf = (basis: string): string[] => [...new Set(basis.split('+').flatMap((part) => (part.includes(':') ? part.slice(part.indexOf(':') + 1).split(',') : [])))];

const COUNTED = ['TTHC', 'DVCTT', 'PAKN', 'VBQPPL', 'văn bản', 'đơn vị', 'nhiệm vụ', 'phản ánh', 'báo cáo', 'kiến nghị', 'tin, bài', 'cuộc kiểm tra', 'vấn đề', 'cơ sở', 'dự thảo', 'vụ'];
/** What a figure counts, after its numbers: "412 / 433 hồ sơ". Empty when its parts have no common name. */
export function countedIn(indicator: Indicator): string {
  const measure = 'total' in indicator ? indicator.total[0] : 'hits' in indicator ? indicator.hits[0] : undefined;
  if (!measure || indicator.kind === 'growth' || indicator.kind === 'entered') return '';
  if (/\.amount(Done)?(\.|$)/.test(measure)) return itemKindFacts(measure.slice(0, measure.indexOf('.')) as ItemKind).amount ?? '';
  const title = (MEASURE_TITLES[measure] ?? '').toLowerCase();
  return COUNTED.find((word) => title.startsWith(word.toLowerCase())) ?? (measure.includes('.') ? '' : 'hồ sơ');
}

export function valueText(row: Row): ValueText {
  const indicator = findIndicator(row.indicator)!;
  const word = countedIn(indicator);
  const counted = (n: number) => `${formatNumber(n)}${word ? ` ${word}` : ''}`;
  const empty = row.total === 0 && row.value !== null ? ' · không phát sinh' : ''; // by rule a zero, and yet nothing happened
  const of = row.hits !== null && row.total !== null && indicator.kind !== 'mean' ? `${formatNumber(row.hits)} / ${counted(row.total)}${empty}` : '';
  if (row.value === null && !inPoints(row)) return { main: 'Không phát sinh', unit: '', detail: indicator.kind === 'mean' ? '' : of };
  switch (indicator.kind) {
    case 'count': return { main: formatNumber(row.value!), unit: word, detail: '' };
    case 'mean': return { main: formatNumber(row.value!, 1, true), unit: indicator.unitOfMeasure.vi, detail: row.total === null ? '' : `trên ${counted(row.total)}` };
    case 'entered': return { main: formatNumber(row.value!, 2), unit: indicator.unitOfMeasure.vi, detail: '' };
    case 'yesNo': return { main: row.value! >= 1 ? 'Đạt' : 'Chưa đạt', unit: '', detail: of };
    case 'growth': return { main: formatNumber(row.value! * 100, 1, true), unit: '%', detail: '' };
  }
  if (row.indicator === 'open-overdue' && row.hits !== null && row.total !== null) {
    return { main: formatNumber(row.hits), unit: word, detail: row.total === 0 ? of : `${formatShare(row.hits, row.total)} % của ${counted(row.total)}` };
  }
  const share = row.hits !== null && row.total ? `${formatShare(row.hits, row.total)} %` : '';
  if (inPoints(row)) return { main: formatNumber(row.score!, 2, true), unit: `/ ${formatNumber(row.max_score!)} điểm`, detail: [share, of].filter(Boolean).join(' · ') };
  return { main: row.hits !== null && row.total ? formatShare(row.hits, row.total) : formatNumber(row.value! * 100, 1, true), unit: '%', detail: of };
}

/** Shown as points: the scored progress and the groups; the others as shares. */
const inPoints = (row: Row): boolean => row.score !== null && row.max_score !== null && (row.indicator === 'index766-progress' || findIndicator(row.indicator)?.kind === 'group');

/** The number that the trend compares: points, a count or a ratio, as the tile shows it. */
const comparable = (row: Row): number | null => (inPoints(row) ? row.score : row.indicator === 'open-overdue' ? row.hits : row.value);

function trendOf(row: Row | undefined, before: Row | undefined, now: number | null, then: number | null, direction: 'up' | 'down' | 'none', running: boolean): Trend | null {
  if (!row || !before || now === null || then === null) return null;
  const text = valueText(before);
  const shown = valueText(row);
  const arrow = shown.main === text.main || now === then ? 'level' : now > then ? 'up' : 'down';
  const unit = text.unit === '%' ? ' %' : text.unit.endsWith('điểm') ? ' điểm' : text.unit === 'ngày' ? ' ngày' : '';
  const piling = running && inPoints(row);
  const judged = arrow !== 'level' && direction !== 'none' && !(row.total !== null && row.total < MIN_JUDGED_TOTAL) && !piling;
  return { arrow, good: judged ? arrow === direction : null, text: piling ? `Cả tháng trước ${text.main}${unit}` : `Tháng trước ${text.main}${unit}` };
}
