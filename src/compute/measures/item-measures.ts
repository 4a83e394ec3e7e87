/** Measures of register items in a period, one basis for each source that keeps a register of a kind. Definitions: src/vocabulary/item.ts. */
import type { Queryable } from '../../store/database';
import { ITEM_COUNTER_FIELDS, ITEM_COUNTER_NAMES, addDays, itemKindFacts, localDay, startOfDay, vietnameseDay, type Instant, type ItemCounter, type ItemKind, type Measure, type Period } from '../../vocabulary';
import { loadedShare, NOT_BEGUN } from './coverage';
import type { Basis } from './basis';

export interface ItemSource { id: number; key: string; kind: ItemKind; start: string | null; loadedThrough: Instant | null; /** False: no longer configured, and not waited for. */ enabled: boolean; /** Fields that it fills; null: not stated. */ fields: ReadonlySet<string> | null }
type Counts = Partial<Record<Measure, number>>;
/** Who keeps registers, who speaks for whom, and whose bases are wanted. */
export interface ItemContext { sources: readonly ItemSource[]; speaks: ReadonlyMap<number, ReadonlySet<number>>; provinceId: number | null; wanted: (unitId: number) => boolean; /** Whose counts are not the province's in the period. */ isOutside: (unitId: number) => boolean }

/**
 * Bases by unit. A unit that a source speaks for (it lists it, or has sent items of it) and that has no item of a kind is a true zero;
 * for any other unit the register is silent. The province (id `provinceId`) is the sum of its units, unknown units included.
 */
export async function itemBases(client: Queryable, period: Period, now: Instant, { sources, speaks, provinceId, wanted, isOutside }: ItemContext): Promise<Map<number, Basis[]>> {
  if (sources.length === 0) return new Map();
  const counts = await itemCounts(client, period, localDay(now), sources);
  const bases = new Map<number, Basis[]>();
  for (const source of sources) {
    const own = counts.get(source.id) ?? new Map<number, Counts>();
    const units = new Set<number>([...own.keys(), ...[...speaks].filter(([, set]) => set.has(source.id)).map(([unit]) => unit)]);
    for (const unit of units) if (unit !== provinceId && wanted(unit)) put(bases, unit, basis(source, own.get(unit) ?? {}, period, now));
  }
  if (provinceId === null || !wanted(provinceId)) return bases;
  for (const kind of new Set(sources.map((source) => source.kind))) {
    const { source, parts } = ofProvince(sources.filter((one) => one.kind === kind), (one) => inside(counts.get(one.id) ?? new Map<number, Counts>(), isOutside), inside(speaks, isOutside), period, now);
    const sum: Counts = {};
    for (const part of parts) for (const [measure, n] of Object.entries(part) as [Measure, number][]) if (measure.startsWith(`${kind}.`)) sum[measure] = (sum[measure] ?? 0) + n;
    put(bases, provinceId, basis(source, sum, period, now));
  }
  return bases;
}

const inside = <T>(byUnit: ReadonlyMap<number, T>, isOutside: (unitId: number) => boolean) => new Map([...byUnit].filter(([unit]) => !isOutside(unit)));
const put = (bases: Map<number, Basis[]>, unitId: number, found: Basis) => bases.set(unitId, [...(bases.get(unitId) ?? []), found]);

/**
 * Whose counts make up the province where several sources keep one register: of each unit the first that speaks for it, systems before files, so that nothing
 * is left out and nothing counts twice. One that has fallen behind and alone speaks for a unit leaves the province unsaid. Items of unknown units count with a source that counts.
 */
