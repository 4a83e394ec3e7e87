/** Settings that must be refused are refused, all at once, with line, reason and remedy. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CchcError } from '../../src/platform/errors';
import { projectRoot } from '../../src/platform/root';
import { loadSettings } from '../../src/settings';

function refused(text: string, variables: Record<string, string> = {}): string {
  const file = join(mkdtempSync(join(tmpdir(), 'cchc-settings-')), 'cchc.yaml');
  writeFileSync(file, text);
  try {
    loadSettings(variables, file);
  } catch (error) {
    expect(error).toBeInstanceOf(CchcError);
    expect((error as CchcError).code).toBe('bad-configuration');
    return (error as CchcError).message;
  }
  throw new Error('was accepted');
}
const PROVINCE = 'province: { code: H17, name: Đà Nẵng }\nsourceFolder: null\n';

test('an unknown key is named with its line', () => {
  expect(refused(`${PROVINCE}rules:\n  onTimeBY: date\n`)).toMatch(/cchc\.yaml:4 .*onTimeBY/);
});

test('a wrong value is told with its line and what is allowed', () => {
  expect(refused(`${PROVINCE}rules:\n  dueSoonWorkingDays: 3\n  onTimeBy: giờ\n`)).toMatch(/cchc\.yaml:5 /);
});

test('a secret that is not set is named, and no value is ever repeated', () => {
  const text = refused(`${PROVINCE}sources:\n  - id: xa\n    family: igate\n    options: { baseUrl: "http://x", clientId: a, clientSecret: "\${IGATE_SECRET}", start: "2025-01-01" }\n  - id: so\n    family: igate\n    options: { clientSecret: "\${OTHER}" }\n`, { OTHER: 'bi-mat-that' });
  expect(text).toContain('IGATE_SECRET');
  expect(text).not.toContain('bi-mat-that');
});

test('an unknown family lists those there are; two sources may not share an id', () => {
  const options = 'options: { baseUrl: "http://127.0.0.1", clientId: a, clientSecret: b, start: "2025-01-01" }';
  expect(refused(`${PROVINCE}sources:\n  - { id: a, family: igat, options: {} }\n`)).toMatch(/bkav, .*igate, .*tandan/);
  expect(refused(`${PROVINCE}sources:\n  - id: a\n    family: igate\n    ${options}\n  - id: a\n    family: igate\n    ${options}\n`)).toContain('"a"');
});

test('what is not YAML is refused where it breaks', () => {
  expect(refused(`${PROVINCE}rules: { onTimeBy: date\nhttp: }`)).toMatch(/cchc\.yaml:\d+ .*YAML/);
});

test('a file that is named and not there is a problem; what a province need not have may be missing under its own name', () => {
  const both = refused(`${PROVINCE}targets: { file: config/targetz.yaml }\nunits: { files: [khong-co.csv] }\n`);
  expect(both).toMatch(/cchc\.yaml:3 .*targetz/);
  expect(both).toMatch(/cchc\.yaml:4 .*khong-co\.csv/);
  expect(refused('province: { code: H17, name: Đà Nẵng }\nsourceFolder: config/nguon\n')).toMatch(/cchc\.yaml:2 .*config\/nguon/);
  const folder = mkdtempSync(join(tmpdir(), 'cchc-settings-'));
  writeFileSync(join(folder, 'targets.yaml'), 'targets: [{ indicator: HS.DUNGHAN, year: 2026, value: 0.9, document: QĐ 1 }]');
  writeFileSync(join(folder, 'cchc.yaml'), `${PROVINCE}targets: { file: ${join(folder, 'targets.yaml')} }\n`);
  const settings = loadSettings({}, join(folder, 'cchc.yaml'));
  expect(settings.targetList.targets).toMatchObject([{ value: 0.9 }]);
  expect(settings.formulas.file).toBe(join(projectRoot(), 'config/formulas.yaml'));
});
