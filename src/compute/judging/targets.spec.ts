import { findIndicator } from '../../indicators';
import { checkTargets, lightOf, targetOf, targetsFile, type Target } from './targets';

const progress = findIndicator('index766-progress')!; // up
const overdue = findIndicator('open-overdue')!; // down
const of = (hits: number, total: number, coverage = 1) => ({ hits, total, value: total === 0 ? null : hits / total, coverage });
const goal = (value: number): Target => ({ value, nearBy: 0.05, document: 'QĐ', verified: true });

test.each([
  [19, 20, 'reached'], // 0.95 exactly
  [18, 20, 'near'], // 0.90 = 0.95 − 0.05: the edge belongs to it
  [17, 20, 'missed'],
])('at least 95 %%: %i of %i is %s', (hits, total, light) => {
  expect(lightOf(progress, of(hits, total), goal(0.95)).light).toBe(light);
});

test.each([[5, 100, 'reached'], [10, 100, 'near'], [11, 100, 'missed']])('at most 5 %%: %i of %i is %s', (hits, total, light) => {
  expect(lightOf(overdue, of(hits, total), goal(0.05)).light).toBe(light);
});

test('3.3 is held against its target by its value, not by its counts', () => {
  const online = findIndicator('index766-online-dossiers')!;
  expect([1, 0.8, 0.5].map((synced) => lightOf(online, { ...of(5, 8), value: (5 / 8) * synced }, goal(0.5)).light)).toEqual(['reached', 'reached', 'missed']);
});

test('not coloured: fewer than five, nothing, not loaded in full, no target', () => {
  expect(lightOf(progress, of(4, 4), goal(0.95))).toEqual({ light: 'none', reason: 'Mẫu số dưới 5.' });
  expect(lightOf(progress, of(0, 0), goal(0.95))).toEqual({ light: 'none', reason: 'Không phát sinh.' });
  expect(lightOf(progress, of(90, 100, 0.5), goal(0.95))).toEqual({ light: 'none', reason: 'Kỳ chưa nạp đủ số liệu.' });
  expect(lightOf(progress, of(90, 100), null)).toEqual({ light: 'none', reason: 'Chưa có chỉ tiêu.' });
});

describe('the target of a unit', () => {
  const file = targetsFile.parse({ targets: [
    { indicator: 'HS.DUNGHAN_766', year: 2026, value: 0.9, document: 'mọi đơn vị' }, // by catalogue code
    { indicator: 'index766-progress', year: 2026, level: 'commune', value: 0.8, document: 'cấp xã' },
    { indicator: 'index766-progress', year: 2026, unit: 'X1', value: 0.7, document: 'riêng X1', verified: true },
  ] });
  const target = (code: string, level: string, year = 2026) => targetOf(file, progress, { code, level }, year);

  test('its own, else its level, else of all; only in its year', () => {
    expect(target('X1', 'commune')).toMatchObject({ value: 0.7, document: 'riêng X1', verified: true });
    expect(target('X2', 'commune')).toMatchObject({ value: 0.8, verified: false });
    expect(target('S1', 'department')).toMatchObject({ value: 0.9, nearBy: 0.05 });
    expect(target('X1', 'commune', 2025)).toBeNull();
  });

  test('a bad file is told what is wrong with it', () => {
    expect(checkTargets(file)).toEqual([]);
    const bad = targetsFile.parse({ targets: [{ indicator: 'no-such', year: 2026, value: 1, document: 'x' }, { indicator: 'online-share', year: 2026, unit: 'A', level: 'commune', value: 1, document: 'x' },
      { indicator: 'index766-progress', year: 2026, value: 1, document: 'x' }, { indicator: 'HS.DUNGHAN_766', year: 2026, value: 0.9, document: 'x' }] });
    expect(checkTargets(bad).map((p) => p.reason)).toEqual(['Không có chỉ số "no-such"', 'Vừa ghi unit vừa ghi level', 'Hai chỉ tiêu cho cùng chỉ số, năm và đơn vị (hoặc cấp)']);
    // 95 instead of 0.95 would never be reached; counts may be any number.
    const percent = targetsFile.parse({ targets: [{ indicator: 'index766-progress', year: 2026, value: 95, document: 'x' }, { indicator: 'index766-total', year: 2026, value: 80, document: 'x' }, { indicator: 'press-items', year: 2026, value: 95, document: 'x' }] });
    expect(checkTargets(percent)).toEqual([
      { path: ['targets', 0, 'value'], reason: 'Chỉ tiêu 95 không phải tỷ lệ từ 0 đến 1', remedy: 'Viết 0.95 cho 95 %' }, { path: ['targets', 1, 'value'], reason: 'Chỉ tiêu 80 không phải tỷ lệ từ 0 đến 1', remedy: 'Viết 0.95 cho 95 %' }]);
  });
});
