/**
 * The ledger: measure_day summed between the days on which any of the wanted periods begins or ends. One pass over the table serves every
 * period of an edition; what a period needs are differences of running totals.
 */
import type { Queryable } from '../store/database';
import { measureSource } from '../store/measures';
import { addDays, type LocalDay, type Period } from '../vocabulary';

/** Events on their day; see migrations (EVENTS) for what each one is. */
const COLUMNS = ['received', 'received_online', 'received_counter', 'received_postal', 'received_other', 'fee_dossiers', 'fee_dossiers_paid', 'accepted', 'resolved', 'resolved_early',
  'resolved_late_by_date', 'resolved_late_by_instant', 'resolved_undated', 'resolved_within_limit', 'processing_minutes', 'working_minutes', 'resolved_timed', 'returned', 'returned_postal',
  'accepted_undated', 'accepted_electronic', 'resolved_electronic', 'accepted_digitised', 'resolved_digitised', 'late_by_date', 'late_by_instant', 'waiting_by_date', 'waiting_by_instant',
  'received_supplement_repeated', 'received_contact', 'received_home_known', 'received_non_territorial', 'accepted_rescheduled', 'late_apology_by_date', 'late_apology_by_instant',
  'resolved_late_apology_by_date', 'resolved_late_apology_by_instant', 'resupplied_by_date', 'resupplied_by_instant', 'within_limit'] as const;
export type Column = (typeof COLUMNS)[number];
const PLACE = Object.fromEntries(COLUMNS.map((c, i) => [c, i])) as Record<Column, number>;

/** Totals of one unit (or whatever else is counted by) and source: of all days before the period, and of those up to and with its last. */
export interface Account { unitId: number; sourceId: number; beforeStart(column: Column): number; throughEnd(column: Column): number }
export interface Ledger {
  /** Accounts with an event on or before `end`; the ledger was opened for a period from `start` to `end`. */
  accounts(start: LocalDay, end: LocalDay): Iterable<Account>;
}

const endOf = (period: Period, today: LocalDay) => (period.end < today ? period.end : today);

/** Reads what `periods` need; their parts after `today` are not there. */
export async function openLedger(client: Queryable, periods: readonly Period[], today: LocalDay): Promise<Ledger> {
  const days = periods.filter((p) => p.start <= today).flatMap((p) => [p.start, addDays(endOf(p, today), 1)]);
  const marks = [...new Set(days)].sort();
  if (marks.length === 0) return { accounts: () => [] };
  const place = new Map(marks.map((day, i) => [day, i]));
  const { rows } = await client.query<Record<Column, number> & { unit_id: number; source_id: number; span: number }>(
    `select unit_id, source_id, width_bucket(day, $1::date[]) as span, ${COLUMNS.map((c) => `sum(${c})::float8 as ${c}`).join(', ')}
     from ${await measureSource(client, 'measure_day')} m where day <= $2 group by 1, 2, 3`, [marks, today]);
  const width = COLUMNS.length;
  const kept = new Map<string, { unitId: number; sourceId: number; first: number; totals: Float64Array }>();
  for (const row of rows) {
    const key = `${row.unit_id} ${row.source_id}`;
    let entry = kept.get(key);
    if (!entry) kept.set(key, (entry = { unitId: row.unit_id, sourceId: row.source_id, first: row.span, totals: new Float64Array((marks.length + 1) * width) }));
    entry.first = Math.min(entry.first, row.span);
    for (let c = 0; c < width; c++) entry.totals[row.span * width + c] = row[COLUMNS[c]!];
  }
  // Span i lies before mark i: summed up, entry i is the total before the day marks[i].
  for (const { totals } of kept.values()) for (let i = width; i < totals.length; i++) totals[i] = totals[i]! + totals[i - width]!;
  const at = (day: LocalDay) => {
    const i = place.get(day);
    if (i === undefined) throw new RangeError(`the ledger was not opened for ${day}`);
    return i;
  };
  return {
    * accounts(start, end) {
      const [first, after] = [at(start), at(addDays(end, 1))];
      for (const entry of kept.values()) {
        if (entry.first > after) continue;
        const total = (mark: number) => (column: Column) => entry.totals[mark * width + PLACE[column]]!;
        yield { unitId: entry.unitId, sourceId: entry.sourceId, beforeStart: total(first), throughEnd: total(after) };
      }
    },
  };
}
