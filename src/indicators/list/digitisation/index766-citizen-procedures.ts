import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const index766CitizenProcedures: RatioIndicator = {
  id: 'index766-citizen-procedures',
  code: 'SH.DANCU_TT',
  title: { vi: 'TTHC kết nối dữ liệu dân cư (766 – 4.5a)', en: 'Procedures connected with population data' },
  question: { vi: 'Bao nhiêu TTHC kết nối CSDL dân cư?', en: 'How many procedures are connected with the population database?' },
  law: [{ ...INDEX_766, place: 'chỉ số 4.5a' }],
  counts: {
    vi: 'TTHC kết nối trên tổng TTHC.',
    en: 'Connected procedures ÷ procedures.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['citizenProceduresConnected'],
  total: ['citizenProcedures'],
  empty: 'null',
  scoring: { kind: 'linear', max: '2' },
  par: 7,
  version: '1',
};
