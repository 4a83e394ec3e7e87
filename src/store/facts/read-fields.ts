/** Counters of fields (lĩnh vực) and procedures, by month. */
import { CchcError } from '../../platform/errors';
import type { LocalDay } from '../../vocabulary';
import type { Queryable } from '../database';
import { measureSource } from './measures';
import { unitAt } from '../units/unit-lineage';

/** By field for a unit or the whole province (unitId null); by procedure for the province only. `code`: that one only. */
export interface FieldScope { by: 'field' | 'procedure'; unitId: number | null; code?: string; name?: string | null }
type Counters = Record<string, number>;
/** Totals of one field or procedure and source: of all months before `start`, and of those up to `end`. */
export interface FieldCounters { key: number; code: string; name: string | null; sourceId: number; before: Counters; through: Counters }

/** `start` begins a month; `end` ends one, or lies in the month that runs, all of which then counts. */
export async function fieldCounters(client: Queryable, scope: FieldScope, start: LocalDay, end: LocalDay): Promise<FieldCounters[]> {
  const columns = await columnsOf(client);
  const sums = (as: string, condition: string) => columns.map((c) => `coalesce(sum(m.${c}) filter (where ${condition}), 0)::float8 as ${as}_${c}`).join(', ');
  const { key, from, parameters } = await placeOf(client, scope);
  const { rows } = await client.query<Record<string, number> & { key: number; code: string; name: string | null; source_id: number }>(
    `select ${key.id} as key, ${key.code} as code, ${key.name} as name, m.source_id, ${sums('b', 'm.month < $1')}, ${sums('t', 'true')}
     from ${from} and m.month <= $2 group by 1, 2, 3, 4`, [start, end, ...parameters]);
  const pick = (row: Counters, as: string) => Object.fromEntries(columns.map((c) => [c, row[`${as}_${c}`]!]));
  return rows.map((row) => ({ key: row.key, code: row.code, name: row.name, sourceId: row.source_id, before: pick(row, 'b'), through: pick(row, 't') }));
}

/** What the month of `today` holds already of the days after it: dossiers that will be late if they stay open, supplements that a source says will be answered. */
export async function laterThisMonth(client: Queryable, scope: FieldScope, today: LocalDay): Promise<{ key: number; sourceId: number; counters: Counters }[]> {
  const columns = await columnsOf(client);
  const open = `select 1 as sign, d.* from dossier d where ended_at is null and deleted_at is null and status not in (1, 3) and (due_at >= $1 or due_at is null and limit_due_at >= $1 or waited_until >= $1)${scope.unitId === null ? '' : ` and resolving_unit_id = ${scope.unitId}`}`
    .replaceAll('$1', `('${today}'::timestamp at time zone 'Asia/Ho_Chi_Minh')`);
  const sql = (await client.query<{ sql: string }>(`select measure_field_select($1, 'day') as sql`, [open])).rows[0]!.sql;
  const { rows } = await client.query<Counters & { key: number; source_id: number }>(
    `select ${scope.by === 'field' ? 'coalesce(p.field_id, 0)' : 'm.procedure_id'} as key, m.source_id, ${columns.map((c) => `sum(m.${c})::float8 as ${c}`).join(', ')}
     from (${sql}) m left join procedure p on p.id = m.procedure_id where m.month > $1::date and m.month < date_trunc('month', $1::date) + interval '1 month' group by 1, 2`, [today]);
  return rows.map(({ key, source_id: sourceId, ...counters }) => ({ key, sourceId, counters }));
}

/** Id of a unit; throws CchcError `bad-usage` for what the counters do not hold. */
export async function fieldScope(client: Queryable, by: FieldScope['by'], unit: string, province: string, code?: string): Promise<FieldScope> {
  const { id } = await unitAt(client, unit);
  if (by === 'procedure' && unit !== province) throw new CchcError('bad-usage', 'Số theo thủ tục chỉ có cho toàn tỉnh.', `Bỏ đơn vị, hoặc dùng mã tỉnh "${province}"; theo đơn vị thì chọn lĩnh vực.`);
  const named = code === undefined ? undefined : (await client.query<{ name: string | null }>(`select name from ${by} where code = $1`, [code])).rows[0];
  if (code !== undefined && !named) {
    throw new CchcError('bad-usage', `Không có ${by === 'field' ? 'lĩnh vực' : 'thủ tục'} "${code}".`, by === 'field' ? 'Xem mã ở mart.measure_field; lĩnh vực chưa rõ có mã "?".' : 'Xem mã ở mart.measure_procedure.');
  }
  return { by, unitId: unit === province ? null : id, code, name: named?.name };
}

async function placeOf(client: Queryable, { by, unitId, code }: FieldScope): Promise<{ key: { id: string; code: string; name: string }; from: string; parameters: unknown[] }> {
  const measures = await measureSource(client, by === 'field' && unitId !== null ? 'measure_field_month' : 'measure_procedure_month');
  const wanted = (column: string, n: number) => (code === undefined ? '' : ` and ${column} = $${n}`);
  const given = code === undefined ? [] : [code];
  if (by === 'procedure') return { key: { id: 'm.procedure_id', code: `coalesce(p.code, '?')`, name: 'p.name' }, from: `${measures} m left join procedure p on p.id = m.procedure_id where true${wanted('p.code', 3)}`, parameters: given };
  const key = { id: 'f.id', code: 'f.code', name: 'f.name' };
  if (unitId !== null) return { key, from: `${measures} m join field f on f.id = m.field_id where m.unit_id = $3${wanted('f.code', 4)}`, parameters: [unitId, ...given] };
  return { key, from: `${measures} m left join procedure p on p.id = m.procedure_id join field f on f.id = coalesce(p.field_id, 0) where true${wanted('f.code', 3)}`, parameters: given };
}

const columnsOf = async (client: Queryable): Promise<string[]> => (await client.query<{ columns: string[] }>('select measure_field_columns() as columns')).rows[0]!.columns;
