import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const auditRecommendationsDone: RatioIndicator = {
  id: 'audit-recommendations-done',
  code: 'TC.KIENNGHI',
  title: { vi: 'Kiến nghị sau thanh tra, kiểm tra, kiểm toán được thực hiện', en: 'Audit recommendations carried out' },
  question: { vi: 'Bao nhiêu phần kiến nghị về tài chính đã được thực hiện?', en: 'Which share of financial recommendations was carried out?' },
  law: [{ ...PLAN_5610, place: 'Sở Tài chính: thực hiện 100 % kiến nghị' }],
  counts: {
    vi: 'Theo số lượng. Tử số: đã thực hiện. Mẫu số: kiến nghị, đến cuối kỳ.',
    en: 'By number. Hits: carried out. Total: recommendations, by the end of the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 1, document: 'Kế hoạch 5610/KH-UBND', verified: true },
  kind: 'ratio',
  hits: ['auditRecommendation.allDone'],
  total: ['auditRecommendation.all'],
  empty: 'null',
  par: 6,
  fedBy: 'Sở Tài chính',
  version: '1',
};
