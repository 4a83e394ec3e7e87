import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const documentsReviewed: RatioIndicator = {
  id: 'documents-reviewed',
  code: 'PL.RASOAT',
  title: { vi: 'VBQPPL được rà soát đúng kỳ', en: 'Legal documents reviewed in time' },
  question: { vi: 'Bao nhiêu phần VBQPPL đến kỳ được rà soát đúng hạn?', en: 'Which share of legal documents due for review was reviewed in time?' },
  law: [{ act: 'NĐ 34/2016/NĐ-CP', from: '2016-07-01', to: null, verified: false }, { act: 'NĐ 78/2025/NĐ-CP', from: null, to: null, verified: false }, { ...PLAN_5610, place: 'Sở Tư pháp: rà soát VBQPPL' }],
  counts: {
    vi: 'Tử số: rà soát đúng hạn. Mẫu số: đến hạn rà soát trong kỳ.',
    en: 'Hits: reviewed on time. Total: due for review in the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 1, document: 'Danh mục chỉ số của dự án', verified: false },
  kind: 'ratio',
  hits: ['legalDocument.doneOnTime'],
  total: ['legalDocument.due'],
  empty: 'null',
  par: 2,
  fedBy: 'Sở Tư pháp',
  version: '1',
};
