import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const index766FeedbackOnTime: RatioIndicator = {
  id: 'index766-feedback-on-time',
  code: 'PA.DUNGHAN',
  title: { vi: 'PAKN xử lý đúng hạn (766 – 5.2)', en: 'Feedback handled on time (index 766 – 5.2)' },
  question: { vi: 'Bao nhiêu PAKN được xử lý đúng hạn?', en: 'How much feedback is handled on time?' },
  law: [{ ...INDEX_766, place: 'chỉ số 5.2' }],
  counts: {
    vi: 'PAKN xử lý đúng hạn trên PAKN tiếp nhận. Không phát sinh: đủ điểm.',
    en: 'On time ÷ received. Empty: full points.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['feedbackOnTime'],
  total: ['feedback'],
  empty: 'full',
  final: true,
  scoring: { kind: 'linear', max: '6' },
  target: { value: 1, document: 'Danh mục chỉ số của dự án', verified: false },
  version: '1',
};
