/** The form in which published figures are written down by hand. */
import { MEASURE_TITLES, type Measure } from '../../vocabulary';
import type { Column } from './columns';

export const STATISTIC_FORM = 'Số liệu đã công bố theo đơn vị và kỳ';
const TEMPLATE_MEASURES = ['carriedOver', 'received', 'receivedOnline', 'receivedCounter', 'receivedPostal', 'resolved', 'resolvedEarly', 'resolvedOnTime', 'resolvedLate', 'inProgress', 'inProgressLate', 'documentsOutgoing', 'edocumentsSent', 'edocumentsSigned'] as const satisfies readonly Measure[];
const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Columns of the template: the counts of a unit and period that reports commonly hold. Others are added under the names of docs/CATALOGUE.md. */
export const STATISTIC_COLUMNS: readonly Column[] = [
  { key: 'unitCode', heading: 'Mã đơn vị', required: true, kind: 'text', hint: 'Mã trong danh mục đơn vị, như H17.02' },
  { key: 'unit', heading: 'Tên đơn vị', kind: 'text', hint: 'Để dễ đọc; đơn vị được nhận theo mã' },
  { key: 'period', heading: 'Kỳ báo cáo', required: true, kind: 'text', hint: 'Tháng 2026-08, quý 2026-Q3, nửa năm 2026-H1 hoặc năm 2026' },
  ...TEMPLATE_MEASURES.map((measure): Column => ({ key: measure, heading: capitalised(MEASURE_TITLES[measure]), kind: 'count', hint: 'Số nguyên không âm; để trống nếu không có số liệu, ghi 0 nếu không phát sinh' })),
];
