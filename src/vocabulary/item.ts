/**
 * Register items: whatever has an owner, perhaps a due date and a done date, and is counted but never read. No title, no person, no free
 * text: a code, dates, a class, amounts. Kinds and what each feeds: indicators.md 7 and 10.
 */
import type { Instant } from './time';
import type { UnitRef } from './unit';

interface ItemKindFacts {
  /** What people read. */
  title: string;
  /** Values of `class` that are counted apart; other classes count only in the whole. */
  classes?: Record<string, string>;
  /** What the yes/no `verdict` of an item says. */
  verdict?: string;
  /** What `amount` and `amountDone` are measured in. */
  amount?: string;
}

export const ITEM_KINDS = {
  feedback: { title: 'phản ánh, kiến nghị', classes: { procedure: 'về TTHC', official: 'về cán bộ', other: 'khác' }, verdict: 'hài lòng với kết quả xử lý' },
  task: { title: 'nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao' },
  legalDocument: { title: 'VBQPPL phải rà soát' },
  expiredDocument: { title: 'VBQPPL hết hiệu lực phải sửa đổi, thay thế' },
  reviewedDocument: { title: 'VBQPPL phải xử lý sau rà soát' },
  appraisal: { title: 'dự thảo VBQPPL thẩm định' },
  expiredList: { title: 'danh mục VBQPPL hết, ngưng hiệu lực phải công bố' },
  enforcementFinding: { title: 'kết quả theo dõi thi hành pháp luật phải xử lý' },
  inspectionFinding: { title: 'vấn đề phát hiện qua thanh tra, kiểm tra, giám sát' },
  inspection: { title: 'cuộc kiểm tra', classes: { reform: 'CCHC', asset: 'tài sản công', finance: 'phân phối kết quả tài chính', land: 'đất đai' } },
  decentralisedTask: { title: 'nhiệm vụ phân cấp phải đánh giá' },
  auditRecommendation: { title: 'kiến nghị sau thanh tra, kiểm tra, kiểm toán', amount: 'đồng' },
  facility: { title: 'cơ sở nhà, đất' },
  serviceUnit: { title: 'đơn vị sự nghiệp', classes: { full: 'tự bảo đảm chi thường xuyên', partial: 'tự bảo đảm một phần', none: 'ngân sách bảo đảm' } },
  assetReport: { title: 'báo cáo tài sản công' },
  intangibleAssetRule: { title: 'quy định tài sản cố định vô hình' },
  isoCertificate: { title: 'đơn vị thuộc diện áp dụng ISO 9001', verdict: 'dùng ISO điện tử' },
  misconductCase: { title: 'vụ nhũng nhiễu, chậm trễ' },
  pressItem: { title: 'tin, bài CCHC' },
  monthlyReport: { title: 'báo cáo tháng' },
  publicationDuty: { title: 'kỳ công khai tiến độ giải quyết hồ sơ' },
  postingCheck: { title: 'đơn vị được kiểm tra niêm yết', verdict: 'niêm yết đủ' },
  procedureReview: { title: 'TTHC phải rà soát', verdict: 'đã đơn giản hóa' },
  apologyLetter: { title: 'văn bản xin lỗi' },
  project: { title: 'dự án', classes: { land: 'CSDL đất đai' }, amount: 'khối lượng' },
} as const satisfies Record<string, ItemKindFacts>;
export type ItemKind = keyof typeof ITEM_KINDS;
export const ITEM_KIND_NAMES = Object.keys(ITEM_KINDS) as ItemKind[];
export const itemKindFacts = (kind: ItemKind): ItemKindFacts => ITEM_KINDS[kind];

/** Counters of the items of a kind for a unit and a period; an indicator names `<kind>.<counter>`. */
export const ITEM_COUNTERS = {
  opened: 'phát sinh trong kỳ',
  done: 'hoàn thành trong kỳ',
  due: 'đến hạn trong kỳ: due by the end of the period (or by now) and not before it began, or done before a later due day of the period',
  dueDone: 'đến hạn trong kỳ và đã hoàn thành đến cuối kỳ, kể cả trễ',
  doneOnTime: 'đến hạn trong kỳ và hoàn thành đúng hạn',
  open: 'chưa hoàn thành ở cuối kỳ',
  overdue: 'quá hạn chưa hoàn thành ở cuối kỳ',
  all: 'hiện có ở cuối kỳ (đã và chưa hoàn thành)',
  allDone: 'trong số hiện có, đã hoàn thành',
  positive: 'phát sinh trong kỳ có đánh giá đạt (verdict)',
  allPositive: 'trong số hiện có, có đánh giá đạt (verdict)',
  amount: 'tổng giá trị của số hiện có',
  amountDone: 'tổng giá trị đã thực hiện',
} as const;
export type ItemCounter = keyof typeof ITEM_COUNTERS;
/** The fields of an item that a counter rests on: a source that does not fill them says nothing of it, which is not nought. Counters of one class rest on `class` too. */
export const ITEM_COUNTER_FIELDS: Readonly<Record<ItemCounter, readonly (keyof Item)[]>> = {
  opened: [], done: ['doneAt'], due: ['dueAt'], dueDone: ['dueAt', 'doneAt'], doneOnTime: ['dueAt', 'doneAt'], open: ['doneAt'], overdue: ['dueAt', 'doneAt'],
  all: [], allDone: ['doneAt'], positive: ['verdict'], allPositive: ['verdict'], amount: ['amount'], amountDone: ['amountDone'],
};
export const ITEM_COUNTER_NAMES = Object.keys(ITEM_COUNTERS) as ItemCounter[];
/** `task.due`, or of one class `inspection.done.reform`. */
export type ItemMeasure = `${ItemKind}.${ItemCounter}` | `${ItemKind}.${ItemCounter}.${string}`;

export interface Item {
  kind: ItemKind;
  /** Number of the register or system: names a matter, not a person. */
  code: string;
  unit: UnitRef | null;
  class: string | null;
  /** Day it came up, by its own date. */
  openedAt: Instant;
  dueAt: Instant | null;
  doneAt: Instant | null;
  /** Withdrawn, merged into another, sent on: no longer counted from this day on. */
  cancelled: boolean;
  verdict: boolean | null;
  amount: number | null;
  amountDone: number | null;
}
