/**
 * What closed figures would be today. The closed value never moves; the difference is stated with the reason and the runs and records behind
 * it. A difference that goes away ends its statement; the same difference twice changes nothing.
 */
import type { Closing } from './closings';
import type { Queryable } from '../database';
import type { StoredValue } from './editions';

interface Figure { status: 'available' | 'unavailable'; hits: number | null; total: number | null; value: number | null; score: number | null; version: string }
interface Statement { indicator: string; unitId: number; old: Figure; fresh: StoredValue }

const sameFigure = (a: Figure, b: Figure) => a.status === b.status && (a.status === 'unavailable' || (a.hits === b.hits && a.total === b.total && a.value === b.value && a.score === b.score));
const ABSENT: Figure = { status: 'unavailable', hits: null, total: null, value: null, score: null, version: '' };

/** Compares fresh values (of all units, or of `units`) with those of a closed period. Indicators that came after the closing are no part of it. Returns how many statements changed. */
export async function restate(client: Queryable, edition: number, closing: Closing, values: readonly StoredValue[], provinceId: number | null, units: ReadonlySet<number> | null = null): Promise<number> {
  const closed = await closedFigures(client, closing, units);
  const indicators = new Set([...closed.keys()].map((key) => key.slice(0, key.indexOf(' '))));
  const fresh = new Map(values.map((v) => [`${v.indicator} ${v.unitId}`, v]));
  const differing = new Map<string, Statement>();
  for (const [key, value] of fresh) {
    const old = closed.get(key) ?? ABSENT;
    if (indicators.has(value.indicator) && !sameFigure(old, value)) differing.set(key, { indicator: value.indicator, unitId: value.unitId, old, fresh: value });
  }
  for (const [key, old] of closed) {
    // A zero that nobody counts any more (of a unit that ended long before) is no other figure.
    if (fresh.has(key) || old.status === 'unavailable' || [old.hits, old.total, old.value].every((n) => (n ?? 0) === 0)) continue;
    const [indicator, unit] = key.split(' ') as [string, string];
    differing.set(key, { indicator, unitId: Number(unit), old, fresh: { ...ABSENT, indicator, unitId: Number(unit), maxScore: null, reason: 'Không còn nguồn nào cung cấp số liệu cho đơn vị này.', coverage: null, basis: 'none' } });
  }
  const { rows: stated } = await client.query<{ indicator: string; unit_id: number; status: 'available' | 'unavailable'; hits: number | null; total: number | null; value: number | null; score: number | null }>(
    `select indicator, unit_id, new_status as status, new_hits as hits, new_total as total, new_value as value, new_score as score from restatement
     where close_id = $1 and edition_to is null and ($2::int[] is null or unit_id = any($2::int[]))`, [closing.id, units && [...units]]);
  const ended: string[] = [];
  for (const row of stated) {
    const key = `${row.indicator} ${row.unit_id}`;
    const now = differing.get(key);
    if (now && sameFigure({ ...row, version: '' }, now.fresh)) differing.delete(key);
    else ended.push(key);
  }
  if (ended.length > 0) await client.query(
    `update restatement r set edition_to = $1 from unnest($3::text[], $4::int[]) c (indicator, unit_id) where r.close_id = $2 and r.indicator = c.indicator and r.unit_id = c.unit_id and r.edition_to is null`,
    [edition, closing.id, ended.map((key) => key.split(' ')[0]), ended.map((key) => Number(key.split(' ')[1]))]);
  if (differing.size > 0) await state(client, edition, closing, [...differing.values()], await correctionsSince(client, closing, provinceId, [...differing.values()].some(({ fresh }) => fresh.basis.includes('edocuments:'))));
  return new Set([...ended, ...differing.keys()]).size;
}

