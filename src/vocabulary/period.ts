/**
 * Reporting periods (kỳ báo cáo): day, month, quarter, half-year, year, written 2026-08-17, 2026-08, 2026-Q3, 2026-H1, 2026; and the year up to
 * the end of a month (lũy kế từ đầu năm), written 2026-08-YTD.
 */
import { addDays, type LocalDay } from './time';

export const PERIOD_TYPES = ['day', 'month', 'quarter', 'half', 'year'] as const;
/** Kept as values are those of PERIOD_TYPES; a year to date is computed when asked for. */
export type PeriodType = (typeof PERIOD_TYPES)[number] | 'ytd';

export interface Period {
  type: PeriodType;
  /** First local day. */
  start: LocalDay;
  /** Last local day, inclusive. */
  end: LocalDay;
}

const pad = (n: number) => String(n).padStart(2, '0');
const lastDayOfMonth = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Reads the written form. Throws RangeError for anything else, naming the forms that are understood. */
export function parsePeriod(text: string): Period {
  const refuse = () => new RangeError(`"${text}" is not a period; write 2026, 2026-H1, 2026-Q3, 2026-08, 2026-08-17 or 2026-08-YTD`);
  const match = /^(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})(?:-(?:(\d{2})|(YTD)))?))?$/i.exec(text);
  if (!match) throw refuse();
  const year = Number(match[1]);
  if (match[2]) return months('quarter', year, Number(match[2]) * 3 - 2, 3);
  if (match[3]) return months('half', year, Number(match[3]) * 6 - 5, 6);
  if (!match[4]) return months('year', year, 1, 12);
  const month = Number(match[4]);
  if (month < 1 || month > 12) throw refuse();
  if (match[6]) return months('ytd', year, 1, month);
  if (!match[5]) return months('month', year, month, 1);
  const day = Number(match[5]);
  if (day < 1 || day > lastDayOfMonth(year, month)) throw refuse();
  return { type: 'day', start: text, end: text };
}

function months(type: PeriodType, year: number, first: number, count: number): Period {
  const last = first + count - 1;
  return { type, start: `${year}-${pad(first)}-01`, end: `${year}-${pad(last)}-${pad(lastDayOfMonth(year, last))}` };
}

/** The period of a type that holds a local day. */
export function periodOf(type: PeriodType, day: LocalDay): Period {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  switch (type) {
    case 'day': return { type, start: day, end: day };
    case 'month': return months(type, year, month, 1);
    case 'quarter': return months(type, year, month - ((month - 1) % 3), 3);
    case 'half': return months(type, year, month <= 6 ? 1 : 7, 6);
    case 'year': return months(type, year, 1, 12);
    case 'ytd': return months(type, year, 1, month);
  }
}

export function formatPeriod(period: Pick<Period, 'type' | 'start'> & { end?: LocalDay }): string {
  const [year, month] = [period.start.slice(0, 4), Number(period.start.slice(5, 7))];
  switch (period.type) {
    case 'day': return period.start;
    case 'month': return period.start.slice(0, 7);
    case 'quarter': return `${year}-Q${(month + 2) / 3}`;
    case 'half': return `${year}-H${month === 1 ? 1 : 2}`;
    case 'year': return year;
    case 'ytd': return `${(period.end ?? period.start).slice(0, 7)}-YTD`;
  }
}

/** The one before; for a year to date the same months of the year before (cùng kỳ). */
export const previousPeriod = (period: Period): Period => (period.type === 'ytd' ? periodOf('ytd', `${Number(period.end.slice(0, 4)) - 1}-${period.end.slice(5, 7)}-01`) : periodOf(period.type, addDays(period.start, -1)));
