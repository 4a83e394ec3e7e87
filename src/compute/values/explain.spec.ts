import { DEFAULT_BANDS, bandOf, findIndicator, indicators } from '../../indicators';
import { MINUTE, parsePeriod, startOfDay, type Measure } from '../../vocabulary';
import { closedStep, explain, type ExplainContext } from './explain';
import { targetOf } from '../judging/targets';
import { valuesOf } from './value';
import type { Basis } from '../measures/basis';

const NOW = startOfDay('2026-09-01');
const basis = (measures: Partial<Record<Measure, number>>, name = 'dossiers:igate'): Basis => ({ name, measures, coverage: 1, missing: (m) => `không có ${m}` });

function said(id: string, bases: Basis[], period = '2026-08', more: Partial<ExplainContext> = {}): string {
  const values = new Map(valuesOf(indicators, bases, 'chưa có nguồn').map((v) => [v.indicator, v]));
  const context: ExplainContext = {
    period: parsePeriod(period), now: NOW, noSource: 'chưa có nguồn', configuredEmpty: 'null', loadedThrough: new Map([['dossier:igate', NOW - 12 * MINUTE], ['statistic:igate', NOW - 40 * MINUTE]]), values, find: findIndicator, target: (i) => targetOf(undefined, i, { code: 'A', level: 'commune' }, 2026),
    band: (score) => bandOf(score, DEFAULT_BANDS), published: [], ...more,
  };
  return explain(findIndicator(id)!, values.get(id)!, bases, context).map((s) => `${s.label}: ${s.text}`).join('\n');
}

test('a score: law in force, counts, ratio, rule, rounding, source and its age', () => {
  const text = said('index766-progress', [basis({ handledOnTime: 1652, handled: 2270 })], '2026-08', { published: [{ by: 'cong', score: 14.6, flags: ['NO_NATIONAL_REPORT_DATA'] }] });
  for (const line of ['Căn cứ: QĐ 766/QĐ-TTg', 'Bộ quy tắc: RS-C (từ 01/07/2026', 'Tử số: hồ sơ đúng hạn hoặc còn trong hạn 1.652', 'Mẫu số: hồ sơ tiếp nhận và đang giải quyết 2.270', '1.652 ÷ 2.270 = 72,77533 % → 72,78 %',
    'Quy tắc điểm: 20 × tỷ lệ', '14,555066 → 14,56', 'Điểm: 14,56 trên 20', 'Điểm công bố: 14,6 theo cong – ⚠ lệch 0,04', 'Cờ của nguồn: NO_NATIONAL_REPORT_DATA', 'igate (đến ', 'cách đây 12 phút']) expect(text).toContain(line);
});

test('only the acts of the period are named; a transition names both rule sets', () => {
  expect(said('on-time-resolution', [], '2025-05')).toMatch(/NĐ 61\/2018/);
  expect(said('on-time-resolution', [], '2025-05')).not.toMatch(/NĐ 118\/2025/);
  expect(said('on-time-resolution', [], '2025')).toMatch(/RS-A .*RS-B/);
});

test('nothing happened: the rule of the empty denominator, configured ones with their mark', () => {
  expect(said('index766-feedback-on-time', [basis({ feedback: 0, feedbackOnTime: 0 })])).toContain('không phát sinh: đủ điểm tối đa');
  expect(said('index766-services-used', [basis({ onlineServices: 0, onlineServicesUsed: 0 })])).toContain('(theo cấu hình, chưa xác minh)');
});

test('unavailable says why; growth, yes/no and entered figures say what they are', () => {
  expect(said('apology-letters', [basis({ resolvedLate: 3, inProgressLate: 1 })])).toContain('Không có số liệu: không có lateApologised');
  const register = [basis({ 'serviceUnit.all.full': 12, 'intangibleAssetRule.all': 2, 'intangibleAssetRule.allDone': 2 }, 'items:so'), basis({ selfFinancedBase: 9, sipasIndex: 84.24 }, 'statistics:nhap')];
  expect(said('self-financing-growth', register, '2026')).toMatch(/Tử số: .*12\nNăm gốc: .*9\nGiá trị: tăng 3/);
  expect(said('intangible-asset-rules', register, '2026')).toContain('Giá trị: có');
  expect(said('paperless-documents', [basis({ edocumentsPaperless: 30 }, 'edocuments:truc'), basis({ documentsEligible: 40 }, 'statistics:nhap')])).toMatch(/Mẫu số: .*40\nTỷ lệ: 30 ÷ 40 = 75 %/);
  const counted = basis({ received: 90 });
  expect(said('one-stop-share', [counted, basis({ declaredOutside: 10 }, 'statistics:khai-bao')])).toMatch(/Tử số: .* 90\nMẫu số: .* 90 \+ .* 10 = 100\nTỷ lệ: 90 ÷ 100 = 90 %/); // the system counts, the unit declares
  expect(said('one-stop-share', [counted])).toContain('Không có số liệu: Chưa có số khai báo: không có declaredOutside');
  expect(said('sipas', register, '2026')).toContain('Giá trị: 84,24 %');
});

test('the target of the unit, not only that of the law', () => {
  const target = () => ({ value: 0.955, nearBy: 0.05, document: 'QĐ 12/QĐ-UBND', verified: true });
  expect(said('on-time-resolution', [basis({ resolvedOnTime: 9, resolvedLate: 1 })], '2026-08', { target })).toContain('Mục tiêu: 95,5 % theo QĐ 12/QĐ-UBND\n');
});

test('a closed period: what was signed, and whether the steps of today come to it', () => {
  const closing = { day: '2026-09-05', by: 'Nguyễn Văn A', accepted: [] };
  const figure = (hits: number, total: number, score: number | null = null) => ({ hits, total, value: hits / total, score, status: 'available' as const, reason: null });
  const progress = findIndicator('index766-progress')!;
  expect(closedStep(progress, closing, figure(1095, 1313, 16.68), figure(1095, 1313, 16.68)).text).toBe('ngày 05/09/2026, người chốt: Nguyễn Văn A. Số đã chốt: 1.095 / 1.313 = 83,40 %, 16,68 điểm. Các bước dưới đây tính lại từ dữ liệu hôm nay, ra đúng số đã chốt.');
  expect(closedStep(progress, closing, figure(1095, 1313, 16.68), figure(1100, 1313, 16.76)).text).toContain('Số đã chốt: 1.095 / 1.313 = 83,40 %, 16,68 điểm. ⚠ Các bước dưới đây tính lại từ dữ liệu hôm nay, ra số khác: 1.100 / 1.313 = 83,78 %, 16,76 điểm.');
  expect(closedStep(findIndicator('index766-total')!, closing, { hits: null, total: null, value: 0.7807, score: 78.07, status: 'available', reason: null }, { hits: null, total: null, value: null, score: null, status: 'unavailable', reason: 'Thiếu.' }).text).toContain('Số đã chốt: 78,07 điểm. ⚠ Các bước dưới đây tính lại từ dữ liệu hôm nay, ra số khác: không có số liệu (Thiếu.).');
  expect(closedStep(progress, { ...closing, accepted: ['hệ thống đã dừng'] }, undefined, figure(1, 1, 20)).text).toContain('người chốt: Nguyễn Văn A (⚠ chốt khi đối soát chưa xong: hệ thống đã dừng). Số đã chốt:');
  expect(closedStep(progress, closing, undefined, figure(1, 1, 20)).text).toContain('Số đã chốt: không có trong số đã chốt.');
});
