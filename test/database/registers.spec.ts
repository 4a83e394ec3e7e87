/** Registers from files as people keep them: titles above, a blank first column, merged headings, several sheets, wrong cells. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { parseStatisticsFile } from '../../src/cli/import';
import { readResultsFile } from '../../src/cli/par-files';
import { periodMeasures } from '../../src/compute/measures/period-measures';
import { parseRegister, registerColumns } from '../../src/ingest/import/register';
import { RESULT_COLUMNS } from '../../src/indicators/par';
import { RESULT_FORM_COLUMNS } from '../../src/ingest/import/result-columns';
import { STATISTIC_COLUMNS } from '../../src/ingest/import/statistic-columns';
import { parseStatistics } from '../../src/ingest/import/statistics';
import { writeTemplate } from '../../src/ingest/import/template';
import { readWorkbook, type Cell } from '../../src/ingest/import/workbook';
import { importRegister, type RegisterImport } from '../../src/store/facts/registers';
import { knownUnits, openRegistry } from '../../src/store/units/registry';
import { parsePeriod, type Item } from '../../src/vocabulary';
import { openBench, type Bench } from '../support/bench';
import { addUnits, at } from '../support/dossiers';

const folder = mkdtempSync(join(tmpdir(), 'registers-'));
const NOW = at('2026-08-20 09:00');
let n = 0;

/** Sheets as an .xlsx file. */
async function workbook(sheets: Record<string, Cell[][]>): Promise<string> {
  const file = join(folder, `${(n += 1)}.xlsx`);
  const { default: write } = await import('write-excel-file/node');
  const data = Object.entries(sheets).map(([sheet, rows]) => ({ sheet, data: rows.map((row) => row.map((value) => (value === null ? null : { value, ...(value instanceof Date ? { format: 'dd/mm/yyyy' } : {}) }))) }));
  await (write(data as never) as unknown as { toFile(path: string): Promise<void> }).toFile(file);
  return file;
}

