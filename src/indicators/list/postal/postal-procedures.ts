import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const postalProcedures: RatioIndicator = {
  id: 'postal-procedures',
  code: 'BCCI.TTHC',
  title: { vi: 'TTHC phát sinh hồ sơ qua BCCI', en: 'Procedures used by post' },
  question: { vi: 'Bao nhiêu TTHC công bố qua BCCI có phát sinh hồ sơ?', en: 'How many procedures announced for public post had a dossier by post?' },
  law: [{ ...PLAN_5610, place: 'Sở TT&TT: tiếp nhận, trả qua BCCI' }],
  counts: {
    vi: 'Tử số: TTHC có ít nhất một hồ sơ qua bưu chính. Mẫu số: TTHC công bố thực hiện qua BCCI.',
    en: 'Hits: procedures with at least one dossier by post. Total: procedures announced for public post.',
  },
  groupBy: 'receivingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['postalProceduresUsed'],
  total: ['postalProcedures'],
  empty: 'null',
  par: 7,
  version: '1',
};
