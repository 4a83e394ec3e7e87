/** Answers saved as files (JSON or XML) in place of a call: the same rules, the same rows, the same quarantine. */
import type { SourceDefinition, Stream } from '../sources/source';
import { CchcError, HttpFailure } from '../platform/errors';
import { addDays, formatPeriod, periodOf, startOfDay, type Period } from '../vocabulary';
import { errorClass, parseAnswer } from './answer';
import type { Session } from './session';
import type { WindowPlan } from './windows';

/** Gives the file as the answer to whatever is asked. */
export function createFileSession(text: string, baseUrl: string): Session {
  return {
    async call(_, options = {}) {
      const host = new URL(baseUrl).host;
      const json = parseAnswer(text, options.format, options.attributes);
      if (json === undefined) throw new HttpFailure('format', { host, reason: `tệp không phải ${options.format === 'xml' ? 'XML' : 'JSON'} trọn vẹn` });
      const declared = errorClass(options.errors ?? [], 200, json, text);
      if (declared) throw new HttpFailure(declared, { host, reason: 'câu trả lời trong tệp là báo lỗi, hoặc là bản chụp chưa trọn vẹn', declared: true });
      return { status: 200, json, text, bytes: Buffer.byteLength(text) };
    },
  };
}

/** The stream as a file holds it: whole, on one page. */
export function fileStream(definition: SourceDefinition, id: string): Stream[] {
  const stream = definition.streams.find((one) => one.id === id);
  if (!stream) throw new CchcError('bad-usage', `Nguồn ${definition.id} không có luồng "${id}".`, `Các luồng: ${definition.streams.map((one) => one.id).join(', ')}.`);
  if (stream.record === 'statistic' && 'request' in stream.mapping.unit) throw new CchcError('bad-usage', `Luồng ${id} lấy đơn vị từ câu hỏi nên không đọc được từ tệp.`, 'Dùng "cchc import statistics" với bảng có cột đơn vị.');
  return [{ ...stream, paging: { kind: 'none' }, forEach: undefined }];
}

/** The window that a file answers for. Throws CchcError when the period does not fit the stream. */
export function filePlan(stream: Stream, period: Period | null): WindowPlan {
  const step = stream.window!.step;
  if (!period) throw new CchcError('bad-usage', `Luồng ${stream.id} cần biết tệp là của kỳ nào.`, 'Thêm --period, ví dụ --period 2026-07.');
  const type = step === 'month' || step === 'quarter' || step === 'half' || step === 'year' ? step : null;
  if (type && period.type !== type) throw new CchcError('bad-usage', `Luồng ${stream.id} là số liệu theo ${{ month: 'tháng', quarter: 'quý', half: 'nửa năm', year: 'năm' }[type]}, không phải kỳ ${formatPeriod(period)}.`, `Viết kỳ như ${formatPeriod(periodOf(type, period.start))}.`);
  const [from, to] = [startOfDay(period.start), startOfDay(addDays(period.end, 1))];
  return { windows: [{ from, to }], upper: to, deep: false };
}
