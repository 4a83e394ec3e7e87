import { PLAN_5610, YEARLY, type GrowthIndicator } from '../../indicator';

export const selfFinancingGrowth: GrowthIndicator = {
  id: 'self-financing-growth',
  code: 'TC.TUCHU',
  title: { vi: 'Đơn vị sự nghiệp tự bảo đảm chi thường xuyên, tăng so với 2021', en: 'Growth of self-financing units' },
  question: { vi: 'Số đơn vị tự bảo đảm chi thường xuyên tăng bao nhiêu so với năm 2021?', en: 'By how many did self-financing units grow against 2021?' },
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
  hits: ['serviceUnit.all.full'],
  base: ['selfFinancedBase'],
  par: 6,
  fedBy: 'Sở Tài chính',
  version: '1',
};
