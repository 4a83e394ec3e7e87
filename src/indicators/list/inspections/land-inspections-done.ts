import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const landInspectionsDone: RatioIndicator = {
  id: 'land-inspections-done',
  code: 'KT.DATDAI',
  title: { vi: 'Cuộc kiểm tra hồ sơ đất đai', en: 'Land inspections done' },
  question: { vi: 'Bao nhiêu phần cuộc kiểm tra hồ sơ đất đai theo kế hoạch đã thực hiện?', en: 'Which share of planned land inspections was done?' },
  law: [{ ...PLAN_5610, place: 'Sở TN&MT: kiểm tra hồ sơ đất đai, cấp giấy lần đầu' }],
  counts: {
    vi: 'Tử số: thực hiện đến cuối kỳ, kể cả trễ. Mẫu số: kế hoạch đến hạn trong kỳ.',
    en: 'Hits: done by the end of the period, late ones included. Total: planned and due in the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['inspection.dueDone.land'],
  total: ['inspection.due.land'],
  empty: 'null',
  par: 1,
  fedBy: 'Sở TN&MT',
  version: '2',
};
