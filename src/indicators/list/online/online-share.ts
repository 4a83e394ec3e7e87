import { INDEX_766, type RatioIndicator } from '../../indicator';

export const onlineShare: RatioIndicator = {
  id: 'online-share',
  code: 'DV.TRUCTUYEN',
  title: { vi: 'Tỷ lệ hồ sơ nộp trực tuyến', en: 'Online share' },
  question: { vi: 'Bao nhiêu phần hồ sơ tiếp nhận mới được nộp trực tuyến?', en: 'Which share of new dossiers came by this channel?' },
  law: [{ ...INDEX_766, place: 'KenhThucHien; chỉ số 3.3' }],
  counts: {
    vi: 'Tử số: tiếp nhận mới trong kỳ, kênh trực tuyến. Mẫu số: tiếp nhận mới trong kỳ, mọi kênh.',
    en: 'Hits: received in the period by this channel. Total: received in the period.',
  },
  groupBy: 'receivingUnit',
  grains: ['province', 'department', 'commune', 'field'],
  direction: 'up',
  kind: 'ratio',
  hits: ['receivedOnline'],
  total: ['received'],
  empty: 'null',
  par: 7,
  version: '1',
};
