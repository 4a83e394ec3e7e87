/** Measures of electronic documents in a period: sums of edocument_day. One basis for the documents sent, one for those received. Meaning: indicators.md 6. */
import type { Queryable } from '../../store/database';
import { EDOCUMENT_SIDE, MEASURE_TITLES, addDays, localDay, startOfDay, toIso, vietnameseDay, type EDocumentSide, type Instant, type Measure, type Period } from '../../vocabulary';
import { loadedShare, NOT_BEGUN } from './coverage';
import type { Basis } from './basis';

type Side = Exclude<EDocumentSide, 'both'>;
export interface Stream { id: number; key: string; side: EDocumentSide; fields: ReadonlySet<string>; start: string | null; loadedThrough: Instant | null }
type Counts = Record<string, number>;
export interface EDocumentContext { streams: readonly Stream[]; speaks: ReadonlyMap<number, ReadonlySet<number>>; provinceId: number | null; /** Whose bases are wanted. */ wanted: (unitId: number) => boolean; /** Whose counts are not the province's in the period. */ isOutside: (unitId: number) => boolean; stuckHours: number }

const SENT: Partial<Record<Measure, string>> = {
  edocumentsSent: 'sent', edocumentsSigned: 'signed', edocumentsPaperless: 'paperless', edocumentsWithPaper: 'with_paper', edocumentsDelivered: 'delivered', edocumentsAccepted: 'accepted',
  edocumentsCompleted: 'completed', edocumentsRefused: 'refused', edocumentsFailed: 'failed', edocumentsRecalled: 'recalled', edocumentsReplaced: 'replaced', edocumentsStuck: 'stuck',
};
const MEASURES: Record<Side, Partial<Record<Measure, string>>> = { sent: SENT, received: { edocumentsReceived: 'received' } };
const COLUMNS = ['sent', 'signed', 'signature_known', 'paperless', 'with_paper', 'paper_known', 'delivered', 'accepted', 'completed', 'refused', 'failed', 'recalled', 'replaced', 'received'];

/**
 * Bases by unit. Sources are added up, as dossiers are: the pair of keys of one agency makes one source. So two axes that carry the same documents must
 * not both be read. A unit that a source speaks for and that has no document is a true zero; the province is the sum of all its units, unknown ones included.
 */
export async function edocumentBases(client: Queryable, period: Period, now: Instant, context: EDocumentContext): Promise<Map<number, Basis[]>> {
  const bases = new Map<number, Basis[]>();
  const { streams } = context;
  if (streams.length === 0) return bases;
  const counts = await countsOf(client, period, now, context.stuckHours);
  for (const side of ['sent', 'received'] as const) {
    const mine = streams.filter((stream) => stream.side === side || stream.side === 'both');
    if (mine.length === 0) continue;
    const put = (unitId: number, speaking: Stream[], found: Counts) => bases.set(unitId, [...(bases.get(unitId) ?? []), basis(side, speaking, found, period, now)]);
    const whole: Counts = {};
    for (const stream of distinct(mine)) for (const [unit, own] of counts.get(stream.id) ?? []) if (!context.isOutside(unit)) add(whole, own);
    const units = new Set([...mine.flatMap((stream) => [...(counts.get(stream.id)?.keys() ?? [])]), ...[...context.speaks].filter(([, sources]) => mine.some((stream) => sources.has(stream.id))).map(([unit]) => unit)]);
    for (const unit of units) {
      if (!context.wanted(unit)) continue;
      const speaking = mine.filter((stream) => counts.get(stream.id)?.has(unit) || context.speaks.get(unit)?.has(stream.id));
      const sum: Counts = {};
      for (const stream of distinct(speaking)) add(sum, counts.get(stream.id)?.get(unit) ?? {});
      if (unit !== context.provinceId) put(unit, speaking, sum);
    }
    if (context.provinceId !== null && context.wanted(context.provinceId)) put(context.provinceId, mine, whole);
  }
  return bases;
}

const add = (into: Counts, from: Counts) => { for (const [name, n] of Object.entries(from)) into[name] = (into[name] ?? 0) + n; };
/** Several streams of one source fill the same counts. */
const distinct = (streams: readonly Stream[]) => [...new Map(streams.map((stream) => [stream.id, stream])).values()];

const fieldsOf = (measure: Measure) => (measure === 'edocumentsSigned' ? ['signed'] : measure === 'edocumentsWithPaper' ? ['paperCopy'] : measure === 'edocumentsPaperless' ? ['signed', 'paperCopy'] : []);
/** What a list of documents of a side with these fields can say. */
export const edocumentSupplies = (side: EDocumentSide, fields: ReadonlySet<string>): Measure[] =>
  (['sent', 'received'] as const).filter((one) => side === one || side === 'both').flatMap((one) => (Object.keys(MEASURES[one]) as Measure[]).filter((measure) => fieldsOf(measure).every((field) => fields.has(field))));

