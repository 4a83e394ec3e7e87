/** Editions: one consistent set of values under a number. Values that did not change keep their row; a changed one closes the old row. */
import type { LocalDay, Period } from '../../vocabulary';
import { copyRows, type Cell } from '../copy';
import { openAbsences, readAbsences, type Absence, type AbsenceRow, type CurrentAbsence, type EndedAbsence } from './absences';
import type { Connection, Queryable } from '../database';

export interface StoredValue {
  indicator: string; unitId: number; hits: number | null; total: number | null; value: number | null; score: number | null; maxScore: number | null;
  status: 'available' | 'unavailable'; reason: string | null; version: string; coverage: number | null; basis: string;
}

const PUBLISH_LOCK = 56100003;
/** One publisher at a time; taken before the snapshot of its transaction. */
export const lockPublishing = (client: Queryable) => client.query('select pg_advisory_lock($1)', [PUBLISH_LOCK]);
export const analyzeEditions = (client: Queryable) => client.query('analyze indicator_value, indicator_absence, map_value, map_absence, unit_set_member, indicator_set_member, standing, gain, open_dossier_due, open_dossier_procedure');
export const unlockPublishing = (client: Queryable) => client.query('select pg_advisory_unlock($1)', [PUBLISH_LOCK]);

export async function nextEdition(client: Queryable, asOf: string, sources: unknown): Promise<number> {
  const { rows } = await client.query<{ number: number }>(
    `insert into edition (number, as_of, sources, changes) select coalesce(max(number), 0) + 1, $1, $2, 0 from edition returning number`, [asOf, JSON.stringify(sources)]);
  return rows[0]!.number;
}

/** Where values are kept: as it was, and on today's map. */
export const AS_WAS = { value: 'indicator_value', absence: 'indicator_absence' } as const;
export const ON_TODAYS_MAP = { value: 'map_value', absence: 'map_absence' } as const;
type Tables = typeof AS_WAS | typeof ON_TODAYS_MAP;

/** Rows changed, and the indicators they are of. */
export interface Written { changes: number; indicators: ReadonlySet<string> }

/** What is current of some units in a period; of an absence also which of those units it names. */
export interface Current { units: ReadonlySet<number>; values: readonly CurrentRow[]; absences: readonly CurrentAbsence[] }

/** Writes the values of an edition, each period once. What differs is gathered, so that few statements write it: `flush` before anybody reads it. */
export interface Writer {
  /**
   * What differs from the current values of the period; a value that is no longer there is ended. With `current` only its units are compared and written: the
   * others stand as they do. `absences`: what is unavailable beside `values`.
   */
  write(period: Period, values: readonly StoredValue[], current?: Current, absences?: readonly Absence[]): Promise<Written>;
  flush(): Promise<void>;
}

export function openWriter(client: Connection, edition: number, tables: Tables = AS_WAS): Writer {
  const pending: Pending = { values: [], endedValues: [], absences: [], endedAbsences: [] };
  const absences = openAbsences(client, tables.absence);
  const flush = async () => {
    await writeRows(client, tables.value, edition, pending);
    await absences.write(edition, pending.absences, pending.endedAbsences);
    for (const list of Object.values(pending) as unknown[][]) list.length = 0;
  };
  return {
    flush,
    async write(period, values, current, given = []) {
      const ofValues = await differingValues(client, edition, tables.value, period, values.filter((v) => v.status === 'available'), pending, current);
      const standing = current?.absences ?? [...(await readAbsences(client, tables.absence, [period])).values()].flat();
      const ofAbsences = await absences.differing(grouped([...given, ...absencesIn(values)]), standing, current?.units ?? null);
      for (const row of ofAbsences.added) pending.absences.push({ ...row, period });
      pending.endedAbsences.push(...ofAbsences.ended);
      if (Object.values(pending).some((list: readonly unknown[]) => list.length > MOST_PENDING)) await flush();
      return { changes: ofValues.changes + ofAbsences.changes, indicators: new Set([...ofValues.indicators, ...ofAbsences.indicators]) };
    },
  };
}

