/** Editions: one consistent set of values under a number. Values that did not change keep their row; a changed one closes the old row. */
import { createHash } from 'node:crypto';
import type { LocalDay, Period } from '../vocabulary';
import type { Queryable } from './database';

export interface StoredValue {
  indicator: string; unitId: number; hits: number | null; total: number | null; value: number | null; score: number | null; maxScore: number | null;
  status: 'available' | 'unavailable'; reason: string | null; version: string; coverage: number | null; basis: string;
}

const PUBLISH_LOCK = 56100003;
/** One publisher at a time; taken before the snapshot of its transaction. */
export const lockPublishing = (client: Queryable) => client.query('select pg_advisory_lock($1)', [PUBLISH_LOCK]);
export const analyzeEditions = (client: Queryable) => client.query('analyze indicator_value, indicator_absence, map_value, map_absence, standing, gain, open_dossier_due, open_dossier_procedure');
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
   * others stand as they do.
   */
  write(period: Period, values: readonly StoredValue[], current?: Current): Promise<Written>;
  flush(): Promise<void>;
}

export function openWriter(client: Queryable, edition: number, tables: Tables = AS_WAS): Writer {
  const pending: Pending = { values: [], endedValues: [], absences: [], endedAbsences: [] };
  const flush = async () => {
    await writeRows(client, tables, edition, pending);
    for (const list of Object.values(pending) as unknown[][]) list.length = 0;
  };
  return {
    flush,
    async write(period, values, current) {
      const written = [
        await differingValues(client, tables.value, period, values.filter((v) => v.status === 'available'), pending, current),
        await differingAbsences(client, tables.absence, period, values.filter((v) => v.status === 'unavailable'), pending, current),
      ];
      if (Object.values(pending).some((list: readonly unknown[]) => list.length > MOST_PENDING)) await flush();
      return { changes: written.reduce((sum, one) => sum + one.changes, 0), indicators: new Set(written.flatMap((one) => [...one.indicators])) };
    },
  };
}

interface Of { period: Period }
interface Pending { values: (StoredValue & Of)[]; endedValues: (CurrentRow & Of)[]; absences: (Absence & Of & { set: number })[]; endedAbsences: (CurrentAbsence & Of)[] }
const MOST_PENDING = 20_000;

/** Ends the current rows that are no longer so, and adds those that are new. */
async function writeRows(client: Queryable, { value, absence }: Tables, edition: number, { values, endedValues, absences, endedAbsences }: Pending): Promise<void> {
  const of = (list: readonly Of[]) => [edition, list.map((row) => row.period.type), list.map((row) => row.period.start)];
  if (endedValues.length > 0) await client.query(
    `update ${value} v set edition_to = $1 from unnest($2::text[], $3::date[], $4::text[], $5::int[]) as c (period_type, period_start, indicator, unit_id)
     where v.period_type = c.period_type and v.period_start = c.period_start and v.indicator = c.indicator and v.unit_id = c.unit_id and v.edition_to is null`,
    [...of(endedValues), endedValues.map((row) => row.indicator), endedValues.map((row) => row.unit_id)]);
  if (values.length > 0) await client.query(
    `insert into ${value} (edition_from, period_type, period_start, indicator, unit_id, hits, total, value, score, max_score, status, version, coverage, basis)
     select $1, period_type, period_start, indicator, unit_id, hits, total, value, score, max_score, 'available', version, coverage, basis
     from unnest($2::text[], $3::date[], $4::text[], $5::int[], $6::numeric[], $7::numeric[], $8::float8[], $9::numeric[], $10::numeric[], $11::text[], $12::float8[], $13::text[])
       as n (period_type, period_start, indicator, unit_id, hits, total, value, score, max_score, version, coverage, basis)`,
    [...of(values), values.map((v) => v.indicator), values.map((v) => v.unitId), values.map((v) => v.hits), values.map((v) => v.total), values.map((v) => v.value),
      values.map((v) => v.score), values.map((v) => v.maxScore), values.map((v) => v.version), values.map((v) => v.coverage), values.map((v) => v.basis)]);
  if (endedAbsences.length > 0) await client.query(
    `update ${absence} a set edition_to = $1 from unnest($2::text[], $3::date[], $4::text[], $5::int[]) as c (period_type, period_start, indicator, unit_set_id)
     where a.period_type = c.period_type and a.period_start = c.period_start and a.indicator = c.indicator and a.unit_set_id = c.unit_set_id and a.edition_to is null`,
    [...of(endedAbsences), endedAbsences.map((row) => row.indicator), endedAbsences.map((row) => row.unit_set_id)]);
  if (absences.length > 0) await client.query(
    `insert into ${absence} (edition_from, period_type, period_start, indicator, unit_set_id, reason, version, max_score, basis)
     select $1, * from unnest($2::text[], $3::date[], $4::text[], $5::int[], $6::text[], $7::text[], $8::numeric[], $9::text[])`,
    [...of(absences), absences.map((a) => a.indicator), absences.map((a) => a.set), absences.map((a) => a.reason), absences.map((a) => a.version), absences.map((a) => a.maxScore), absences.map((a) => a.basis)]);
}

