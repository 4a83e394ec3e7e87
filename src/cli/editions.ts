import type { Command } from 'commander';
import { closePeriod, CloseRefused, reopenPeriod } from '../compute/close';
import { byGain, GAIN_TITLES, type GainKind } from '../compute/gains';
import { rulesOf } from '../compute/measuring';
import { findIndicator } from '../indicators';
import { CchcError } from '../platform/errors';
import { currentClosings } from '../store/closings';
import { gainDossiers, hasCodes, type GainDossier } from '../store/gain-codes';
import { readGains, type GainRow } from '../store/read-editions';
import { readValues } from '../store/read-values';
import { formatPeriod, localDay, periodOf, vietnameseDay, type Period } from '../vocabulary';
import { openApp, type App } from './app';
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

  program.command('gains').description('điểm có thể tăng: việc còn mở làm thay đổi điểm nào, bao nhiêu').requiredOption('--unit <mã>').option('--period <kỳ>', 'mặc định: tháng này')
    .option('--codes', 'mã các hồ sơ đứng sau mỗi dòng').option('--limit <n>', 'tối đa bao nhiêu mã mỗi dòng', '50').option('--json', 'cho máy đọc')
    .action(async (options: { unit: string; period?: string; codes?: boolean; limit: string; json?: boolean }) => {
      const period = options.period ? readPeriod(options.period) : periodOf('month', localDay(now()));
      if (!/^[1-9]\d{0,5}$/.test(options.limit)) throw new CchcError('bad-usage', `--limit ${options.limit} không phải số lượng.`, 'Viết --limit 50.');
      const app = await openApp();
      try {
        if ((await app.pool.query('select 1 from unit where code = $1', [options.unit])).rows.length === 0) throw new CchcError('bad-usage', `Không có đơn vị "${options.unit}".`, 'Xem mã đơn vị ở /api/v1/units.');
        if (period.type === 'day' || period.type === 'ytd') throw new CchcError('bad-usage', 'Điểm có thể tăng tính theo tháng, quý, nửa năm, năm.', 'Viết --period 2026-08.');
        if (period.start > localDay(now())) throw new CchcError('bad-usage', `Kỳ ${formatPeriod(period)} chưa bắt đầu.`, 'Chọn kỳ đã bắt đầu, hoặc bỏ --period để xem tháng này.');
        const gains = (await readGains(app.pool, { unit: options.unit, periodType: period.type, periodStart: period.start })).sort(byGain);
        const listed = options.codes ? await dossiersOf(app, options.unit, period, gains, Number(options.limit)) : null;
        if (options.json) return printJson(listed ?? gains);
        if (gains.length === 0) return print((await currentClosings(app.pool)).has(`${period.type} ${period.start}`) ? `Kỳ ${formatPeriod(period)} đã chốt: không còn điểm để tăng.` : `${options.unit} · ${formatPeriod(period)}: không có việc nào làm thay đổi điểm, hoặc chưa đủ số liệu để tính (xem cchc compute --unit ${options.unit} --period ${formatPeriod(period)}).`);
        print(table([['CHỈ SỐ', 'VIỆC', 'SỐ LƯỢNG', 'ĐIỂM', 'ĐANG CÓ', 'CẦN ĐỂ ĐỦ ĐIỂM'], ...gains.map((g) => [
          findIndicator(g.indicator)?.title.vi ?? g.indicator, GAIN_TITLES[g.kind as GainKind], count(g.items), points(g.points), `${g.score.toLocaleString('vi-VN')} / ${g.max_score.toLocaleString('vi-VN')}`, g.needed === null ? '' : count(g.needed)])]));
        for (const gain of listed ?? []) print(codesText(gain));
      } finally {
        await app.close();
      }
    });
}

interface Listed extends GainRow { found: number | null; dossiers: GainDossier[]; note: string | null }

/** The dossiers behind each gain, in the order of the gains. Codes stay with the operator: the API, which knows nobody, does not give them. */
async function dossiersOf(app: App, unit: string, period: Period, gains: readonly GainRow[], limit: number): Promise<Listed[]> {
  const { compute } = app;
  const unitId = unit === compute.provinceCode ? null : (await app.pool.query<{ id: number }>('select id from unit where code = $1', [unit])).rows[0]!.id;
  const values = await readValues(app.pool, { unit, periodType: period.type, periodStart: period.start });
  const rules = { by: compute.index766OnTimeBy ?? compute.onTimeBy, openBy: compute.onTimeBy, dueSoonUntil: rulesOf(compute, now()).dueSoonUntil };
  const listed: Listed[] = [];
  for (const gain of gains) {
    const sources = /^dossiers:(.*)$/.exec(values.find((v) => v.indicator === gain.indicator)?.source ?? '')?.[1]?.split(',');
    if (!sources || !hasCodes(gain.indicator)) { listed.push({ ...gain, found: null, dossiers: [], note: 'Số này không đếm từ từng hồ sơ (số công bố, thủ tục hoặc phản ánh): không có mã hồ sơ.' }); continue; }
    const { found, dossiers } = await gainDossiers(app.pool, { indicator: gain.indicator, kind: gain.kind, unitId, sources, period, now: now(), rules, limit });
    listed.push({ ...gain, found, dossiers, note: found === gain.items ? null : `Bây giờ có ${count(found)} hồ sơ, ấn bản tính ${count(gain.items)}: dữ liệu đã đổi sau ấn bản, chạy cchc publish rồi xem lại.` });
  }
  return listed;
}

function codesText({ indicator, kind, found, dossiers, note }: Listed): string {
  const at = (time: Date | null) => (time ? `${day(time)} ${time.toLocaleTimeString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit' })}` : '–');
  const head = `\n${findIndicator(indicator)?.title.vi ?? indicator} · ${GAIN_TITLES[kind as GainKind]}${found === null ? '' : ` · ${count(found)} hồ sơ${dossiers.length < found ? `, ${count(dossiers.length)} đầu` : ''}`}`;
  return [head, note, dossiers.length > 0 && table([['MÃ HỒ SƠ', 'NGUỒN', 'ĐƠN VỊ', 'THỦ TỤC', 'TIẾP NHẬN', 'HẸN TRẢ', 'KẾT THÚC'], ...dossiers.map((d) => [d.code, d.source, d.unit, d.procedure ?? '–', at(d.received), at(d.due), at(d.ended)])])].filter(Boolean).join('\n');
}
