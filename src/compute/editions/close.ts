/**
 * Closing a period: its figures are computed once more, checked, signed and from then on frozen. A closing that fails a check leaves nothing
 * behind and says every reason with its remedy.
 */
import type { Pool } from 'pg';
import { CchcError } from '../../platform/errors';
import { closeFacts, gapsWithin, itemCoverage, listReadings, openDifferences, statisticMeasures, unexplainedDifferences, type FactCounts, type PeriodGap } from '../../store/editions/close-facts';
import { closingOf, endRestatements, reopen, signOff, type Closing, type SignedCheck } from '../../store/editions/closings';
import type { Queryable } from '../../store/database';
import { addDays, formatPeriod, localDay, numberText, startOfDay, vietnameseDay, type Instant, type LocalDay, type Period } from '../../vocabulary';
import { loadedShare } from '../measures/coverage';
import { coverageOfSources, type ComputeSettings } from '../measures/measuring';
import { asPublisher, publishInside } from './publish';

/** One check: what it found wrong (with the remedy), or what it can say for the sign-off. */
export interface Objection { check: string; reason: string; remedy: string }
type Outcome = { says: string } | Objection[];

/** Refused: every objection, for people in the message, for machines in `objections`. */
export class CloseRefused extends CchcError {
  constructor(period: Period, readonly objections: readonly Objection[]) {
    super('close-refused', [`Không chốt được kỳ ${formatPeriod(period)}:`, ...objections.map((o) => `✗ ${o.reason}\n  → ${o.remedy}`)].join('\n'), 'Xử lý các điểm trên rồi chạy lại cchc close.');
  }
}

export interface Closed { closing: Closing; /** It was closed before; nothing was done. */ already: boolean }

/**
 * `unreconciled`: why whoever signs takes what the reconciliation lacks or left open; it is kept with the sign-off. No other check can be signed away: what was
 * never loaded has waivers of its own (cchc sources waive).
 */
export async function closePeriod(pool: Pool, settings: ComputeSettings, now: Instant, period: Period, by: string, unreconciled?: string): Promise<Closed> {
  if (by.trim() === '') throw new CchcError('bad-usage', 'Chưa ghi người chốt kỳ.', 'Thêm --by "Họ tên, chức vụ".');
  if (period.type === 'day' || period.type === 'ytd') throw new CchcError('bad-usage', `Kỳ ${formatPeriod(period)} không chốt được: ${period.type === 'day' ? 'số liệu từng ngày' : 'số lũy kế'} tính khi hỏi, không giữ theo ấn bản.`, 'Chốt tháng, quý, nửa năm hoặc năm: 2026-08, 2026-Q3, 2026-H1, 2026.');
  return asPublisher(pool, async (client) => {
    const closing = await closingOf(client, period);
    if (closing) return { closing, already: true };
    if (period.end >= localDay(now)) throw new CloseRefused(period, [{ check: 'ended', reason: `Kỳ chưa kết thúc (ngày cuối ${vietnameseDay(period.end)}).`, remedy: `Chốt từ ngày ${vietnameseDay(addDays(period.end, 1))}.` }]);
    const signed: SignedCheck[] = [];
    const objections: Objection[] = [];
    for (const [check, run] of CHECKS) {
      const outcome = await run(client, period, now, settings);
      if (!Array.isArray(outcome)) signed.push({ check, says: outcome.says });
      else if (check === RECONCILIATION && unreconciled?.trim()) signed.push(...outcome.map(({ reason: says }) => ({ check, says, accepted: unreconciled.trim() })));
      else objections.push(...outcome);
    }
    if (objections.length > 0) throw new CloseRefused(period, objections);
    const { edition } = await publishInside(client, settings, now, { only: [period] });
    await signOff(client, period, edition, by.trim(), signed);
    return { closing: (await closingOf(client, period))!, already: false };
  });
}

/** Opens a closed period again: its values are the fresh ones from now on, its restatements end. The sign-off stays on record with who and why. */
export async function reopenPeriod(pool: Pool, settings: ComputeSettings, now: Instant, period: Period, by: string, why: string): Promise<{ edition: number; changes: number }> {
  if (by.trim() === '' || why.trim() === '') throw new CchcError('bad-usage', 'Mở lại kỳ cần người mở và lý do.', 'Thêm --by "Họ tên, chức vụ" --why "lý do".');
  return asPublisher(pool, async (client) => {
    const closing = await closingOf(client, period);
    if (!closing) throw new CchcError('not-closed', `Kỳ ${formatPeriod(period)} không ở trạng thái đã chốt.`, 'Xem các kỳ đã chốt: cchc close --list.');
    await reopen(client, closing, by.trim(), why.trim());
    const { edition, changes } = await publishInside(client, settings, now, { only: [period] });
    await endRestatements(client, closing, edition);
    return { edition, changes };
  });
}

