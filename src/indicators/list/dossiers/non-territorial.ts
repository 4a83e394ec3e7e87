import type { RatioIndicator } from '../../indicator';

export const nonTerritorial: RatioIndicator = {
  id: 'non-territorial',
  code: 'HS.PHIDIAGIOI',
  title: { vi: 'Hồ sơ phi địa giới', en: 'Non-territorial reception' },
  question: { vi: 'Bao nhiêu phần hồ sơ được nộp ngoài nơi cư trú?', en: 'Which share of dossiers was handed in outside the home unit?' },
  law: [{ act: 'NĐ 118/2025/NĐ-CP', from: '2025-07-01', to: null, verified: true }],
  counts: {
    vi: 'Tử số: xã, phường tiếp nhận khác nơi cư trú. Mẫu số: hồ sơ cấp xã tiếp nhận trong kỳ; số của tỉnh là tổng của các xã. Dưới 98 % hồ sơ có nơi cư trú thì chưa có số.',
    en: 'Hits: the receiving commune is not the home unit. Total: received by communes in the period; the province is their sum. Not known while fewer than 98 % of them state a home unit.',
  },
  groupBy: 'receivingUnit',
  grains: ['province', 'commune'],
  direction: 'none',
  kind: 'ratio',
  hits: ['receivedNonTerritorial'],
  total: ['receivedAtCommunes'],
  empty: 'null',
  caution: { vi: 'Hồ sơ nộp tại sở, ngành hay trung tâm của tỉnh không tính: địa bàn của nơi nhận là cả tỉnh.', en: 'Dossiers handed in at departments or centres of the province do not count: their territory is the whole province.' },
  version: '2',
};
