import { INDEX_766, REPORTED, type GroupIndicator } from '../../indicator';

export const index766Transparency: GroupIndicator = {
  id: 'index766-transparency',
  code: 'CK',
  title: { vi: 'Công khai, minh bạch (766 – nhóm 1)', en: 'Transparency (index 766 – group 1)' },
  question: { vi: 'Nhóm này được bao nhiêu điểm?', en: 'How many points does this group get?' },
  law: [{ ...INDEX_766, place: 'chỉ số nhóm 1' }],
  counts: {
    vi: 'Tổng điểm thành phần đã làm tròn; thành phần không phát sinh bị bỏ qua, điểm tối đa không giảm.',
    en: 'Sum of the rounded component scores; empty components are left out, the maximum stays.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'group',
  parts: ['index766-announced-on-time', 'index766-published-on-time', 'index766-complete-content', 'index766-dossier-sync'],
  max: '18',
  version: '1',
};
