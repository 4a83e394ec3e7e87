import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const reformInspectionsDone: RatioIndicator = {
  id: 'reform-inspections-done',
  code: 'KT.SO_CUOC',
  title: { vi: 'Cuộc kiểm tra CCHC', en: 'Reform inspections done' },
  question: { vi: 'Bao nhiêu phần cuộc kiểm tra CCHC theo kế hoạch đã thực hiện?', en: 'Which share of planned reform inspections was done?' },
  law: [{ ...PLAN_5610, place: 'Sở Nội vụ: kiểm tra CCHC' }],
  counts: {
    vi: 'Tử số: thực hiện đến cuối kỳ, kể cả trễ. Mẫu số: kế hoạch đến hạn trong kỳ.',
    en: 'Hits: done by the end of the period, late ones included. Total: planned and due in the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['inspection.dueDone.reform'],
  total: ['inspection.due.reform'],
  empty: 'null',
  par: 1,
  fedBy: 'Sở Nội vụ',
  version: '2',
};
