/** What makes a record impossible (rejected) or only remarkable (kept with a flag). The limits are policy; change them here. */
import { DAY, dayNumber, type Dossier, type DossierStatus, type Instant, type Statistic } from '../../vocabulary';

export interface Rejection { reason: string; message: string; field: string }

const EARLIEST: Instant = Date.UTC(1990, 0, 1) * 1000;
const FARTHEST = 20 * 365.25 * DAY;
const FUTURE_TOLERANCE = DAY;
const MAX_CODE = 200;
const DATES = ['submittedAt', 'receivedAt', 'dueAt', 'endedAt', 'returnedAt', 'supplementAt', 'modifiedAt'] as const;
const ENDED = new Set<DossierStatus>(['done', 'handedOver', 'withdrawn', 'stopped']);
/** Not yet, or never, taken in: these may lack the day of reception. */
const BEFORE_RECEPTION = new Set<DossierStatus>(['registered', 'refused']);

/** Judges a dossier at a moment; sets endedAt from returnedAt where an ended dossier lacks it. Null = keep, with the flags added. */
export function checkDossier(dossier: Dossier, now: Instant, flags: string[]): Rejection | null {
  const reject = (reason: string, field: string, message: string): Rejection => ({ reason, field, message });
  if (dossier.code === '') return reject('missing-code', 'code', 'Hồ sơ không có mã');
   
  if (dossier.code.length > MAX_CODE || /[\u0000-\u001f\u007f-\u009f]/.test(dossier.code)) return reject('bad-code', 'code', `Mã hồ sơ dài quá ${MAX_CODE} ký tự hoặc có ký tự điều khiển`);
  for (const field of DATES) {
    const value = dossier[field];
    if (value !== null && (value < EARLIEST || value > now + FARTHEST)) return reject('implausible-date', field, 'Ngày trước năm 1990 hoặc quá 20 năm sau hiện tại');
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
    if (!Number.isSafeInteger(value)) return { reason: 'fraction-count', field: measure, message: `Chỉ số đếm "${measure}" không phải số nguyên` };
  }
  return null;
}