function basis(side: Side, streams: readonly Stream[], counts: Counts, period: Period, now: Instant): Basis {
  const silent = streams.map((stream) => silence(stream, period, now)).find((reason) => reason !== null) ?? null;
  const n = (column: string) => counts[column] ?? 0;
  const names = [...new Set(streams.map((stream) => stream.key))].join(',');
  const unsaid = (measure: Measure): string | null => {
    if (silent) return silent;
    const needs = fieldsOf(measure);
    const lacking = streams.find((stream) => needs.some((field) => !stream.fields.has(field)));
    if (lacking) return `Nguồn ${lacking.key} không cung cấp dữ liệu cho "${MEASURE_TITLES[measure]}".`;
    const unknown = Math.max(needs.includes('signed') ? n('sent') - n('signature_known') : 0, needs.includes('paperCopy') ? n('sent') - n('paper_known') : 0);
    return unknown > 0 ? `Nguồn ${names} không cho biết "${MEASURE_TITLES[measure]}" của ${unknown} trên ${n('sent')} văn bản.` : null;
  };
  const own = MEASURES[side];
  return {
    name: `edocuments:${names}`, coverage: silent ? 0 : Math.min(...streams.map((stream) => loadedShare(stream, period, now))),
    measures: Object.fromEntries(Object.entries(own).filter(([measure]) => unsaid(measure as Measure) === null).map(([measure, column]) => [measure, n(column!)])),
    claims: (measure) => Object.hasOwn(own, measure),
    missing: (measure) => (Object.hasOwn(own, measure) ? unsaid(measure) : null) ?? `Nguồn ${names} chỉ cung cấp danh sách văn bản điện tử, không có số liệu "${MEASURE_TITLES[measure]}".`,
  };
}

function silence(stream: Stream, period: Period, now: Instant): string | null {
  if (startOfDay(period.start) > now) return NOT_BEGUN;
  if (stream.loadedThrough === null) return `Nguồn ${stream.key} chưa nạp xong lần nào.`;
  if (stream.loadedThrough <= startOfDay(period.start)) return `Nguồn ${stream.key} mới nạp đến ${vietnameseDay(localDay(stream.loadedThrough))}.`;
  if (stream.start !== null && period.end < stream.start) return `Nguồn ${stream.key} chỉ có số liệu từ ${vietnameseDay(stream.start)}.`;
  return null;
}

export async function edocumentStreams(client: Queryable): Promise<Stream[]> {
  const { rows } = await client.query<{ id: number; key: string; layout: string | null; loaded: number | null }>(
    `select s.id, s.key, t.layout, (extract(epoch from t.reached) * 1000000)::bigint as loaded
     from source s join source_stream t on t.source_id = s.id and t.record = 'edocument' where s.enabled or t.reached is not null order by s.id, t.stream`);
  return rows.map((row) => {
    const layout = JSON.parse(row.layout || '{}') as { side?: string; start?: string; fields?: string[] };
    return { id: row.id, key: row.key, side: layout.side && layout.side in EDOCUMENT_SIDE ? (layout.side as EDocumentSide) : 'both', fields: new Set(layout.fields ?? []), start: layout.start ?? null, loadedThrough: row.loaded };
  });
}

/** By source, then by unit. Documents that are stuck depend on the very moment, so they are counted from the few that have not arrived. */
async function countsOf(client: Queryable, period: Period, now: Instant, stuckHours: number): Promise<Map<number, Map<number, Counts>>> {
  const end = period.end < localDay(now) ? period.end : localDay(now);
  const sums = (await client.query<Counts & { source_id: number; unit_id: number }>(
    `select source_id, unit_id, ${COLUMNS.map((column) => `sum(${column})::int8 as ${column}`).join(', ')} from edocument_day where day between $1 and $2 group by 1, 2`, [period.start, end])).rows;
  const stuck = (await client.query<{ source_id: number; unit_id: number; stuck: number }>(
    `select e.source_id, e.sender_unit_id as unit_id, count(distinct e.document) as stuck from edocument e
     where e.state = 0 and e.side <> 2 and e.deleted_at is null and e.request in (0, 3) and e.sender_unit_id is not null and e.sent_on between $1 and $2 and e.sent_at < $3
       and not edocument_replaced(e.source_id, e.document) group by 1, 2`, [period.start, end, toIso(Math.min(now, startOfDay(addDays(period.end, 1))) - stuckHours * 3_600_000_000)])).rows;
  const bySource = new Map<number, Map<number, Counts>>();
  for (const { source_id: source, unit_id: unit, ...counts } of [...sums, ...stuck] as (Counts & { source_id: number; unit_id: number })[]) {
    if (!bySource.has(source)) bySource.set(source, new Map());
    const units = bySource.get(source)!;
    units.set(unit, { ...units.get(unit), ...counts });
  }
  return bySource;
}
