import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const isoAnnounced: RatioIndicator = {
  id: 'iso-announced',
  code: 'ISO.APDUNG',
  title: { vi: 'Đơn vị công bố ISO 9001', en: 'Units with ISO 9001 announced' },
  question: { vi: 'Bao nhiêu phần đơn vị thuộc diện đã công bố ISO 9001?', en: 'Which share of units obliged has announced ISO 9001?' },
  law: [{ ...PLAN_5610, place: 'áp dụng ISO 9001' }],
  counts: {
    vi: 'Tử số: đơn vị đã công bố. Mẫu số: đơn vị thuộc diện áp dụng, đến cuối kỳ.',
    en: 'Hits: units that announced it. Total: units obliged, by the end of the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 1, document: 'Danh mục chỉ số của dự án', verified: false },
  kind: 'ratio',
  hits: ['isoCertificate.allDone'],
  total: ['isoCertificate.all'],
  empty: 'null',
  par: 7,
  fedBy: 'Sở KH&CN',
  version: '1',
};
