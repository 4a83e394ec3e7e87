/**
 * Units and procedures as ids. A unit is found by an alias of the source, by exact code (in both orders of the agency code) or by its exact name
 * in normal form, on the day of the record, and only when one unit bears it; never by a likeness. What is not found gets a placeholder of its own
 * ("Chưa xác định: …"): its records count for the province, and move when a person says what it is (`unit-unmatched.ts`).
 */
import { UNKNOWN_UNIT_ID, agencyCode, unitNameForm, type LocalDay, type UnitRecord, type UnitRef } from '../../vocabulary';
import type { Queryable } from '../database';

export { registerUnits } from './unit-registry';
export { agencyCode };

/** What a reference means from day to day (inclusive). */
export interface Meaning { unitId: number; from: LocalDay; to: LocalDay }

export interface Registry {
  /** Unit id on a day (absent: today). Of what is not known the placeholder, or 0 when it has none (it is then remembered for `flush`). */
  unit(ref: UnitRef | null, day?: LocalDay | null): number;
  /** The unit that is meant on a day; undefined when it is not known or could be several. */
  find(ref: UnitRef, day?: LocalDay | null): number | undefined;
  /** Makes placeholders for references that nobody knows; call it before `unit` where records are kept. */
  addUnits(list: Iterable<{ ref: UnitRef | null; day?: LocalDay | null }>): Promise<void>;
  /** Every meaning of a reference through time. Empty: not known, or borne by several units. */
  meanings(ref: UnitRef): Meaning[];
  /** Id of a procedure seen before; undefined for a new one. */
  procedure(code: string): number | undefined;
  /** Registers procedures by code (name and field filled in when new) and remembers their ids. */
  addProcedures(procedures: Iterable<{ code: string; name: string | null; fieldCode: string | null; fieldName: string | null }>): Promise<void>;
  /** Writes the references that were not found, for a person to resolve. */
  flush(): Promise<void>;
}

const FIRST = '0001-01-01';
const LAST = '9999-12-31';
/** References of one source that get a placeholder of their own. A mapping that takes free text for a unit would make millions: the rest counts for unit 0. */
export const MAX_PLACEHOLDERS = 1000;
const VALUE_LENGTH = 500;

