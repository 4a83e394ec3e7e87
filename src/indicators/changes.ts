/**
 * Changes of formulas that a province states in a file before they are in the product: what is new from a day on, with the act that says so. The version
 * before stays in force to the day before and is computed beside it in the transition period, as with a change made here (versions.ts).
 */
import { z } from 'zod';
import { isMeasure, type LocalDay } from '../vocabulary';
import type { Indicator } from './indicator';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'viết ngày như 2026-07-01').refine((text) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text), 'không có ngày này');
const measure = z.string().refine(isMeasure, 'không phải tên số đo; xem docs/sources.md');
export const formulasFile = z.strictObject({
  changes: z.array(z.strictObject({
    indicator: z.string().describe('Id hoặc mã chỉ số'),
    from: day.describe('Ngày đầu tiên áp dụng công thức mới'),
    version: z.string().regex(/^[0-9A-Za-z-]{1,20}$/, 'chữ, số, gạch nối').describe('Phiên bản mới, khác mọi phiên bản trước'),
    law: z.strictObject({ act: z.string().min(1), place: z.string().optional(), verified: z.boolean().default(false) }).describe('Văn bản quy định công thức mới'),
    counts: z.string().min(1).describe('Cách đếm mới, để hiển thị'),
    hits: z.array(measure).min(1).optional().describe('Tử số: tên số đo; bỏ trống: như trước'),
    total: z.array(measure).min(1).optional().describe('Mẫu số: tên số đo; bỏ trống: như trước'),
    empty: z.enum(['null', 'zero', 'full']).optional().describe('Khi mẫu số bằng 0'),
    scoring: z.union([z.literal('linear'), z.string().regex(/^cap (100|[1-9]?\d(?:\.\d+)?) %$/, 'viết linear, hoặc cap 80 %')]).optional().describe('Cách chấm; điểm tối đa giữ nguyên'),
  })).default([]),
});
export type FormulaChanges = z.infer<typeof formulasFile>['changes'];
type Change = FormulaChanges[number];

/** The list with the changes, in order of their days. The maxima of a group stand as they are: a change of structure is a change of the product. */
export function withChanges(indicators: readonly Indicator[], changes: FormulaChanges): Indicator[] {
  const sorted = [...changes].sort((a, b) => (a.from < b.from ? -1 : 1));
  return indicators.map((indicator) => sorted.filter((change) => names(change, indicator)).reduce(changed, indicator));
}

const names = (change: Change, indicator: Indicator) => change.indicator === indicator.id || change.indicator === indicator.code;

function changed(before: Indicator, change: Change): Indicator {
  const { version, law, counts, earlier = [] } = before;
  const kept = before as Indicator & { hits?: never; total?: never; empty?: never; scoring?: never };
  const pick = <K extends 'hits' | 'total' | 'empty' | 'scoring'>(key: K) => (kept[key] === undefined ? {} : { [key]: kept[key] });
  const max = before.kind === 'ratio' ? before.scoring?.max : undefined;
  const scoring = change.scoring === undefined || max === undefined ? {} : { scoring: change.scoring === 'linear' ? { kind: 'linear', max } : { kind: 'cap', max, fullAt: share(change.scoring) } };
  return {
    ...before, version: change.version, from: change.from, counts: { vi: change.counts, en: change.counts },
    law: [{ act: change.law.act, ...(change.law.place ? { place: change.law.place } : {}), from: change.from, to: null, verified: change.law.verified }],
    ...(change.hits ? { hits: change.hits } : {}), ...(change.total ? { total: change.total } : {}), ...(change.empty ? { empty: change.empty } : {}), ...scoring,
    earlier: [...earlier, { version, to: dayBefore(change.from), law, counts, ...pick('hits'), ...pick('total'), ...pick('empty'), ...pick('scoring') }],
  } as Indicator;
}

/** "cap 80 %" → 0.8, as decimal text. */
const share = (text: string): string => {
  const [whole, places = ''] = text.slice(4, -2).split('.');
  const digits = `${whole!.padStart(3, '0')}${places}`;
  return `${digits.slice(0, -(places.length + 2))}.${digits.slice(-(places.length + 2))}`;
};
const dayBefore = (of: LocalDay): LocalDay => new Date(Date.parse(of) - 86_400_000).toISOString().slice(0, 10);

/** What is wrong beyond the shape. */
export function checkChanges(indicators: readonly Indicator[], { changes }: { changes: FormulaChanges }): { path: (string | number)[]; reason: string; remedy: string }[] {
  const found: { path: (string | number)[]; reason: string; remedy: string }[] = [];
  changes.forEach((change, i) => {
    const say = (field: keyof Change, reason: string, remedy: string) => found.push({ path: ['changes', i, field], reason, remedy });
    const indicator = indicators.find((one) => names(change, one));
    if (!indicator) return say('indicator', `Không có chỉ số "${change.indicator}"`, 'Chạy cchc indicators để xem danh mục');
    const others = changes.filter((other, k) => k !== i && names(other, indicator));
    if ([indicator.version, ...(indicator.earlier ?? []).map((v) => v.version), ...others.map((other) => other.version)].includes(change.version)) say('version', `Phiên bản "${change.version}" của ${indicator.code} đã có`, 'Đặt tên khác');
    if ((indicator.from !== undefined && change.from <= indicator.from) || others.some((other) => other.from === change.from)) say('from', `${indicator.code} đã có thay đổi từ ngày này hoặc sau ngày này`, 'Chọn ngày sau lần thay đổi trước');
    if (indicator.kind === 'group') return say('indicator', `${indicator.code} là tổng điểm của các thành phần`, 'Đổi công thức của thành phần');
    if (change.scoring !== undefined && !(indicator.kind === 'ratio' && indicator.scoring)) say('scoring', `${indicator.code} không chấm điểm`, 'Bỏ khóa này');
    if (change.total !== undefined && !('total' in indicator)) say('total', `${indicator.code} không có mẫu số`, 'Bỏ khóa này');
    if (change.empty !== undefined && indicator.kind !== 'ratio') say('empty', `${indicator.code} không phải tỷ lệ`, 'Bỏ khóa này');
    if (change.scoring === undefined && change.hits === undefined && change.total === undefined && change.empty === undefined) say('indicator', 'Không nêu điều gì thay đổi', 'Viết ít nhất một trong hits, total, empty, scoring');
  });
  return found;
}
