import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const enforcementFindingsHandled: RatioIndicator = {
  id: 'enforcement-findings-handled',
  code: 'PL.TDTHPL',
  title: { vi: 'Kết quả theo dõi thi hành pháp luật được xử lý', en: 'Findings of law enforcement monitoring handled' },
  question: { vi: 'Bao nhiêu phần kết quả theo dõi thi hành pháp luật đã được xử lý?', en: 'Which share of the findings was handled?' },
  law: [{ act: 'NĐ 59/2012/NĐ-CP ngày 23/7/2012', from: '2012-07-23', to: null, verified: true }, { act: 'NĐ 32/2020/NĐ-CP ngày 05/3/2020', from: '2020-03-05', to: null, verified: true }, { ...PLAN_5610, place: 'Sở Tư pháp: theo dõi thi hành pháp luật' }],
  counts: {
    vi: 'Tử số: đã xử lý. Mẫu số: kết quả phải xử lý, đến cuối kỳ.',
    en: 'Hits: handled. Total: findings to be handled, by the end of the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 1, document: 'Danh mục chỉ số của dự án', verified: false },
  kind: 'ratio',
  hits: ['enforcementFinding.allDone'],
  total: ['enforcementFinding.all'],
  empty: 'null',
  par: 2,
  fedBy: 'Sở Tư pháp',
  version: '1',
};
