import type { Board } from '../board';
import { trust, TWO_YEARS, value, worst } from './tiles';

export const phapCheTaiChinh: Board = {
  uid: 'cchc-phap-che-tai-chinh', file: 'phap-che-tai-chinh.json', title: 'CCHC – Pháp chế và tài chính', audience: 'homeAffairs', rotates: false, scope: 'province', variables: ['period', 'level'], time: TWO_YEARS,
  description: 'Văn bản, kết luận, kiến nghị, tài sản công: việc nào đến hạn đã làm, việc nào còn nợ?',
  sections: [
    trust,
    { title: 'Pháp chế', tiles: ['documents-reviewed', 'expired-documents-replaced', 'review-followed-up', 'drafts-appraised-on-time', 'enforcement-findings-handled', 'expired-list-published'].map((id) => value(id)) },
    { title: 'Thanh tra, kiểm tra, kiểm toán', tiles: ['audit-recommendations-done', 'audit-recommendations-amount', 'findings-handled', 'misconduct-handled', 'decentralised-tasks-evaluated', 'iso-announced'].map((id) => value(id)) },
    { title: 'Tài sản công và đơn vị sự nghiệp', tiles: ['facilities-approved', 'asset-reports-on-time', 'asset-inspections-done', 'distribution-inspections-done', 'self-financing-growth', 'partly-self-financing-growth'].map((id) => value(id)) },
    { title: 'Còn nợ', tiles: [
      { kind: 'table', id: 'open', title: 'Việc chưa xong theo đơn vị', description: 'Sổ theo dõi pháp chế, thanh tra, tài chính; quá hạn trước, tính đến hôm nay.', query: 'legal-finance-open', width: 14, height: 12 },
      { kind: 'table', id: 'registers', title: 'Theo loại việc', description: 'Mọi sổ theo dõi, tính đến hôm nay.', query: 'registers-open', width: 10, height: 12 },
      worst('audit-recommendations-done'), worst('findings-handled'),
    ] },
  ],
};
