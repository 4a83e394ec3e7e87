import { PLAN_5610, YEARLY, type YesNoIndicator } from '../../indicator';

export const intangibleAssetRules: YesNoIndicator = {
  id: 'intangible-asset-rules',
  code: 'TC.TSCDVH',
  title: { vi: 'Quy định tài sản cố định vô hình đã ban hành', en: 'Rules on intangible assets issued' },
  question: { vi: 'Quy định về tài sản cố định vô hình đã được ban hành chưa?', en: 'Were the rules on intangible fixed assets issued?' },
  law: [{ ...PLAN_5610, place: 'danh mục, thời gian sử dụng, hao mòn tài sản cố định vô hình' }],
  counts: {
    vi: 'Có khi mọi quy định phải ban hành đã ban hành.',
    en: 'Yes when every rule to be issued was issued.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: YEARLY,
  direction: 'up',
  target: { value: 1, document: 'Kế hoạch 5610/KH-UBND', verified: true },
  kind: 'yesNo',
  hits: ['intangibleAssetRule.allDone'],
  total: ['intangibleAssetRule.all'],
  par: 6,
  fedBy: 'Sở Tài chính',
  version: '1',
};
