/** Which dossiers are refused, and which are kept with a flag. Basis: sources.md section 7 (25, 27), indicators.md 5.6. */
import { DAY, dayNumber, type Dossier, type Instant } from '../../vocabulary';

export interface Refusal { reason: string; message: string; field: string }

const EARLIEST = Date.UTC(1990, 0, 1) * 1000;
const ENDED = new Set(['done', 'handedOver', 'withdrawn', 'stopped']);

/** Null when the dossier may be counted. Flags say what is odd but countable. */
export function checkDossier(dossier: Dossier, now: Instant, flags: string[]): Refusal | null {
  const { receivedAt, dueAt, status } = dossier;
  if (dossier.code.length > 200 || /[\u0000-\u001f]/.test(dossier.code)) return { reason: 'bad-code', message: 'Mã hồ sơ quá dài hoặc chứa ký tự điều khiển.', field: 'code' };
  for (const field of ['submittedAt', 'receivedAt', 'dueAt', 'endedAt', 'returnedAt', 'supplementAt'] as const) {
    const at = dossier[field];
    if (at !== null && (at < EARLIEST || at > now + 20 * 366 * DAY)) return { reason: 'implausible-date', message: `Ngày ở trường ${field} không hợp lý.`, field };
  }
  const accepted = status !== 'registered' && status !== 'refused';
  if (receivedAt === null && accepted) return { reason: 'missing-received', message: 'Hồ sơ đã tiếp nhận nhưng thiếu ngày tiếp nhận.', field: 'receivedAt' };
  if (ENDED.has(status) && dossier.endedAt === null) {
    if (dossier.returnedAt === null && status !== 'withdrawn' && status !== 'stopped') return { reason: 'closed-without-end', message: 'Hồ sơ đã kết thúc nhưng không có ngày kết thúc.', field: 'endedAt' };
    if (dossier.returnedAt !== null) { dossier.endedAt = dossier.returnedAt; flags.push('end-from-return'); }
    else return { reason: 'closed-without-end', message: 'Hồ sơ dừng hoặc rút nhưng không có ngày kết thúc.', field: 'endedAt' };
  }
  const { endedAt } = dossier;
  for (const field of ['receivedAt', 'endedAt'] as const) {
    if (dossier[field] !== null && dossier[field] > now + DAY) return { reason: 'future-date', message: `Ngày ở trường ${field} nằm trong tương lai.`, field };
  }
  if (endedAt !== null && receivedAt !== null) {
    if (dayNumber(endedAt) < dayNumber(receivedAt)) return { reason: 'end-before-start', message: 'Ngày kết thúc trước ngày tiếp nhận.', field: 'endedAt' };
    // Within one day the hours of two clocks may cross; the dossier itself is real.
    if (endedAt < receivedAt) flags.push('end-before-start-same-day');
  }
  if (accepted && dueAt === null) flags.push('no-due-date');
  if (dueAt !== null && receivedAt !== null && dayNumber(dueAt) < dayNumber(receivedAt)) flags.push('due-before-received');
  return null;
}
