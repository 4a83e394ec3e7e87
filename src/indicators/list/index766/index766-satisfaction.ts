import { INDEX_766, REPORTED, type GroupIndicator } from '../../indicator';

export const index766Satisfaction: GroupIndicator = {
  id: 'index766-satisfaction',
  code: 'HL',
  title: { vi: 'Mức độ hài lòng (766 – nhóm 5)', en: 'Satisfaction (index 766 – group 5)' },
  question: { vi: 'Nhóm này được bao nhiêu điểm?', en: 'How many points does this group get?' },
  law: [{ ...INDEX_766, place: 'chỉ số nhóm 5' }],
  counts: {
    vi: 'Tổng điểm thành phần đã làm tròn; thành phần không phát sinh bị bỏ qua, điểm tối đa không giảm.',
    en: 'Sum of the rounded component scores; empty components are left out, the maximum stays.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'group',
  parts: ['index766-feedback-on-time', 'index766-feedback-satisfaction', 'index766-dossier-satisfaction'],
  max: '18',
  version: '1',
};
