import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const index766PublishedOnTime: RatioIndicator = {
  id: 'index766-published-on-time',
  code: 'CK.CAPNHAT',
  title: { vi: 'TTHC cập nhật, công khai đúng hạn (766 – 1.2)', en: 'Published on time (index 766 – 1.2)' },
  question: { vi: 'Bao nhiêu TTHC được công khai đúng hạn trên CSDL quốc gia?', en: 'How many procedures are published in the national database on time?' },
  law: [{ ...INDEX_766, place: 'chỉ số 1.2' }],
  counts: {
    vi: 'Công khai trong 5 ngày làm việc từ ngày ký quyết định công bố (bộ: 10 ngày). Mẫu số: đã công khai và phải công khai trong kỳ. Chỉ có ở cấp tỉnh.',
    en: 'Published within 5 working days of the signature (ministry: 10). Total: published and due to be published. Province level only.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['publishedOnTime'],
  total: ['publishableProcedures'],
  empty: 'null',
  final: true,
  scoring: { kind: 'linear', max: '4' },
  par: 3,
  version: '1',
};
