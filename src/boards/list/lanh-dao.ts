import type { Board } from '../board';
import { asOf, freshness, trend, TWO_YEARS, value } from './tiles';

export const lanhDao: Board = {
  uid: 'cchc-lanh-dao', file: 'lanh-dao.json', title: 'CCHC – Lãnh đạo', audience: 'leadership', rotates: true, scope: 'province', map: 'today', variables: ['period', 'map', 'level'], time: TWO_YEARS,
  description: 'Tỉnh phục vụ người dân tốt đến đâu trong kỳ này, việc gì đang trễ, đơn vị nào cần nhắc?',
  sections: [
    { title: 'Trong kỳ', tiles: [
      { kind: 'gauge', id: 'total-766', indicator: 'index766-total', width: 4, height: 5 }, value('index766-progress'), value('on-time-resolution'), { kind: 'number', id: 'overdue-now', title: 'Hồ sơ đang quá hạn', description: 'Hồ sơ chưa xong đã qua ngày hẹn trả, tính đến lúc này.', query: 'overdue-now', explains: 'open-overdue', width: 4, height: 5 }, value('online-share'), value('index766-paid-dossiers'),
      value('signed-documents'), value('paperless-documents'), value('feedback-register-on-time'), value('government-tasks-on-time'), value('government-tasks-overdue'), asOf,
    ] },
    { title: 'So với chỉ tiêu và năm trước', tiles: [
      trend('index766-total'), trend('on-time-resolution'),
      { kind: 'table', id: 'par', title: 'Chỉ số CCHC (PAR Index): ước tính và năm trước', description: 'Điểm đã biết trên điểm tối đa của phần đã biết; phần chưa chấm không tính là mất điểm. Bộ tiêu chí và mức xác minh ghi ở bảng Cải cách hành chính.', query: 'par-estimate', width: 24, height: 5 },
      { kind: 'table', id: 'survey', title: 'Kết quả đã công bố (PAR Index, SIPAS)', description: 'Như quyết định công bố, không tính lại.', query: 'survey-results', width: 24, height: 6 },
    ] },
    { title: 'Đơn vị', tiles: [
      { kind: 'bars', id: 'losing', title: 'Đơn vị mất nhiều điểm 766 nhất', description: 'Điểm tối đa trừ điểm đạt được của các thành phần đã có số liệu trong kỳ, theo cấp đã chọn. Bấm vào đơn vị để xem việc cần làm.', query: 'units-losing-766', explains: 'index766-total', width: 8, height: 11 },
      { kind: 'table', id: 'movers', title: 'Lên hạng, xuống hạng nhiều nhất', description: 'Hạng theo tổng điểm 766 so với kỳ trước, chỉ xếp đơn vị đủ số liệu.', query: 'movers', explains: 'index766-total', width: 9, height: 11 },
      { kind: 'bars', id: 'overdue-units', title: 'Hồ sơ đang quá hạn theo đơn vị', description: 'Hồ sơ chưa xong đã qua ngày hẹn trả, tính đến lúc này.', query: 'overdue-by-unit', explains: 'open-overdue', width: 7, height: 11 },
      { kind: 'map', id: 'map', indicator: 'on-time-resolution', width: 12, height: 12 },
      { kind: 'table', id: 'yesterday', title: 'Từ hôm qua có gì thay đổi', description: 'Số của toàn tỉnh trong kỳ so với ấn bản cuối của ngày hôm qua.', query: 'since-yesterday', width: 12, height: 12 },
      { kind: 'table', id: 'missed', title: 'Chỉ tiêu chưa đạt', description: 'Chỉ số của tỉnh chưa đạt hoặc gần đạt chỉ tiêu được giao, kèm văn bản giao.', query: 'missed', width: 16, height: 9 },
      { kind: 'composition', id: 'open', title: 'Hồ sơ đang giải quyết theo hạn', description: 'Tính đến lúc này; ngày theo giờ Việt Nam.', query: 'open-by-due', explains: 'open-overdue', width: 8, height: 9 },
    ] },
    { title: 'Độ mới của số liệu', tiles: [{ ...freshness, width: 24 }] },
  ],
};
