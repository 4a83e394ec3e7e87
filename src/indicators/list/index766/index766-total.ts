import { INDEX_766, REPORTED, type GroupIndicator } from '../../indicator';

export const index766Total: GroupIndicator = {
  id: 'index766-total',
  code: 'TONG_766',
  title: { vi: 'Chỉ số 766: tổng điểm', en: 'Index 766: total' },
  question: { vi: 'Đơn vị được bao nhiêu trên 100 điểm?', en: 'How many of 100 points does the unit get?' },
  law: [{ ...INDEX_766, place: 'tổng điểm sáu nhóm' }],
  counts: {
    vi: 'Tổng điểm sáu nhóm. Hàng của tỉnh tính từ số đếm cộng dồn, không bao giờ từ trung bình các đơn vị.',
    en: 'Sum of the six groups. The province row comes from summed counts, never from the mean of the units.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'group',
  parts: ['index766-transparency', 'index766-progress', 'index766-online', 'index766-payment', 'index766-digitisation', 'index766-satisfaction'],
  max: '100',
  version: '1',
};
