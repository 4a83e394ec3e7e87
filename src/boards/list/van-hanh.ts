import type { Board } from '../board';

export const vanHanh: Board = {
  uid: 'cchc-van-hanh', file: 'van-hanh.json', title: 'CCHC – Vận hành', audience: 'operations', rotates: false, scope: 'province', map: 'as-was', variables: [], time: { from: 'now-24h', to: 'now' },
  description: 'Nguồn có còn nạp, lượt chạy có lỗi, số đo có khớp, ấn bản có ra đều?',
  sections: [
    { title: 'Các nguồn', tiles: [
      { kind: 'status', id: 'sources', title: 'Trạng thái nguồn', description: 'Tuổi của lần nạp thành công gần nhất so với giới hạn của nguồn.', query: 'sources', width: 24, height: 7 },
      { kind: 'prometheus', id: 'age', title: 'Tuổi của nguồn', description: 'Thời gian kể từ lần nạp thành công gần nhất (giờ:phút:giây). Giới hạn của từng nguồn ở bảng trên.', expr: 'cchc_source_age_seconds', legend: '{{source}}', unit: 'dthms', width: 12, height: 8 },
      { kind: 'prometheus', id: 'quarantine-metric', title: 'Bản ghi đang cách ly', description: 'Bản ghi không đạt kiểm tra, chưa được tính.', expr: 'cchc_quarantine_records', legend: '{{source}}', unit: 'locale', width: 12, height: 8 },
      { kind: 'prometheus', id: 'records', title: 'Bản ghi nạp mỗi giờ theo kết quả', description: 'Số bản ghi của mọi nguồn trong giờ trước, theo kết quả.', expr: 'sum by (outcome) (increase(cchc_ingest_records_total[1h]))', legend: '{{outcome}}', unit: 'locale', names: { new: 'mới', changed: 'đổi', unchanged: 'không đổi', skipped: 'bỏ qua', quarantined: 'cách ly' }, width: 12, height: 8 },
      { kind: 'prometheus', id: 'mismatch', title: 'Sai khác khi đếm lại', description: 'Số đơn vị × ngày mà số đo không bằng kết quả đếm lại; phải bằng 0.', expr: 'cchc_measure_mismatch', legend: 'sai khác', unit: 'locale', width: 6, height: 8 },
      { kind: 'prometheus', id: 'edition', title: 'Số ấn bản', description: 'Đứng yên nghĩa là không công bố ấn bản mới.', expr: 'cchc_edition', legend: 'ấn bản', unit: 'locale', width: 6, height: 8 },
    ] },
    { title: 'Lượt chạy và cách ly', tiles: [
      { kind: 'table', id: 'runs', title: '50 lượt chạy gần nhất', description: 'Kết quả từng lượt chạy.', query: 'runs', width: 24, height: 10 },
      { kind: 'table', id: 'quarantine', title: 'Cách ly theo lý do', description: 'Chưa được xử lý.', query: 'quarantine', width: 12, height: 8 },
      { kind: 'table', id: 'editions', title: 'Ấn bản gần đây', description: 'Mỗi ấn bản là một bộ giá trị nhất quán.', query: 'editions', width: 12, height: 8 },
    ] },
  ],
};
