import { ONE_STOP, type RatioIndicator } from '../../indicator';

export const postalReturns: RatioIndicator = {
  id: 'postal-returns',
  code: 'BCCI.TRA',
  title: { vi: 'Tỷ lệ trả kết quả qua bưu chính công ích', en: 'Postal returns' },
  question: { vi: 'Bao nhiêu phần kết quả được trả qua bưu chính công ích?', en: 'Which share of results was returned by public post?' },
  law: [...ONE_STOP],
  counts: {
    vi: 'Tử số: kết quả trả trong kỳ qua bưu chính công ích. Mẫu số: kết quả trả trong kỳ.',
    en: 'Hits: results returned by public post. Total: results returned in the period.',
  },
  groupBy: 'receivingUnit',
  grains: ['province', 'department', 'commune'],
  direction: 'up',
  kind: 'ratio',
  hits: ['returnedPostal'],
  total: ['returned'],
  empty: 'null',
  par: 7,
  version: '1',
};
