/** One question of a stream: placeholders filled in, the answer judged, its rows in the form in which they are read. */
import { ceilMoment, formatMoment, renderRequest, type Reader, type RenderedRequest, type RequestVars } from '../sources/reading';
import type { SourceDefinition, Stream } from '../sources/source';
import { HttpFailure } from '../platform/errors';
import { localDay, type Instant } from '../vocabulary';
import { isSuccess, saysNothing, valueAt } from './answer';
import type { PageAddress, PageAnswer } from './pages';
import type { Session } from './session';
import { addressOf } from './sign-in';
import type { AskedWindow } from './windows';

type Scalar = string | number | boolean;
/** What a question is asked for besides window and page (forEach); empty where a stream is asked once. */
export interface Member { each?: Scalar; unit?: { id?: Scalar; code?: Scalar } }

export interface Asked { window: AskedWindow | null; page: PageAddress; member: Member; now: Instant }
/** The page of a question that is asked once for its window: a summary, a count. */
const WHOLE: PageAddress = { number: 0, size: 0, offset: 0 };

/** Asks for a page. `stand` puts an answer without a list into a form in which it is read as one row. */
export async function askPage(definition: SourceDefinition, stream: Stream, reader: Reader, session: Session, asked: Asked, signal?: AbortSignal, stand?: (answer: unknown) => unknown): Promise<PageAnswer> {
  const reply = await session.call(questionOf(definition, stream, asked), { errors: stream.envelope.errors, format: stream.envelope.format, attributes: stream.envelope.attributes, charset: stream.envelope.charset, emptyWhen: stream.envelope.emptyWhen, signal });
  const { answer, problem } = reader.unfold(stand ? stand(reply.json) : reply.json);
  if (problem) throw new HttpFailure('format', { host: new URL(definition.baseUrl).host, status: reply.status, reason: problem });
  return { answer, rows: rowsOf(definition, stream, reader, { json: answer, status: reply.status }, asked.page.offset === 0), text: reply.text, body: reply.body, headers: reply.headers, nothing: byStatus(stream) && saysNothing(stream.envelope.emptyWhen, reply.status, answer), sourceTime: reader.sourceTime(answer) };
}

/** The rows of a question that is asked once for its window. */
export const askOnce = async (definition: SourceDefinition, stream: Stream, reader: Reader, session: Session, asked: { window: AskedWindow; now: Instant }, signal?: AbortSignal, stand?: (answer: unknown) => unknown): Promise<unknown[]> =>
  (await askPage(definition, stream, reader, session, { ...asked, page: WHOLE, member: {} }, signal, stand)).rows;

/** An empty list is believed when the source states zero in a second question; anything else is a failure. */
export async function confirmEmpty(definition: SourceDefinition, stream: Stream, session: Session, asked: Asked, signal?: AbortSignal): Promise<void> {
  const { request, countAt } = stream.confirmEmpty!;
  const reply = await session.call(renderRequest(request, vars(stream, asked)), { errors: stream.envelope.errors, format: stream.envelope.format, attributes: stream.envelope.attributes, charset: stream.envelope.charset, signal });
  const stated = valueAt(reply.json, countAt);
  if (isSuccess(stream.envelope.success, reply.json) && stated !== undefined && stated !== null && stated !== '' && Number(stated) === 0) return;
  throw new HttpFailure('format', { host: new URL(definition.baseUrl).host, reason: `luồng ${stream.id}: nguồn trả danh sách trống nhưng số đếm của nguồn là ${stated === undefined || stated === null || stated === '' ? 'không rõ' : String(stated)}` });
}

