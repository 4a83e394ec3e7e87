/**
 * Units and procedures as ids. A unit is found by exact code (in both orders of the agency code), by an alias of the source, or by its
 * exact name when only one unit bears it; never by a likeness. What is not found becomes unit 0 and a line in unit_unmatched.
 */
import { UNKNOWN_UNIT_ID, type Unit, type UnitRecord, type UnitRef } from '../vocabulary';
import type { Queryable } from './database';

export interface Registry {
  /** Unit id, or 0 when the reference is not known (it is then remembered for `flush`). */
  unit(ref: UnitRef | null): number;
  /** Id of a procedure seen before; undefined for a new one. */
  procedure(code: string): number | undefined;
  /** Registers procedures by code (name and field filled in when new) and remembers their ids. */
  addProcedures(procedures: Iterable<{ code: string; name: string | null; fieldCode: string | null; fieldName: string | null }>): Promise<void>;
  /** Writes the references that were not found, for a person to resolve. */
  flush(): Promise<void>;
}

/** H17.05 and 000.00.05.H17 are one agency: QCVN 102 wrote the parts in the other order. Returns the form of QĐ 20/2020. */
export function agencyCode(code: string): string {
  const text = code.trim().toUpperCase();
  const parts = text.split('.');
  if (parts.length !== 4 || !/^[HG]\d{2,3}$/.test(parts[3]!) || !parts.slice(0, 3).every((part) => /^\d{1,3}$/.test(part))) return text;
  const rest = parts.slice(0, 3).reverse().filter((part) => Number(part) !== 0);
  return [parts[3]!, ...rest].join('.');
}

const nameKey = (name: string) => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();

