/**
 * Quality of data by source and unit, four numbers of 0–1 with their evidence: đúng (correct: records that pass the rules), đủ (complete: required fields
 * present, expected records and windows arrived), sạch (clean: neither quarantined, doubled nor impossible), sống (live: age against expected age in
 * working time). Of dossiers received in the last 90 days, in one pass over them; measured by the hour, beside publishing, never inside it.
 */
import type { Pool } from 'pg';
import { inTransaction, type Queryable } from '../store/database';
import { DAY, addDays, localDay, startOfDay, toIso, type Instant } from '../vocabulary';
import type { Calendar } from './calendar';
import { workingDaysSince, workingTime } from './dossiers/working-time';

export type Dimension = 'correct' | 'complete' | 'clean' | 'live';
export interface QualityRow { sourceId: number; unitId: number | null; dimension: Dimension; hits: number | null; total: number | null; score: number | null; reason: string | null; evidence: Record<string, unknown> }
interface Source { id: number; key: string; kind: string; fields: string[]; stale_after: number; last_success: number | null; loaded: number | null; start: string | null; gap_us: number; refused: number; quarantined: number }
interface Counts { source_id: number; unit_id: number | null; records: number; unruly: number; impossible: number; doubled: number; second_codes: number; complete: number; no_due: number; no_procedure: number; no_unit: number }
interface Expected { source_id: number; unit_id: number | null; theirs: number; ours: number; periods: string[] }
interface Activity { source_id: number; unit_id: number; last_day: string; active_days: number }

const DAYS = 90;

/** Measures and replaces table data_quality. Returns the rows of whole sources. */
export async function measureQuality(pool: Pool, calendar: Calendar, now: Instant): Promise<QualityRow[]> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, async () => {
      const sources = await readSources(client);
      const [counts, expected, activity] = [await countRecords(client, now), await readExpected(client, now), await readActivity(client, now)];
      const rows = sources.flatMap((source) => rowsOf(source, counts.filter((c) => c.source_id === source.id), expected.filter((e) => e.source_id === source.id), activity.filter((a) => a.source_id === source.id), calendar, now));
      await client.query('delete from data_quality');
      for (let i = 0; i < rows.length; i += 5000) await write(client, rows.slice(i, i + 5000));
      return rows.filter((row) => row.unitId === null);
    }, 'begin isolation level repeatable read');
  } finally {
    client.release();
  }
}

function rowsOf(source: Source, counts: readonly Counts[], expected: readonly Expected[], activity: readonly Activity[], calendar: Calendar, now: Instant): QualityRow[] {
  const rows: QualityRow[] = [];
  const add = (unitId: number | null, dimension: Dimension, share: { hits: number; total: number } | null, factor: number, reason: string, evidence: Record<string, unknown>) => {
    const known = share !== null && share.total > 0;
    rows.push({ sourceId: source.id, unitId, dimension, hits: known ? share.hits : null, total: known ? share.total : null, score: known ? clamp((share.hits / share.total) * factor) : null, reason: known ? null : reason, evidence });
  };
  const quarantine = `/api/v1/quality/quarantine?source=${source.key}`;
  for (const c of counts) {
    const whole = c.unit_id === null;
    // A bad record names no unit we could trust: it counts for the source.
    const bad = whole ? source.quarantined : 0;
    const none = `Không có hồ sơ tiếp nhận trong ${DAYS} ngày.`;
    add(c.unit_id, 'correct', { hits: c.records - c.unruly, total: c.records + bad }, 1, none, { records: c.records, unruly: c.unruly, quarantined: bad, days: DAYS, links: whole ? [quarantine] : [] });
    const told = expected.find((e) => e.unit_id === c.unit_id);
    const arrived = told && told.theirs > 0 ? Math.min(1, told.ours / told.theirs) : 1;
    const span = source.start === null ? null : now - startOfDay(source.start);
    const loaded = whole && span ? 1 - Math.min(1, source.gap_us / span) : 1;
    add(c.unit_id, 'complete', { hits: c.complete, total: c.records }, arrived * loaded, none, {
      records: c.records, withoutDueDate: c.no_due, withoutProcedure: c.no_procedure, withoutUnit: c.no_unit, expected: told?.theirs ?? null, arrived: told?.ours ?? null, comparedPeriods: told?.periods ?? [],
      ...(whole ? { loadedShare: loaded, refusedWindows: source.refused } : {}), links: whole ? [`/api/v1/quality/gaps?source=${source.key}`, `/api/v1/quality/reconciliation?source=${source.key}`] : [],
    });
    const dirty = c.impossible + c.doubled;
    add(c.unit_id, 'clean', { hits: Math.max(0, c.records - dirty), total: c.records + c.second_codes + bad }, 1, none, { records: c.records, quarantined: bad, impossible: c.impossible, doubled: c.doubled, secondCodes: c.second_codes, links: whole ? [quarantine] : [] });
  }
  rows.push(sourceLife(source, calendar, now));
  for (const a of activity) rows.push(unitLife(source, a, calendar, now));
  return rows;
}

