/** What the schema cannot see: parts of a definition that must fit each other. */
import { compileDate, compileSieve, compileStream, formatMoment, placeholdersIn, PLACEHOLDERS } from '../reading';
import { localDay } from '../../vocabulary';
import type { DossierStream, SourceDefinition, Stream } from '../source';
import type { Finding, PathInFile } from './problem';

/** Findings over a definition that already has the right shape. */
export function crossCheck(definition: SourceDefinition): Finding[] {
  const seen = new Set<string>();
  const ids = new Set(definition.streams.map((stream) => stream.id));
  return definition.streams.flatMap((stream, index) => {
    const findings: Finding[] = [];
    const add = (path: PathInFile, reason: string, remedy: string) => findings.push({ path: ['streams', index, ...path], reason, remedy });
    if (seen.has(stream.id)) add(['id'], `Luồng "${stream.id}" được khai báo hai lần`, 'Đặt tên khác cho một trong hai luồng');
    seen.add(stream.id);
    checkRequest(stream, add);
    checkForEach(definition, stream, ids, add);
    if (stream.record === 'dossier') checkReconciliation(stream, add);
    checkPaging(stream, add);
    checkPatterns(stream, add);
    const empty = stream.envelope.emptyWhen ?? [];
    empty.forEach((rule, at) => {
      if ('status' in rule && rule.status !== 204 && empty.every((one) => 'status' in one)) add(['envelope', 'emptyWhen', at], `HTTP ${rule.status} một mình không nói lên danh sách trống: địa chỉ đổi cũng trả như vậy`, 'Thêm điều kiện về nội dung, như { at: message, contains: không có dữ liệu }');
    });
    stream.envelope.errors.forEach((rule, at) => {
      if (rule.status === undefined && rule.at === undefined && rule.contains === undefined) add(['envelope', 'errors', at], 'Quy tắc lỗi không có điều kiện', 'Thêm status, at hoặc contains');
    });
    return findings;
  });
}

type Add = (path: PathInFile, reason: string, remedy: string) => void;

function checkRequest(stream: Stream, add: Add): void {
  for (const name of new Set(placeholdersIn(stream.request))) {
    if (!PLACEHOLDERS.includes(name)) add(['request'], `Không có biến {${name}}`, `Các biến được dùng: ${PLACEHOLDERS.map((known) => `{${known}}`).join(' ')}`);
    else if (/^(window\.|month|quarter$|half$|year$|pastYear$)/.test(name) && !stream.window) add(['request'], `{${name}} cần khoảng thời gian`, 'Thêm phần window cho luồng này');
    else if (/^(each$|unit\.)/.test(name) && !stream.forEach) add(['request'], `{${name}} cần forEach`, 'Thêm forEach: { stream: <luồng đơn vị> } hoặc { values: [...] }');
    else if (name.startsWith('page.') && stream.paging.kind === 'none') add(['request'], `{${name}} cần phân trang`, 'Thêm phần paging với kind: pages (hoặc next)');
    else if (name === 'page.cursor' && stream.paging.kind !== 'next') add(['request'], '{page.cursor} cần phân trang nối tiếp', 'Dùng paging với kind: next và at: đường dẫn tới mã trang sau');
    else if (name === 'window.from' && !stream.window?.from) add(['window'], '{window.from} cần cách viết ngày', 'Thêm window.from với pattern');
    else if (name === 'window.to' && !stream.window?.to) add(['window'], '{window.to} cần cách viết ngày', 'Thêm window.to với pattern');
  }
  if (stream.record === 'statistic' && stream.mapping.period === 'window' && !stream.window) add(['mapping', 'period'], 'Kỳ báo cáo lấy theo khoảng thời gian nhưng luồng không có window', 'Thêm window (step: month, quarter, half hoặc year) hoặc khai báo period');
  else if (stream.record === 'statistic' && stream.mapping.period === 'window' && !PERIOD_STEPS.has(stream.window!.step)) add(['window', 'step'], `Số liệu của một khoảng ${stream.window!.step} không phải là số liệu của một kỳ báo cáo`, 'Đặt step là 1d, month, quarter, half hoặc year theo đúng kỳ mà nguồn cộng, hoặc khai báo mapping.period');
  if (stream.record === 'statistic' && typeof stream.mapping.period === 'object' && 'month' in stream.mapping.period && !stream.window) add(['mapping', 'period'], 'Tháng trong dòng cần năm của khoảng thời gian nhưng luồng không có window', 'Thêm window với step: year, hoặc khai báo year trong period');
  checkWindow(stream, add);
}