/** The current rows of some units in several periods, read at once. */
export async function readCurrent(client: Queryable, periods: readonly { period: Period; units: ReadonlySet<number> }[], tables: Tables = AS_WAS): Promise<(period: Period) => Current | undefined> {
  if (periods.length === 0) return () => undefined;
  const wanted = new Map(periods.map(({ period, units }) => [`${period.type} ${period.start}`, { units, values: [] as CurrentRow[], absences: [] as CurrentAbsence[] }]));
  const given = [periods.map((p) => p.period.type), periods.map((p) => p.period.start), [...new Set(periods.flatMap((p) => [...p.units]))]];
  const { rows: values } = await client.query<CurrentRow & { key: string }>(
    `select period_type || ' ' || period_start as key, ${VALUE_COLUMNS} from ${tables.value} where unit_id = any($3::int[]) and (period_type, period_start) in (select * from unnest($1::text[], $2::date[])) and edition_to is null`, given);
  for (const row of values) if (wanted.get(row.key)!.units.has(row.unit_id)) wanted.get(row.key)!.values.push(row);
  const { rows: absences } = await client.query<CurrentAbsence & { key: string; named: number[] }>(
    `select period_type || ' ' || period_start as key, ${ABSENCE_COLUMNS}, coalesce(m.units, '{}') as named from ${tables.absence}
     left join (select set_id, array_agg(unit_id) as units from unit_set_member where unit_id = any($3::int[]) group by 1) m on m.set_id = unit_set_id
     where (period_type, period_start) in (select * from unnest($1::text[], $2::date[])) and edition_to is null`, given);
  for (const row of absences) wanted.get(row.key)!.absences.push({ ...row, named: row.named.filter((unit) => wanted.get(row.key)!.units.has(unit)) });
  return (period) => wanted.get(`${period.type} ${period.start}`);
}

interface CurrentRow { indicator: string; unit_id: number; hits: number | null; total: number | null; value: number | null; score: number | null; version: string; coverage: number | null; basis: string }
const VALUE_COLUMNS = 'indicator, unit_id, hits, total, value, score, version, coverage, basis';

async function differingValues(client: Queryable, table: Tables['value'], period: Period, values: readonly StoredValue[], pending: Pending, of?: Current): Promise<Written> {
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
  for (const value of changed) pending.values.push({ ...value, period });
  for (const row of ended) pending.endedValues.push({ ...row, period });
  return { changes: Math.max(changed.length, ended.length), indicators: new Set([...changed, ...ended].map((v) => v.indicator)) };
}

/** Absences that share indicator, basis, reason and version are one row with the set of their units. */
interface Absence { indicator: string; basis: string; reason: string; version: string; maxScore: number | null; units: number[] }
interface CurrentAbsence { indicator: string; unit_set_id: number; reason: string; version: string; basis: string; max_score: number | null; named?: number[] }
const ABSENCE_COLUMNS = 'indicator, unit_set_id, reason, version, basis, max_score';

const absenceKey = (indicator: string, reason: string, version: string, basis: string, maxScore: number | null) => `${indicator}\0${basis}\0${version}\0${maxScore}\0${reason}`;
const keyOfRow = (row: CurrentAbsence) => absenceKey(row.indicator, row.reason, row.version, row.basis, row.max_score);
const keyOf = (a: Absence) => absenceKey(a.indicator, a.reason, a.version, a.basis, a.maxScore);

async function differingAbsences(client: Queryable, table: Tables['absence'], period: Period, values: readonly StoredValue[], pending: Pending, of?: Current): Promise<Written> {
  const [absences, current] = of ? await withOthers(client, grouped(values), of)
    : [grouped(values), (await client.query<CurrentAbsence>(`select ${ABSENCE_COLUMNS} from ${table} where period_type = $1 and period_start = $2 and edition_to is null`, [period.type, period.start])).rows];
  const sets = await unitSets(client, absences.map((a) => a.units));
  const known = new Map(current.map((row) => [`${row.unit_set_id} ${keyOfRow(row)}`, row]));
  const added = absences.map((a, i) => ({ ...a, set: sets[i]! })).filter((a) => !known.delete(`${a.set} ${keyOf(a)}`));
  const ended = [...known.values()];
  for (const absence of added) pending.absences.push({ ...absence, period });
  for (const row of ended) pending.endedAbsences.push({ ...row, period });
  return { changes: Math.max(added.length, ended.length), indicators: new Set([...added, ...ended].map((a) => a.indicator)) };
}