async function closedFigures(client: Queryable, { period }: Closing, units: ReadonlySet<number> | null): Promise<Map<string, Figure>> {
  const { rows } = await client.query<Figure & { indicator: string; unit_id: number }>(
    `select indicator, unit_id, status, hits, total, value, score, version from indicator_value where period_type = $1 and period_start = $2 and edition_to is null and ($3::int[] is null or unit_id = any($3::int[]))
     union all
     select i.indicator, m.unit_id, 'unavailable', null, null, null, null, i.version from indicator_absence a join indicator_set_member i on i.set_id = a.indicator_set_id join unit_set_member m on m.set_id = a.unit_set_id
     where a.period_type = $1 and a.period_start = $2 and a.edition_to is null and ($3::int[] is null or m.unit_id = any($3::int[]))`, [period.type, period.start, units && [...units]]);
  return new Map(rows.map((row) => [`${row.indicator} ${row.unit_id}`, row]));
}

/** Dossiers of the period $3–$4 that were written after run $1, or taken away after $2. */
const CORRECTED = `(run_id > $1 or deleted_at > $2) and received_at < ($4::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'
  and (ended_at is null or ended_at >= $3::date::timestamp at time zone 'Asia/Ho_Chi_Minh' or received_at >= $3::date::timestamp at time zone 'Asia/Ho_Chi_Minh')`;

export interface CorrectedDossier { code: string; source: string; receiving: string; resolving: string; received: Date; due: Date | null; ended: Date | null; removed: boolean; run: number }
/** The dossiers behind the restatements of a closed period, as they are now: of a unit, or of the whole province (null). */
export async function correctedDossiers(client: Queryable, { lastRun, closedAt, period }: Closing, unitId: number | null, limit: number): Promise<{ found: number; dossiers: CorrectedDossier[] }> {
  const { rows } = await client.query<CorrectedDossier & { found: number }>(
    `select d.code, s.key as source, r.code as receiving, u.code as resolving, d.received_at as received, d.due_at as due, d.ended_at as ended, coalesce(d.deleted_at > $2, false) as removed, d.run_id::int as run, (count(*) over ())::int as found
     from (select * from dossier where ${CORRECTED} and ($5::int is null or $5 in (receiving_unit_id, resolving_unit_id))) d
     join source s on s.id = d.source_id join unit r on r.id = d.receiving_unit_id join unit u on u.id = d.resolving_unit_id order by d.run_id, s.key, d.code limit $6`, [lastRun, closedAt, period.start, period.end, unitId, limit]);
  return { found: rows[0]?.found ?? 0, dossiers: rows.map(({ found: _, ...dossier }) => dossier) };
}

interface Correction { records: number; removed: number; runs: number[] }
const MAX_RUNS = 50;

/** Dossiers, items, statistics and (where a figure is counted from them) documents of the period that runs after the closing wrote, by unit (the unit they have now). The province has all. */
async function correctionsSince(client: Queryable, closing: Closing, provinceId: number | null, documents: boolean): Promise<Map<string, Correction>> {
  const { rows } = await client.query<{ what: string; unit_id: number; records: number; removed: number; runs: number[] }>(
    `with changed as materialized (select receiving_unit_id, resolving_unit_id, run_id, deleted_at > $2 as removed from dossier where ${CORRECTED}),
     by_unit as (
       select 'dossiers' as what, unit_id, run_id, removed from changed cross join lateral (select receiving_unit_id as unit_id union select resolving_unit_id) u
       union all select 'dossiers', $5, run_id, removed from changed where $5::int is not null
       union all select 'items', u.unit_id, i.run_id, i.deleted_at > $2 from register_item i cross join lateral (select i.unit_id union select $5::int where $5::int is not null) u
         where (i.run_id > $1 or i.deleted_at > $2) and i.opened_on <= $4::date
       union all select 'statistics', s.unit_id, s.run_id, s.value is null from statistic s where s.run_id > $1 and s.period_type = $6 and s.period_start = $3 and s.superseded_at is null
       union all select 'statistics-sum', $5, s.run_id, s.value is null from statistic s where $5::int is not null and s.unit_id <> $5 and s.run_id > $1 and s.period_type = $6 and s.period_start = $3 and s.superseded_at is null
       ${documents ? `union all select 'edocuments', u.unit_id, e.run_id, e.deleted_at > $2 from edocument e cross join lateral (select e.sender_unit_id as unit_id union select e.receiver_unit_id union select $5::int) u
         where u.unit_id is not null and (e.run_id > $1 or e.deleted_at > $2) and (e.sent_on between $3::date and $4::date or e.received_on between $3::date and $4::date)` : ''})
     select what, unit_id, count(*) as records, count(*) filter (where removed) as removed, (array_agg(distinct run_id))[1:${MAX_RUNS}] as runs from by_unit group by 1, 2`,
    [closing.lastRun, closing.closedAt, closing.period.start, closing.period.end, provinceId, closing.period.type]);
  return new Map(rows.map((row) => [`${row.what} ${row.unit_id}`, { records: row.records, removed: row.removed, runs: row.runs.map(Number) }]));
}

