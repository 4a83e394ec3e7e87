/** Sign-offs of periods. A closed period's values are frozen; reopening keeps the sign-off with who and why. */
import type { LocalDay, Period, PeriodType } from '../../vocabulary';
import type { Queryable } from '../database';

/** A check of a closing as it was signed. */
export interface SignedCheck { check: string; says: string; /** It found something, and this is why whoever signed took it as it is. */ accepted?: string }
export interface Closing {
  id: number; period: Period; edition: number; closedAt: Date; closedBy: string;
  /** The newest run that the closed figures hold; what later runs changed are corrections. */
  lastRun: number;
  checks: SignedCheck[];
}

type Row = { id: number; period_type: PeriodType; period_start: LocalDay; period_end: LocalDay; edition: number; closed_at: Date; closed_by: string; last_run: number; checks: SignedCheck[] };
const toClosing = (row: Row): Closing => ({
  id: row.id, period: { type: row.period_type, start: row.period_start, end: row.period_end }, edition: row.edition, closedAt: row.closed_at, closedBy: row.closed_by, lastRun: row.last_run, checks: row.checks,
});

/** Closed periods by `type start`. */
export async function currentClosings(client: Queryable): Promise<Map<string, Closing>> {
  const { rows } = await client.query<Row>('select id, period_type, period_start, period_end, edition, closed_at, closed_by, last_run, checks from period_close where reopened_at is null');
  return new Map(rows.map((row) => [`${row.period_type} ${row.period_start}`, toClosing(row)]));
}

export const closingOf = async (client: Queryable, period: Period): Promise<Closing | null> => (await currentClosings(client)).get(`${period.type} ${period.start}`) ?? null;

export async function signOff(client: Queryable, period: Period, edition: number, by: string, checks: readonly SignedCheck[]): Promise<void> {
  await client.query(
    `insert into period_close (period_type, period_start, period_end, edition, closed_by, last_run, checks) values ($1, $2, $3, $4, $5, (select coalesce(max(id), 0) from run), $6)`,
    [period.type, period.start, period.end, edition, by, JSON.stringify(checks)]);
  await client.query('delete from gain where period_type = $1 and period_start = $2', [period.type, period.start]); // nothing can be gained any more
}

export async function reopen(client: Queryable, closing: Closing, by: string, why: string): Promise<void> {
  await client.query('update period_close set reopened_at = now(), reopened_by = $2, reopened_why = $3 where id = $1', [closing.id, by, why]);
}

/** Restatements of a reopened period end: from the edition on its values are the fresh ones. */
export const endRestatements = (client: Queryable, closing: Closing, edition: number) =>
  client.query('update restatement set edition_to = $2 where close_id = $1 and edition_to is null', [closing.id, edition]);
