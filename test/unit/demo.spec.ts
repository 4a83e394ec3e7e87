/** The demo shows what the plan names: every family is a source of it, every register file of the simulator is read whole. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDistortions } from '../../simulator/distortions';
import { portalIndex } from '../../simulator/portal-index';
import { createProvince } from '../../simulator/province';
import { writeRegisters } from '../../simulator/registers';
import { parsePortalIndex } from '../../src/ingest/import/portal-index';
import { parseRegister } from '../../src/ingest/import/register';
import { readWorkbook } from '../../src/ingest/import/workbook';
import { projectRoot } from '../../src/platform/root';
import { loadSettings } from '../../src/settings';
import { families } from '../../src/sources';

const now = Date.parse('2026-08-31T10:00:00+07:00');

test('every family is a source of the demo, with options that fit; only the simulated portal is called', () => {
  const file = join(projectRoot(), 'config/demo.yaml');
  const names = [...readFileSync(file, 'utf8').matchAll(/\$\{(DEMO_\w+)\}/g)].map((match) => match[1]!);
  const env = Object.fromEntries(names.map((name) => [name, name.endsWith('_URL') ? 'http://127.0.0.1:1' : name.endsWith('_START') ? '2025-07-01' : 'x']));
  const { definitions } = loadSettings(env, file);
  expect([...new Set(definitions.map((d) => d.family))].sort()).toEqual(families.map((family) => family.id));
  expect(definitions.filter((d) => d.baseUrl !== 'http://127.0.0.1:1' || !d.fetch)).toEqual([]);
});

test('registers of the simulator are read whole, with units that the province has', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cchc-registers-'));
  try {
    const province = createProvince({ seed: 7, dossiers: 100, months: 14, start: now, root: projectRoot() });
    const units = new Set(province.units.map((unit) => unit.name));
    for (const { kind, file } of await writeRegisters(province, 7, now, folder)) {
      const parsed = parseRegister(kind, await readWorkbook(file), now * 1000);
      expect([kind, parsed?.problems]).toEqual([kind, []]);
      expect(parsed!.rows.length).toBeGreaterThan(20);
      expect(parsed!.rows.filter((row) => !units.has(row.unitText))).toEqual([]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the portal’s file of index 766 is read whole, with a total for the province and each unit', () => {
  const province = createProvince({ seed: 7, dossiers: 2000, months: 2, start: now, root: projectRoot() });
  const { rows, problems } = parsePortalIndex(JSON.stringify({ cases: portalIndex(province, createDistortions(province, [], now), now) }), {});
  expect(problems).toEqual([]);
  const august = rows.filter((row) => row.period.start === '2026-08-01' && row.period.type === 'month');
  expect(august.map((row) => row.unitCode).sort()).toEqual(['H17', ...province.units.map((unit) => unit.code)].sort());
  expect(august.filter((row) => !row.scores.some((score) => score.indicator === 'index766-total' && score.score! > 0))).toEqual([]);
  // From these counts and the dossiers alone our total can be computed.
  const wanted = ['announcedOnTime', 'publishedOnTime', 'publicComplete', 'dossiersSynced', 'handledOnTime', 'onlineServices', 'feeProcedures', 'certifiedCopyUnits', 'citizenDossiers', 'handledSatisfied', 'feedback'];
  expect(august.flatMap((row) => wanted.filter((measure) => typeof row.values[measure as 'feedback'] !== 'number'))).toEqual([]);
});
