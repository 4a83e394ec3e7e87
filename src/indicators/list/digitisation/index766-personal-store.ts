import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const index766PersonalStore: RatioIndicator = {
  id: 'index766-personal-store',
  code: 'SH.KHO',
  title: { vi: 'Đồng bộ kho dữ liệu điện tử cá nhân (766 – 4.4)', en: 'Synchronised with the personal data store (index 766 – 4.4)' },
  question: { vi: 'Bao nhiêu phần kết quả đã vào kho dữ liệu cá nhân?', en: 'Which share of results reached the personal data store?' },
  law: [{ ...INDEX_766, place: 'chỉ số 4.4' }],
  counts: {
    vi: 'Hồ sơ đồng bộ trên tổng hồ sơ. Cách tính tuyến tính là giả định.',
    en: 'Synchronised dossiers ÷ dossiers. The linear rule is assumed.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['handledStored'],
  total: ['storeDossiers'],
  empty: 'null',
  scoring: { kind: 'linear', max: '4' },
  par: 7,
  version: '1',
};
