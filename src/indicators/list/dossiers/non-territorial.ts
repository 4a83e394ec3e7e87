import type { RatioIndicator } from '../../indicator';

export const nonTerritorial: RatioIndicator = {
  id: 'non-territorial',
  code: 'HS.PHIDIAGIOI',
  title: { vi: 'Hồ sơ phi địa giới', en: 'Non-territorial reception' },
  question: { vi: 'Bao nhiêu phần hồ sơ được nộp ngoài nơi cư trú?', en: 'Which share of dossiers was handed in outside the home unit?' },
  law: [{ act: 'NĐ 118/2025/NĐ-CP', from: '2025-07-01', to: null, verified: true }],
  counts: {
    vi: 'Tử số: đơn vị tiếp nhận khác đơn vị nơi cư trú. Mẫu số: tiếp nhận trong kỳ.',
    en: 'Hits: receiving unit is not the home unit. Total: received in the period.',
  },
  groupBy: 'receivingUnit',
  grains: ['province', 'commune'],
  direction: 'none',
  kind: 'ratio',
  hits: ['receivedNonTerritorial'],
  total: ['received'],
  empty: 'null',
  version: '1',
};
