import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const findingsHandled: RatioIndicator = {
  id: 'findings-handled',
  code: 'KT.XULY',
  title: { vi: 'Vấn đề phát hiện qua thanh tra, kiểm tra, giám sát đã xử lý', en: 'Findings handled' },
  question: { vi: 'Bao nhiêu phần vấn đề phát hiện đã được xử lý?', en: 'Which share of findings was handled?' },
  law: [{ ...PLAN_5610, place: 'xử lý 100 % vấn đề phát hiện' }],
  counts: {
    vi: 'Tử số: đã xử lý. Mẫu số: phát hiện, đến cuối kỳ.',
    en: 'Hits: handled. Total: found, by the end of the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 1, document: 'Kế hoạch 5610/KH-UBND', verified: true },
  kind: 'ratio',
  hits: ['inspectionFinding.allDone'],
  total: ['inspectionFinding.all'],
  empty: 'null',
  par: 1,
  fedBy: 'mọi đơn vị',
  version: '1',
};
