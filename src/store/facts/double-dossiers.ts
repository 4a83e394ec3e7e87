/**
 * One dossier under two codes (decision 16): two living rows of a source that name each other. One counts; the other is kept as one that is gone,
 * with `double_of` saying for which it stands back, so that no count, no list of open dossiers and no index has to know of it.
 */
import type { Client } from 'pg';

/** A row that its source still lists: it counts, or it stands back for another one. */
export const LISTED = '(deleted_at is null or double_of is not null)';

/**
 * The newest by the source's own time stands; of equal ones the higher code. One that was only registered says less than any other and never stands
 * for it: its copy would take a received dossier out of the counts.
 */
const rank = (row: string) => `(${row}.status <> 1, coalesce(${row}.modified_at, '-infinity'), ${row}.code)`;

/** Judges the pairs that `codes` belong to, or belonged to (null: all of the table), in the caller's transaction. */
export async function settleDoubles(client: Client, table: string, runId: number, codes: readonly string[] | null): Promise<void> {
  const near = codes === null ? `select code from ${table} where other_code is not null or double_of is not null` : `
    select unnest($2::text[]) as code union select other_code from ${table} where code = any($2::text[]) and other_code is not null
    union select code from ${table} where double_of = any($2::text[])`;
  await client.query(
    `with near as (${near}), judged as (
       select d.code, case when ${rank('o')} > ${rank('d')} then o.code end as stands_for from near join ${table} d using (code)
       left join ${table} o on o.code = d.other_code and o.other_code = d.code and (o.deleted_at is null or o.double_of is not null)
       where d.deleted_at is null or d.double_of is not null)
     update ${table} d set double_of = j.stands_for, deleted_at = case when j.stands_for is null then null else now() end, run_id = $1
     from judged j where d.code = j.code and d.double_of is distinct from j.stands_for`, codes === null ? [runId] : [runId, codes]);
}
