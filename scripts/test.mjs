// `npm test`: everything, fail-fast, in the order of cheapness. `--static` stops before the tests.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

ensureInstalled();
const bin = (name) => join(root, 'node_modules/.bin', name);
function step(title, command, args, env = {}) {
  process.stdout.write(`\n── ${title}\n`);
  const started = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  process.stdout.write(`   ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  if (status !== 0) {
    process.stdout.write(`\n"${title}" failed: ${[command, ...args].join(' ').replaceAll(root + '/', '')}\n`);
    process.exit(1);
  }
}

step('types', bin('tsc'), ['--noEmit', '-p', '.']);
step('lint', bin('eslint'), ['.', '--max-warnings=0']);
step('import rules', bin('depcruise'), ['src', 'simulator', 'dashboards', 'migrations', '--config', '.dependency-cruiser.cjs']);
ensureBuilt();
if (existsSync(join(root, 'scripts/generate.mjs'))) step('generated files are up to date (npm run generate)', process.execPath, ['scripts/generate.mjs', '--check']);
if (!process.argv.includes('--static')) {
  const report = join(mkdtempSync(join(tmpdir(), 'cchc-test-')), 'jest.json');
  process.stdout.write('\n── tests\n');
  const { status } = spawnSync(bin('jest'), ['--passWithNoTests', '--json', `--outputFile=${report}`, ...process.argv.slice(2)], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
  process.stdout.write(`\n${result.numPassedTests} passed, ${result.numFailedTests + (result.numRuntimeErrorTestSuites ?? 0)} failed, ${result.numPendingTests} skipped\n`);
  process.exit(status ?? 1);
}