/** The question for a page: the stream's own, or the address to which the page before leads; always on the source's own host, whatever name a gateway gave it. */
function questionOf(definition: SourceDefinition, stream: Stream, asked: Asked): RenderedRequest {
  const request = renderRequest(stream.request, vars(stream, asked));
  const { cursor } = asked.page;
  if (stream.paging.kind !== 'next' || (stream.paging.as === 'cursor' && stream.paging.at !== undefined) || typeof cursor !== 'string') return request;
  const asking = new URL(addressOf(definition.baseUrl, request.path));
  if (!URL.canParse(cursor, asking.href)) throw new HttpFailure('format', { host: asking.host, reason: `luồng ${stream.id}: nguồn chỉ trang sau bằng một địa chỉ không đọc được` });
  const { pathname, search } = new URL(cursor, asking.href);
  return { ...request, path: `${asking.origin}${pathname}${search}`, query: {} };
}

const vars = (stream: Stream, asked: Asked): RequestVars => ({ ...placeholders(stream, asked.window, asked.page, asked.now), ...asked.member });

/** Which rule for success does not hold, and the code that stands there; of a text only that it is another one. */
function noSuccess(stream: Stream, reply: { json: unknown; status: number }, host: string): HttpFailure {
  const { at } = stream.envelope.success.find((rule) => !isSuccess([rule], reply.json))!;
  const value = valueAt(reply.json, at);
  const code = ['number', 'boolean'].includes(typeof value) || (typeof value === 'string' && /^[\w.-]{1,20}$/.test(value)) ? String(value) : null;
  return new HttpFailure('stop', {
    host, status: reply.status, reason: value === undefined ? `nguồn không báo thành công: không có trường ${at} (luật envelope.success)` : `nguồn không báo thành công: trường ${at} là ${code ?? 'một giá trị khác'} (luật envelope.success)`,
    remedy: 'Tra ý nghĩa của giá trị đó trong tài liệu của nguồn: lỗi thì khai báo envelope.errors, "không có dữ liệu" thì khai báo emptyWhen.',
  });
}

/** Does the status of an answer say that there is nothing? */
const byStatus = (stream: Stream): boolean => stream.envelope.emptyWhen?.some((rule) => 'status' in rule) === true;

/** Rows of an answer that says it succeeded; everything else is a failure, never an empty list. */
function rowsOf(definition: SourceDefinition, stream: Stream, reader: Reader, reply: { json: unknown; status: number }, firstPage: boolean): unknown[] {
  const host = new URL(definition.baseUrl).host;
  const { emptyWhen } = stream.envelope;
  const nothing = saysNothing(emptyWhen, reply.status, reply.json);
  const told = nothing && byStatus(stream);
  if (!told && !isSuccess(stream.envelope.success, reply.json)) throw noSuccess(stream, reply, host);
  const found = told ? { rows: [] } : reader.rows(reply.json);
  if (found.missing && nothing) found.problem = undefined;
  if (found.problem) throw new HttpFailure('format', { host, status: reply.status, reason: found.problem });
  if (firstPage && found.rows.length === 0 && !stream.envelope.allowEmpty) throw new HttpFailure('format', { host, status: reply.status, reason: 'danh sách trống; nguồn này không được phép trả danh sách trống (allowEmpty: false)' });
  return found.rows;
}

function placeholders(stream: Stream, window: AskedWindow | null, page: PageAddress, now: Instant): RequestVars {
  const vars: RequestVars = { page: { ...page, row: page.offset + 1, end: page.offset + page.size, last: page.offset + page.size - 1 } };
  if (window) {
    const { from, to } = stream.window!;
    const day = localDay(window.from);
    const month = Number(day.slice(5, 7));
    Object.assign(vars, { year: Number(day.slice(0, 4)), month, monthText: day.slice(5, 7), quarter: Math.ceil(month / 3), half: Math.ceil(month / 6), pastYear: day.slice(0, 4) < localDay(now).slice(0, 4) });
    vars.window = {
      from: from ? formatMoment(window.from, from.pattern, from.zone) : '',
      // Inclusive ends name the last moment or day that belongs to the window: one microsecond before its exclusive end. An exclusive end that is
      // written in days names the first day that does not belong to it at all: the day that runs now is asked for.
      to: to ? formatMoment(to.end === 'inclusive' ? window.to - 1 : ceilMoment(window.to, to.pattern, to.zone), to.pattern, to.zone) : '',
    };
  }
  return vars;
}
