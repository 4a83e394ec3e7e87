import type { Board } from '../board';
import { trend, trust, TWO_YEARS, value } from './tiles';

export const donVi: Board = {
  uid: 'cchc-don-vi', file: 'don-vi.json', title: 'CCHC – Một đơn vị', audience: 'units', rotates: false, scope: 'unit', map: 'as-was', variables: ['period', 'map', 'unit'], time: TWO_YEARS,
  description: 'Đơn vị này làm được gì, đang trễ gì, mất điểm ở đâu và làm gì để lấy lại?',
  sections: [
    trust,
    { title: 'Chỉ số chính', tiles: [
      { kind: 'gauge', id: 'total-766', indicator: 'index766-total', width: 4, height: 5 }, value('index766-progress'), value('on-time-resolution'), value('open-overdue'), value('due-soon'), value('carried-over'),
      value('average-processing-time'), value('online-share'), value('index766-paid-dossiers'), value('index766-electronic-results'), value('apology-letters'), value('government-tasks-overdue'),
    ] },
    { title: 'Diễn biến', tiles: [
      trend('index766-total'), trend('on-time-resolution'),
      { kind: 'flow', id: 'flow', title: 'Hồ sơ trong kỳ', description: 'Tiếp nhận, giải quyết và giải quyết quá hạn, theo ngày trong tháng được chọn (theo tháng nếu kỳ dài hơn).', query: 'unit-flow', explains: 'on-time-resolution', width: 14, height: 8 },
      { kind: 'composition', id: 'open', title: 'Đang giải quyết theo hạn', description: 'Tính đến lúc này; ngày theo giờ Việt Nam.', query: 'unit-open-by-due', explains: 'open-overdue', width: 10, height: 8 },
    ] },
    { title: 'Điểm mất và việc cần làm', tiles: [
      { kind: 'table', id: 'gains', title: 'Việc có thể đổi điểm', description: 'Việc còn mở và số điểm có thể lấy lại (+) hoặc sẽ mất (−) trong kỳ.', query: 'unit-gains', explains: 'index766-total', width: 24, height: 11 },
      { kind: 'table', id: 'components', title: 'Điểm 766 theo thành phần', description: 'Thành phần mất nhiều điểm nhất đứng đầu. "Không phát sinh" không phải là yếu: điểm tối đa của nhóm giữ nguyên.', query: 'unit-components-766', explains: 'index766-total', width: 24, height: 11 },
      { kind: 'table', id: 'par', title: 'Điểm CCHC bị mất', description: 'Theo bộ tiêu chí đang dùng, trong năm của kỳ được chọn; kèm lý do.', query: 'unit-par-lost', width: 12, height: 9 },
      { kind: 'table', id: 'registers', title: 'Việc theo sổ chưa xong', description: 'Nhiệm vụ, phản ánh, kết luận… giao cho đơn vị, tính đến hôm nay.', query: 'unit-registers-open', width: 12, height: 9 },
    ] },
    { title: 'Chi tiết', tiles: [
      { kind: 'table', id: 'procedures', title: 'Theo thủ tục', description: 'Hồ sơ đang giải quyết và quá hạn theo thủ tục, tính đến lúc này. Mã hồ sơ chỉ tra ở phần mềm một cửa, theo quyền của người tra.', query: 'unit-procedures', explains: 'open-overdue', width: 24, height: 11, wall: false },
      { kind: 'table', id: 'values', title: 'Toàn bộ chỉ số của đơn vị', description: 'Tử số, mẫu số, giá trị và điểm; chưa có số liệu thì nêu lý do. Bấm vào chỉ số để xem giải thích.', query: 'unit-values', width: 24, height: 16, wall: false },
      { kind: 'table', id: 'maps', title: 'Hai bản đồ đơn vị', description: 'Kỳ có sắp xếp đơn vị: số của đơn vị như thời kỳ đó, và số gộp lịch sử các đơn vị tiền nhiệm theo đơn vị hiện nay. Phần không phân bổ được thì nêu lý do.', query: 'unit-on-maps', width: 24, height: 10, wall: false },
      { kind: 'table', id: 'quality', title: 'Chất lượng dữ liệu của đơn vị', description: 'Đúng – đủ – sạch – sống, theo nguồn.', query: 'unit-quality', width: 24, height: 7, wall: false },
    ] },
  ],
};
