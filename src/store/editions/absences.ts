/**
 * "Unavailable, because …" as it is stored (docs/decisions/0015): one row of a period says a reason for a set of units and a set of indicators. Sets are stored
 * once. When some indicators of a row come to say something else, the row is divided: each part remains the version that it was.
 */
import { createHash } from 'node:crypto';
import type { Period } from '../../vocabulary';
import type { Queryable } from '../database';

/** What one indicator says of some units in a period. */
export interface Absence { indicator: string; basis: string; reason: string; version: string; maxScore: number | null; units: readonly number[] }
/** An indicator in a row. It says `before`, the reason of the row, `after`. */
interface Member { indicator: string; version: string; maxScore: number | null; before: string; after: string }
/** A row to be written. */
export interface AbsenceRow { basis: string; reason: string; units: readonly number[]; members: readonly Member[] }
/** A row as it stands, with its sets and their digests; `named`: those of the units asked for that it names. */
export interface CurrentAbsence { id: number; basis: string; reason: string; unitSet: number; units: string; indicatorSet: number; indicators: string; named: readonly number[] }
/** Members of a current row that say something else now, and those that do not. */
export interface EndedAbsence { row: CurrentAbsence; gone: readonly Member[]; left: readonly Member[] }
/** `changes`: of how many indicators and sets of units. */
export interface AbsenceChanges { added: AbsenceRow[]; ended: EndedAbsence[]; changes: number; indicators: ReadonlySet<string> }

export type AbsenceTable = 'indicator_absence' | 'map_absence';
export interface Absences {
  /** How the current rows of a period change when its units say `absences`. `only`: just these units are compared, the others in their rows stay as they are. */
  differing(absences: readonly Absence[], current: readonly CurrentAbsence[], only: ReadonlySet<number> | null): Promise<AbsenceChanges>;
  write(edition: number, added: readonly (AbsenceRow & { period: Period })[], ended: readonly EndedAbsence[]): Promise<void>;
}

/** The current rows of periods, by `type start`. */
export async function readAbsences(client: Queryable, table: AbsenceTable, periods: readonly Period[], units: readonly number[] = []): Promise<Map<string, CurrentAbsence[]>> {
  const { rows } = await client.query<CurrentAbsence & { key: string }>(
    `select a.period_type || ' ' || a.period_start as key, a.id, a.basis, a.reason, u.id as "unitSet", u.digest as units, i.id as "indicatorSet", i.digest as indicators, coalesce(m.units, '{}') as named
     from ${table} a join unit_set u on u.id = a.unit_set_id join indicator_set i on i.id = a.indicator_set_id
     left join (select set_id, array_agg(unit_id) as units from unit_set_member where unit_id = any($3::int[]) group by 1) m on m.set_id = u.id
     where (a.period_type, a.period_start) in (select * from unnest($1::text[], $2::date[])) and a.edition_to is null`, [periods.map((p) => p.type), periods.map((p) => p.start), units]);
  const byPeriod = new Map<string, CurrentAbsence[]>();
  for (const { key, ...row } of rows) {
    const own = byPeriod.get(key);
    if (own) own.push(row);
    else byPeriod.set(key, [row]);
  }
  return byPeriod;
}

