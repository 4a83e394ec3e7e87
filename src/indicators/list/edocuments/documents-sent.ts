import { REPORTED, type CountIndicator } from '../../indicator';

export const documentsSent: CountIndicator = {
  id: 'documents-sent',
  code: 'VB.GUI',
  title: { vi: 'Văn bản điện tử gửi', en: 'Electronic documents sent' },
  question: { vi: 'Bao nhiêu văn bản được gửi qua trục liên thông?', en: 'How many documents were sent through the axis?' },
  law: [{ act: 'QĐ 28/2018/QĐ-TTg', from: '2018-07-12', to: null, verified: false }, { act: 'NĐ 30/2020/NĐ-CP', from: '2020-03-05', to: null, verified: false }],
  counts: {
    vi: 'Văn bản điện tử gửi trong kỳ; thu hồi, thay thế không tính thêm.',
    en: 'Sent in the period; recalls and replacements add nothing.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'none',
  kind: 'count',
  hits: ['edocumentsSent'],
  fedBy: 'trục liên thông',
  version: '1',
};
