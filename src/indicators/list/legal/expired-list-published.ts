import { PLAN_5610, YEARLY, type YesNoIndicator } from '../../indicator';

export const expiredListPublished: YesNoIndicator = {
  id: 'expired-list-published',
  code: 'PL.DANHMUC_HHL',
  title: { vi: 'Công bố danh mục VBQPPL hết, ngưng hiệu lực đúng hạn', en: 'List of expired documents published on time' },
  question: { vi: 'Danh mục VBQPPL hết, ngưng hiệu lực đã được công bố đúng hạn chưa?', en: 'Was the list of expired and suspended documents published on time?' },
  law: [{ act: 'NĐ 34/2016/NĐ-CP', from: '2016-07-01', to: null, verified: false }, { act: 'NĐ 78/2025/NĐ-CP', from: null, to: null, verified: false }, { ...PLAN_5610, place: 'Sở Tư pháp: danh mục hết hiệu lực' }],
  counts: {
    vi: 'Có khi mọi danh mục đến hạn trong năm được công bố đúng hạn (trước 31/01, chưa xác minh).',
    en: 'Yes when every list due in the year was published on time (before 31/01, unverified).',
  },
  groupBy: 'responsibleUnit',
  grains: ['province'],
  periods: YEARLY,
  direction: 'up',
  target: { value: 1, document: 'Danh mục chỉ số của dự án', verified: false },
  kind: 'yesNo',
  hits: ['expiredList.doneOnTime'],
  total: ['expiredList.due'],
  par: 2,
  fedBy: 'Sở Tư pháp',
  version: '1',
};
