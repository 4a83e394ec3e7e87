/** What makes a record impossible (rejected) or only remarkable (kept with a flag). The limits are policy; change them here. */
import { DAY, dayNumber, isPoints, type Dossier, type DossierStatus, type EDocument, type Instant, type Item, type Statistic } from '../../vocabulary';

export interface Rejection { reason: string; message: string; field: string }

const EARLIEST: Instant = Date.UTC(1990, 0, 1) * 1000;
const FARTHEST = 20 * 365.25 * DAY;
const FUTURE_TOLERANCE = DAY;
const MAX_CODE = 200;
const DATES = ['submittedAt', 'receivedAt', 'dueAt', 'endedAt', 'returnedAt', 'supplementAt', 'modifiedAt'] as const;
const ENDED = new Set<DossierStatus>(['done', 'handedOver', 'withdrawn', 'stopped']);
/** Not yet, or never, taken in: these may lack the day of reception. */
const BEFORE_RECEPTION = new Set<DossierStatus>(['registered', 'refused']);

/** A code that can be kept: there, not too long, no control characters. */
function checkCode(code: string, what: string): Rejection | null {
  if (code === '') return { reason: 'missing-code', field: 'code', message: `${what} không có mã` };
  if (code.length > MAX_CODE || /[\u0000-\u001f\u007f-\u009f]/.test(code)) return { reason: 'bad-code', field: 'code', message: `Mã ${what.toLowerCase()} dài quá ${MAX_CODE} ký tự hoặc có ký tự điều khiển` };
  return null;
}
const implausible = (value: Instant | null, now: Instant) => value !== null && (value < EARLIEST || value > now + FARTHEST);

/** Judges a dossier at a moment; sets endedAt from returnedAt where an ended dossier lacks it. Null = keep, with the flags added. */
export function checkDossier(dossier: Dossier, now: Instant, flags: string[]): Rejection | null {
  const reject = (reason: string, field: string, message: string): Rejection => ({ reason, field, message });
  const badCode = checkCode(dossier.code, 'Hồ sơ');
  if (badCode) return badCode;
  for (const field of DATES) {
    if (implausible(dossier[field], now)) return reject('implausible-date', field, 'Ngày trước năm 1990 hoặc quá 20 năm sau hiện tại');
  }
  if (ENDED.has(dossier.status) && dossier.endedAt === null) {
    if (dossier.returnedAt === null) return reject('closed-without-end', 'endedAt', 'Hồ sơ đã kết thúc nhưng không có ngày kết thúc xử lý và ngày trả kết quả');
    dossier.endedAt = dossier.returnedAt;
    flags.push('end-from-returned');
  }
  const { receivedAt, dueAt, endedAt } = dossier;
  if (receivedAt === null && !BEFORE_RECEPTION.has(dossier.status)) return reject('missing-received', 'receivedAt', 'Hồ sơ đã tiếp nhận nhưng không có ngày tiếp nhận');
  if (receivedAt !== null && receivedAt > now + FUTURE_TOLERANCE) return reject('future-date', 'receivedAt', 'Ngày tiếp nhận ở tương lai');
  if (endedAt !== null && endedAt > now + FUTURE_TOLERANCE) return reject('future-date', 'endedAt', 'Ngày kết thúc xử lý ở tương lai');
  if (receivedAt !== null && endedAt !== null && endedAt < receivedAt) {
    if (dayNumber(endedAt) < dayNumber(receivedAt)) return reject('end-before-start', 'endedAt', 'Ngày kết thúc xử lý trước ngày tiếp nhận');
    flags.push('end-before-start-same-day');
  }
  if (dueAt === null) flags.push('no-due-date');
  else if (receivedAt !== null && dayNumber(dueAt) < dayNumber(receivedAt)) flags.push('due-before-received');
  if (endedAt !== null && !ENDED.has(dossier.status)) flags.push('ended-while-open');
  return null;
}

/** Counts are whole and not negative; null stays "not said". */
export function checkStatistic(statistic: Statistic): Rejection | null {
  for (const [measure, value] of Object.entries(statistic.values)) {
    if (value === null || value === undefined) continue;
    if (value < 0) return { reason: 'negative-count', field: measure, message: `Chỉ số đếm "${measure}" là số âm` };
    if (!isPoints(measure) && !Number.isSafeInteger(value)) return { reason: 'fraction-count', field: measure, message: `Chỉ số đếm "${measure}" không phải số nguyên` };
  }
  return null;
}

/** Clocks of two agencies may differ: an arrival is refused only when it lies more than a day before the dispatch. */
export function checkEDocument(document: EDocument, now: Instant): Rejection | null {
  const reject = (reason: string, field: string, message: string): Rejection => ({ reason, field, message });
  const badCode = checkCode(document.code, 'Văn bản');
  if (badCode) return badCode;
  for (const field of ['sentAt', 'receivedAt'] as const) {
    if (implausible(document[field], now)) return reject('implausible-date', field, 'Ngày trước năm 1990 hoặc quá 20 năm sau hiện tại');
    if ((document[field] ?? now) > now + FUTURE_TOLERANCE) return reject('future-date', field, field === 'sentAt' ? 'Ngày gửi ở tương lai' : 'Ngày nhận ở tương lai');
  }
  if (document.receivedAt !== null && document.receivedAt < document.sentAt - FUTURE_TOLERANCE) return reject('end-before-start', 'receivedAt', 'Ngày nhận trước ngày gửi');
  if (document.request !== 'new' && document.replaces === null) return reject('missing-replaced', 'replaces', 'Yêu cầu lấy lại, cập nhật hoặc thay thế không nêu văn bản liên quan');
  if (document.replaces !== null && document.replaces === document.document && document.request === 'replace') return reject('replaces-itself', 'replaces', 'Văn bản thay thế trùng với văn bản bị thay thế');
  return null;
}

/** Items are kept whatever their order of dates says, except what cannot be. */
export function checkItem(item: Item, now: Instant): Rejection | null {
  const badCode = checkCode(item.code, 'Mục');
  if (badCode) return badCode;
  for (const field of ['openedAt', 'dueAt', 'doneAt'] as const) if (implausible(item[field], now)) return { reason: 'implausible-date', field, message: 'Ngày trước năm 1990 hoặc quá 20 năm sau hiện tại' };
  for (const field of ['openedAt', 'doneAt'] as const) if ((item[field] ?? now) > now + FUTURE_TOLERANCE) return { reason: 'future-date', field, message: field === 'openedAt' ? 'Ngày phát sinh ở tương lai' : 'Ngày hoàn thành ở tương lai' };
  if (item.doneAt !== null && dayNumber(item.doneAt) < dayNumber(item.openedAt)) return { reason: 'end-before-start', field: 'doneAt', message: 'Ngày hoàn thành trước ngày phát sinh' };
  for (const field of ['amount', 'amountDone'] as const) if ((item[field] ?? 0) < 0) return { reason: 'negative-amount', field, message: 'Giá trị là số âm' };
  return null;
}
