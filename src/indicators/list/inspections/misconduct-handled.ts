import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const misconductHandled: RatioIndicator = {
  id: 'misconduct-handled',
  code: 'CV.KYLUAT',
  title: { vi: 'Vụ nhũng nhiễu, chậm trễ đã xử lý', en: 'Misconduct cases handled' },
  question: { vi: 'Bao nhiêu phần vụ nhũng nhiễu, chậm trễ đã xử lý?', en: 'Which share of misconduct cases was handled?' },
  law: [{ ...PLAN_5610, place: 'xử lý nghiêm nhũng nhiễu, chậm trễ' }],
  counts: {
    vi: 'Chỉ đếm số vụ, không có tên người. Tử số: đã xử lý. Mẫu số: phát hiện, đến cuối kỳ.',
    en: 'Counts only, no names. Hits: handled. Total: found, by the end of the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 1, document: 'Danh mục chỉ số của dự án', verified: false },
  kind: 'ratio',
  hits: ['misconductCase.allDone'],
  total: ['misconductCase.all'],
  empty: 'null',
  par: 5,
  fedBy: 'Sở Nội vụ',
  version: '1',
};
