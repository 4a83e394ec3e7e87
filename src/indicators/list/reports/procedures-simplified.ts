import { PLAN_5610, REPORTED, type CountIndicator } from '../../indicator';

export const proceduresSimplified: CountIndicator = {
  id: 'procedures-simplified',
  code: 'TT.RASOAT_DG',
  title: { vi: 'TTHC được đơn giản hóa', en: 'Procedures simplified' },
  question: { vi: 'Bao nhiêu TTHC được đơn giản hóa sau rà soát?', en: 'How many procedures were simplified after review?' },
  law: [{ ...PLAN_5610, place: 'rà soát, đơn giản hóa TTHC' }],
  counts: {
    vi: 'TTHC rà soát có kết quả đơn giản hóa.',
    en: 'Reviewed procedures that were simplified.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'count',
  hits: ['procedureReview.positive'],
  par: 3,
  fedBy: 'mọi đơn vị',
  version: '1',
};
