/** Writes units, their codes, events and lineage. Nothing is ever removed but events and codes that their own file no longer holds. */
import { CchcError } from '../../platform/errors';
import type { Unit, UnitEvent } from '../../vocabulary';
import type { Queryable } from '../database';

/** Codes under which the file of the country lists communes in force; a province's own file gives them the code it uses. */
const COUNTRY_CODE = 'VN.%';
const DAYS = { from: '0001-01-01', to: '9999-12-31' };

export interface UnitBatch { origin: string; country?: boolean; units: readonly Unit[]; events?: readonly UnitEvent[] }

/** Adds units or brings name, level, validity and parent up to date. Returns how many rows changed. */
export const registerUnits = (client: Queryable, given: readonly Unit[], origin: string): Promise<number> => registerBatches(client, [{ origin, units: given }]);

/**
 * Several lists together, so that one may name the units of another. A unit is known by its code; the commune that the country's file and a province's
 * file list under different codes by its administrative code on the same days.
 */
export async function registerBatches(client: Queryable, batches: readonly UnitBatch[]): Promise<number> {
  const ids = new Map<string, number>();
  let changed = 0;
  // The country last: what the province calls its units comes first.
  const ordered = [...batches].sort((a, b) => Number(a.country ?? false) - Number(b.country ?? false));
  for (const batch of ordered) if (batch.units.length > 0) changed += await writeUnits(client, batch, ids);
  for (const batch of ordered) if (batch.units.length > 0) await writeParents(client, batch, ids);
  for (const batch of ordered) if (batch.events) changed += await writeEvents(client, batch, batch.events, ids);
  await settleParents(client);
  return changed;
}

async function writeUnits(client: Queryable, batch: UnitBatch, ids: Map<string, number>): Promise<number> {
  const units = [...new Map(batch.units.map((unit) => [unit.code, unit])).values()];
  const known = await sameByAdministrativeCode(client, units);
  const rows = units.filter((u) => !known.has(u.code));
  // A file that says nothing of validity or kind leaves what others said; one that marks a unit as of this province is not overruled by the country's.
  // Known rows are updated, new ones inserted, in this order: an upsert would use up an id for every known row.
  const { rowCount } = await client.query(
    `with g as materialized (select g.*, $2::bool as home from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::date[], $8::date[], $9::bool[], $10::bool[]) as g (code, name, level, kind, valid_from, valid_to, invented, verified)),
       said as (select u.id, case when g.home or not u.home then g.name else u.name end as name, g.level, coalesce(g.kind, u.kind) as kind, coalesce(g.valid_from, u.valid_from) as valid_from, coalesce(g.valid_to, u.valid_to) as valid_to,
         g.invented or (u.invented and not g.home) as invented, g.verified, u.home or g.home as home from g join unit u on u.code = g.code),
       known as (update unit u set name = s.name, level = s.level, kind = s.kind, valid_from = s.valid_from, valid_to = s.valid_to, invented = s.invented, verified = s.verified, home = s.home from said s
         where u.id = s.id and (u.name, u.level, u.kind, u.valid_from, u.valid_to, u.invented, u.verified, u.home) is distinct from (s.name, s.level, s.kind, s.valid_from, s.valid_to, s.invented, s.verified, s.home) returning 1),
       added as (insert into unit (code, name, level, kind, valid_from, valid_to, invented, verified, home, origin) select g.*, $1 from g where not exists (select from unit u where u.code = g.code) on conflict (code) do nothing returning 1)
     select 1 from known union all select 1 from added`,
    [batch.origin, !batch.country, rows.map((u) => u.code), rows.map((u) => u.name), rows.map((u) => u.level), rows.map((u) => u.kind ?? null), rows.map((u) => u.validFrom), rows.map((u) => u.validTo),
      rows.map((u) => u.invented ?? false), rows.map((u) => u.verified ?? true)]);
  const found = await client.query<{ id: number; code: string }>('select id, code from unit where code = any($1::text[])', [rows.map((row) => row.code)]);
  for (const row of found.rows) ids.set(row.code, row.id);
  for (const [code, id] of known) ids.set(code, id);
  if (known.size > 0) {
    await client.query(
      `update unit u set valid_from = coalesce(g.valid_from, u.valid_from), valid_to = coalesce(g.valid_to, u.valid_to) from unnest($1::int[], $2::date[], $3::date[]) as g (id, valid_from, valid_to)
       where u.id = g.id and (u.valid_from, u.valid_to) is distinct from (coalesce(g.valid_from, u.valid_from), coalesce(g.valid_to, u.valid_to))`,
      [[...known.values()], ...(['validFrom', 'validTo'] as const).map((side) => { const by = new Map(units.map((u) => [u.code, u])); return [...known.keys()].map((code) => by.get(code)![side]); })]);
  }
  await writeCodes(client, batch, units, ids);
  return rowCount ?? 0;
}

