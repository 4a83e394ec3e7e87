import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const governmentTasksOnTime: RatioIndicator = {
  id: 'government-tasks-on-time',
  code: 'NV.DUNGHAN',
  title: { vi: 'Nhiệm vụ Chính phủ, Thủ tướng giao hoàn thành đúng hạn', en: 'Government tasks on time' },
  question: { vi: 'Trong nhiệm vụ đến hạn trong kỳ, bao nhiêu phần hoàn thành đúng hạn?', en: 'Of the tasks due in the period, which share was done on time?' },
  law: [{ ...PLAN_5610, place: 'Văn phòng UBND tỉnh: nhiệm vụ Chính phủ, Thủ tướng giao' }],
  counts: {
    vi: 'Tử số: hoàn thành đúng hạn. Mẫu số: đến hạn trong kỳ; chưa xong mà quá hạn là trễ.',
    en: 'Hits: done on time. Total: due in the period; open ones past due count as late.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 1, document: 'Kế hoạch 5610/KH-UBND', verified: true },
  kind: 'ratio',
  hits: ['task.doneOnTime'],
  total: ['task.due'],
  empty: 'null',
  par: 1,
  fedBy: 'Văn phòng UBND',
  version: '1',
};
