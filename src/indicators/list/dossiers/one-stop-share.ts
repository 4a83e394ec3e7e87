import { PLAN_5610, REPORTED, type RatioIndicator } from '../../indicator';

export const oneStopShare: RatioIndicator = {
  id: 'one-stop-share',
  code: 'HS.TREN_MC',
  title: { vi: 'Hồ sơ tiếp nhận, trả trên phần mềm Một cửa', en: 'Dossiers handled in the one-stop system' },
  question: { vi: 'Bao nhiêu phần hồ sơ được tiếp nhận và trả trên phần mềm Một cửa?', en: 'Which share of dossiers is received and returned in the one-stop system?' },
  law: [{ ...PLAN_5610, place: 'mọi hồ sơ trên phần mềm Một cửa' }],
  counts: {
    vi: 'Tử số: tiếp nhận trong phần mềm. Mẫu số: trong phần mềm cộng số đơn vị khai báo ở ngoài; lĩnh vực đất đai theo dõi riêng.',
    en: 'Hits: received in the system. Total: in the system plus declared outside; the land field is watched by itself.',
  },
  groupBy: 'receivingUnit',
  grains: ['department', 'commune', 'field'],
  periods: REPORTED,
  direction: 'up',
  target: { value: 1, document: 'Kế hoạch 5610/KH-UBND', verified: true },
  kind: 'ratio',
  hits: ['received'],
  total: ['received', 'declaredOutside'],
  declared: ['declaredOutside'],
  empty: 'null',
  par: 3,
  version: '1',
};
