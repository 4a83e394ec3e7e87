import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const postingComplete: RatioIndicator = {
  id: 'posting-complete',
  code: 'CK.NIEMYET',
  title: { vi: 'Đơn vị niêm yết đủ', en: 'Posting complete' },
  question: { vi: 'Bao nhiêu đơn vị được kiểm tra niêm yết đủ TTHC?', en: 'How many of the units checked post their procedures in full?' },
  law: [{ ...PLAN_5610, place: 'Văn phòng UBND tỉnh: niêm yết công khai' }],
  counts: {
    vi: 'Tử số: lượt kiểm tra đạt. Mẫu số: đơn vị được kiểm tra trong kỳ.',
    en: 'Hits: checks that were compliant. Total: units checked in the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['postingCheck.positive'],
  total: ['postingCheck.opened'],
  empty: 'null',
  par: 3,
  fedBy: 'Văn phòng UBND',
  version: '1',
};
