/** Time limits of procedures (thời hạn giải quyết) from CSV files: procedure, amount, unit, from, to. A procedure may have several cases, one line each. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { CchcError } from '../../platform/errors';
import type { LocalDay } from '../../vocabulary';
import { LIMIT_UNITS, type LimitUnit, type TimeLimit } from './due-date';

/** The limits of a procedure for a dossier received on a day; empty = not known. */
export type TimeLimits = (procedureCode: string, received: LocalDay) => readonly TimeLimit[];

/** Throws CchcError `bad-configuration` with every wrong line. */
export function readTimeLimits(files: readonly string[]): TimeLimits {
  const limits = new Map<string, (TimeLimit & { from: string; to: string })[]>();
  const wrong: string[] = [];
  for (const file of files) {
    let bytes: Buffer;
    try { bytes = readFileSync(file); } catch { throw new CchcError('bad-configuration', `${file}: không đọc được tệp thời hạn.`, 'Kiểm tra calendar.timeLimits trong tệp cấu hình.'); }
    const rows = parse(bytes, { columns: true, bom: true, trim: true, skip_empty_lines: true }) as Record<string, string | undefined>[];
    rows.forEach(({ procedure, amount, unit, from, to }, i) => {
      const n = Number((amount || 'x').replace(',', '.'));
      const day = (text: string | undefined) => !text || /^\d{4}-\d{2}-\d{2}$/.test(text);
      if (!procedure || !(n >= 0) || !LIMIT_UNITS.includes(unit as LimitUnit) || (unit === 'month' && !Number.isInteger(n)) || !day(from) || !day(to)) {
        return wrong.push(`${file}:${i + 2}: cần procedure, amount (số không âm; tháng là số nguyên), unit (${LIMIT_UNITS.join(', ')}); from, to như 2025-07-01 hoặc bỏ trống`);
      }
      const known = limits.get(procedure) ?? [];
      limits.set(procedure, [...known, { amount: n, unit: unit as LimitUnit, from: from || '', to: to || '9999' }]);
    });
  }
  if (wrong.length > 0) throw new CchcError('bad-configuration', wrong.join('\n'), 'Sửa các dòng trên trong tệp thời hạn (docs/calendar.md).');
  return (procedure, received) => (limits.get(procedure) ?? []).filter((l) => l.from <= received && received <= l.to);
}
