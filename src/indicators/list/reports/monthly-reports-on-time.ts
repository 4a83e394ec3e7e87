import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const monthlyReportsOnTime: RatioIndicator = {
  id: 'monthly-reports-on-time',
  code: 'BC.THANG_DUNGHAN',
  title: { vi: 'Báo cáo tháng đúng hạn', en: 'Monthly reports on time' },
  question: { vi: 'Bao nhiêu phần báo cáo tháng nộp đúng hạn?', en: 'Which share of monthly reports was on time?' },
  law: [{ ...PLAN_5610, place: 'Sở Nội vụ: tổng hợp hằng tháng' }],
  counts: {
    vi: 'Tử số: nộp đúng hạn. Mẫu số: đến hạn trong kỳ.',
    en: 'Hits: handed in on time. Total: due in the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 1, document: 'Danh mục chỉ số của dự án', verified: false },
  kind: 'ratio',
  hits: ['monthlyReport.doneOnTime'],
  total: ['monthlyReport.due'],
  empty: 'null',
  par: 1,
  fedBy: 'Sở Nội vụ',
  version: '1',
};