const RECONCILIATION = 'reconciliation';
const CHECKS: readonly (readonly [string, (client: Queryable, period: Period, now: Instant, settings: ComputeSettings) => Promise<Outcome>])[] = [
  ['coverage', coverage],
  ['controlEquations', controlEquations],
  ['recount', recount],
  [RECONCILIATION, reconciliation],
];
const SHOWN = 10;
const shortened = (objections: Objection[], what: string): Objection[] =>
  objections.length <= SHOWN ? objections : [...objections.slice(0, SHOWN), { ...objections[SHOWN]!, reason: `… và ${objections.length - SHOWN} ${what} khác.` }];

/** Every source that speaks for the period is loaded for the whole of it. */
async function coverage(client: Queryable, period: Period, now: Instant): Promise<Outcome> {
  const dossiers = (await coverageOfSources(client)).filter((s) => s.enabled || (s.loadedThrough !== null && s.loadedThrough > startOfDay(period.start)));
  const sources = [...dossiers, ...(await itemCoverage(client))];
  const statistics = await statisticMeasures(client, period);
  if (sources.length === 0 && statistics.length === 0) return [{ check: 'coverage', reason: 'Không có nguồn nào có số liệu của kỳ.', remedy: 'Khai báo nguồn hoặc nhập số liệu rồi công bố trước khi chốt.' }];
  const lacking = sources.filter((s) => s.loadedThrough === null || s.loadedThrough < startOfDay(addDays(period.end, 1)) || loadedShare(s, period, now) < 1);
  const behind = new Set(lacking.map((s) => s.key));
  const gaps = (await gapsWithin(client, startOfDay(period.start), startOfDay(addDays(period.end, 1)))).filter((gap) => !behind.has(gap.source));
  if (lacking.length + gaps.length === 0) return { says: `${sources.length} nguồn nạp đủ kỳ${statistics.length > 0 ? `; thống kê của ${new Set(statistics.map((s) => s.source)).size} nguồn` : ''}.` };
  return [...lacking.map((s) => ({
    check: 'coverage',
    ...(s.loadedThrough !== null && s.start !== null && s.start > period.start && s.loadedThrough >= startOfDay(addDays(period.end, 1))
      ? { reason: `Nguồn ${s.key} chỉ có số liệu từ ${vietnameseDay(s.start)}, sau ngày đầu kỳ.`, remedy: `Sửa ngày bắt đầu (start) của nguồn rồi nạp bù: cchc ingest ${s.key} --from ${period.start} --to ${period.end}.` }
      : { reason: s.loadedThrough === null ? `Nguồn ${s.key} chưa nạp xong lần nào.` : `Nguồn ${s.key} mới nạp đến ${vietnameseDay(localDay(s.loadedThrough))}, chưa hết kỳ.`, remedy: `Chạy cchc ingest ${s.key}; nếu nguồn lỗi, xem cchc sources check ${s.key}.` }),
  })), ...shortened(gaps.map(gapObjection), 'khoảng chưa nạp')];
}

function gapObjection({ source, stream, kind, from, to }: PeriodGap): Objection {
  const [first, last] = [localDay(from), localDay(to - 1)];
  return {
    check: 'coverage',
    ...(kind === 'refused'
      ? { reason: `Nguồn ${source} (${stream}): danh sách từ ${vietnameseDay(first)} đến ${vietnameseDay(last)} bị từ chối.`, remedy: `Xem nguồn rồi chạy cchc reconcile ${source} --from ${first} --to ${last}; đúng là đã mất thì thêm --accept-loss.` }
      : { reason: `Nguồn ${source} (${stream}) chưa được nạp từ ${vietnameseDay(first)} đến ${vietnameseDay(last)}.`, remedy: `Nạp bù: cchc ingest ${source} --from ${first} --to ${last}; khoảng không bao giờ có số liệu: cchc sources waive ${source} ${first} ${last} --by "…" --why "…".` }),
  };
}

interface Equation { says: string; left: readonly string[]; right: readonly string[] }
const EQUATIONS: readonly Equation[] = [
  { says: 'tồn kỳ trước + tiếp nhận = đã giải quyết + đang giải quyết', left: ['carriedOver', 'accepted'], right: ['resolved', 'inProgress'] },
  { says: 'đã giải quyết = đúng hạn + quá hạn + không có ngày hẹn', left: ['resolved'], right: ['resolvedOnTime', 'resolvedLate', 'resolvedUnjudged'] },
  { says: 'tiếp nhận = trực tuyến + trực tiếp + bưu chính + kênh khác', left: ['received'], right: ['receivedOnline', 'receivedCounter', 'receivedPostal', 'receivedOther'] },
];

