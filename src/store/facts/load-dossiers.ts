/**
 * The bulk path of facts: COPY of new rows into the source's partition, COPY of changed rows into a stage and one UPDATE. Unchanged rows
 * are recognised by their hash and cost one key look-up and no write. Measures follow in the same transaction by trigger. Two
 * rows that name each other are one dossier (./double-dossiers.ts).
 */
import type { Client } from 'pg';
import { toIso } from '../../vocabulary';
import { copy } from '../copy';
import { settleDoubles } from './double-dossiers';
import { DOSSIER_COLUMNS, encodeDossiers, type DossierRow } from './dossier-encoder';

export interface LoadResult { new: number; changed: number; unchanged: number }

const COLUMNS = DOSSIER_COLUMNS.join(', ');
const STAGE = `create temporary table if not exists dossier_stage on commit delete rows as select ${COLUMNS} from dossier with no data`;
const SETS = DOSSIER_COLUMNS.filter((c) => c !== 'source_id' && c !== 'code').map((c) => `${c} = s.${c}`).join(', ');

/** Name of the partition that holds a source's dossiers; made when the source is registered. */
export const partitionOf = (sourceId: number): string => `dossier_s${sourceId}`;

/**
 * Loads rows of one source inside the caller's transaction. Of rows with the same code the last wins (a row may stand on two pages).
 * `table` names another table of the same shape (a build aside); `fresh` promises that none of the codes is there yet.
 */
export async function loadDossiers(client: Client, sourceId: number, runId: number, rows: readonly DossierRow[],
  options: { table?: string; fresh?: boolean } = {}): Promise<LoadResult> {
  const table = options.table ?? partitionOf(sourceId);
  const distinct = lastByCode(rows);
  if (distinct.length === 0) return { new: 0, changed: 0, unchanged: 0 };
  const encoded = encodeDossiers(distinct, sourceId, runId);
  const known = options.fresh ? new Map<string, Known>() : await knownRows(client, table, distinct);
  const added: number[] = [];
  const changed: number[] = [];
  distinct.forEach((row, i) => {
    const before = known.get(row.code);
    if (before === undefined) added.push(i);
    else if (before.hash !== encoded.hashes[i]) changed.push(i);
  });
  if (added.length > 0) await copy(client, `copy ${table} (${COLUMNS}) from stdin (format binary)`, encoded.copy(added));
  if (changed.length > 0) {
    await client.query(STAGE);
    await copy(client, `copy dossier_stage (${COLUMNS}) from stdin (format binary)`, encoded.copy(changed));
    await client.query(`update ${table} d set ${SETS}, deleted_at = null, double_of = null from dossier_stage s where d.source_id = ${sourceId} and d.code = s.code`);
    await client.query('delete from dossier_stage');
  }
  await replacePauses(client, sourceId, [...added, ...changed].map((i) => distinct[i]!), changed.length === 0 && options.fresh === true && options.table === undefined);
  const named = [...added, ...changed].map((i) => distinct[i]!).filter((row) => row.otherCode !== null || known.get(row.code)?.hadOther);
  if (named.length > 0 && options.table === undefined) await settleDoubles(client, table, runId, named.map((row) => row.code));
  return { new: added.length, changed: changed.length, unchanged: distinct.length - added.length - changed.length };
}

/** Pauses of new and changed dossiers; `none` promises that there are none of them yet. */
async function replacePauses(client: Client, sourceId: number, rows: readonly DossierRow[], none: boolean): Promise<void> {
  if (rows.length === 0) return;
  const pauses = rows.flatMap((row) => row.pauses.map((pause) => ({ code: row.code, ...pause })));
  if (!none) await client.query('delete from dossier_pause where source_id = $1 and code = any($2::text[])', [sourceId, rows.map((row) => row.code)]);
  if (pauses.length === 0) return;
  const time = (at: number | null) => (at === null ? null : toIso(at));
  await client.query(`insert into dossier_pause (source_id, code, asked_at, answered_at) select $1, * from unnest($2::text[], $3::timestamptz[], $4::timestamptz[]) on conflict (source_id, code, asked_at) do update set answered_at = greatest(dossier_pause.answered_at, excluded.answered_at)`,
    [sourceId, pauses.map((p) => p.code), pauses.map((p) => time(p.asked)), pauses.map((p) => time(p.answered))]);
}

function lastByCode(rows: readonly DossierRow[]): DossierRow[] {
  const byCode = new Map<string, DossierRow>();
  for (const row of rows) byCode.set(row.code, row);
  return byCode.size === rows.length ? (rows as DossierRow[]) : [...byCode.values()];
}

interface Known { hash: string; hadOther: boolean }
async function knownRows(client: Client, table: string, rows: readonly DossierRow[]): Promise<Map<string, Known>> {
  const answer = await client.query<[string, string, boolean]>({
    text: `select code, case when deleted_at is null or double_of is not null then to_hex(content_hash) else 'deleted' end, other_code is not null from ${table} where code = any($1::text[])`,
    values: [rows.map((row) => row.code)], rowMode: 'array',
  });
  return new Map(answer.rows.map(([code, hash, hadOther]) => [code, { hash, hadOther }]));
}
