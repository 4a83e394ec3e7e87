/** The form in which published figures are written down by hand. */
import { MEASURE_TITLES, type Measure } from '../../vocabulary';
import { headingKey, type Column } from './columns';

export const STATISTIC_FORM = 'Số liệu đã công bố theo đơn vị và kỳ';
const TEMPLATE_MEASURES = ['carriedOver', 'received', 'receivedOnline', 'receivedCounter', 'receivedPostal', 'resolved', 'resolvedEarly', 'resolvedOnTime', 'resolvedLate', 'inProgress', 'inProgressLate', 'documentsOutgoing', 'edocumentsSent', 'edocumentsSigned'] as const satisfies readonly Measure[];
/** Names that the report form on receiving and handling dossiers (TT 01/2020/TT-VPCP, form 06) gives its columns below their groups. Its "đúng hạn" leaves out what was early and is no count of ours: on time is told from what is resolved and what is late. */
const FORM_NAMES = {
  handled: ['Tiếp nhận Tổng số'], carriedOver: ['Tiếp nhận Từ kỳ trước'], receivedOnline: ['Tiếp nhận Trong kỳ Trực tuyến', 'Tiếp nhận Trực tuyến'],
  resolved: ['Đã giải quyết Tổng số'], resolvedEarly: ['Đã giải quyết Trước hạn'], resolvedLate: ['Đã giải quyết Quá hạn'],
  inProgress: ['Đang giải quyết Tổng số'], inProgressLate: ['Đang giải quyết Quá hạn'],
} as const satisfies Partial<Record<Measure, readonly string[]>>;
/** Columns that only check the sums of the form (indicators.md 5.3): they are no counts of ours. */
export const FORM_CONTROLS = { form_counter: ['Tiếp nhận Trong kỳ Trực tiếp, dịch vụ bưu chính', 'Tiếp nhận Trực tiếp, dịch vụ bưu chính'], form_on_time: ['Đã giải quyết Đúng hạn'], form_in_due: ['Đang giải quyết Trong hạn'] } as const;
const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Columns of the template: the counts of a unit and period that reports commonly hold. Others are added under the names of docs/CATALOGUE.md. */
export const STATISTIC_COLUMNS: readonly Column[] = [
  { key: 'unitCode', heading: 'Mã đơn vị', required: true, kind: 'text', hint: 'Mã trong danh mục đơn vị, như H17.02' },
  { key: 'unit', heading: 'Tên đơn vị', aliases: ['Đơn vị', 'Đơn vị giải quyết', 'Cơ quan, đơn vị', 'Lĩnh vực, đơn vị giải quyết'], kind: 'text', hint: 'Để dễ đọc; đơn vị được nhận theo mã' },
  { key: 'period', heading: 'Kỳ báo cáo', aliases: ['Kỳ'], required: true, kind: 'text', hint: 'Tháng 2026-08, quý 2026-Q3, nửa năm 2026-H1 hoặc năm 2026' },
  ...TEMPLATE_MEASURES.map((measure): Column => ({ key: measure, heading: capitalised(MEASURE_TITLES[measure]), kind: 'count', hint: 'Số nguyên không âm; để trống nếu không có số liệu, ghi 0 nếu không phát sinh' })),
];

/** What a heading of the template or of the report form is called in tables, in any case; undefined: unknown. */
export const columnOfHeading = (heading: string): string | undefined => WORDS.get(plain(heading));
/** Forms write "Số lượng hồ sơ tiếp nhận", "Số hồ sơ đã giải quyết" over their groups. */
const plain = (heading: string) => headingKey(heading).replace(/^số (?:lượng )?hồ sơ (?:tthc )?/, '');
const WORDS: ReadonlyMap<string, string> = new Map([
  ...STATISTIC_COLUMNS.flatMap((column) => [column.heading, ...(column.aliases ?? [])].map((heading) => [plain(heading), column.key === 'unitCode' ? 'unit_code' : column.key.toLowerCase()] as const)),
  ...Object.entries(FORM_NAMES).flatMap(([measure, names]) => names.map((name) => [plain(name), measure.toLowerCase()] as const)),
  ...Object.entries(FORM_CONTROLS).flatMap(([control, names]) => names.map((name) => [plain(name), control] as const)),
]);
