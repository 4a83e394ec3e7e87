/**
 * Why a published figure of a period that was over has changed. What changed is in the history of values (view mart.correction); the causes are
 * noted here, once an edition: which runs since the one before it touched dossiers of the unit in the period, how many, how many are gone.
 */
import type { Pool } from 'pg';
import { codeHash } from '../../store/sources/reconciliations';
import { inTransaction, type Queryable } from '../../store/database';
import type { Instant } from '../../vocabulary';
import type { ComputeSettings } from '../measures/measuring';
import { publish, type Published } from './publish';

/** Publishes and notes the causes. */
export async function publishAndNote(pool: Pool, settings: ComputeSettings, now: Instant, options: Parameters<typeof publish>[3] = {}): Promise<Published> {
  const published = await publish(pool, settings, now, options);
  await noteCauses(pool);
  return published;
}

/** Editions that have no note yet; each is noted once, so that it may be called at any time and by several processes. Returns the notes written. */
export async function noteCauses(pool: Pool): Promise<number> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, async () => {
      const noted = (await client.query<{ edition: number }>('select edition from correction_noted for update')).rows[0]!.edition;
      const { rows: editions } = await client.query<{ number: number }>('select number from edition where number > $1 order by number', [noted]);
      if (editions.length === 0) return 0;
      let notes = 0;
      for (const { number } of editions) notes += await noteEdition(client, number);
      await client.query('update correction_noted set edition = $1', [editions.at(-1)!.number]);
      return notes;
    });
  } finally {
    client.release();
  }
}

type Touched = { source_id: number; unit_id: number; period_type: string; period_start: string; runs: number[]; touched: number; deleted: number; samples: string[] };

async function noteEdition(client: Queryable, edition: number): Promise<number> {
  const { rows: closed } = await client.query('select 1 from indicator_value where edition_to = $1 limit 1', [edition]);
  if (closed.length === 0) return 0;
  // Runs that wrote between the two editions; a full rebuild touches every row and says nothing of one of them.
  const { rows: runs } = await client.query<{ id: number; source_id: number; records: number }>(
    `select r.id, r.source_id, r.new + r.changed + r.deleted as records from run r join edition e on e.number = $1 join edition b on b.number = $1 - 1
     where r.kind <> 'full' and coalesce(r.ended_at, now()) >= b.published_at and r.started_at <= e.published_at and r.new + r.changed + r.deleted > 0`, [edition]);
  if (runs.length === 0) return 0;
  if (runs.reduce((sum, run) => sum + run.records, 0) > MOST_TOUCHED) return noteRunsOnly(client, edition, runs);
  const { rows } = await client.query<Touched>(
    `with place as materialized (
       select distinct u.id as unit_id, c.period_type, c.period_start, period_after(c.period_type, c.period_start) as period_end, u.level = 'province' as whole
       from mart.correction c join unit u on u.code = c.unit_code where c.edition = $1),
     touched as materialized (
       select d.source_id, d.code, d.run_id, d.receiving_unit_id, d.resolving_unit_id, d.deleted_at is not null and d.double_of is null as gone,
         (d.received_at at time zone interval '7 hours')::date as received, (d.ended_at at time zone interval '7 hours')::date as ended
       from dossier d where d.run_id >= $3 and d.run_id = any($2::bigint[])),
     of_unit as (
       select t.*, t.receiving_unit_id as unit_id from touched t union all select t.*, t.resolving_unit_id from touched t where t.resolving_unit_id <> t.receiving_unit_id
       union all select t.*, w.unit_id from touched t cross join (select distinct unit_id from place where whole) w)
     select t.source_id, p.unit_id, p.period_type, p.period_start, array_agg(distinct t.run_id) as runs, count(*)::int as touched, (count(*) filter (where t.gone))::int as deleted, (array_agg(t.code order by t.code))[1:5] as samples
     from of_unit t join place p on p.unit_id = t.unit_id and t.received < p.period_end and (t.ended is null or t.ended >= p.period_start)
     group by 1, 2, 3, 4`, [edition, runs.map((r) => r.id), Math.min(...runs.map((r) => r.id))]);
  for (const row of rows) {
    await client.query(
      `insert into correction_cause (edition, unit_id, period_type, period_start, source_id, runs, touched, deleted, samples) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
      [edition, row.unit_id, row.period_type, row.period_start, row.source_id, row.runs, row.touched, row.deleted, row.samples.map(codeHash)]);
  }
  return rows.length;
}

/** More touched dossiers than this are not laid on units and periods one by one: a backfill speaks for itself. */
const MOST_TOUCHED = 50_000;

async function noteRunsOnly(client: Queryable, edition: number, runs: readonly { id: number; source_id: number }[]): Promise<number> {
  const { rowCount } = await client.query(
    `insert into correction_cause (edition, unit_id, period_type, period_start, source_id, runs)
     select $1, p.unit_id, p.period_type, p.period_start, r.source_id, r.runs
     from (select distinct u.id as unit_id, c.period_type, c.period_start from mart.correction c join unit u on u.code = c.unit_code where c.edition = $1) p
     cross join (select source_id, array_agg(id order by id) as runs from unnest($2::bigint[], $3::int[]) g (id, source_id) group by source_id) r on conflict do nothing`,
    [edition, runs.map((r) => r.id), runs.map((r) => r.source_id)]);
  return rowCount ?? 0;
}
