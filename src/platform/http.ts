import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import type { Readable } from 'node:stream';
import axios from 'axios';
import { type Clock, sleep as realSleep, systemClock } from './clock';
import { type FailureClass, HttpFailure } from './errors';
import { createBudget, type CountCall } from './http-budget';
import { decode, decompress, pageFailure, sniff, tooLarge } from './http-body';
import { createCircuit } from './http-circuit';
import type { Logger } from './logger';

/** How one source is to be called. Durations in milliseconds. */
export interface HttpTransport {
  connectTimeout: number;
  /** Longest silence while waiting for the answer or in the middle of it. */
  readTimeout: number;
  /** Longest time of one attempt; default five times readTimeout. */
  totalTimeout?: number;
  /** Ceiling of one answer, on the wire and after decompression. */
  maxBytes: number;
  tries: number;
  backoff: number;
  maxWait: number;
  callsPerSecond: number;
  /** Random pause before each call, for systems that are guests to us. */
  pause?: { min: number; max: number };
  callsPerDay?: number;
  allowHosts: string[];
  /** The way out of the network; the environment's own settings are never used. */
  proxy?: { url: string; user?: string; password: string };
  caFile?: string;
  /** Our own certificate and its key (PEM), for servers that ask for them. */
  certFile?: string;
  keyFile?: string;
  parallel?: number;
  /** Failed calls in a row after which calls fail at once; default 5. */
  breakAfter?: number;
  /** How long they fail at once; default 60 s. */
  coolDown?: number;
}

export interface HttpDeps {
  clock?: Clock;
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** 0 ≤ x < 1, for jitter. */
  random?: () => number;
  logger?: Logger;
  /** Where calls against a daily limit are counted; absent: in this process. */
  countCall?: CountCall;
}

export interface HttpCall {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  /** Text is sent as it is, URLSearchParams as a form, anything else as JSON. */
  body?: unknown;
  signal?: AbortSignal;
  /** What is wanted back: JSON unless said; `page` takes any text (a page that sets cookies). */
  expect?: 'json' | 'xml' | 'page';
  /** answer: a redirect is the answer (a sign-in form that leads on and sets a cookie), unless it leads to the sign-in page again. */
  redirect?: 'follow' | 'answer';
  /** How the text is written, where the source says it wrongly or not at all. */
  charset?: string;
  /** May it be asked twice? GET: yes unless denied; POST: only when said (reads). */
  idempotent?: boolean;
  /** Asked before the usual judgement of an answer; a class makes it a failure of that class, null leaves it to the usual rules. */
  judge?: (status: number, text: string) => FailureClass | null;
  /** An answer all the same, whatever its status: the source says so that there is nothing. */
  accept?: (status: number, text: string) => boolean;
}

export interface HttpAnswer { status: number; headers: Record<string, string>; /** As sent, decompressed. */ body: Buffer; text: string; bytesOnWire: number }
export interface HttpClient {
  /** Answers 2xx with text that is not markup; everything else is an HttpFailure. */
  call(call: HttpCall): Promise<HttpAnswer>;
  close(): void;
}

