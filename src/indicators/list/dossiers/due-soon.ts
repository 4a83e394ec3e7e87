import { ONE_STOP, type CountIndicator } from '../../indicator';

export const dueSoon: CountIndicator = {
  id: 'due-soon',
  code: 'HS.SAPHAN',
  title: { vi: 'Hồ sơ sắp đến hạn', en: 'Due soon' },
  question: { vi: 'Bao nhiêu hồ sơ đến hạn trong những ngày làm việc sắp tới?', en: 'How many dossiers fall due within the next working days?' },
  law: [...ONE_STOP],
  counts: {
    vi: 'Hồ sơ đang giải quyết có ngày hẹn trả từ nay đến hết n ngày làm việc tới (n trong cấu hình). Chỉ có cho kỳ hiện tại.',
    en: 'Open dossiers due from now to the end of the next n working days (n configured). Current periods only.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune', 'field'],
  direction: 'none',
  kind: 'count',
  hits: ['dueSoon'],
  version: '1',
};
