import type { Board } from '../board';

const value = (indicator: string) => ({ kind: 'value', id: indicator, indicator, width: 6, height: 5 }) as const;

export const tongQuan: Board = {
  uid: 'cchc-tong-quan', file: 'tong-quan.json', title: 'CCHC – Tổng quan toàn tỉnh', audience: 'leadership', rotates: true, scope: 'province', variables: ['period', 'level'], time: { from: 'now-1y', to: 'now' },
  description: 'Chỉ số giải quyết thủ tục hành chính của toàn tỉnh trong tháng được chọn.',
  sections: [
    { title: 'Số liệu và chỉ số chính', tiles: [
      { kind: 'number', id: 'as-of', title: 'Số liệu đến', description: 'Thời điểm số liệu của ấn bản đang hiển thị.', query: 'edition', width: 6, height: 5 },
      { kind: 'gauge', id: 'on-time-gauge', indicator: 'on-time-resolution', width: 6, height: 5 },
      value('online-share'), value('open-overdue'), value('due-soon'), value('carried-over'), value('average-processing-time'), value('index766-progress'),
    ] },
    { title: 'Xu hướng và xếp hạng', tiles: [
      { kind: 'timeseries', id: 'on-time-trend', indicator: 'on-time-resolution', width: 12, height: 9 },
      { kind: 'ranking', order: 'worst', id: 'on-time-ranking', indicator: 'on-time-resolution', width: 12, height: 9 },
      { kind: 'table', id: 'units', title: 'Giải quyết đúng hạn theo đơn vị', description: 'Mọi đơn vị của cấp đã chọn; đơn vị chưa có số liệu đứng đầu kèm lý do.', query: 'units-on-time', width: 24, height: 12 },
    ] },
    { title: 'Nguồn dữ liệu', tiles: [{ kind: 'status', id: 'sources', title: 'Trạng thái nguồn', description: 'Nguồn cũ hoặc lỗi: số liệu phía trên có thể thiếu.', query: 'sources', width: 24, height: 6 }] },
  ],
};
