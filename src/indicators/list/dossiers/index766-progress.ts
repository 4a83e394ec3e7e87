import { INDEX_766, type RatioIndicator } from '../../indicator';

export const index766Progress: RatioIndicator = {
  id: 'index766-progress',
  code: 'HS.DUNGHAN_766',
  title: { vi: 'Tiến độ giải quyết (766 – 2.1)', en: 'Progress (index 766 – 2.1)' },
  question: { vi: 'Trong các hồ sơ tiếp nhận và đang giải quyết trong kỳ, bao nhiêu phần đúng hạn hoặc còn trong hạn?', en: 'Of the dossiers handled in the period, which share is on time or still within due?' },
  law: [{ ...INDEX_766, place: 'chỉ số 2.1' }],
  counts: {
    vi: 'Tử số: giải quyết đúng hạn và đang giải quyết trong hạn. Mẫu số: tồn kỳ trước và tiếp nhận mới. Hồ sơ chờ bổ sung lấy ngày yêu cầu đầu tiên làm ngày kết thúc; yêu cầu quá một lần mà chưa xong là quá hạn; chưa xong thì lấy cuối kỳ. Cuối kỳ còn chờ mà nay đã bổ sung xong: kỳ đó vẫn tính là đang chờ nếu nguồn cho biết thời điểm bổ sung xong; nguồn không cho biết thì tính như không chờ. Không có ngày hẹn trả: thời gian xử lý không kể chờ bổ sung không được vượt thời hạn tối đa của thủ tục; chưa biết thời hạn đó thì không tính là đúng hạn. Không phát sinh: 0 điểm.',
    en: 'Hits: resolved on time and open within due. Total: carried over and newly received. Waiting for a supplement: judged at the first request; asked more than once and not finished: overdue; not finished: the end of the period. One that waited at the end of a period and was answered later still counts there as waiting where the source says when it was answered; where it does not, as if it had not waited. No due date: the time used, without waiting for supplements, must not exceed the maximum of the procedure; where that is not known, not on time. Nothing handled: score 0.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune', 'field'],
  direction: 'up',
  kind: 'ratio',
  hits: ['handledOnTime'],
  total: ['handled'],
  empty: 'zero',
  scoring: { kind: 'linear', max: '20' },
  par: 3,
  version: '1',
};
