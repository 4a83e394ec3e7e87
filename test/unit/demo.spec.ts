/** The demo shows what the plan names: every family is a source of it, every register file of the simulator is read whole. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProvince } from '../../simulator/province';
import { writeRegisters } from '../../simulator/registers';
import { parseRegister } from '../../src/ingest/import/register';
import { readWorkbook } from '../../src/ingest/import/workbook';
import { projectRoot } from '../../src/platform/root';
import { loadSettings } from '../../src/settings';
import { families } from '../../src/sources';

const now = Date.parse('2026-08-31T10:00:00+07:00');

test('every family is a source of the demo, with options that fit; only the simulated portal is called', () => {
  const file = join(projectRoot(), 'config/demo.yaml');
  const names = [...readFileSync(file, 'utf8').matchAll(/\$\{(DEMO_\w+)\}/g)].map((match) => match[1]!);
  const env = Object.fromEntries(names.map((name) => [name, name.endsWith('_URL') ? 'http://127.0.0.1:1' : name === 'DEMO_START' ? '2025-07-01' : 'x']));
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
