/** What config/demo.yaml refers to, kept where every verb finds it: addresses and invented keys of the simulated systems, and the configuration file itself. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CchcError } from '../platform/errors';
import { projectRoot } from '../platform/root';

const file = () => join(projectRoot(), '.data/demo-environment.json');

export function keepDemoEnvironment(variables: Record<string, string>): void {
  mkdirSync(dirname(file()), { recursive: true });
  writeFileSync(file(), JSON.stringify(variables, null, 2), { mode: 0o600 });
}

/** From here on the process runs with the settings of the demo. */
export function useDemoEnvironment(): void {
  if (!existsSync(file())) throw new CchcError('bad-usage', 'Chưa có bản trình diễn trên máy này.', 'Chạy npm run demo trước; lệnh này dùng được khi nó đang chạy.');
  Object.assign(process.env, JSON.parse(readFileSync(file(), 'utf8')) as Record<string, string>);
}
