import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const index766FeedbackSatisfaction: RatioIndicator = {
  id: 'index766-feedback-satisfaction',
  code: 'PA.HAILONG',
  title: { vi: 'Hài lòng về xử lý PAKN (766 – 5.3)', en: 'Satisfaction with feedback handling (index 766 – 5.3)' },
  question: { vi: 'Bao nhiêu PAKN được xử lý hài lòng?', en: 'How much feedback is handled to satisfaction?' },
  law: [{ ...INDEX_766, place: 'chỉ số 5.3' }],
  counts: {
    vi: 'PAKN hài lòng trên PAKN tiếp nhận lần đầu. Không phát sinh: đủ điểm.',
    en: 'Satisfied ÷ received. Empty: full points.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['feedbackSatisfied'],
  total: ['feedback'],
  empty: 'full',
  final: true,
  scoring: { kind: 'linear', max: '6' },
  version: '1',
};
