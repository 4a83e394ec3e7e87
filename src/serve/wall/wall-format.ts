/** Numbers and times as Vietnamese readers write them: 1.234,5 · 95,2 % · 17/08/2026 10:32 (Asia/Ho_Chi_Minh). */
import { HOUR, toDate, fromDate, type LocalDay } from '../../vocabulary';

/** 12345.6 → 12.345,6. At most `digits` decimals, trailing zeros kept when `fixed`. */
export function formatNumber(value: number, digits = 0, fixed = false): string {
  const [whole, fraction = ''] = Math.abs(value).toFixed(digits).split('.');
  const kept = fixed ? fraction : fraction.replace(/0+$/, '');
  const text = whole!.replace(/\B(?=(\d{3})+$)/g, '.') + (kept ? `,${kept}` : '');
  return value < 0 && Number(value.toFixed(digits)) !== 0 ? `−${text}` : text;
}

/** Share with one decimal, half up, without the sign. One late dossier never reads as 100, one hit never as 0. */
export function formatShare(hits: number, total: number): string {
  const tenths = Math.floor((hits * 2000 + total) / (2 * total));
  const shown = hits < total ? Math.min(tenths, 999) : tenths;
  return shown === 0 && hits > 0 ? '< 0,1' : formatNumber(shown / 10, 1, true);
}

const pad = (n: number) => String(n).padStart(2, '0');
const local = (iso: string) => toDate(fromDate(new Date(iso)) + 7 * HOUR);

/** 17/08/2026 10:32 */
export function formatTime(iso: string): string {
  const t = local(iso);
  return `${pad(t.getUTCDate())}/${pad(t.getUTCMonth() + 1)}/${t.getUTCFullYear()} ${pad(t.getUTCHours())}:${pad(t.getUTCMinutes())}`;
}

/** 10:32 17/08 */
export function formatShortTime(iso: string): string {
  const t = local(iso);
  return `${pad(t.getUTCHours())}:${pad(t.getUTCMinutes())} ${pad(t.getUTCDate())}/${pad(t.getUTCMonth() + 1)}`;
}

/** Tháng 8/2026 */
export const formatMonth = (start: LocalDay): string => `Tháng ${Number(start.slice(5, 7))}/${start.slice(0, 4)}`;