describe('reading', () => {
  test('[mode 38] an official-looking sheet: title, blank column, headings over two rows, column numbers, thousands with dots', async () => {
    const file = await workbook({
      'Bìa': [['UBND TỈNH', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM']],
      'Tháng 8': [
        [null, 'SỔ THEO DÕI KIẾN NGHỊ KIỂM TOÁN', 'Mẫu 01'],
        [null, 'Số, ký hiệu', 'Cơ quan, đơn vị', 'Thời gian', null, null, 'Số tiền', null],
        [null, null, null, 'Ngày phát hiện', 'Hạn xử lý', 'Ngày xử lý xong', 'Giá trị (đồng)', 'Đã thực hiện (đồng)'],
        [null, '(1)', '(2)', '(3)', '(4)', '(5)', '(6)', '(7)'],
        [null, 'KN-01', 'Đơn vị A', '05/08/2026', new Date(Date.UTC(2026, 7, 15)), '2026-08-14', '1.250.000', 1250000],
        [null, null, null, null, null, null, null, null],
        [null, 'KN-02', 'A', '6/8/2026', null, null, '86,57', '0'],
      ],
    });
    const parsed = parseRegister('auditRecommendation', await readWorkbook(file), NOW)!;
    expect(parsed.problems).toEqual([]);
    expect(parsed.sheets).toEqual(['Tháng 8']);
    expect(parsed.rows.map((row) => row.item)).toEqual([
      { kind: 'auditRecommendation', code: 'KN-01', unit: { by: 'name', value: 'Đơn vị A' }, class: null, openedAt: at('2026-08-05'), dueAt: at('2026-08-15'), doneAt: at('2026-08-14'), cancelled: false, verdict: null, amount: 1_250_000, amountDone: 1_250_000 },
      { kind: 'auditRecommendation', code: 'KN-02', unit: { by: 'name', value: 'A' }, class: null, openedAt: at('2026-08-06'), dueAt: null, doneAt: null, cancelled: false, verdict: null, amount: 86.57, amountDone: 0 },
    ]);
  });

  test('every wrong cell is named by its address, and its row is left out', async () => {
    const file = join(folder, 'inspection.csv');
    writeFileSync(file, '\ufeffSố, ký hiệu;Đơn vị;Loại;Ngày phát sinh;Ngày hoàn thành\nKT-1;A;CCHC;01/08/2026;02/08/2026\nKT-2;A;CCHC;31/02/2026;\nKT-3;A;Linh tinh;01/08/2026;\nKT-1;A;đất đai;01/08/2026;\n;A;CCHC;01/08/2026;\nKT-5;A;CCHC;02/08/2026;01/08/2026\nKT-6;A;CCHC;02/09/2026;\n');
    const parsed = parseRegister('inspection', await readWorkbook(file), NOW)!;
    expect(parsed.rows.map((row) => [row.item.code, row.item.class])).toEqual([['KT-1', 'reform']]);
    expect(parsed.problems.map((p) => [p.cell, p.column])).toEqual([['D3', 'Ngày phát sinh'], ['C4', 'Loại'], ['A6', 'Số, ký hiệu'], ['A5', 'Số, ký hiệu'], ['E7', 'Ngày hoàn thành'], ['D8', 'Ngày phát sinh']]);
    expect(parsed.problems[3]!.reason).toBe('trùng số, ký hiệu với ô A2');
  });

  test('the template is a table that reads itself back, with units and choices', async () => {
    const file = join(folder, 'template.xlsx');
    writeFileSync(file, await writeTemplate('phản ánh', registerColumns('feedback'), [{ code: 'A', name: 'Đơn vị A' }]));
    const sheets = await readWorkbook(file);
    expect(sheets.map((sheet) => sheet.name)).toEqual(['Số liệu', 'Hướng dẫn', 'Danh mục']);
    expect(parseRegister('feedback', sheets, NOW)).toEqual({ sheets: ['Số liệu'], rows: [], problems: [] });
    expect(sheets[2]!.rows[1]!.slice(0, 3)).toEqual(['A', 'Đơn vị A', 'về TTHC']);
  });

  test('the template of statistics reads itself back: Vietnamese headings, a unit code to choose, counts with dots', async () => {
    const file = join(folder, 'statistics.xlsx');
    writeFileSync(file, await writeTemplate('Số liệu', STATISTIC_COLUMNS, [{ code: 'A', name: 'Đơn vị A' }]));
    const sheet = (await readWorkbook(file))[0]!;
    const headings = sheet.rows[0]!.map(String);
    expect(headings.slice(0, 3)).toEqual(['Mã đơn vị *', 'Tên đơn vị', 'Kỳ báo cáo *']);
    const filled = headings.map((heading) => ({ 'Mã đơn vị *': 'A', 'Kỳ báo cáo *': '2026-08', 'Tiếp nhận mới': '1.234', 'Giải quyết quá hạn': '0' })[heading] ?? '');
    const read = (texts: string[]) => parseStatistics(headings.map((heading) => heading.toLowerCase()), [{ number: 2, cells: Object.fromEntries(headings.map((heading, i) => [heading.toLowerCase(), texts[i]!])) }], {});
    expect(read(filled)).toMatchObject({ problems: [], rows: [{ unitCode: 'A', period: { type: 'month', start: '2026-08-01' }, values: { received: 1234, resolvedLate: 0, resolved: null } }] });
    expect(read(filled.map((text) => (text === '2026-08' ? 'tháng 8' : text))).problems).toMatchObject([{ column: 'period' }]);
  });

  const REPORT: Cell[][] = [
    ['UBND TỈNH', null, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
    ['TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC'],
    ['TT', 'Lĩnh vực, đơn vị giải quyết', 'Số lượng hồ sơ tiếp nhận', null, null, null, 'Số lượng hồ sơ đã giải quyết', null, null, null, 'Số lượng hồ sơ đang giải quyết', null, null],
    [null, null, 'Tổng số', 'Trong kỳ', null, 'Từ kỳ trước', 'Tổng số', 'Trước hạn', 'Đúng hạn', 'Quá hạn', 'Tổng số', 'Trong hạn', 'Quá hạn'],
    [null, null, null, 'Trực tuyến', 'Trực tiếp, dịch vụ bưu chính', null, null, null, null, null, null, null, null],
    ['(1)', '(2)', '(3)=(4)+(5)+(6)', '(4)', '(5)', '(6)', '(7)=(8)+(9)+(10)', '(8)', '(9)', '(10)', '(11)=(12)+(13)', '(12)', '(13)'],
    [1, 'Đơn vị A', '1.500', 900, 500, 100, '1.200', 700, 480, 20, 300, 290, 10],
  ];
  test('a report form: titles, groups above the names of columns, several sheets, units by name', async () => {
    const file = await workbook({ Sở: REPORT, Xã: [...REPORT.slice(0, 6), [1, 'Đơn vị B', 10, 4, 5, 1, 8, 8, 0, 0, 3, 3, 0]] });
    const { rows, problems, doubts, byName } = await parseStatisticsFile(file, { FILE: '2026-08' });
    expect({ problems, byName }).toEqual({ problems: [], byName: true });
    expect(rows.map(({ unitCode, period, values }) => [unitCode, period.start, values])).toEqual([
      ['Đơn vị A', '2026-08-01', { handled: 1500, receivedOnline: 900, carriedOver: 100, resolved: 1200, resolvedEarly: 700, resolvedLate: 20, inProgress: 300, inProgressLate: 10 }],
      ['Đơn vị B', '2026-08-01', { handled: 10, receivedOnline: 4, carriedOver: 1, resolved: 8, resolvedEarly: 8, resolvedLate: 0, inProgress: 3, inProgressLate: 0 }],
    ]);
    expect(doubts).toMatchObject([{ sheet: 'Xã', row: 7, column: 'handled', reason: 'resolved + inprogress = 11, handled ghi 10' }]);
  });

  test('every equation of the report form is checked, with the columns that are no counts of ours (5.3)', async () => {
    const file = await workbook({ S: [...REPORT, [2, 'Đơn vị B', 11, 4, 5, 1, 8, 6, 1, 0, 3, 3, 1]] }); // 10, 7 and 4 in place of 11, 8 and 3
    const { rows, doubts } = await parseStatisticsFile(file, { FILE: '2026-08' });
    expect(doubts!.map(({ row, column, reason }) => [row, column, reason.replace(/ ghi.*/, '').split(' = ')[1]])).toEqual([[8, 'handled', '10, handled'], [8, 'resolved', '7, resolved'], [8, 'inprogress', '4, inprogress']]);
    expect(rows[1]).toMatchObject({ values: { handled: 11, resolved: 8, inProgress: 3 }, scores: [{ indicator: 'on-time-resolution', score: null, flags: ['SUM_DIFFERS'] }] });
  });

  test('two columns of one name, and two kinds of table in one file, are refused', async () => {
    const twice = await workbook({ S: [['Mã đơn vị', 'Kỳ', 'Đã giải quyết', 'resolved'], ['A', '2026-08', 1, 2]] });
    await expect(parseStatisticsFile(twice, {})).rejects.toThrow('hai cột C1 và D1 cùng là "resolved"');
    const kinds = await workbook({ S: [['unit_code', 'period', 'resolved'], ['A', '2026-08', 1]], T: [['unit_code', 'period', 'received', 'on_time'], ['A', '2026-08', 1, 1]] });
    await expect(parseStatisticsFile(kinds, {})).rejects.toThrow('bảng khác loại ở trang "S" và "T"');
  });

  test('the template of published results reads itself back: words of the form, days, changes with a sign', async () => {
    expect(RESULT_FORM_COLUMNS.map(({ key }) => (key === 'unitCode' ? 'unit_code' : key))).toEqual([...RESULT_COLUMNS]);
    const file = join(folder, 'results.xlsx');
    writeFileSync(file, await writeTemplate('Kết quả', RESULT_FORM_COLUMNS, [{ code: 'A', name: 'Đơn vị A' }]));
    const [form, , lists] = await readWorkbook(file);
    expect(lists!.rows[0]).toEqual(['Mã đơn vị', 'Tên đơn vị', 'Chỉ số', 'Loại địa bàn', 'Mức tin cậy']);
    const filled: Record<string, Cell> = { 'Chỉ số *': 'SIPAS', 'Năm đánh giá *': 2021, 'Địa bàn *': 'Quảng Nam', 'Điểm': '84,24', 'Hạng': 57, 'Trên tổng số': 63, 'Tăng giảm điểm': '+3,64', 'Tăng giảm hạng': '-4', 'Văn bản công bố': 'QĐ 362/QĐ-BNV', 'Ngày công bố': new Date(Date.UTC(2022, 4, 6)), 'Mức tin cậy': 'Theo văn bản công bố' };
    const read = await readResultsFile(await workbook({ 'Số liệu': [form!.rows[0]!, form!.rows[0]!.map((heading) => filled[String(heading)] ?? null)], 'Danh mục': lists!.rows }));
    expect(read).toEqual([{ kind: 'sipas', year: 2021, territoryKind: 'province', territory: 'Quảng Nam', unitCode: null, element: '', score: '84.2400', rank: 57, rankOf: 63, scoreChange: '3.6400', rankChange: -4, band: null, decision: 'QĐ 362/QĐ-BNV', announcedOn: '2022-05-06', source: 'QĐ 362/QĐ-BNV', basis: 'SOURCED', remark: null }]);
  });

  test('a table of something else is not taken for the register', async () => {
    expect(parseRegister('task', await readWorkbook(await workbook({ S: [['Mã', 'Giá'], ['1', 2]] })), NOW)).toBeNull();
  });

  test.each([
    ['a text file under the name of a workbook', Buffer.from('not a zip'), /không phải XLSX/],
    ['a decompression bomb', bomb(300 << 20), /bung ra lớn hơn/],
  ])('%s is refused', async (_, bytes, message) => {
    const file = join(folder, `${(n += 1)}.xlsx`);
    writeFileSync(file, bytes);
    await expect(readWorkbook(file)).rejects.toThrow(message);
  });
});

/** A zip of one entry of zeros. */
function bomb(size: number): Buffer {
  const body = deflateRawSync(Buffer.alloc(1 << 20));
  const name = Buffer.from('xl/worksheets/sheet1.xml');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0); local.writeUInt16LE(20, 4); local.writeUInt16LE(8, 8); local.writeUInt32LE(body.length, 18); local.writeUInt32LE(size, 22); local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0); central.writeUInt16LE(20, 4); central.writeUInt16LE(20, 6); central.writeUInt16LE(8, 10); central.writeUInt32LE(body.length, 20); central.writeUInt32LE(size, 24); central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0); end.writeUInt16LE(1, 8); end.writeUInt16LE(1, 10); end.writeUInt32LE(central.length + name.length, 12); end.writeUInt32LE(local.length + name.length + body.length, 16);
  return Buffer.concat([local, name, body, central, name, end]);
}

