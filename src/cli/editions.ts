import type { Command } from 'commander';
import { closePeriod, CloseRefused, reopenPeriod } from '../compute/close';
import { byGain, GAIN_TITLES, type GainKind } from '../compute/gains';
import { findIndicator } from '../indicators';
import { CchcError } from '../platform/errors';
import { currentClosings } from '../store/closings';
import { readGains } from '../store/read-editions';
import { formatPeriod, localDay, periodOf, vietnameseDay } from '../vocabulary';
import { openApp } from './app';
import { readPeriod } from './compute';
import { count, print, printJson, table } from './output';

const now = () => Date.now() * 1000;
const day = (at: Date) => vietnameseDay(localDay(at.getTime() * 1000));
const points = (n: number) => `${n > 0 ? '+' : n < 0 ? '−' : ''}${Math.abs(n).toLocaleString('vi-VN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

export function addEditionVerbs(program: Command): void {
  program.command('close').argument('[kỳ]').description('chốt số liệu một kỳ: kiểm tra, ký, giữ nguyên từ đó; --list xem các kỳ đã chốt')
    .option('--by <người>', 'họ tên, chức vụ người chốt').option('--list', 'các kỳ đã chốt').option('--json', 'cho máy đọc')
    .action(async (given: string | undefined, options: { by?: string; list?: boolean; json?: boolean }) => {
      if (!given && !options.list) throw new CchcError('bad-usage', 'Chưa ghi kỳ cần chốt.', 'Ví dụ: cchc close 2026-08 --by "Nguyễn Văn A, Chánh Văn phòng".');
      const period = given ? readPeriod(given) : null;
      if (period && !options.list && !options.by) throw new CchcError('bad-usage', 'Chưa ghi người chốt kỳ.', 'Thêm --by "Họ tên, chức vụ".');
      const app = await openApp();
      try {
        if (options.list || !period) {
          const closings = [...(await currentClosings(app.pool)).values()];
          if (options.json) return printJson(closings);
          return print(closings.length === 0 ? 'Chưa chốt kỳ nào.' : table([['KỲ', 'NGÀY CHỐT', 'NGƯỜI CHỐT', 'ẤN BẢN'], ...closings.map((c) => [formatPeriod(c.period), day(c.closedAt), c.closedBy, String(c.edition)])]));
        }
        const { closing, already } = await closePeriod(app.pool, app.compute, now(), period, options.by!);
        if (options.json) return printJson({ closed: true, already, ...closing });
        print(already ? `Kỳ ${formatPeriod(period)} đã được chốt ngày ${day(closing.closedAt)} bởi ${closing.closedBy}; không có gì thay đổi.` : `Đã chốt kỳ ${formatPeriod(period)} (ấn bản ${closing.edition}), người chốt: ${closing.closedBy}.\n${closing.checks.map((c) => `✓ ${c.says}`).join('\n')}`);
      } catch (error) {
        if (!(options.json && error instanceof CloseRefused)) throw error;
        printJson({ closed: false, objections: error.objections });
        process.exitCode = 1;
      } finally {
        await app.close();
      }
    });

  program.command('reopen').argument('<kỳ>').description('mở lại một kỳ đã chốt').requiredOption('--why <lý do>').requiredOption('--by <người>', 'họ tên, chức vụ người mở')
    .action(async (given: string, options: { why: string; by: string }) => {
      const period = readPeriod(given);
      const app = await openApp();
      try {
        const { edition, changes } = await reopenPeriod(app.pool, app.compute, now(), period, options.by, options.why);
        print(`Đã mở lại kỳ ${formatPeriod(period)}; ấn bản ${edition}: ${count(changes)} giá trị thay đổi so với số đã chốt.`);
      } finally {
        await app.close();
      }
    });

  program.command('gains').description('điểm có thể tăng: việc còn mở làm thay đổi điểm nào, bao nhiêu').requiredOption('--unit <mã>').option('--period <kỳ>', 'mặc định: tháng này').option('--json', 'cho máy đọc')
    .action(async (options: { unit: string; period?: string; json?: boolean }) => {
      const period = options.period ? readPeriod(options.period) : periodOf('month', localDay(now()));
      const app = await openApp();
      try {
        if ((await app.pool.query('select 1 from unit where code = $1', [options.unit])).rows.length === 0) throw new CchcError('bad-usage', `Không có đơn vị "${options.unit}".`, 'Xem mã đơn vị ở /api/v1/units.');
        const gains = (await readGains(app.pool, { unit: options.unit, periodType: period.type, periodStart: period.start })).sort(byGain);
        if (options.json) return printJson(gains);
        if (period.type === 'day') throw new CchcError('bad-usage', 'Điểm có thể tăng tính theo tháng, quý, nửa năm, năm.', 'Viết --period 2026-08.');
        if (gains.length === 0) return print((await currentClosings(app.pool)).has(`${period.type} ${period.start}`) ? `Kỳ ${formatPeriod(period)} đã chốt: không còn điểm để tăng.` : `${options.unit} · ${formatPeriod(period)}: không có việc nào làm thay đổi điểm, hoặc chưa đủ số liệu để tính (xem cchc compute --unit ${options.unit} --period ${formatPeriod(period)}).`);
        print(table([['CHỈ SỐ', 'VIỆC', 'SỐ LƯỢNG', 'ĐIỂM', 'ĐANG CÓ', 'CẦN ĐỂ ĐỦ ĐIỂM'], ...gains.map((g) => [
          findIndicator(g.indicator)?.title.vi ?? g.indicator, GAIN_TITLES[g.kind as GainKind], count(g.items), points(g.points), `${g.score.toLocaleString('vi-VN')} / ${g.max_score.toLocaleString('vi-VN')}`, g.needed === null ? '' : count(g.needed)])]));
      } finally {
        await app.close();
      }
    });
}