/** The client of one source: budget, circuit, repeats, redirects and checks of what came back. */
export function createHttpClient(transport: HttpTransport, deps: HttpDeps = {}): HttpClient {
  const { clock = systemClock, sleep = realSleep, random = Math.random, logger } = deps;
  const agents = createAgents(transport);
  const proxy = transport.proxy ? proxyOf(transport.proxy) : false;
  const budget = createBudget('', transport, clock, sleep, deps.countCall);
  const circuit = createCircuit('', transport.breakAfter ?? 5, transport.coolDown ?? 60_000, clock);

  async function call(input: HttpCall): Promise<HttpAnswer> {
    const request = prepare(input);
    circuit.enter();
    let failed: boolean | null = null;
    try {
      const answer = await repeat(request);
      failed = false;
      return answer;
    } catch (error) {
      const failure = asFailure(error, request);
      failed = request.signal?.aborted || failure.class === 'quota' ? null : failure.class === 'retry';
      throw failure;
    } finally {
      circuit.leave(failed);
    }
  }

  async function repeat(request: Prepared): Promise<HttpAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await follow(request);
      } catch (error) {
        const failure = asFailure(error, request);
        const wait = failure.retryAfterMs ?? random() * Math.min(transport.backoff * 2 ** (attempt - 1), transport.maxWait);
        const again = repeatable.get(failure);
        const may = again === 'always' || (again === 'idempotent' && request.idempotent);
        logger?.warn('source call failed', { host: request.url.host, method: request.method, class: failure.class, status: failure.status, attempt, waitMs: may && attempt < transport.tries ? Math.round(wait) : undefined });
        if (!may || attempt >= transport.tries || wait > transport.maxWait || request.signal?.aborted) throw failure;
        await sleep(wait, request.signal);
      }
    }
  }

  async function follow(request: Prepared): Promise<HttpAnswer> {
    let current = request;
    for (let hops = 0; ; hops += 1) {
      if (transport.pause) await sleep(transport.pause.min + random() * (transport.pause.max - transport.pause.min), request.signal);
      await budget.take(request.signal);
      const answer = await exchange(current);
      const location = [301, 302, 303, 307, 308].includes(answer.status) ? answer.headers.location : undefined;
      if (location === undefined) return judge(answer, request);
      if (request.redirect === 'answer') {
        if (leadsToSignIn(location, request.url)) throw new HttpFailure('password', { host: request.url.host, status: answer.status, reason: 'nguồn chuyển hướng trở lại trang đăng nhập' });
        return answer;
      }
      if (hops === 3) throw new HttpFailure('address', { host: request.url.host, status: answer.status, reason: 'chuyển hướng quá 3 lần' });
      current = redirected(current, location, answer.status, transport.allowHosts);
    }
  }

  async function exchange(request: Prepared): Promise<HttpAnswer> {
    const timeout = new AbortController();
    const expire = () => timeout.abort();
    const total = setTimeout(expire, transport.totalTimeout ?? transport.readTimeout * 5);
    const idle = setTimeout(expire, transport.readTimeout);
    const signal = request.signal ? AbortSignal.any([timeout.signal, request.signal]) : timeout.signal;
    const host = request.url.host;
    try {
      const response = await axios.request<Readable>({
        method: request.method, url: request.url.href, headers: request.headers, data: request.body, signal,
        adapter: 'http', responseType: 'stream', decompress: false, maxRedirects: 0, proxy, validateStatus: () => true,
        maxContentLength: -1, maxBodyLength: -1, transformRequest: [(data: unknown) => data], ...agents,
      });
      const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
      const wire = await collect(response.data, transport.maxBytes, host, signal, () => idle.refresh());
      const data = await decompress(wire, headers['content-encoding'] ?? '', transport.maxBytes, host);
      const ok = response.status >= 200 && response.status < 300;
      return { status: response.status, headers, body: data, text: ok ? decoded(data, headers['content-type'] ?? '', host, request.charset) : data.toString('utf8'), bytesOnWire: wire.length };
    } catch (error) {
      if (request.signal?.aborted) throw new HttpFailure('stop', { host, reason: 'lần gọi đã bị hủy' });
      if (timeout.signal.aborted) throw repeatLater('idempotent', new HttpFailure('retry', { host, reason: 'nguồn không trả lời trong thời gian cho phép' }));
      if (error instanceof HttpFailure) throw error.class === 'retry' ? repeatLater('idempotent', error) : error;
      throw networkFailure(error, host);
    } finally {
      clearTimeout(total);
      clearTimeout(idle);
    }
  }

  function judge(answer: HttpAnswer, request: Prepared): HttpAnswer {
    const { status, text } = answer;
    const host = request.url.host;
    const own = request.judge?.(status, text) ?? null;
    const retryAfterMs = retryAfter(answer.headers['retry-after'], clock);
    if (own) {
      const failure = new HttpFailure(own, { host, status, reason: `nguồn báo lỗi (HTTP ${status}) theo quy tắc đã khai báo`, retryAfterMs, declared: true });
      throw own === 'retry' ? repeatLater('idempotent', failure) : failure;
    }
    if (request.accept?.(status, text)) return answer;
    const page = request.expect === 'page' ? null : sniff(text, answer.headers['content-type'] ?? '', request.expect === 'xml');
    if (status >= 200 && status < 300) {
      // Gateways throw such pages in now and then: a read is asked again, and stays a format failure if it persists.
      if (page) throw repeatLater('idempotent', pageFailure(page, host, status));
      if (text.trim() === '') throw repeatLater('idempotent', new HttpFailure('format', { host, status, reason: 'nguồn trả về nội dung rỗng' }));
      return answer;
    }
    if (status === 429) {
      const tooLong = retryAfterMs !== undefined && retryAfterMs > transport.maxWait;
      throw repeatLater('always', new HttpFailure(tooLong ? 'quota' : 'retry', { host, status, retryAfterMs, reason: 'nguồn báo đã gọi quá nhiều (HTTP 429)' }));
    }
    if ([500, 502, 503, 504].includes(status)) {
      throw repeatLater(status === 502 || status === 503 ? 'always' : 'idempotent', new HttpFailure('retry', { host, status, retryAfterMs, reason: `nguồn tạm thời lỗi (HTTP ${status})` }));
    }
    if (status === 407) throw new HttpFailure('stop', { host, status, reason: 'máy chủ proxy đòi tài khoản (HTTP 407)', remedy: 'Đặt user và password trong transport.proxy' });
    if (page === 'firewall') throw pageFailure('firewall', host, status);
    if (status === 401 || status === 403) throw new HttpFailure('password', { host, status, reason: `nguồn từ chối quyền truy cập (HTTP ${status})` });
    if (status === 404 || status === 410) throw new HttpFailure('address', { host, status, reason: `không còn địa chỉ này (HTTP ${status}), giao diện của nguồn có thể đã thay đổi` });
    throw new HttpFailure('stop', { host, status, reason: `nguồn từ chối yêu cầu (HTTP ${status})` });
  }

  return { call, close: () => { agents.httpAgent.destroy(); agents.httpsAgent.destroy(); } };
}

