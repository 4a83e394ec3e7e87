import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import type { Pool } from 'pg';
import { failureOf } from '../ingest/run';
import { register, type Registered } from '../ingest/registration';
import { openSession, runSource, type Job } from '../ingest/runner';
import { checkStream } from '../ingest/check';
import { CchcError, HttpFailure } from '../platform/errors';
import { loadDeclaredFile, loadSettings, refusal, type Settings } from '../settings';
import { publishAndNote } from '../compute/editions/corrections';
import { waiveWindow, windowGaps } from '../store/sources/gaps';
import { callCounter } from '../store/sources/source-calls';
import { addDays, parsePeriod, startOfDay } from '../vocabulary';
import { openApp } from './app';
import { count, print, printJson, table, spokenProgress } from './output';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day of an option; undefined stays undefined. */
export function readDay(day: string | undefined): string | undefined {
  if (day !== undefined && (!DAY.test(day) || Number.isNaN(Date.parse(day)))) throw new CchcError('bad-usage', `"${day}" không phải ngày yyyy-MM-dd.`, 'Viết ngày như 2026-08-17.');
  return day;
}

/** The settings, with a YAML file given as ID added: a source can be tried before it is put into config/sources. */
export function settingsWith(id: string): { settings: Settings; id: string } {
  const settings = loadSettings();
  if (!/\.ya?ml$/.test(id)) return { settings, id };
  if (!existsSync(id)) throw new CchcError('bad-usage', `Không có tệp ${id}.`, 'Kiểm tra đường dẫn.');
  const declared = loadDeclaredFile(id);
  if (Array.isArray(declared)) throw refusal(declared);
  const { definition } = declared;
  return { settings: { ...settings, definitions: [...settings.definitions.filter((d) => d.id !== definition.id), definition] }, id: definition.id };
}

