/** A small simulated province, registered and ready to be read. */
import { join } from 'node:path';
import type { Pool } from 'pg';
import { loadCalendar } from '../../src/compute/calendar';
import type { ComputeSettings } from '../../src/compute/measures/measuring';
import { register, type Registered } from '../../src/ingest/registration';
import { runSource, type Job, type StreamOutcome } from '../../src/ingest/runner';
import { projectRoot } from '../../src/platform/root';
import { findFamily, sourceDefinition, type SourceDefinition } from '../../src/sources';
import { openPool } from '../../src/store/database';
import { startSimulators, type Simulators } from '../../simulator/start';
import { createTestDatabase } from './database';

export const PROVINCE = { code: 'H17', name: 'Thành phố mô phỏng' };
export const COMPUTE: ComputeSettings = { provinceCode: 'H17', onTimeBy: 'date', dueSoonWorkingDays: 3, calendar: loadCalendar([join(projectRoot(), 'config/calendar/vn-public-holidays-2024-2028.json')]) };
export const UNITS = [join(projectRoot(), 'config/units/da-nang.csv')];

export interface River { pool: Pool; url: string; simulators: Simulators; sources: Registered[]; run(id: string, job?: Job): Promise<StreamOutcome[]>; close(): Promise<void> }

export async function startRiver(options: { dossiers: number; seed?: number; transport?: Partial<SourceDefinition['transport']> }): Promise<River> {
  const database = await createTestDatabase();
  const pool = openPool(database.url);
  const simulators = await startSimulators({ seed: options.seed ?? 7, dossiers: options.dossiers, months: 3, start: Date.now() - 600_000, root: projectRoot() });
  const define = (family: string, id: string, given: object) => {
    const definition = sourceDefinition.parse(findFamily(family)!.define(id, findFamily(family)!.options.parse({ start: simulators.firstDay, pageSize: 100, callsPerSecond: 5000, ...given })));
    return { ...definition, transport: { ...definition.transport, backoff: '1ms', maxWait: '3s', tries: 8, ...options.transport } };
  };
  const { igate, tandan } = simulators;
  const sources = await register(pool, PROVINCE, UNITS, [
    define('igate', 'xa', { baseUrl: igate.url, clientId: igate.clientId, clientSecret: igate.clientSecret }),
    define('tandan', 'so', { baseUrl: tandan.url, user: tandan.user, password: tandan.password }),
  ]);
  return {
    pool, url: database.url, simulators, sources,
    run: async (id, job = { kind: 'live' }) => (await runSource(sources.find((s) => s.definition.id === id)!, job, { databaseUrl: database.url, pool })) ?? [],
    close: async () => { await simulators.close(); await pool.end(); await database.drop(); },
  };
}

/** Dossiers of the province as the simulator knows them, migrated rows left out. `settled`: without those that changed since then (a run holds them back). */
export function oracle(simulators: Simulators, now: number, settled = Infinity): { received: Map<string, number>; resolved: Map<string, number>; late: Map<string, number>; codes: Set<string> } {
  const month = (at: number) => new Date(at + 7 * 3_600_000).toISOString().slice(0, 7);
  const day = (at: number) => Math.floor((at + 7 * 3_600_000) / 86_400_000);
  const result = { received: new Map<string, number>(), resolved: new Map<string, number>(), late: new Map<string, number>(), codes: new Set<string>() };
  const add = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const d of simulators.province.all(now)) {
    if ((d.unit.level === 'department' && d.index % 997 === 0) || simulators.province.dossier(d.index, Date.now()).updated > settled) continue;
    result.codes.add(d.code);
    add(result.received, month(d.received));
    if (d.ended) { add(result.resolved, month(d.ended)); if (d.due && day(d.ended) > day(d.due)) add(result.late, month(d.ended)); }
  }
  return result;
}
