/** `cchc demo`: everything on one machine. Simulated systems of a province, a backfill with progress, then the service with its schedule. */
import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publish } from '../compute/publish';
import { register } from '../ingest/registration';
import { runSource } from '../ingest/runner';
import { CchcError } from '../platform/errors';
import { createProgress } from '../platform/progress';
import { projectRoot } from '../platform/root';
import { startService } from '../main';
import { loadSettings } from '../settings';
import { addresses, count, print, untilStopped } from '../cli/output';
import { openApp } from '../cli/app';

interface DemoState { seed: number; dossiers: number; startedAt: string; igatePort: number; tandanPort: number }

export async function runDemo(options: { dossiers: number; port: number }): Promise<void> {
  const root = projectRoot();
  const state = demoState(join(root, '.data/demo.json'), options.dossiers);
  // The province of the first start goes on: its time began then, and a second start finds its data and reads what came since.
  print('Khởi động các hệ thống mô phỏng …');
  const simulators = await forkSimulators(state);
  Object.assign(process.env, {
    DEMO_IGATE_URL: simulators.igate.url, DEMO_IGATE_CLIENT: simulators.igate.clientId, DEMO_IGATE_SECRET: simulators.igate.clientSecret,
    DEMO_TANDAN_URL: simulators.tandan.url, DEMO_TANDAN_USER: simulators.tandan.user, DEMO_TANDAN_PASSWORD: simulators.tandan.password,
    DEMO_START: simulators.firstDay,
  });
  const settings = loadSettings(process.env, join(root, 'config/demo.yaml'));
  print(`Tỉnh mô phỏng: ${count(state.dossiers)} hồ sơ trong 14 tháng, hai hệ thống một cửa.`);
  const app = await openApp({ settings, keepDatabaseRunning: false });
  const progress = createProgress();
  try {
    const sources = await register(app.pool, settings.province, settings.units.files.map((file) => join(root, file)), settings.definitions);
    const started = Date.now();
    await Promise.all(sources.map((source) => runSource(source, { kind: 'live' }, {
      databaseUrl: app.databaseUrl, pool: app.pool, timesOf: app.timesOf, onProgress: (id, stream, done) => progress.update(`${id} ${stream}`, done.window, done.windows, `${count(done.records)} bản ghi`),
      onOutcome: (outcome) => { if (outcome.failure) process.stderr.write(`${outcome.source} ${outcome.stream}: ${outcome.failure.text}\n`); },
    })));
    progress.stop();
    const { rows } = await app.pool.query<{ n: number }>('select count(*) as n from dossier');
    print(`Đã có ${count(rows[0]!.n)} hồ sơ (nạp ${((Date.now() - started) / 1000).toLocaleString('vi-VN', { maximumFractionDigits: 1 })} giây). Đang tính chỉ số …`);
    const first = await publish(app.pool, app.compute, Date.now() * 1000, { everything: true });
    print(`Ấn bản ${first.edition}: ${first.periods} kỳ, ${count(first.changes)} giá trị.`);
    settings.units.files = settings.units.files.map((file) => join(root, file));
    const service = await startService(app, { port: options.port });
    print(`\n${addresses(service.url)}\n\nHồ sơ mới tiếp tục đến. Ctrl-C để dừng.`);
    await untilStopped();
    print('Đang dừng …');
    await service.close();
  } finally {
    progress.stop();
    await app.close();
    simulators.close();
  }
}

interface SimulatorAddresses { igate: { url: string; clientId: string; clientSecret: string }; tandan: { url: string; user: string; password: string }; firstDay: string; close(): void }

function forkSimulators(state: DemoState): Promise<SimulatorAddresses> {
  const child = fork(join(__dirname, 'simulator-process.js'), [state.seed, state.dossiers, Date.parse(state.startedAt), state.igatePort, state.tandanPort].map(String), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: ['--max-old-space-size=8192'] });
  return new Promise((done, fail) => {
    child.once('message', (message) => done({ ...(message as Omit<SimulatorAddresses, 'close'>), close: () => { if (child.connected) child.disconnect(); } }));
    child.once('exit', () => fail(new CchcError('demo', 'Hệ thống mô phỏng không khởi động được.', `Có thể cổng ${state.igatePort} hoặc ${state.tandanPort} đang bận: dừng bản trình diễn cũ rồi chạy lại.`)));
  });
}

function demoState(file: string, dossiers: number): DemoState {
  if (existsSync(file)) {
    const state = JSON.parse(readFileSync(file, 'utf8')) as DemoState;
    if (state.dossiers === dossiers) return state;
    throw new CchcError('bad-usage', `Dữ liệu trình diễn đã có với ${count(state.dossiers)} hồ sơ.`, `Chạy với --dossiers ${state.dossiers}, hoặc xóa thư mục .data để bắt đầu lại.`);
  }
  const state: DemoState = { seed: 5610, dossiers, startedAt: new Date().toISOString(), igatePort: 48610, tandanPort: 48620 };
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, JSON.stringify(state, null, 2));
  return state;
}
