/** Brings the registry up to the unit files of the configuration. A file that has not changed since is not read again. */
import type { Queryable } from '../../store/database';
import { isLoaded, markHome, registerBatches, registerUnits, rememberFile } from '../../store/units/unit-registry';
import { openUnitFile, type UnitDocument } from './read-unit-file';

export interface LoadedUnits { files: string[]; units: number; events: number; changed: number }

/** Inside the caller's transaction. `again` reads files that were loaded before too. */
export async function loadUnitFiles(client: Queryable, province: { code: string; name: string }, files: readonly string[], again = false): Promise<LoadedUnits> {
  const documents: UnitDocument[] = [];
  for (const file of files) {
    const opened = openUnitFile(file);
    if (again || !(await isLoaded(client, opened.name, opened.sha256))) documents.push(opened.read());
  }
  await registerUnits(client, [{ code: province.code, name: province.name, level: 'province', parentCode: null, validFrom: null, validTo: null }], 'configuration');
  const changed = await registerBatches(client, documents.map((d) => ({ origin: d.name, country: d.country, units: d.units, events: d.events })));
  for (const document of documents) await rememberFile(client, document.name, document.sha256);
  await markHome(client, province.code);
  const count = (of: (d: UnitDocument) => number) => documents.reduce((sum, d) => sum + of(d), 0);
  return { files: documents.map((d) => d.name), units: count((d) => d.units.length), events: count((d) => d.events.length), changed };
}
