/** Reading the registry for people and machines. */
import { unitNameForm, type LocalDay } from '../../vocabulary';
import type { Queryable } from '../database';
import { unitAt } from './unit-lineage';

export interface UnitRow { code: string; name: string; level: string; kind: string | null; parentCode: string | null; validFrom: LocalDay | null; validTo: LocalDay | null; invented: boolean; verified: boolean }
export interface EdgeRow { from: string | null; fromName: string | null; to: string | null; toName: string | null; day: LocalDay; weight: number | null; reason: string | null; basis: string | null; verified: boolean }
export interface UnitDetail extends UnitRow {
  codes: { system: string; code: string; validFrom: LocalDay | null; validTo: LocalDay | null; verified: boolean }[];
  predecessors: EdgeRow[]; successors: EdgeRow[];
  /** Under whom it stood, and when. */
  parents: { code: string; validFrom: LocalDay | null; validTo: LocalDay | null }[];
  events: { kind: string; day: LocalDay; basis: string | null; verified: boolean; note: string | null }[];
}
export interface UnitFilter { search?: string; at?: LocalDay; level?: string; country?: boolean; allTimes?: boolean }

const COLUMNS = 'code, name, level, kind, parent_code as "parentCode", valid_from as "validFrom", valid_to as "validTo", invented, verified';

/** Units of the province (or of the country) in force on a day, by default today. The search compares codes and parts of names in normal form. */
export async function findUnits(client: Queryable, filter: UnitFilter): Promise<UnitRow[]> {
  const { rows } = await client.query<UnitRow>(
    `select ${COLUMNS.replace('parent_code', 'coalesce((select f.code from unit_move m join unit f on f.id = m.from_id where m.unit_id = u.id and m.day > $4::date order by m.day limit 1), parent_code)')} from mart.unit_all u where ($1::text is null or level = $1) and (home or $2)
       and ($3 or (coalesce(valid_from, '-infinity') <= coalesce($4::date, current_date) and coalesce(valid_to, 'infinity') >= coalesce($4::date, current_date))) order by code`,
    [filter.level ?? null, filter.country ?? false, filter.allTimes ?? false, filter.at ?? null]);
  if (filter.search === undefined) return rows;
  const wanted = unitNameForm(filter.search);
  const codes = new Set((await client.query<{ unit_code: string }>('select unit_code from mart.unit_code where code = $1', [filter.search.trim()])).rows.map((row) => row.unit_code));
  return rows.filter((row) => row.code.toLowerCase() === filter.search!.trim().toLowerCase() || codes.has(row.code) || unitNameForm(row.name).includes(wanted));
}

/** One unit with its codes, neighbours in time and events. */
export async function readUnit(client: Queryable, code: string): Promise<UnitDetail> {
  await unitAt(client, code);
  const unit = (await client.query<UnitRow>(`select ${COLUMNS} from mart.unit_all where code = $1`, [code])).rows[0]!;
  const edges = (await client.query<EdgeRow>(
    `select from_code as "from", from_name as "fromName", to_code as "to", to_name as "toName", day, weight, reason, basis, verified from mart.unit_lineage where from_code = $1 or to_code = $1 order by day, from_code, to_code`, [code])).rows;
  return {
    ...unit,
    codes: (await client.query<UnitDetail['codes'][number]>('select system, code, valid_from as "validFrom", valid_to as "validTo", verified from mart.unit_code where unit_code = $1 order by system, valid_from nulls first', [code])).rows,
    parents: (await client.query<UnitDetail['parents'][number]>('select parent_code as code, valid_from as "validFrom", valid_to as "validTo" from mart.unit_parent where unit_code = $1 order by valid_from nulls first', [code])).rows,
    predecessors: edges.filter((edge) => edge.to === code), successors: edges.filter((edge) => edge.from === code),
    events: (await client.query<UnitDetail['events'][number]>('select kind, day, basis, verified, note from mart.unit_event where $1 = any(units) order by day', [code])).rows,
  };
}
