import { PLAN_5610, YEARLY, type EnteredIndicator } from '../../indicator';

export const parInternal: EnteredIndicator = {
  id: 'par-internal',
  code: 'PAR.NOIBO',
  title: { vi: 'Chỉ số CCHC nội bộ', en: 'Internal reform index' },
  question: { vi: 'Đơn vị được bao nhiêu điểm theo bộ chỉ số CCHC của tỉnh?', en: 'How many points does the unit get in the internal index?' },
  law: [{ ...PLAN_5610, place: 'Sở Nội vụ: chỉ số CCHC của sở, huyện' }],
  counts: {
    vi: 'Điểm theo bộ tiêu chí của tỉnh, nhập theo năm.',
    en: 'Points by the criteria of the province, entered yearly.',
  },
  groupBy: 'responsibleUnit',
  grains: ['department', 'commune'],
  periods: YEARLY,
  direction: 'up',
  kind: 'entered',
  hits: ['parInternalIndex'],
  unitOfMeasure: { vi: 'điểm', en: 'points' },
  fedBy: 'Sở Nội vụ',
  version: '1',
};
