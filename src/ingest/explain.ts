/** Why two counts of the same thing differ, as far as it can be shown. Pure; what cannot be shown stays "unexplained". */
import { MEASURE_TITLES, toIso, type Instant, type Measure } from '../vocabulary';
import type { Comparison } from '../store/sources/reconciliations';

export interface Gap {
  measure: Measure; theirs: number | null; ours: number | null;
  /** Why ours is not there. */
  ourReason: string | null;
  /** What the definition says of a measure that is counted otherwise. */
  differs?: string;
  /** Bad rows and rows left out (tests, migrated) of the source's list in this period: upper bounds. */
  quarantined: number; skipped: number;
  /** Rows that stand back for another one of the same dossier: a system that counts its rows counts them; an upper bound. */
  secondCodes: number;
  /** Ended dossiers without a due date: some systems count them as on time. */
  undated: number;
  /** Of the same measure, at "chưa xác định đơn vị". */
  unknownUnit: number;
  /** Dossiers that a system in another zone puts into the next or the last period. */
  nearBorder: number;
  /** Shown by the sums: the same dossiers, booked under the other unit (the one that resolves, not the one that receives, or the other way round). */
  regrouped?: boolean;
  /** Set for figures of the national portal. */
  portal?: { sourceTime: Instant | null; periodEnd: Instant; sameVolume: boolean };
}
type Explained = Pick<Comparison, 'verdict' | 'category' | 'explanation'>;

const ON_TIME: readonly Measure[] = ['resolvedOnTime', 'handledOnTime', 'resolvedEarly'];
const JUDGED: readonly Measure[] = [...ON_TIME, 'resolvedLate', 'inProgressLate'];
const STILL_OPEN: readonly Measure[] = ['inProgress', 'inProgressLate', 'carriedOver'];
/** A portal shows a period some days after its end. */
const PORTAL_SETTLES = 5 * 86_400_000_000;

export function explain(gap: Gap): Explained {
  const { theirs, ours } = gap;
  const title = `"${MEASURE_TITLES[gap.measure]}"`;
  if (theirs === null) return { verdict: 'unknown', category: 'not-given', explanation: `Nguồn không nêu số liệu ${title}.` };
  if (ours === null) return { verdict: 'unknown', category: 'not-known', explanation: gap.ourReason ?? `Hệ thống chưa có số liệu ${title}.` };
  const more = theirs - ours;
  if (more === 0) return { verdict: 'equal', category: 'equal', explanation: null };
  if (gap.differs) return { verdict: 'explained', category: 'definition', explanation: gap.differs };
  if (gap.regrouped) return { verdict: 'explained', category: 'definition', explanation: 'Mọi đơn vị cộng lại bằng nhau và từng đơn vị bằng số đếm theo vai trò kia: bên đếm theo đơn vị tiếp nhận, bên theo đơn vị giải quyết.' };
  if (ON_TIME.includes(gap.measure) && more > 0 && more <= gap.undated) return { verdict: 'explained', category: 'undated', explanation: `Nguồn tính hồ sơ không có ngày hẹn trả là đúng hạn (có ${gap.undated} hồ sơ như vậy).` };
  // A bad row of a dossier that we know leaves it as it was: it stays open with us.
  if ((more > 0 || STILL_OPEN.includes(gap.measure)) && Math.abs(more) <= gap.quarantined) return { verdict: 'explained', category: 'quarantine', explanation: `${gap.quarantined} bản ghi của kỳ đang bị cách ly.` };
  if (more > 0 && more <= gap.secondCodes) return { verdict: 'explained', category: 'second-code', explanation: `Nguồn liệt kê ${gap.secondCodes} hồ sơ lần nữa dưới mã thứ hai; hệ thống đếm mỗi hồ sơ một lần.` };
  if (more > 0 && more <= gap.quarantined + gap.skipped) return { verdict: 'explained', category: 'other-scope', explanation: `${gap.skipped} dòng thử nghiệm, chuyển đổi hoặc đã xóa không được tính, ${gap.quarantined} bản ghi bị cách ly.` };
  if (more > 0 && more <= gap.unknownUnit) return { verdict: 'explained', category: 'unknown-unit', explanation: `${gap.unknownUnit} hồ sơ của kỳ chưa xác định được đơn vị.` };
  if (Math.abs(more) <= gap.nearBorder) return { verdict: 'explained', category: 'border', explanation: `Nguồn chia ngày theo múi giờ khác; ${gap.nearBorder} hồ sơ tiếp nhận sát ranh giới kỳ.` };
  if (gap.portal) return portalGap(gap, more);
  return { verdict: 'unexplained', category: 'unexplained', explanation: `Nguồn nêu ${theirs}, hệ thống đếm ${ours}: ${more > 0 ? 'thiếu' : 'thừa'} ${Math.abs(more)} chưa rõ nguyên nhân.` };
}

/** The likely kind of a gap to the portal; a kind is not a proof, so the verdict stays open. */
function portalGap({ measure, portal }: Gap, more: number): Explained {
  const { sourceTime, periodEnd, sameVolume } = portal!;
  const line = (category: string, explanation: string): Explained => ({ verdict: 'unexplained', category, explanation });
  if (JUDGED.includes(measure) && sameVolume) return line('definition', 'Cùng số hồ sơ nhưng kết luận đúng hạn khác nhau: hai bên dùng quy ước so hạn khác nhau.');
  if (sourceTime !== null && sourceTime < periodEnd + PORTAL_SETTLES) return line('late', `Số liệu của Cổng chụp lúc ${toIso(sourceTime)}, khi kỳ vừa kết thúc; Cổng còn nhận thêm.`);
  if (more < 0) return line('not-synchronised', `${-more} hồ sơ có ở hệ thống một cửa nhưng chưa có trên Cổng: có thể chưa đồng bộ.`);
  return line('other-scope', `Cổng có nhiều hơn ${more} hồ sơ: phạm vi tính rộng hơn, hoặc hệ thống chưa nối đủ nguồn.`);
}