export async function openRegistry(client: Queryable, sourceId: number): Promise<Registry> {
  const codes = new Map<string, number>();
  const names = new Map<string, number | null>();
  const aliases = new Map<string, number>();
  const procedures = new Map<string, number>();
  const unmatched = new Map<string, UnitRef>();
  for (const row of (await client.query<{ id: number; code: string; name: string }>('select id, code, name from unit where id <> 0 and valid_to is null')).rows) {
    codes.set(row.code.toUpperCase(), row.id);
    names.set(nameKey(row.name), names.has(nameKey(row.name)) ? null : row.id);
  }
  for (const row of (await client.query<{ kind: string; value: string; unit_id: number }>(
    `select kind, value, unit_id from unit_alias where source_id in (0, $1) and current_date between valid_from and valid_to order by source_id`, [sourceId])).rows) {
    aliases.set(`${row.kind} ${row.kind === 'name' ? nameKey(row.value) : row.value}`, row.unit_id);
  }
  for (const row of (await client.query<{ id: number; code: string }>('select id, code from procedure')).rows) procedures.set(row.code, row.id);

  const find = (ref: UnitRef): number | null | undefined => {
    if (ref.by === 'name') return aliases.get(`name ${nameKey(ref.value)}`) ?? names.get(nameKey(ref.value));
    if (ref.by === 'id') return aliases.get(`id ${ref.value}`);
    return aliases.get(`code ${ref.value}`) ?? codes.get(ref.value.toUpperCase()) ?? codes.get(agencyCode(ref.value));
  };
  return {
    unit(ref) {
      if (!ref) return UNKNOWN_UNIT_ID;
      const id = find(ref);
      if (id !== undefined && id !== null) return id;
      if (unmatched.size < 10_000) unmatched.set(`${ref.by} ${ref.value}`, ref);
      return UNKNOWN_UNIT_ID;
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
         on conflict (source_id, kind, value) do update set last_seen_at = now(), name = excluded.name
         where unit_unmatched.last_seen_at < now() - interval '1 hour'`,
        [sourceId, list.map((r) => r.by), list.map((r) => r.value.slice(0, 500)), list.map((r) => r.name ?? null)]);
      unmatched.clear();
    },
  };
}

/** Adds units or brings name, level and parent up to date. Codes are unique; nothing is ever removed. */
export async function registerUnits(client: Queryable, given: readonly Unit[], origin: string): Promise<number> {
  const units = [...new Map(given.map((unit) => [unit.code, unit])).values()];
  if (units.length === 0) return 0;
  const { rowCount } = await client.query(
    `insert into unit (code, name, level, valid_from, valid_to, invented, origin)
     select code, name, level, valid_from::date, valid_to::date, invented, $1 from jsonb_to_recordset($2::jsonb) as u (code text, name text, level text, valid_from text, valid_to text, invented boolean)
     on conflict (code) do update set name = excluded.name, level = excluded.level, valid_from = excluded.valid_from, valid_to = excluded.valid_to, invented = excluded.invented
     where (unit.name, unit.level, unit.valid_from, unit.valid_to, unit.invented) is distinct from (excluded.name, excluded.level, excluded.valid_from, excluded.valid_to, excluded.invented)`,
    [origin, JSON.stringify(units.map((u) => ({ code: u.code, name: u.name, level: u.level, valid_from: u.validFrom, valid_to: u.validTo, invented: u.invented ?? false })))]);
  await client.query(
    `update unit u set parent_id = p.id from unnest($1::text[], $2::text[]) as g (code, parent) join unit p on p.code = g.parent
     where u.code = g.code and u.parent_id is distinct from p.id`,
    [units.map((u) => u.code), units.map((u) => u.parentCode)]);
  return rowCount ?? 0;
}

/** Remembers that a source means a unit by a value (alias). */
export async function addAliases(client: Queryable, sourceId: number, aliases: readonly { kind: UnitRef['by']; value: string; unitId: number }[], origin: string): Promise<void> {
  if (aliases.length === 0) return;
  await client.query(
    `insert into unit_alias (source_id, kind, value, unit_id, origin) select distinct on (2, 3) $1, * , $5 from unnest($2::text[], $3::text[], $4::int[])
     on conflict (source_id, kind, value, valid_from) do update set unit_id = excluded.unit_id where unit_alias.unit_id <> excluded.unit_id`,
    [sourceId, aliases.map((a) => a.kind), aliases.map((a) => a.value), aliases.map((a) => a.unitId), origin]);
  await client.query(`delete from unit_unmatched m using unit_alias a where m.source_id = $1 and a.source_id = $1 and a.kind = m.kind and a.value = m.value`, [sourceId]);
}

/** Learns a source's internal unit ids from its own catalogue: the code of a catalogue row names the unit, its id becomes an alias. */
export async function learnUnits(client: Queryable, sourceId: number, records: readonly UnitRecord[]): Promise<{ learned: number; unknown: number }> {
  const registry = await openRegistry(client, sourceId);
  const aliases = records.flatMap((record) => {
    const unitId = record.code ? registry.unit({ by: 'code', value: record.code, name: record.name }) : registry.unit({ by: 'name', value: record.name, name: record.name });
    return unitId === UNKNOWN_UNIT_ID ? [] : [{ kind: 'id' as const, value: record.id, unitId }];
  });
  await addAliases(client, sourceId, aliases, 'catalogue of the source');
  await registry.flush();
  return { learned: aliases.length, unknown: records.length - aliases.length };
}

/** Codes of the units that texts name: by code (either order of the agency code) or by exact full name; what is not known, or not of one unit only, is absent. */
export async function knownUnits(client: Queryable, texts: Iterable<string>): Promise<Map<string, string>> {
  const registry = await openRegistry(client, 0);
  const codes = new Map((await client.query<{ id: number; code: string }>('select id, code from unit')).rows.map((row) => [row.id, row.code]));
  const found = new Map<string, string>();
  for (const text of new Set(texts)) {
    const id = registry.unit({ by: 'code', value: text }) || registry.unit({ by: 'name', value: text });
    if (id !== UNKNOWN_UNIT_ID) found.set(text, codes.get(id)!);
  }
  return found;
}
