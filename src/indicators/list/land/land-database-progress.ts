import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const landDatabaseProgress: RatioIndicator = {
  id: 'land-database-progress',
  code: 'DA.TIENDO',
  title: { vi: 'Tiến độ CSDL đất đai', en: 'Progress of the land database' },
  question: { vi: 'Cơ sở dữ liệu đất đai đã xong bao nhiêu phần khối lượng?', en: 'How much of the land database is done, by volume?' },
  law: [{ ...PLAN_5610, place: 'Sở TN&MT: hồ sơ địa chính, CSDL đất đai' }],
  counts: {
    vi: 'Tử số: khối lượng đã thực hiện. Mẫu số: khối lượng dự án, đến cuối kỳ.',
    en: 'Hits: volume done. Total: volume of the project, by the end of the period.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['project.amountDone.land'],
  total: ['project.amount.land'],
  empty: 'null',
  fedBy: 'Sở TN&MT',
  version: '1',
};
