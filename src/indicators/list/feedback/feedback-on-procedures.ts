import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const feedbackOnProcedures: RatioIndicator = {
  id: 'feedback-on-procedures',
  code: 'PA.PHANLOAI',
  title: { vi: 'Cơ cấu PAKN: về TTHC (766 – 5.1)', en: 'Feedback about procedures (index 766 – 5.1)' },
  question: { vi: 'Bao nhiêu phần PAKN là về TTHC?', en: 'Which share of feedback is about procedures?' },
  law: [{ ...INDEX_766, place: 'chỉ số 5.1' }],
  counts: {
    vi: 'Thông tin, không tính điểm. Tử số: PAKN về TTHC. Mẫu số: PAKN tiếp nhận.',
    en: 'Informational, no score. Hits: about procedures. Total: feedback received.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'none',
  kind: 'ratio',
  hits: ['feedbackOnProcedures'],
  total: ['feedback'],
  empty: 'null',
  version: '1',
};
