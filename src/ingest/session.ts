/** Signed-in conversation with one source: one renewal after a refusal, never a login loop (accounts get locked). */
import { HttpFailure } from '../platform/errors';
import { createHttpClient, type HttpClient, type HttpTime } from '../platform/http';
import { compilePath, deep, type RenderedRequest } from '../sources/reading';
import { milliseconds, type Auth, type SourceDefinition } from '../sources/source';

export interface Reply { status: number; json: unknown; text: string }
export interface Session { call(request: RenderedRequest): Promise<Reply>; close(): void }

interface Token { value: string; refresh: string | null; until: number }

export function createSession(definition: SourceDefinition, time?: HttpTime, http: HttpClient = clientOf(definition, time)): Session {
  const now = time?.now ?? (() => Date.now());
  const { auth } = definition;
  const host = new URL(definition.baseUrl).host;
  let token: Token | null = null;
  let pending: Promise<Token> | null = null;
  let refusedUntil = 0;
  let refusals = 0;

  const address = (path: string): URL => (/^https?:\/\//.test(path) ? new URL(path) : new URL(definition.baseUrl.replace(/\/$/, '') + (path.startsWith('/') ? path : `/${path}`)));

  async function signIn(old: Token | null): Promise<Token> {
    if (now() < refusedUntil) throw new HttpFailure({ class: 'password', message: `${host} đã từ chối đăng nhập; tạm dừng đăng nhập để tránh khóa tài khoản.`, host });
    try {
      const fresh = await requestToken(auth, old, address, http, now());
      refusals = 0;
      return fresh;
    } catch (error) {
      if (error instanceof HttpFailure && (error.class === 'password' || error.class === 'stop')) {
        refusals += 1;
        refusedUntil = now() + Math.min(6 * 3_600_000, 300_000 * 2 ** (refusals - 1));
        throw new HttpFailure({ class: 'password', message: `${host} từ chối đăng nhập: ${error.message}`, host, status: error.status });
      }
      throw error;
    }
  }

  async function bearer(): Promise<string> {
    if (token && now() < token.until) return token.value;
    pending ??= signIn(token).then((fresh) => (token = fresh)).finally(() => { pending = null; });
    return (await pending).value;
  }

  async function headers(): Promise<Record<string, string>> {
    if (auth.kind === 'none') return {};
    if (auth.kind === 'headers') return auth.headers;
    if (auth.kind === 'bearer') return { authorization: `${auth.prefix} ${auth.token}` };
    return { authorization: `${auth.prefix} ${await bearer()}` };
  }

  async function ask(request: RenderedRequest): Promise<Reply> {
    const url = address(request.path);
    for (const [name, value] of Object.entries(request.query)) url.searchParams.append(name, value);
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const all = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...request.headers, ...(await headers()) };
    for (let attempt = 1; ; attempt++) {
      const answer = await http.call({ method: request.method, url, headers: all, body });
      try {
        return { status: answer.status, json: JSON.parse(answer.text), text: answer.text };
      } catch {
        // A cut answer may be whole the next time; after a few it is another format.
        if (attempt >= definition.transport.tries) throw new HttpFailure({ class: 'format', message: `Trả lời của ${host} không phải JSON hoặc bị cắt giữa chừng.`, host, status: answer.status });
      }
    }
  }

  return {
    async call(request) {
      try {
        return await ask(request);
      } catch (error) {
        const renewable = auth.kind === 'clientCredentials' || auth.kind === 'login';
        if (!(error instanceof HttpFailure && error.class === 'password' && error.status === 401 && renewable && token)) throw error;
        token = { ...token, until: 0 };
        return ask(request); // one renewal; a second refusal is final
      }
    },
    close: () => http.close(),
  };
}

function clientOf({ transport }: SourceDefinition, time?: HttpTime): HttpClient {
  return createHttpClient({
    connectTimeoutMs: milliseconds(transport.connectTimeout), readTimeoutMs: milliseconds(transport.readTimeout), maxBytes: transport.maxBytes, tries: transport.tries,
    backoffMs: milliseconds(transport.backoff), maxWaitMs: milliseconds(transport.maxWait), callsPerSecond: transport.callsPerSecond, callsPerDay: transport.callsPerDay,
    allowHosts: transport.allowHosts, caFile: transport.caFile,
  }, time);
}

async function requestToken(auth: Auth, old: Token | null, address: (path: string) => URL, http: HttpClient, now: number): Promise<Token> {
  if (auth.kind === 'clientCredentials') {
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...(auth.scope ? { scope: auth.scope } : {}) });
    const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' };
    if (auth.send === 'basic') headers.authorization = `Basic ${Buffer.from(`${encodeURIComponent(auth.clientId)}:${encodeURIComponent(auth.clientSecret)}`).toString('base64')}`;
    else { form.set('client_id', auth.clientId); form.set('client_secret', auth.clientSecret); }
    return readToken(await http.call({ method: 'POST', url: address(auth.path), headers, body: form.toString() }), auth.tokenAt, undefined, auth.lifetimeAt, auth.lifetime, address(auth.path).host, now);
  }
  if (auth.kind !== 'login') throw new Error(`no token is requested for auth kind ${auth.kind}`);
  const headers = { 'content-type': 'application/json', ...auth.headers };
  const read = (answer: { text: string; status: number }) => readToken(answer, auth.tokenAt, auth.refreshTokenAt, auth.lifetimeAt, auth.lifetime, address(auth.path).host, now);
  if (auth.refresh && old?.refresh) {
    try {
      const body = JSON.stringify(deep(auth.refresh.body, { token: old.value, refreshToken: old.refresh }));
      return read(await http.call({ method: 'POST', url: address(auth.refresh.path), headers, body }));
    } catch (error) {
      if (!(error instanceof HttpFailure) || error.class === 'retry') throw error; // a refused refresh leads to one log-in
    }
  }
  return read(await http.call({ method: 'POST', url: address(auth.path), headers, body: JSON.stringify(auth.body) }));
}

function readToken(answer: { text: string; status: number }, tokenAt: string, refreshAt: string | undefined, lifetimeAt: string | undefined, lifetime: string, host: string, now: number): Token {
  let json: unknown;
  try {
    json = JSON.parse(answer.text);
  } catch {
    throw new HttpFailure({ class: 'format', message: `Trả lời đăng nhập của ${host} không phải JSON.`, host, status: answer.status });
  }
  const value = compilePath(tokenAt)(json);
  if (typeof value !== 'string' || value === '') throw new HttpFailure({ class: 'password', message: `Trả lời đăng nhập của ${host} không có "${tokenAt}".`, host, status: answer.status });
  const seconds = lifetimeAt ? Number(compilePath(lifetimeAt)(json)) : NaN;
  const refresh = refreshAt ? compilePath(refreshAt)(json) : null;
  // Renewed at 90 % of its life, so that no call starts with a token about to end.
  return { value, refresh: typeof refresh === 'string' ? refresh : null, until: now + (seconds > 0 ? seconds * 1000 : milliseconds(lifetime)) * 0.9 };
}
