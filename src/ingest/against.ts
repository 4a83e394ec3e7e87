/** Cut-over: two sources for the same dossiers side by side. Nothing is changed; the switch itself is `supersedes` in the configuration. */
import type { Client } from 'pg';
import { DOSSIER_COLUMNS } from '../store/facts/dossier-encoder';
import { partitionOf } from '../store/facts/load-dossiers';
import { codeHash, saveComparisons, type Comparison } from '../store/sources/reconciliations';
import { MEASURE_TITLES, addDays, periodOf, startOfDay, toIso, type Measure } from '../vocabulary';
import type { ReconcileRange } from './reconcile';

export interface SideBySide {
  both: number; equal: number; onlyFirst: number; onlySecond: number;
  /** How many dossiers of both differ in a field. */
  fields: Record<string, number>;
  /** Ten of each, as hashes. */
  samples: { onlyFirst: string[]; onlySecond: string[]; different: string[] };
  comparisons: Comparison[];
}
/** What the two may have of their own: keys, our bookkeeping and arithmetic, the system's time of the last change. */
const OWN = new Set(['source_id', 'code', 'other_code', 'content_hash', 'run_id', 'modified_at', 'working_minutes', 'limit_due_at']);
const FIELDS = DOSSIER_COLUMNS.filter((c) => !OWN.has(c));

/** Dossiers received in the range (days inclusive), by code, and counts by unit and month. Needs one pass over both partitions. */
export async function compareSources(client: Client, first: { id: number; key: string }, second: { id: number; key: string }, range: ReconcileRange): Promise<SideBySide> {
  const span = [toIso(startOfDay(range.from)), toIso(startOfDay(addDays(range.to, 1)))];
  /** Under the code of `partner`, where the two systems know a dossier by the code that the other calls its second one. */
  const of = (id: number, partner?: number) => `(select d.*, ${partner === undefined ? 'd.code' : `coalesce((select p.code from ${partitionOf(partner)} p where p.code = d.other_code and p.other_code = d.code and p.deleted_at is null), d.code)`} as known_as
    from ${partitionOf(id)} d where d.deleted_at is null and d.received_at >= $1 and d.received_at < $2)`;
  const differs = FIELDS.map((f) => `a.${f} is distinct from b.${f}`);
  const sample = (condition: string, name: string) => `(array_agg(coalesce(a.code, b.code)) filter (where ${condition}))[1:10] as ${name}`;
  const { rows } = await client.query<Record<string, number> & { s_first: string[] | null; s_second: string[] | null; s_different: string[] | null }>(
    `select count(*) filter (where a.code is not null and b.code is not null) as both, count(*) filter (where b.code is null) as only_first, count(*) filter (where a.code is null) as only_second,
       count(*) filter (where a.known_as = b.known_as and (${differs.join(' or ')})) as different, ${FIELDS.map((f, i) => `count(*) filter (where a.known_as = b.known_as and ${differs[i]}) as f_${f}`).join(', ')},
       ${sample('b.code is null', 's_first')}, ${sample('a.code is null', 's_second')}, ${sample(`a.known_as = b.known_as and (${differs.join(' or ')})`, 's_different')}
     from ${of(first.id)} a full join ${of(second.id, first.id)} b on b.known_as = a.known_as`, span);
  const r = rows[0]!;
  const counts = await client.query<{ unit_id: number; month: string; measure: 'accepted' | 'received'; a: number; b: number }>(
    `select unit_id, month::text, measure, count(*) filter (where side = 1) as a, count(*) filter (where side = 2) as b from (
       select side, date_trunc('month', received_at at time zone interval '7 hours')::date as month, m.measure, m.unit_id
       from (select 1 as side, * from ${of(first.id)} x union all select 2, * from ${of(second.id)} y) d
       cross join lateral (values ('accepted', d.resolving_unit_id), ('received', d.receiving_unit_id)) m (measure, unit_id) where d.status not in (1, 3)) t
     group by 1, 2, 3 order by 2, 1, 3`, span);
  const comparisons = counts.rows.map((row): Comparison => ({
    unitId: row.unit_id, period: periodOf('month', row.month), measure: row.measure as Measure, theirs: row.b, ours: row.a, verdict: row.a === row.b ? 'equal' : 'unexplained', category: row.a === row.b ? 'equal' : 'unexplained',
    explanation: row.a === row.b ? null : `"${MEASURE_TITLES[row.measure]}": ${first.key} có ${row.a}, ${second.key} có ${row.b}.`,
  }));
  await saveComparisons(client, { sourceId: first.id, against: 'source', otherId: second.id, runId: null }, comparisons);
  const hashes = (codes: string[] | null) => (codes ?? []).map(codeHash);
  return {
    both: r.both!, equal: r.both! - r.different!, onlyFirst: r.only_first!, onlySecond: r.only_second!,
    fields: Object.fromEntries(FIELDS.map((f) => [f, r[`f_${f}`]!] as const).filter(([, n]) => n > 0)),
    samples: { onlyFirst: hashes(r.s_first), onlySecond: hashes(r.s_second), different: hashes(r.s_different) }, comparisons,
  };
}
