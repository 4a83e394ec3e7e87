import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const auditRecommendationsAmount: RatioIndicator = {
  id: 'audit-recommendations-amount',
  code: 'TC.KIENNGHI_TIEN',
  title: { vi: 'Kiến nghị tài chính đã thực hiện theo số tiền', en: 'Audit recommendations carried out, by amount' },
  question: { vi: 'Bao nhiêu phần số tiền kiến nghị đã được thực hiện?', en: 'Which share of the recommended amount was carried out?' },
  law: [{ ...PLAN_5610, place: 'Sở Tài chính: thực hiện 100 % kiến nghị' }],
  counts: {
    vi: 'Theo số tiền (đồng). Tử số: đã thực hiện. Mẫu số: kiến nghị, đến cuối kỳ.',
    en: 'By amount (đồng). Hits: carried out. Total: recommended, by the end of the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 1, document: 'Kế hoạch 5610/KH-UBND', verified: true },
  kind: 'ratio',
  hits: ['auditRecommendation.amountDone'],
  total: ['auditRecommendation.amount'],
  empty: 'null',
  par: 6,
  fedBy: 'Sở Tài chính',
  version: '1',
};
