import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const assetInspectionsDone: RatioIndicator = {
  id: 'asset-inspections-done',
  code: 'TC.TSC_KT',
  title: { vi: 'Kiểm tra quản lý tài sản công', en: 'Asset inspections done' },
  question: { vi: 'Bao nhiêu phần đơn vị theo kế hoạch đã được kiểm tra tài sản công?', en: 'Which share of planned asset inspections was done?' },
  law: [{ ...PLAN_5610, place: 'Sở Tài chính: quản lý tài sản công' }],
  counts: {
    vi: 'Mỗi đơn vị phải kiểm tra là một cuộc. Tử số: thực hiện đến cuối kỳ, kể cả trễ. Mẫu số: đến hạn trong kỳ.',
    en: 'One inspection per unit to be inspected. Hits: done by the end of the period, late ones included. Total: due in the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['inspection.dueDone.asset'],
  total: ['inspection.due.asset'],
  empty: 'null',
  par: 6,
  fedBy: 'Sở Tài chính',
  version: '2',
};
