import { INDEX_766, type MeanIndicator } from '../../indicator';

export const averageProcessingTime: MeanIndicator = {
  id: 'average-processing-time',
  code: 'HS.TGTB',
  title: { vi: 'Thời gian giải quyết trung bình', en: 'Average processing time' },
  question: { vi: 'Một hồ sơ được giải quyết trong bao nhiêu ngày?', en: 'How many days does a dossier take?' },
  law: [{ ...INDEX_766, place: 'chỉ số 2.2' }],
  counts: {
    vi: 'Từ tiếp nhận đến kết thúc xử lý, tính theo ngày lịch, của hồ sơ giải quyết trong kỳ; chưa trừ thời gian chờ bổ sung.',
    en: 'From reception to end in calendar days, of dossiers resolved in the period; supplement time is not deducted.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune', 'field'],
  direction: 'down',
  kind: 'mean',
  hits: ['processingMinutes'],
  total: ['resolved'],
  per: 1440,
  unitOfMeasure: { vi: 'ngày', en: 'days' },
  version: '1',
};
