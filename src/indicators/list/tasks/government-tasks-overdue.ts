import { PLAN_5610, REPORTED, type CountIndicator } from '../../indicator';

export const governmentTasksOverdue: CountIndicator = {
  id: 'government-tasks-overdue',
  code: 'NV.QUAHAN',
  title: { vi: 'Nhiệm vụ quá hạn chưa hoàn thành', en: 'Overdue government tasks' },
  question: { vi: 'Bao nhiêu nhiệm vụ đã quá hạn mà chưa hoàn thành?', en: 'How many tasks are past due and not done?' },
  law: [{ ...PLAN_5610, place: 'Văn phòng UBND tỉnh: nhiệm vụ Chính phủ, Thủ tướng giao' }],
  counts: {
    vi: 'Quá hạn và chưa hoàn thành ở cuối kỳ (kỳ đang chạy: đến lúc này).',
    en: 'Past due and not done at the end of the period (running period: now).',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'down',
  target: { value: 0, document: 'Danh mục chỉ số của dự án', verified: false },
  kind: 'count',
  hits: ['task.overdue'],
  par: 1,
  fedBy: 'Văn phòng UBND',
  version: '1',
};
