import { PLAN_5610, type RatioIndicator } from '../../indicator';

export const apologyLetters: RatioIndicator = {
  id: 'apology-letters',
  code: 'HS.XINLOI',
  title: { vi: 'Hồ sơ quá hạn có văn bản xin lỗi', en: 'Late dossiers with an apology letter' },
  question: { vi: 'Bao nhiêu phần hồ sơ quá hạn đã có văn bản xin lỗi?', en: 'Which share of late dossiers has a written apology?' },
  law: [{ act: 'NĐ 61/2018/NĐ-CP', place: 'Điều 19', from: '2018-06-21', to: '2025-06-30', verified: false }, { ...PLAN_5610, place: 'xin lỗi khi trễ hẹn' }, { act: 'Mẫu 07a/BTP', from: '2026-07-01', to: null, verified: false }],
  counts: {
    vi: 'Tử số: hồ sơ quá hạn (đã và đang giải quyết) có văn bản xin lỗi. Mẫu số: hồ sơ giải quyết quá hạn và đang giải quyết quá hạn.',
    en: 'Hits: late dossiers, resolved or open, with a letter. Total: resolved late and open overdue.',
  },
  groupBy: 'resolvingUnit',
  grains: ['department', 'commune'],
  direction: 'up',
  target: { value: 1, document: 'Kế hoạch 5610/KH-UBND: mọi hồ sơ quá hạn', verified: true },
  kind: 'ratio',
  hits: ['lateApologised'],
  total: ['resolvedLate', 'inProgressLate'],
  empty: 'null',
  par: 3,
  version: '1',
};
