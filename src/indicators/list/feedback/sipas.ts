import { YEARLY, type EnteredIndicator } from '../../indicator';

export const sipas: EnteredIndicator = {
  id: 'sipas',
  code: 'HL.SIPAS',
  title: { vi: 'Chỉ số hài lòng SIPAS', en: 'SIPAS' },
  question: { vi: 'Mức độ hài lòng của người dân, tổ chức do Bộ Nội vụ công bố là bao nhiêu?', en: 'Which satisfaction index did Bộ Nội vụ publish?' },
  law: [{ act: 'QĐ 2640/QĐ-BNV', from: '2017-10-10', to: '2020-12-31', verified: true }, { act: 'NQ 76/NQ-CP', from: '2021-07-15', to: null, verified: false }],
  counts: {
    vi: 'Số công bố hằng năm, nhập nguyên; không tính từ hồ sơ. Chỉ số 766 – 5.4 chỉ là số thay thế.',
    en: 'Published yearly, imported as it is; never computed from dossiers. Index 766 – 5.4 is only a proxy.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province'],
  periods: YEARLY,
  direction: 'up',
  target: { value: 90, document: 'NQ 76/NQ-CP: đến năm 2025', verified: false },
  kind: 'entered',
  hits: ['sipasIndex'],
  unitOfMeasure: { vi: '%', en: '%' },
  par: 8,
  fedBy: 'Bộ Nội vụ',
  version: '1',
};
