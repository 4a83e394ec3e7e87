/** Measures of register items in a period, one basis for each source that keeps a register of a kind. Definitions: src/vocabulary/item.ts. */
import type { Queryable } from '../store/database';
import { ITEM_COUNTER_NAMES, addDays, itemKindFacts, localDay, startOfDay, vietnameseDay, type Instant, type ItemKind, type Measure, type Period } from '../vocabulary';
import { loadedShare, NOT_BEGUN } from './coverage';
import type { Basis } from './value';

interface ItemSource { id: number; key: string; kind: ItemKind; start: string | null; loadedThrough: Instant | null }
type Counts = Partial<Record<Measure, number>>;

/**
 * Bases by unit. A unit that a source speaks for (it lists it, or has sent items of it) and that has no item of a kind is a true zero;
 * for any other unit the register is silent. The province (id `provinceId`) is the sum of all, unknown units included.
 */
export async function itemBases(client: Queryable, period: Period, now: Instant, speaks: ReadonlyMap<number, ReadonlySet<number>>, provinceId: number | null): Promise<Map<number, Basis[]>> {
  const sources = await itemSources(client);
  const counts = await itemCounts(client, period, localDay(now));
  const bases = new Map<number, Basis[]>();
  for (const source of sources) {
    const own = counts.get(source.id) ?? new Map<number, Counts>();
    const units = new Set<number>([...own.keys(), ...[...speaks].filter(([, set]) => set.has(source.id)).map(([unit]) => unit)]);
    const sum: Counts = {};
    for (const unit of own.values()) for (const [measure, n] of Object.entries(unit) as [Measure, number][]) if (measure.startsWith(`${source.kind}.`)) sum[measure] = (sum[measure] ?? 0) + n;
    const put = (unitId: number, found: Counts) => bases.set(unitId, [...(bases.get(unitId) ?? []), basis(source, found, period, now)]);
    for (const unit of units) if (unit !== provinceId) put(unit, own.get(unit) ?? {});
    if (provinceId !== null) put(provinceId, sum);
  }
  return bases;
}

function basis(source: ItemSource, counts: Counts, period: Period, now: Instant): Basis {
  const { title } = itemKindFacts(source.kind);
  const silent = silence(source, period, now);
  const measures = silent ? {} : { ...zeros(source.kind), ...Object.fromEntries(Object.entries(counts).filter(([measure]) => measure.startsWith(`${source.kind}.`))) };
  return {
    name: `items:${source.key}`, measures, coverage: silent ? 0 : loadedShare(source, period, now),
    claims: (measure) => measure.startsWith(`${source.kind}.`),
    missing: (measure) => silent ?? `Nguồn ${source.key} chỉ cung cấp danh sách "${title}", không có số liệu "${measure}".`,
  };
}

function silence(source: ItemSource, period: Period, now: Instant): string | null {
  if (startOfDay(period.start) > now) return NOT_BEGUN;
  if (source.loadedThrough === null) return `Nguồn ${source.key} chưa nạp xong lần nào.`;
  if (source.loadedThrough <= startOfDay(period.start)) return `Nguồn ${source.key} mới nạp đến ${vietnameseDay(localDay(source.loadedThrough))}.`;
  if (source.start !== null && period.end < source.start) return `Nguồn ${source.key} chỉ có số liệu từ ${vietnameseDay(source.start)}.`;
  return null;
}

function zeros(kind: ItemKind): Counts {
  const names = ['', ...Object.keys(itemKindFacts(kind).classes ?? {}).map((name) => `.${name}`)];
  return Object.fromEntries(ITEM_COUNTER_NAMES.flatMap((counter) => names.map((name) => [`${kind}.${counter}${name}`, 0])));
}

/** Sources with a stream of items: a stream lists one kind; of several streams of a kind the one loaded least far speaks. */
async function itemSources(client: Queryable): Promise<ItemSource[]> {
  const { rows } = await client.query<{ id: number; key: string; kind: ItemKind; start: string | null; loaded: number | null }>(
    `select s.id, s.key, t.layout::jsonb ->> 'kind' as kind, min(t.layout::jsonb ->> 'start') as start,
       case when bool_or(t.loaded_through is null) then null else (extract(epoch from min(t.loaded_through)) * 1000000)::bigint end as loaded
     from source s join source_stream t on t.source_id = s.id and t.record = 'item' where s.enabled or t.loaded_through is not null group by 1, 2, 3, s.kind order by s.kind, s.id`);
  return rows.map((row) => ({ id: row.id, key: row.key, kind: row.kind, start: row.start, loadedThrough: row.loaded }));
}

async function itemCounts(client: Queryable, period: Period, today: string): Promise<Map<number, Map<number, Counts>>> {
  const bySource = new Map<number, Map<number, Counts>>();
  if (period.start > today) return bySource;
  const least = (a: string, b: string) => (a < b ? a : b);
  const { rows } = await client.query<Record<string, number> & { unit_id: number; source_id: number; kind: ItemKind; class: string | null }>(
    'select * from register_counts($1, $2, $3, $4)', [period.start, period.end, least(period.end, today), least(period.end, addDays(today, -1))]);
  for (const row of rows) {
    const units = bySource.get(row.source_id) ?? new Map<number, Counts>();
    bySource.set(row.source_id, units);
    const counts = units.get(row.unit_id) ?? {};
    units.set(row.unit_id, counts);
    const apart = row.class !== null && Object.hasOwn(itemKindFacts(row.kind).classes ?? {}, row.class);
    for (const counter of ITEM_COUNTER_NAMES) {
      for (const measure of [`${row.kind}.${counter}`, ...(apart ? [`${row.kind}.${counter}.${row.class}`] : [])] as Measure[]) counts[measure] = (counts[measure] ?? 0) + Number(row[counter]);
    }
  }
  return bySource;
}
