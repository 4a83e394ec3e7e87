import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const progressPublished: RatioIndicator = {
  id: 'progress-published',
  code: 'CK.TIENDO_THANG',
  title: { vi: 'Công khai tiến độ hằng tháng', en: 'Monthly publication of progress' },
  question: { vi: 'Bao nhiêu đơn vị–tháng công khai tiến độ đúng hạn?', en: 'How many unit-months were published by the date?' },
  law: [{ ...PLAN_5610, place: 'công khai hằng tháng trên trang thông tin' }],
  counts: {
    vi: 'Mỗi đơn vị mỗi tháng một kỳ phải công khai. Tử số: công khai đúng hạn, có bằng chứng. Mẫu số: kỳ phải công khai.',
    en: 'One duty per unit and month. Hits: published by the date, with evidence. Total: duties due.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 1, document: 'Kế hoạch 5610/KH-UBND: hằng tháng', verified: true },
  kind: 'ratio',
  hits: ['publicationDuty.doneOnTime'],
  total: ['publicationDuty.due'],
  empty: 'null',
  par: 3,
  fedBy: 'mọi đơn vị',
  version: '1',
};
