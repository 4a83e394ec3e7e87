/** Open dossiers by unit and due bucket, and by unit and procedure: counted once an edition, so that every board shows the same dossiers and none counts them again. */
import type { LocalDay } from '../../vocabulary';
import type { Queryable } from '../database';
import { AWAY } from '../units/unit-lineage';

const COUNTS = {
  open_dossier_due: `unit_id, case when due_on is null then 'undated' when due_on < $1::date - 30 then 'late_over_30' when due_on < $1::date - 10 then 'late_11_30' when due_on < $1::date then 'late_1_10'
       when due_on = $1::date then 'today' when due_on <= $1::date + 3 then 'due_1_3' else 'due_later' end as bucket, count(*)::int as dossiers from n group by 1, 2`,
  open_dossier_procedure: `unit_id, procedure_id, count(*)::int as open, count(*) filter (where due_on is null)::int as undated, count(*) filter (where due_on < $1::date)::int as overdue,
       count(*) filter (where due_on between $1::date and $1::date + 3)::int as due_soon, min(due_on) as first_due_on from n group by 1, 2`,
} as const;

/** Counts what is open on `today` (local day) inside the transaction of an edition; rows that did not change stay untouched. A source whose first load has not ended is left out, as indicators leave it out, and a unit that belongs to another province by now. */
export async function writeOpenDossiers(client: Queryable, today: LocalDay): Promise<void> {
  const replace = Object.entries(COUNTS).map(([table, counts], i) => `
     fresh${i} as materialized (select ${counts}),
     gone${i} as (delete from ${table} t using (select * from ${table} except select * from fresh${i}) old where t.unit_id = old.unit_id and t is not distinct from old),
     new${i} as (insert into ${table} select * from fresh${i} except select * from ${table})`);
  await client.query(
    `with s as materialized (
       select id, coalesce(active_from, '-infinity') as first, least(active_to, $1::date) as last from source where id in (select source_id from source_stream where record = 'dossier' and reached is not null)
     ), n as materialized (
       select d.resolving_unit_id as unit_id, d.procedure_id, (d.due_at at time zone interval '7 hours')::date as due_on
       from s join dossier d on d.source_id = s.id and (d.received_at at time zone interval '7 hours')::date between s.first and s.last
       where d.resolving_unit_id not in (select unit_id from (${AWAY}) away where whole and day <= $1::date) and d.ended_at is null and d.deleted_at is null and d.status not in (1, 3)
     ), ${replace.join(',')} select from n limit 0`, [today]);
}
