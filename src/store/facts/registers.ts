/** Registers that people keep in files: one source a kind, with who gave which file when. */
import type { Pool } from 'pg';
import type { Instant, Item, ItemKind } from '../../vocabulary';
import { keepRawPage, quarantine, type Quarantined } from './arrivals';
import { inTransaction } from '../database';
import { loadItems } from './load-items';
import type { LoadResult } from './load-dossiers';
import type { Registry } from '../units/registry';
import { endRun, moveCheckpoint, noteImport, registerSource, setLayout, startRun } from '../sources/sources';

export interface RegisterImport {
  kind: ItemKind; title: string; fields: readonly string[]; items: readonly Item[]; bad: readonly Quarantined[];
  file: { name: string; by: string; bytes: Buffer };
  /** The register is known up to here; later periods are unavailable until a newer file comes. */
  asOf: Instant;
  /** The file is the whole register: items of earlier files that are not in it are gone. */
  complete: boolean;
  openRegistry(sourceId: number): Promise<Registry>;
}

export async function importRegister(pool: Pool, given: RegisterImport): Promise<LoadResult & { gone: number; runId: number }> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, async () => {
      const layout = JSON.stringify({ start: null, fields: given.fields, kind: given.kind });
      const sourceId = await registerSource(client, { key: `register-${given.kind}`, title: `Sổ: ${given.title}`, family: 'register', kind: 'import', staleAfterMs: 40 * 86_400_000, everyMs: 86_400_000, streams: [{ id: given.kind, record: 'item', layout }] });
      const registry = await given.openRegistry(sourceId);
      const runId = await startRun(client, sourceId, given.kind, 'import', null, { name: given.file.name, by: given.file.by });
      await keepRawPage(client, { runId, sourceId, stream: given.kind, page: 0, window: null, status: 200, arrived: given.file.bytes, sieved: () => JSON.stringify(given.items) });
      const rows = given.items.map((item) => ({ item, unitId: registry.unit(item.unit) }));
      await registry.flush();
      const result = await loadItems(client, sourceId, runId, rows);
      const gone = given.complete ? (await client.query(`update register_item set deleted_at = now(), run_id = $2 where source_id = $1 and kind = $3 and deleted_at is null and code <> all($4::text[])`,
        [sourceId, runId, given.kind, given.items.map((item) => item.code)])).rowCount ?? 0 : 0;
      const quarantined = await quarantine(client, sourceId, given.kind, runId, given.bad);
      // A part of a register fills what it and the files before it fill; a whole one what it fills itself.
      if (!given.complete) await client.query(`update source_stream set layout = jsonb_set(layout::jsonb, '{fields}', (select coalesce(jsonb_agg(f), '[]') from jsonb_array_elements_text(layout::jsonb -> 'fields') f where f = any($3::text[])))::text where source_id = $1 and stream = $2`, [sourceId, given.kind, given.fields]);
      else await setLayout(client, sourceId, given.kind, layout);
      await moveCheckpoint(client, sourceId, given.kind, given.asOf);
      await noteImport(client, sourceId, given.kind);
      await endRun(client, runId, { pages: 1, records: rows.length, ...result, skipped: 0, quarantined }, null);
      return { ...result, gone, runId };
    });
  } finally {
    client.release();
  }
}