const clamp = (n: number) => Math.max(0, Math.min(1, n));

/** Age of the last success in working time against the age from which the source is stale. */
function sourceLife(source: Source, calendar: Calendar, now: Instant): QualityRow {
  const row = { sourceId: source.id, unitId: null, dimension: 'live' as const };
  const evidence = { lastSuccess: source.last_success === null ? null : toIso(source.last_success), loadedThrough: source.loaded === null ? null : toIso(source.loaded), expectedSeconds: source.stale_after };
  if (source.kind === 'import') return { ...row, hits: null, total: null, score: null, reason: 'Nguồn nhập tệp: không có nhịp cập nhật.', evidence };
  if (source.last_success === null) return { ...row, hits: 0, total: 1, score: 0, reason: 'Chưa nạp lần nào.', evidence };
  const age = workingTime(source.last_success, now, calendar) / 1e6;
  return { ...row, hits: Math.round(Math.min(age, source.stale_after)), total: Math.round(Math.max(age, source.stale_after)), score: age <= source.stale_after ? 1 : source.stale_after / age, reason: null, evidence: { ...evidence, ageWorkingSeconds: Math.round(age) } };
}

/** A unit that was busy every few days and is silent for much longer has probably stopped sending. */
function unitLife(source: Source, a: Activity, calendar: Calendar, now: Instant): QualityRow {
  const silent = workingDaysSince(a.last_day, addDays(localDay(now), -1), calendar);
  const usual = Math.max(1, Math.ceil(62 / Math.max(1, a.active_days))) * 3; // about 62 working days in 90
  return { sourceId: source.id, unitId: a.unit_id, dimension: 'live', hits: Math.min(silent, usual), total: Math.max(silent, usual), score: silent <= usual ? 1 : usual / silent, reason: null,
    evidence: { lastDay: a.last_day, silentWorkingDays: silent, expectedWorkingDays: usual, activeDays: a.active_days } };
}

async function readSources(client: Queryable): Promise<Source[]> {
  const { rows } = await client.query<Omit<Source, 'fields'> & { layout: string | null }>(
    `select s.id, s.key, s.kind, coalesce(min(a.stale_after_seconds), extract(epoch from s.stale_after))::float8 as stale_after, (extract(epoch from min(a.last_success_at)) * 1000000)::bigint as last_success,
       (extract(epoch from min(t.loaded_through)) * 1000000)::bigint as loaded, max(t.layout) filter (where t.record = 'dossier') as layout, nullif(max(t.layout) filter (where t.record = 'dossier'), '')::jsonb ->> 'start' as start,
       coalesce((select sum(extract(epoch from g.gap_to - g.gap_from) * 1000000) from mart.window_gap g where g.source_id = s.id and g.kind <> 'refused'), 0)::bigint as gap_us,
       (select count(*) from mart.window_gap g where g.source_id = s.id and g.kind = 'refused') as refused,
       (select count(*) from quarantine q where q.source_id = s.id and q.resolved_at is null) as quarantined
     from source s left join source_stream t on t.source_id = s.id left join mart.source_state a on a.source = s.key where s.enabled group by s.id order by s.id`);
  return rows.map((row) => ({ ...row, fields: (JSON.parse(row.layout || '{}') as { fields?: string[] }).fields ?? [] }));
}

