import { INDEX_766, ONLINE_SERVICE, REPORTED, type RatioIndicator } from '../../indicator';

export const index766ServicesUsed: RatioIndicator = {
  id: 'index766-services-used',
  code: 'DV.PHATSINH',
  title: { vi: 'DVCTT phát sinh hồ sơ (766 – 3.2)', en: 'Online services used (index 766 – 3.2)' },
  question: { vi: 'Bao nhiêu DVCTT có ít nhất một hồ sơ trực tuyến?', en: 'How many online services had at least one online dossier?' },
  law: [{ ...INDEX_766, place: 'chỉ số 3.2' }, ...ONLINE_SERVICE],
  counts: {
    vi: 'Tử số: dịch vụ có ít nhất một hồ sơ nộp trực tuyến. Mẫu số: dịch vụ cung cấp.',
    en: 'Hits: services with at least one online dossier. Total: services provided.',
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
  hits: ['onlineServicesUsed'],
  total: ['onlineServices'],
  empty: 'configured',
  scoring: { kind: 'linear', max: '4' },
  par: 7,
  version: '1',
};