describe('keeping', () => {
  let bench: Bench;
  beforeAll(async () => { bench = await openBench(); await addUnits(bench.client, ['A', 'B', 'P']); });
  afterAll(() => bench.close());
  const item = (code: string, unit: string, dueAt: string, doneAt: string | null): Item => ({ kind: 'inspectionFinding', code, unit: { by: 'code', value: unit }, class: null, openedAt: at('2026-07-01'), dueAt: at(dueAt), doneAt: doneAt ? at(doneAt) : null, cancelled: false, verdict: null, amount: null, amountDone: null });
  const give = (items: Item[], rest: Partial<RegisterImport> = {}) => importRegister(bench.pool, {
    kind: 'inspectionFinding', title: 'kết luận', fields: ['code', 'dueAt', 'doneAt'], items, bad: [], file: { name: 'kl.xlsx', by: 'van-thu', bytes: Buffer.from(JSON.stringify(items)) }, asOf: at('2026-08-20'), complete: false, openRegistry: (id) => openRegistry(bench.client, id), ...rest,
  });
  const basisOf = async (unit: string, period: string) => {
    const id = (await bench.client.query<{ id: number }>('select id from unit where code = $1', [unit])).rows[0]!.id;
    return (await periodMeasures(bench.client, parsePeriod(period), at('2026-09-20 09:00'), { onTimeBy: 'date', dueSoonDays: 3, dueSoonUntil: '2026-09-23' }, [], null)).find((u) => u.unitId === id)?.bases[0];
  };

  test('a file is counted up to the day it speaks for, and says who gave it', async () => {
    expect(await give([item('1', 'A', '2026-08-10', '2026-08-09'), item('2', 'A', '2026-08-12', null), item('3', 'B', '2026-08-12', null)])).toMatchObject({ new: 3, gone: 0 });
    expect((await basisOf('A', '2026-08'))!.measures).toMatchObject({ 'inspectionFinding.due': 2, 'inspectionFinding.doneOnTime': 1 });
    const september = (await basisOf('A', '2026-09'))!;
    expect(september.missing('inspectionFinding.due')).toBe('Nguồn register-inspectionFinding mới nạp đến 19/08/2026.');
    expect((await bench.client.query(`select file_name, done_by, outcome from run`)).rows).toEqual([{ file_name: 'kl.xlsx', done_by: 'van-thu', outcome: 'done' }]);
  });

  test('the same file again changes nothing; a whole register drops what it no longer holds', async () => {
    const two = [item('1', 'A', '2026-08-10', '2026-08-09'), item('2', 'A', '2026-08-12', '2026-08-19')];
    expect(await give(two)).toMatchObject({ new: 0, changed: 1, unchanged: 1, gone: 0 });
    expect(await give(two, { complete: true })).toMatchObject({ unchanged: 2, gone: 1 });
    expect((await basisOf('B', '2026-08'))?.measures ?? 'silent').toBe('silent');
  });

  test('an older file never moves the register back', async () => {
    await give([item('1', 'A', '2026-08-10', '2026-08-09')], { asOf: at('2026-07-31') });
    expect((await basisOf('A', '2026-08'))!.measures).toMatchObject({ 'inspectionFinding.due': 2 });
  });

  test('amounts carried out: of what was done by the end, and of open items as of the day of the register only', async () => {
    const audit = (code: string, amount: number | null, amountDone: number | null, doneAt: string | null): Item => ({ ...item(code, 'A', '2026-08-30', doneAt), kind: 'auditRecommendation', amount, amountDone });
    const rest = { kind: 'auditRecommendation', fields: ['code', 'dueAt', 'doneAt', 'amount', 'amountDone'], complete: true } as const;
    const amounts = async (period: string) => { const { measures } = (await basisOfKind(period))!; return [measures['auditRecommendation.amount'], measures['auditRecommendation.amountDone']]; };
    const basisOfKind = async (period: string) => { const id = (await bench.client.query<{ id: number }>(`select id from unit where code = 'A'`)).rows[0]!.id; return (await periodMeasures(bench.client, parsePeriod(period), at('2026-09-20 09:00'), { onTimeBy: 'date', dueSoonDays: 3, dueSoonUntil: '2026-09-23' }, [], null)).find((u) => u.unitId === id)?.bases.find((b) => b.claims?.('auditRecommendation.amount')); };
    await give([audit('1', 100, 100, '2026-07-20'), audit('2', 50, 20, null), audit('3', 30, null, null)], rest);
    expect(await amounts('2026-08')).toEqual([180, 120]);
    expect(await amounts('2026-07')).toEqual([180, undefined]); // how much of 2 was carried out by the end of July nobody wrote
    await give([audit('1', 100, 100, '2026-07-20'), audit('2', 50, 50, '2026-08-10'), audit('3', 30, null, null)], rest);
    expect([await amounts('2026-08'), await amounts('2026-07')]).toEqual([[180, 150], [180, undefined]]);
    await give([audit('1', 100, null, '2026-07-20'), audit('2', 50, 50, '2026-08-10'), audit('3', null, null, null)], rest);
    expect(await amounts('2026-08')).toEqual([undefined, undefined]);
    expect((await basisOfKind('2026-08'))!.missing('auditRecommendation.amountDone')).toContain('có mục đã xong mà để trống');
    expect((await basisOfKind('2026-08'))!.missing('auditRecommendation.amount')).toBe('Sổ của nguồn register-auditRecommendation có mục chưa ghi giá trị.');
  });

  test('what a register has no column for is not nought', async () => {
    // One of July too: it is still there, and has what it has.
    const checks = (fields: string[]) => give(['2026-08-03', '2026-07-28'].map((opened) => ({ ...item(opened, 'A', '2026-08-10', null), kind: 'postingCheck', openedAt: at(opened), verdict: fields.includes('verdict') ? true : null })), { kind: 'postingCheck', fields, complete: true });
    const basisOfChecks = async () => { const id = (await bench.client.query<{ id: number }>(`select id from unit where code = 'A'`)).rows[0]!.id; return (await periodMeasures(bench.client, parsePeriod('2026-08'), at('2026-09-20 09:00'), { onTimeBy: 'date', dueSoonDays: 3, dueSoonUntil: '2026-09-23' }, [], null)).find((u) => u.unitId === id)!.bases.find((b) => b.claims?.('postingCheck.opened'))!; };
    await checks(['code', 'openedAt']);
    const without = await basisOfChecks();
    expect([without.measures['postingCheck.opened'], without.measures['postingCheck.positive'], without.measures['postingCheck.overdue']]).toEqual([1, undefined, undefined]);
    expect(without.missing('postingCheck.positive')).toBe('Nguồn register-postingCheck không cung cấp kết quả đánh giá của "đơn vị được kiểm tra niêm yết".');
    expect(without.missing('received')).toBe('Nguồn register-postingCheck chỉ cung cấp danh sách "đơn vị được kiểm tra niêm yết", không có số liệu "received".');
    await checks(['code', 'openedAt', 'verdict']);
    expect((await basisOfChecks()).measures).toMatchObject({ 'postingCheck.opened': 1, 'postingCheck.positive': 1, 'postingCheck.allPositive': 2 });
  });

  test('units are found by code and by exact name, nothing like it', async () => {
    expect(Object.fromEntries(await knownUnits(bench.client, ['A', 'đơn vị  b', 'Don vi B', 'Đơn vị']))).toEqual({ A: 'A', 'đơn vị  b': 'B' });
  });
});
