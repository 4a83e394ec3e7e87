/**
 * `--full`: a source's dossiers are read into a table aside (heap first, indexes after: much faster), then take the place of the old partition
 * together with their measures in one transaction. Readers see the old state or the new one, never a hole.
 */
import type { Client } from 'pg';
import { inTransaction } from '../store/database';
import { settleDoubles } from '../store/facts/double-dossiers';
import { DOSSIER_COLUMNS } from '../store/facts/dossier-encoder';
import { partitionOf } from '../store/facts/load-dossiers';
import { moveCheckpoint, noteDeleted, setLayout, type RunCounts } from '../store/sources/sources';
import type { Instant } from '../vocabulary';
import type { Stream } from '../sources/source';
import { localDay } from '../vocabulary';
import { layoutOf } from './layout';
import { refuseLoss } from './loss-guard';
import { planBackfill } from './windows';
import { runStream, type RunDependencies, type RunTarget } from './run';

export interface RebuildOptions {
  /** Refused when more than this share of the known dossiers would disappear (an emptied source is a failure, not a fact). */
  maxLossShare: number;
}

export async function rebuildDossiers(target: RunTarget, deps: RunDependencies, options: RebuildOptions = { maxLossShare: 0.1 }): Promise<RunCounts & { tombstones: number }> {
  const { client, clock } = deps;
  const { sourceId, stream } = target;
  const aside = `${partitionOf(sourceId)}_build`;
  const started = clock.now();
  await createAside(client, aside, sourceId);
  const plan = stream.window ? planBackfill(stream.window, stream.window.start, localDay(clock.now()), clock.now()) : null;
  const counts = await runStream(target, plan, 'full', deps, aside);
  if (plan && stream.window) {
    // What changed meanwhile may have left the windows that were still to be read: it is not gone, it stands behind the plan's end, held back or not.
    const late = await runStream(target, planBackfill({ ...stream.window, holdBack: '0s' }, localDay(plan.upper), localDay(clock.now()), clock.now()), 'full', deps, aside);
    counts.pages += late.pages; // its records have been counted already, but for a few
  }
  const tombstones = await finishAside(client, aside, sourceId, counts.runId, options);
  await noteDeleted(client, counts.runId, tombstones);
  await swap(client, aside, sourceId, stream, plan?.upper ?? started);
  return { ...counts, tombstones };
}

export async function createAside(client: Client, aside: string, sourceId: number): Promise<void> {
  await client.query(`drop table if exists ${aside}`);
  await client.query(`create table ${aside} (like dossier including defaults including constraints, constraint ${aside}_source check (source_id = ${sourceId}))`);
}

/** Duplicates out, tombstones in, indexes on. Returns the number of dossiers that are no longer there. */
export async function finishAside(client: Client, aside: string, sourceId: number, runId: number, options: RebuildOptions): Promise<number> {
  const old = partitionOf(sourceId);
  await client.query(`delete from ${aside} a using (select code, max(ctid) as last from ${aside} group by code having count(*) > 1) d where a.code = d.code and a.ctid <> d.last`);
  await client.query(`alter table ${aside} add constraint ${aside}_${runId}_pk primary key (source_id, code)`);
  await client.query(`analyze ${aside}`);
  const { rows } = await client.query<{ known: number; lost: number }>(
    `select count(*) as known, count(*) filter (where a.code is null) as lost from ${old} o left join ${aside} a on a.source_id = o.source_id and a.code = o.code where o.deleted_at is null or o.double_of is not null`);
  const { known, lost } = rows[0]!;
  refuseLoss('Nạp lại toàn bộ', known, lost, options.maxLossShare);
  // A dossier that came in bad shape is still there: what was known of it stays, its line in quarantine tells the rest.
  const columns = DOSSIER_COLUMNS.join(', ');
  const { rowCount } = await client.query(
    `insert into ${aside} (${columns}, deleted_at)
     select ${columns}, case when o.deleted_at is not null and o.double_of is null then o.deleted_at when not exists (select from quarantine q where q.source_id = o.source_id and q.record_key = o.code and q.resolved_at is null) then now() end
     from ${old} o where not exists (select from ${aside} a where a.source_id = o.source_id and a.code = o.code)`);
  const tombstones = rowCount ? (await client.query<{ n: number }>(`select count(*) as n from ${aside} a join ${old} o using (source_id, code) where (o.deleted_at is null or o.double_of is not null) and a.deleted_at is not null`)).rows[0]!.n : 0;
  await settleDoubles(client, aside, runId, null);
  await client.query(`create index on ${aside} (resolving_unit_id, due_at) include (source_id, received_at, procedure_id) where ended_at is null and deleted_at is null and status not in (1, 3)`);
  await client.query(`create index on ${aside} (double_of) where double_of is not null`);
  await client.query(`create index on ${aside} using brin (received_at)`);
  await client.query(`create index on ${aside} using brin (run_id) with (pages_per_range = 32, autosummarize = on)`);
  return tombstones;
}

async function swap(client: Client, aside: string, sourceId: number, stream: Stream, upper: Instant): Promise<void> {
  const name = partitionOf(sourceId);
  await client.query('select count_measures_aside($1)', [`select 1 as sign, * from ${aside}`]);
  try {
    await inTransaction(client, async () => {
      await client.query(`set local lock_timeout = '30s'`);
      await client.query(`alter table dossier detach partition ${name}`);
      await client.query(`drop table ${name}`);
      await client.query(`alter table ${aside} rename to ${name}`);
      await client.query(`alter table dossier attach partition ${name} for values in (${sourceId})`);
      await client.query(`alter table ${name} drop constraint ${aside}_source`);
      await client.query('select add_measure_triggers($1)', [name]);
      await client.query('select replace_measures($1)', [sourceId]);
      await setLayout(client, sourceId, stream.id, layoutOf(stream));
      await moveCheckpoint(client, sourceId, stream.id, upper);
    });
  } finally {
    await client.query('select drop_measures_aside()');
  }
}