export function addSourceVerbs(program: Command): void {
  const sources = program.command('sources').description('các nguồn và trạng thái "đã nạp đến …"').option('--json', 'cho máy đọc').action(async (options: { json?: boolean }) => {
    const app = await openApp();
    try {
      const { rows } = await app.pool.query('select * from mart.source_state order by source');
      if (options.json) return printJson(rows);
      print(table([['NGUỒN', 'TRẠNG THÁI', 'ĐÃ NẠP ĐẾN', 'CÁCH LY', 'LỖI'], ...rows.map((r) => [r.source, stateText(r.state), r.loaded_through ? new Date(r.loaded_through).toLocaleString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh' }) : '–', count(r.quarantined), r.error_text ?? ''])]));
    } finally {
      await app.close();
    }
  });
  sources.command('check').argument('<id>', 'id của nguồn, hoặc tệp YAML').description('đăng nhập và đọc thử một trang, không lưu gì').action(async (given: string) => {
    const { settings, id } = settingsWith(given);
    const definition = settings.definitions.find((d) => d.id === id);
    if (!definition) throw new CchcError('bad-usage', `Không có nguồn "${id}".`, `Các nguồn: ${settings.definitions.map((d) => d.id).join(', ') || '(chưa có)'}.`);
    // Only what is limited needs a database: the calls of a trial count too.
    const app = definition.transport.callsPerDay === undefined ? null : await openApp({ settings });
    const session = openSession({ ...definition, transport: { ...definition.transport, tries: Math.min(definition.transport.tries, 2) } }, app ? { countCall: callCounter(app.pool, definition.id) } : {});
    let failed = false;
    print(`${definition.title} (${definition.id})`);
    try {
      for (const stream of definition.streams) {
        try {
          for (const line of await checkStream(definition, stream, session)) print(`  ${line}`);
        } catch (error) {
          failed = true;
          const failure = failureOf(error);
          print(`  ✗ ${stream.id}: ${failure.text}`);
          if (error instanceof CchcError && error.remedy) print(`    → ${error.remedy}`);
          if (error instanceof HttpFailure && error.class === 'password') break;
        }
      }
    } finally {
      await app?.close();
    }
    process.exitCode = failed ? 1 : 0;
  });

  sources.command('gaps').argument('[id]').description('khoảng thời gian chưa nạp; chỉ hết khi có dữ liệu hoặc có người ký miễn').option('--json', 'cho máy đọc').action(async (id: string | undefined, options: { json?: boolean }) => {
    const app = await openApp();
    try {
      const gaps = await windowGaps(app.pool, id);
      if (options.json) return printJson(gaps);
      print(gaps.length === 0 ? 'Không có khoảng nào chưa nạp.' : table([['NGUỒN', 'LUỒNG', 'TỪ', 'ĐẾN', 'VÌ SAO'], ...gaps.map((g) => [g.source, g.stream, localTime(g.gap_from), localTime(g.gap_to), GAP_TEXT[g.kind]])]));
    } finally {
      await app.close();
    }
  });
  sources.command('waive').argument('<id>', 'id của nguồn').argument('<từ>', 'yyyy-MM-dd').argument('<đến>', 'yyyy-MM-dd, tính cả ngày này').description('ký miễn một khoảng không thể nạp (ví dụ hệ thống cũ đã mất dữ liệu)')
    .requiredOption('--by <người ký>').requiredOption('--why <lý do>').option('--stream <luồng>', 'chỉ một luồng')
    .action(async (id: string, from: string, to: string, options: { by: string; why: string; stream?: string }) => {
      const [first, last] = [readDay(from)!, readDay(to)!];
      if (first > last) throw new CchcError('bad-usage', `Khoảng ${first} – ${last} trống.`, 'Ngày đầu không sau ngày cuối.');
      const app = await openApp();
      try {
        await waiveWindow(app.pool, { source: id, stream: options.stream ?? null, from: startOfDay(first), to: startOfDay(addDays(last, 1)), by: options.by, why: options.why });
        const left = await windowGaps(app.pool, id);
        print(`Đã ghi miễn ${id} ${first} – ${last}, người ký ${options.by}. Còn ${count(left.length)} khoảng chưa nạp.`);
      } finally {
        await app.close();
      }
    });

  program.command('ingest').argument('<id>', 'id của nguồn, hoặc tệp YAML').description('chạy một lượt, hoặc nạp bù một khoảng mà không đụng trạng thái hiện hành')
    .option('--from <ngày>', 'yyyy-MM-dd').option('--to <ngày>', 'yyyy-MM-dd').option('--full', 'nạp lại toàn bộ bên cạnh rồi thay').option('--stream <luồng>', 'luồng của tệp').option('--file <tệp>', 'đọc một câu trả lời đã lưu (JSON, XML) thay cho gọi nguồn').option('--period <kỳ>', 'kỳ của tệp, như 2026-07').option('--accept-loss', 'cho phép nhiều hồ sơ biến mất khi --full').option('--json', 'cho máy đọc')
    .action(async (given: string, options: { from?: string; to?: string; full?: boolean; acceptLoss?: boolean; json?: boolean; stream?: string; file?: string; period?: string }) => {
      for (const day of [options.from, options.to]) readDay(day);
      const { settings, id } = settingsWith(given);
      const app = await openApp({ settings });
      const progress = spokenProgress();
      try {
        const registered = await register(app.pool, settings.province, settings.units.files, settings.definitions, !/\.ya?ml$/.test(given) && settings.definitions.some((d) => d.id === id));
        const source: Registered | undefined = registered.find((r) => r.definition.id === id);
        if (!source) throw new CchcError('bad-usage', `Không có nguồn "${id}".`, `Các nguồn: ${registered.map((r) => r.definition.id).join(', ') || '(chưa có)'}.`);
        const job: Job = options.file !== undefined ? fileJob(options.file, options.stream, options.period) : options.full ? { kind: 'full', acceptLoss: options.acceptLoss } : options.from || options.to ? { kind: 'backfill', from: options.from ?? firstDay(source), to: options.to ?? '9999-12-30' } : { kind: 'live' };
        const outcomes = await runSource(source, job, { databaseUrl: app.databaseUrl, pool: app.pool, timesOf: app.timesOf, onProgress: (_, stream, done) => progress.update(stream, done.window, done.windows, `${count(done.records)} bản ghi`) }, 60_000);
        progress.stop();
        if (outcomes === null) throw new CchcError('busy', `Nguồn ${id} đang được tiến trình khác nạp.`, 'Chờ rồi chạy lại.');
        const published = await publishAndNote(app.pool, app.compute, Date.now() * 1000);
        if (options.json) printJson({ outcomes, published });
        else for (const o of outcomes) print(o.failure ? `✗ ${o.stream}: ${o.failure.text}` : `✓ ${o.stream}: ${count(o.counts!.records)} bản ghi; mới ${count(o.counts!.new)}, đổi ${count(o.counts!.changed)}, không đổi ${count(o.counts!.unchanged)}, bỏ qua ${count(o.counts!.skipped)}, cách ly ${count(o.counts!.quarantined)}`);
        if (!options.json && outcomes.some((o) => o.counts !== null && o.counts.quarantined > 0)) for (const line of await quarantineLines(app.pool, source.id)) print(line);
        if (outcomes.some((o) => o.failure)) process.exitCode = 1;
      } finally {
        progress.stop();
        await app.close();
      }
    });
}

/** Why records stand in quarantine, the most frequent reasons first, with the field of the source. */
async function quarantineLines(pool: Pool, sourceId: number): Promise<string[]> {
  const { rows } = await pool.query<{ stream: string; message: string; pointer: string; n: number }>(
    `select stream, message, coalesce(pointer, '') as pointer, count(*)::int as n from quarantine where source_id = $1 and resolved_at is null group by 1, 2, 3 order by n desc, 1, 2 limit 5`, [sourceId]);
  return rows.map((row) => `  → ${row.stream}: ${count(row.n)} bản ghi bị cách ly: ${row.message} (${row.pointer})`);
}

const MAX_FILE = 64 << 20;
function fileJob(file: string, stream: string | undefined, period: string | undefined): Job {
  if (stream === undefined) throw new CchcError('bad-usage', 'Chưa nói tệp là của luồng nào.', 'Thêm --stream.');
  if (!existsSync(file)) throw new CchcError('bad-usage', `Không có tệp ${file}.`, 'Kiểm tra đường dẫn.');
  if (statSync(file).size > MAX_FILE) throw new CchcError('bad-file', `Tệp ${file} lớn hơn ${MAX_FILE >> 20} MB.`, 'Tách tệp theo kỳ.');
  try {
    return { kind: 'file', stream, text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)), period: period === undefined ? null : parsePeriod(period) };
  } catch (error) {
    throw new CchcError('bad-usage', error instanceof RangeError ? `"${period}" không phải kỳ báo cáo.` : `Tệp ${file} không phải UTF-8.`, 'Viết kỳ như 2026-07, 2026-Q3; lưu tệp dạng UTF-8.');
  }
}

const localTime = (at: Date) => at.toLocaleString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh' });
const GAP_TEXT = { never: 'chưa nạp lần nào', behind: 'chưa nạp đến', hole: 'chưa từng hỏi', refused: 'đối soát bị từ chối (quá nhiều hồ sơ biến mất)' };
const firstDay = (source: Registered) => source.definition.streams.find((s) => s.window)?.window?.start ?? '2000-01-01';
export const stateText = (state: string): string => ({ fresh: 'mới', stale: 'CŨ', failing: 'đang lỗi', never: 'chưa nạp', imported: 'nhập tệp' })[state] ?? state;
