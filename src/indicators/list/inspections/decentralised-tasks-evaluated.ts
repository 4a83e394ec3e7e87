import { PLAN_5610, YEARLY, type RatioIndicator } from '../../indicator';

export const decentralisedTasksEvaluated: RatioIndicator = {
  id: 'decentralised-tasks-evaluated',
  code: 'PC.DANHGIA',
  title: { vi: 'Nhiệm vụ phân cấp được đánh giá hằng năm', en: 'Decentralised tasks evaluated' },
  question: { vi: 'Bao nhiêu phần nhiệm vụ phân cấp đã được đánh giá?', en: 'Which share of decentralised tasks was evaluated?' },
  law: [{ ...PLAN_5610, place: 'đánh giá nhiệm vụ phân cấp hằng năm' }],
  counts: {
    vi: 'Tử số: đã đánh giá đến cuối năm, kể cả trễ. Mẫu số: đến hạn đánh giá trong năm.',
    en: 'Hits: evaluated by the end of the year, late ones included. Total: due for evaluation in the year.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: YEARLY,
  direction: 'up',
  target: { value: 1, document: 'Danh mục chỉ số của dự án', verified: false },
  kind: 'ratio',
  hits: ['decentralisedTask.dueDone'],
  total: ['decentralisedTask.due'],
  empty: 'null',
  par: 4,
  fedBy: 'mọi đơn vị',
  version: '2',
};
