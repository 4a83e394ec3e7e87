/** Registers without an API, from files that people keep: one table of items a kind. */
import { checkItem } from '../../sources/reading';
import { itemKindFacts, type Instant, type Item, type ItemKind } from '../../vocabulary';
import { findTable, type CellProblem, type Column } from './columns';
import type { WorkSheet } from './workbook';

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Columns of the table of a kind, in the order of the template. */
export function registerColumns(kind: ItemKind): Column[] {
  const { title, classes, verdict, amount } = itemKindFacts(kind);
  return [
    { key: 'code', heading: 'Số, ký hiệu', aliases: ['Mã', 'Mã số', 'Số ký hiệu', 'Ký hiệu', 'Số/ký hiệu'], kind: 'text', required: true, hint: `Số hoặc ký hiệu riêng của từng ${title}; không ghi tên người, số điện thoại hay nội dung.` },
    { key: 'unit', heading: 'Đơn vị', aliases: ['Mã đơn vị', 'Tên đơn vị', 'Cơ quan', 'Cơ quan, đơn vị', 'Đơn vị thực hiện', 'Đơn vị chủ trì'], kind: 'text', required: true, hint: 'Mã hoặc tên đầy đủ như trong danh mục đơn vị.' },
    ...(classes ? [{ key: 'class', heading: 'Loại', aliases: ['Phân loại', 'Nhóm'], kind: 'choice' as const, choices: Object.fromEntries(Object.entries(classes).map(([value, words]) => [words, value])), hint: 'Chọn trong danh sách.' }] : []),
    { key: 'openedAt', heading: 'Ngày phát sinh', aliases: ['Ngày giao', 'Ngày tiếp nhận', 'Ngày phát hiện', 'Ngày ban hành', 'Ngày đăng', 'Ngày'], kind: 'day', required: true, hint: 'Ngày giao, phát hiện, tiếp nhận, ban hành hoặc đăng: ngày/tháng/năm.' },
    { key: 'dueAt', heading: 'Hạn hoàn thành', aliases: ['Hạn xử lý', 'Thời hạn', 'Hạn', 'Thời hạn hoàn thành'], kind: 'day', hint: 'Để trống nếu không có hạn.' },
    { key: 'doneAt', heading: 'Ngày hoàn thành', aliases: ['Ngày xử lý xong', 'Ngày xong', 'Hoàn thành ngày'], kind: 'day', hint: 'Để trống nếu chưa hoàn thành.' },
    { key: 'cancelled', heading: 'Không còn tính', kind: 'yesNo', hint: 'Ghi "có" khi đã rút, nhập vào việc khác hoặc chuyển nơi khác.' },
    ...(verdict ? [{ key: 'verdict', heading: sentence(verdict), kind: 'yesNo' as const, hint: 'Ghi "có" hoặc "không"; để trống nếu chưa biết.' }] : []),
    ...(amount ? [{ key: 'amount', heading: `Giá trị (${amount})`, aliases: ['Tổng số', 'Số tiền', 'Khối lượng'], kind: 'amount' as const, hint: 'Số, ví dụ 1.250.000.' },
      { key: 'amountDone', heading: `Đã thực hiện (${amount})`, aliases: ['Đã thực hiện', 'Số tiền đã thực hiện'], kind: 'amount' as const, hint: 'Số đã thực hiện đến nay.' }] : []),
  ];
}

export interface RegisterRow { item: Item; unitText: string; sheet: string; row: number; unitCell: string }
export interface ParsedRegister { sheets: string[]; rows: RegisterRow[]; problems: CellProblem[] }

/** Items of every sheet that holds the table. A row with a problem is left out of `rows`. */
export function parseRegister(kind: ItemKind, sheets: readonly WorkSheet[], now: Instant): ParsedRegister | null {
  const columns = registerColumns(kind);
  const headingOf = (field: string) => columns.find((column) => column.key === field)?.heading ?? field;
  const tables = sheets.map((sheet) => findTable(sheet, columns)).filter((table) => table !== null);
  if (tables.length === 0) return null;
  const problems: CellProblem[] = tables.flatMap((table) => table.problems);
  const seen = new Map<string, string>();
  const rows: RegisterRow[] = [];
  for (const row of tables.flatMap((table) => table.rows)) {
    if (row.bad) continue;
    const value = <T>(key: string) => (row.cells[key]?.value ?? null) as T | null;
    const problem = (key: string, reason: string) => problems.push({ sheet: row.sheet, cell: row.cells[key]?.cell ?? '', column: headingOf(key), reason });
    const item: Item = {
      kind, code: value<string>('code')!, unit: { by: 'name', value: value<string>('unit')! }, class: value('class'), openedAt: value<Instant>('openedAt')!, dueAt: value('dueAt'), doneAt: value('doneAt'),
      cancelled: value<boolean>('cancelled') ?? false, verdict: value('verdict'), amount: value('amount'), amountDone: value('amountDone'),
    };
    const rejection = checkItem(item, now);
    const before = seen.get(item.code);
    if (rejection) problem(rejection.field, rejection.message);
    else if (before !== undefined) problem('code', `trùng số, ký hiệu với ô ${before}`);
    else {
      seen.set(item.code, row.cells.code!.cell);
      rows.push({ item, unitText: item.unit!.value, sheet: row.sheet, row: row.row, unitCell: row.cells.unit!.cell });
    }
  }
  return { sheets: tables.map((table) => table.sheet), rows, problems };
}
