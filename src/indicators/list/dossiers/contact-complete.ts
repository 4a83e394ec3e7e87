import { PLAN_5610, type RatioIndicator } from '../../indicator';

export const contactComplete: RatioIndicator = {
  id: 'contact-complete',
  code: 'DL.DAYDU',
  title: { vi: 'Đầy đủ trường dữ liệu công dân', en: 'Citizen data complete' },
  question: { vi: 'Bao nhiêu phần hồ sơ có đủ địa chỉ và điện thoại?', en: 'Which share of dossiers has address and phone filled in?' },
  law: [{ ...PLAN_5610, place: 'đầy đủ dữ liệu công dân' }],
  counts: {
    vi: 'Chỉ đếm có hay không; không lưu nội dung. Tử số: có đủ địa chỉ và điện thoại. Mẫu số: tiếp nhận trong kỳ.',
    en: 'Presence only; no value is kept. Hits: address and phone present. Total: received in the period.',
  },
  groupBy: 'receivingUnit',
  grains: ['department', 'commune'],
  direction: 'up',
  kind: 'ratio',
  hits: ['contactComplete'],
  total: ['received'],
  empty: 'null',
  version: '1',
};
