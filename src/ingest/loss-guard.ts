/** An emptied source is a failure, not a fact: what may disappear at once has a limit that only a person lifts. */
import { CchcError } from '../platform/errors';

/** So few may go without being a large share of anything. */
const ALWAYS_ALLOWED = 10;

export const isTooMuchLost = (known: number, lost: number, maxShare: number): boolean => lost > ALWAYS_ALLOWED && lost > known * maxShare;

/** Throws when more than `maxShare` of the known dossiers would disappear; `what` begins the sentence. */
export function refuseLoss(what: string, known: number, lost: number, maxShare: number): void {
  if (!isTooMuchLost(known, lost, maxShare)) return;
  throw new CchcError('too-much-lost', `${what} bị từ chối: ${lost} trên ${known} hồ sơ đã biết không còn trong nguồn.`, 'Kiểm tra hệ thống nguồn; nếu đúng là đã xóa, chạy lại với --accept-loss.');
}