export function openAbsences(client: Queryable, table: AbsenceTable): Absences {
  const unitSets = openSets(client, UNIT_SETS);
  const indicatorSets = openSets(client, INDICATOR_SETS);

  /** What single indicators say in some rows, by what it is, whoever it is said of. */
  async function saidIn(rows: readonly CurrentAbsence[]): Promise<Said[]> {
    const members = await indicatorSets.members(rows.map((row) => row.indicatorSet));
    return rows.flatMap((row) => members.get(row.indicatorSet)!.map((member) => ({ row, member, key: keyOf({ ...member, basis: row.basis, reason: member.before + row.reason + member.after }) })));
  }

  /** Of whole rows only those that are not as they shall be need to be looked into. */
  async function betweenRows(absences: readonly Absence[], current: readonly CurrentAbsence[]): Promise<[Absence[], Said[]]> {
    const standing = new Map(current.map((row) => [`${row.units} ${row.indicators} ${row.basis}\0${row.reason}`, row]));
    const open = rowsOf(absences).filter((row) => !standing.delete(`${UNIT_SETS.digest(row.units)} ${INDICATOR_SETS.digest(row.members)} ${row.basis}\0${row.reason}`));
    return [open.flatMap(absencesIn), await saidIn([...standing.values()])];
  }

  /** What is said in the rows in which some units come or go, with the other units that stand in them: what it shall be, and what it is. */
  async function withOthers(absences: readonly Absence[], current: readonly CurrentAbsence[], only: ReadonlySet<number>): Promise<[Absence[], Said[]]> {
    const wanted = new Map(absences.map((a) => [keyOf(a), a]));
    const reasons = [...new Set(absences.map((a) => a.reason))];
    const concerned = current.filter((row) => row.named.length > 0 || reasons.some((reason) => around(row.reason, reason)));
    const differing = (await saidIn(concerned)).filter(({ key, row }) => {
      const own = wanted.get(key)?.units ?? [];
      const same = own.length === row.named.length && own.every((unit) => row.named.includes(unit));
      if (same) wanted.delete(key);
      return !same;
    });
    const members = await unitSets.members(differing.map(({ row }) => row.unitSet));
    for (const { key, row, member } of differing) {
      const others = members.get(row.unitSet)!.filter((unit) => !only.has(unit));
      wanted.set(key, { indicator: member.indicator, basis: row.basis, reason: member.before + row.reason + member.after, version: member.version, maxScore: member.maxScore, units: [...others, ...(wanted.get(key)?.units ?? [])] });
    }
    return [[...wanted.values()].filter((a) => a.units.length > 0), differing];
  }

  return {
    async differing(absences, current, only) {
      const [wanted, said] = only ? await withOthers(absences, current, only) : await betweenRows(absences, current);
      const known = new Map(said.map((one) => [`${one.row.units} ${one.key}`, one]));
      const added = wanted.filter((a) => !known.delete(`${UNIT_SETS.digest(a.units)} ${keyOf(a)}`));
      const gone = new Map<CurrentAbsence, Member[]>();
      for (const { row, member } of known.values()) gone.set(row, [...(gone.get(row) ?? []), member]);
      const members = await indicatorSets.members([...gone.keys()].map((row) => row.indicatorSet));
      return {
        added: rowsOf(added), ended: [...gone].map(([row, ended]) => ({ row, gone: ended, left: members.get(row.indicatorSet)!.filter((member) => !ended.includes(member)) })),
        changes: Math.max(added.length, known.size), indicators: new Set([...added.map((a) => a.indicator), ...[...known.values()].map(({ member }) => member.indicator)]),
      };
    },

    async write(edition, added, ended) {
      const whole = ended.filter(({ left }) => left.length === 0);
      if (whole.length > 0) await client.query(`update ${table} set edition_to = $1 where id = any($2::bigint[])`, [edition, whole.map(({ row }) => row.id)]);
      const divided = ended.filter(({ left }) => left.length > 0);
      if (divided.length > 0) await client.query(
        `with divided as (update ${table} a set indicator_set_id = d.remains from unnest($2::bigint[], $3::int[], $4::int[]) d (id, remains, gone) where a.id = d.id returning a.*, d.gone)
         insert into ${table} (period_type, period_start, unit_set_id, indicator_set_id, reason, basis, computed_at, edition_from, edition_to)
         select period_type, period_start, unit_set_id, gone, reason, basis, computed_at, edition_from, $1 from divided`,
        [edition, divided.map(({ row }) => row.id), await indicatorSets.ids(divided.map(({ left }) => left)), await indicatorSets.ids(divided.map(({ gone }) => gone))]);
      if (added.length > 0) await client.query(
        `insert into ${table} (edition_from, period_type, period_start, unit_set_id, indicator_set_id, reason, basis) select $1, * from unnest($2::text[], $3::date[], $4::int[], $5::int[], $6::text[], $7::text[])`,
        [edition, added.map((row) => row.period.type), added.map((row) => row.period.start), await unitSets.ids(added.map((row) => row.units)), await indicatorSets.ids(added.map((row) => row.members)), added.map((row) => row.reason), added.map((row) => row.basis)]);
    },
  };
}

/** What one indicator says in a current row. */
interface Said { row: CurrentAbsence; member: Member; key: string }
const keyOf = ({ indicator, basis, version, maxScore, reason }: Omit<Absence, 'units'>) => `${indicator}\0${basis}\0${version}\0${maxScore}\0${reason}`;
const absencesIn = ({ basis, reason, units, members }: AbsenceRow): Absence[] => members.map(({ indicator, version, maxScore, before, after }) => ({ indicator, basis, reason: before + reason + after, version, maxScore, units }));

