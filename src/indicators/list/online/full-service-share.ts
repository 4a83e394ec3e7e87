import { REPORTED, type RatioIndicator } from '../../indicator';

export const fullServiceShare: RatioIndicator = {
  id: 'full-service-share',
  code: 'DV.TOANTRINH',
  title: { vi: 'Tỷ lệ DVCTT toàn trình', en: 'Share of full online services' },
  question: { vi: 'Bao nhiêu phần DVCTT là toàn trình?', en: 'Which share of online services is full (toàn trình)?' },
  law: [{ act: 'NĐ 224/2026/NĐ-CP ngày 24/6/2026', from: '2026-07-01', to: null, verified: false }],
  counts: {
    vi: 'Tử số: toàn trình. Mẫu số: một phần và toàn trình. Định nghĩa của NĐ 224/2026 chưa được đối chiếu.',
    en: 'Hits: full. Total: partial and full. The definitions of NĐ 224/2026 have not been compared yet.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['fullServices'],
  total: ['partialServices', 'fullServices'],
  empty: 'null',
  earlier: [{
    version: '1', to: '2026-06-30', law: [{ act: 'NĐ 42/2022/NĐ-CP', from: '2022-08-15', to: '2026-06-30', verified: true }],
    counts: {
      vi: 'Toàn trình theo NĐ 42/2022: khai báo, nộp và xử lý đều trực tuyến, kết quả trực tuyến hoặc qua bưu chính công ích.',
      en: 'Full by NĐ 42/2022: information, submission and processing online, the result online or by public post.',
    },
  }],
  par: 7,
  version: '2',
  from: '2026-07-01',
};
