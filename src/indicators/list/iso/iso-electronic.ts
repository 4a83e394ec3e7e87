import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const isoElectronic: RatioIndicator = {
  id: 'iso-electronic',
  code: 'ISO.DIENTU',
  title: { vi: 'Đơn vị dùng ISO điện tử', en: 'Units with electronic ISO' },
  question: { vi: 'Bao nhiêu phần đơn vị dùng ISO điện tử?', en: 'Which share of units uses ISO in electronic form?' },
  law: [{ ...PLAN_5610, place: 'Sở KH&CN: ISO điện tử' }],
  counts: {
    vi: 'Tử số: đơn vị dùng ISO điện tử. Mẫu số: đơn vị thuộc diện áp dụng, đến cuối kỳ.',
    en: 'Hits: units using it. Total: units obliged to ISO, at the end of the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['isoCertificate.allPositive'],
  total: ['isoCertificate.all'],
  empty: 'null',
  par: 7,
  fedBy: 'Sở KH&CN',
  version: '2',
};