/** As few rows as say it: of the same units by the same basis, reasons that contain another one share its row. */
function rowsOf(absences: readonly Absence[]): AbsenceRow[] {
  const groups = new Map<string, Absence[]>();
  for (const absence of absences) {
    const key = `${UNIT_SETS.digest(absence.units)} ${absence.basis}`;
    const group = groups.get(key);
    if (group) group.push(absence);
    else groups.set(key, [absence]);
  }
  return [...groups.values()].flatMap((group) => {
    const rows: (AbsenceRow & { members: Member[] })[] = [];
    const worded = new Map<string, { row: AbsenceRow & { members: Member[] }; before: string; after: string }>();
    for (const reason of [...new Set(group.map((a) => a.reason))].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))) {
      const row = rows.find((one) => around(one.reason, reason));
      if (row) worded.set(reason, { row, ...around(row.reason, reason)! });
      else {
        const own = { basis: group[0]!.basis, reason, units: group[0]!.units, members: [] };
        rows.push(own);
        worded.set(reason, { row: own, before: '', after: '' });
      }
    }
    for (const { indicator, version, maxScore, reason } of group) {
      const { row, before, after } = worded.get(reason)!;
      row.members.push({ indicator, version, maxScore, before, after });
    }
    return rows;
  });
}

/** The words around a reason in another one that names it, after a colon, and may add a sentence: "Thiếu …: Chưa có nguồn. Nơi giữ số liệu: …" */
function around(reason: string, whole: string): { before: string; after: string } | null {
  const at = whole.indexOf(reason);
  if (at < 0) return null;
  const [before, after] = [whole.slice(0, at), whole.slice(at + reason.length)];
  return (before === '' || before.endsWith(': ')) && (after === '' || after.startsWith(' ')) ? { before, after } : null;
}

/** A kind of sets: how they are told apart, and how members are read and written (`$1`: ids; `$1`, `$2`: ids of sets and their members as JSON). */
interface Kind<M> { table: string; digest(members: readonly M[]): string; read: string; insert: string }
const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const digests = new WeakMap<object, string>();
/** An array of members keeps its digest: it is asked for more than once, and never changed by then. */
function kept<M extends object>(members: M, digest: () => string): string {
  const known = digests.get(members);
  if (known !== undefined) return known;
  const made = digest();
  digests.set(members, made);
  return made;
}

const UNIT_SETS: Kind<number> = {
  table: 'unit_set', digest: (units) => kept(units, () => md5([...units].sort((a, b) => a - b).join(','))),
  read: `select set_id, array_agg(unit_id) as members from unit_set_member where set_id = any($1::int[]) group by 1`,
  insert: `insert into unit_set_member (set_id, unit_id) select $1, m::int from jsonb_array_elements_text($2::jsonb) m`,
};
const INDICATOR_SETS: Kind<Member> = {
  table: 'indicator_set',
  digest: (members) => kept(members, () => md5(members.map((m) => JSON.stringify([m.indicator, m.version, m.maxScore, m.before, m.after])).sort().join('\n'))),
  read: `select set_id, jsonb_agg(jsonb_build_object('indicator', indicator, 'version', version, 'maxScore', max_score, 'before', before, 'after', after)) as members from indicator_set_member where set_id = any($1::int[]) group by 1`,
  insert: `insert into indicator_set_member (set_id, indicator, version, max_score, before, after)
    select $1, m.* from jsonb_to_recordset($2::jsonb) m (indicator text, version text, "maxScore" numeric, before text, after text)`,
};

interface Sets<M> {
  /** The id of each set; those that are new are stored. */
  ids(sets: readonly (readonly M[])[]): Promise<number[]>;
  members(ids: readonly number[]): Promise<ReadonlyMap<number, readonly M[]>>;
}

/** What was read once is not read again: sets do not change. */
function openSets<M extends number | Member>(client: Queryable, { table, digest, read, insert }: Kind<M>): Sets<M> {
  const idOf = new Map<string, number>();
  const membersOf = new Map<number, readonly M[]>();
  return {
    async ids(sets) {
      const unknown = new Map(sets.map((members) => [digest(members), members] as const).filter(([key]) => !idOf.has(key)));
      if (unknown.size > 0) for (const row of (await client.query<{ id: number; digest: string }>(`select id, digest from ${table} where digest = any($1::text[])`, [[...unknown.keys()]])).rows) idOf.set(row.digest, row.id);
      for (const [key, members] of unknown) {
        if (idOf.has(key)) continue;
        const id = (await client.query<{ id: number }>(`insert into ${table} (digest) values ($1) returning id`, [key])).rows[0]!.id;
        await client.query(insert, [id, JSON.stringify(members)]);
        idOf.set(key, id);
      }
      return sets.map((members) => idOf.get(digest(members))!);
    },
    async members(ids) {
      const unknown = [...new Set(ids)].filter((id) => !membersOf.has(id));
      if (unknown.length > 0) for (const row of (await client.query<{ set_id: number; members: M[] }>(read, [unknown])).rows) membersOf.set(row.set_id, row.members);
      return membersOf;
    },
  };
}
