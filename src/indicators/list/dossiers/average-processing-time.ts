import { INDEX_766, type MeanIndicator } from '../../indicator';

export const averageProcessingTime: MeanIndicator = {
  id: 'average-processing-time',
  code: 'HS.TGTB',
  title: { vi: 'Thời gian giải quyết trung bình', en: 'Average processing time' },
  question: { vi: 'Một hồ sơ được giải quyết trong bao lâu (theo thủ tục: bằng đơn vị thời hạn của chính thủ tục; theo đơn vị, lĩnh vực, tỉnh: bằng ngày làm việc, gộp mọi thủ tục)?', en: 'How long does a dossier take (by procedure: in the unit of its own limit; by unit, field, province: in working days, all procedures together)?' },
  law: [{ ...INDEX_766, place: 'chỉ số 2.2' }],
  counts: {
    vi: 'Từ tiếp nhận đến kết thúc xử lý theo giờ làm việc, trừ thời gian chờ bổ sung, của hồ sơ giải quyết trong kỳ (8 giờ là một ngày). Số của đơn vị, lĩnh vực và tỉnh gộp các thủ tục có thời hạn rất khác nhau nên đổi theo cơ cấu hồ sơ và không so được với thời hạn của một thủ tục; để so, xem theo thủ tục. Thời hạn theo ngày lịch hoặc tháng: vẫn tính bằng ngày làm việc, có ghi rõ. Hồ sơ có yêu cầu bổ sung mà nguồn không cho biết thời điểm bổ sung xong thì không tính.',
    en: 'From reception to end in working time without waiting for supplements, of dossiers resolved in the period (8 hours are a day). The figure of a unit, field or province puts procedures of very different limits together: it moves with the mix of dossiers and cannot be held against the limit of one procedure; for that, ask by procedure. Limits in calendar days or months: still told in working days, and said so. Dossiers with a request whose answer the source does not date are left out.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune', 'field'],
  direction: 'down',
  kind: 'mean',
  hits: ['workingMinutes'],
  total: ['resolvedTimed'],
  per: 480,
  unitOfMeasure: { vi: 'ngày làm việc', en: 'working days' },
  version: '1',
};
