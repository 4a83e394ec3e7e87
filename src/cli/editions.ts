import type { Command } from 'commander';
import { closePeriod, CloseRefused, reopenPeriod } from '../compute/editions/close';
import { figureText, valueText } from '../compute/values/figure-text';
import { byGain, GAIN_TITLES, type GainKind } from '../compute/judging/gains';
import { notJudged } from '../compute/judging/judged';
import { LIGHT_TITLES } from '../compute/judging/targets';
import { rulesOf } from '../compute/measures/measuring';
import { findIndicator, type Indicator } from '../indicators';
import { CchcError } from '../platform/errors';
import { closingOf, currentClosings } from '../store/editions/closings';
import { gainDossiers, hasCodes, type GainDossier } from '../store/editions/gain-codes';
import { readGains, readRanked, readRestatements, type GainRow, type RankedRow } from '../store/editions/read-editions';
import { correctedDossiers } from '../store/editions/restatements';
import { readValues } from '../store/editions/read-values';
import { formatPeriod, localDay, MAP_MODES, numberText, periodOf, UNIT_LEVELS, vietnameseDay, type Period } from '../vocabulary';
import { openApp, type App } from './app';
import { readIndicator, readMap, readPeriod } from './compute';
import { wholeNumber } from './failure';
import { count, print, printJson, table } from './output';
import { unitAt } from '../store/units/unit-lineage';

const now = () => Date.now() * 1000;
const day = (at: Date) => vietnameseDay(localDay(at.getTime() * 1000));
const points = (n: number) => `${n > 0 ? '+' : n < 0 ? '−' : ''}${numberText(Math.abs(n), 2, 2)}`;

