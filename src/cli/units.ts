import { userInfo } from 'node:os';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { loadUnitFiles } from '../ingest/units/load-unit-files';
import { CchcError } from '../platform/errors';
import { inTransaction, openClient } from '../store/database';
import { findUnits, readUnit } from '../store/units/read-units';
import { tryLockSource } from '../store/sources/sources';
import { checkUnits, recordStocks, stockControls } from '../store/units/unit-check';
import { listUnmatched, resolveUnmatched, suggest } from '../store/units/unit-unmatched';
import { UNIT_LEVELS, vietnameseDay, type UnitRef } from '../vocabulary';
import { openApp, type App } from './app';
import { count, print, printJson, table } from './output';

const LEVELS: Record<string, string> = { province: 'tỉnh', department: 'sở, ban, ngành', district: 'huyện', commune: 'xã', other: 'khác', unknown: 'chưa xác định' };

function readDay(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(`${text}T00:00:00Z`)) || !new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)) throw new CchcError('bad-usage', `"${text}" không phải ngày.`, 'Viết ngày như 2025-06-30.');
  return text;
}
const validity = (u: { validFrom: string | null; validTo: string | null }) => `${u.validFrom ? `từ ${vietnameseDay(u.validFrom)} ` : ''}${u.validTo ? `đến ${vietnameseDay(u.validTo)}` : ''}`.trim();

async function withApp<T>(work: (app: App) => Promise<T>): Promise<T> {
  const app = await openApp();
  try {
    // What the configuration names is there before anybody looks or checks, as at the start of the service.
    await locked(app, (client) => loadUnitFiles(client, app.settings.province, app.settings.units.files));
    return await work(app);
  } finally {
    await app.close();
  }
}

async function locked<T>(app: App, work: (client: import('pg').PoolClient) => Promise<T>): Promise<T> {
  const client = await app.pool.connect();
  try {
    return await inTransaction(client, async () => { await client.query('select pg_advisory_xact_lock(56100002)'); return work(client); });
  } finally {
    client.release();
  }
}

