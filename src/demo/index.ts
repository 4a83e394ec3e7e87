/** `cchc demo`: everything on one machine. Simulated systems of a province, a backfill with progress, then the service with its schedule. */
import { fork } from 'node:child_process';
import { createServer } from 'node:net';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { closePeriod, CloseRefused } from '../compute/editions/close';
import { publish } from '../compute/editions/publish';
import { measuresOfSource } from '../compute/measures/source-measures';
import type { OurMeasures } from '../ingest/compare';
import { register, type Registered } from '../ingest/registration';
import { runSource } from '../ingest/runner';
import { CchcError } from '../platform/errors';
import { resolveUnmatched } from '../store/units/unit-unmatched';
import { loadStatisticsFile, parseStatisticsFile } from '../cli/import';
import { loadRegisterFile } from '../cli/register';
import { createProgress } from '../platform/progress';
import { projectRoot } from '../platform/root';
import { startService } from '../main';
import { loadSettings } from '../settings';
import { keepDemoEnvironment, useDemoEnvironment } from '../cli/demo-environment';
import { addresses, count, print, untilStopped } from '../cli/output';
import { openApp, type App } from '../cli/app';
import { addDays, formatPeriod, localDay, periodOf, vietnameseDay, type ItemKind, type LocalDay, type Period } from '../vocabulary';

/** Faults of all simulated systems at the start; each can be turned while they run. */
export const DEMO_FAULTS = ['none', 'some', 'many'] as const;
type Dial = (typeof DEMO_FAULTS)[number];

export interface DemoState {
  seed: number; dossiers: number; startedAt: string; ports: Partial<Record<string, number>>;
  /** First local day of the simulated data; absent in the state of an older demo: fourteen months before. */
  firstDay?: LocalDay;
  /** What the simulator was told to correct after a month was closed: it has happened, also after a new start. */
  corrections?: { month: string; count: number; at: number }[];
}
export interface SimulatorFacts {
  /** The simulator's own address: truth, dials, distortions. */
  url: string;
  /** What config/demo.yaml refers to: addresses, names and keys of the simulated systems. */
  env: Record<string, string>;
  /** Codes of the units, by which the postal operator and the officials' app know them. */
  units: string[];
  registers: { kind: ItemKind; file: string }[];
  /** Index 766 as the portal would hand it out. */
  portalIndex: string;
}

export async function runDemo(options: { dossiers: number; port?: number; faults?: Dial }): Promise<void> {
  const root = projectRoot();
  const port = await freePort(options.port ?? HTTP_PORT); // minutes of loading come before anybody listens on it
  if (options.port && port !== options.port) throw new CchcError('bad-usage', `Cổng ${options.port} đang có chương trình khác dùng.`, 'Dừng chương trình đó, hoặc chọn cổng khác bằng --port.');
  const stateFile = join(root, '.data/demo.json');
  const state = await demoState(stateFile, options.dossiers);
  // The province of the first start goes on: its time began then, and a second start finds its data and reads what came since.
  print('Khởi động các hệ thống mô phỏng …');
  const simulators = await forkSimulators({ ...state, faults: options.faults });
  keepDemoEnvironment({ ...simulators.env, CCHC_CONFIG: join(root, 'config/demo.yaml') });
  useDemoEnvironment();
  const settings = loadSettings();
  print(`Tỉnh mô phỏng: ${count(state.dossiers)} hồ sơ từ ${vietnameseDay(state.firstDay ?? simulators.env.DEMO_START as LocalDay)}, ${settings.definitions.length} nguồn và ${simulators.registers.length} sổ.`);
  const app = await openApp({ settings, keepDatabaseRunning: false });
  const progress = createProgress();
  try {
    const sources = await register(app.pool, settings.province, settings.units.files, settings.definitions, true);
    const started = Date.now();
    // The customer and unit numbers of these two are said by nobody but a person: here the demo is that person.
    for (const source of ['buu-chinh', 'cong-chuc']) for (const code of simulators.units) await resolveUnmatched(app.pool, source, { by: 'id', value: code }, code, { by: 'bản trình diễn' });
    await Promise.all(sources.map((source) => runSource(source, { kind: 'live' }, {
      databaseUrl: app.databaseUrl, pool: app.pool, timesOf: app.timesOf, onProgress: (id, stream, done) => progress.update(`${id} ${stream}`, done.window, done.windows, `${count(done.records)} bản ghi`),
      onOutcome: (outcome) => { if (outcome.failure) process.stderr.write(`${outcome.source} ${outcome.stream}: ${outcome.failure.text}\n`); },
    })));
    progress.stop();
    for (const { kind, file } of simulators.registers) {
      const { problems } = await loadRegisterFile(app, kind, file, { by: 'bản trình diễn', partial: true, asOf: Date.parse(state.startedAt) * 1000 });
      for (const p of problems) process.stderr.write(`${kind} ${p.cell} ${p.column}: ${p.reason}\n`);
    }
    const index = await parseStatisticsFile(simulators.portalIndex, {});
    for (const p of index.problems) process.stderr.write(`chỉ số 766, phần ${p.row} ${p.column}: ${p.reason}\n`);
    if (index.problems.length === 0) await loadStatisticsFile(app, index, { name: basename(simulators.portalIndex), by: 'bản trình diễn' });
    const { rows } = await app.pool.query<{ n: number }>('select count(*) as n from dossier');
    print(`Đã có ${count(rows[0]!.n)} hồ sơ (nạp ${((Date.now() - started) / 1000).toLocaleString('vi-VN', { maximumFractionDigits: 1 })} giây). Đang tính chỉ số …`);
    const first = await publish(app.pool, app.compute, Date.now() * 1000, { everything: true });
    print(`Ấn bản ${first.edition}: ${first.periods} kỳ, ${count(first.changes)} giá trị.`);
    if (!state.corrections) await closeMonth(app, sources, simulators.url, state, stateFile);
    const service = await startService(app, { port });
    print(`\n${addresses(service.url)}\nbản mô phỏng  ${simulators.url}/truth (sự thật), /faults (núm lỗi), /distortions (sai lệch giữa các hệ thống)\ndòng lệnh     npm run --silent cchc -- --demo sources (và mọi lệnh khác)\n\nHồ sơ mới tiếp tục đến. Ctrl-C để dừng.`);
    await untilStopped();
    print('Đang dừng …');
    await service.close();
  } finally {
    progress.stop();
    await app.close();
    await app.embedded?.stop(); // also one that an earlier, killed demo left behind
    simulators.close();
  }
}

