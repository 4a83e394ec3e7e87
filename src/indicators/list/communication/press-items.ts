import { PLAN_5610, REPORTED, type CountIndicator } from '../../indicator';

export const pressItems: CountIndicator = {
  id: 'press-items',
  code: 'TTR.TINBAI',
  title: { vi: 'Tin, bài CCHC', en: 'Press items on reform' },
  question: { vi: 'Bao nhiêu tin, bài về CCHC trong kỳ?', en: 'How many press items on reform appeared?' },
  law: [{ ...PLAN_5610, place: 'Báo Quảng Nam, Đài PT-TH: chuyên mục CCHC' }],
  counts: {
    vi: 'Tin, bài đăng, phát trong kỳ.',
    en: 'Items published or broadcast in the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department'],
  periods: REPORTED,
  direction: 'up',
  kind: 'count',
  hits: ['pressItem.opened'],
  par: 1,
  fedBy: 'báo, đài',
  version: '1',
};
