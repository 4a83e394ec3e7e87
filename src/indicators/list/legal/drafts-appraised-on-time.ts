import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const draftsAppraisedOnTime: RatioIndicator = {
  id: 'drafts-appraised-on-time',
  code: 'PL.THAMDINH',
  title: { vi: 'Dự thảo VBQPPL thẩm định đúng hạn', en: 'Drafts appraised on time' },
  question: { vi: 'Bao nhiêu phần dự thảo được thẩm định đúng hạn?', en: 'Which share of drafts was appraised on time?' },
  law: [{ ...PLAN_5610, place: 'Sở Tư pháp: thẩm định dự thảo' }],
  counts: {
    vi: 'Tử số: thẩm định đúng hạn. Mẫu số: đến hạn thẩm định trong kỳ.',
    en: 'Hits: appraised on time. Total: due for appraisal in the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 1, document: 'Danh mục chỉ số của dự án', verified: false },
  kind: 'ratio',
  hits: ['appraisal.doneOnTime'],
  total: ['appraisal.due'],
  empty: 'null',
  par: 2,
  fedBy: 'Sở Tư pháp',
  version: '1',
};