function ofProvince<C>(sources: readonly ItemSource[], countsOf: (source: ItemSource) => ReadonlyMap<number, C>, speaks: ItemContext['speaks'], period: Period, now: Instant): { source: ItemSource; parts: C[] } {
  const first = sources[0]!;
  if (sources.length === 1) return { source: first, parts: [...countsOf(first).values()] };
  const speaking = (source: ItemSource, unit: number) => countsOf(source).has(unit) || speaks.get(unit)?.has(source.id) === true;
  const telling = sources.filter((source) => silence(source, period, now) === null);
  const chosen = new Set<ItemSource>();
  const parts: C[] = [];
  for (const unit of new Set([...speaks.keys(), ...sources.flatMap((source) => [...countsOf(source).keys()])])) {
    if (unit === UNKNOWN_UNIT) continue;
    const source = telling.find((one) => speaking(one, unit));
    const behind = source ? undefined : sources.find((one) => one.enabled && one.loadedThrough !== null && one.loadedThrough <= startOfDay(period.start) && speaking(one, unit));
    if (behind) return { source: behind, parts: [] };
    if (!source) continue;
    chosen.add(source);
    const own = countsOf(source).get(unit);
    if (own !== undefined) parts.push(own);
  }
  if (chosen.size === 0) return { source: telling[0] ?? first, parts: telling[0] ? [...countsOf(telling[0]).values()] : [] };
  const counted = sources.filter((source) => chosen.has(source));
  for (const source of counted) { const own = countsOf(source).get(UNKNOWN_UNIT); if (own !== undefined) parts.push(own); }
  const starts = counted.flatMap((source) => source.start ?? []).sort();
  return { source: { ...counted[0]!, key: counted.map((source) => source.key).join(','), start: starts.at(-1) ?? null, loadedThrough: Math.min(...counted.map((source) => source.loadedThrough!)) }, parts };
}
const UNKNOWN_UNIT = 0;

/**
 * 5.1 and 5.2 of index 766 from the list of feedback itself, for where no portal states its own count: received in the period, of these about procedures and about
 * officials; on time is done by its due day, or open at the end and at most its last day has come ("at most 15 wd have passed"). A basis of its own, behind the
 * statistics; one item without a due day, or without a class, leaves what rests on it unsaid.
 */
export async function feedbackBases(client: Queryable, period: Period, now: Instant, { sources: all, speaks, provinceId, wanted, isOutside }: ItemContext): Promise<Map<number, Basis[]>> {
  const bases = new Map<number, Basis[]>();
  const sources = all.filter((source) => source.kind === 'feedback');
  if (sources.length === 0) return bases;
  const today = localDay(now);
  const lastDay = period.end < today ? period.end : today;
  const { rows } = await client.query<{ unit_id: number; source_id: number } & Received>(
    `select unit_id, source_id, count(*)::int as received, (count(*) filter (where due_on is null))::int as undated, (count(*) filter (where class is null))::int as unclassed,
       (count(*) filter (where class = 'procedure'))::int as "onProcedures", (count(*) filter (where class = 'official'))::int as "onStaff",
       (count(*) filter (where case when done_on <= $2 then done_on <= due_on else due_on >= $2 end))::int as "onTime"
     from register_item where kind = 'feedback' and opened_on between $1 and $2 and not cancelled and deleted_at is null group by 1, 2`, [period.start, lastDay]);
  const counts = new Map(sources.map((source) => [source.id, new Map(rows.filter((row) => row.source_id === source.id).map((row) => [row.unit_id, row as Received]))]));
  for (const source of sources) {
    const own = counts.get(source.id)!;
    for (const unit of new Set([...own.keys(), ...[...speaks].filter(([, set]) => set.has(source.id)).map(([unit]) => unit)])) if (unit !== provinceId && wanted(unit)) put(bases, unit, feedbackBasis(source, own.get(unit) ?? NONE_RECEIVED, period, now));
  }
  if (provinceId === null || !wanted(provinceId)) return bases;
  const { source, parts } = ofProvince(sources, (one) => inside(counts.get(one.id)!, isOutside), inside(speaks, isOutside), period, now);
  put(bases, provinceId, feedbackBasis(source, parts.reduce(addReceived, NONE_RECEIVED), period, now));
  return bases;
}

interface Received { received: number; undated: number; unclassed: number; onTime: number; onProcedures: number; onStaff: number }
const NONE_RECEIVED: Received = { received: 0, undated: 0, unclassed: 0, onTime: 0, onProcedures: 0, onStaff: 0 };
const addReceived = (a: Received, b: Received): Received => Object.fromEntries((Object.keys(NONE_RECEIVED) as (keyof Received)[]).map((name) => [name, a[name] + b[name]])) as unknown as Received;

