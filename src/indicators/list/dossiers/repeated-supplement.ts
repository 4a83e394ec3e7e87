import { INDEX_766, type RatioIndicator } from '../../indicator';

export const repeatedSupplement: RatioIndicator = {
  id: 'repeated-supplement',
  code: 'HS.BOSUNG',
  title: { vi: 'Yêu cầu bổ sung quá 1 lần', en: 'More than one supplement request' },
  question: { vi: 'Bao nhiêu phần hồ sơ bị yêu cầu bổ sung quá một lần?', en: 'Which share of dossiers was asked for supplements more than once?' },
  law: [{ ...INDEX_766, place: 'chỉ số 2.1' }],
  counts: {
    vi: 'Tử số: hồ sơ tiếp nhận trong kỳ có từ hai lần yêu cầu bổ sung. Mẫu số: tiếp nhận trong kỳ.',
    en: 'Hits: dossiers received in the period with two or more requests. Total: received in the period.',
  },
  groupBy: 'receivingUnit',
  grains: ['department', 'commune', 'field'],
  direction: 'down',
  kind: 'ratio',
  hits: ['supplementRepeated'],
  total: ['received'],
  empty: 'null',
  par: 3,
  version: '1',
};
