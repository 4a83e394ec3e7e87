import type { Command } from 'commander';
import { publishAndNote } from '../compute/editions/corrections';
import { confirmHeld } from '../compute/values/held-values';
import { measureQuality } from '../compute/quality';
import { findIndicator } from '../indicators';
import { CchcError } from '../platform/errors';
import { readQuality } from '../store/sources/read-quality';
import { formatPeriod, percentText, type Period } from '../vocabulary';
import { openApp } from './app';
import { readPeriod } from './compute';
import { count, print, printJson, table } from './output';

const TITLES: Record<string, string> = { correct: 'đúng', complete: 'đủ', clean: 'sạch', live: 'sống' };

/** `cchc quality [held|confirm]`: the four numbers, what is held back, and the person who answers for it. */
export function addQualityVerbs(program: Command): void {
  const quality = program.command('quality').description('chất lượng dữ liệu theo nguồn: đúng, đủ, sạch, sống').option('--unit <mã>', 'của một đơn vị').option('--json', 'cho máy đọc').action(async (options: { unit?: string; json?: boolean }) => {
    const app = await openApp();
    try {
      await measureQuality(app.pool, app.compute.calendar, Date.now() * 1000);
      const rows = await readQuality(app.pool, { unit: options.unit ?? null });
      if (options.json) return printJson(rows);
      print(rows.length === 0 ? 'Chưa có nguồn nào để đo chất lượng.' : table([['NGUỒN', 'MẶT', 'ĐIỂM', 'SỐ LIỆU', 'GHI CHÚ'], ...rows.map((r) => [r.source, TITLES[r.dimension] ?? r.dimension, percentText(r.score), r.hits === null || r.total === null ? '–' : `${count(r.hits)} / ${count(r.total)}`, r.reason ?? ''])]));
    } finally {
      await app.close();
    }
  });
  quality.command('held').description('số liệu đang bị tạm giữ').option('--json', 'cho máy đọc').action(async (options: { json?: boolean }) => {
    const app = await openApp();
    try {
      const { rows } = await app.pool.query<{ indicator: string; unit_code: string; period_type: Period['type']; period_start: string; reason: string; held_at: Date }>('select * from mart.held_value where open order by period_start desc, indicator, unit_code');
      if (options.json) return printJson(rows);
      print(rows.length === 0 ? 'Không có số liệu nào bị giữ.' : table([['CHỈ SỐ', 'ĐƠN VỊ', 'KỲ', 'VÌ SAO'], ...rows.map((r) => [r.indicator, r.unit_code, formatPeriod({ type: r.period_type, start: r.period_start }), r.reason])]));
    } finally {
      await app.close();
    }
  });
  quality.command('confirm').argument('<chỉ số>').argument('<đơn vị>').argument('<kỳ>').description('xác nhận một số liệu bị giữ là đúng').requiredOption('--by <người xác nhận>').requiredOption('--why <lý do>')
    .action(async (indicator: string, unit: string, periodText: string, options: { by: string; why: string }) => {
      if (!findIndicator(indicator)) throw new CchcError('bad-usage', `Không có chỉ số "${indicator}".`, 'Chạy cchc indicators để xem danh mục.');
      const period = readPeriod(periodText);
      const app = await openApp();
      try {
        const held = await confirmHeld(app.pool, { indicator, unit, period, by: options.by, why: options.why });
        const published = await publishAndNote(app.pool, app.compute, Date.now() * 1000, { only: [period] });
        print(`Đã xác nhận ${indicator}, ${unit}, ${formatPeriod(period)} (${held.reason}); ấn bản ${published.edition}.`);
      } finally {
        await app.close();
      }
    });
}
