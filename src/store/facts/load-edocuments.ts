/** Deliveries of electronic documents: added, changed, untouched – told apart by their content. Their counts by unit and day follow by trigger. */
import { EDOCUMENT_REQUEST, EDOCUMENT_SIDE, EDOCUMENT_STATE, toIso, type EDocument, type Instant } from '../../vocabulary';
import type { Queryable } from '../database';
import type { LoadResult } from './load-dossiers';

/** Unit ids; null = outside the province. */
export interface EDocumentRow { document: EDocument; senderUnitId: number | null; receiverUnitId: number | null }

const FIELDS = ['document', 'sender_unit_id', 'receiver_unit_id', 'sent_at', 'received_at', 'state', 'request', 'replaces', 'signed', 'paper_copy'];
const of = (prefix: string) => FIELDS.map((field) => `${prefix}.${field}`).join(', ');

/** Loads inside the caller's transaction. Of rows with the same side and code the last wins (a row may stand in two windows or on two pages). */
export async function loadEDocuments(client: Queryable, sourceId: number, runId: number, rows: readonly EDocumentRow[]): Promise<LoadResult> {
  const list = [...new Map(rows.map((row) => [`${row.document.side} ${row.document.code}`, row])).values()];
  if (list.length === 0) return { new: 0, changed: 0, unchanged: 0 };
  const time = (at: Instant | null) => (at === null ? null : toIso(at));
  const { rows: written } = await client.query<{ added: number; changed: number }>(
    `with written as (
       insert into edocument as e (source_id, run_id, side, code, ${FIELDS.join(', ')})
       select $1, $2, g.* from unnest($3::smallint[], $4::text[], $5::text[], $6::int[], $7::int[], $8::timestamptz[], $9::timestamptz[], $10::smallint[], $11::smallint[], $12::text[], $13::bool[], $14::bool[]) g
         (side, code, ${FIELDS.join(', ')}) order by 3, 4
       on conflict (source_id, side, code) do update set run_id = excluded.run_id, ${FIELDS.map((field) => `${field} = excluded.${field}`).join(', ')}, deleted_at = null
       where (${of('e')}, e.deleted_at) is distinct from (${of('excluded')}, null::timestamptz)
       returning xmax = 0 as added)
     select count(*) filter (where added) as added, count(*) filter (where not added) as changed from written`,
    [sourceId, runId, list.map((r) => EDOCUMENT_SIDE[r.document.side]), list.map((r) => r.document.code), list.map((r) => r.document.document), list.map((r) => r.senderUnitId), list.map((r) => r.receiverUnitId),
      list.map((r) => time(r.document.sentAt)), list.map((r) => time(r.document.receivedAt)), list.map((r) => EDOCUMENT_STATE[r.document.state]), list.map((r) => EDOCUMENT_REQUEST[r.document.request]),
      list.map((r) => r.document.replaces), list.map((r) => r.document.signed), list.map((r) => r.document.paperCopy)]);
  const { added, changed } = written[0]!;
  return { new: added, changed, unchanged: list.length - added - changed };
}

/** How many documents of a side are known that were sent in a window: what an empty answer is held against. */
export async function knownEDocuments(client: Queryable, sourceId: number, side: EDocument['side'], window: { from: Instant; to: Instant }): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'select count(*) as n from edocument where source_id = $1 and side = $2 and sent_at >= $3 and sent_at < $4 and deleted_at is null', [sourceId, EDOCUMENT_SIDE[side], toIso(window.from), toIso(window.to)]);
  return rows[0]!.n;
}
