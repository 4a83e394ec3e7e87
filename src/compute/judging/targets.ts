/** Targets (chỉ tiêu) by indicator, unit or level, and year, each with the document that set it; and the light of a value against its target. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { decimal, findIndicator, indicators, type Indicator } from '../../indicators';
import { notJudged } from './judged';

export const targetsFile = z.strictObject({
  nearBy: z.number().min(0).max(1).default(0.05).describe('Gần đạt: còn thiếu không quá chừng này (tỷ lệ 0–1; với chỉ số không phải tỷ lệ: phần của chỉ tiêu)'),
  targets: z.array(z.strictObject({
    indicator: z.string().describe('Id hoặc mã chỉ số'),
    year: z.number().int().min(2000).max(2100),
    unit: z.string().optional().describe('Mã đơn vị; bỏ trống: theo level'),
    level: z.enum(['province', 'department', 'district', 'commune', 'other']).optional().describe('Cấp đơn vị; bỏ trống cùng unit: mọi đơn vị'),
    value: z.number(),
    nearBy: z.number().min(0).optional(),
    document: z.string().min(1).describe('Văn bản giao chỉ tiêu'),
    verified: z.boolean().default(false).describe('Đã đối chiếu với văn bản; không: hiển thị "chưa xác minh"'),
  })).default([]),
});
export type Targets = z.infer<typeof targetsFile>;
export interface Target { value: number; nearBy: number; document: string; verified: boolean }

/** What is wrong beyond the shape: unknown indicators, two targets for the same thing, both unit and level. */
export function checkTargets({ targets }: Targets): { path: (string | number)[]; reason: string; remedy: string }[] {
  const seen = new Set<string>();
  return targets.flatMap((t, i) => {
    const found = [];
    const indicator = findIndicator(t.indicator);
    if (!indicator) found.push({ path: ['targets', i, 'indicator'], reason: `Không có chỉ số "${t.indicator}"`, remedy: 'Chạy cchc indicators để xem danh mục' });
    if (indicator && ['ratio', 'group', 'yesNo'].includes(indicator.kind) && (t.value < 0 || t.value > 1)) found.push({ path: ['targets', i, 'value'], reason: `Chỉ tiêu ${t.value.toLocaleString('vi-VN')} không phải tỷ lệ từ 0 đến 1`, remedy: 'Viết 0.95 cho 95 %' });
    if (t.unit !== undefined && t.level !== undefined) found.push({ path: ['targets', i, 'level'], reason: 'Vừa ghi unit vừa ghi level', remedy: 'Giữ một trong hai' });
    const key = JSON.stringify([indicator?.id ?? t.indicator, t.year, t.unit ?? null, t.level ?? null]);
    if (seen.has(key)) found.push({ path: ['targets', i], reason: 'Hai chỉ tiêu cho cùng chỉ số, năm và đơn vị (hoặc cấp)', remedy: 'Giữ một' });
    seen.add(key);
    return found;
  });
}

/** The target of a unit in a year: its own, else that of its level, else that of all, else the one in the law of the indicator. */
export function targetOf(targets: Targets | undefined, indicator: Indicator, unit: { code: string; level: string }, year: number): Target | null {
  const own = (targets?.targets ?? []).filter((t) => t.year === year && findIndicator(t.indicator)?.id === indicator.id);
  const found = own.find((t) => t.unit === unit.code) ?? own.find((t) => t.unit === undefined && t.level === unit.level) ?? own.find((t) => t.unit === undefined && t.level === undefined);
  const nearBy = targets?.nearBy ?? 0.05;
  if (found) return { value: found.value, nearBy: found.nearBy ?? nearBy, document: found.document, verified: found.verified };
  return indicator.target ? { ...indicator.target, nearBy } : null;
}

/** Changes when any target changes, those of the law included: standings are then judged again. */
export const digestOf = (targets: Targets | undefined): string =>
  createHash('md5').update(JSON.stringify([targets ?? null, indicators.map((i) => [i.id, i.target ?? null])])).digest('hex');

/** đạt, gần đạt, chưa đạt, không tô màu. */
export type Light = 'reached' | 'near' | 'missed' | 'none';
export const LIGHT_TITLES: Record<Light, string> = { reached: 'đạt', near: 'gần đạt', missed: 'chưa đạt', none: 'không tô màu' };

export interface JudgedValue { hits: number | null; total: number | null; value: number | null; coverage: number | null }

/** The light of an available value. `total`: of a group the largest denominator of its parts. Shares are compared with the target exactly. */
export function lightOf(indicator: Indicator, value: JudgedValue, target: Target | null): { light: Light; reason: string | null } {
  if (!target) return { light: 'none', reason: 'Chưa có chỉ tiêu.' };
  if (indicator.direction === 'none') return { light: 'none', reason: 'Chỉ số không đánh giá tốt, xấu.' };
  const reason = notJudged(value);
  if (reason) return { light: 'none', reason };
  const sign = indicator.direction === 'up' ? 1 : -1;
  const room = indicator.kind === 'ratio' || indicator.kind === 'group' ? target.nearBy : target.nearBy * Math.abs(target.value);
  if (sign * compareWith(indicator, value, target.value) >= 0) return { light: 'reached', reason: null };
  return { light: sign * compareWith(indicator, value, target.value - sign * room) >= 0 ? 'near' : 'missed', reason: null };
}

/** Without the last digits of a product or sum of binary fractions. */
export const withoutDust = (value: number): number => Number(value.toFixed(12));

/** Sign of value − goal. A share of whole counts is compared as a fraction: 19 of 20 reaches 0.95. */
function compareWith(indicator: Indicator, { hits, total, value }: JudgedValue, goal: number): number {
  const exact = Number(goal.toFixed(10)); // a sum of decimal fractions, without binary dust
  if (indicator.kind === 'ratio' && indicator.factor !== undefined) return Math.sign(withoutDust(value!) - exact);
  if (indicator.kind !== 'ratio' || !Number.isSafeInteger(hits) || !Number.isSafeInteger(total)) return Math.sign(value! - exact);
  const { num, den } = decimal(exact.toFixed(10));
  const difference = BigInt(hits!) * den - num * BigInt(total!);
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}