function forkSimulators(state: DemoState & { faults?: Dial }): Promise<SimulatorFacts & { close(): void }> {
  const child = fork(join(__dirname, 'simulator-process.js'), [JSON.stringify(state)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: ['--max-old-space-size=8192'] });
  return new Promise((done, fail) => {
    child.once('message', (message) => done({ ...(message as SimulatorFacts), close: () => { if (child.connected) child.disconnect(); } }));
    child.once('exit', () => fail(new CchcError('demo', 'Hệ thống mô phỏng không khởi động được.', `Có thể một cổng đang bận (${Object.values(state.ports).join(', ')}): dừng bản trình diễn cũ rồi chạy lại.`)));
  });
}

/** The state of the first start; ports stay, because the sources are known by their addresses. */
async function demoState(file: string, dossiers: number): Promise<DemoState> {
  const found = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as DemoState & { igatePort?: number; tandanPort?: number } : null;
  if (found && found.dossiers !== dossiers) throw new CchcError('bad-usage', `Dữ liệu trình diễn đã có với ${count(found.dossiers)} hồ sơ.`, `Chạy với --dossiers ${found.dossiers}, hoặc xóa thư mục .data để bắt đầu lại.`);
  const { igatePort, tandanPort, ports = { igate: igatePort, tandan: tandanPort }, ...rest } = found ?? { seed: 5610, dossiers, startedAt: new Date().toISOString(), firstDay: beginning(localDay(Date.now() * 1000)) } as Partial<Record<'igatePort' | 'tandanPort', number>> & Omit<DemoState, 'ports'> & { ports?: DemoState['ports'] };
  const state: DemoState = { ...rest, ports };
  for (const [n, name] of SIMULATED.entries()) state.ports[name] ??= await freePort(FIRST_PORT + 10 * n);
  saveState(file, state);
  return state;
}
function saveState(file: string, state: DemoState): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, JSON.stringify(state, null, 2));
}

/** Fourteen months at least, and two whole months of the districts before 1 July 2025. */
const beginning = (today: LocalDay): LocalDay => [addDays(today, -426), '2025-05-01'].sort()[0]!;

/** Dossiers of the closed month whose due date the source sets anew afterwards. */
const CORRECTED = 5;

/**
 * The last month but one is closed as `cchc close` does it, after every source was reconciled for it. From then on the one-stop system gives a handful of its dossiers a new due date: the service reads
 * them as it reads everything, and restates the closed figures.
 */
async function closeMonth(app: App, sources: readonly Registered[], simulator: string, state: DemoState, file: string): Promise<void> {
  const period = monthBefore(monthBefore(periodOf('month', localDay(Date.now() * 1000))));
  const now = Date.now() * 1000;
  try {
    const ours: OurMeasures = (source, of) => measuresOfSource(app.pool, app.compute, now, source, of);
    await Promise.all(sources.map((source) => runSource(source, { kind: 'reconcile', ranges: [{ from: period.start, to: period.end }], ours }, { databaseUrl: app.databaseUrl, pool: app.pool, timesOf: app.timesOf })));
    const { closing } = await closePeriod(app.pool, app.compute, now, period, 'Bản trình diễn');
    print(`Đã chốt tháng ${formatPeriod(period)} (ấn bản ${closing.edition}).`);
  } catch (error) {
    if (!(error instanceof CloseRefused)) throw error;
    print(error.message); // as it would be told to whoever signs; the demo goes on without a closed month
    return;
  }
  const response = await fetch(`${simulator}/distortions`, { method: 'POST', body: JSON.stringify({ correct: { month: formatPeriod(period), count: CORRECTED } }) });
  if (!response.ok) throw new CchcError('demo', `Bản mô phỏng không nhận việc sửa hồ sơ (HTTP ${response.status}).`, 'Xóa thư mục .data rồi chạy lại.');
  state.corrections = (await response.json() as { corrections: DemoState['corrections'] }).corrections;
  saveState(file, state);
  print(`Nguồn nay sửa hạn trả của ${CORRECTED} hồ sơ tháng ấy; sau khoảng hai phút có bản đính chính (/api/v1/restatements?period=${formatPeriod(period)}).`);
}
const monthBefore = (period: Period): Period => periodOf('month', addDays(period.start, -1));
const HTTP_PORT = 8080;
const FIRST_PORT = 48610;
const SIMULATED = ['igate', 'tandan', 'cmon', 'opencps', 'lgsp', 'portal', 'vxp', 'langson', 'bkav', 'xroad', 'ccvc', 'payment', 'vnpost', 'simulator'];

/** The wanted port where nobody listens on it, otherwise any free one. */
function freePort(wanted: number): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', () => (wanted === 0 ? fail(new CchcError('demo', 'Không còn cổng trống.', 'Dừng bớt chương trình rồi chạy lại.')) : freePort(0).then(done, fail)));
    server.listen(wanted, '127.0.0.1', () => { const { port } = server.address() as { port: number }; server.close(() => done(port)); });
  });
}
