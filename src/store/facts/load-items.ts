/** Register items of one source: added, changed, untouched – told apart by their content. */
import { localDay, type Instant, type Item } from '../../vocabulary';
import type { Queryable } from '../database';
import type { LoadResult } from './load-dossiers';

export interface ItemRow { item: Item; unitId: number }

const dayOf = (at: Instant | null) => (at === null ? null : localDay(at));

/** Loads inside the caller's transaction. Of rows with the same kind and code the last wins. */
export async function loadItems(client: Queryable, sourceId: number, runId: number, rows: readonly ItemRow[]): Promise<LoadResult> {
  const list = [...new Map(rows.map((row) => [`${row.item.kind} ${row.item.code}`, row])).values()];
  if (list.length === 0) return { new: 0, changed: 0, unchanged: 0 };
  const { rows: written } = await client.query<{ added: boolean }>(
    `insert into register_item as r (source_id, run_id, kind, code, unit_id, class, opened_on, due_on, done_on, cancelled, verdict, amount, amount_done)
     select $1, $2, g.* from unnest($3::text[], $4::text[], $5::int[], $6::text[], $7::date[], $8::date[], $9::date[], $10::bool[], $11::bool[], $12::numeric[], $13::numeric[]) g
       (kind, code, unit_id, class, opened_on, due_on, done_on, cancelled, verdict, amount, amount_done) order by kind, code
     on conflict (source_id, kind, code) do update set run_id = excluded.run_id, unit_id = excluded.unit_id, class = excluded.class, opened_on = excluded.opened_on, due_on = excluded.due_on,
       done_on = excluded.done_on, cancelled = excluded.cancelled, verdict = excluded.verdict, amount = excluded.amount, amount_done = excluded.amount_done, deleted_at = null
     where (r.unit_id, r.class, r.opened_on, r.due_on, r.done_on, r.cancelled, r.verdict, r.amount, r.amount_done, r.deleted_at)
       is distinct from (excluded.unit_id, excluded.class, excluded.opened_on, excluded.due_on, excluded.done_on, excluded.cancelled, excluded.verdict, excluded.amount, excluded.amount_done, null::timestamptz)
     returning xmax = 0 as added`,
    [sourceId, runId, list.map((r) => r.item.kind), list.map((r) => r.item.code), list.map((r) => r.unitId), list.map((r) => r.item.class),
      list.map((r) => dayOf(r.item.openedAt)), list.map((r) => dayOf(r.item.dueAt)), list.map((r) => dayOf(r.item.doneAt)),
      list.map((r) => r.item.cancelled), list.map((r) => r.item.verdict), list.map((r) => r.item.amount), list.map((r) => r.item.amountDone)]);
  const added = written.filter((row) => row.added).length;
  return { new: added, changed: written.length - added, unchanged: list.length - written.length };
}
