import { milliseconds, type Envelope, type SourceDefinition, type Transport } from '../sources/source';
import { systemClock, type Clock } from '../platform/clock';
import { HttpFailure } from '../platform/errors';
import type { HttpClient, HttpTransport } from '../platform/http';
import type { Logger } from '../platform/logger';
import { errorClass, parseAnswer, saysNothing } from './answer';
import { addressOf, createSignIn, encoded, type Identity } from './sign-in';

/** A request whose placeholders are filled in. */
export interface RenderedRequest {
  method: 'GET' | 'POST';
  path: string;
  query?: Record<string, string | number | boolean | (string | number | boolean)[]>;
  headers?: Record<string, string>;
  body?: unknown;
}
/** `json`: the answer as plain objects, whatever its format. */
export interface SessionAnswer { status: number; json: unknown; text: string; headers?: Record<string, string>; /** The text as it was sent; absent where no wire was used. */ body?: Buffer; bytes: number }
export interface CallOptions { errors?: Envelope['errors']; format?: Envelope['format']; attributes?: boolean; charset?: string; emptyWhen?: Envelope['emptyWhen']; signal?: AbortSignal }
export interface Session {
  /** Asks a signed-in question (a read). Failures are HttpFailure; error rules of the envelope decide their class. */
  call(request: RenderedRequest, options?: CallOptions): Promise<SessionAnswer>;
}

/** The signed-in conversation with one source. A refused token is renewed exactly once per call, never in a loop. */
export function createSession(definition: Pick<SourceDefinition, 'baseUrl' | 'auth'>, http: HttpClient, deps: { clock?: Clock; logger?: Logger } = {}): Session {
  const signIn = createSignIn(definition.auth, definition.baseUrl, http, { clock: deps.clock ?? systemClock, logger: deps.logger });

  async function ask(request: RenderedRequest, options: CallOptions, identity: Identity): Promise<SessionAnswer> {
    const url = new URL(addressOf(definition.baseUrl, request.path));
    for (const [name, value] of Object.entries({ ...request.query, ...identity.query })) for (const [at, one] of [value].flat().entries()) url.searchParams[at === 0 ? 'set' : 'append'](name, String(one));
    const rules = options.errors ?? [];
    const sent = encoded(withFields(request.body, identity.fields), request.headers ?? {});
    let last: { text: string; json: unknown } | undefined; // a large answer is parsed once
    const parsed = (text: string): unknown => (last?.text === text ? last : (last = { text, json: parseAnswer(text, options.format, options.attributes) })).json;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await http.call({
        method: request.method, url: url.href, headers: { ...sent.headers, ...identity.headers }, body: sent.body, expect: options.format ?? 'json', signal: options.signal, idempotent: true,
        charset: options.charset,
        accept: options.emptyWhen?.some((rule) => 'status' in rule) ? (status, text) => saysNothing(options.emptyWhen, status, parsed(text)) : undefined,
        judge: rules.length === 0 ? undefined : (status, text) => errorClass(rules, status, parsed(text), text),
      });
      const json = parsed(answer.text) ?? (answer.text.trim() === '' ? {} : undefined); // without a word only where the status says all
      if (json !== undefined) return { status: answer.status, json, text: answer.text, headers: answer.headers, body: answer.body, bytes: answer.bytesOnWire };
      if (attempt === CUT_TRIES) throw new HttpFailure('format', { host: url.host, status: answer.status, reason: 'câu trả lời không phải JSON hoặc XML trọn vẹn (đã hỏi lại nhiều lần)' });
      deps.logger?.warn('source answered with broken JSON or XML, asking again', { host: url.host, bytes: answer.bytesOnWire });
    }
  }

  return {
    async call(request, options = {}) {
      const asked = { method: request.method, path: new URL(addressOf(definition.baseUrl, request.path)).pathname };
      const first = await signIn.headers(asked);
      try {
        const answer = await ask(request, options, first);
        signIn.accepted();
        return answer;
      } catch (error) {
        if (!isRefusal(error) || !signIn.renew(first.version)) throw error;
      }
      const second = await signIn.headers(asked);
      try {
        const answer = await ask(request, options, second);
        signIn.accepted();
        return answer;
      } catch (error) {
        if (isRefusal(error)) signIn.refused(second.version);
        throw error;
      }
    },
  };
}

/** The session value goes into the body where the source wants it there. */
function withFields(body: unknown, fields: Record<string, string> | undefined): unknown {
  if (!fields) return body;
  return { ...(typeof body === 'object' && body !== null ? body : {}), ...fields };
}

/** A cut answer may be whole the next time; after so many it is another format. */
const CUT_TRIES = 5;

/** The plain form of a source's transport: durations in milliseconds. */
export function httpTransport(transport: Transport): HttpTransport {
  const { connectTimeout, readTimeout, backoff, maxWait, pause, ...rest } = transport;
  return { ...rest, pause: pause && { min: milliseconds(pause.min), max: milliseconds(pause.max) }, connectTimeout: milliseconds(connectTimeout), readTimeout: milliseconds(readTimeout), backoff: milliseconds(backoff), maxWait: milliseconds(maxWait) };
}

/** A plain 403 means "not allowed", which a new token does not change; a source that means "expired" by it says so in an error rule. */
const isRefusal = (error: unknown) => error instanceof HttpFailure && error.class === 'password' && (error.status !== 403 || error.declared);
