import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const feedbackRegisterOnTime: RatioIndicator = {
  id: 'feedback-register-on-time',
  code: 'PA.DUNGHAN_SO',
  title: { vi: 'PAKN đến hạn được xử lý đúng hạn (sổ theo dõi)', en: 'Feedback due and handled on time (register)' },
  question: { vi: 'Trong PAKN đến hạn trong kỳ, bao nhiêu phần xử lý đúng hạn?', en: 'Of the feedback due in the period, which share was handled on time?' },
  law: [{ ...PLAN_5610, place: 'Văn phòng UBND tỉnh: xử lý PAKN theo quy định' }],
  counts: {
    vi: 'Từ danh sách PAKN của tỉnh. Tử số: đến hạn và xong đúng hạn. Mẫu số: đến hạn trong kỳ; chưa xong mà quá hạn là trễ. Không phải chỉ số 766 – 5.2.',
    en: 'From the list of feedback. Hits: due and done on time. Total: due in the period; open past due is late. Not index 766 – 5.2.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 1, document: 'Danh mục chỉ số của dự án', verified: false },
  kind: 'ratio',
  hits: ['feedback.doneOnTime'],
  total: ['feedback.due'],
  empty: 'null',
  version: '1',
};
