import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const distributionInspectionsDone: RatioIndicator = {
  id: 'distribution-inspections-done',
  code: 'TC.PHANPHOI',
  title: { vi: 'Kiểm tra phân phối kết quả tài chính, sử dụng kinh phí tiết kiệm', en: 'Inspections of distribution and savings' },
  question: { vi: 'Bao nhiêu phần đơn vị theo kế hoạch đã được kiểm tra?', en: 'Which share of planned inspections was done?' },
  law: [{ ...PLAN_5610, place: 'Sở Tài chính: phân phối kết quả tài chính' }],
  counts: {
    vi: 'Mỗi đơn vị phải kiểm tra là một cuộc. Tử số: thực hiện đến cuối kỳ, kể cả trễ. Mẫu số: đến hạn trong kỳ.',
    en: 'One inspection per unit to be inspected. Hits: done by the end of the period, late ones included. Total: due in the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['inspection.dueDone.finance'],
  total: ['inspection.due.finance'],
  empty: 'null',
  par: 6,
  fedBy: 'Sở Tài chính',
  version: '2',
};
