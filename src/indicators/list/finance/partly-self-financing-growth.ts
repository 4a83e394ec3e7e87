import { PLAN_5610, YEARLY, type GrowthIndicator } from '../../indicator';

export const partlySelfFinancingGrowth: GrowthIndicator = {
  id: 'partly-self-financing-growth',
  code: 'TC.TUCHU_MP',
  title: { vi: 'Đơn vị sự nghiệp tự bảo đảm một phần, tăng so với 2021', en: 'Growth of partly self-financing units' },
  question: { vi: 'Số đơn vị tự bảo đảm một phần tăng bao nhiêu so với năm 2021?', en: 'By how many did partly self-financing units grow against 2021?' },
  law: [{ ...PLAN_5610, place: 'Sở Tài chính: tăng số đơn vị tự chủ' }],
  counts: {
    vi: 'Số đơn vị năm nay trừ số đơn vị năm gốc 2021.',
    en: 'Units this year less units in the base year 2021.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: YEARLY,
  direction: 'up',
  target: { value: 1, document: 'Kế hoạch 5610/KH-UBND: tăng (lớn hơn 0)', verified: true },
  kind: 'growth',
  hits: ['serviceUnit.all.partial'],
  base: ['partlyFinancedBase'],
  par: 6,
  fedBy: 'Sở Tài chính',
  version: '1',
};
