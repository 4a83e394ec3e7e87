import type { Board } from '../board';
import { asOf, freshness } from './tiles';

export const chatLuongDuLieu: Board = {
  uid: 'cchc-chat-luong-du-lieu', file: 'chat-luong-du-lieu.json', title: 'CCHC – Chất lượng dữ liệu', audience: 'operations', rotates: false, scope: 'province', map: 'today', variables: ['period', 'map'], time: { from: 'now-7d', to: 'now' },
  description: 'Dữ liệu đúng – đủ – sạch – sống đến đâu; chỗ nào lệch, bị giữ lại, bị cách ly, đã sửa?',
  sections: [
    { title: 'Đúng – đủ – sạch – sống', tiles: [
      { ...asOf, wall: false }, freshness,
      { kind: 'table', id: 'quality', title: 'Theo nguồn', description: 'Đúng: đúng quy tắc. Đủ: đủ trường, đủ bản ghi, đủ khoảng thời gian. Sạch: không cách ly, không trùng. Sống: còn cập nhật. Chưa đo được thì nêu lý do, không tính là đạt.', query: 'quality', width: 12, height: 9 },
      { kind: 'table', id: 'quality-worst', title: 'Đơn vị thấp nhất', description: 'Ba mươi điểm thấp nhất theo đơn vị và mặt.', query: 'quality-worst', width: 12, height: 9 },
    ] },
    { title: 'Đối chiếu', tiles: [
      { kind: 'composition', id: 'verdicts', title: 'Kết quả đối chiếu', description: 'So sánh số của các nguồn với nhau và với số đếm.', query: 'reconciliation-verdicts', width: 24, height: 6 },
      { kind: 'table', id: 'reconciliation', title: 'Chỗ lệch', description: 'Chưa giải thích được đứng đầu.', query: 'reconciliation', width: 24, height: 10 },
      { kind: 'table', id: 'published', title: 'Điểm cổng công bố lệch với điểm tính', description: 'Lệch quá 0,01 điểm. Cả hai số được giữ.', query: 'score-differences', explains: 'index766-total', width: 24, height: 8 },
    ] },
    { title: 'Giữ lại, thiếu, sửa', tiles: [
      { kind: 'table', id: 'held', title: 'Số bị giữ lại, chờ người xác nhận', description: 'Số vi phạm quy tắc tin cậy chưa được công bố.', query: 'held', width: 12, height: 9 },
      { kind: 'table', id: 'gaps', title: 'Khoảng thời gian chưa nạp', description: 'Khoảng chưa có dữ liệu hoặc bị từ chối.', query: 'gaps', width: 12, height: 9 },
      { kind: 'table', id: 'corrections', title: 'Số đã công bố được sửa', description: 'Sổ sửa số của các kỳ đã qua trong năm trước kỳ được chọn, kèm nguyên nhân.', query: 'corrections', width: 24, height: 9 },
      { kind: 'table', id: 'quarantine', title: 'Cách ly theo lý do', description: 'Bản ghi không đạt kiểm tra, chưa được tính.', query: 'quarantine', width: 12, height: 9 },
      { kind: 'table', id: 'unmatched', title: 'Đơn vị chưa nhận ra', description: 'Mã hoặc tên đơn vị của nguồn chưa khớp danh mục.', query: 'unmatched', width: 12, height: 9 },
    ] },
  ],
};