interface Prepared { method: 'GET' | 'POST'; url: URL; headers: Record<string, string>; body: string | undefined; signal?: AbortSignal; charset?: string; redirect?: HttpCall['redirect']; idempotent: boolean; expect: NonNullable<HttpCall['expect']>; judge?: HttpCall['judge']; accept?: HttpCall['accept'] }

/** Failures that may be asked again: `always` when the source did not process the call, `idempotent` when it may have. */
const repeatable = new WeakMap<HttpFailure, 'always' | 'idempotent'>();
function repeatLater(when: 'always' | 'idempotent', failure: HttpFailure): HttpFailure {
  repeatable.set(failure, when);
  return failure;
}

/** Damaged text may be whole the next time. */
function decoded(data: Buffer, contentType: string, host: string, charset?: string): string {
  try {
    return decode(data, contentType, host, charset);
  } catch (error) {
    throw error instanceof HttpFailure ? repeatLater('idempotent', error) : error;
  }
}

const ACCEPT = { json: 'application/json', xml: 'application/xml, text/xml, application/soap+xml', page: 'text/html, */*' };

function prepare(call: HttpCall): Prepared {
  const { url, user } = parse(call.url);
  const headers: Record<string, string> = { accept: ACCEPT[call.expect ?? 'json'], 'accept-encoding': 'gzip, deflate, br', 'user-agent': 'cchc-monitor' };
  let body: string | undefined;
  if (typeof call.body === 'string') body = call.body;
  else if (call.body instanceof URLSearchParams) { body = call.body.toString(); headers['content-type'] = 'application/x-www-form-urlencoded'; }
  else if (call.body !== undefined) { body = JSON.stringify(call.body); headers['content-type'] = 'application/json'; }
  if (user !== '') headers.authorization = `Basic ${Buffer.from(user).toString('base64')}`;
  for (const [name, value] of Object.entries(call.headers ?? {})) headers[name.toLowerCase()] = value;
  return { method: call.method, url, headers, body, signal: call.signal, charset: call.charset, redirect: call.redirect, idempotent: call.idempotent ?? call.method === 'GET', expect: call.expect ?? 'json', judge: call.judge, accept: call.accept };
}

/** The address without its userinfo, and the userinfo as `name:password` or nothing. */
function parse(text: string): { url: URL; user: string } {
  try {
    const url = new URL(text);
    const user = url.username === '' && url.password === '' ? '' : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    url.username = ''; url.password = '';
    if (url.protocol === 'http:' || url.protocol === 'https:') return { url, user };
  } catch { /* the failure below must not repeat the address */ }
  throw new HttpFailure('address', { reason: 'địa chỉ của nguồn không hợp lệ' });
}

/** The next request of a redirect. Credentials go on only to the same origin, or from http to https of the same host. */
function redirected(request: Prepared, location: string, status: number, allowHosts: string[]): Prepared {
  const host = request.url.host;
  const refuse = (failure: FailureClass, reason: string) => new HttpFailure(failure, { host, status, reason });
  let url: URL;
  try { url = new URL(location, request.url); } catch { throw refuse('address', 'chuyển hướng tới địa chỉ không hợp lệ'); }
  url.username = ''; url.password = '';
  if (LOGIN_ADDRESS.test(url.pathname)) throw refuse('password', 'nguồn chuyển hướng tới trang đăng nhập');
  if (url.hostname !== request.url.hostname && !allowHosts.includes(url.hostname) && !allowHosts.includes(url.host)) throw refuse('address', 'nguồn chuyển hướng sang máy chủ không được phép (allowHosts)');
  if (!/^https?:$/.test(url.protocol) || (request.url.protocol === 'https:' && url.protocol === 'http:')) throw refuse('address', 'nguồn chuyển hướng sang kết nối không bảo mật');
  if (request.method === 'POST' && status !== 307 && status !== 308) throw refuse('address', 'nguồn chuyển hướng một câu hỏi POST, điều kiện hỏi sẽ bị mất');
  const upgraded = url.hostname === request.url.hostname && request.url.protocol === 'http:' && url.protocol === 'https:' && request.url.port === '' && url.port === '';
  if (url.origin === request.url.origin || upgraded) return { ...request, url };
  if (request.body !== undefined) throw refuse('address', 'nguồn chuyển hướng nội dung yêu cầu sang máy chủ khác');
  return { ...request, url, headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => ['accept', 'accept-encoding', 'user-agent'].includes(name))) };
}

