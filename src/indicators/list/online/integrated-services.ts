import { ONLINE_SERVICE, PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const integratedServices: RatioIndicator = {
  id: 'integrated-services',
  code: 'DV.TICHHOP',
  title: { vi: 'DVCTT tích hợp trên Cổng DVCQG', en: 'Services integrated on DVCQG' },
  question: { vi: 'Bao nhiêu DVCTT đã tích hợp trên Cổng DVCQG?', en: 'How many online services are integrated on the national portal?' },
  law: [{ ...PLAN_5610, place: 'Sở TT&TT: tích hợp 100 %' }, ...ONLINE_SERVICE],
  counts: {
    vi: 'Tử số: DVCTT một phần và toàn trình đã tích hợp. Mẫu số: DVCTT đang cung cấp.',
    en: 'Hits: partial and full services integrated. Total: services provided.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 1, document: 'Kế hoạch 5610/KH-UBND', verified: true },
  kind: 'ratio',
  hits: ['integratedServices'],
  total: ['partialServices', 'fullServices'],
  empty: 'null',
  par: 7,
  version: '1',
};
