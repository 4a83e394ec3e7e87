import { INDEX_766, type MeanIndicator } from '../../indicator';

export const averageProcessingTime: MeanIndicator = {
  id: 'average-processing-time',
  code: 'HS.TGTB',
  title: { vi: 'Thời gian giải quyết trung bình', en: 'Average processing time' },
  question: { vi: 'Một hồ sơ được giải quyết trong bao nhiêu ngày làm việc?', en: 'How many working days does a dossier take?' },
  law: [{ ...INDEX_766, place: 'chỉ số 2.2' }],
  counts: {
    vi: 'Từ tiếp nhận đến kết thúc xử lý theo giờ làm việc, trừ thời gian chờ bổ sung, của hồ sơ giải quyết trong kỳ (8 giờ là một ngày). Hồ sơ có yêu cầu bổ sung mà nguồn không cho biết thời điểm bổ sung xong thì không tính.',
    en: 'From reception to end in working time without waiting for supplements, of dossiers resolved in the period (8 hours are a day). Dossiers with a request whose answer the source does not date are left out.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune', 'field'],
  direction: 'down',
  kind: 'mean',
  hits: ['workingMinutes'],
  total: ['resolvedTimed'],
  per: 480,
  unitOfMeasure: { vi: 'ngày làm việc', en: 'working days' },
  version: '1',
};