/** Units of the list that stand in the registry under another code. The province's code takes the place of the country's. */
async function sameByAdministrativeCode(client: Queryable, units: readonly Unit[]): Promise<Map<string, number>> {
  const given = units.flatMap((u) => (u.codes ?? []).filter((c) => c.system === 'gso' && (c.to ?? u.validTo) === null).map((c) => ({ code: u.code, gso: c.code })));
  const known = new Map<string, number>();
  if (given.length === 0) return known;
  const { rows } = await client.query<{ given: string; id: number; code: string; ours: boolean; taken: boolean }>(
    `select g.code as given, u.id, u.code, g.code like $3 as ours, exists (select from unit o where o.code = g.code) as taken
     from unnest($1::text[], $2::text[]) as g (code, gso) join unit_code c on c.system = 'gso' and c.code = g.gso and c.valid_to = '9999-12-31' join unit u on u.id = c.unit_id
     where u.code <> g.code and (g.code like $3 or u.code like $3)`, [given.map((g) => g.code), given.map((g) => g.gso), COUNTRY_CODE]);
  for (const row of rows) {
    if (row.ours) known.set(row.given, row.id);
    else if (!row.taken) await client.query('update unit set code = $2, home = true where id = $1', [row.id, row.given]);
  }
  return known;
}

async function writeCodes(client: Queryable, batch: UnitBatch, units: readonly Unit[], ids: ReadonlyMap<string, number>): Promise<void> {
  const given = units.flatMap((u) => (u.codes ?? []).map((c) => ({ ...c, id: ids.get(u.code)!, from: c.from ?? u.validFrom ?? DAYS.from, to: c.to ?? u.validTo ?? DAYS.to })));
  const codes = [...new Map(given.map((c) => [`${c.id} ${c.system} ${c.code}`, c])).values()];
  if (codes.length === 0) return;
  // A code that is given again with other days has these days now.
  await client.query(
    `with g as materialized (select * from unnest($2::int[], $3::text[], $4::text[], $5::date[], $6::date[], $7::bool[]) as g (unit_id, system, code, valid_from, valid_to, verified)),
       old as (delete from unit_code c using g where c.unit_id = g.unit_id and c.system = g.system and c.code = g.code and c.valid_from <> g.valid_from)
     insert into unit_code as c (unit_id, system, code, valid_from, valid_to, verified, origin) select g.*, $1 from g
     on conflict (system, code, unit_id, valid_from) do update set valid_to = excluded.valid_to, verified = excluded.verified where (c.valid_to, c.verified) is distinct from (excluded.valid_to, excluded.verified)`,
    [batch.origin, codes.map((c) => c.id), codes.map((c) => c.system), codes.map((c) => c.code), codes.map((c) => c.from), codes.map((c) => c.to), codes.map((c) => c.verified ?? true)]);
}

async function writeParents(client: Queryable, batch: UnitBatch, ids: Map<string, number>): Promise<void> {
  const children = batch.units.filter((u) => u.parentCode !== null);
  const parents = await idsOf(client, batch, children.map((u) => u.parentCode!), ids, 'cấp trên');
  await client.query(
    `update unit u set parent_id = g.parent from unnest($1::int[], $2::int[]) as g (id, parent) where u.id = g.id and u.parent_id is distinct from g.parent`,
    [children.map((u) => ids.get(u.code)!), parents]);
}

/** Ids of codes, those just written included. A code that nobody knows is a fault of the file. */
async function idsOf(client: Queryable, batch: UnitBatch, codes: readonly string[], ids: Map<string, number>, what: string): Promise<number[]> {
  const missing = [...new Set(codes.filter((code) => !ids.has(code)))];
  if (missing.length > 0) {
    const { rows } = await client.query<{ id: number; code: string }>(
      `select id, code from unit where code = any($1::text[]) union all
       select distinct on (c.code) c.unit_id, 'VN.' || c.code from unit_code c where c.system = 'gso' and c.valid_to = '9999-12-31' and 'VN.' || c.code = any($1::text[]) and not exists (select from unit where code = 'VN.' || c.code)`, [missing]);
    for (const row of rows) ids.set(row.code, row.id);
    const unknown = missing.filter((code) => !ids.has(code));
    if (unknown.length > 0) throw new CchcError('bad-units', `${batch.origin}: không có đơn vị ${unknown.slice(0, 10).join(', ')}${unknown.length > 10 ? ` và ${unknown.length - 10} mã khác` : ''} (${what}).`, 'Nạp tệp có các đơn vị này trước hoặc cùng lúc, hoặc sửa mã.');
  }
  return codes.map((code) => ids.get(code)!);
}

/** The parent of a unit that moved is the one it moved to last, whatever an older list of units says. */
const settleParents = (client: Queryable) => client.query(
  `update unit u set parent_id = m.to_id from (select distinct on (unit_id) unit_id, to_id from unit_move order by unit_id, day desc) m where u.id = m.unit_id and u.parent_id is distinct from m.to_id`);

