import { createHash } from 'node:crypto';
import type { Auth } from '../sources/source';
import { milliseconds } from '../sources/source';
import type { Clock } from '../platform/clock';
import { HttpFailure } from '../platform/errors';
import type { HttpClient } from '../platform/http';
import type { Logger } from '../platform/logger';
import { parseJson, valueAt } from './answer';
import { signedHeaders, type SignedRequest } from './signature';

/** What identifies us in a call: headers, or fields of the body or of the address. `version` tells which token they hold. */
export interface Identity { version: number; headers: Record<string, string>; fields?: Record<string, string>; query?: Record<string, string> }
export interface SignIn {
  /** What identifies us in this request, signing in first when there is no valid token. */
  headers(request: SignedRequest): Promise<Identity>;
  /** The source no longer takes that token. True when another one may be had: ask headers() again. */
  renew(version: number): boolean;
  /** The source refused even a fresh token: no sign-in for a growing pause. */
  refused(version: number): void;
  /** An answer came: the pause starts small again. */
  accepted(): void;
}

/**
 * How one source is signed in to. Calls in parallel share one renewal. A refused sign-in is attempted once only; after it
 * further sign-ins are refused here for 5, 10, 20 … minutes (6 hours at most), because accounts get locked.
 */
export function createSignIn(auth: Auth, baseUrl: string, http: HttpClient, deps: { clock: Clock; logger?: Logger }): SignIn {
  const { clock, logger } = deps;
  if (auth.kind === 'none' || auth.kind === 'bearer' || auth.kind === 'basic' || auth.kind === 'headers') {
    const headers: Record<string, string> = auth.kind === 'bearer' ? { authorization: `${auth.prefix} ${auth.token}`.trim() } : auth.kind === 'basic' ? { authorization: basic(auth.user, auth.password) } : auth.kind === 'headers' ? auth.headers : {};
    for (const secret of auth.kind === 'bearer' ? [auth.token] : auth.kind === 'basic' ? [auth.password, headers.authorization!] : Object.values(headers)) logger?.secret(secret);
    return { headers: async () => ({ version: 0, headers }), renew: () => false, refused: () => undefined, accepted: () => undefined };
  }

  if (auth.kind === 'signed') {
    logger?.secret(auth.secret);
    return { headers: async (request) => ({ version: 0, headers: signedHeaders(auth, request, clock) }), renew: () => false, refused: () => undefined, accepted: () => undefined };
  }

  const tokenAt = auth.kind === 'cookie' || (auth.kind === 'login' && auth.tokenIn !== 'body') ? '$' : auth.tokenAt;
  const now = () => clock.now() / 1000;
  const host = new URL(baseUrl).host;
  let token: { value: string; refresh?: string; until: number } | null = null;
  let stale: { value: string; refresh?: string } | null = null;
  let version = 0;
  let renewing: Promise<void> | null = null;
  let refusals = 0;
  let closedUntil = 0;

  function pause(): void {
    refusals += 1;
    token = null;
    stale = null;
    closedUntil = now() + Math.min(FIRST_PAUSE * 2 ** (refusals - 1), LONGEST_PAUSE);
    logger?.error('source refused the sign-in', { host, refusals, pauseMs: closedUntil - now() });
  }

  /** A refused sign-in closes it for a while and is told as what it is. */
  function refusal(error: unknown): unknown {
    if (!(error instanceof HttpFailure) || error.class !== 'password') return error;
    pause();
    return new HttpFailure('password', { host: error.host ?? host, status: error.status, reason: `nguồn từ chối đăng nhập (HTTP ${error.status ?? '–'})`, signIn: true });
  }

  async function obtain(): Promise<void> {
    if (now() < closedUntil) throw new HttpFailure('password', { host, reason: 'tạm ngừng đăng nhập vì lần trước bị từ chối', retryAfterMs: closedUntil - now() });
    const old = token ?? stale;
    const answer = (await refresh(old)) ?? (await signIn());
    const found = valueAt(await scoped(answer), scopeOf(auth)?.tokenAt ?? tokenAt);
    const value = typeof found === 'number' ? String(found) : found;
    if (typeof value !== 'string' || value === '') {
      pause();
      throw new HttpFailure('password', { host, reason: 'nguồn không cấp mã truy cập khi đăng nhập', signIn: auth.kind !== 'cookie' });
    }
    logger?.secret(value);
    token = { value, refresh: refreshTokenOf(answer) ?? old?.refresh, until: now() + lifetimeOf(answer) * 0.9 };
    if (token.refresh !== undefined) logger?.secret(token.refresh);
    version += 1;
  }

  /** Answer of the refresh address; null when there is none or it declines, so that a full sign-in follows. */
  async function refresh(old: { value: string; refresh?: string } | null): Promise<unknown> {
    if (auth.kind !== 'login' || !auth.refresh || !old) return null;
    if (JSON.stringify(auth.refresh.body).includes('{refreshToken}') && old.refresh === undefined) return null;
    try {
      const body = fill(auth.refresh.body, { token: old.value, refreshToken: old.refresh ?? '' });
      const answer = parseJson((await http.call({ method: 'POST', url: addressOf(baseUrl, auth.refresh.path), ...encoded(body, auth.headers), judge: judgeSignIn })).text);
      return typeof valueAt(answer, auth.tokenAt) === 'string' ? answer : null;
    } catch (error) {
      if (error instanceof HttpFailure && error.class === 'password') return null;
      throw error;
    }
  }

  async function signIn(): Promise<unknown> {
    if (auth.kind === 'cookie') return cookies(auth);
    if (auth.kind !== 'clientCredentials' && auth.kind !== 'password' && auth.kind !== 'login') return null;
    const request = auth.kind === 'login' ? loginRequest(auth, baseUrl) : { method: 'POST' as const, url: addressOf(baseUrl, auth.path), ...credentials(auth) };
    try {
      const answer = await http.call({ ...request, ...(auth.kind === 'login' && auth.tokenIn !== 'body' ? { expect: 'page' as const, redirect: auth.tokenIn === 'text' ? undefined : 'answer' as const } : {}), judge: judgeSignIn });
      return auth.kind === 'login' ? loginAnswer(auth, answer) : parseJson(answer.text);
    } catch (error) {
      throw refusal(error);
    }
  }

  /** Cookies that the page sets, as they are sent back. */
  async function cookies(wanted: Extract<Auth, { kind: 'cookie' }>): Promise<string | null> {
    const answer = await http.call({ method: 'GET', url: addressOf(baseUrl, wanted.path), expect: 'page', judge: judgeSignIn });
    const set = cookiesOf(answer.headers);
    return wanted.needs.every((name) => set.has(name)) && set.size > 0 ? [...set].map(([name, text]) => `${name}=${text}`).join('; ') : null;
  }

  /** The answer of the call that switches the working scope, where the source has one. */
  async function scoped(answer: unknown): Promise<unknown> {
    const scope = scopeOf(auth);
    const first = valueAt(answer, tokenAt);
    if (!scope || typeof first !== 'string' || auth.kind !== 'login') return answer;
    logger?.secret(first);
    try {
      const headers = { ...auth.headers, authorization: `${auth.prefix} ${first}`.trim() };
      return parseJson((await http.call({ method: 'POST', url: addressOf(baseUrl, scope.path), ...encoded(scope.body, headers), judge: judgeSignIn })).text);
    } catch (error) {
      throw refusal(error);
    }
  }

  function lifetimeOf(answer: unknown): number {
    if (auth.kind === 'cookie') return milliseconds(auth.lifetime);
    if (auth.kind !== 'clientCredentials' && auth.kind !== 'password' && auth.kind !== 'login') return 0;
    const stated = auth.lifetimeAt === undefined ? NaN : Number(valueAt(answer, auth.lifetimeAt));
    return stated > 0 ? stated * 1000 : milliseconds(auth.lifetime);
  }

  function refreshTokenOf(answer: unknown): string | undefined {
    const value = auth.kind === 'login' && auth.refreshTokenAt !== undefined ? valueAt(answer, auth.refreshTokenAt) : undefined;
    return typeof value === 'string' ? value : undefined;
  }

  return {
    async headers(): Promise<Identity> {
      if (!token || now() >= token.until) {
        renewing ??= obtain().finally(() => { renewing = null; });
        await renewing;
      }
      if (!token) throw new HttpFailure('password', { host, reason: 'nguồn từ chối mã truy cập' });
      const { value } = token;
      if (auth.kind === 'login' && auth.put === 'query') return { version, headers: {}, query: { [auth.putAs]: value } };
      if (auth.kind === 'login' && auth.put === 'cookie') return { version, headers: { cookie: `${auth.putAs}=${value}` } };
      if (auth.kind === 'cookie') return { version, headers: { ...auth.headers, cookie: value, referer: addressOf(baseUrl, auth.path), origin: new URL(baseUrl).origin } };
      if (auth.kind === 'login' && auth.put === 'body') return { version, headers: {}, fields: { [auth.putAs]: value } };
      return { version, headers: { [auth.kind === 'login' ? auth.putAs : 'authorization']: `${auth.prefix} ${value}`.trim() } };
    },
    renew(used) {
      if (used === version && token && !renewing) {
        stale = token;
        token = null;
      }
      return true;
    },
    refused(used) { if (used === version && token) pause(); },
    accepted() { refusals = 0; },
  };
}

