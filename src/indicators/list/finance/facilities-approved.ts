import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const facilitiesApproved: RatioIndicator = {
  id: 'facilities-approved',
  code: 'TC.NHADAT',
  title: { vi: 'Cơ sở nhà, đất có phương án được duyệt', en: 'Facilities with an approved plan' },
  question: { vi: 'Bao nhiêu phần cơ sở nhà, đất đã có phương án được duyệt?', en: 'Which share of house and land facilities has an approved plan?' },
  law: [{ act: 'NĐ 167/2017/NĐ-CP', from: '2017-12-31', to: null, verified: true }, { ...PLAN_5610, place: 'Sở Tài chính: ít nhất 80 % cơ sở nhà, đất' }],
  counts: {
    vi: 'Tử số: đã duyệt phương án. Mẫu số: cơ sở nhà, đất, đến cuối kỳ.',
    en: 'Hits: plan approved. Total: facilities, by the end of the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 0.8, document: 'Kế hoạch 5610/KH-UBND', verified: true },
  kind: 'ratio',
  hits: ['facility.allDone'],
  total: ['facility.all'],
  empty: 'null',
  par: 6,
  fedBy: 'Sở Tài chính',
  version: '1',
};
