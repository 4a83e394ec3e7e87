/** What a stream is asked once for each of (forEach): values of the definition, or the rows of another stream that is asked first. */
import { compilePath, compileStream } from '../sources/reading';
import type { SourceDefinition, Stream } from '../sources/source';
import { HttpFailure } from '../platform/errors';
import type { UnitRecord } from '../vocabulary';
import { valueAt } from './answer';
import { pages } from './pages';
import { askPage, type Member } from './ask';
import type { Session } from './session';

/** One empty member where the stream is asked once. A list that comes out empty is a failure: nothing asked is not nothing there. */
export async function membersOf(definition: SourceDefinition, stream: Stream, session: Session, signal?: AbortSignal): Promise<Member[]> {
  const { forEach } = stream;
  if (!forEach) return [{}];
  if ('values' in forEach) return forEach.values.map((each) => ({ each }));
  const listed = definition.streams.find((one) => one.id === forEach.stream)!;
  const reader = compileStream(listed);
  const at = forEach.at === undefined ? null : compilePath(forEach.at);
  const members = new Map<string, Member>();
  for await (const page of pages(listed, (address) => askPage(definition, listed, reader, session, { window: null, page: address, member: {}, now: Date.now() * 1000 }, signal), { parallel: 1 })) {
    for (const row of page.rows) {
      const read = reader.read(row, { now: 0 });
      if (read.kind === 'skipped') continue;
      const record = read.kind === 'record' && listed.record === 'unit' ? (read.record as UnitRecord) : null;
      const each = at ? valueAt(row, forEach.at!) : record?.id;
      if (each === undefined || each === null || typeof each === 'object') continue;
      members.set(String(each), { each: each as string | number | boolean, ...(record ? { unit: { id: record.id, ...(record.code === null ? {} : { code: record.code }) } } : {}) });
    }
  }
  if (members.size === 0) throw new HttpFailure('format', { host: new URL(definition.baseUrl).host, reason: `luồng ${stream.id}: danh sách "${forEach.stream}" trống nên không có gì để hỏi` });
  return [...members.values()];
}
