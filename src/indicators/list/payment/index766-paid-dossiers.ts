import { INDEX_766, type RatioIndicator } from '../../indicator';

export const index766PaidDossiers: RatioIndicator = {
  id: 'index766-paid-dossiers',
  code: 'TT.HOSO',
  title: { vi: 'Hồ sơ thanh toán trực tuyến (766 – 3.6)', en: 'Dossiers paid online (index 766 – 3.6)' },
  question: { vi: 'Bao nhiêu phần hồ sơ có nghĩa vụ tài chính được thanh toán trực tuyến?', en: 'Which share of dossiers with an obligation is paid online?' },
  law: [{ ...INDEX_766, place: 'chỉ số 3.6' }],
  counts: {
    vi: 'Hồ sơ thanh toán trực tuyến trên hồ sơ có nghĩa vụ tài chính, tiếp nhận trong kỳ. Không phát sinh: 0 điểm.',
    en: 'Dossiers paid online ÷ dossiers with a financial obligation received in the period. Empty: 0.',
  },
  groupBy: 'receivingUnit',
  grains: ['province', 'department', 'commune'],
  direction: 'up',
  kind: 'ratio',
  hits: ['feeDossiersPaidOnline'],
  total: ['feeDossiers'],
  empty: 'zero',
  scoring: { kind: 'linear', max: '6' },
  par: 7,
  version: '1',
};
