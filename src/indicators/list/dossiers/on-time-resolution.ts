import { ONE_STOP, type RatioIndicator } from '../../indicator';

export const onTimeResolution: RatioIndicator = {
  id: 'on-time-resolution',
  code: 'HS.DUNGHAN',
  title: { vi: 'Tỷ lệ hồ sơ giải quyết đúng hạn', en: 'On-time resolution' },
  question: { vi: 'Trong các hồ sơ đã giải quyết, bao nhiêu phần đúng hoặc trước hạn?', en: 'Of the dossiers resolved, which share was on time?' },
  law: [...ONE_STOP],
  counts: {
    vi: 'Tử số: đã giải quyết trước hạn và đúng hạn. Mẫu số: đã giải quyết, trừ hồ sơ không có ngày hẹn trả (không đủ dữ liệu).',
    en: 'Hits: resolved early or on time. Total: resolved, less those without a due date (insufficient data).',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune', 'field'],
  direction: 'up',
  kind: 'ratio',
  hits: ['resolvedOnTime'],
  total: ['resolvedOnTime', 'resolvedLate'],
  empty: 'null',
  par: 3,
  version: '1',
};
