import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const feedbackOnStaff: RatioIndicator = {
  id: 'feedback-on-staff',
  code: 'PA.PHANLOAI_CB',
  title: { vi: 'Cơ cấu PAKN: về cán bộ (766 – 5.1)', en: 'Feedback about officials (index 766 – 5.1)' },
  question: { vi: 'Bao nhiêu phần PAKN là về cán bộ?', en: 'Which share of feedback is about officials?' },
  law: [{ ...INDEX_766, place: 'chỉ số 5.1' }],
  counts: {
    vi: 'Thông tin, không tính điểm; chỉ đếm, không có tên người. Tử số: PAKN về cán bộ. Mẫu số: PAKN tiếp nhận.',
    en: 'Informational, no score; counts only, never names. Hits: about officials. Total: feedback received.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'none',
  kind: 'ratio',
  hits: ['feedbackOnStaff'],
  total: ['feedback'],
  empty: 'null',
  version: '1',
};
