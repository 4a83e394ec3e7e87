import { ONE_STOP, type RatioIndicator } from '../../indicator';

export const postalShare: RatioIndicator = {
  id: 'postal-share',
  code: 'BCCI.NHAN',
  title: { vi: 'Tỷ lệ hồ sơ tiếp nhận qua bưu chính công ích', en: 'Postal share' },
  question: { vi: 'Bao nhiêu phần hồ sơ tiếp nhận mới được nộp qua bưu chính công ích?', en: 'Which share of new dossiers came by this channel?' },
  law: [...ONE_STOP],
  counts: {
    vi: 'Tử số: tiếp nhận mới trong kỳ, kênh qua bưu chính công ích. Mẫu số: tiếp nhận mới trong kỳ, mọi kênh.',
    en: 'Hits: received in the period by this channel. Total: received in the period.',
  },
  groupBy: 'receivingUnit',
  grains: ['province', 'department', 'commune'],
  direction: 'up',
  kind: 'ratio',
  hits: ['receivedPostal'],
  total: ['received'],
  empty: 'null',
  par: 7,
  version: '1',
};
