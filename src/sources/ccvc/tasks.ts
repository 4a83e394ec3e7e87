/** Tasks and outgoing documents: one envelope (`IsSuccess, Messages, Data`), dates twice (`NgayTao` raw, `NgayTao_` formatted; the raw one is read). */
import type { CcvcOptions } from '.';

export const envelope = { success: [{ at: 'IsSuccess', equals: true }], errors: [{ at: 'IsSuccess', equals: false, class: 'retry' }] };

export function taskStreams(o: CcvcOptions): unknown[] {
  const pattern = { pattern: o.date };
  const month = { start: o.start, step: 'month', overlap: '40d', holdBack: '0s', from: pattern, to: { ...pattern, end: 'inclusive' } };
  const spelled = ([from, to]: readonly [string, string]) => ({ [from]: '{window.from}', [to]: '{window.to}' });
  const counted = (...codes: string[]) => (codes.length === 1 ? pick(codes[0]!) : { sum: codes.map(pick) });
  const moment = (at: string | string[]) => ({ at, date: 'iso' });
  const tasks = [
    {
      record: 'item', kind: 'task', id: 'tasks',
      request: { method: 'POST', path: `${o.prefix.tasks}/get-all`, body: { [o.pageNames.tasks[0]]: '{page.number}', [o.pageNames.tasks[1]]: '{page.size}', MangTrangThai: [], IsSortByHanXuLy: false } },
      paging: { kind: 'pages', first: 1, size: o.pageSize, stop: 'totalRows', totalRowsAt: 'Data.TotalRows', numberAt: 'Data.CurrentPage' }, envelope: { ...envelope, rows: 'Data.PageData' }, skip: o.skipTasks,
      mapping: {
        code: ['MaNV', 'SoNhiemVu'], unit: { by: o.taskUnit.by, at: o.taskUnit.at }, openedAt: moment('NgayTao'), dueAt: moment(['HanXuLyVPCP', 'HanXuLy']), doneAt: moment('NgayHoanThanh'),
        cancelled: { at: 'MaTrangThai', true: ['THU_HOI'], false: ['CHO_PHAN_XU_LY', 'CHUA_THUC_HIEN', 'DANG_THUC_HIEN', 'DA_HOAN_THANH', 'QUA_HAN', 'TRA_LAI'] },
      },
    },
    {
      record: 'statistic', id: 'task-summary', request: { path: o.summaryPath ?? `${o.prefix.tasks}/get-tong-hop-nhiem-vu`, query: { isCaNhan: false, ...spelled(o.windowNames.tasks) } },
      window: month, envelope: { ...envelope, rows: '$', single: true },
      mapping: {
        unit: { const: o.unit }, period: 'window',
        values: {
          'task.open': counted('CHO_PHAN_XU_LY', 'CHUA_THUC_HIEN', 'DANG_THUC_HIEN_TRONG_HAN', 'DANG_THUC_HIEN_QUA_HAN'), 'task.overdue': counted('DANG_THUC_HIEN_QUA_HAN'),
          ...(o.summaryCounts === 'due' ? { 'task.due': counted('HOAN_THANH_TRONG_HAN', 'HOAN_THANH_QUA_HAN', 'DANG_THUC_HIEN_QUA_HAN'), 'task.doneOnTime': counted('HOAN_THANH_TRONG_HAN') } : {}),
        },
      },
    },
  ];
  const documents = [{
    record: 'statistic', id: 'outgoing-documents', request: { path: `${o.prefix.documents}/so-luong`, query: spelled(o.windowNames.documents) }, window: month, envelope: { ...envelope, rows: 'Data', single: true },
    mapping: { unit: { const: o.unit }, period: 'window', values: { documentsOutgoing: 'SoLuongDaBanHanh' } },
  }];
  return [...(o.parts.includes('tasks') ? tasks : []), ...(o.parts.includes('documents') ? documents : [])];
}

/** Long rows of `code` and `value`. */
const pick = (code: string) => ({ at: 'Data', pick: { by: 'code', equals: code, value: 'value' } });
