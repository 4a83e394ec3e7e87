import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const assetReportsOnTime: RatioIndicator = {
  id: 'asset-reports-on-time',
  code: 'TC.TSC',
  title: { vi: 'Báo cáo quản lý tài sản công đúng hạn', en: 'Asset reports on time' },
  question: { vi: 'Bao nhiêu phần báo cáo tài sản công đúng hạn?', en: 'Which share of public asset reports was on time?' },
  law: [{ ...PLAN_5610, place: 'Sở Tài chính: quản lý tài sản công' }],
  counts: {
    vi: 'Tử số: đúng hạn. Mẫu số: đến hạn trong kỳ.',
    en: 'Hits: on time. Total: due in the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['assetReport.doneOnTime'],
  total: ['assetReport.due'],
  empty: 'null',
  par: 6,
  fedBy: 'Sở Tài chính',
  version: '1',
};
