/** Settings that must be refused are refused, all at once, with line, reason and remedy. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CchcError } from '../../src/platform/errors';
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
const PROVINCE = 'province: { code: H17, name: Đà Nẵng }\nsourceFolder: none\n';

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
