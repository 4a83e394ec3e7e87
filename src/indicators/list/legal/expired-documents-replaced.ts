import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const expiredDocumentsReplaced: RatioIndicator = {
  id: 'expired-documents-replaced',
  code: 'PL.RASOAT_TT',
  title: { vi: 'VBQPPL hết hiệu lực được sửa đổi, thay thế', en: 'Expired documents replaced' },
  question: { vi: 'Bao nhiêu phần VBQPPL hết hiệu lực đã được sửa đổi, thay thế?', en: 'Which share of expired documents was amended or replaced?' },
  law: [{ act: 'NĐ 34/2016/NĐ-CP', from: '2016-07-01', to: null, verified: false }, { act: 'NĐ 78/2025/NĐ-CP', from: null, to: null, verified: false }, { ...PLAN_5610, place: 'Sở Tư pháp: sửa đổi, thay thế kịp thời' }],
  counts: {
    vi: 'Tử số: đã sửa đổi, thay thế. Mẫu số: hết hiệu lực phải thay thế, đến cuối kỳ.',
    en: 'Hits: amended or replaced. Total: expired and to be replaced, by the end of the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 1, document: 'Danh mục chỉ số của dự án', verified: false },
  kind: 'ratio',
  hits: ['expiredDocument.allDone'],
  total: ['expiredDocument.all'],
  empty: 'null',
  par: 2,
  fedBy: 'Sở Tư pháp',
  version: '1',
};
