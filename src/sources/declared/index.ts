/** Sources that an operator describes in YAML. What the schema cannot see is checked here: names that must exist, patterns that must compile. */
import { compileDate } from '../reading/dates';
import { compileStream, placeholdersOf } from '../reading';
import type { SourceDefinition, Stream } from '../source';

export interface Mistake { path: string; reason: string; remedy: string }

/** Mistakes across fields of a definition; empty when it can be run. Texts are for operators. */
export function mistakesIn(definition: SourceDefinition): Mistake[] {
  const mistakes: Mistake[] = [];
  const ids = new Set<string>();
  definition.streams.forEach((stream, i) => {
    const at = `streams.${i}`;
    if (ids.has(stream.id)) mistakes.push({ path: `${at}.id`, reason: `Hai luồng cùng tên "${stream.id}".`, remedy: 'Đặt tên khác nhau.' });
    ids.add(stream.id);
    mistakes.push(...inStream(stream, at));
  });
  return mistakes;
}

function inStream(stream: Stream, at: string): Mistake[] {
  const mistakes: Mistake[] = [];
  const { paging, window } = stream;
  if (paging.kind === 'pages') {
    const need = { last: 'lastAt', totalPages: 'totalPagesAt', totalRows: 'totalRowsAt' } as const;
    const path = paging.stop in need ? need[paging.stop as keyof typeof need] : null;
    if (path && !paging[path]) mistakes.push({ path: `${at}.paging`, reason: `stop: ${paging.stop} cần ${path}.`, remedy: `Thêm ${path}: đường dẫn tới giá trị đó trong trả lời.` });
  }
  const known = new Set(['page.number', 'page.size', 'page.offset', ...(window ? ['year', 'month', 'quarter'] : []), ...(window?.from ? ['window.from'] : []), ...(window?.to ? ['window.to'] : [])]);
  for (const name of placeholdersOf(stream.request)) {
    if (!known.has(name)) mistakes.push({ path: `${at}.request`, reason: `Không có gì điền vào {${name}}.`, remedy: name.startsWith('window') ? `Thêm window.${name.split('.')[1]} (pattern, zone).` : `Các tên dùng được: ${[...known].join(', ')}.` });
  }
  if (stream.record === 'statistic' && stream.mapping.period === 'window' && !window) mistakes.push({ path: `${at}.mapping.period`, reason: 'Thống kê lấy kỳ từ window nhưng không có window.', remedy: 'Thêm window.step: month hoặc khai báo period.' });
  for (const [name, moment] of [['from', window?.from], ['to', window?.to]] as const) {
    if (moment) attempt(mistakes, `${at}.window.${name}`, () => compileDate(moment.pattern.includes('yyyy') ? moment.pattern : 'iso', moment.zone));
  }
  attempt(mistakes, `${at}.mapping`, () => compileStream(stream));
  return mistakes;
}

function attempt(mistakes: Mistake[], path: string, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    mistakes.push({ path, reason: `Không dùng được: ${(error as Error).message}`, remedy: 'Sửa mẫu ngày, vùng giờ hoặc biểu thức chính quy.' });
  }
}