interface Of { period: Period }
interface Pending { /** Rows of the period, in the order of NEW_COLUMNS. */ values: Cell[][]; endedValues: (CurrentRow & Of)[]; absences: (AbsenceRow & Of)[]; endedAbsences: EndedAbsence[] }
const MOST_PENDING = 20_000;

const NEW_COLUMNS = ['edition_from', 'period_type', 'period_start', 'indicator', 'unit_id', 'hits', 'total', 'value', 'score', 'max_score', 'status', 'version', 'coverage', 'basis'];
const newRow = (edition: number, { type, start }: Period, v: StoredValue): Cell[] => [edition, type, start, v.indicator, v.unitId, v.hits, v.total, v.value, v.score, v.maxScore, 'available', v.version, v.coverage, v.basis];

/** Ends the current values that are no longer so, and adds those that are new. */
async function writeRows(client: Connection, value: Tables['value'], edition: number, { values, endedValues }: Pending): Promise<void> {
  if (endedValues.length > 0) await client.query(
    `update ${value} v set edition_to = $1 from unnest($2::text[], $3::date[], $4::text[], $5::int[]) as c (period_type, period_start, indicator, unit_id)
     where v.period_type = c.period_type and v.period_start = c.period_start and v.indicator = c.indicator and v.unit_id = c.unit_id and v.edition_to is null`,
    [edition, endedValues.map((row) => row.period.type), endedValues.map((row) => row.period.start), endedValues.map((row) => row.indicator), endedValues.map((row) => row.unit_id)]);
  await copyRows(client, value, NEW_COLUMNS, values);
}

/** The current rows of some units in several periods, read at once. */
export async function readCurrent(client: Queryable, periods: readonly { period: Period; units: ReadonlySet<number> }[], tables: Tables = AS_WAS): Promise<(period: Period) => Current | undefined> {
  if (periods.length === 0) return () => undefined;
  const wanted = new Map(periods.map(({ period, units }) => [`${period.type} ${period.start}`, { units, values: [] as CurrentRow[], absences: [] as CurrentAbsence[] }]));
  const given = [periods.map((p) => p.period.type), periods.map((p) => p.period.start), [...new Set(periods.flatMap((p) => [...p.units]))]];
  const { rows: values } = await client.query<CurrentRow & { key: string }>(
    `select period_type || ' ' || period_start as key, ${VALUE_COLUMNS} from ${tables.value} where unit_id = any($3::int[]) and (period_type, period_start) in (select * from unnest($1::text[], $2::date[])) and edition_to is null`, given);
  for (const row of values) if (wanted.get(row.key)!.units.has(row.unit_id)) wanted.get(row.key)!.values.push(row);
  for (const [key, absences] of await readAbsences(client, tables.absence, periods.map((p) => p.period), given[2] as number[])) {
    const { units, absences: own } = wanted.get(key)!;
    for (const row of absences) own.push({ ...row, named: row.named.filter((unit) => units.has(unit)) });
  }
  return (period) => wanted.get(`${period.type} ${period.start}`);
}

interface CurrentRow { indicator: string; unit_id: number; hits: number | null; total: number | null; value: number | null; score: number | null; version: string; coverage: number | null; basis: string }
const VALUE_COLUMNS = 'indicator, unit_id, hits, total, value, score, version, coverage, basis';

