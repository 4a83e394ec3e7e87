import { REPORTED, type CountIndicator } from '../../indicator';

export const documentsReceived: CountIndicator = {
  id: 'documents-received',
  code: 'VB.NHAN',
  title: { vi: 'Văn bản điện tử nhận', en: 'Electronic documents received' },
  question: { vi: 'Bao nhiêu văn bản được nhận qua trục liên thông?', en: 'How many documents were received through the axis?' },
  law: [{ act: 'QĐ 28/2018/QĐ-TTg', from: '2018-07-12', to: null, verified: false }, { act: 'NĐ 30/2020/NĐ-CP', from: '2020-03-05', to: null, verified: false }],
  counts: {
    vi: 'Văn bản điện tử nhận trong kỳ.',
    en: 'Received in the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'none',
  kind: 'count',
  hits: ['edocumentsReceived'],
  fedBy: 'trục liên thông',
  version: '1',
};