function feedbackBasis(source: ItemSource, { received, undated, unclassed, onTime, onProcedures, onStaff }: Received, period: Period, now: Instant): Basis {
  const silent = silence(source, period, now);
  const without = (field: string) => (source.fields?.has(field) === false ? withoutField(source, field) : null);
  const undue = without('dueAt') ?? (undated > 0 ? `${undated} trên ${received} PAKN trong danh sách của nguồn ${source.key} không có hạn xử lý.` : null);
  const mixed = without('class') ?? (unclassed > 0 ? `${unclassed} trên ${received} PAKN trong danh sách của nguồn ${source.key} không ghi phân loại.` : null);
  const unsaid: Partial<Record<Measure, string>> = { ...(undue ? { feedbackOnTime: undue } : {}), ...(mixed ? { feedbackOnProcedures: mixed, feedbackOnStaff: mixed } : {}) };
  const measures: Counts = { feedback: received, feedbackOnTime: onTime, feedbackOnProcedures: onProcedures, feedbackOnStaff: onStaff };
  return {
    name: `items:${source.key}`, coverage: silent ? 0 : loadedShare(source, period, now),
    measures: silent ? {} : Object.fromEntries(Object.entries(measures).filter(([measure]) => !(measure in unsaid))),
    claims: (measure) => measure in measures,
    missing: (measure) => silent ?? unsaid[measure] ?? `Nguồn ${source.key} chỉ cung cấp danh sách PAKN, không có số liệu "${measure}".`,
  };
}

function basis(source: ItemSource, counts: Counts, period: Period, now: Instant): Basis {
  const { title } = itemKindFacts(source.kind);
  const silent = silence(source, period, now);
  const measures: Counts = silent ? {} : { ...zeros(source.kind), ...Object.fromEntries(Object.entries(counts).filter(([measure]) => measure.startsWith(`${source.kind}.`))) };
  const lacking = (measure: string) => lackingField(source, measure);
  const unsaid = (Object.keys(measures) as Measure[]).filter((measure) => lacking(measure) !== undefined || Number.isNaN(measures[measure]));
  for (const measure of unsaid) delete measures[measure];
  return {
    name: `items:${source.key}`, measures, coverage: silent ? 0 : loadedShare(source, period, now),
    claims: (measure) => measure.startsWith(`${source.kind}.`),
    missing: (measure) => silent ?? (lacking(measure) ? withoutField(source, lacking(measure)!) : !unsaid.includes(measure) ? `Nguồn ${source.key} chỉ cung cấp danh sách "${title}", không có số liệu "${measure}".`
      : measure.includes('.amountDone') ? `Sổ của nguồn ${source.key} chưa nói đủ giá trị đã thực hiện đến cuối kỳ: có mục đã xong mà để trống, hoặc mục chưa xong chỉ có số của ngày lập sổ.` : `Sổ của nguồn ${source.key} có mục chưa ghi giá trị.`),
  };
}

/** Which field the source does not fill that a counter of its items rests on. */
function lackingField({ kind, fields }: ItemSource, measure: string): string | undefined {
  const [of, counter, apart] = measure.split('.');
  return fields === null || of !== kind ? undefined : [...ITEM_COUNTER_FIELDS[counter as ItemCounter], ...(apart ? ['class'] : [])].find((field) => !fields.has(field));
}
const withoutField = ({ key, kind }: ItemSource, field: string) => `Nguồn ${key} không cung cấp ${FIELD_TITLES[field]} của "${itemKindFacts(kind).title}".`;
const FIELD_TITLES: Record<string, string> = { doneAt: 'ngày hoàn thành', dueAt: 'hạn hoàn thành', verdict: 'kết quả đánh giá', amount: 'giá trị', amountDone: 'giá trị đã thực hiện', class: 'phân loại' };