/** Steps of which a whole is a period. */
const PERIOD_STEPS = new Set(['1d', '24h', 'month', 'quarter', 'half', 'year']);

function checkWindow({ window, request }: Stream, add: Add): void {
  if (!window) return;
  if (window.start > localDay(Date.now() * 1000)) add(['window', 'start'], 'Ngày đầu của dữ liệu ở tương lai', 'Viết ngày đầu tiên mà hệ thống có dữ liệu');
  const asks = placeholdersIn(request);
  if (!window.current && !asks.some((name) => /^(window\.|month|quarter$|half$|year$)/.test(name))) add(['window'], 'Có window nhưng câu hỏi không mang khoảng thời gian nào: mọi khoảng sẽ nhận cùng một câu trả lời', 'Dùng {window.from} {window.to} hoặc {month} {quarter} {year} trong request; bỏ window nếu hệ thống luôn trả cả danh sách; window.current: true nếu chỉ trả kỳ đang chạy');
  const step = STEP_OF.find(([name]) => asks.includes(name));
  if (step && !asks.some((name) => name.startsWith('window.')) && !step[1].includes(window.step)) add(['window', 'step'], `Câu hỏi theo {${step[0]}} nhưng step là ${window.step}: một câu trả lời sẽ được đọc nhiều lần hoặc thiếu kỳ`, `Đặt step: ${step[1][0]}`);
}
/** What a question by a number of a period is asked for; the narrowest first. */
const STEP_OF: [string, string[]][] = [['month', ['month']], ['monthText', ['month']], ['quarter', ['quarter']], ['half', ['half']], ['year', ['year']]];

function checkForEach(definition: SourceDefinition, stream: Stream, ids: ReadonlySet<string>, add: Add): void {
  if (stream.request.soap && stream.request.body !== undefined) add(['request', 'body'], 'Câu hỏi có cả soap và body', 'Chỉ giữ một trong hai');
  if (!stream.forEach || !('stream' in stream.forEach)) return;
  const other = stream.forEach.stream;
  const asked = definition.streams.find((one) => one.id === other);
  if (!ids.has(other) || other === stream.id) add(['forEach', 'stream'], `Không có luồng "${other}" để lấy danh sách`, `Các luồng: ${[...ids].filter((id) => id !== stream.id).join(', ')}`);
  else if (asked!.window || asked!.forEach) add(['forEach', 'stream'], `Luồng "${other}" phải là danh sách không có window và forEach`, 'Chọn một luồng danh mục');
  else if (asked!.record !== 'unit' && stream.forEach.at === undefined) add(['forEach', 'at'], `Luồng "${other}" không phải danh mục đơn vị nên cần at`, 'Thêm at: trường trở thành {each}');
}

