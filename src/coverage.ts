/** docs/COVERAGE.md: which source can give which indicator, from the definitions of the families and the measures that indicators ask for. */
import { edocumentSupplies } from './compute/measures/edocument-measures';
import { suppliesOf } from './compute/measures/period-measures';
import { indicators, measuresOf, type Indicator, togetherOf } from './indicators';
import { layouts } from './ingest/import/layouts';
import { families, type SourceDefinition, type Stream } from './sources';
import { sampleOf, SAMPLES } from './sources/samples';
import { ITEM_COUNTER_FIELDS, ITEM_KIND_NAMES, itemKindFacts, MEASURE_NAMES, type ItemCounter, type ItemKind, type Measure } from './vocabulary';

const ofItems = (kind: ItemKind, has: (field: string) => boolean) => MEASURE_NAMES.filter((measure) => measure.startsWith(`${kind}.`) && ITEM_COUNTER_FIELDS[measure.split('.')[1] as ItemCounter].every(has));

/** What a stream can say of a unit in a period. */
function measuresOfStream(stream: Stream): Iterable<Measure> {
  const fields = new Set(Object.entries(stream.mapping).filter(([, rule]) => rule !== undefined).map(([field]) => field));
  switch (stream.record) {
    case 'dossier': return suppliesOf(fields);
    case 'statistic': return Object.keys(stream.mapping.values) as Measure[];
    case 'item': return [...ofItems(stream.kind, (field) => fields.has(field)), ...(stream.kind === 'feedback' ? ['feedback', ...(fields.has('dueAt') ? ['feedbackOnTime'] as const : []), ...(fields.has('class') ? ['feedbackOnProcedures', 'feedbackOnStaff'] as const : [])] as const : [])];
    case 'edocument': return edocumentSupplies(stream.side, fields);
    case 'unit': case 'procedure': return [];
  }
}

interface Source { name: string; title: string; definitions: SourceDefinition[]; gives: ReadonlySet<Measure> }
const sources = (): Source[] => families.map(({ id, title }) => {
  const definitions = SAMPLES[id]!.map((options) => sampleOf(id, options));
  return { name: id, title, definitions, gives: new Set(definitions.flatMap((definition) => definition.streams.flatMap((stream) => [...measuresOfStream(stream)]))) };
});

/** Each of these lists must be known to one source: hits and totals that are declared apart may come from two. */
const needed = (indicator: Indicator): readonly (readonly Measure[])[] =>
  indicator.kind === 'growth' ? [indicator.hits, indicator.base] : indicator.kind === 'ratio' && indicator.totalApart ? [indicator.hits, indicator.total] : indicator.kind === 'ratio' && indicator.declared ? [togetherOf(indicator), indicator.declared] : [measuresOf(indicator)];

const RECORDS: Record<Stream['record'], string> = { dossier: 'hồ sơ', statistic: 'thống kê', item: 'danh sách', edocument: 'văn bản', unit: 'đơn vị', procedure: 'danh mục TTHC' };
const code = (text: string) => `\`${text}\``;

export function coverageTable(): string {
  const all = sources();
  const measured = indicators.filter((indicator) => indicator.kind !== 'group');
  const whole = (indicator: Indicator, gives: ReadonlySet<Measure>) => needed(indicator).every((list) => list.every((measure) => gives.has(measure)));
  const some = (indicator: Indicator, gives: ReadonlySet<Measure>) => needed(indicator).flat().some((measure) => gives.has(measure));
  const registers = ITEM_KIND_NAMES.map((kind) => ({ kind, gives: new Set(ofItems(kind, () => true)) }));
  const tables = layouts.map((layout) => ({ id: layout.id, gives: new Set<Measure>([...Object.values(layout.wide ?? {}), ...Object.values(layout.long?.measures ?? {}).flat()]) }));
  const rows = measured.map((indicator) => {
    const systems = all.filter((source) => whole(indicator, source.gives)).map((source) => code(source.name));
    const parts = all.filter((source) => !whole(indicator, source.gives) && some(indicator, source.gives)).map((source) => code(source.name));
    const books = registers.filter(({ gives }) => whole(indicator, gives)).map(({ kind }) => code(kind));
    const published = tables.filter(({ gives }) => whole(indicator, gives)).map(({ id }) => code(id));
    return `| ${[indicator.code, indicator.title.vi, ...[systems, parts, books, published].map((names) => names.join(', ') || '–')].join(' | ')} |`;
  });
  const groups = indicators.filter((indicator) => indicator.kind === 'group').map((indicator) => `| ${indicator.code} | ${indicator.title.vi} | ${indicator.parts.map((id) => indicators.find((one) => one.id === id)!.code).join(', ')} |`);
  const lists = all.map((source) => `| ${code(source.name)} | ${source.title} | ${[...new Set(source.definitions.flatMap((definition) => definition.streams.map((stream) => `${code(stream.id)} (${stream.record === 'item' ? itemKindFacts(stream.kind).title : RECORDS[stream.record]})`)))].join(', ')} | ${measured.filter((indicator) => whole(indicator, source.gives)).map((indicator) => indicator.code).join(', ') || '–'} |`);
  return [
    '# Nguồn nào cho chỉ số nào', '',
    'Tệp này do `npm run generate` viết từ định nghĩa của các họ nguồn (bật mọi tùy chọn) và số đo mà từng chỉ số cần.', '',
    'Mọi chỉ số đều có thể nhập bằng bảng có tên số đo (`cchc import statistics`); số của tệp nhường chỗ khi có hệ thống cho cùng số đo. "Đủ" là mọi số đo của chỉ số; cấu hình của từng nơi có thể ít hơn.', '',
    '## Theo chỉ số', '', '| Mã | Chỉ số | Hệ thống cho đủ | Hệ thống cho một phần | Sổ nhập tệp | Bảng công bố nhận ra được |', '| --- | --- | --- | --- | --- | --- |', ...rows, '',
    '## Nhóm, tính từ các chỉ số trên', '', '| Mã | Chỉ số | Thành phần |', '| --- | --- | --- |', ...groups, '',
    '## Theo nguồn', '', '| Nguồn | Hệ thống | Luồng | Chỉ số có đủ số đo |', '| --- | --- | --- | --- |', ...lists, '',
  ].join('\n');
}
