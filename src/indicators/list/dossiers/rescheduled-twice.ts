import type { CountIndicator } from '../../indicator';

export const rescheduledTwice: CountIndicator = {
  id: 'rescheduled-twice',
  code: 'HS.HENLAI',
  title: { vi: 'Hồ sơ hẹn lại quá 1 lần', en: 'Rescheduled more than once' },
  question: { vi: 'Bao nhiêu hồ sơ bị hẹn lại ngày trả quá một lần?', en: 'How many dossiers had their due date set again more than once?' },
  law: [{ act: 'NĐ 61/2018/NĐ-CP', place: 'Điều 19', from: '2018-06-21', to: '2025-06-30', verified: false }, { act: 'NĐ 118/2025/NĐ-CP', from: '2025-07-01', to: null, verified: false }],
  counts: {
    vi: 'Hồ sơ tiếp nhận trong kỳ có từ hai lần hẹn lại trở lên. Quy tắc hẹn lại tối đa một lần chưa được xác minh với văn bản.',
    en: 'Dossiers received in the period whose due date was set again at least twice. The rule "at most once" is unverified.',
  },
  groupBy: 'resolvingUnit',
  grains: ['department', 'commune'],
  direction: 'down',
  target: { value: 0, document: 'NĐ 61/2018/NĐ-CP, Điều 19', verified: false },
  kind: 'count',
  hits: ['rescheduledTwice'],
  par: 3,
  version: '1',
};
