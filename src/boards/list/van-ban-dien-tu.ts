import type { Board } from '../board';
import { trend, trust, TWO_YEARS, value, worst } from './tiles';

export const vanBanDienTu: Board = {
  uid: 'cchc-van-ban-dien-tu', file: 'van-ban-dien-tu.json', title: 'CCHC – Văn bản điện tử', audience: 'information', rotates: true, scope: 'province', map: 'today', variables: ['period', 'map', 'level'], time: TWO_YEARS,
  description: 'Văn bản đi, đến có được trao đổi điện tử, ký số, không kèm bản giấy; văn bản nào bị kẹt?',
  sections: [
    trust,
    { title: 'Trao đổi', tiles: [
      value('documents-sent'), value('documents-received'), value('documents-accepted'), value('documents-stuck'), value('signed-documents'), value('paperless-documents'),
      trend('signed-documents'), trend('paperless-documents'),
    ] },
    { title: 'Đơn vị cần chú ý', tiles: [worst('documents-stuck'), worst('documents-accepted'), worst('signed-documents'), worst('paperless-documents')] },
  ],
};
