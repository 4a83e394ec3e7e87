/** Rows of a named query as texts. Units of columns are those of src/boards; codes read as Vietnamese words. */
import type { NamedQuery } from '../../boards';
import { findIndicator } from '../../indicators';
import { formatNumber, formatTime } from './wall-format';
import type { Cell, Column, Figure, Series } from './wall-types';

/** Codes of mart as people read them. */
const WORDS: Readonly<Record<string, Readonly<Record<string, Cell>>>> = {
  state: { fresh: { text: '● Mới', tone: 'good' }, stale: { text: '■ CŨ', tone: 'bad' }, failing: { text: '▲ Đang lỗi', tone: 'warn' }, never: { text: '■ Chưa nạp', tone: 'bad' }, imported: { text: '◆ Nhập tệp' } },
  outcome: { ok: { text: '● Xong', tone: 'good' }, done: { text: '● Xong', tone: 'good' }, partial: { text: '▲ Một phần', tone: 'warn' }, failed: { text: '■ Lỗi', tone: 'bad' }, running: { text: '◆ Đang chạy' }, stopped: { text: '▲ Dừng', tone: 'warn' } },
  kind: { live: { text: 'định kỳ' }, backfill: { text: 'nạp lại' }, reconcile: { text: 'đối soát' }, import: { text: 'nhập tệp' } },
  stream: { dossiers: { text: 'hồ sơ' }, statistics: { text: 'số liệu' }, documents: { text: 'văn bản' }, items: { text: 'sổ theo dõi' }, surveys: { text: 'khảo sát' }, units: { text: 'đơn vị' }, procedures: { text: 'thủ tục' } },
};
const ABSENT: Cell = { text: '–' };

export function cellOf(name: string, value: unknown, unit: string | undefined): Cell {
  if (value === null || value === undefined || value === '') return ABSENT;
  if (name === 'indicator') return { text: findIndicator(String(value))?.title.vi ?? String(value) };
  if (typeof value === 'string') { const word = WORDS[name]?.[value]; if (word) return word; }
  if (typeof value === 'boolean') return { text: value ? 'có' : 'không' };
  return { text: textOf(value, unit) };
}

function textOf(value: unknown, unit: string | undefined): string {
  if (value instanceof Date) return formatTime(value.toISOString());
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d$/.test(value) ? value.split('-').reverse().join('/') : value;
  if (typeof value !== 'number') return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
  if (unit === 'percentunit') return `${formatNumber(value * 100, 1, true)} %`;
  if (unit === 's') return durationText(value);
  return `${formatNumber(value, 2)}${unit?.startsWith('suffix:') ? ` ${unit.slice(7).trim()}` : ''}`;
}

/** 93 784 s → 1 ngày 2 giờ. */
export function durationText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return 'dưới 1 phút';
  if (minutes < 60) return `${minutes} phút`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} giờ ${minutes % 60} phút`;
  return `${formatNumber(Math.floor(minutes / 1440))} ngày ${Math.floor((minutes % 1440) / 60)} giờ`;
}

const isNumeric = (rows: readonly Record<string, unknown>[], name: string) => rows.some((row) => typeof row[name] === 'number') && rows.every((row) => row[name] === null || typeof row[name] === 'number');

export function tableOf(query: NamedQuery, rows: readonly Record<string, unknown>[]): { columns: Column[]; rows: Cell[][]; empty: string } {
  const names = rows[0] ? Object.keys(rows[0]).filter((name) => query.columns[name]) : Object.keys(query.columns);
  // A column that says nothing in any row takes no room.
  const shown = names.filter((name) => rows.length === 0 || rows.some((row) => row[name] !== null && row[name] !== ''));
  return {
    columns: shown.map((name) => ({ label: query.columns[name]!.label, number: isNumeric(rows, name), width: query.columns[name]!.width ?? null })),
    rows: rows.map((row) => shown.map((name) => cellOf(name, row[name], query.columns[name]!.unit))), empty: 'Không phát sinh',
  };
}

/** A named number as a figure: the first column of the only row. */
export function numberOf(id: string, title: string, rows: readonly Record<string, unknown>[], unit: string | undefined): Figure {
  const value = rows[0] ? Object.values(rows[0])[0] : null;
  const none = value === null || value === undefined;
  return {
    indicator: id, title, value: { main: none ? 'Không có số liệu' : textOf(value, unit), unit: '', detail: '' }, hits: null, total: null, raw: typeof value === 'number' ? value : null, previous: null, trend: null,
    status: none ? 'unavailable' : 'available', reason: null, coverage: null, asOf: null, state: 'fresh', note: '',
  };
}

/** Counts by day or month: the first column is the time, the others are series. */
export function flowOf(query: NamedQuery, rows: readonly Record<string, unknown>[]): { labels: string[]; percent: boolean; target: null; series: Series[]; spoken: string } {
  const names = Object.keys(query.columns).filter((name) => query.columns[name] && name !== 'label' && name !== 'time');
  const labels = rows.map((row) => dayLabel(row.label ?? row.time));
  const series = names.map((name, i): Series => {
    const data = rows.map((row) => (typeof row[name] === 'number' ? (row[name] as number) : null));
    return { title: query.columns[name]!.label, shape: (['bar', 'hollow', 'line'] as const)[i % 3]!, data, texts: data.map((n) => (n === null ? '' : formatNumber(n))), whole: data.map(() => true) };
  });
  return { labels, percent: false, target: null, series, spoken: series.map((s) => `${s.title}: ${labels.map((label, i) => `${label} ${s.texts[i] || 'không có'}`).join(', ')}`).join('; ') };
}

function dayLabel(at: unknown): string {
  const text = at instanceof Date ? new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10) : String(at);
  return /^\d{4}-\d\d-\d\d/.test(text) ? `${Number(text.slice(8, 10))}/${Number(text.slice(5, 7))}` : text;
}
