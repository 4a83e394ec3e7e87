import type { Board } from '../board';
import { ASSET_INDICATORS, INSPECTION_INDICATORS, LEGAL_INDICATORS } from '../queries/values';
import { trust, TWO_YEARS, value, worst } from './tiles';

export const phapCheTaiChinh: Board = {
  uid: 'cchc-phap-che-tai-chinh', file: 'phap-che-tai-chinh.json', title: 'CCHC – Pháp chế và tài chính', audience: 'homeAffairs', rotates: false, scope: 'province', map: 'today', variables: ['period', 'map', 'level'], time: TWO_YEARS,
  description: 'Văn bản, kết luận, kiến nghị, tài sản công: việc nào đến hạn đã làm, việc nào còn nợ?',
  sections: [
    trust,
    { title: 'Pháp chế', tiles: LEGAL_INDICATORS.map((id) => ({ ...value(id, 8), height: 4 })) },
    { title: 'Thanh tra, kiểm tra, kiểm toán', tiles: INSPECTION_INDICATORS.map((id) => ({ ...value(id, 8), height: 4 })) },
    { title: 'Tài sản công và đơn vị sự nghiệp', tiles: ASSET_INDICATORS.map((id) => ({ ...value(id, 8), height: 4 })) },
    { title: 'Còn nợ', tiles: [
      { kind: 'table', id: 'open', title: 'Việc chưa xong theo đơn vị', description: 'Sổ theo dõi pháp chế, thanh tra, tài chính; quá hạn trước, tính đến hôm nay.', query: 'legal-finance-open', width: 14, height: 12 },
      { kind: 'table', id: 'registers', title: 'Theo loại việc', description: 'Mọi sổ theo dõi, tính đến hôm nay.', query: 'registers-open', width: 10, height: 12 },
      worst('audit-recommendations-done'), worst('findings-handled'),
      { kind: 'table', id: 'absent', title: 'Chưa có số liệu, vì sao', description: 'Chỉ số của bảng này chưa có số liệu trong kỳ và lý do.', query: 'legal-finance-absent', width: 24, height: 9, wall: false },
    ] },
  ],
};