export function addEditionVerbs(program: Command): void {
  program.command('close').argument('[kỳ]').description('chốt số liệu một kỳ: kiểm tra, ký, giữ nguyên từ đó; --list xem các kỳ đã chốt')
    .option('--by <người>', 'họ tên, chức vụ người chốt').option('--unreconciled <lý do>', 'chốt dù đối soát chưa xong; lý do được giữ cùng chữ ký').option('--list', 'các kỳ đã chốt').option('--json', 'cho máy đọc')
    .action(async (given: string | undefined, options: { by?: string; unreconciled?: string; list?: boolean; json?: boolean }) => {
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
        const { closing, already } = await closePeriod(app.pool, app.compute, now(), period, options.by!, options.unreconciled);
        if (options.json) return printJson({ closed: true, already, ...closing });
        print(already ? `Kỳ ${formatPeriod(period)} đã được chốt ngày ${day(closing.closedAt)} bởi ${closing.closedBy}; không có gì thay đổi.` : `Đã chốt kỳ ${formatPeriod(period)} (ấn bản ${closing.edition}), người chốt: ${closing.closedBy}.\n${closing.checks.map((c) => (c.accepted ? `! ${c.says}\n  → ${c.accepted}` : `✓ ${c.says}`)).join('\n')}`);
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

  program.command('restatements').argument('[kỳ]').description('số đã chốt và số tính lại hôm nay: cũ, mới, vì sao, từ hồ sơ nào').option('--unit <mã>').option('--indicator <id>', 'id hoặc mã')
    .option('--all', 'cả những lần đã được thay bằng lần sau').option('--codes', 'mã các hồ sơ được nạp lại sau khi chốt').option('--limit <n>', 'tối đa bao nhiêu mã', '50').option('--json', 'cho máy đọc')
    .action(async (given: string | undefined, options: { unit?: string; indicator?: string; all?: boolean; codes?: boolean; limit: string; json?: boolean }) => {
      const period = given === undefined ? null : readPeriod(given);
      const indicator = options.indicator === undefined ? undefined : readIndicator(options.indicator).id;
      const limit = wholeNumber(options.limit, '--limit', 1, 999_999);
      if (options.codes && period === null) throw new CchcError('bad-usage', 'Chưa ghi kỳ cần xem mã hồ sơ.', 'Ví dụ: cchc restatements 2026-08 --codes.');
      const app = await openApp();
      try {
        const unit = options.unit === undefined ? null : (await unitAt(app.pool, options.unit)).id;
        const closing = period === null ? null : await closingOf(app.pool, period);
        if (period !== null && closing === null && !options.all) throw new CchcError('not-closed', `Kỳ ${formatPeriod(period)} không ở trạng thái đã chốt.`, 'Xem các kỳ đã chốt: cchc close --list.');
        const rows = await readRestatements(app.pool, { period, unit: options.unit, indicator, all: options.all });
        const codes = options.codes && closing ? await correctedDossiers(app.pool, closing, options.unit === app.settings.province.code ? null : unit, limit) : null;
        if (options.json) return printJson(codes ? { restatements: rows, ...codes } : rows);
        print(rows.length === 0 ? 'Không số đã chốt nào khác số tính lại hôm nay.' : table([['KỲ', 'ĐƠN VỊ', 'CHỈ SỐ', 'ĐÃ CHỐT', 'TÍNH LẠI', 'VÌ SAO', 'ẤN BẢN'], ...rows.map((r) => [
          formatPeriod({ type: r.period_type, start: r.period_start }), r.unit_code, findIndicator(r.indicator)?.title.vi ?? r.indicator,
          figureText(findIndicator(r.indicator), { hits: r.old_hits, total: r.old_total, value: r.old_value, score: r.old_score, status: r.old_status }),
          figureText(findIndicator(r.indicator), { hits: r.new_hits, total: r.new_total, value: r.new_value, score: r.new_score, status: r.new_status }), r.why, r.edition_to === null ? `từ ${r.edition_from}` : `${r.edition_from}–${r.edition_to - 1}`])]));
        if (codes) print(`\n${count(codes.found)} hồ sơ của kỳ được nạp lại sau khi chốt${codes.dossiers.length < codes.found ? `, ${count(codes.dossiers.length)} đầu` : ''}:\n${table([['MÃ HỒ SƠ', 'NGUỒN', 'TIẾP NHẬN TẠI', 'GIẢI QUYẾT TẠI', 'TIẾP NHẬN', 'HẸN TRẢ', 'KẾT THÚC', 'LƯỢT NẠP', ''], ...codes.dossiers.map((d) => [d.code, d.source, d.receiving, d.resolving, moment(d.received), moment(d.due), moment(d.ended), String(d.run), d.removed ? 'bị gỡ' : ''])])}`);
      } finally {
        await app.close();
      }
    });

  program.command('rank').argument('<chỉ số>', 'id hoặc mã').description('các đơn vị theo một chỉ số: số liệu, chỉ tiêu, đèn, hạng, hạng kỳ trước').option('--period <kỳ>', 'mặc định: tháng này')
    .option('--level <cấp>', 'department, commune, district').option('--map <bản đồ>', MAP_MODES.join(', '), 'as-was').option('--json', 'cho máy đọc')
    .action(async (given: string, options: { period?: string; level?: string; map: string; json?: boolean }) => {
      const indicator = readIndicator(given);
      const period = options.period ? readPeriod(options.period) : periodOf('month', localDay(now()));
      if (period.type === 'day' || period.type === 'ytd') throw new CchcError('bad-usage', 'Xếp hạng theo tháng, quý, nửa năm, năm.', 'Viết --period 2026-08.');
      const map = readMap(options.map);
      if (options.level !== undefined && !(UNIT_LEVELS as readonly string[]).includes(options.level)) throw new CchcError('bad-usage', `Không có cấp "${options.level}".`, `Các cấp: ${UNIT_LEVELS.join(', ')}.`);
      const app = await openApp();
      try {
        const rows = await readRanked(app.pool, { indicator: indicator.id, periodType: period.type, periodStart: period.start, level: options.level, map });
        if (options.json) return printJson(rows);
        if (rows.length === 0) return print(`Ấn bản hiện hành không có số của chỉ số này trong kỳ ${formatPeriod(period)}.`);
        print(`${indicator.title.vi} · ${formatPeriod(period)}\n${table([['HẠNG', 'KỲ TRƯỚC', 'ĐƠN VỊ', 'TÊN', 'SỐ LIỆU', 'CHỈ TIÊU', 'ĐÈN', 'GHI CHÚ'], ...rows.map((r) => [
          r.rank === null ? '–' : `${r.rank}/${r.rank_of}`, r.rank_before === null ? '–' : `${r.rank_before}${r.places_gained ? ` (${r.places_gained > 0 ? 'lên' : 'xuống'} ${Math.abs(r.places_gained)})` : ''}`, r.unit_code, r.unit_name, figureText(indicator, { ...r, reason: null }),
          r.target === null ? '–' : `${valueText(indicator, { value: r.target, status: 'available' })} theo ${r.target_document}${r.target_verified ? '' : ' (chưa xác minh)'}`, LIGHT_TITLES[r.light ?? 'none'], rankNote(indicator, r)])])}`);
      } finally {
        await app.close();
      }
    });

  program.command('gains').description('điểm có thể tăng: việc còn mở làm thay đổi điểm nào, bao nhiêu').requiredOption('--unit <mã>').option('--period <kỳ>', 'mặc định: tháng này')
    .option('--codes', 'mã các hồ sơ đứng sau mỗi dòng').option('--limit <n>', 'tối đa bao nhiêu mã mỗi dòng', '50').option('--json', 'cho máy đọc')
    .action(async (options: { unit: string; period?: string; codes?: boolean; limit: string; json?: boolean }) => {
      const period = options.period ? readPeriod(options.period) : periodOf('month', localDay(now()));
      const limit = wholeNumber(options.limit, '--limit', 1, 999_999);
      const app = await openApp();
      try {
        await unitAt(app.pool, options.unit);
        if (period.type === 'day' || period.type === 'ytd') throw new CchcError('bad-usage', 'Điểm có thể tăng tính theo tháng, quý, nửa năm, năm.', 'Viết --period 2026-08.');
        if (period.start > localDay(now())) throw new CchcError('bad-usage', `Kỳ ${formatPeriod(period)} chưa bắt đầu.`, 'Chọn kỳ đã bắt đầu, hoặc bỏ --period để xem tháng này.');
        const gains = (await readGains(app.pool, { unit: options.unit, periodType: period.type, periodStart: period.start })).sort(byGain);
        const listed = options.codes ? await dossiersOf(app, options.unit, period, gains, limit) : null;
        if (options.json) return printJson(listed ?? gains);
        if (gains.length === 0) return print((await currentClosings(app.pool)).has(`${period.type} ${period.start}`) ? `Kỳ ${formatPeriod(period)} đã chốt: không còn điểm để tăng.` : `${options.unit} · ${formatPeriod(period)}: không có việc nào làm thay đổi điểm, hoặc chưa đủ số liệu để tính (xem cchc compute --unit ${options.unit} --period ${formatPeriod(period)}).`);
        print(table([['CHỈ SỐ', 'VIỆC', 'SỐ LƯỢNG', 'ĐIỂM', 'ĐANG CÓ', 'CẦN ĐỂ ĐỦ ĐIỂM'], ...gains.map((g) => [
          findIndicator(g.indicator)?.title.vi ?? g.indicator, GAIN_TITLES[g.kind as GainKind], count(g.items), points(g.points), `${numberText(g.score)} / ${numberText(g.max_score)}`, g.needed === null ? '' : count(g.needed)])]));
        for (const gain of listed ?? []) print(codesText(gain));
      } finally {
        await app.close();
      }
    });
}

/** Why there is no figure, no place or no light. */
function rankNote({ direction, kind }: Indicator, r: RankedRow): string {
  if (r.status === 'unavailable') return r.reason ?? '';
  if (r.rank !== null || r.unit_level === 'province' || r.unit_level === 'unknown') return r.light_reason ?? '';
  if (direction === 'none' || kind === 'count') return 'Chỉ số này không xếp hạng.';
  return `Không xếp hạng: ${notJudged({ ...r, total: kind === 'group' ? null : r.total }) ?? 'Mẫu số dưới 5, hoặc đơn vị không có mặt suốt kỳ.'}`;
}

interface Listed extends GainRow { found: number | null; dossiers: GainDossier[]; note: string | null }

/** The dossiers behind each gain, in the order of the gains. Codes stay with the operator: the API, which knows nobody, does not give them. */
async function dossiersOf(app: App, unit: string, period: Period, gains: readonly GainRow[], limit: number): Promise<Listed[]> {
  const { compute } = app;
  const of = unit === compute.provinceCode ? null : (await unitAt(app.pool, unit)).id;
  const values = await readValues(app.pool, { unit, periodType: period.type, periodStart: period.start });
  const rules = { by: compute.index766OnTimeBy ?? compute.onTimeBy, openBy: compute.onTimeBy, dueSoonUntil: rulesOf(compute, now()).dueSoonUntil };
  const listed: Listed[] = [];
  for (const gain of gains) {
    const sources = /^dossiers:(.*)$/.exec(values.find((v) => v.indicator === gain.indicator)?.source ?? '')?.[1]?.split(',');
    if (!sources || !hasCodes(gain.indicator)) { listed.push({ ...gain, found: null, dossiers: [], note: 'Số này không đếm từ từng hồ sơ (số công bố, thủ tục hoặc phản ánh): không có mã hồ sơ.' }); continue; }
    const { found, dossiers } = await gainDossiers(app.pool, { indicator: gain.indicator, kind: gain.kind, unitId: of, sources, period, now: now(), rules, limit });
    listed.push({ ...gain, found, dossiers, note: found === gain.items ? null : `Bây giờ có ${count(found)} hồ sơ, ấn bản tính ${count(gain.items)}: dữ liệu đã đổi sau ấn bản, chạy cchc publish rồi xem lại.` });
  }
  return listed;
}

const moment = (time: Date | null): string => (time ? `${day(time)} ${time.toLocaleTimeString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit' })}` : '–');

function codesText({ indicator, kind, found, dossiers, note }: Listed): string {
  const head = `\n${findIndicator(indicator)?.title.vi ?? indicator} · ${GAIN_TITLES[kind as GainKind]}${found === null ? '' : ` · ${count(found)} hồ sơ${dossiers.length < found ? `, ${count(dossiers.length)} đầu` : ''}`}`;
  return [head, note, dossiers.length > 0 && table([['MÃ HỒ SƠ', 'NGUỒN', 'ĐƠN VỊ', 'THỦ TỤC', 'TIẾP NHẬN', 'HẸN TRẢ', 'KẾT THÚC'], ...dossiers.map((d) => [d.code, d.source, d.unit, d.procedure ?? '–', moment(d.received), moment(d.due), moment(d.ended)])])].filter(Boolean).join('\n');
}
