/** A trial without storing: sign in, read one page of the newest window, say in plain words what was found. */
import { compileStream } from '../sources/reading';
import type { SourceDefinition, Stream } from '../sources/source';
import { localDay, periodOf } from '../vocabulary';
import { askPage } from './ask';
import { membersOf } from './members';
import type { Session } from './session';
import { planLive } from './windows';

/** Lines for the operator; throws the failure of the call. */
export async function checkStream(definition: SourceDefinition, stream: Stream, session: Session, now = Date.now() * 1000): Promise<string[]> {
  const window = stream.window ? planLive(stream.window, { loadedThrough: now, deepAt: now }, now).windows.at(-1) ?? null : null;
  const size = stream.paging.kind === 'pages' ? stream.paging.size : 0;
  const reader = compileStream(stream);
  const member = (await membersOf(definition, stream, session))[0]!;
  const { rows } = await askPage(definition, stream, reader, session, { window, page: { number: stream.paging.kind === 'pages' ? stream.paging.first : 0, size, offset: 0 }, member, now });
  const reasons = new Map<string, number>();
  let good = 0;
  for (const row of rows) {
    const read = reader.read(row, { now, window: window ?? undefined, period: window ? periodOf('month', localDay(window.from)) : undefined, asked: member });
    if (read.kind === 'record') good += 1;
    else reasons.set(read.kind === 'skipped' ? `bỏ qua: ${read.reason}` : `${read.message} (${read.pointer})`, (reasons.get(read.kind === 'skipped' ? `bỏ qua: ${read.reason}` : `${read.message} (${read.pointer})`) ?? 0) + 1);
  }
  const lines = [`✓ ${stream.id}: đọc được ${rows.length} dòng của trang đầu, ${good} dòng dùng được.`];
  for (const [reason, n] of reasons) lines.push(`  ${n} dòng: ${reason}`);
  if (rows.length > 0 && good === 0 && reasons.size > 0) lines.push('  → Không dòng nào dùng được: định dạng có thể đã đổi; đối chiếu mapping với trả lời của nguồn.');
  return lines;
}
