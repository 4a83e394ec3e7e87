import { REPORTED, type RatioIndicator } from '../../indicator';

export const documentsAccepted: RatioIndicator = {
  id: 'documents-accepted',
  code: 'VB.TIEPNHAN',
  title: { vi: 'Văn bản điện tử được tiếp nhận', en: 'Electronic documents accepted' },
  question: { vi: 'Bao nhiêu phần văn bản gửi đi đã được bên nhận tiếp nhận?', en: 'Which share of documents sent was accepted by the receiver?' },
  law: [{ act: 'QĐ 28/2018/QĐ-TTg', from: '2018-07-12', to: null, verified: false }, { act: 'NĐ 30/2020/NĐ-CP', from: '2020-03-05', to: null, verified: false }],
  counts: {
    vi: 'Tử số: trạng thái 03 trở lên. Mẫu số: văn bản điện tử gửi.',
    en: 'Hits: state 03 or later. Total: electronic documents sent.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['edocumentsAccepted'],
  total: ['edocumentsSent'],
  empty: 'null',
  fedBy: 'trục liên thông',
  version: '1',
};
