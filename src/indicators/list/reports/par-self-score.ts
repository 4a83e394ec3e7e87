import { YEARLY, type EnteredIndicator } from '../../indicator';

export const parSelfScore: EnteredIndicator = {
  id: 'par-self-score',
  code: 'PAR.TUCHAM',
  title: { vi: 'Điểm tự chấm PAR Index', en: 'PAR self-score' },
  question: { vi: 'Điểm tự chấm, thẩm định của đơn vị là bao nhiêu?', en: 'What is the self-score of the unit?' },
  law: [{ act: 'QĐ 876/QĐ-BNV ngày 10/11/2022', from: '2022-11-10', to: null, verified: true }],
  counts: {
    vi: 'Nhập tay cùng tài liệu kiểm chứng; chưa nạp bảng điểm chính thức.',
    en: 'Entered by people with evidence; the official table of points is not loaded.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: YEARLY,
  direction: 'up',
  kind: 'entered',
  hits: ['parSelfScore'],
  unitOfMeasure: { vi: 'điểm', en: 'points' },
  fedBy: 'Sở Nội vụ',
  version: '1',
};