/** An address that cannot be read leads nowhere. */
function leadsToSignIn(location: string, from: URL): boolean {
  try { return LOGIN_ADDRESS.test(new URL(location, from).pathname); } catch { return true; }
}
const LOGIN_ADDRESS = /\/(log-?in|sign-?in|sso|cas|dang-?nhap|openid-connect\/auth)(\/|\.|$)/i;

async function collect(stream: Readable, maxBytes: number, host: string, signal: AbortSignal, onBytes: () => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = () => stream.destroy(new Error('aborted'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(host, maxBytes);
      chunks.push(chunk);
      onBytes();
    }
    return Buffer.concat(chunks, size);
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}

/** Only the code of a network error is kept: the error itself carries the request. */
function networkFailure(error: unknown, host: string): HttpFailure {
  const code = (error as { code?: unknown } | null)?.code;
  const name = typeof code === 'string' && /^[A-Z_]{3,40}$/.test(code) ? code : 'UNKNOWN';
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test(name)) {
    return new HttpFailure('stop', { host, reason: `chứng thư TLS của nguồn không được tin cậy (${name})`, remedy: 'Đặt transport.caFile là tệp PEM chứng thư của cơ quan cấp cho nguồn; việc kiểm tra chứng thư không được tắt.' });
  }
  if (name.startsWith('ERR_INVALID')) return new HttpFailure('stop', { host, reason: `yêu cầu không gửi được (${name}): kiểm tra ký tự lạ trong khóa, mật khẩu hoặc địa chỉ` });
  const unsent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNECTTIMEOUT'].includes(name);
  return repeatLater(unsent ? 'always' : 'idempotent', new HttpFailure('retry', { host, reason: `lỗi kết nối (${name})` }));
}

function asFailure(error: unknown, request: Prepared): HttpFailure {
  if (error instanceof HttpFailure) {
    if (error.host) return error;
    const named = new HttpFailure(error.class, { host: request.url.host, reason: error.message, status: error.status, retryAfterMs: error.retryAfterMs, remedy: error.remedy });
    return named;
  }
  return new HttpFailure('stop', { host: request.url.host, reason: request.signal?.aborted ? 'lần gọi đã bị hủy' : 'lỗi nội bộ khi gọi nguồn' });
}

/** Milliseconds of a Retry-After header: seconds or an HTTP date. */
function retryAfter(value: string | undefined, clock: Clock): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - clock.now() / 1000);
}

function proxyOf({ url, user, password }: NonNullable<HttpTransport['proxy']>) {
  const { protocol, hostname, port } = new URL(url);
  return { protocol, host: hostname, port: Number(port || (protocol === 'https:' ? 443 : 80)), auth: user === undefined ? undefined : { username: user, password } };
}

function createAgents(transport: HttpTransport) {
  const options = { keepAlive: true, maxSockets: Math.max(2, transport.parallel ?? 1) };
  const pem = (file: string | undefined) => (file ? readFileSync(file) : undefined);
  const [ca, cert, key] = [pem(transport.caFile), pem(transport.certFile), pem(transport.keyFile)];
  return {
    httpAgent: withConnectTimeout(new http.Agent(options), 'connect', transport.connectTimeout),
    httpsAgent: withConnectTimeout(new https.Agent({ ...options, ca, cert, key, rejectUnauthorized: true /* whatever NODE_TLS_REJECT_UNAUTHORIZED says */ }), 'secureConnect', transport.connectTimeout),
  };
}

function withConnectTimeout<A extends http.Agent>(agent: A, event: string, timeout: number): A {
  const open = agent as unknown as { createConnection(...args: unknown[]): import('node:net').Socket };
  const original = open.createConnection;
  open.createConnection = function connect(...args) {
    const socket = original.apply(this, args);
    const timer = setTimeout(() => socket.destroy(Object.assign(new Error('connect timeout'), { code: 'ECONNECTTIMEOUT' })), timeout);
    for (const name of [event, 'close']) socket.once(name, () => clearTimeout(timer));
    return socket;
  };
  return agent;
}
