import { INDEX_766, ONLINE_SERVICE, REPORTED, type RatioIndicator } from '../../indicator';

export const index766OnlineProvision: RatioIndicator = {
  id: 'index766-online-provision',
  code: 'DV.CUNGCAP',
  title: { vi: 'TTHC cung cấp DVCTT (766 – 3.1)', en: 'Procedures online (index 766 – 3.1)' },
  question: { vi: 'Bao nhiêu TTHC thuộc thẩm quyền được cung cấp trực tuyến?', en: 'How many procedures of the unit are offered online?' },
  law: [{ ...INDEX_766, place: 'chỉ số 3.1' }, ...ONLINE_SERVICE],
  counts: {
    vi: 'Tử số: một phần và toàn trình, mỗi TTHC một lần ở mức cao nhất. Mẫu số: TTHC thuộc thẩm quyền theo nguồn (đổi theo kỳ), không lấy từ danh mục. Đủ điểm từ 80 %.',
    en: 'Hits: partial and full, each procedure once at its highest level. Total: procedures under its authority as the source says, never a catalogue. Full points from 80 %.',
  },
  caution: {
    vi: 'Công thức được khớp từ bốn quan sát; số hạng thứ ba đều đã đạt trần và tỷ lệ đồng bộ đều bằng 1: có cơ sở, chưa chứng minh.',
    en: 'Fitted on four observations, the third term saturated and the synchronisation ratio 1 in all: supported, not proved.',
  },
  groupBy: 'responsibleUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['partialServices', 'fullServices'],
  total: ['authorityProcedures'],
  empty: 'configured',
  scoring: { kind: 'cap', max: '2', fullAt: '0.8' },
  par: 7,
  version: '1',
};
