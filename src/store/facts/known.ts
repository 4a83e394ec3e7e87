/** How much is known already of what a list should hold: an empty list is judged by it. */
import { localDay, toIso, type Instant, type Item, type Measure, type Period } from '../../vocabulary';
import type { Queryable } from '../database';

type Span = { from: Instant; to: Instant };
/** Enough to tell an emptied list from a quiet one: nothing is counted beyond it. */
const ENOUGH = 1000;
const atMost = async (client: Queryable, from: string, values: unknown[]): Promise<number> => (await client.query<{ n: number }>(`select count(*)::int as n from (select 1 from ${from} limit ${ENOUGH}) known`, values)).rows[0]!.n;

/** Living dossiers whose last change lies in the window, of those received in the year before it. */
export const knownDossiers = (client: Queryable, sourceId: number, window: Span): Promise<number> =>
  atMost(client, `dossier where source_id = $1 and received_at >= $2::timestamptz - interval '1 year' and modified_at >= $2 and modified_at < $3 and deleted_at is null`, [sourceId, toIso(window.from), toIso(window.to)]);

/** Items of a kind, of all time or opened in the window. */
export const knownItems = (client: Queryable, sourceId: number, kind: Item['kind'], window: Span | null): Promise<number> =>
  atMost(client, `register_item where source_id = $1 and kind = $2 and deleted_at is null and ($3::date is null or opened_on >= $3 and opened_on < $4)`, [sourceId, kind, window && localDay(window.from), window && localDay(window.to)]);

/** Units with a current figure above zero for periods that begin in the window, not told by another stream. `type` null: of any type. */
export const knownStatistics = (client: Queryable, sourceId: number, stream: string, measures: readonly Measure[], type: Period['type'] | null, window: Span): Promise<number> =>
  atMost(client, `(select distinct unit_id from statistic where source_id = $1 and measure = any($2::text[]) and ($3::text is null or period_type = $3) and period_start >= $4 and period_start < $5 and value > 0 and superseded_at is null
     and not exists (select from run r where r.id = run_id and r.stream <> $6)) units`,
    [sourceId, measures, type, localDay(window.from), localDay(window.to), stream]);
