import type { Board } from '../board';
import { trend, trust, TWO_YEARS, value } from './tiles';

export const datDai: Board = {
  uid: 'cchc-dat-dai', file: 'dat-dai.json', title: 'CCHC – Đất đai', audience: 'homeAffairs', rotates: false, scope: 'province', map: 'today', variables: ['period', 'map'], time: TWO_YEARS,
  description: 'Cơ sở dữ liệu đất đai và kiểm tra hồ sơ đất đai đến đâu, thủ tục đất đai trễ ở đâu?',
  sections: [
    trust,
    { title: 'Tiến độ', tiles: [
      { ...value('land-database-progress', 6), height: 8 }, { ...value('land-inspections-done', 6), height: 8 }, trend('land-database-progress', 12),
      { kind: 'table', id: 'land-open', title: 'Kiểm tra, dự án chưa xong', description: 'Theo đơn vị, tính đến hôm nay.', query: 'land-open', explains: 'land-inspections-done', width: 12, height: 11 },
      { kind: 'table', id: 'land-procedures', title: 'Thủ tục đất đai đang giải quyết', description: 'Thủ tục thuộc lĩnh vực có chữ "đất đai" trong danh mục thủ tục; quá hạn trước.', query: 'land-procedures', explains: 'open-overdue', width: 24, height: 11 },
      { kind: 'table', id: 'absent', title: 'Chưa có số liệu, vì sao', description: 'Chỉ số của bảng này chưa có số liệu trong kỳ và lý do.', query: 'land-absent', width: 24, height: 4, wall: false },
    ] },
  ],
};