export function addUnitVerbs(program: Command): void {
  const units = program.command('units').description('đơn vị: danh mục theo thời gian, sự kiện, hàng đợi "chưa xác định đơn vị"');

  units.command('list', { isDefault: true }).argument('[tìm]', 'mã hoặc một phần của tên; đúng một đơn vị thì hiện cả lịch sử').description('danh sách đơn vị')
    .option('--at <ngày>', 'có hiệu lực vào ngày yyyy-MM-dd (mặc định hôm nay)').option('--level <cấp>', UNIT_LEVELS.join(', ')).option('--country', 'cả nước, không chỉ tỉnh mình').option('--all-times', 'cả các đơn vị đã chấm dứt hoặc chưa có').option('--json')
    .action(async (search: string | undefined, options: { at?: string; level?: string; country?: boolean; allTimes?: boolean; json?: boolean }) => {
      if (options.level && !(UNIT_LEVELS as readonly string[]).includes(options.level)) throw new CchcError('bad-usage', `Không có cấp "${options.level}".`, `Các cấp: ${UNIT_LEVELS.join(', ')}.`);
      const at = options.at === undefined ? undefined : readDay(options.at);
      await withApp(async (app) => {
        const found = await findUnits(app.pool, { search, at, level: options.level, country: options.country, allTimes: options.allTimes ?? (search !== undefined && at === undefined) });
        const exact = found.filter((u) => u.code === search);
        const shown = search !== undefined && exact.length === 1 ? exact : found;
        if (search !== undefined && shown.length === 1) {
          const unit = await readUnit(app.pool, shown[0]!.code);
          if (options.json) return printJson(unit);
          return print([`${unit.code} · ${unit.name} (${LEVELS[unit.level]})${unit.invented ? ' · mã tự đặt' : ''}${unit.verified ? '' : ' · chưa xác minh'}`, validity(unit), ...(unit.parents.length > 1 ? unit.parents.map((p) => `Thuộc ${p.code} ${validity(p)}`) : [unit.parentCode ? `Thuộc ${unit.parentCode}` : '']),
            ...unit.codes.map((c) => `Mã ${c.system}: ${c.code} ${validity(c)}${c.verified ? '' : ' (chưa xác minh)'}`),
            ...unit.predecessors.map((e) => `Từ ${vietnameseDay(e.day)}: ${e.from ?? '?'} ${e.fromName ?? ''} → ${unit.code}${e.weight === 1 ? '' : ` (không phân bổ được: ${e.reason})`}${e.verified ? '' : ' (chưa xác minh)'}`),
            ...unit.successors.map((e) => `Từ ${vietnameseDay(e.day)}: ${unit.code} → ${e.to ?? '?'} ${e.toName ?? ''}${e.weight === 1 ? '' : ` (không phân bổ được: ${e.reason})`}${e.verified ? '' : ' (chưa xác minh)'}`),
            ...unit.events.map((e) => `${vietnameseDay(e.day)} ${e.kind}: ${e.basis ?? 'căn cứ chưa rõ'}${e.note ? ` – ${e.note}` : ''}${e.verified ? '' : ' (chưa xác minh)'}`)].filter(Boolean).join('\n'));
        }
        if (options.json) return printJson(shown);
        print(table([['MÃ', 'TÊN', 'CẤP', 'THUỘC', 'HIỆU LỰC'], ...shown.map((u) => [u.code, u.name, LEVELS[u.level] ?? u.level, u.parentCode ?? '', validity(u)])]));
        const byLevel = [...new Set(shown.map((u) => u.level))].map((level) => `${count(shown.filter((u) => u.level === level).length)} ${LEVELS[level]}`);
        print(`${count(shown.length)} đơn vị${byLevel.length > 0 ? `: ${byLevel.join(', ')}` : ''}${options.country ? '' : '; cả nước: --country'}.`);
      });
    });

  units.command('import').argument('<tệp...>', 'CSV, YAML, JSON (cũng .gz)').description('nạp danh mục, mã, sự kiện; tất cả hoặc không gì, và không gì khi danh mục vì thế có lỗi mới').option('--dry-run', 'chỉ đọc và kiểm tra').option('--json')
    .action(async (files: string[], options: { dryRun?: boolean; json?: boolean }) => withApp(async (app) => {
      const client = await app.pool.connect();
      try {
        await client.query('begin');
        await client.query('select pg_advisory_xact_lock(56100002)');
        const errorsNow = async () => (await checkUnits(client)).filter((f) => f.severity === 'error');
        const before = new Map((await errorsNow()).map((f) => [f.check, f.count]));
        const loaded = await loadUnitFiles(client, app.settings.province, files, true);
        const errors = await errorsNow();
        const stored = !options.dryRun && !errors.some((f) => f.count > (before.get(f.check) ?? 0));
        await client.query(stored ? 'commit' : 'rollback');
        if (options.json) printJson({ ...loaded, stored, errors });
        else {
          print(`${options.dryRun ? 'Đọc thử' : stored ? 'Đã nạp' : 'Không nạp, danh mục sẽ có lỗi:'} ${files.map((f) => basename(f)).join(', ')}: ${count(loaded.units)} đơn vị, ${count(loaded.events)} sự kiện, ${count(loaded.changed)} dòng thay đổi.`);
          for (const f of errors) print(`✗ ${f.what} (${count(f.count)}): ${f.examples.slice(0, 3).join('; ')}`);
        }
        if (errors.length > 0) process.exitCode = 1;
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    }));

  units.command('check').description('hiệu lực liền mạch, không chồng, kế tục đủ, cấp trên đúng; hồ sơ chuyển qua mỗi lần sáp nhập').option('--json')
    .action(async (options: { json?: boolean }) => withApp(async (app) => {
      await recordStocks(app.pool);
      const findings = await checkUnits(app.pool);
      const stocks = await stockControls(app.pool);
      const failed = findings.some((f) => f.severity === 'error');
      if (options.json) printJson({ findings, stocks });
      else {
        for (const f of findings) print(`${f.severity === 'error' ? '✗' : '⚠'} ${f.what}: ${count(f.count)}\n${f.examples.slice(0, 5).map((e) => `    ${e}`).join('\n')}${f.count > 5 ? '\n    …' : ''}`);
        for (const s of stocks) print(`${s.difference === 0 ? '✓' : '✗'} Chuyển qua ${vietnameseDay(s.day)}, nguồn ${s.source} (${s.basis === 'dossiers' ? 'hồ sơ' : 'thống kê'}), ${s.units}: trước ${count(s.closing)}, sau ${count(s.opening)}, chênh ${count(s.difference)}`);
        print(failed ? 'Danh mục đơn vị có lỗi: sửa tệp rồi nạp lại bằng cchc units import.' : 'Danh mục đơn vị: không có lỗi.');
      }
      if (failed) process.exitCode = 1;
    }));

  units.command('unmatched').description('hàng đợi "chưa xác định đơn vị"').option('--source <id>').option('--suggest', 'gợi ý theo tên gần giống, chỉ để tham khảo').option('--json')
    .action(async (options: { source?: string; suggest?: boolean; json?: boolean }) => withApp(async (app) => {
      const lines = await listUnmatched(app.pool, options.source);
      const suggestions = options.suggest ? await suggest(app.pool, lines.map((l) => l.name ?? l.value)) : null;
      if (options.json) return printJson(lines.map((l) => ({ ...l, ...(suggestions ? { suggestions: suggestions.get(l.name ?? l.value) } : {}) })));
      if (lines.length === 0) return print('Không có đơn vị nào chờ xác định.');
      const day = (date: Date) => date.toLocaleDateString('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' });
      print(table([['NGUỒN', 'LOẠI', 'GIÁ TRỊ', 'TÊN', 'LẦN ĐẦU', 'LẦN CUỐI', 'TIẾP NHẬN', 'GIẢI QUYẾT', 'THỐNG KÊ', 'MỤC SỔ', 'VĂN BẢN', ...(suggestions ? ['GỢI Ý (tham khảo)'] : [])],
        ...lines.map((l) => [l.source, l.kind, l.value, l.name ?? '', day(l.firstSeen), day(l.lastSeen), count(l.receiving), count(l.resolving), count(l.statistics), count(l.items), count(l.documents), ...(suggestions ? [suggestions.get(l.name ?? l.value)!.join('; ')] : [])])]));
      print('Xác định: cchc units alias NGUỒN LOẠI "GIÁ TRỊ" MÃ_ĐƠN_VỊ');
    }));

  units.command('alias').argument('<nguồn>').argument('<loại>', 'code, id, name').argument('<giá trị>').argument('<đơn vị>', 'mã trong danh mục').description('nói một giá trị của nguồn là đơn vị nào; hồ sơ đang chờ chuyển sang ngay')
    .option('--from <ngày>', 'từ ngày (theo ngày tiếp nhận)').option('--to <ngày>', 'đến hết ngày').option('--by <người>', 'người quyết định').option('--json')
    .action(async (source: string, kind: string, value: string, unit: string, options: { from?: string; to?: string; by?: string; json?: boolean }) => {
      if (!['code', 'id', 'name'].includes(kind)) throw new CchcError('bad-usage', `Không có loại "${kind}".`, 'Các loại: code, id, name (xem cột LOẠI của cchc units unmatched).');
      const [from, to] = [options.from, options.to].map((text) => (text === undefined ? undefined : readDay(text)));
      await withApp(async (app) => {
        const client = await openClient(app.databaseUrl, 'units alias');
        try {
          const sourceRow = (await client.query<{ id: number }>('select id from source where key = $1', [source])).rows[0];
          if (!sourceRow) throw new CchcError('bad-usage', `Không có nguồn "${source}".`, 'Xem các nguồn bằng cchc sources.');
          for (const until = Date.now() + 60_000; !(await tryLockSource(client, sourceRow.id));) {
            if (Date.now() >= until) throw new CchcError('busy', `Nguồn ${source} đang được nạp.`, 'Chờ lần nạp này xong rồi chạy lại.');
            await new Promise((done) => setTimeout(done, 250));
          }
          const ref: UnitRef = { by: kind as UnitRef['by'], value };
          const settled = await inTransaction(client, () => resolveUnmatched(client, source, ref, unit, { from, to, by: options.by ?? userInfo().username }));
          if (options.json) return printJson(settled);
          print(`Đã ghi nhận: nguồn ${source}, ${kind} "${value}" là ${unit}. Chuyển ${count(settled.dossiers)} hồ sơ, ${count(settled.items)} mục sổ, ${count(settled.documents)} văn bản, ${count(settled.statistics)} số thống kê; số đo đã theo. Ấn bản kế tiếp sẽ hiện.`);
          if (settled.doubled > 0) print(`⚠ ${count(settled.doubled)} số thống kê còn ở hàng đợi vì đơn vị đã có số riêng cho cùng kỳ: kiểm tra nguồn có gửi hai dòng cho một đơn vị không.`);
        } finally {
          await client.end().catch(() => undefined);
        }
      });
    });
}