function silence(source: ItemSource, period: Period, now: Instant): string | null {
  if (startOfDay(period.start) > now) return NOT_BEGUN;
  if (source.loadedThrough === null) return `Nguồn ${source.key} chưa nạp xong lần nào.`;
  if (source.loadedThrough <= startOfDay(period.start)) return `Nguồn ${source.key} mới nạp đến ${vietnameseDay(localDay(source.loadedThrough - 1))}.`;
  if (source.start !== null && period.end < source.start) return `Nguồn ${source.key} chỉ có số liệu từ ${vietnameseDay(source.start)}.`;
  return null;
}

function zeros(kind: ItemKind): Counts {
  const names = ['', ...Object.keys(itemKindFacts(kind).classes ?? {}).map((name) => `.${name}`)];
  return Object.fromEntries(ITEM_COUNTER_NAMES.flatMap((counter) => names.map((name) => [`${kind}.${counter}${name}`, 0])));
}

/** Sources with a stream of items: a stream lists one kind; of several streams of a kind the one loaded least far speaks. */
export async function itemSources(client: Queryable): Promise<ItemSource[]> {
  const { rows } = await client.query<{ id: number; key: string; kind: ItemKind; enabled: boolean; start: string | null; loaded: number | null; layouts: { fields?: string[] }[] }>(
    `select s.id, s.key, s.enabled, t.layout::jsonb ->> 'kind' as kind, min(t.layout::jsonb ->> 'start') as start, jsonb_agg(t.layout::jsonb) as layouts,
       case when bool_or(t.reached is null) then null else (extract(epoch from min(t.reached)) * 1000000)::bigint end as loaded
     from source s join source_stream t on t.source_id = s.id and t.record = 'item' where s.enabled or t.reached is not null group by 1, 2, 4, s.kind order by s.kind, s.id`);
  return rows.map((row) => ({ id: row.id, key: row.key, kind: row.kind, enabled: row.enabled, start: row.start, loadedThrough: row.loaded, fields: fieldsOfAll(row.layouts) }));
}

/** Fields that every one of several streams fills. */
function fieldsOfAll(layouts: readonly { fields?: string[] }[]): ReadonlySet<string> | null {
  const stated = layouts.flatMap(({ fields }) => (fields ? [fields] : []));
  return stated.length === 0 ? null : new Set(stated[0]!.filter((field) => stated.every((fields) => fields.includes(field))));
}

/** By source and unit; NaN: what the items do not say. */
async function itemCounts(client: Queryable, period: Period, today: string, sources: readonly ItemSource[]): Promise<Map<number, Map<number, Counts>>> {
  const bySource = new Map<number, Map<number, Counts>>();
  if (period.start > today) return bySource;
  const least = (a: string, b: string) => (a < b ? a : b);
  const lastDay = least(period.end, today);
  const { rows } = await client.query<Record<string, number | null> & { unit_id: number; source_id: number; kind: ItemKind; class: string | null; amountOpen: string }>(
    'select * from register_counts($1, $2, $3, $4)', [period.start, period.end, lastDay, least(period.end, addDays(today, -1))]);
  const wroteBy = new Map(sources.map((source) => [`${source.id} ${source.kind}`, source.loadedThrough === null ? null : localDay(source.loadedThrough - 1)]));
  for (const row of rows) {
    const units = bySource.get(row.source_id) ?? new Map<number, Counts>();
    bySource.set(row.source_id, units);
    const counts = units.get(row.unit_id) ?? {};
    units.set(row.unit_id, counts);
    // What is carried out of an item that is not done is known of the day on which the register was written, not of days long before it.
    const open = Number(row.amountOpen);
    const known = (wroteBy.get(`${row.source_id} ${row.kind}`) ?? '9999') <= lastDay;
    const numberOf = (counter: string) => (row[counter] === null || (counter === 'amountDone' && open > 0 && !known) ? NaN : Number(row[counter]) + (counter === 'amountDone' ? open : 0));
    const apart = row.class !== null && Object.hasOwn(itemKindFacts(row.kind).classes ?? {}, row.class);
    for (const counter of ITEM_COUNTER_NAMES) {
      for (const measure of [`${row.kind}.${counter}`, ...(apart ? [`${row.kind}.${counter}.${row.class}`] : [])] as Measure[]) counts[measure] = (counts[measure] ?? 0) + numberOf(counter);
    }
  }
  return bySource;
}
