/** `cchc plan`: duties of the plans in force and their state; import of another plan; what a person judged. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { linksOf, refreshPlans } from '../compute/plan';
import { CchcError } from '../platform/errors';
import { inTransaction } from '../store/database';
import { addDutyEntry, readDuties, savePlan, type DutyRow } from '../store/plan';
import { DUTY_STATE_TITLES, DUTY_STATES, formatPeriod, localDay, percentText, type Period } from '../vocabulary';
import type { App } from './app';
import { readPeriod } from './compute';
import { count, print, printJson, table } from './output';
import { readPlanFile, withParApp } from './par-files';
import { operator } from './par-import';
import { unitAt } from '../store/units/unit-lineage';

interface Options { plan?: string; unit?: string; state?: string; period?: string; duty?: string; json?: boolean }

export function addPlanVerb(program: Command): void {
  const plan = program.command('plan').description('nhiệm vụ của kế hoạch: trạng thái theo đơn vị').option('--plan <mã>').option('--unit <mã>').option('--state <trạng thái>', DUTY_STATES.join(', ')).option('--period <kỳ>', 'bỏ trống: tháng đã qua hoặc năm nay, theo nhịp của nhiệm vụ').option('--duty <mã>', 'chi tiết từng đơn vị của một nhiệm vụ').option('--json')
    .action((options: Options) => withParApp(async (app) => {
      if (options.state && !(DUTY_STATES as readonly string[]).includes(options.state)) throw new CchcError('bad-usage', `Không có trạng thái "${options.state}".`, `Các trạng thái: ${DUTY_STATES.join(', ')}.`);
      const period = options.period ? reportingPeriod(options.period) : undefined;
      await known(app, options);
      await refreshPlans(app.pool, Date.now() * 1000, { plan: options.plan, period });
      const rows = await readDuties(app.pool, { plan: options.plan, unit: options.unit, state: options.state, period, duty: options.duty });
      if (options.json) return printJson(rows);
      if (rows.length === 0) return print('Không có nhiệm vụ nào khớp.');
      print(byPlan(rows, options.unit || options.duty ? detail : summary));
    }));

  plan.command('import').argument('<tệp>', 'YAML').description('nạp kế hoạch khác, hoặc bản mới của kế hoạch').option('--dry-run', 'chỉ kiểm tra').option('--by <người>').action(async (file: string, options: { dryRun?: boolean; by?: string }) => {
    const read = readPlanFile(file);
    const strange = read.duties.flatMap((duty) => duty.indicators.filter((code) => linksOf(code).some((link) => typeof link === 'string')).map((code) => `⚠ Nhiệm vụ ${duty.code}: chỉ số ${code} chưa có trong danh mục, sẽ là "${DUTY_STATE_TITLES.unknown}".`));
    if (options.dryRun) return print(`${file}: hợp lệ. ${read.title}: ${read.duties.length} nhiệm vụ, ${read.owners.length} nhóm đơn vị.${strange.map((line) => `\n${line}`).join('')}`);
    await withParApp(async (app) => {
      const client = await app.pool.connect();
      try {
        const saved = await inTransaction(client, () => savePlan(client, read, { kind: 'import', file: basename(file), by: operator(options.by) }));
        print(saved.outcome === 'unchanged' ? `Kế hoạch ${read.code} không đổi (lần ${saved.revision}).` : `Đã nạp kế hoạch ${read.code} lần ${saved.revision}: ${read.duties.length} nhiệm vụ.`);
      } finally {
        client.release();
      }
      await refreshPlans(app.pool, Date.now() * 1000);
      const without = new Map((await readDuties(app.pool, { plan: read.code })).filter((row) => row.unit_code === null).map((row) => [row.owner, row.reason!]));
      for (const line of [...strange, ...[...without.values()].map((reason) => `⚠ ${reason}`)]) print(line);
      const { rows } = await app.pool.query<{ plan: string; title: string }>('select plan, title from mart.plan where $1::date between valid_from and coalesce(valid_to, $1::date) order by valid_from, plan', [localDay(Date.now() * 1000)]);
      if (rows.length > 1) print(`Đang theo dõi ${count(rows.length)} kế hoạch: ${rows.map((row) => `${row.plan} (${row.title})`).join('; ')}. Kế hoạch đã hết hiệu lực: ghi ngày cuối (to) vào tệp của nó rồi nạp lại.`);
    });
  });

  plan.command('judge').argument('<mã>', 'mã nhiệm vụ').argument('<trạng thái>', 'met, notMet, hoặc withdraw để rút').description('người theo dõi đánh giá một nhiệm vụ của một đơn vị trong một kỳ').option('--of <mã>', 'kế hoạch', '5610-quang-nam-2022')
    .requiredOption('--for-unit <mã>', 'đơn vị').requiredOption('--in <kỳ>', 'kỳ').option('--comment <ý kiến>').option('--evidence <đường dẫn>', 'tài liệu (nhiều lần)', (text: string, list: string[]) => [...list, text], [] as string[]).option('--by <người>')
    .action((duty: string, state: string, options: { of: string; forUnit: string; in: string; comment?: string; evidence: string[]; by?: string }) => withParApp(async (app) => {
      if (!['met', 'notMet', 'withdraw'].includes(state)) throw new CchcError('bad-usage', `"${state}" không dùng được.`, 'Viết met, notMet hoặc withdraw.');
      const period = reportingPeriod(options.in);
      const unit = await unitAt(app.pool, options.forUnit);
      const added = await addDutyEntry(app.pool, options.of, { duty, unitId: unit.id, period, state: state === 'withdraw' ? null : (state as 'met' | 'notMet'), evidence: options.evidence, comment: options.comment ?? null }, operator(options.by));
      if (!added) throw new CchcError('bad-usage', `Kế hoạch ${options.of} không có nhiệm vụ "${duty}".`, 'Xem mã bằng cchc plan.');
      await refreshPlans(app.pool, Date.now() * 1000, { plan: options.of, period });
      const kept = await readDuties(app.pool, { plan: options.of, unit: options.forUnit, period, duty });
      print(kept.length === 0 ? 'Đã ghi, nhưng đơn vị này không mang nhiệm vụ đó.' : `Đã ghi.\n${detail(kept)}`);
    }));
}

/** What was asked for exists, so that an empty answer means what it says. */
async function known(app: App, { plan, unit, duty }: Options): Promise<void> {
  const there = async (sql: string, value: string) => (await app.pool.query(sql, [value])).rows.length > 0;
  if (plan !== undefined && !(await there('select from plan where superseded_at is null and code = $1', plan))) throw new CchcError('bad-usage', `Không có kế hoạch "${plan}".`, 'Xem mã bằng cchc plan.');
  if (unit !== undefined) await unitAt(app.pool, unit);
  if (duty !== undefined && !(await there('select from plan_duty d join plan p on p.id = d.plan_id and p.superseded_at is null where d.code = $1', duty))) throw new CchcError('bad-usage', `Không có nhiệm vụ "${duty}".`, 'Xem mã bằng cchc plan.');
}

