import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const index766CitizenDossiers: RatioIndicator = {
  id: 'index766-citizen-dossiers',
  code: 'SH.DANCU_HS',
  title: { vi: 'Hồ sơ kết nối dữ liệu dân cư (766 – 4.5b)', en: 'Dossiers connected with population data' },
  question: { vi: 'Bao nhiêu hồ sơ kết nối CSDL dân cư?', en: 'How many dossiers are connected with the population database?' },
  law: [{ ...INDEX_766, place: 'chỉ số 4.5b' }],
  counts: {
    vi: 'Hồ sơ kết nối trên tổng hồ sơ.',
    en: 'Connected dossiers ÷ dossiers.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['handledCitizenConnected'],
  total: ['citizenDossiers'],
  empty: 'null',
  scoring: { kind: 'linear', max: '2' },
  par: 7,
  version: '1',
};
