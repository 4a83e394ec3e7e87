import { ONE_STOP, type RatioIndicator } from '../../indicator';

export const openOverdue: RatioIndicator = {
  id: 'open-overdue',
  code: 'HS.QUAHAN_DANG',
  title: { vi: 'Hồ sơ đang giải quyết quá hạn', en: 'Open and overdue' },
  question: { vi: 'Bao nhiêu hồ sơ đang giải quyết đã quá ngày hẹn trả?', en: 'How many open dossiers are past their due date?' },
  law: [...ONE_STOP],
  counts: {
    vi: 'Tử số: đang giải quyết và đã quá hạn ở cuối kỳ. Mẫu số: đang giải quyết ở cuối kỳ.',
    en: 'Hits: open and past due at the end of the period. Total: open at the end of the period.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune', 'field'],
  direction: 'down',
  kind: 'ratio',
  hits: ['inProgressLate'],
  total: ['inProgress'],
  empty: 'null',
  par: 3,
  version: '1',
};
