/** Templates that people fill in: headings with hints, lists to choose from, days and numbers checked by the spreadsheet itself. */
import type { Column } from './columns';
import { cellAddress } from './workbook';

const ROWS = 2000;
const escape = (text: string) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

export const registerForm = (title: string): string => `Sổ theo dõi: ${title}`;

/** XLSX bytes. `units` fill the sheet that the unit column offers to choose from. */
export async function writeTemplate(title: string, columns: readonly Column[], units: readonly { code: string; name: string }[]): Promise<Buffer> {
  const { default: write } = await import('write-excel-file/node');
  const bold = (value: string, extra: object = {}) => ({ value, fontWeight: 'bold' as const, ...extra });
  const heading = columns.map((column) => bold(column.required ? `${column.heading} *` : column.heading, { backgroundColor: column.required ? '#FFF2CC' : '#E7EEF7', wrap: true, alignVertical: 'center' as const }));
  const choices = columns.filter((column) => column.choices);
  const sheets = [
    { sheet: 'Số liệu', data: [heading], columns: columns.map((column) => ({ width: column.key === 'unit' ? 36 : 20 })), stickyRowsCount: 1 },
    {
      sheet: 'Hướng dẫn', columns: [{ width: 28 }, { width: 12 }, { width: 90 }],
      data: [[bold(title)], [{ value: 'Điền ở trang "Số liệu", mỗi dòng một mục. Ô có dấu * là bắt buộc. Không ghi tên, số điện thoại, địa chỉ của người dân.' }], [],
        [bold('Cột'), bold('Bắt buộc'), bold('Cách ghi')], ...columns.map((column) => [{ value: column.heading }, { value: column.required ? 'có' : '' }, { value: column.hint, wrap: true }])],
    },
    { sheet: 'Danh mục', columns: [{ width: 16 }, { width: 48 }, ...choices.map(() => ({ width: 30 }))], data: lists(units, choices, bold) },
  ];
  const file = write(sheets as never, {
    features: [{ files: { transform: { 'xl/worksheets/sheet{id}.xml': {
      transform: (xml: string, _options: unknown, { sheetIndex }: { sheetIndex: number }) => (sheetIndex === 0 ? withValidation(xml, validations(columns, choices, units.length)) : xml),
    } } } }],
  } as never) as unknown as { toBuffer(): Promise<Buffer> };
  return file.toBuffer();
}

type Bold = (value: string) => object;
function lists(units: readonly { code: string; name: string }[], choices: readonly Column[], bold: Bold): unknown[][] {
  const words = choices.map((column) => Object.keys(column.choices!));
  const height = Math.max(units.length, ...words.map((list) => list.length), 0);
  const cell = (text: string | undefined) => (text === undefined ? null : { value: text });
  return [[bold('Mã đơn vị'), bold('Tên đơn vị'), ...choices.map((column) => bold(column.heading))],
    ...Array.from({ length: height }, (_, i) => [cell(units[i]?.code), cell(units[i]?.name), ...words.map((list) => cell(list[i]))])];
}

/** One <dataValidation> a column that can be checked. */
function validations(columns: readonly Column[], choices: readonly Column[], units: number): string[] {
  return columns.flatMap((column, c) => {
    const range = `${cellAddress(1, c)}:${cellAddress(ROWS, c)}`;
    const rule = (type: string, rest: string, formulas: string) => `<dataValidation type="${type}" ${rest} allowBlank="1" showInputMessage="1" showErrorMessage="1" promptTitle="${escape(column.heading.slice(0, 32))}" prompt="${escape(column.hint.slice(0, 250))}" errorTitle="Chưa đúng" error="${escape(column.hint.slice(0, 220))}" sqref="${range}">${formulas}</dataValidation>`;
    const list = (sheetColumn: number, length: number) => `<formula1>${escape(`'Danh mục'!$${cellAddress(0, sheetColumn).slice(0, -1)}$2:$${cellAddress(0, sheetColumn).slice(0, -1)}$${length + 1}`)}</formula1>`;
    // A unit that is not in the list may still be written: the import says whether it is known.
    if (column.key === 'unitCode') return units > 0 ? [rule('list', 'errorStyle="warning"', list(0, units))] : [];
    if (column.key === 'unit' && !columns.some((one) => one.key === 'unitCode')) return units > 0 ? [rule('list', 'errorStyle="warning"', list(1, units))] : [];
    if (column.choices) return [rule('list', '', list(2 + choices.indexOf(column), Object.keys(column.choices).length))];
    if (column.kind === 'yesNo') return [rule('list', '', '<formula1>"có,không"</formula1>')];
    if (column.kind === 'day') return [rule('date', 'operator="greaterThan"', '<formula1>32874</formula1>')]; // 1990-01-01
    if (column.kind === 'count') return [rule('whole', 'operator="greaterThanOrEqual"', '<formula1>0</formula1>')];
    if (column.kind === 'amount') return [rule('decimal', 'operator="greaterThanOrEqual"', '<formula1>0</formula1>')];
    return [rule('textLength', 'operator="lessThanOrEqual"', '<formula1>200</formula1>')];
  });
}

/** The element stands after the rows and before page settings; any other place makes the file unreadable to spreadsheets. */
function withValidation(xml: string, rules: readonly string[]): string {
  const element = `<dataValidations count="${rules.length}">${rules.join('')}</dataValidations>`;
  const after = /<\/sheetData>(?:<sheetProtection[^>]*\/>)?(?:<autoFilter[^>]*\/>)?(?:<mergeCells.*?<\/mergeCells>)?(?:<conditionalFormatting.*?<\/conditionalFormatting>)*/s.exec(xml);
  if (!after) throw new Error('a sheet without <sheetData>');
  const at = after.index + after[0].length;
  return xml.slice(0, at) + element + xml.slice(at);
}