/** Codes of duties are those of their plan: with several plans, each has its own table. */
function byPlan(rows: readonly DutyRow[], shown: (rows: readonly DutyRow[]) => string): string {
  const plans = [...new Set(rows.map((row) => row.plan))];
  return plans.length === 1 ? shown(rows) : plans.map((plan) => `${plan}\n${shown(rows.filter((row) => row.plan === plan))}`).join('\n\n');
}

function summary(rows: readonly DutyRow[]): string {
  const duties = new Map<string, DutyRow[]>();
  for (const row of rows) duties.set(`${row.plan} ${row.duty}`, [...(duties.get(`${row.plan} ${row.duty}`) ?? []), row]);
  const n = (list: readonly DutyRow[], state: DutyRow['state']) => { const found = list.filter((row) => row.state === state).length; return found === 0 ? '' : count(found); };
  return table([['MÃ', 'ĐƠN VỊ (KẾ HOẠCH)', 'NHIỆM VỤ', 'KỲ', 'MỤC TIÊU', 'ĐẠT', 'CHƯA ĐẠT', 'KHÔNG PS', 'THEO DÕI', 'CHƯA CÓ SL', 'VÌ'], ...[...duties.values()].map((list) => {
    const [first] = list as [DutyRow];
    return [first.duty, cut(first.owner, 30) + (first.owner_verified ? '' : ' *'), cut(first.title, 50), formatPeriod({ type: first.period_type, start: first.period_start }), first.target_text ?? '–', n(list, 'met'), n(list, 'notMet'), n(list, 'noActivity'), n(list, 'watched'), n(list, 'unknown'), cut(list.find((row) => row.state === 'unknown')?.reason ?? '', 60)];
  })]) + '\n* đơn vị kế thừa chưa xác minh. Số đếm: đơn vị × chỉ số.';
}

const detail = (rows: readonly DutyRow[]): string => table([['MÃ', 'ĐƠN VỊ', 'NHIỆM VỤ', 'KỲ', 'CHỈ SỐ', 'SỐ LIỆU', 'MỤC TIÊU', 'TRẠNG THÁI', 'LÝ DO'], ...rows.map((row) => [
  row.duty, row.unit_code ?? row.unit_name, cut(row.title, 50), formatPeriod({ type: row.period_type, start: row.period_start }), row.link,
  (row.scope === 'province' && row.hits !== null ? 'toàn tỉnh: ' : '') + (row.total !== null ? `${count(row.hits!)} / ${count(row.total)} = ${percentText(row.value)}` : row.hits !== null ? count(row.hits) : '–'), row.target_text ?? '–',
  DUTY_STATE_TITLES[row.state] + (row.decided_by === 'entered' ? ' (người đánh giá)' : row.disagrees ? ' (người đánh giá khác)' : ''), row.reason ?? ''])]);

const cut = (text: string, length: number): string => ([...text].length > length ? `${[...text].slice(0, length - 1).join('')}…` : text);

function reportingPeriod(text: string): Period {
  const period = readPeriod(text);
  if (period.type === 'day' || period.type === 'ytd') throw new CchcError('bad-usage', `Nhiệm vụ không xét theo kỳ ${text}.`, 'Viết 2026, 2026-H1, 2026-Q3 hoặc 2026-08.');
  return period;
}
