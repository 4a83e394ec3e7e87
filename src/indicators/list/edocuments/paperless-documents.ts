import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const paperlessDocuments: RatioIndicator = {
  id: 'paperless-documents',
  code: 'VB.TYLE',
  title: { vi: 'Văn bản điện tử không gửi kèm bản giấy', en: 'Paperless electronic documents' },
  question: { vi: 'Bao nhiêu phần văn bản đi được gửi điện tử, ký số, không kèm bản giấy?', en: 'Which share of outgoing documents is sent electronically, signed, without paper?' },
  law: [{ act: 'QĐ 28/2018/QĐ-TTg', from: '2018-07-12', to: null, verified: false }, { act: 'NĐ 30/2020/NĐ-CP', from: '2020-03-05', to: null, verified: false }, { ...PLAN_5610, place: 'Sở TT&TT: không gửi song song văn bản giấy' }],
  counts: {
    vi: 'Tử số: gửi qua trục liên thông, ký số, không kèm bản giấy. Mẫu số: văn bản đi trừ văn bản mật và văn bản phải là bản giấy.',
    en: 'Hits: sent through the axis, signed, without a paper copy. Total: outgoing less classified ones and those on paper by law.',
  },
  caution: {
    vi: 'Định nghĩa tỷ lệ (QĐ 28/2018) chưa được xác minh.',
    en: 'The definition of the ratio (QĐ 28/2018) is unverified.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['edocumentsPaperless'],
  total: ['documentsEligible'],
  totalApart: true,
  empty: 'null',
  par: 7,
  fedBy: 'phần mềm quản lý văn bản, trục liên thông',
  version: '1',
};
