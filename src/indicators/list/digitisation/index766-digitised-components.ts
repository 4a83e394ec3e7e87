import { INDEX_766, type RatioIndicator } from '../../indicator';

export const index766DigitisedComponents: RatioIndicator = {
  id: 'index766-digitised-components',
  code: 'SH.TPHS',
  title: { vi: 'Số hóa thành phần hồ sơ (766 – 4.2)', en: 'Digitised components (index 766 – 4.2)' },
  question: { vi: 'Bao nhiêu phần hồ sơ có thành phần được số hóa?', en: 'Which share of dossiers has digitised components?' },
  law: [{ ...INDEX_766, place: 'chỉ số 4.2' }],
  counts: {
    vi: 'Hồ sơ có thành phần số hóa trên tổng hồ sơ tiếp nhận và đang giải quyết trong kỳ. Văn bản công thức cho điểm tối đa từ 80 %, Cổng không áp dụng.',
    en: 'Dossiers with digitised components ÷ dossiers handled. The formula document gives full points from 80 %; the portal does not apply it.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune'],
  direction: 'up',
  kind: 'ratio',
  hits: ['handledDigitised'],
  total: ['componentDossiers'],
  empty: 'null',
  scoring: { kind: 'linear', max: '4' },
  par: 7,
  version: '1',
};