export async function openRegistry(client: Queryable, sourceId: number): Promise<Registry> {
  const codes = new Map<string, Meaning[]>();
  const names = new Map<string, Meaning[]>();
  const aliases = new Map<string, Meaning[]>();
  const placeholders = new Map<string, number>();
  const procedures = new Map<string, number>();
  const unmatched = new Map<string, UnitRef>();
  const put = (map: Map<string, Meaning[]>, key: string, meaning: Meaning) => { const list = map.get(key); if (list) list.push(meaning); else map.set(key, [meaning]); };

  // The rest of the country is found by its own key and its organisation code only: its names and short numbers would be taken for ours.
  for (const row of (await client.query<{ id: number; code: string; name: string; home: boolean; valid_from: string; valid_to: string }>(
    `select id, code, name, home and level <> 'unknown' as home, coalesce(valid_from, '${FIRST}') as valid_from, coalesce(valid_to, '${LAST}') as valid_to from unit where id <> 0 and (home or level = 'province')`)).rows) {
    const meaning = { unitId: row.id, from: row.valid_from, to: row.valid_to };
    put(codes, row.code.toUpperCase(), meaning);
    if (row.home) put(names, unitNameForm(row.name), meaning);
  }
  for (const row of (await client.query<{ unit_id: number; system: string; code: string; valid_from: string; valid_to: string }>(
    `select c.unit_id, c.system, c.code, c.valid_from, c.valid_to from unit_code c join unit u on u.id = c.unit_id
     where c.system = 'org' or (u.home and (c.system = 'name' or (c.system = 'gso' and length(c.code) = 5)))`)).rows) {
    const meaning = { unitId: row.unit_id, from: row.valid_from, to: row.valid_to };
    if (row.system === 'name') put(names, unitNameForm(row.code), meaning); else put(codes, row.code.toUpperCase(), meaning);
  }
  const forms = new Map<string, string>(); // a source sends the same few names a million times
  const formOf = (name: string) => { let form = forms.get(name); if (form === undefined) { form = unitNameForm(name); if (forms.size < 20_000) forms.set(name, form); } return form; };
  const aliasKey = (kind: string, value: string) => `${kind} ${kind === 'name' ? formOf(value) : value}`;
  const ofAll = new Map<string, Meaning[]>();
  for (const row of (await client.query<{ source_id: number; kind: string; value: string; unit_id: number; valid_from: string; valid_to: string }>(
    `select source_id, kind, value, unit_id, valid_from, valid_to from unit_alias where source_id in (0, $1)`, [sourceId])).rows) {
    put(row.source_id === 0 ? ofAll : aliases, aliasKey(row.kind, row.value), { unitId: row.unit_id, from: row.valid_from, to: row.valid_to });
  }
  for (const row of (await client.query<{ kind: string; value: string; unit_id: number }>('select kind, value, unit_id from unit_unmatched where source_id = $1 and unit_id is not null', [sourceId])).rows) {
    placeholders.set(`${row.kind} ${row.value}`, row.unit_id);
  }
  for (const row of (await client.query<{ id: number; code: string }>('select id, code from procedure')).rows) procedures.set(row.code, row.id);
  const today = (await client.query<{ day: string }>(`select (now() at time zone 'Asia/Ho_Chi_Minh')::date::text as day`)).rows[0]!.day;

  const valueOf = (ref: UnitRef) => ref.value.slice(0, VALUE_LENGTH);
  const keyOf = (ref: UnitRef) => `${ref.by} ${valueOf(ref)}`;
  const listsOf = (ref: UnitRef): { said: (Meaning[] | undefined)[]; borne: (Meaning[] | undefined)[] } => {
    const key = aliasKey(ref.by, ref.value);
    const said = [aliases.get(key), ofAll.get(key)];
    if (ref.by === 'name') return { said, borne: [names.get(formOf(ref.value))] };
    return { said, borne: ref.by === 'code' ? [codes.get(ref.value.trim().toUpperCase()) ?? codes.get(agencyCode(ref.value))] : [] };
  };
  const find = (ref: UnitRef, day: LocalDay): number | undefined => {
    const { said, borne } = listsOf(ref);
    for (const list of said) {
      const hit = list && only(list, day);
      if (hit !== undefined) return hit;
    }
    for (const list of borne) {
      // A record from before its unit began names the unit it is with now; only where two units bore the code does the day decide.
      const hit = list && (only(list, day) ?? (list.some((m) => covers(m, day)) ? undefined : sole(list)));
      if (hit !== undefined) return hit;
    }
    return undefined;
  };
  return {
    find: (ref, day) => find(ref, day ?? today),
    unit(ref, day) {
      if (!ref) return UNKNOWN_UNIT_ID;
      const id = find(ref, day ?? today);
      if (id !== undefined) return id;
      if (unmatched.size < 10_000) unmatched.set(keyOf(ref), ref);
      return placeholders.get(keyOf(ref)) ?? UNKNOWN_UNIT_ID;
    },
    async addUnits(list) {
      const fresh = new Map<string, UnitRef>();
      for (const { ref, day } of list) if (ref && find(ref, day ?? today) === undefined && !placeholders.has(keyOf(ref))) fresh.set(keyOf(ref), { ...ref, value: valueOf(ref) });
      const added = [...fresh.values()].slice(0, Math.max(0, MAX_PLACEHOLDERS - placeholders.size));
      for (const [ref, id] of await addPlaceholders(client, sourceId, added)) placeholders.set(keyOf(ref), id);
    },
    meanings(ref) {
      const { said, borne } = listsOf(ref);
      const own = said.flatMap((list) => list ?? []);
      if (own.length > 0) return own;
      const all = borne.flatMap((list) => list ?? []);
      const one = sole(all);
      return one === undefined ? all : [{ unitId: one, from: FIRST, to: LAST }];
    },
    procedure: (code) => procedures.get(code),
    async addProcedures(list) {
      const fresh = [...new Map([...list].filter((p) => !procedures.has(p.code)).map((p) => [p.code, p])).values()].sort((a, b) => (a.code < b.code ? -1 : 1));
      if (fresh.length === 0) return;
      const { rows } = await client.query<{ id: number; code: string }>(
        `with given as (select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as g (code, name, field_code, field_name)),
           added as (insert into procedure (code, name, field_code, field_name) select * from given on conflict (code) do update set name = coalesce(procedure.name, excluded.name) returning id, code)
         select id, code from added`,
        [fresh.map((p) => p.code), fresh.map((p) => p.name), fresh.map((p) => p.fieldCode), fresh.map((p) => p.fieldName)]);
      for (const row of rows) procedures.set(row.code, row.id);
    },
    async flush() {
      if (unmatched.size === 0) return;
      const list = [...unmatched.values()];
      await client.query(
        `insert into unit_unmatched (source_id, kind, value, name) select $1, * from unnest($2::text[], $3::text[], $4::text[])
         on conflict (source_id, kind, value) do update set last_seen_at = now(), name = coalesce(excluded.name, unit_unmatched.name)
         where unit_unmatched.last_seen_at < now() - interval '1 hour'`,
        [sourceId, list.map((r) => r.by), list.map(valueOf), list.map((r) => r.name ?? null)]);
      unmatched.clear();
    },
  };
}