/** Counted from the dossiers one by one (not from the measures), and on what sources published: the three equations of a report hold for each unit. */
async function controlEquations(client: Queryable, period: Period, _now: Instant, settings: ComputeSettings): Promise<Outcome> {
  const facts = await closeFacts(client, period, settings.onTimeBy);
  const published = await statisticMeasures(client, period);
  const found: Objection[] = [];
  const check = (who: string, counts: FactCounts, remedy: string, strict: boolean) => {
    for (const { says, left, right } of EQUATIONS) {
      // A published report need not name every class: those it leaves out are zero, unless a whole side is missing.
      const named = (side: readonly string[]) => side.filter((name) => typeof counts[name] === 'number');
      if (!strict && (named(left).length < left.length || named(right).length < Math.min(2, right.length))) continue;
      const sum = (side: readonly string[]) => named(side).reduce((total, name) => total + counts[name]!, 0);
      if (sum(left) !== sum(right)) found.push({ check: 'controlEquations', reason: `${who}: ${says}, nhưng ${numberText(sum(left))} ≠ ${numberText(sum(right))}.`, remedy });
    }
  };
  for (const { unit, counts } of facts) check(unit, counts, 'Có hồ sơ kết thúc trước khi tiếp nhận hoặc thiếu mốc thời gian: sửa ở hệ thống nguồn rồi nạp lại (cchc ingest ID --from --to).', true);
  for (const { source, unit, counts } of published) check(`${unit} (thống kê ${source})`, counts, 'Đề nghị đơn vị gửi báo cáo sửa số liệu, rồi nhập lại: cchc import.', false);
  return found.length > 0 ? shortened(found, 'chỗ không khớp') : { says: `Ba đẳng thức kiểm tra đúng ở ${facts.length} đơn vị${published.length > 0 ? ` và ${published.length} báo cáo thống kê` : ''}.` };
}

/** The measures equal a recount of all dossiers. */
async function recount(client: Queryable): Promise<Outcome> {
  const differences = await openDifferences(client);
  if (differences === 0) return { says: 'Số đo bằng kết quả đếm lại từ hồ sơ (0 sai khác).' };
  return [{ check: 'recount', reason: `Số đo khác kết quả đếm lại từ hồ sơ ở ${numberText(differences)} ngày – đơn vị.`, remedy: 'Chạy cchc compute --check để xem từng chỗ và báo đơn vị phát triển; không chốt khi còn sai khác.' }];
}

/** The lists of the sources were read again for all days of the period and agree with ours; no count that was compared is left unexplained. */
async function reconciliation(client: Queryable, period: Period): Promise<Outcome> {
  const lists = await listReadings(client, period);
  const found: Objection[] = [];
  const object = (source: string, reason: string, { from, to }: { from: LocalDay; to: LocalDay } = { from: period.start, to: period.end }) => found.push({
    check: RECONCILIATION, reason, remedy: `Chạy cchc reconcile ${source} --from ${from} --to ${to}, xử lý hoặc giải thích từng chỗ; chấp nhận như hiện có thì ghi lý do: cchc close … --unreconciled "lý do".`,
  });
  for (const { source, unread, undecided, quarantined } of lists) {
    if (unread) object(source, `Đối soát ${source}: danh sách hồ sơ tiếp nhận từ ${vietnameseDay(unread.from)} đến ${vietnameseDay(unread.to)} chưa được đọc lại đủ.`, unread);
    if (undecided > 0) object(source, `Đối soát ${source}: ${numberText(undecided)} hồ sơ không còn trong danh sách của nguồn mà chưa kết luận.`);
    if (quarantined > 0) object(source, `Đối soát ${source}: ${numberText(quarantined)} dòng trong danh sách của nguồn không đọc được.`);
  }
  for (const { source, count } of await unexplainedDifferences(client, period)) object(source, `Đối soát ${source}: ${numberText(count)} chênh lệch chưa giải thích.`);
  if (found.length > 0) return shortened(found, 'chỗ chưa đối soát');
  return { says: lists.length > 0 ? `Danh sách của ${lists.length} nguồn hồ sơ đã được đọc lại cho cả kỳ; không còn chênh lệch chưa giải thích.` : 'Không có nguồn hồ sơ nào phải đọc lại danh sách; không còn chênh lệch chưa giải thích.' };
}
