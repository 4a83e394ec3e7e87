import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const index766CertifiedCopies: RatioIndicator = {
  id: 'index766-certified-copies',
  code: 'SH.CTBS',
  title: { vi: 'Chứng thực bản sao điện tử (766 – nhóm 4)', en: 'Electronic certified copies' },
  question: { vi: 'Bao nhiêu đơn vị cấp xã chứng thực bản sao điện tử?', en: 'How many commune units provide electronic certified copies?' },
  law: [{ ...INDEX_766, place: 'chỉ số nhóm 4' }],
  counts: {
    vi: 'Đơn vị cấp xã có cung cấp trên tổng đơn vị cấp xã.',
    en: 'Commune units providing it ÷ commune units.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['certifiedCopyUnitsProviding'],
  total: ['certifiedCopyUnits'],
  empty: 'null',
  scoring: { kind: 'linear', max: '2' },
  par: 7,
  version: '1',
};
