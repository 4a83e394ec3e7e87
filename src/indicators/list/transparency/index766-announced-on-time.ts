import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const index766AnnouncedOnTime: RatioIndicator = {
  id: 'index766-announced-on-time',
  code: 'CK.CONGBO',
  title: { vi: 'TTHC công bố đúng hạn (766 – 1.1)', en: 'Announced on time (index 766 – 1.1)' },
  question: { vi: 'Bao nhiêu TTHC được công bố đúng hạn?', en: 'How many procedures are announced on time?' },
  law: [{ ...INDEX_766, place: 'chỉ số 1.1' }],
  counts: {
    vi: 'Đúng hạn: quyết định công bố ký chậm nhất 5 ngày làm việc trước ngày hiệu lực mới nhất của căn cứ pháp lý (bộ: 20 ngày). TTHC ở nhiều quyết định tính một lần, trễ nếu có một quyết định trễ.',
    en: 'On time: decision at the latest 5 working days before the newest effective date of the legal basis (ministry: 20). A procedure in several decisions counts once, late if any of them is.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['announcedOnTime'],
  total: ['announcedProcedures'],
  empty: 'null',
  final: true,
  scoring: { kind: 'linear', max: '6' },
  par: 3,
  version: '1',
};
