// Rewrites everything that is generated and committed; --check only compares and fails with the command to run.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

ensureInstalled();
ensureBuilt();
const check = process.argv.includes('--check');
const { status } = spawnSync(process.execPath, [join(root, 'dist/src/generate.js'), ...(check ? ['--check'] : [])], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