/** Events of a file replace those it gave before; then the units that end or begin with them get their days where they have none. */
async function writeEvents(client: Queryable, batch: UnitBatch, events: readonly UnitEvent[], ids: Map<string, number>): Promise<number> {
  const keyOf = (event: UnitEvent) => `${batch.origin}#${event.id}`;
  await idsOf(client, batch, events.flatMap((e) => [...e.edges.flatMap((edge) => [edge.from, edge.to]), ...e.ends, ...e.begins, ...e.units, ...(e.moves ?? []).flatMap((m) => [m.unit, m.from, m.to])].filter((code) => code !== null)), ids, 'trong sự kiện');
  await client.query('delete from unit_event where origin = $1', [batch.origin]);
  if (events.length === 0) return 0;
  const { rows } = await client.query<{ id: number; key: string }>(
    `insert into unit_event (key, kind, day, basis, verified, note, origin) select g.*, $1 from unnest($2::text[], $3::text[], $4::date[], $5::text[], $6::bool[], $7::text[]) g returning id, key`,
    [batch.origin, events.map(keyOf), events.map((e) => e.kind), events.map((e) => e.date), events.map((e) => e.basis), events.map((e) => e.verified), events.map((e) => e.note)]);
  const eventIds = new Map(rows.map((row) => [row.key, row.id]));
  const edges = events.flatMap((e) => e.edges.map((edge) => ({ ...edge, event: eventIds.get(keyOf(e))! })));
  const idOf = (code: string | null) => (code === null ? null : ids.get(code)!);
  await client.query(
    `insert into unit_lineage (event_id, from_id, to_id, weight, reason) select * from unnest($1::int[], $2::int[], $3::int[], $4::numeric[], $5::text[]) on conflict do nothing`,
    [edges.map((e) => e.event), edges.map((e) => idOf(e.from)), edges.map((e) => idOf(e.to)), edges.map((e) => e.weight ?? null), edges.map((e) => e.reason ?? null)]);
  const moves = events.flatMap((e) => (e.moves ?? []).map((m) => [eventIds.get(keyOf(e))!, ids.get(m.unit)!, ids.get(m.from)!, ids.get(m.to)!, e.date] as const));
  await client.query('insert into unit_move (event_id, unit_id, from_id, to_id, day) select * from unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::date[])', [0, 1, 2, 3, 4].map((k) => moves.map((m) => m[k])));
  const about = events.flatMap((e) => [...new Set([...e.units, ...e.ends, ...e.begins])].map((code) => [eventIds.get(keyOf(e)), ids.get(code)]));
  await client.query('insert into unit_event_unit (event_id, unit_id) select * from unnest($1::int[], $2::int[]) on conflict do nothing', [about.map((a) => a[0]), about.map((a) => a[1])]);
  for (const [side, column, value] of [['ends', 'valid_to', `day - 1`], ['begins', 'valid_from', 'day']] as const) {
    const list = events.flatMap((e) => e[side].map((code) => [ids.get(code)!, e.date] as const));
    await client.query(`update unit u set ${column} = ${value} from unnest($1::int[], $2::date[]) as g (id, day) where u.id = g.id and u.${column} is null`, [list.map((l) => l[0]), list.map((l) => l[1])]);
    const code = column === 'valid_to' ? `valid_to = u.valid_to where c.valid_to = '9999-12-31'` : `valid_from = u.valid_from where c.valid_from = '0001-01-01'`;
    await client.query(`update unit_code c set ${code.replace(' where', ' from unit u where')} and u.id = c.unit_id and u.${column} is not null and c.unit_id = any($1::int[])`, [list.map((l) => l[0])]);
  }
  return events.length;
}

/** Says which units are this province's: it, the provinces that formed it, and everything below them. */
export async function markHome(client: Queryable, provinceCode: string): Promise<void> {
  await client.query(
    `with recursive formed (id) as (select id from unit where code = $1 union select l.from_id from formed f join unit_lineage l on l.to_id = f.id join unit u on u.id = l.from_id where u.level = 'province'),
       mine (id) as (select id from formed union select u.id from mine m join (select id, parent_id from unit union all select unit_id, from_id from unit_move) u on u.parent_id = m.id)
     update unit u set home = true from mine where u.id = mine.id and not u.home`, [provinceCode]);
}

/** Whether the file with this content has been loaded; remembered with `rememberFile`. */
export const isLoaded = async (client: Queryable, name: string, sha256: string): Promise<boolean> => (await client.query('select from unit_file where name = $1 and sha256 = $2', [name, sha256])).rows.length > 0;
export const rememberFile = (client: Queryable, name: string, sha256: string) =>
  client.query('insert into unit_file (name, sha256) values ($1, $2) on conflict (name) do update set sha256 = excluded.sha256, loaded_at = now()', [name, sha256]);
