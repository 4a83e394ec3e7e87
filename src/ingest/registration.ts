/** Makes configuration known to the store: units, sources, streams, and what each stream of dossiers can give. */
import type { Pool } from 'pg';
import { CchcError } from '../platform/errors';
import { milliseconds, type SourceDefinition } from '../sources/source';
import { inTransaction } from '../store/database';
import { addAliases, registerUnits } from '../store/units/registry';
import { disableOthers, registerSource, setActiveTimes, setLayout, storedLayouts, type ActiveTime } from '../store/sources/sources';
import { layoutOf, narrowedLayout } from './layout';
import { rhythmOf } from './rhythm';
import { addDays } from '../vocabulary';
import { loadUnitFiles } from './units/load-unit-files';

export interface Registered { id: number; definition: SourceDefinition }

/**
 * `exclusive`: these are all sources there are, others are disabled and speak without end. Only who reads the sources may say so (the service, an
 * `ingest` of one of them): a verb run with another configuration must not silence the sources of a running service.
 */
export async function register(pool: Pool, province: { code: string; name: string }, unitFiles: readonly string[], definitions: readonly SourceDefinition[], exclusive = false): Promise<Registered[]> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, async () => {
      await client.query('select pg_advisory_xact_lock(56100002)');
      await loadUnitFiles(client, province, unitFiles);
      const registered: Registered[] = [];
      for (const definition of definitions.filter((d) => d.enabled)) {
        await registerUnits(client, definition.units.map((u) => ({ code: u.code, name: u.name, level: u.level, parentCode: u.parent ?? province.code, validFrom: null, validTo: null })), `source ${definition.id}`);
        const id = await registerSource(client, {
          key: definition.id, title: definition.title, family: definition.family, staleAfterMs: milliseconds(definition.staleAfter), everyMs: milliseconds(definition.schedule.every), quiet: definition.schedule.quietHours,
          streams: definition.streams.map((stream) => ({ id: stream.id, record: stream.record, layout: layoutOf(stream), everyMs: rhythmOf(definition, stream), expectedFrom: stream.window?.start ?? null, ...(stream.window ? { holdBackMs: milliseconds(stream.window.holdBack) } : {}) })),
        });
        for (const known of await storedLayouts(client, id)) {
          const stream = definition.streams.find((s) => s.id === known.stream);
          if (stream) await setLayout(client, id, stream.id, narrowedLayout(known.layout, layoutOf(stream)));
        }
        const ids = new Map((await client.query<{ code: string; id: number }>('select code, id from unit where code = any($1::text[])', [definition.units.map((u) => u.code)])).rows.map((row) => [row.code, row.id]));
        await addAliases(client, id, definition.units.flatMap((u) => [u.code, u.name, ...u.aliases].flatMap((value) => (['code', 'id', 'name'] as const).map((kind) => ({ kind, value, unitId: ids.get(u.code)! })))), 'definition');
        registered.push({ id, definition });
      }
      await setActiveTimes(client, activeTimes(definitions.filter((d) => d.enabled)), exclusive);
      if (exclusive) await disableOthers(client, definitions.filter((d) => d.enabled).map((d) => d.id));
      return registered;
    });
  } finally {
    client.release();
  }
}

/** From the `supersedes` of the definitions: the new source speaks from the day on, the old one up to the day before, so that each dossier counts once. */
export function activeTimes(definitions: readonly Pick<SourceDefinition, 'id' | 'supersedes'>[]): Map<string, ActiveTime> {
  const times = new Map<string, ActiveTime>();
  const of = (key: string) => times.get(key) ?? times.set(key, { from: null, to: null }).get(key)!;
  for (const { id, supersedes } of definitions) {
    if (!supersedes) continue;
    const problem = supersedes.source === id ? 'một nguồn không thể thay chính nó' : of(supersedes.source).to !== null ? `hai nguồn cùng thay ${supersedes.source}` : null;
    if (problem) throw new CchcError('bad-configuration', `Nguồn ${id}, supersedes: ${problem}.`, 'Sửa supersedes: mỗi nguồn cũ có đúng một nguồn thay.');
    of(id).from = supersedes.from;
    of(supersedes.source).to = addDays(supersedes.from, -1);
  }
  for (const [key, time] of times) if (time.from !== null && time.to !== null && time.from > time.to) throw new CchcError('bad-configuration', `Nguồn ${key} được thay trước ngày nó bắt đầu.`, 'Sửa các ngày supersedes.from.');
  return times;
}