const covers = (meaning: Meaning, day: LocalDay) => meaning.from <= day && day <= meaning.to;
/** The one unit that the list means on the day; undefined for none and for several. */
const only = (list: readonly Meaning[], day: LocalDay): number | undefined => sole(list.length === 1 && covers(list[0]!, day) ? list : list.filter((meaning) => covers(meaning, day)));
const sole = (list: readonly Meaning[]): number | undefined => (list.length > 0 && list.every((meaning) => meaning.unitId === list[0]!.unitId) ? list[0]!.unitId : undefined);

/** One row of `unit` a reference. The code is `?` and a fingerprint of source, kind and value: the same after a rebuild. One that was closed and is not known again is opened again. */
async function addPlaceholders(client: Queryable, sourceId: number, refs: readonly UnitRef[]): Promise<[UnitRef, number][]> {
  if (refs.length === 0) return [];
  const { rows } = await client.query<{ n: number; id: number }>(
    `with g as materialized (select g.*, s.key, '?' || left(md5(s.key || ' ' || g.kind || ' ' || g.value), 12) as code from unnest($2::text[], $3::text[], $4::text[]) with ordinality as g (kind, value, name, n), source s where s.id = $1),
       units as (insert into unit (code, name, level, origin) select code, 'Chưa xác định: ' || left(coalesce(name, value), 200), 'unknown', 'source ' || key from g
         on conflict (code) do update set valid_to = null returning id, code),
       lines as (insert into unit_unmatched as u (source_id, kind, value, name, unit_id) select $1, g.kind, g.value, g.name, x.id from g join units x on x.code = g.code
         on conflict (source_id, kind, value) do update set unit_id = excluded.unit_id, last_seen_at = now())
     select g.n::int, x.id from g join units x on x.code = g.code order by g.n`,
    [sourceId, refs.map((r) => r.by), refs.map((r) => r.value), refs.map((r) => r.name ?? null)]);
  return rows.map((row) => [refs[row.n - 1]!, row.id]);
}

