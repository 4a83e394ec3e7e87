import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const index766ReusedData: RatioIndicator = {
  id: 'index766-reused-data',
  code: 'SH.TAISD',
  title: { vi: 'Khai thác, sử dụng lại dữ liệu số hóa (766 – 4.3)', en: 'Reused digitised data (index 766 – 4.3)' },
  question: { vi: 'Bao nhiêu phần hồ sơ dùng lại dữ liệu đã số hóa?', en: 'Which share of dossiers reuses digitised data?' },
  law: [{ ...INDEX_766, place: 'chỉ số 4.3' }],
  counts: {
    vi: 'Hồ sơ dùng lại dữ liệu trên tổng hồ sơ; đủ điểm từ 80 %.',
    en: 'Dossiers that reuse data ÷ dossiers; full points from 80 %.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['handledReused'],
  total: ['reuseDossiers'],
  empty: 'null',
  scoring: { kind: 'cap', max: '2', fullAt: '0.8' },
  par: 7,
  version: '1',
};
