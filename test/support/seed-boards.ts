import { join } from 'node:path';
import { loadCalendar } from '../../src/compute/calendar';
import { publish } from '../../src/compute/editions/publish';
import { projectRoot } from '../../src/platform/root';
import { inTransaction, openClient, openPool } from '../../src/store/database';
import type { DossierRow } from '../../src/store/facts/dossier-encoder';
import { loadDossiers } from '../../src/store/facts/load-dossiers';
import { openRegistry, registerUnits } from '../../src/store/units/registry';
import { endRun, moveCheckpoint, noteAttempt, registerSource, startRun } from '../../src/store/sources/sources';
import type { Unit } from '../../src/vocabulary';

const DAY = 86_400_000_000;
const unit = (code: string, name: string, level: Unit['level'], parentCode: string | null): Unit => ({ code, name, level, parentCode, validFrom: null, validTo: null });
const FIELDS = ['receivedAt', 'dueAt', 'endedAt', 'returnedAt', 'returnChannel', 'digitised', 'electronicResult', 'feeDue', 'paidOnline'];

/** Ten dossiers a day and department for `days` days from `start`, each ended after two days; every fifth is late by date. Publishes an edition. */
export async function seedBoards(url: string, departments: number, days: number, start = '2026-01-01T01:00:00Z'): Promise<void> {
  const client = await openClient(url, 'seed');
  const pool = openPool(url, 2);
  try {
    const codes = Array.from({ length: departments }, (_, i) => `H99.${String(i + 1).padStart(2, '0')}`);
    const t0 = Date.parse(start) * 1000;
    await inTransaction(client, async () => {
      await registerUnits(client, [unit('H99', 'Tỉnh Mẫu', 'province', null), ...codes.map((c, i) => unit(c, `Sở Mẫu ${i + 1}`, 'department', 'H99'))], 'seed');
      const id = await registerSource(client, { key: 'mau', title: 'Một cửa mẫu', family: 'declared', staleAfterMs: 3_600_000, everyMs: 600_000, streams: [{ id: 'dossiers', record: 'dossier', layout: JSON.stringify({ start: start.slice(0, 10), fields: FIELDS }) }] });
      const registry = await openRegistry(client, id);
      const run = await startRun(client, id, 'dossiers', 'live', null);
      const rows: DossierRow[] = [];
      codes.forEach((code, u) => { for (let d = 0; d < days; d++) for (let n = 0; n < 10; n++) rows.push(dossier(`${code}-${d}-${n}`, registry.unit({ by: 'code', value: code }) ?? 0, t0 + d * DAY, n % 5 === 0 && (departments < 4 || (u + d) % 3 === 0), n)); });
      let added = 0;
      for (let i = 0; i < rows.length; i += 5000) added += (await loadDossiers(client, id, run, rows.slice(i, i + 5000))).new;
      await endRun(client, run, { pages: 1, records: rows.length, new: added, changed: 0, unchanged: 0, skipped: 0, quarantined: 0 }, null);
      await noteAttempt(client, id, 'dossiers', null, 600_000, false);
      await moveCheckpoint(client, id, 'dossiers', Date.now() * 1000);
    });
    await publish(pool, { provinceCode: 'H99', onTimeBy: 'date', dueSoonWorkingDays: 3, calendar: loadCalendar([join(projectRoot(), 'config/calendar/vn-public-holidays-2024-2028.json')]) }, Date.now() * 1000, { everything: true });
  } finally {
    await client.end();
    await pool.end();
  }
}

const dossier = (code: string, unitId: number, receivedAt: number, late: boolean, n: number): DossierRow => ({
  code, otherCode: null, procedureId: 1, receivingUnitId: unitId, resolvingUnitId: unitId, channel: n < 7 ? 2 : 1, serviceLevel: 4, status: 9, submittedAt: receivedAt, receivedAt,
  dueAt: receivedAt + (late ? 1 : 5) * DAY, endedAt: receivedAt + 2 * DAY, returnedAt: receivedAt + 2 * DAY, supplementAt: null, secondSupplementAt: null, supplementCount: 0, reappointments: 0, homeUnitId: null, addressPresent: null, phonePresent: null, workingMinutes: 960, limitDueAt: null, pauses: [], returnChannel: 1,
  digitised: n < 5, electronicResult: n < 8, feeDue: true, paidOnline: n < 6, apologyLetter: null, modifiedAt: receivedAt + 2 * DAY,
} as unknown as DossierRow);
