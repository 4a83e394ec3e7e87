import { REPORTED, type CountIndicator } from '../../indicator';

export const documentsStuck: CountIndicator = {
  id: 'documents-stuck',
  code: 'VB.KET',
  title: { vi: 'Văn bản điện tử bị kẹt', en: 'Electronic documents stuck' },
  question: { vi: 'Bao nhiêu văn bản gửi đi chưa đến nơi quá số giờ quy định?', en: 'How many documents sent have not arrived within the configured hours?' },
  law: [{ act: 'QĐ 28/2018/QĐ-TTg', from: '2018-07-12', to: null, verified: false }, { act: 'NĐ 30/2020/NĐ-CP', from: '2020-03-05', to: null, verified: false }],
  counts: {
    vi: 'Đã gửi, chưa có trạng thái 01 trở lên sau số giờ trong cấu hình của nguồn.',
    en: 'Sent and without state 01 or later after the hours configured for the source.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'down',
  kind: 'count',
  hits: ['edocumentsStuck'],
  fedBy: 'trục liên thông',
  version: '1',
};
