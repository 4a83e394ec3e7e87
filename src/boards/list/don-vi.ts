import type { Board } from '../board';

const value = (indicator: string) => ({ kind: 'value', id: indicator, indicator, width: 6, height: 5 }) as const;

export const donVi: Board = {
  uid: 'cchc-don-vi', file: 'don-vi.json', title: 'CCHC – Một đơn vị', audience: 'units', rotates: false, scope: 'unit', variables: ['period', 'unit'], time: { from: 'now-1y', to: 'now' },
  description: 'Chỉ số của đơn vị được chọn trong tháng được chọn.',
  sections: [
    { title: 'Độ mới của số liệu', tiles: [{ kind: 'status', id: 'freshness', title: 'Số liệu đến lúc nào', description: 'Các nguồn nuôi bảng này: trạng thái và thời điểm đã nạp đến. Nguồn CŨ nghĩa là số liệu bên dưới không còn mới.', query: 'sources', width: 24, height: 5 }] },
    { title: 'Chỉ số chính', tiles: ['on-time-resolution', 'online-share', 'open-overdue', 'due-soon', 'carried-over', 'average-processing-time', 'index766-progress', 'postal-share'].map(value) },
    { title: 'Diễn biến', tiles: [
      { kind: 'timeseries', id: 'on-time-trend', indicator: 'on-time-resolution', width: 12, height: 9 },
      { kind: 'flow', id: 'flow', title: 'Hồ sơ theo ngày trong tháng', description: 'Tiếp nhận, giải quyết và giải quyết quá hạn từng ngày của tháng được chọn.', query: 'unit-flow', width: 12, height: 9 },
      { kind: 'table', id: 'values', title: 'Toàn bộ chỉ số của đơn vị', description: 'Tử số, mẫu số, giá trị và điểm; chưa có số liệu thì nêu lý do.', query: 'unit-values', width: 24, height: 14 },
    ] },
  ],
};