async function differingValues(client: Queryable, edition: number, table: Tables['value'], period: Period, values: readonly StoredValue[], pending: Pending, of?: Current): Promise<Written> {
  const current = of?.values ?? (await client.query<CurrentRow>(`select ${VALUE_COLUMNS} from ${table} where period_type = $1 and period_start = $2 and edition_to is null`, [period.type, period.start])).rows;
  const known = new Map(current.map((row) => [`${row.indicator} ${row.unit_id}`, row]));
  const changed = values.filter((v) => {
    const key = `${v.indicator} ${v.unitId}`;
    const old = known.get(key);
    const same = old !== undefined && old.hits === v.hits && old.total === v.total && old.value === v.value && old.score === v.score && old.version === v.version
      && old.basis === v.basis && Math.abs((old.coverage ?? -1) - (v.coverage ?? -1)) < 0.01;
    if (same) known.delete(key);
    return !same;
  });
  // What is left in `known` is replaced, or has become unavailable.
  const ended = [...known.values()];
  for (const value of changed) pending.values.push(newRow(edition, period, value));
  for (const row of ended) pending.endedValues.push({ ...row, period });
  return { changes: Math.max(changed.length, ended.length), indicators: new Set([...changed, ...ended].map((v) => v.indicator)) };
}

/** What is unavailable, from what single units say that have it in common. */
export const absencesOf = (said: ReadonlyMap<Omit<StoredValue, 'unitId'>, readonly number[]>): Absence[] =>
  [...said].map(([{ indicator, basis, reason, version, maxScore }, units]) => ({ indicator, basis, reason: reason ?? '', version, maxScore, units }));
const absencesIn = (values: readonly StoredValue[]): Absence[] => absencesOf(new Map(values.filter((v) => v.status === 'unavailable').map((v) => [v, [v.unitId]])));

/** The same as values of single units. */
export const valuesIn = (absences: readonly Absence[]): StoredValue[] => absences.flatMap(({ indicator, basis, reason, version, maxScore, units }) =>
  units.map((unitId): StoredValue => ({ indicator, unitId, hits: null, total: null, value: null, score: null, maxScore, status: 'unavailable', reason, version, coverage: null, basis })));

/** What each indicator says, of which units, once; the same units are one array. */
function grouped(absences: readonly Absence[]): Absence[] {
  const groups = new Map<string, Map<string, (Absence & { units: number[] })[]>>();
  for (const absence of absences) {
    const { indicator, basis, reason, version, maxScore, units } = absence;
    let byReason = groups.get(indicator);
    if (!byReason) groups.set(indicator, (byReason = new Map()));
    let own = byReason.get(reason);
    if (!own) byReason.set(reason, (own = []));
    // Hardly ever more than one: comparing is cheaper than a key for each.
    const group = own.find((a) => a.basis === basis && a.version === version && a.maxScore === maxScore);
    if (group) group.units.push(...units);
    else own.push({ ...absence, units: [...units] });
  }
  const sets = new Map<string, number[]>();
  return [...groups.values()].flatMap((byReason) => [...byReason.values()].flat()).map((absence) => {
    const key = absence.units.join();
    if (!sets.has(key)) sets.set(key, absence.units);
    return { ...absence, units: sets.get(key)! };
  });
}

/** Ends the values of days before `first`: they are computed when asked for, never shown as they once were. Closed days stay. */
export async function endOldDays(client: Queryable, edition: number, first: LocalDay, indicators: readonly string[]): Promise<void> {
  const open = `v.period_type = 'day' and v.period_start < $2 and v.edition_to is null
    and not exists (select from period_close c where c.period_type = v.period_type and c.period_start = v.period_start and c.reopened_at is null)`;
  for (const { value, absence } of [AS_WAS, ON_TODAYS_MAP]) {
    await client.query(`update ${value} v set edition_to = $1 where v.indicator = any($3::text[]) and ${open}`, [edition, first, indicators]);
    await client.query(`update ${absence} v set edition_to = $1 where ${open}`, [edition, first]);
  }
  await client.query(`delete from map_fold f where f.period_type = 'day' and f.period_start < $1
    and not exists (select from period_close c where c.period_type = f.period_type and c.period_start = f.period_start and c.reopened_at is null)`, [first]);
}