/** Remembers that a source means a unit by a value (alias), in general or from day to day. What waits under the value moves at the source's next run, or at once with `settleUnmatched`. */
export async function addAliases(client: Queryable, sourceId: number, aliases: readonly { kind: UnitRef['by']; value: string; unitId: number; from?: LocalDay | null; to?: LocalDay | null }[], origin: string): Promise<void> {
  if (aliases.length === 0) return;
  await client.query(
    `insert into unit_alias (source_id, kind, value, unit_id, valid_from, valid_to, origin) select distinct on (kind, value, valid_from) $1, kind, value, unit_id, valid_from, valid_to, $7
     from unnest($2::text[], $3::text[], $4::int[], $5::date[], $6::date[]) as g (kind, value, unit_id, valid_from, valid_to)
     on conflict (source_id, kind, value, valid_from) do update set unit_id = excluded.unit_id, valid_to = excluded.valid_to, origin = excluded.origin
     where (unit_alias.unit_id, unit_alias.valid_to) is distinct from (excluded.unit_id, excluded.valid_to)`,
    [sourceId, aliases.map((a) => a.kind), aliases.map((a) => a.value), aliases.map((a) => a.unitId), aliases.map((a) => a.from ?? FIRST), aliases.map((a) => a.to ?? LAST), origin]);
  await client.query(`delete from unit_unmatched m using unit_alias a where m.source_id = $1 and m.unit_id is null and a.source_id = $1 and a.kind = m.kind and a.value = m.value`, [sourceId]);
}

/**
 * Learns a source's internal unit ids from its own catalogue: the code of a catalogue row names the unit, its id becomes an alias. An id that named a unit
 * which has ended names the new one from the day after; what it meant before stays.
 */
export async function learnUnits(client: Queryable, sourceId: number, records: readonly UnitRecord[]): Promise<{ learned: number; unknown: number }> {
  const registry = await openRegistry(client, sourceId);
  const aliases = records.flatMap((record) => {
    const ref: UnitRef = record.code ? { by: 'code', value: record.code, name: record.name } : { by: 'name', value: record.name, name: record.name };
    const unitId = registry.find(ref);
    if (unitId === undefined) registry.unit(ref); // remembered for a person
    return unitId === undefined ? [] : [{ kind: 'id' as const, value: record.id, unitId }];
  });
  const { rows: handedOn } = await client.query<{ value: string; ended: string; next: string }>(
    `update unit_alias a set valid_to = u.valid_to from unit u, unnest($2::text[], $3::int[]) as g (value, unit_id)
     where a.source_id = $1 and a.kind = 'id' and a.value = g.value and a.unit_id <> g.unit_id and u.id = a.unit_id and u.valid_to < current_date and a.valid_to = '${LAST}' and a.valid_from <= u.valid_to
     returning a.value, a.valid_to::text as ended, (u.valid_to + 1)::text as next`, [sourceId, aliases.map((a) => a.value), aliases.map((a) => a.unitId)]);
  const from = new Map(handedOn.map((row) => [row.value, row.next]));
  const known = await client.query<{ value: string; unit_id: number; valid_from: string }>(`select value, unit_id, valid_from from unit_alias where source_id = $1 and kind = 'id' and valid_to = '${LAST}' and valid_from > '${FIRST}'`, [sourceId]);
  for (const row of known.rows) if (!from.has(row.value)) from.set(row.value, row.valid_from);
  await addAliases(client, sourceId, aliases.map((a) => ({ ...a, from: from.get(a.value) ?? null })), 'catalogue of the source');
  await registry.flush();
  return { learned: aliases.length, unknown: records.length - aliases.length };
}

/** Codes of the units that texts name: by code (either order of the agency code) or by exact full name; what is not known, or not of one unit only, is absent. */
export async function knownUnits(client: Queryable, texts: Iterable<string>): Promise<Map<string, string>> {
  const registry = await openRegistry(client, 0);
  const codes = new Map((await client.query<{ id: number; code: string }>('select id, code from unit')).rows.map((row) => [row.id, row.code]));
  const found = new Map<string, string>();
  for (const text of new Set(texts)) {
    const id = registry.find({ by: 'code', value: text }) ?? registry.find({ by: 'name', value: text });
    if (id !== undefined) found.set(text, codes.get(id)!);
  }
  return found;
}
