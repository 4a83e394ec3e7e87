import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const index766CompleteContent: RatioIndicator = {
  id: 'index766-complete-content',
  code: 'CK.NOIDUNG',
  title: { vi: 'TTHC công khai đầy đủ nội dung (766 – 1.3)', en: 'Complete content (index 766 – 1.3)' },
  question: { vi: 'Bao nhiêu TTHC công khai đủ 7 nội dung?', en: 'How many public procedures show all 7 mandatory parts?' },
  law: [{ ...INDEX_766, place: 'chỉ số 1.3' }, { act: 'NĐ 63/2010/NĐ-CP', place: 'khoản 2 Điều 8', from: null, to: null, verified: false }],
  counts: {
    vi: 'Bảy phần bắt buộc: tên; trình tự; cách thức; thành phần, số lượng hồ sơ; thời hạn; đối tượng; cơ quan thực hiện. Số chụp tại thời điểm hỏi, không phải số trong kỳ.',
    en: 'Seven mandatory parts: name, sequence, way of doing, components, time limit, subjects, agency. A snapshot, not a period count.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['publicComplete'],
  total: ['publicProcedures'],
  empty: 'null',
  scoring: { kind: 'linear', max: '2' },
  par: 3,
  version: '1',
};