const RECORDS: Record<string, string> = { dossiers: 'hồ sơ', items: 'mục', edocuments: 'văn bản điện tử', statistics: 'ô thống kê', 'statistics-sum': 'ô thống kê của các đơn vị' };

function whyOf({ old, fresh, unitId }: Statement, corrections: ReadonlyMap<string, Correction>): { why: string; runs: number[]; records: number | null } {
  // A sum of scores rests on the records of all its parts: "dossiers:mot-cua+statistics:cong".
  const kinds = fresh.basis === 'none' ? ['dossiers'] : [...new Set(fresh.basis.split('+').map((part) => part.split(':')[0]!))];
  const found = kinds.flatMap((kind) => { const correction = corrections.get(`${kind} ${unitId}`); return correction ? [{ kind, ...correction }] : []; });
  const why = [
    ...(fresh.status === 'unavailable' ? [`Nay không tính được: ${fresh.reason}`] : []),
    ...(old.version !== '' && fresh.version !== '' && old.version !== fresh.version ? [`Công thức đổi từ phiên bản ${old.version} sang ${fresh.version}.`] : []),
    ...found.map(({ kind, records, removed }) => `${records.toLocaleString('vi-VN')} ${RECORDS[kind]!} của kỳ được nạp lại sau khi chốt${removed > 0 ? `, trong đó ${removed.toLocaleString('vi-VN')} bị gỡ` : ''}.`),
  ];
  return { why: why.join(' ') || 'Hồ sơ được chuyển sang đơn vị khác, hoặc quy ước tính của tỉnh thay đổi sau khi chốt.', runs: [...new Set(found.flatMap((one) => one.runs))].slice(0, MAX_RUNS), records: found.length === 0 ? null : found.reduce((sum, one) => sum + one.records, 0) };
}

async function state(client: Queryable, edition: number, closing: Closing, statements: readonly Statement[], corrections: ReadonlyMap<string, Correction>): Promise<void> {
  const rows = statements.map((s) => {
    const { why, runs, records } = whyOf(s, corrections);
    return {
      indicator: s.indicator, unit_id: s.unitId, why, runs, records,
      old_status: s.old.status, old_hits: s.old.hits, old_total: s.old.total, old_value: s.old.value, old_score: s.old.score, old_version: s.old.version || null,
      new_status: s.fresh.status, new_hits: s.fresh.hits, new_total: s.fresh.total, new_value: s.fresh.value, new_score: s.fresh.score, new_version: s.fresh.version || null,
    };
  });
  const columns = 'indicator, unit_id, why, runs, records, old_status, old_hits, old_total, old_value, old_score, old_version, new_status, new_hits, new_total, new_value, new_score, new_version';
  await client.query(
    `insert into restatement (close_id, period_type, period_start, edition_from, ${columns}) select $1, $2, $3, $4, ${columns} from jsonb_populate_recordset(null::restatement, $5::jsonb)`,
    [closing.id, closing.period.type, closing.period.start, edition, JSON.stringify(rows)]);
}
