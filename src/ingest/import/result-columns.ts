/** The form in which published results of PAR Index and SIPAS are written down by hand. Names behind it: RESULT_COLUMNS of src/indicators/par. */
import { SURVEY_KIND_TITLES, type SurveyKind, type TerritoryKind } from '../../vocabulary';
import { headingKey, type Column } from './columns';
import type { Recognised, TableRow } from './read-table';

export const RESULT_FORM = 'Kết quả PAR Index, SIPAS đã công bố';
const KINDS = Object.fromEntries(Object.entries(SURVEY_KIND_TITLES).map(([kind, title]) => [title, kind as SurveyKind]));
const TERRITORIES = { 'tỉnh, thành phố': 'province', 'bộ, ngành': 'ministry', vùng: 'region', 'đơn vị của tỉnh': 'unit' } as const satisfies Record<string, TerritoryKind>;
const BASES = { 'theo văn bản công bố': 'SOURCED', 'suy ra từ số công bố khác': 'DERIVED', 'chưa xác minh': 'UNVERIFIED' } as const;

export const RESULT_FORM_COLUMNS: readonly Column[] = [
  { key: 'kind', heading: 'Chỉ số', required: true, kind: 'choice', choices: KINDS, hint: 'PAR Index hoặc SIPAS' },
  { key: 'year', heading: 'Năm đánh giá', aliases: ['Năm'], required: true, kind: 'count', hint: 'Năm được đánh giá, như 2021; không phải năm công bố' },
  { key: 'territory_kind', heading: 'Loại địa bàn', kind: 'choice', choices: TERRITORIES, hint: 'Để trống nếu là tỉnh, thành phố' },
  { key: 'territory', heading: 'Địa bàn', aliases: ['Tỉnh, thành phố', 'Tên'], required: true, kind: 'text', hint: 'Tên tỉnh, bộ, vùng hoặc đơn vị như văn bản ghi' },
  { key: 'unitCode', heading: 'Mã đơn vị', kind: 'text', hint: 'Mã trong danh mục đơn vị, nếu là đơn vị của tỉnh hoặc chính tỉnh này' },
  { key: 'element', heading: 'Yếu tố', kind: 'text', hint: 'Yếu tố của SIPAS, như Tiếp cận dịch vụ; để trống nếu là kết quả chung' },
  { key: 'score', heading: 'Điểm', kind: 'amount', hint: 'Điểm công bố trên thang 100, như 86,57' },
  { key: 'rank', heading: 'Hạng', aliases: ['Xếp hạng'], kind: 'count', hint: 'Thứ hạng công bố' },
  { key: 'rank_of', heading: 'Trên tổng số', aliases: ['Hạng trên'], kind: 'count', hint: 'Xếp hạng trên bao nhiêu, như 63' },
  { key: 'score_change', heading: 'Tăng giảm điểm', kind: 'text', hint: 'Như văn bản công bố: 3,64 hoặc -1,2; để trống nếu không công bố, không tự tính' },
  { key: 'rank_change', heading: 'Tăng giảm hạng', kind: 'text', hint: 'Như văn bản công bố: 9 (tăng 9 bậc) hoặc -4 (giảm 4 bậc); để trống nếu không công bố, không tự tính' },
  { key: 'band', heading: 'Nhóm xếp loại', kind: 'text', hint: 'Nhóm như văn bản ghi; để trống nếu không có' },
  { key: 'decision', heading: 'Văn bản công bố', kind: 'text', hint: 'Như QĐ 352/QĐ-BNV ngày 29/4/2022' },
  { key: 'announced_on', heading: 'Ngày công bố', kind: 'day', hint: 'Ngày/tháng/năm' },
  { key: 'source', heading: 'Nguồn', kind: 'text', hint: 'Nơi lấy số liệu; để trống nếu là chính văn bản công bố' },
  { key: 'basis', heading: 'Mức tin cậy', kind: 'choice', choices: BASES, hint: 'Để trống: chưa xác minh' },
  { key: 'remark', heading: 'Ghi chú', kind: 'text', hint: 'Điều người đọc cần biết' },
];

const columnOf = ({ key }: Column) => (key === 'unitCode' ? 'unit_code' : key);
const NAMES: ReadonlyMap<string, string> = new Map(RESULT_FORM_COLUMNS.flatMap((column) => [columnOf(column), column.heading, ...(column.aliases ?? [])].map((name) => [headingKey(name), columnOf(column)] as const)));

/** How a table of results is known: by the names of its columns, or by the headings of the form. */
export const resultTable: Recognised = {
  name: (heading) => NAMES.get(headingKey(heading)),
  kind: (names) => (['kind', 'year', 'territory'].every((name) => names.includes(name)) ? 'results' : null),
};

const WORDS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(RESULT_FORM_COLUMNS.filter((column) => column.choices).map((column) => [columnOf(column), new Map(Object.entries(column.choices!).map(([word, value]) => [headingKey(word), value]))]));
/** The words of the form as the values they stand for; anything else stays as it is written. */
export const plainResults = (rows: readonly TableRow[]): TableRow[] => rows.map((row) => ({ ...row, cells: Object.fromEntries(Object.entries(row.cells).map(([name, text]) => [name, WORDS.get(name)?.get(headingKey(text)) ?? text])) }));
