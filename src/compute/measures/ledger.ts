/**
 * The ledger: measure_day summed between the days on which any of the wanted periods begins or ends. One pass over the table serves every
 * period of an edition; what a period needs are differences of running totals.
 */
import type { Queryable } from '../../store/database';
import { measureSource } from '../../store/facts/measures';
import { addDays, type LocalDay, type Period } from '../../vocabulary';

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
  /** The only units it has accounts of; null: all. */
  units: ReadonlySet<number> | null;
  /** As it is booked now, whatever the time. */
  raw: boolean;
  /** Totals of each unit and source before the last of its marks that is not after `day`. */
  before(day: LocalDay): { day: LocalDay; totals: Iterable<{ unitId: number; sourceId: number; totals: Float64Array }> } | null;
}
/** Stand in the place of all units of a kind, where a ledger has accounts of some units only: their accounts are the sums of the kind. */
export const ALL_COMMUNES = -1;
export const ALL_OTHERS = -2;
export interface LedgerOptions {
  /** As it is booked now, whatever the time. */
  raw?: boolean;
  /** A day more on which it knows its totals. */
  knows?: LocalDay;
  /** Accounts of these units only. */
  units?: ReadonlySet<number> | null;
  /** With `units`, the sums of all units as well: which are communes, and the ledger of all units that it continues. */
  sums?: { communes: ReadonlySet<number>; from: Ledger };
}

const endOf = (period: Period, today: LocalDay) => (period.end < today ? period.end : today);

interface Entry { unitId: number; sourceId: number; first: number; totals: Float64Array }
type Entries = Map<string, Entry>;
const WIDTH = COLUMNS.length;

/**
 * Reads what `periods` need; their parts after `today` are not there. The counters of days follow the unit that has a dossier now; a period before its unit
 * began is read by the units of that time (`stoodWith`). `raw`: as they are booked now, whatever the time, for who folds history into today's units.
 */
export async function openLedger(client: Queryable, periods: readonly Period[], today: LocalDay, { raw = false, knows, units = null, sums }: LedgerOptions = {}): Promise<Ledger> {
  const begun = periods.filter((p) => p.start <= today);
  const marks = [...new Set([...begun.flatMap((p) => [p.start, addDays(endOf(p, today), 1)]), ...(knows && begun.length > 0 ? [knows] : [])])].sort();
  if (marks.length === 0) return { accounts: () => [], units, raw, before: () => null };
  const place = new Map(marks.map((day, i) => [day, i]));
  const source = await measureSource(client, 'measure_day');
  const read = (relation: string) => readEntries(client, marks, relation, units === null ? { where: 'day <= $2', given: [today] } : { where: 'day <= $2 and unit_id = any($3::int[])', given: [today, [...units]] });
  const kept = await read(source);
  if (sums) for (const [key, entry] of await readSums(client, marks, today, source, sums)) kept.set(key, entry);
  const lastDays = raw ? [] : await lastDaysOfUnits(client, begun.map((p) => endOf(p, today)));
  const lastDayOf = (end: LocalDay) => lastDays.find((day) => day >= end);
  const moved = new Map<LocalDay, Entries>(); // between units: nothing for the sums
  for (const day of new Set(begun.map((p) => lastDayOf(endOf(p, today))))) if (day !== undefined) moved.set(day, await read(`(${await stoodWith(client, day)})`));
  const at = (day: LocalDay) => {
    const i = place.get(day);
    if (i === undefined) throw new RangeError(`the ledger was not opened for ${day}`);
    return i;
  };
  return {
    units, raw,
    before(day) {
      const i = marks.filter((mark) => mark <= day).length - 1;
      return i < 0 ? null : { day: marks[i]!, totals: [...kept.values()].map(({ unitId, sourceId, totals }) => ({ unitId, sourceId, totals: totals.subarray(i * WIDTH, (i + 1) * WIDTH) })) };
    },
    * accounts(start, end) {
      const [first, after] = [at(start), at(addDays(end, 1))];
      const back = moved.get(lastDayOf(end) ?? '') ?? new Map<string, Entry>();
      for (const key of new Set([...kept.keys(), ...back.keys()])) {
        const [entry, change] = [kept.get(key), back.get(key)];
        const { unitId, sourceId } = (entry ?? change)!;
        if (Math.min(entry?.first ?? Infinity, change?.first ?? Infinity) > after) continue;
        const total = (mark: number) => (column: Column) => (entry?.totals[mark * WIDTH + PLACE[column]] ?? 0) + (change?.totals[mark * WIDTH + PLACE[column]] ?? 0);
        yield { unitId, sourceId, beforeStart: total(first), throughEnd: total(after) };
      }
    },
  };
}

interface Wanted { where: string; /** From `$2` on. */ given: unknown[]; /** What stands for the unit. */ unit?: string }

