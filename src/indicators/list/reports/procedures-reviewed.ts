import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const proceduresReviewed: RatioIndicator = {
  id: 'procedures-reviewed',
  code: 'TT.RASOAT',
  title: { vi: 'TTHC được rà soát, đơn giản hóa', en: 'Procedures reviewed' },
  question: { vi: 'Bao nhiêu phần TTHC theo kế hoạch đã được rà soát?', en: 'Which share of procedures planned was reviewed?' },
  law: [{ ...PLAN_5610, place: 'rà soát, đơn giản hóa TTHC' }],
  counts: {
    vi: 'Tử số: đã rà soát đến cuối kỳ, kể cả trễ. Mẫu số: kế hoạch đến hạn trong kỳ.',
    en: 'Hits: reviewed by the end of the period, late ones included. Total: planned and due in the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['procedureReview.dueDone'],
  total: ['procedureReview.due'],
  empty: 'null',
  par: 3,
  fedBy: 'mọi đơn vị',
  version: '2',
};
