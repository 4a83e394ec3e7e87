/** Rows of a named query as texts. Units of columns are those of src/boards; codes read as Vietnamese words. */
import { limitOf, PLAIN_WORDS, SHAPES, words, type Column as BoardColumn, type NamedQuery, type Word } from '../../boards';
import { findIndicator } from '../../indicators';
import { vietnameseDay } from '../../vocabulary';
import { formatNumber, formatTime } from './wall-format';
import type { Cell, Column, Figure, Part, Series } from './wall-types';
import type { Tone } from '../../boards';

const ABSENT: Cell = { text: '–' };

/** A value of a column; a code reads as its word with the shape of its tone. */
export function cellOf(value: unknown, column: BoardColumn): Cell {
  if (value === null || value === undefined || value === '') return ABSENT;
  if (column.words === 'indicator') return { text: findIndicator(String(value))?.title.vi ?? String(value) };
  if (column.words) {
    const word: Word | undefined = (words[column.words] as Record<string, Word>)[String(value)];
    if (word) return PLAIN_WORDS.has(column.words) ? { text: word.text } : { text: `${SHAPES[word.tone]} ${word.text}`, tone: word.tone };
  }
  if (typeof value === 'boolean') return { text: value ? 'có' : 'không' };
  if (column.moved && typeof value === 'number') return value === 0 ? { text: '=' } : { text: `${value > 0 ? '▲' : '▼'}${formatNumber(Math.abs(value))}`, tone: value > 0 ? 'good' : 'bad' };
  // A share or a number with its unit is one word.
  return { text: textOf(value, column).replace(/ %/g, '\u00a0%') };
}

function textOf(value: unknown, { unit, decimals }: Partial<BoardColumn>): string {
  if (value instanceof Date) return formatTime(value.toISOString()).slice(0, unit === 'time:DD/MM/YYYY' ? 10 : undefined);
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d$/.test(value) ? vietnameseDay(value) : value;
  if (typeof value !== 'number') return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
  if (unit === 'percentunit') return `${formatNumber(value * 100, decimals ?? 1, true)} %`;
  if (unit === 's') return durationText(value);
  return `${formatNumber(value, decimals ?? 2, decimals !== undefined && decimals > 0)}${unit?.startsWith('suffix:') ? ` ${unit.slice(7).trim()}` : ''}`;
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

/** Where a cell leads. */
type Link = (column: BoardColumn, row: Record<string, unknown>) => string | null;

export function tableOf(query: NamedQuery, rows: readonly Record<string, unknown>[], link: Link = () => null): { columns: Column[]; rows: Cell[][]; empty: string; most: number | null } {
  const names = rows[0] ? Object.keys(rows[0]).filter((name) => query.columns[name] && !query.columns[name].hidden) : Object.keys(query.columns).filter((name) => !query.columns[name]!.hidden);
  // A column that says nothing in any row takes no room.
  const shown = names.filter((name) => rows.length === 0 || rows.some((row) => row[name] !== null && row[name] !== ''));
  return {
    columns: shown.map((name) => ({ label: query.columns[name]!.label, number: isNumeric(rows, name), width: query.columns[name]!.width ?? null })),
    rows: rows.map((row) => shown.map((name) => { const href = link(query.columns[name]!, row); return { ...cellOf(row[name], query.columns[name]!), ...(href === null ? {} : { href }) }; })), empty: query.empty ?? 'Không có dòng nào', most: mostOf(query, rows),
  };
}

/** Where a list ends that may go on. */
export const mostOf = (query: NamedQuery, rows: readonly unknown[]): number | null => (rows.length === limitOf(query) ? rows.length : null);

/** A named number as a figure: column `value` of the only row. */
export function numberOf(id: string, title: string, rows: readonly Record<string, unknown>[], column: Partial<BoardColumn> = {}): Figure {
  const value = rows[0]?.value ?? null;
  const none = value === null;
  return {
    indicator: id, title, value: { main: none ? 'Không có số liệu' : textOf(value, column), unit: '', detail: '' }, hits: null, total: null, raw: typeof value === 'number' ? value : null, previous: null, trend: null,
    status: none ? 'unavailable' : 'available', reason: null, coverage: null, asOf: null, state: 'fresh', note: '',
  };
}

/** Counts by day or month: the first column is the time, the others are series. */
export function flowOf(query: NamedQuery, rows: readonly Record<string, unknown>[]): { labels: string[]; percent: boolean; target: null; series: Series[]; spoken: string } {
  // A series without a count in the whole period takes no place in the drawing.
  const all = Object.keys(query.columns).filter((name) => name !== 'label');
  const counted = all.filter((name) => rows.some((row) => row[name] !== null && row[name] !== 0));
  const names = counted.length > 0 ? counted : all;
  const labels = rows.map((row) => dayLabel(row.label));
  const series = names.map((name, i): Series => {
    const data = rows.map((row) => (typeof row[name] === 'number' ? (row[name] as number) : null));
    return { title: query.columns[name]!.label, shape: (['bar', 'hollow', 'line', 'bar'] as const)[i % 4]!, data, texts: data.map((n) => (n === null ? '' : formatNumber(n))), whole: data.map(() => true) };
  });
  return { labels, percent: false, target: null, series, spoken: series.map((s) => `${s.title}: ${labels.map((label, i) => `${label} ${s.texts[i] || 'không có'}`).join(', ')}`).join('; ') };
}

/** 05/08 → 5/8, 08/2026 → 8/26. */
const dayLabel = (label: unknown): string => String(label ?? '').replace(/\b0(?=\d)/g, '').replace(/\/20(\d\d)$/, '/$1');

/** Parts of a whole (`part`) or bars (`label`), each with its share of the largest. */
export function partsOf(query: NamedQuery, rows: readonly Record<string, unknown>[], link: Link = () => null): Part[] {
  const values = rows.map((row) => (typeof row.value === 'number' ? row.value : null));
  const largest = Math.max(0, ...values.map((value) => value ?? 0));
  return rows.map((row, i): Part => {
    const title = String(row.part ?? row.label ?? 'không rõ');
    const tone = TONED.get(title);
    const href = query.columns.label ? link(query.columns.label, row) : null;
    return { title: tone ? `${SHAPES[tone]} ${title}` : title, ...(tone ? { tone } : {}), text: values[i] === null ? 'không có số liệu' : ofKnown(textOf(values[i], query.columns.value ?? {}), row.known_max), share: values[i] === null || largest === 0 ? null : values[i]! / largest, ...(href === null ? {} : { href }) };
  });
}
/** "44,47 điểm" of what is known: "44,47 / 98 điểm". */
const ofKnown = (text: string, known: unknown) => (typeof known === 'number' ? text.replace(' ', ` / ${formatNumber(known, 2)} `) : text);
/** Words that a query has already put in place of codes. */
const TONED: ReadonlyMap<string, Tone> = new Map((['due', 'duty', 'verdict'] as const).flatMap((list) => Object.values(words[list] as Record<string, Word>)).map((word) => [word.text, word.tone]));
