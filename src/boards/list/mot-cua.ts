import type { Board } from '../board';
import { trend, trust, TWO_YEARS, value, worst } from './tiles';

export const motCua: Board = {
  uid: 'cchc-mot-cua', file: 'mot-cua.json', title: 'CCHC – Một cửa', audience: 'units', rotates: true, scope: 'province', map: 'today', variables: ['period', 'map', 'level', 'field'], time: TWO_YEARS,
  description: 'Hồ sơ nào đang chờ, sắp đến hạn, đã quá hạn; ở đơn vị, lĩnh vực, thủ tục nào?',
  sections: [
    trust,
    { title: 'Lúc này', tiles: [
      { kind: 'number', id: 'overdue-now', title: 'Quá hạn ngay lúc này', description: 'Hồ sơ chưa xong đã qua ngày hẹn trả, tính đến lúc này.', query: 'overdue-now', explains: 'open-overdue', width: 4, height: 5 },
      value('open-overdue'), value('due-soon'), value('carried-over'), value('average-processing-time'), value('on-time-resolution'),
      { kind: 'composition', id: 'open', title: 'Hồ sơ đang giải quyết theo hạn', description: 'Tính đến lúc này; ngày theo giờ Việt Nam.', query: 'open-by-due', explains: 'open-overdue', width: 8, height: 10 },
      { kind: 'bars', id: 'overdue-units', title: 'Quá hạn theo đơn vị', description: 'Hồ sơ chưa xong đã qua ngày hẹn trả.', query: 'overdue-by-unit', explains: 'open-overdue', width: 8, height: 10 },
      { kind: 'bars', id: 'overdue-fields', title: 'Quá hạn theo lĩnh vực', description: 'Lĩnh vực lấy từ danh mục thủ tục; thủ tục ngoài danh mục đứng ở "không rõ lĩnh vực".', query: 'overdue-by-field', explains: 'open-overdue', width: 8, height: 10 },
    ] },
    { title: 'Trong kỳ', tiles: [
      { kind: 'flow', id: 'flow', title: 'Tiếp nhận và giải quyết', description: 'Theo ngày trong tháng được chọn (theo tháng nếu kỳ dài hơn), ngày theo giờ Việt Nam.', query: 'province-flow', explains: 'on-time-resolution', width: 12, height: 8 },
      trend('on-time-resolution'), worst('on-time-resolution'), worst('average-processing-time'),
      worst('apology-letters'), worst('repeated-supplement'),
    ] },
    { title: 'Theo lĩnh vực', tiles: [
      { kind: 'table', id: 'by-field', title: 'Giải quyết theo lĩnh vực', description: 'Cả tỉnh, trong kỳ: lĩnh vực có tỷ lệ đúng hạn thấp nhất đứng đầu. Cộng các lĩnh vực bằng số của tỉnh.', query: 'by-field', explains: 'on-time-resolution', width: 12, height: 12, wall: false },
      { kind: 'table', id: 'units-by-field', title: 'Đơn vị trong lĩnh vực đã chọn', description: 'Hồ sơ của lĩnh vực đã chọn theo đơn vị, trong kỳ. Cộng các đơn vị bằng số của lĩnh vực.', query: 'units-by-field', explains: 'on-time-resolution', width: 12, height: 12, wall: false },
    ] },
    { title: 'Danh sách', tiles: [
      { kind: 'table', id: 'procedures', title: 'Thủ tục có hồ sơ quá hạn', description: 'Ba mươi thủ tục của lĩnh vực đã chọn có nhiều hồ sơ quá hạn nhất lúc này.', query: 'overdue-by-procedure', explains: 'open-overdue', width: 24, height: 12, wall: false },
      { kind: 'table', id: 'units-open', title: 'Đang giải quyết theo đơn vị', description: 'Mọi đơn vị có hồ sơ chưa xong. Bấm vào đơn vị để xem chi tiết.', query: 'units-open', explains: 'open-overdue', width: 24, height: 12, wall: false },
      { kind: 'table', id: 'units', title: 'Giải quyết đúng hạn theo đơn vị', description: 'Mọi đơn vị của cấp đã chọn; đơn vị chưa có số liệu đứng đầu kèm lý do.', query: 'units-on-time', explains: 'on-time-resolution', width: 24, height: 12, wall: false },
    ] },
  ],
};
