import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const index766DossierSync: RatioIndicator = {
  id: 'index766-dossier-sync',
  code: 'HS.DONGBO',
  title: { vi: 'Hồ sơ đồng bộ lên Cổng DVCQG (766 – 1.4)', en: 'Dossiers synchronised (index 766 – 1.4)' },
  question: { vi: 'Bao nhiêu phần hồ sơ đã đồng bộ lên Cổng DVCQG?', en: 'Which share of dossiers is synchronised with the national portal?' },
  law: [{ ...INDEX_766, place: 'chỉ số 1.4' }],
  counts: {
    vi: 'Mẫu số: số lớn hơn giữa hệ thống báo cáo quốc gia và Cổng DVCQG. Thiếu cả hai: lấy số năm trước chia đều; Cổng gắn cờ TEMP_NATIONAL_REPORT_DENOMINATOR hoặc NO_NATIONAL_REPORT_DATA.',
    en: 'Total: the larger of the national reporting system and DVCQG. Both missing: last year divided; the portal then flags TEMP_NATIONAL_REPORT_DENOMINATOR or NO_NATIONAL_REPORT_DATA.',
  },
  groupBy: 'receivingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['dossiersSynced'],
  total: ['dossiersToSync'],
  empty: 'null',
  scoring: { kind: 'linear', max: '6' },
  par: 7,
  version: '1',
};
