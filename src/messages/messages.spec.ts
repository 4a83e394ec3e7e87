import catalogue from './en.json';
import { inEnglish, messagesIn, sayIn } from './index';

it.each([
  // whole texts
  ['Hồ sơ đang quá hạn', 'Dossiers overdue now'],
  ['Đạt', 'Met'],
  ['không phát sinh', 'no activity'],
  // signs and capitals around them
  ['● đạt chỉ tiêu', '● target reached'],
  ['Gần đạt', 'Nearly reached'],
  ['● Mới', '● Fresh'],
  ['■ Quá hạn trên 30 ngày', '■ Overdue more than 30 days'],
  ['giải quyết đúng hạn 720 + giải quyết quá hạn 180 = 900', 'resolved on time 720 + resolved late 180 = 900'],
  ['NĐ 118/2025/NĐ-CP; hiệu lực 01/07/2025 – nay', 'NĐ 118/2025/NĐ-CP; in force 01/07/2025 – now'],
  ['chỉ số 4.2', 'indicator 4.2'],
  ['◆ Thẩm định lần 1', '◆ Appraisal 1'],
  ['kỳ 2026-Q3', 'period 2026-Q3'],
  ['Hồ sơ đang quá hạn\n\nHồ sơ\n\nCăn cứ: Kế hoạch 5610/KH-UBND (UBND tỉnh Quảng Nam) ngày 24/8/2022', 'Dossiers overdue now\n\nDossiers\n\nLegal basis: Kế hoạch 5610/KH-UBND (UBND tỉnh Quảng Nam) ngày 24/8/2022'],
  // holes, numbers in them, and texts in them
  ['Ấn bản 1.234 · cập nhật lúc 10:32 17/08', 'Edition 1,234 · updated 10:32 17/08'],
  ['Tháng 8/2026', 'August 2026'],
  ['CHƯA ĐỦ – mới có 42 % kỳ', 'INCOMPLETE – only 42% of the period loaded'],
  ['SỐ LIỆU CŨ – đến 10:32 17/08 · mới có 42 % kỳ', 'OLD DATA – as of 10:32 17/08 · only 42% of the period loaded'],
  ['Chưa có mẫu số: Nguồn igate mới nạp đến 05/09/2026.', 'No denominator: Source igate is loaded through 05/09/2026 only.'],
  ['Thiếu chỉ số thành phần CK.CONGBO "Hồ sơ đang quá hạn": Kỳ báo cáo chưa bắt đầu.', 'Component indicator CK.CONGBO "Dossiers overdue now" missing: The reporting period has not begun.'],
  ['Tạm giữ để kiểm tra: nhảy vọt: 1.200 so với mức thường 12,5. Chờ dữ liệu được sửa.', 'Held for checking: jump: 1,200 against the usual 12.5. Waits until the data are corrected.'],
  ['18,42 điểm', '18.42 points'],
  ['Hồ sơ thanh toán trực tuyến (766 – 3.6) – 14 tháng', 'Dossiers paid online (index 766 – 3.6) – 14 months'],
  ['Xếp hạng sở, ngành – Hồ sơ thanh toán trực tuyến (766 – 3.6)', 'Ranking of departments – Dossiers paid online (index 766 – 3.6)'],
  ['Thiếu chỉ số thành phần CK.CONGBO "TTHC công bố đúng hạn (766 – 1.1)": Chưa nạp lần nào.', 'Component indicator CK.CONGBO "Announced on time (index 766 – 1.1)" missing: Never loaded.'],
  ['Kế hoạch 5610/KH-UBND (chưa xác minh)', 'Kế hoạch 5610/KH-UBND (unverified)'],
  ['không có số liệu: Nguồn igate không cung cấp dữ liệu cho "văn bản đi".', 'no data: Source igate gives no data for "outgoing documents".'],
  // numbers alone
  ['95,2 %', '95.2%'],
  ['1.234.567,8', '1,234,567.8'],
  ['412 / 433', '412 / 433'],
])('turns %j into %j', (text, english) => {
  expect(inEnglish(text)).toBe(english);
});

it.each(['', 'Phường Hội An Tây', 'Sở Nông nghiệp và Môi trường', 'Ủy ban nhân dân xã Trà My, tỉnh Quảng Nam', 'H17.12.345', '1.001193', '2.000815.000.00.00.H17', '10.0.0.1', '1.2.3', '118/2025/NĐ-CP', 'QĐ 766/QĐ-TTg ngày 23/6/2022', 'TT 01/2020/TT-VPCP ngày 21/10/2020', 'Điểm nóng ở chợ Hàn', 'igate-1.234'])('leaves %j as it is', (text) => {
  expect(inEnglish(text)).toBe(text);
});

it('leaves sentences of people alone', () => {
  expect(inEnglish('Bổ sung hồ sơ, không rõ, theo đề nghị của Sở')).toBe('Bổ sung hồ sơ, không rõ, theo đề nghị của Sở');
});

it('finds every message again when its holes are filled', () => {
  const filled = (text: string) => text.replace(/\{(\d)(?::month)?\}/g, '7$1');
  const templates = Object.entries(catalogue).filter(([id]) => /\{\d\}/.test(id));
  expect(templates.length).toBeGreaterThan(600);
  expect(templates.filter(([id, english]) => inEnglish(filled(id)) !== filled(english)).map(([id]) => `${filled(id)} → ${inEnglish(filled(id))}`)).toEqual([]);
});

it('loses nothing of a text that it knows in part', () => {
  expect(inEnglish('Hồ sơ đang quá hạn; một lời nhắn không ai biết')).toBe('Dossiers overdue now; một lời nhắn không ai biết');
});

it('answers texts of any shape without delay', () => {
  const started = performance.now();
  for (const text of ['Nguồn '.repeat(1300), `${'; không có số liệu: '.repeat(400)}`, '('.repeat(8000), `SỐ LIỆU CŨ – ${' · '.repeat(2000)}`, 'a, b. c: d; '.repeat(600), 'x'.repeat(100_000)]) expect(typeof inEnglish(text)).toBe('string');
  expect(performance.now() - started).toBeLessThan(1_000);
});

it('gives Vietnamese as it is, and a page the texts that it names', () => {
  expect(sayIn('vi')('Đạt')).toBe('Đạt');
  expect(messagesIn("t('vừa xong')")).toEqual({ 'vừa xong': 'just now' });
});