function grouped(values: readonly StoredValue[]): Absence[] {
  const groups = new Map<string, Absence[]>();
  for (const { indicator, basis, reason, version, maxScore, unitId } of values) {
    // A handful of reasons an indicator: comparing is cheaper than a key for each of half a million values.
    let own = groups.get(indicator);
    if (!own) groups.set(indicator, (own = []));
    const group = own.find((a) => a.basis === basis && a.version === version && a.maxScore === maxScore && a.reason === (reason ?? ''));
    if (group) group.units.push(unitId);
    else own.push({ indicator, basis, reason: reason ?? '', version, maxScore, units: [unitId] });
  }
  return [...groups.values()].flat();
}

/** The rows in which some units come or go, with the other units that stand in them: what they shall say, and what they say. */
async function withOthers(client: Queryable, absences: readonly Absence[], { units, absences: current }: Current): Promise<[Absence[], CurrentAbsence[]]> {
  const wanted = new Map(absences.map((a) => [keyOf(a), a]));
  const differing = current.filter((row) => {
    const own = wanted.get(keyOfRow(row))?.units ?? [];
    const same = own.length === row.named!.length && own.every((unit) => row.named!.includes(unit));
    if (same) wanted.delete(keyOfRow(row));
    return !same;
  });
  const { rows } = differing.length === 0 ? { rows: [] } : await client.query<{ set_id: number; units: number[] }>('select set_id, array_agg(unit_id) as units from unit_set_member where set_id = any($1::int[]) group by 1', [differing.map((row) => row.unit_set_id)]);
  const members = new Map(rows.map((row) => [row.set_id, row.units]));
  for (const row of differing) {
    const others = members.get(row.unit_set_id)!.filter((unit) => !units.has(unit));
    const own = wanted.get(keyOfRow(row))?.units ?? [];
    wanted.set(keyOfRow(row), { indicator: row.indicator, basis: row.basis, reason: row.reason, version: row.version, maxScore: row.max_score, units: [...others, ...own] });
  }
  return [[...wanted.values()].filter((a) => a.units.length > 0), differing];
}

/** The id of each set of units; sets that are new are stored. */
async function unitSets(client: Queryable, sets: readonly (readonly number[])[]): Promise<number[]> {
  const digests = sets.map((units) => { units = [...units].sort((a, b) => a - b); return { units, digest: createHash('md5').update(units.join(',')).digest('hex') }; });
  const distinct = [...new Map(digests.map((d) => [d.digest, d.units])).entries()];
  if (distinct.length === 0) return [];
  const read = async () => new Map((await client.query<{ id: number; digest: string }>('select id, digest from unit_set where digest = any($1::text[])', [distinct.map((d) => d[0])])).rows.map((row) => [row.digest, row.id]));
  let ids = await read();
  for (const [digest, units] of distinct) {
    if (ids.has(digest)) continue;
    await client.query(`with s as (insert into unit_set (digest) values ($1) returning id) insert into unit_set_member (set_id, unit_id) select s.id, u from s, unnest($2::int[]) u`, [digest, units]);
  }
  if (ids.size < distinct.length) ids = await read();
  return digests.map((d) => ids.get(d.digest)!);
}

/** Ends the values of days before `first`: they are computed when asked for, never shown as they once were. Closed days stay. */
export async function endOldDays(client: Queryable, edition: number, first: LocalDay, indicators: readonly string[]): Promise<void> {
  for (const table of [...Object.values(AS_WAS), ...Object.values(ON_TODAYS_MAP)]) {
    await client.query(
      `update ${table} v set edition_to = $1 where v.indicator = any($3::text[]) and v.period_type = 'day' and v.period_start < $2 and v.edition_to is null
       and not exists (select from period_close c where c.period_type = v.period_type and c.period_start = v.period_start and c.reopened_at is null)`, [edition, first, indicators]);
  }
  await client.query(`delete from map_fold f where f.period_type = 'day' and f.period_start < $1
    and not exists (select from period_close c where c.period_type = f.period_type and c.period_start = f.period_start and c.reopened_at is null)`, [first]);
}