/** Totals before each mark, of every unit and source with an event that is wanted. */
async function readEntries(client: Queryable, marks: readonly LocalDay[], relation: string, { where, given, unit = 'unit_id' }: Wanted, start?: (entries: Entries) => void): Promise<Entries> {
  const { rows } = await client.query<Record<Column, number> & { unit_id: number; source_id: number; span: number }>(
    `select ${unit} as unit_id, source_id, width_bucket(day, $1::date[]) as span, ${COLUMNS.map((c) => `sum(${c})::float8 as ${c}`).join(', ')} from ${relation} m where ${where} group by 1, 2, 3`, [marks, ...given]);
  const entries: Entries = new Map();
  start?.(entries);
  for (const row of rows) {
    const { totals } = entryOf(entries, row.unit_id, row.source_id, row.span, marks.length);
    for (let c = 0; c < WIDTH; c++) totals[row.span * WIDTH + c]! += row[COLUMNS[c]!];
  }
  // Span i lies before mark i: summed up, entry i is the total before the day marks[i].
  for (const { totals } of entries.values()) for (let i = WIDTH; i < totals.length; i++) totals[i] = totals[i]! + totals[i - WIDTH]!;
  return entries;
}

function entryOf(entries: Entries, unitId: number, sourceId: number, span: number, marks: number): Entry {
  const key = `${unitId} ${sourceId}`;
  let entry = entries.get(key);
  if (!entry) entries.set(key, (entry = { unitId, sourceId, first: span, totals: new Float64Array((marks + 1) * WIDTH) }));
  entry.first = Math.min(entry.first, span);
  return entry;
}

/** Of all units of a kind: what another ledger knows up to a day, and from there on the days themselves. */
async function readSums(client: Queryable, marks: readonly LocalDay[], today: LocalDay, relation: string, { communes, from }: NonNullable<LedgerOptions['sums']>): Promise<Entries> {
  const known = from.before(marks[0]!);
  const wanted = { unit: `case when unit_id in (select id from unit where level = 'commune') then ${ALL_COMMUNES} else ${ALL_OTHERS} end`, where: `day <= $2 and day >= coalesce($3::date, '-infinity')`, given: [today, known?.day ?? null] };
  return readEntries(client, marks, relation, wanted, (entries) => {
    for (const { unitId, sourceId, totals } of known?.totals ?? []) {
      const sum = entryOf(entries, communes.has(unitId) ? ALL_COMMUNES : ALL_OTHERS, sourceId, 0, marks.length).totals;
      totals.forEach((n, c) => { sum[c]! += n; });
    }
  });
}

/** Days on which units of the province ended in favour of others, from the first of `ends` on. */
export async function lastDaysOfUnits(client: Queryable, ends: readonly LocalDay[]): Promise<LocalDay[]> {
  const first = [...ends].sort()[0]!;
  return (await client.query<{ day: LocalDay }>(`select distinct f.valid_to::text as day from unit f where f.home and f.valid_to >= $1 and exists (select from unit_lineage l where l.from_id = f.id) order by 1`, [first])).rows.map((row) => row.day);
}

/**
 * What the counters of days say too little of the units of a day, and too much of their successors: a dossier that was open when its unit ended, and that the
 * source has booked under the successor since, stood with the unit that received it. Counted by the SQL of the measures itself, with the sign turned.
 */
async function stoodWith(client: Queryable, day: LocalDay): Promise<string> {
  const { rows: [columns] } = await client.query<{ list: string }>('select journal_columns() as list');
  const list = columns!.list.split(', ').map((name) => (name === 'resolving_unit_id' ? 'case when turn.sign = 1 then d.receiving_unit_id else d.resolving_unit_id end as resolving_unit_id' : `d.${name}`)).join(', ');
  // Of two units that both were there, an ended dossier says nothing of having gone over.
  const facts = `select turn.sign, ${list} from (select distinct l.from_id, l.to_id, e.day, coalesce(t.valid_from, '-infinity') <= '${day}' as both_there from unit_lineage l join unit_event e on e.id = l.event_id and e.day > '${day}'
      join unit f on f.id = l.from_id and f.home and f.valid_to >= '${day}' join unit t on t.id = l.to_id) edge
    join dossier d on d.receiving_unit_id = edge.from_id and d.resolving_unit_id = edge.to_id cross join (values (1), (-1)) turn (sign)
    where (d.received_at at time zone interval '7 hours')::date < edge.day and not (edge.both_there and d.ended_at is not null and (d.ended_at at time zone interval '7 hours')::date < edge.day)`;
  return (await client.query<{ sql: string }>('select measure_select($1) as sql', [facts])).rows[0]!.sql;
}

/** SQL: the unit with which a dossier `d`, open then, stood at the end of the last day `day` of some units (null: none ended since), as `stoodWith` counts it. */
export const stoodUnit = (day: string): string => `case when ${day} is not null and d.receiving_unit_id <> d.resolving_unit_id and exists (
    select from unit_lineage l join unit_event e on e.id = l.event_id and e.day > ${day} join unit f on f.id = l.from_id and f.home and f.valid_to >= ${day} join unit t on t.id = l.to_id
    where l.from_id = d.receiving_unit_id and l.to_id = d.resolving_unit_id and (d.received_at at time zone interval '7 hours')::date < e.day
      and not (coalesce(t.valid_from, '-infinity') <= ${day} and d.ended_at is not null and (d.ended_at at time zone interval '7 hours')::date < e.day)) then d.receiving_unit_id else d.resolving_unit_id end`;
