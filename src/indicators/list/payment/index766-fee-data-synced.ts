import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const index766FeeDataSynced: RatioIndicator = {
  id: 'index766-fee-data-synced',
  code: 'TT.PHI',
  title: { vi: 'TTHC đồng bộ dữ liệu thu phí (766 – 3.5a)', en: 'Procedures with fee data synchronised (index 766 – 3.5a)' },
  question: { vi: 'Bao nhiêu TTHC có phí đã đồng bộ dữ liệu thu phí?', en: 'How many procedures with a fee have their fee data synchronised?' },
  law: [{ ...INDEX_766, place: 'chỉ số 3.5a' }],
  counts: {
    vi: 'TTHC đồng bộ trên TTHC có phí; mức đủ điểm 80 % suy ra theo đối xứng.',
    en: 'Synchronised ÷ procedures with a fee; the cap at 80 % is by symmetry.',
  },
  groupBy: 'receivingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['feeProceduresSynced'],
  total: ['feeProcedures'],
  empty: 'zero',
  scoring: { kind: 'cap', max: '2', fullAt: '0.8' },
  par: 7,
  version: '1',
};
