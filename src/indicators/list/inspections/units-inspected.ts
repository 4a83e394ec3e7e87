import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const unitsInspected: RatioIndicator = {
  id: 'units-inspected',
  code: 'KT.SO_CUOC_DV',
  title: { vi: 'Đơn vị được kiểm tra CCHC', en: 'Units inspected' },
  question: { vi: 'Bao nhiêu phần đơn vị được kiểm tra CCHC?', en: 'Which share of units was inspected?' },
  law: [{ ...PLAN_5610, place: 'Sở Nội vụ: kiểm tra CCHC' }],
  counts: {
    vi: 'Tử số: đơn vị đã kiểm tra. Mẫu số: đơn vị thuộc diện kiểm tra.',
    en: 'Hits: units inspected. Total: units to be inspected.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['unitsInspected'],
  total: ['unitsToInspect'],
  empty: 'null',
  par: 1,
  fedBy: 'Sở Nội vụ',
  version: '1',
};
