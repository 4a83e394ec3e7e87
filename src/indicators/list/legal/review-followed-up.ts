import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const reviewFollowedUp: RatioIndicator = {
  id: 'review-followed-up',
  code: 'PL.XULY_SAU_RS',
  title: { vi: 'VBQPPL xử lý sau rà soát', en: 'Documents handled after review' },
  question: { vi: 'Bao nhiêu phần VBQPPL phải xử lý sau rà soát đã được xử lý?', en: 'Which share of documents to be handled after review was handled?' },
  law: [{ act: 'NĐ 34/2016/NĐ-CP', from: '2016-07-01', to: null, verified: false }, { act: 'NĐ 78/2025/NĐ-CP', from: null, to: null, verified: false }, { ...PLAN_5610, place: 'Sở Tư pháp: xử lý sau rà soát' }],
  counts: {
    vi: 'Tử số: đã xử lý. Mẫu số: phải xử lý, đến cuối kỳ.',
    en: 'Hits: handled. Total: to be handled, by the end of the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 1, document: 'Danh mục chỉ số của dự án', verified: false },
  kind: 'ratio',
  hits: ['reviewedDocument.allDone'],
  total: ['reviewedDocument.all'],
  empty: 'null',
  par: 2,
  fedBy: 'Sở Tư pháp',
  version: '1',
};