/** Address of a path: absolute as it is, otherwise below the base address. */
export function addressOf(baseUrl: string, path: string): string {
  return /^https?:\/\//i.test(path) ? path : `${baseUrl.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

const scopeOf = (auth: Auth) => (auth.kind === 'login' ? auth.scope : undefined);

/** Cookies that an answer sets. A comma inside a date is not the beginning of one. */
const cookiesOf = (headers: Record<string, string>): Map<string, string> => new Map([...(headers['set-cookie'] ?? '').matchAll(/(?:^|,\s*)([^=;,\s]+)=([^;,]*)/g)].map((match) => [match[1]!, match[2]!]));

type Login = Extract<Auth, { kind: 'login' }>;
function loginRequest(auth: Login, baseUrl: string) {
  const url = new URL(addressOf(baseUrl, auth.path));
  if (auth.method === 'POST') return { method: auth.method, url: url.href, ...encoded(auth.body, auth.headers) };
  for (const [name, value] of Object.entries(auth.body)) url.searchParams.set(name, String(value));
  return { method: auth.method, url: url.href, headers: auth.headers };
}

/** The answer, or the value itself where it does not stand at a path of it. */
function loginAnswer({ tokenIn, tokenAt }: Login, answer: { text: string; headers: Record<string, string> }): unknown {
  switch (tokenIn) {
    case 'body': return parseJson(answer.text);
    case 'text': return tokenOf(answer.text.trim().replace(/^"(.*)"$/s, '$1'));
    case 'header': return answer.headers[tokenAt.toLowerCase()]?.replace(/^bearer\s+/i, '');
    case 'cookie': return cookiesOf(answer.headers).get(tokenAt);
  }
}
/** A page stands there for a refused password as well: it is no token. */
const tokenOf = (text: string): string | undefined => (/[\s<>{]/.test(text) ? undefined : text);

const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const FIRST_PAUSE = 5 * 60_000;
const LONGEST_PAUSE = 6 * 3_600_000;
const judgeSignIn = (status: number) => ([400, 401, 403, 422].includes(status) ? 'password' as const : null);

function credentials(auth: Extract<Auth, { kind: 'clientCredentials' | 'password' }>): { body: URLSearchParams; headers: Record<string, string> } {
  const body = new URLSearchParams(auth.kind === 'password' ? { grant_type: 'password', username: auth.user, password: auth.password } : { grant_type: 'client_credentials' });
  if (auth.scope !== undefined) body.set('scope', auth.scope);
  if (auth.send === 'basic') {
    const pair = `${encodeURIComponent(auth.clientId)}:${encodeURIComponent(auth.clientSecret ?? '')}`;
    return { body, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
  }
  body.set('client_id', auth.clientId);
  if (auth.clientSecret !== undefined) body.set('client_secret', auth.clientSecret);
  return { body, headers: {} };
}

/** A body as its content type wants it: fields of an object become a form or parts where the headers say so, an object inside them JSON text. */
export function encoded(body: unknown, headers: Record<string, string>): { body: unknown; headers: Record<string, string> } {
  const [name, type] = Object.entries(headers).find(([key]) => key.toLowerCase() === 'content-type') ?? ['content-type', ''];
  if (body === null || typeof body !== 'object') return { body, headers };
  const fields = Object.entries(body).map(([field, value]): [string, string] => [field, value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value)]);
  if (type.includes('x-www-form-urlencoded')) return { body: new URLSearchParams(fields), headers };
  if (!type.includes('multipart/form-data')) return { body, headers };
  const boundary = `cchc-${createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 32)}`; // what it stands between cannot hold it
  const parts = fields.map(([field, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${field.replace(/["\r\n]/g, encodeURIComponent)}"\r\n\r\n${value}\r\n`);
  return { body: `${parts.join('')}--${boundary}--\r\n`, headers: { ...headers, [name]: `multipart/form-data; boundary=${boundary}` } };
}

function fill(value: unknown, values: Record<'token' | 'refreshToken', string>): Record<string, unknown> {
  const walk = (item: unknown): unknown => {
    if (typeof item === 'string') return item.replace(/\{(token|refreshToken)\}/g, (_, name: 'token' | 'refreshToken') => values[name]);
    if (Array.isArray(item)) return item.map(walk);
    if (item !== null && typeof item === 'object') return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, walk(inner)]));
    return item;
  };
  return walk(value) as Record<string, unknown>;
}
