import type { Command } from 'commander';
import { publishAndNote } from '../compute/editions/corrections';
import { measuresOfSource } from '../compute/measures/source-measures';
import { compareSources } from '../ingest/against';
import type { Compared } from '../ingest/compare';
import { register } from '../ingest/registration';
import { runSource, type StreamOutcome } from '../ingest/runner';
import { CchcError } from '../platform/errors';
import { openClient } from '../store/database';
import { formatPeriod, localDay, addDays } from '../vocabulary';
import { openApp } from './app';
import { count, print, printJson, table, spokenProgress } from './output';
import { readDay, settingsWith } from './sources';

interface Options { from?: string; to?: string; against?: string; acceptLoss?: boolean; json?: boolean }

/** `cchc reconcile A [--against B]`: the source's list, its own counts, its statistics; or two sources side by side. */
export function addReconcileVerb(program: Command): void {
  program.command('reconcile').argument('<id>', 'id của nguồn, hoặc tệp YAML').description('đối soát với danh sách và số tổng hợp của nguồn; --against: hai nguồn cạnh nhau, không đổi gì')
    .option('--from <ngày>', 'yyyy-MM-dd, theo ngày tiếp nhận').option('--to <ngày>', 'yyyy-MM-dd').option('--against <id>', 'nguồn thứ hai (chuyển đổi hệ thống)').option('--accept-loss', 'cho phép nhiều hồ sơ biến mất').option('--json', 'cho máy đọc')
    .action(async (given: string, options: Options) => {
      const { settings, id } = settingsWith(given);
      const to = readDay(options.to) ?? localDay(Date.now() * 1000);
      const from = readDay(options.from) ?? addDays(to, -(settings.reconcile.days - 1));
      if (from > to) throw new CchcError('bad-usage', `Khoảng ${from} – ${to} trống.`, 'Đặt --from không sau --to.');
      const app = await openApp({ settings });
      const progress = spokenProgress();
      try {
        const registered = await register(app.pool, settings.province, settings.units.files, settings.definitions);
        const find = (key: string) => {
          const source = registered.find((r) => r.definition.id === key);
          if (!source) throw new CchcError('bad-usage', `Không có nguồn "${key}".`, `Các nguồn: ${registered.map((r) => r.definition.id).join(', ') || '(chưa có)'}.`);
          return source;
        };
        const source = find(id);
        if (options.against !== undefined) {
          const other = find(options.against);
          const client = await openClient(app.databaseUrl, 'reconcile');
          const result = await compareSources(client, { id: source.id, key: id }, { id: other.id, key: options.against }, { from, to }).finally(() => client.end());
          if (options.json) return printJson(result);
          print(`${id} và ${options.against}, hồ sơ tiếp nhận ${from} – ${to}: cả hai ${count(result.both)} (giống hệt ${count(result.equal)}), chỉ ${id} ${count(result.onlyFirst)}, chỉ ${options.against} ${count(result.onlySecond)}.`);
          for (const [field, n] of Object.entries(result.fields)) print(`  khác ở ${field}: ${count(n)}`);
          const open = result.comparisons.filter((c) => c.verdict !== 'equal');
          for (const c of open.slice(0, 20)) print(`  ${formatPeriod(c.period)} ${c.explanation}`);
          if (open.length > 20) print(`  … và ${count(open.length - 20)} dòng khác trong mart.reconciliation`);
          return;
        }
        const outcomes = await runSource(source, { kind: 'reconcile', ranges: [{ from, to }], acceptLoss: options.acceptLoss, ours: (sourceId, period) => measuresOfSource(app.pool, app.compute, Date.now() * 1000, sourceId, period) },
          { databaseUrl: app.databaseUrl, pool: app.pool, timesOf: app.timesOf, onProgress: (_, stream, done) => progress.update(stream, done.window, done.windows, `${count(done.records)} hồ sơ`) }, 60_000);
        progress.stop();
        if (outcomes === null) throw new CchcError('busy', `Nguồn ${id} đang được tiến trình khác nạp.`, 'Chờ rồi chạy lại.');
        if (outcomes.some((o) => o.reconciled?.list && o.reconciled.list.new + o.reconciled.list.changed + o.reconciled.list.removed > 0)) await publishAndNote(app.pool, app.compute, Date.now() * 1000);
        if (options.json) printJson({ from, to, outcomes });
        else await show(app, id, outcomes);
        if (outcomes.some((o) => o.failure)) process.exitCode = 1;
      } finally {
        progress.stop();
        await app.close();
      }
    });
}

async function show(app: { pool: import('pg').Pool }, id: string, outcomes: readonly StreamOutcome[]): Promise<void> {
  const told = (what: string, c: Compared | null | undefined) => { if (c) print(`  ${what}: khớp ${count(c.equal)}, giải thích được ${count(c.explained)}, chưa rõ ${count(c.unexplained)}, không so được ${count(c.unknown)}`); };
  for (const o of outcomes) {
    if (o.failure) print(`✗ ${o.stream}: ${o.failure.text}`);
    else print(`✓ ${o.stream}`);
    const list = o.reconciled?.list;
    if (list) print(`  danh sách: ${count(list.records)} hồ sơ; thiếu ${count(list.new)} (đã nạp), khác ${count(list.changed)} (đã sửa), thừa ${count(list.extra)} (${list.goneIsKnown ? `đã xóa ${count(list.removed)}` : 'chưa kết luận: định nghĩa nguồn không có list'})${list.quarantined > 0 ? `, cách ly ${count(list.quarantined)}` : ''}`);
    told('số tổng hợp của nguồn', o.reconciled?.summary);
    told('thống kê của nguồn', o.reconciled?.statistics);
  }
  const { rows } = await app.pool.query<{ unit_code: string | null; period_type: string; period_start: string; measure: string; theirs: number; ours: number; explanation: string }>(
    `select unit_code, period_type, period_start, measure, theirs, ours, explanation from mart.reconciliation where source = $1 and against <> 'source' and verdict = 'unexplained' order by abs(difference) desc, period_start desc limit 20`, [id]);
  if (rows.length > 0) print(table([['ĐƠN VỊ', 'KỲ', 'SỐ ĐO', 'NGUỒN', 'HỆ THỐNG', 'NHẬN XÉT'], ...rows.map((r) => [r.unit_code ?? '(cả nguồn)', formatPeriod({ type: r.period_type as 'month', start: r.period_start }), r.measure, count(r.theirs), count(r.ours), r.explanation])]));
}
