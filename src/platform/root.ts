import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folder of the project (the one with package.json), from src/ as well as from dist/. */
export function projectRoot(from: string = __dirname): string {
  if (existsSync(join(from, 'package.json')) && existsSync(join(from, 'migrations'))) return from.endsWith('dist') ? projectRoot(dirname(from)) : from;
  const parent = dirname(from);
  if (parent === from) throw new Error('The project folder (with package.json and migrations/) was not found above ' + __dirname);
  return projectRoot(parent);
}
