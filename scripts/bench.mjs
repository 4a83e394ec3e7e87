// `npm run bench`: one table of ratios measured in one run.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

ensureInstalled();
ensureBuilt();
spawn(process.execPath, ['--max-old-space-size=8192', join(root, 'dist/src/bench/index.js'), ...process.argv.slice(2)], { stdio: 'inherit' }).on('exit', (code) => process.exit(code ?? 1));
