import type { RatioIndicator } from '../../indicator';

export const nonTerritorial: RatioIndicator = {
  id: 'non-territorial',
  code: 'HS.PHIDIAGIOI',
  title: { vi: 'Hồ sơ phi địa giới', en: 'Non-territorial reception' },
  question: { vi: 'Bao nhiêu phần hồ sơ được nộp ngoài nơi cư trú?', en: 'Which share of dossiers was handed in outside the home unit?' },
  law: [{ act: 'NĐ 118/2025/NĐ-CP', from: '2025-07-01', to: null, verified: true }],
  counts: {
    vi: 'Tử số: đơn vị tiếp nhận khác đơn vị nơi cư trú. Mẫu số: tiếp nhận trong kỳ. Dưới 98 % hồ sơ có nơi cư trú thì chưa có số.',
    en: 'Hits: receiving unit is not the home unit. Total: received in the period. Not known while fewer than 98 % of them state a home unit.',
  },
  groupBy: 'receivingUnit',
  grains: ['province', 'commune'],
  direction: 'none',
  kind: 'ratio',
  hits: ['receivedNonTerritorial'],
  total: ['received'],
  empty: 'null',
  caution: { vi: 'Số của tỉnh gồm cả hồ sơ nộp tại sở, nơi không phải là nơi cư trú của ai.', en: 'The figure of the province includes dossiers handed in at departments, which are nobody\'s home unit.' },
  version: '1',
};
