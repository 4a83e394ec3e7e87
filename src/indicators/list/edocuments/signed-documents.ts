import { REPORTED, type RatioIndicator } from '../../indicator';

export const signedDocuments: RatioIndicator = {
  id: 'signed-documents',
  code: 'VB.KYSO',
  title: { vi: 'Văn bản điện tử gửi có ký số', en: 'Signed electronic documents' },
  question: { vi: 'Bao nhiêu phần văn bản điện tử gửi đi có ký số?', en: 'Which share of electronic documents sent is signed?' },
  law: [{ act: 'QĐ 28/2018/QĐ-TTg', from: '2018-07-12', to: null, verified: false }, { act: 'NĐ 30/2020/NĐ-CP', from: '2020-03-05', to: null, verified: false }],
  counts: {
    vi: 'Tử số: có ký số. Mẫu số: văn bản điện tử gửi qua trục.',
    en: 'Hits: signed. Total: electronic documents sent through the axis.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['edocumentsSigned'],
  total: ['edocumentsSent'],
  empty: 'null',
  fedBy: 'trục liên thông',
  version: '1',
};
