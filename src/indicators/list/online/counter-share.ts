import { ONE_STOP, type RatioIndicator } from '../../indicator';

export const counterShare: RatioIndicator = {
  id: 'counter-share',
  code: 'HS.TRUCTIEP',
  title: { vi: 'Tỷ lệ hồ sơ nộp trực tiếp', en: 'Counter share' },
  question: { vi: 'Bao nhiêu phần hồ sơ tiếp nhận mới được nộp trực tiếp?', en: 'Which share of new dossiers came by this channel?' },
  law: [...ONE_STOP],
  counts: {
    vi: 'Tử số: tiếp nhận mới trong kỳ, kênh trực tiếp. Mẫu số: tiếp nhận mới trong kỳ, mọi kênh.',
    en: 'Hits: received in the period by this channel. Total: received in the period.',
  },
  groupBy: 'receivingUnit',
  grains: ['province', 'department', 'commune', 'field'],
  direction: 'down',
  kind: 'ratio',
  hits: ['receivedCounter'],
  total: ['received'],
  empty: 'null',
  par: 7,
  version: '1',
};
