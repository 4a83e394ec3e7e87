import { INDEX_766, REPORTED, type GroupIndicator } from '../../indicator';

export const index766Digitisation: GroupIndicator = {
  id: 'index766-digitisation',
  code: 'SH',
  title: { vi: 'Số hóa hồ sơ (766 – nhóm 4)', en: 'Digitisation (index 766 – group 4)' },
  question: { vi: 'Nhóm này được bao nhiêu điểm?', en: 'How many points does this group get?' },
  law: [{ ...INDEX_766, place: 'chỉ số nhóm 4' }],
  counts: {
    vi: 'Tổng điểm thành phần đã làm tròn; thành phần không phát sinh bị bỏ qua, điểm tối đa không giảm.',
    en: 'Sum of the rounded component scores; empty components are left out, the maximum stays.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'group',
  parts: ['index766-electronic-results', 'index766-digitised-components', 'index766-certified-copies', 'index766-reused-data', 'index766-personal-store', 'index766-citizen-procedures', 'index766-citizen-dossiers'],
  max: '22',
  version: '1',
};
