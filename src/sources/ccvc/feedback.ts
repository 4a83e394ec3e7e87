/** Feedback (PAKN): one service with two envelopes, `DanhSachKetQua, MaTraLoi` of one controller and `Data` of the other. */
import type { CcvcOptions } from '.';
import { envelope } from './tasks';

export function feedbackStreams(o: CcvcOptions): unknown[] {
  if (!o.parts.includes('feedback')) return [];
  const pattern = { pattern: o.date };
  const window = (step: 'month' | 'year') => ({ start: o.start, step, overlap: '40d', holdBack: '0s', from: pattern, to: { ...pattern, end: 'inclusive' } });
  const spelled = { [o.windowNames.feedback[0]]: '{window.from}', [o.windowNames.feedback[1]]: '{window.to}' };
  const results = { rows: 'DanhSachKetQua', success: [{ at: 'MaTraLoi', in: o.feedbackSuccess }] };
  const dashboard = (name: string) => ({ method: 'POST', path: `${o.prefix.feedback}/Dashboard/${name}`, body: spelled });
  const { unitId, unitName, due, done } = o.feedbackList;
  return [
    {
      record: 'item', kind: 'feedback', id: 'feedback',
      request: { path: `${o.prefix.feedback}/IocApi/danh-sach-pakn`, query: { [o.pageNames.feedback[0]]: '{page.number}', [o.pageNames.feedback[1]]: '{page.size}' } },
      // No total is stated, and new ones come first: the list is read again until nothing new appears.
      paging: { kind: 'pages', first: 1, size: o.pageSize, stop: 'empty', secondPass: true }, envelope: results,
      mapping: {
        code: 'Id', openedAt: { at: 'NgayNhan', date: 'iso' }, ...(unitId ? { unit: { by: 'id', at: unitId, ...(unitName ? { name: unitName } : {}) } } : unitName ? { unit: { by: 'name', at: unitName } } : {}),
        ...(due ? { dueAt: { at: due, date: 'iso' } } : {}), ...(done ? { doneAt: { at: done, date: 'iso' } } : {}),
      },
    },
    {
      record: 'statistic', id: 'feedback-by-unit', request: dashboard('statistics-by-unit'), window: window('month'), envelope: { ...envelope, rows: 'Data' },
      mapping: { unit: { by: 'id', at: 'DonViId', name: 'TenDonVi' }, period: 'window', values: { feedback: 'SoPhanAnhKienNghi', 'feedback.opened': 'SoPhanAnhKienNghi' } },
    },
    {
      record: 'statistic', id: 'feedback-by-month', request: dashboard('statistics-by-month'), window: window('year'), envelope: { ...envelope, rows: 'Data' },
      mapping: { unit: { const: o.unit }, period: { month: 'Month' }, values: { feedback: 'Quantities', 'feedback.opened': 'Quantities' } },
    },
    {
      record: 'statistic', id: 'feedback-by-status', request: { path: `${o.prefix.feedback}/IocApi/thong-ke-pakn-theo-trang-thai`, query: spelled }, window: window('month'), envelope: { ...results, single: true },
      mapping: { unit: { const: o.unit }, period: 'window', values: { 'feedback.open': { sum: ['ChoTiepNhan', 'ChoPhanCongXuLy', 'ChoXuLy', 'ChoDuyet', 'ChoChoYKien', 'ChoBoXungThongTin'] } } },
    },
  ];
}