/** Requests of a reconciliation hold only what it has: the window, and pages for a list. */
function checkReconciliation(stream: DossierStream, add: Add): void {
  const known = (part: 'list' | 'summary', request: unknown, allowed: (name: string) => boolean) => {
    for (const name of new Set(placeholdersIn(request))) if (!PLACEHOLDERS.includes(name) || !allowed(name)) add([part, 'request'], `{${name}} không dùng được ở đây`, part === 'summary' ? 'Số tổng hợp được hỏi một lần mỗi kỳ: dùng {window.from} {window.to} {month} {quarter} {year}' : 'Dùng {window.*} và {page.*}');
  };
  if (stream.list?.request) known('list', stream.list.request, (name) => name.startsWith('page.') || name.startsWith('window.'));
  if (!stream.summary) return;
  known('summary', stream.summary.request, (name) => /^(window\.|month|quarter$|half$|year$)/.test(name));
  for (const side of ['from', 'to'] as const) {
    if (JSON.stringify(stream.summary.request).includes(`{window.${side}}`) && !stream.summary[side] && !stream.window?.[side]) add(['summary'], `{window.${side}} cần cách viết ngày`, `Thêm summary.${side} với pattern`);
  }
}

function checkPaging({ paging, request }: Stream, add: Add): void {
  if (paging.kind === 'next' && paging.as === 'cursor') {
    if (paging.at === undefined) add(['paging', 'at'], 'as: cursor cần at', 'Thêm at: đường dẫn tới mã trang sau; nguồn chỉ có tiêu đề Link thì viết as: address');
    if (!placeholdersIn(request).includes('page.cursor')) add(['request'], 'Câu hỏi không mang {page.cursor}: mọi trang sẽ là trang đầu', 'Đặt {page.cursor} vào query, body hoặc headers của request; nguồn trả cả địa chỉ trang sau thì viết as: address');
  }
  if (paging.kind !== 'pages') return;
  if (paging.repeatsLast && paging.stop !== 'short' && paging.stop !== 'empty') add(['paging', 'repeatsLast'], `repeatsLast không đi với stop: ${paging.stop}`, 'Dùng stop: short hoặc empty, hoặc bỏ repeatsLast');
  const needs = { last: 'lastAt', more: 'moreAt', totalPages: 'totalPagesAt', totalRows: 'totalRowsAt' } as const;
  const need = paging.stop === 'last' || paging.stop === 'more' || paging.stop === 'totalPages' || paging.stop === 'totalRows' ? needs[paging.stop] : undefined;
  if (need && paging[need] === undefined) add(['paging', 'stop'], `stop: ${paging.stop} cần ${need}`, `Thêm ${need}: đường dẫn tới giá trị trong câu trả lời`);
}

function checkPatterns(stream: Stream, add: Add): void {
  const before: PathInFile[] = [];
  const attempt = (path: PathInFile, reason: string, remedy: string, work: () => unknown) => { try { work(); } catch { before.push(path); add(path, reason, remedy); } };
  stream.skip.forEach((filter, at) => attempt(['skip', at, 'matches'], 'Biểu thức chính quy không đọc được', 'Sửa biểu thức; ký tự đặc biệt viết sau dấu \\', () => new RegExp(filter.matches, 'iu')));
  for (const side of ['from', 'to'] as const) {
    const moment = stream.window?.[side];
    if (moment) attempt(['window', side, 'pattern'], 'Mẫu ngày không đọc được', "Dùng yyyy MM dd HH mm ss S XXX và chữ trong nháy đơn, ví dụ yyyy-MM-dd'T'HH:mm:ss", () => formatMoment(0, moment.pattern, moment.zone));
  }
  for (const [field, rule] of Object.entries(stream.mapping)) for (const [at, one] of [rule].flat().entries()) {
    if (typeof one !== 'object' || one === null || !('date' in one)) continue;
    attempt(['mapping', field, ...(Array.isArray(rule) ? [at] : []), 'date'], 'Mẫu ngày không đọc được', 'Dùng iso, epochMillis, epochSeconds hoặc mẫu như dd/MM/yyyy HH:mm', () => compileDate(one as { date: string }));
  }
  if (!before.length) attempt([], 'Luồng có đường dẫn hoặc giá trị mặc định không hợp lệ', 'Đường dẫn viết như data.rows, tags.0.name, $, data.text|json; unknown.default phải là giá trị của hệ thống', () => { compileStream(stream); compileSieve(stream); });
}
