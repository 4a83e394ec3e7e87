import { ONE_STOP, type CountIndicator } from '../../indicator';

export const carriedOver: CountIndicator = {
  id: 'carried-over',
  code: 'HS.TON',
  title: { vi: 'Hồ sơ từ kỳ trước chuyển qua', en: 'Carried over' },
  question: { vi: 'Bao nhiêu hồ sơ của kỳ trước chưa giải quyết xong?', en: 'How many dossiers were carried over from before the period?' },
  law: [...ONE_STOP],
  counts: {
    vi: 'Tiếp nhận trước kỳ và chưa kết thúc trước kỳ.',
    en: 'Accepted before the period and not ended before it.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune', 'field'],
  direction: 'none',
  kind: 'count',
  hits: ['carriedOver'],
  version: '1',
};