/** One pass over the dossiers of the last 90 days. Required: a unit; a due date and a procedure where the source's mapping names them. */
async function countRecords(client: Queryable, now: Instant): Promise<Counts[]> {
  const since = toIso(now - DAYS * DAY);
  const { rows } = await client.query<Counts>(
    `with wanted as (select s.id, coalesce(bool_or(t.layout::jsonb -> 'fields' ? 'dueAt'), false) as due, coalesce(bool_or(t.layout::jsonb -> 'fields' ? 'procedureCode'), false) as procedure, s.active_from, s.active_to
       from source s join source_stream t on t.source_id = s.id and t.record = 'dossier' and t.layout like '{%' where s.enabled group by s.id),
     listed as (select d.*, w.due, w.procedure from dossier d join wanted w on w.id = d.source_id where d.received_at >= $1 and (d.deleted_at is null or d.double_of is not null)
       and (w.active_from is null or (d.received_at at time zone interval '7 hours')::date >= w.active_from) and (w.active_to is null or (d.received_at at time zone interval '7 hours')::date <= w.active_to)),
     -- Counted by windows, not by joins: nobody can guess how many rows these lists have. Likely one dossier under two codes that do not name each other: the same unit, procedure
     -- and moments in one source. Where a source gives days only, moments tell nothing.
     fresh as (select *, count(*) over (partition by code) > 1 as same_code, timed and count(*) filter (where timed) over (partition by source_id, resolving_unit_id, procedure_id, received_at, submitted_at) > 1 as twin
       from (select *, submitted_at is not null and procedure_id is not null and received_at <> submitted_at and extract(second from received_at) + extract(minute from received_at) > 0 as timed from listed where double_of is null) l),
     -- Rows of two sources that name each other.
     pairs as (select unnest(array_agg(code)) as code from fresh where other_code is not null group by least(code, other_code), greatest(code, other_code) having count(distinct source_id) > 1 and min(code) <> max(code)),
     judged as (select f.source_id, f.resolving_unit_id as unit_id,
       (f.due_at < f.received_at or (f.status in (9, 10) and f.ended_at is null) or (f.ended_at is not null and f.status in (2, 4, 5)) or (f.status = 5 and f.supplement_at is null and f.supplement_count > 0)) is true as unruly,
       (f.ended_at < f.received_at or f.returned_at < f.received_at or f.received_at > $2::timestamptz + interval '1 day' or f.ended_at > $2::timestamptz + interval '1 day') is true as impossible,
       f.same_code or coalesce(f.twin, false) or f.code in (select code from pairs) as doubled, false as second_code, f.due and f.due_at is null as no_due, f.procedure and f.procedure_id is null as no_procedure, f.resolving_unit_id = 0 as no_unit
       from fresh f
       union all select source_id, resolving_unit_id, false, false, false, true, false, false, false from listed where double_of is not null)
     select source_id, case when grouping(unit_id) = 1 then null else unit_id end as unit_id, (count(*) filter (where not second_code))::int as records, (count(*) filter (where second_code))::int as second_codes, (count(*) filter (where unruly))::int as unruly, (count(*) filter (where impossible))::int as impossible,
       (count(*) filter (where doubled))::int as doubled, (count(*) filter (where not (no_due or no_procedure or no_unit or second_code)))::int as complete,
       (count(*) filter (where no_due))::int as no_due, (count(*) filter (where no_procedure))::int as no_procedure, (count(*) filter (where no_unit))::int as no_unit
     from judged group by grouping sets ((source_id), (source_id, unit_id))`, [since, toIso(now)]);
  // A source without any dossier is not left out: it is "not known, because".
  const { rows: all } = await client.query<{ id: number }>(`select distinct s.id from source s join source_stream t on t.source_id = s.id and t.record = 'dossier' where s.enabled`);
  const silent = all.filter((s) => !rows.some((r) => r.source_id === s.id)).map((s): Counts => ({ source_id: s.id, unit_id: null, records: 0, unruly: 0, impossible: 0, doubled: 0, second_codes: 0, complete: 0, no_due: 0, no_procedure: 0, no_unit: 0 }));
  return [...rows, ...silent];
}

/** What the sources say they have received, from the newest comparisons of the last 90 days. */
async function readExpected(client: Queryable, now: Instant): Promise<Expected[]> {
  const { rows } = await client.query<Expected>(
    `with told as (select distinct on (source_id, unit_id, period_type, period_start) source_id, unit_id, period_type, period_start, theirs, ours from reconciliation
       where against in ('summary', 'statistics') and measure in ('received', 'accepted') and category <> 'definition' and theirs is not null and ours is not null and period_type in ('day', 'month') and period_start >= $1::date - 31
       order by source_id, unit_id, period_type, period_start, against desc)
     select source_id, unit_id, sum(theirs)::float8 as theirs, sum(ours)::float8 as ours, array_agg(distinct period_start::text) as periods from told where unit_id is not null group by 1, 2
     union all select source_id, null, sum(theirs)::float8, sum(ours)::float8, array_agg(distinct period_start::text) from told
       where (unit_id is null) = (source_id in (select source_id from told where unit_id is null)) group by 1`, [addDays(localDay(now), -DAYS)]);
  return rows;
}

async function readActivity(client: Queryable, now: Instant): Promise<Activity[]> {
  return (await client.query<Activity>(
    `with active as (select m.source_id, m.unit_id, m.day, max(m.day) over (partition by m.source_id, m.unit_id) as last_day from measure_day m join source s on s.id = m.source_id and s.enabled
       where m.day > $1::date - 365 and m.day <= $1::date and m.unit_id <> 0 and (m.received > 0 or m.accepted > 0 or m.resolved > 0))
     select source_id, unit_id, last_day::text, (count(*) filter (where day > last_day - 90))::int as active_days from active group by 1, 2, 3`, [localDay(now)])).rows;
}

async function write(client: Queryable, rows: readonly QualityRow[]): Promise<void> {
  await client.query(
    `insert into data_quality (source_id, unit_id, dimension, hits, total, score, reason, evidence) select * from unnest($1::int[], $2::int[], $3::text[], $4::numeric[], $5::numeric[], $6::float8[], $7::text[], $8::jsonb[])`,
    [rows.map((r) => r.sourceId), rows.map((r) => r.unitId), rows.map((r) => r.dimension), rows.map((r) => r.hits), rows.map((r) => r.total), rows.map((r) => r.score), rows.map((r) => r.reason), rows.map((r) => JSON.stringify(r.evidence))]);
}
