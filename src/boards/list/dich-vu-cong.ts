import type { Board } from '../board';
import { trend, trust, TWO_YEARS, value, worst } from './tiles';

export const dichVuCong: Board = {
  uid: 'cchc-dich-vu-cong', file: 'dich-vu-cong.json', title: 'CCHC – Dịch vụ công trực tuyến', audience: 'information', rotates: true, scope: 'province', map: 'today', variables: ['period', 'map', 'level'], time: TWO_YEARS,
  description: 'Dịch vụ công trực tuyến được cung cấp, dùng, thanh toán, số hóa đến đâu; đơn vị nào kéo lại?',
  sections: [
    trust,
    { title: 'Cung cấp và sử dụng', tiles: [
      value('full-service-share'), { kind: 'gauge', id: 'integrated', indicator: 'integrated-services', width: 4, height: 5 }, value('index766-online-provision'), value('index766-services-used'), value('online-share'), value('counter-share'),
      trend('online-share'), worst('online-share'),
      { kind: 'flow', id: 'channels', title: 'Tiếp nhận theo kênh', description: 'Theo ngày trong tháng được chọn (theo tháng nếu kỳ dài hơn).', query: 'province-channels', explains: 'online-share', width: 14, height: 9 },
      { kind: 'composition', id: 'channel-parts', title: 'Cơ cấu kênh tiếp nhận trong kỳ', description: 'Hồ sơ tiếp nhận mới của mọi đơn vị trong kỳ. Hồ sơ không ghi kênh đứng riêng, không gộp vào kênh nào.', query: 'channels-of-period', explains: 'online-share', width: 10, height: 9 },
    ] },
    { title: 'Thanh toán trực tuyến', tiles: [
      value('index766-payment', 6), value('index766-paid-dossiers', 6), value('index766-paid-procedures', 6), value('index766-fee-data-synced', 6), trend('index766-paid-dossiers'), worst('index766-paid-dossiers'),
    ] },
    { title: 'Số hóa', tiles: [
      value('index766-digitisation'), value('index766-electronic-results'), value('index766-digitised-components'), value('index766-reused-data'), value('index766-personal-store'), value('index766-citizen-dossiers'),
      worst('index766-electronic-results'), worst('index766-digitised-components'),
    ] },
    { title: 'Bưu chính công ích và công khai', tiles: [
      value('postal-share'), value('postal-returns'), value('postal-procedures'), value('index766-dossier-sync'), value('index766-announced-on-time'), value('index766-complete-content'),
    ] },
  ],
};
