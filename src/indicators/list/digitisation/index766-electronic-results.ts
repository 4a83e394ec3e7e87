import { INDEX_766, type RatioIndicator } from '../../indicator';

export const index766ElectronicResults: RatioIndicator = {
  id: 'index766-electronic-results',
  code: 'SH.KETQUA',
  title: { vi: 'Cấp kết quả điện tử (766 – 4.1)', en: 'Electronic results (index 766 – 4.1)' },
  question: { vi: 'Bao nhiêu phần hồ sơ có kết quả điện tử?', en: 'Which share of dossiers has an electronic result?' },
  law: [{ ...INDEX_766, place: 'chỉ số 4.1' }],
  counts: {
    vi: 'Hồ sơ có kết quả điện tử trên tổng hồ sơ tiếp nhận và đang giải quyết trong kỳ.',
    en: 'Dossiers with an electronic result ÷ dossiers handled in the period.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune'],
  direction: 'up',
  kind: 'ratio',
  hits: ['handledElectronicResult'],
  total: ['resultDossiers'],
  empty: 'null',
  scoring: { kind: 'linear', max: '6' },
  par: 7,
  version: '1',
};
