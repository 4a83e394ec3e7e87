import { INDEX_766, REPORTED, type GroupIndicator } from '../../indicator';

export const index766Online: GroupIndicator = {
  id: 'index766-online',
  code: 'DV',
  title: { vi: 'Cung cấp dịch vụ công trực tuyến (766 – nhóm 3a)', en: 'Online services (index 766 – group 3a)' },
  question: { vi: 'Nhóm này được bao nhiêu điểm?', en: 'How many points does this group get?' },
  law: [{ ...INDEX_766, place: 'chỉ số nhóm 3a' }],
  counts: {
    vi: 'Tổng điểm thành phần đã làm tròn; thành phần không phát sinh bị bỏ qua, điểm tối đa không giảm.',
    en: 'Sum of the rounded component scores; empty components are left out, the maximum stays.',
  },
  caution: {
    vi: 'Công thức được khớp từ bốn quan sát; số hạng thứ ba đều đã đạt trần và tỷ lệ đồng bộ đều bằng 1: có cơ sở, chưa chứng minh.',
    en: 'Fitted on four observations, the third term saturated and the synchronisation ratio 1 in all: supported, not proved.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'group',
  parts: ['index766-online-provision', 'index766-services-used', 'index766-online-dossiers'],
  max: '12',
  version: '1',
};
