/** Dossiers read for the cross-check of promised dates, and the counts that come out of it. */
import type { DossierPause, Instant, LocalDay, UnitLevel } from '../../vocabulary';
import { inTransaction, type PoolClient } from '../database';

export interface PromisedDossier { unitId: number; level: UnitLevel; procedure: string | null; received: Instant; promised: Instant | null; /** null: it was asked for supplements, and nobody says when it answered each time. */ pauses: DossierPause[] | null }
export interface DueDateCount { unitId: number; month: LocalDay; flag: string; doubtful: boolean; dossiers: number }

/**
 * Counts dossiers received from `from` to `to` (local days, inclusive; whole months) by what `judge` says of each, and replaces the counts of those
 * months, all in one view of the data.
 */
export function recountDueDates(client: PoolClient, from: LocalDay, to: LocalDay, judge: (dossier: PromisedDossier) => { flag: string; doubtful: boolean }): Promise<DueDateCount[]> {
  return inTransaction(client, async () => {
    await client.query(`select pg_advisory_xact_lock(56100010), set_config('cursor_tuple_fraction', '1', true)`); // every row is read: plan for that
    await client.query(
      `declare promised no scroll cursor for
       select d.resolving_unit_id as "unitId", u.level, p.code as procedure, (extract(epoch from d.received_at) * 1000000)::int8 as received, (extract(epoch from d.due_at) * 1000000)::int8 as promised,
         case when d.supplement_count = 0 and d.supplement_at is null then '[]' else (
           select json_agg(json_build_object('asked', (extract(epoch from asked_at) * 1000000)::int8, 'answered', (extract(epoch from answered_at) * 1000000)::int8) order by asked_at) from dossier_pause
           where source_id = d.source_id and code = d.code having count(*) >= greatest(1, d.supplement_count)) end as pauses, to_char(d.received_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-01') as month
       from dossier d join unit u on u.id = d.resolving_unit_id left join procedure p on p.id = d.procedure_id
       where d.received_at >= $1::date::timestamp at time zone 'Asia/Ho_Chi_Minh' and d.received_at < ($2::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh' and d.deleted_at is null and d.status not in (1, 3)`, [from, to]);
    const counts = new Map<string, DueDateCount>();
    for (;;) {
      const { rows } = await client.query<PromisedDossier & { month: LocalDay }>('fetch 20000 from promised');
      if (rows.length === 0) break;
      for (const { month, ...dossier } of rows) {
        const { flag, doubtful } = judge(dossier);
        const key = `${dossier.unitId} ${month} ${flag} ${doubtful}`;
        const count = counts.get(key);
        if (count) count.dossiers += 1;
        else counts.set(key, { unitId: dossier.unitId, month, flag, doubtful, dossiers: 1 });
      }
    }
    const list = [...counts.values()];
    await client.query('delete from due_date_check where month between $1 and $2', [from, to]);
    await client.query(
      `insert into due_date_check (unit_id, month, flag, doubtful, dossiers) select * from unnest($1::int[], $2::date[], $3::text[], $4::boolean[], $5::int[])`,
      [list.map((c) => c.unitId), list.map((c) => c.month), list.map((c) => c.flag), list.map((c) => c.doubtful), list.map((c) => c.dossiers)]);
    return list;
  }, 'begin isolation level repeatable read');
}
