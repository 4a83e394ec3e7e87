/** A trial without storing: sign in, read one page of the newest window that holds rows, say in plain words what was found. */
import { compileStream } from '../sources/reading';
import type { SourceDefinition, Stream } from '../sources/source';
import { localDay, periodOf, vietnameseDay } from '../vocabulary';
import { askPage } from './ask';
import { membersOf } from './members';
import type { Session } from './session';
import { planLive } from './windows';
import { periodTypeOf } from './run';

/** Windows that are tried, counted from the newest: a log may have ended long ago. */
const STEPS_BACK = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256];

/** Lines for the operator; throws the failure of the call. */
export async function checkStream(definition: SourceDefinition, stream: Stream, session: Session, now = Date.now() * 1000): Promise<string[]> {
  const windows = stream.window ? planLive(stream.window, { loadedThrough: null, deepAt: now }, now).windows : [];
  const { paging } = stream;
  const first = { number: paging.kind === 'pages' ? paging.first : 0, size: paging.kind === 'none' ? 0 : paging.size, offset: 0, cursor: null };
  const reader = compileStream(stream);
  const member = (await membersOf(definition, stream, session))[0]!;
  let window = windows.at(-1) ?? null;
  let rows: unknown[] = [];
  let answer: unknown;
  for (const back of windows.length === 0 ? [0] : STEPS_BACK.filter((step, n) => n === 0 || step < windows.length)) {
    window = windows.at(-1 - back) ?? null;
    ({ rows, answer } = await askPage(definition, stream, reader, session, { window, page: first, member, now }));
    if (rows.length > 0) break;
  }
  const reasons = new Map<string, number>();
  let good = 0;
  for (const row of rows) {
    const read = reader.read(row, { now, window: window ?? undefined, period: window ? periodOf(periodTypeOf(stream), localDay(window.from)) : undefined, asked: member });
    if (read.kind === 'record') good += 1;
    else reasons.set(read.kind === 'skipped' ? `bỏ qua: ${read.reason}` : `${read.message} (${read.pointer})`, (reasons.get(read.kind === 'skipped' ? `bỏ qua: ${read.reason}` : `${read.message} (${read.pointer})`) ?? 0) + 1);
  }
  const span = window && ` (khoảng ${vietnameseDay(localDay(window.from))} – ${vietnameseDay(localDay(window.to - 1))})`;
  const lines = [`✓ ${stream.id}: đọc được ${rows.length} dòng của trang đầu, ${good} dòng dùng được${span ?? ''}.`];
  if (rows.length === 0) lines.push('  → Chưa thấy dòng nào nên chưa thử được mapping: kiểm tra envelope.rows, cách viết ngày của window và quyền của tài khoản.');
  for (const [reason, n] of reasons) lines.push(`  ${n} dòng: ${reason}`);
  const words = stream.envelope.success.length + stream.envelope.errors.length === 0 ? outcomeFields(answer) : [];
  if (words.length > 0) lines.push(`  → Câu trả lời có ${words.join(', ')} nhưng chưa khai báo envelope.success: lỗi báo trong nội dung kèm danh sách trống sẽ bị coi là không có hồ sơ. Thêm success: [{ at: ${words[0]}, equals: … }].`);
  if (rows.length > 0 && good === 0 && reasons.size > 0) lines.push('  → Không dòng nào dùng được: định dạng có thể đã đổi; đối chiếu mapping với trả lời của nguồn.');
  return lines;
}

/** Fields beside the rows by which systems of all kinds say whether they succeeded. */
const OUTCOME = /^(is_?)?(success|succeeded|status|state|code|error|error_?(code|no)|ma_?(loi|tra_?loi|ket_?qua)|ket_?qua|result(_?code)?|trang_?thai)$/i;
const outcomeFields = (answer: unknown): string[] => (typeof answer !== 'object' || answer === null || Array.isArray(answer) ? []
  : Object.entries(answer).filter(([name, value]) => OUTCOME.test(name) && (typeof value !== 'object' || value === null)).map(([name]) => name));
