import { INDEX_766, REPORTED, type GroupIndicator } from '../../indicator';

export const index766Payment: GroupIndicator = {
  id: 'index766-payment',
  code: 'TT',
  title: { vi: 'Thanh toán trực tuyến (766 – nhóm 3b)', en: 'Online payment (index 766 – group 3b)' },
  question: { vi: 'Nhóm này được bao nhiêu điểm?', en: 'How many points does this group get?' },
  law: [{ ...INDEX_766, place: 'chỉ số nhóm 3b' }],
  counts: {
    vi: 'Tổng điểm thành phần đã làm tròn; thành phần không phát sinh bị bỏ qua, điểm tối đa không giảm.',
    en: 'Sum of the rounded component scores; empty components are left out, the maximum stays.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'group',
  parts: ['index766-paid-dossiers', 'index766-paid-procedures', 'index766-fee-data-synced'],
  max: '10',
  version: '1',
};
