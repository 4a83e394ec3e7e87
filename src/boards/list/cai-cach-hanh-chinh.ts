import type { Board } from '../board';
import { trend, trust, TWO_YEARS, value, worst } from './tiles';

export const caiCachHanhChinh: Board = {
  uid: 'cchc-cai-cach-hanh-chinh', file: 'cai-cach-hanh-chinh.json', title: 'CCHC – Điểm, tiêu chí và nhiệm vụ', audience: 'homeAffairs', rotates: true, scope: 'province', map: 'today', variables: ['period', 'map', 'level'], time: TWO_YEARS,
  description: 'Điểm 766 và PAR Index mất ở đâu, lấy lại được bao nhiêu, nhiệm vụ nào của kế hoạch chưa đạt, số nào đã chốt bị đổi?',
  sections: [
    trust,
    { title: 'Chỉ số 766', tiles: [
      { kind: 'gauge', id: 'total-766', indicator: 'index766-total', width: 6, height: 7 },
      ...['index766-transparency', 'index766-progress', 'index766-online', 'index766-payment', 'index766-digitisation', 'index766-satisfaction'].map((id) => ({ ...value(id, 3), height: 7 })),
      { ...trend('index766-total'), height: 11 }, worst('index766-total'),
      { kind: 'table', id: 'components', title: 'Theo thành phần', description: 'Thành phần mất nhiều điểm nhất đứng đầu. "Không phát sinh" không phải là yếu: điểm tối đa của nhóm giữ nguyên.', query: 'components-766', explains: 'index766-total', width: 24, height: 10 },
      { kind: 'table', id: 'gains', title: 'Việc có thể đổi điểm của tỉnh', description: 'Việc còn mở và số điểm có thể lấy lại (+) hoặc sẽ mất (−) trong kỳ.', query: 'gains', explains: 'index766-total', width: 12, height: 12 },
      { kind: 'table', id: 'ranking', title: 'Xếp hạng 766', description: 'Đồng điểm đồng hạng, hạng sau bỏ qua (1-2-2-4); chỉ xếp đơn vị đủ số liệu và có phát sinh.', query: 'ranking-766', explains: 'index766-total', width: 12, height: 12, wall: false },
      { kind: 'table', id: 'published', title: 'Điểm cổng công bố lệch với điểm tính', description: 'Lệch quá 0,01 điểm. Cả hai số được giữ, không số nào bị ghi đè.', query: 'score-differences', explains: 'index766-total', width: 24, height: 10, wall: false },
    ] },
    { title: 'PAR Index', tiles: [
      { kind: 'table', id: 'par-mark', title: 'Bộ tiêu chí của tỉnh', description: 'Bộ tiêu chí đang dùng và mức xác minh của bảng điểm.', query: 'par-mark', width: 6, height: 6 },
      { kind: 'table', id: 'par', title: 'Ước tính và năm trước', description: 'Điểm đã biết trên điểm tối đa của phần đã biết; phần chưa chấm không tính là mất điểm.', query: 'par-estimate', width: 18, height: 6 },
      { kind: 'table', id: 'par-areas', title: 'Theo lĩnh vực', description: 'Tám lĩnh vực của bộ tiêu chí, điểm mất tính trên phần đã biết.', query: 'par-areas', width: 12, height: 10 },
      { kind: 'table', id: 'par-lost', title: 'Tiêu chí mất điểm', description: 'Hai mươi tiêu chí mất nhiều điểm nhất và vì sao.', query: 'par-lost', width: 12, height: 10 },
      { kind: 'table', id: 'par-units', title: 'Đơn vị trong tỉnh', description: 'Bộ tiêu chí của tỉnh cho sở, xã; chỉ xếp hạng đơn vị đã chấm đủ.', query: 'par-units', width: 14, height: 11, wall: false },
      { kind: 'table', id: 'par-rounds', title: 'Các vòng chấm điểm', description: 'Số đơn vị đã xong, quá hạn của từng vòng trong năm.', query: 'par-rounds', width: 10, height: 11 },
    ] },
    { title: 'Nhiệm vụ của kế hoạch', tiles: [
      { kind: 'composition', id: 'duties', title: 'Nhiệm vụ theo trạng thái', description: 'Trạng thái mới nhất của từng nhiệm vụ, từng đơn vị; chưa biết không phải là đạt.', query: 'duties-by-state', width: 8, height: 10 },
      { kind: 'table', id: 'duties-not-met', title: 'Nhiệm vụ chưa đạt', description: 'Theo mục tiêu của kế hoạch, kèm số đạt được và lý do.', query: 'duties-not-met', width: 16, height: 10 },
      value('reform-inspections-done', 6), value('units-inspected', 6), value('monthly-reports-on-time', 6), value('findings-handled', 6),
    ] },
    { title: 'Số đã chốt, nay khác; số chưa có', tiles: [
      { kind: 'table', id: 'absent', title: 'Chưa có số liệu, vì sao', description: 'Mọi chỉ số của tỉnh chưa có số liệu trong kỳ và lý do.', query: 'absent', width: 24, height: 9, wall: false },
      { kind: 'table', id: 'restatements', title: 'Điều chỉnh số đã chốt', description: 'Số của kỳ đã chốt không đổi; đây là số nếu tính lại hôm nay và vì sao khác.', query: 'restatements', width: 24, height: 9, wall: false },
    ] },
  ],
};
