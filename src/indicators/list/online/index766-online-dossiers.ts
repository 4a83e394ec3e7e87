import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const index766OnlineDossiers: RatioIndicator = {
  id: 'index766-online-dossiers',
  code: 'DV.HOSO',
  title: { vi: 'Hồ sơ nộp trực tuyến (766 – 3.3)', en: 'Online dossiers (index 766 – 3.3)' },
  question: { vi: 'Bao nhiêu phần hồ sơ được nộp trực tuyến, có tính tỷ lệ đồng bộ?', en: 'Which share of dossiers came online, times the ratio of synchronisation?' },
  law: [{ ...INDEX_766, place: 'chỉ số 3.3' }],
  counts: {
    vi: 'Tử số: KenhThucHien = 2 (TTHC thường trả kết quả giấy phải có kết quả điện tử; hồ sơ tự đếm chưa kiểm tra điều này). Mẫu số: tiếp nhận. Điểm: nhân với tỷ lệ của 1.4, đủ điểm từ 50 %.',
    en: 'Hits: KenhThucHien = 2 (where a paper result is usual an electronic one must exist; our own count does not check this). Total: received. Score: times the ratio of 1.4, full points from 50 %.',
  },
  caution: {
    vi: 'Công thức được khớp từ bốn quan sát; số hạng thứ ba đều đã đạt trần và tỷ lệ đồng bộ đều bằng 1: có cơ sở, chưa chứng minh.',
    en: 'Fitted on four observations, the third term saturated and the synchronisation ratio 1 in all: supported, not proved.',
  },
  groupBy: 'receivingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['receivedOnline'],
  total: ['received'],
  empty: 'configured',
  final: true,
  scoring: { kind: 'cap', max: '6', fullAt: '0.5' },
  factor: 'index766-dossier-sync',
  par: 7,
  version: '1',
};
