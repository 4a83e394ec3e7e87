/**
 * Catalogues of procedures: what each source lists, with what it no longer lists switched off. A list that is empty, or that has lost more than
 * a share of what was in force, switches nothing off and fails: a broken answer must not close a province's procedures.
 */
import { CchcError } from '../../platform/errors';
import type { ProcedureRecord } from '../../vocabulary';
import type { Queryable } from '../database';
import type { LoadResult } from '../facts/load-dossiers';

/** Largest share of the procedures in force that one list may take away. */
const MAX_LOSS = 0.2;
/** Small catalogues may lose this many whatever the share. */
const FREE_LOSS = 10;

/** `whole`: the list is the catalogue of now, so what it leaves out is switched off. Codes that come twice: the last one counts. */
export async function loadCatalogue(client: Queryable, sourceId: number, runId: number, records: readonly ProcedureRecord[], whole = true): Promise<LoadResult> {
  const list = [...new Map(records.map((record) => [record.code, record])).values()];
  if (list.length === 0) throw new CchcError('empty-catalogue', 'Danh mục thủ tục nhận được trống; không thủ tục nào bị tắt.', 'Kiểm tra câu trả lời của nguồn bằng "cchc sources check".');
  const active = new Set(list.filter((record) => record.active).map((record) => record.code));
  const { rows: before } = await client.query<{ code: string }>('select code from procedure_listing where source_id = $1 and active', [sourceId]);
  const lost = before.filter((row) => !active.has(row.code)).length;
  if (whole && lost > FREE_LOSS && lost > before.length * MAX_LOSS) {
    throw new CchcError('catalogue-loss', `Danh mục mới thiếu ${lost} trong ${before.length} thủ tục đang hiệu lực; không thủ tục nào bị tắt.`, 'Đối chiếu với danh mục công bố. Nếu đúng là đã bãi bỏ: tắt trước bằng tệp danh mục theo từng phần, hoặc hỏi đơn vị quản lý nguồn.');
  }
  const values = [list.map((p) => p.code), list.map((p) => p.name), list.map((p) => p.fieldCode), list.map((p) => p.fieldName), list.map((p) => p.level), list.map((p) => p.hasFee), list.map((p) => p.active)];
  await client.query(
    `insert into procedure (code, name, field_code, field_name) select code, name, field_code, field_name from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as g (code, name, field_code, field_name)
     on conflict (code) do update set name = coalesce(procedure.name, excluded.name), field_code = coalesce(procedure.field_code, excluded.field_code), field_name = coalesce(procedure.field_name, excluded.field_name)
     where procedure.name is null or procedure.field_code is null or procedure.field_name is null`, values.slice(0, 4));
  const { rows } = await client.query<{ fresh: boolean }>(
    `insert into procedure_listing (source_id, code, name, field_code, field_name, level, has_fee, active, run_id)
     select $1, code, name, field_code, field_name, level, has_fee, active, $2 from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::boolean[], $9::boolean[]) as g (code, name, field_code, field_name, level, has_fee, active)
     on conflict (source_id, code) do update set name = excluded.name, field_code = excluded.field_code, field_name = excluded.field_name, level = excluded.level, has_fee = excluded.has_fee, active = excluded.active,
       changed_at = now(), run_id = excluded.run_id
     where (procedure_listing.name, procedure_listing.field_code, procedure_listing.field_name, procedure_listing.level, procedure_listing.has_fee, procedure_listing.active)
       is distinct from (excluded.name, excluded.field_code, excluded.field_name, excluded.level, excluded.has_fee, excluded.active)
     returning (xmax = 0) as fresh`, [sourceId, runId, ...values]);
  const off = whole ? (await client.query('update procedure_listing set active = false, changed_at = now(), run_id = $2 where source_id = $1 and active and not (code = any($3::text[]))', [sourceId, runId, list.map((p) => p.code)])).rowCount ?? 0 : 0;
  const fresh = rows.filter((row) => row.fresh).length;
  return { new: fresh, changed: rows.length - fresh + off, unchanged: list.length - rows.length };
}
