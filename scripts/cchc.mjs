#!/usr/bin/env node
// `cchc` from a checkout: installs and builds what is missing, then runs the verb. Signals reach the verb once; its exit code is ours.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

ensureInstalled();
ensureBuilt();
const child = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist/src/cli.js'), ...process.argv.slice(2)], { stdio: 'inherit' });
// A terminal sends Ctrl-C to the whole group: the child has it already. Signals from elsewhere are passed on.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
process.on('SIGHUP', () => child.kill('SIGHUP'));
child.on('error', (error) => { process.stderr.write(`${error.message}\n`); process.exit(1); });
child.on('exit', (code, signal) => process.exit(signal ? 128 + (constants.signals[signal] ?? 15) : code ?? 1));
