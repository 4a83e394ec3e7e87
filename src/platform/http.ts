/**
 * Calls to a source: keep-alive, ceilings for size and time, a budget of calls, retries with jitter for what may be retried, content
 * sniffing. What comes back is JSON-like text; everything else is a failure with a class. Errors and log lines name the host only.
 */
import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import axios, { AxiosError, type AxiosResponse } from 'axios';
import { HttpFailure } from './errors';

export interface TransportSettings {
  connectTimeoutMs: number; readTimeoutMs: number;
  /** Ceiling of one answer, on the wire and after decompression. */
  maxBytes: number;
  tries: number; backoffMs: number; maxWaitMs: number; callsPerSecond: number; callsPerDay?: number | undefined;
  allowHosts: readonly string[]; caFile?: string | undefined;
}
export interface HttpCall { method: 'GET' | 'POST'; url: URL; headers: Record<string, string>; body?: string | undefined; signal?: AbortSignal | undefined }
export interface HttpAnswer { status: number; headers: Record<string, string>; text: string; bytesOnWire: number }
export interface HttpTime { now(): number; sleep(ms: number, signal?: AbortSignal): Promise<void>; random(): number }
export interface HttpClient { call(call: HttpCall): Promise<HttpAnswer>; close(): void }

const realTime: HttpTime = { now: () => Date.now(), sleep: (ms, signal) => delay(ms, undefined, { signal }), random: () => Math.random() };
const RETRIED = new Set([429, 500, 502, 503, 504]);
const BREAKER = { failures: 8, coolDownMs: 30_000 };
const decompressors: Record<string, (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>> = {
  gzip: promisify(gunzip), 'x-gzip': promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress),
};

export function createHttpClient(settings: TransportSettings, time: HttpTime = realTime): HttpClient {
  const agents = { httpAgent: new HttpAgent({ keepAlive: true }), httpsAgent: new HttpsAgent({ keepAlive: true, ...(settings.caFile ? { ca: readFileSync(settings.caFile) } : {}) }) };
  const client = axios.create({ ...agents, responseType: 'arraybuffer', decompress: false, maxRedirects: 0, validateStatus: () => true, maxContentLength: settings.maxBytes, maxBodyLength: 8 << 20, proxy: false });
  const budget = createBudget(settings, time);
  let failuresInRow = 0;
  let closedUntil = 0;

  async function once(call: HttpCall): Promise<HttpAnswer> {
    await budget(call.url.host, call.signal);
    const controller = new AbortController();
    const abort = () => controller.abort();
    call.signal?.addEventListener('abort', abort, { once: true });
    const timer = setTimeout(abort, settings.connectTimeoutMs + settings.readTimeoutMs);
    try {
      return await answer(call, await follow(client, call, settings, controller.signal), settings);
    } catch (error) {
      call.signal?.throwIfAborted();
      throw error instanceof HttpFailure ? error : networkFailure(error, call.url.host, controller.signal.aborted);
    } finally {
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', abort);
    }
  }

  return {
    async call(call) {
      if (time.now() < closedUntil) throw new HttpFailure({ class: 'retry', message: `Tạm ngừng gọi ${call.url.host}: nhiều lần liên tiếp không trả lời.`, host: call.url.host });
      for (let attempt = 1; ; attempt++) {
        try {
          const result = await once(call);
          failuresInRow = 0;
          return result;
        } catch (error) {
          if (!(error instanceof HttpFailure)) throw error;
          if (error.class === 'retry' && ++failuresInRow >= BREAKER.failures) closedUntil = time.now() + BREAKER.coolDownMs;
          if (error.class !== 'retry' || attempt >= settings.tries) throw error;
          const ceiling = settings.backoffMs * 2 ** (attempt - 1);
          const wait = error.retryAfterMs ?? ceiling / 2 + time.random() * (ceiling / 2);
          if (wait > settings.maxWaitMs) throw error;
          await time.sleep(wait, call.signal);
        }
      }
    },
    close() {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

/** Redirects are followed to the same host (or an allowed one) only; credentials never go elsewhere. */
async function follow(client: ReturnType<typeof axios.create>, call: HttpCall, settings: TransportSettings, signal: AbortSignal): Promise<AxiosResponse<Buffer>> {
  let url = call.url;
  for (let hop = 0; hop <= 3; hop++) {
    const response = await client.request<Buffer>({ url: url.href, method: call.method, headers: { 'accept-encoding': 'gzip, deflate, br', accept: 'application/json, */*;q=0.5', ...call.headers }, data: call.body, signal });
    if (![301, 302, 303, 307, 308].includes(response.status)) return response;
    const target = new URL(String(response.headers.location ?? ''), url);
    if (target.host !== call.url.host && !settings.allowHosts.includes(target.host)) throw new HttpFailure({ class: 'stop', message: `${call.url.host} chuyển hướng sang máy chủ khác (${target.host}); không theo.`, host: call.url.host, status: response.status });
    if (/log-?in|dang-?nhap|sso|cas/i.test(target.pathname)) throw new HttpFailure({ class: 'password', message: `${call.url.host} chuyển hướng sang trang đăng nhập.`, host: call.url.host, status: response.status });
    if (target.protocol !== url.protocol && target.protocol !== 'https:') throw new HttpFailure({ class: 'stop', message: `${call.url.host} chuyển hướng từ https sang http; không theo.`, host: call.url.host });
    url = target;
  }
  throw new HttpFailure({ class: 'stop', message: `${call.url.host} chuyển hướng quá nhiều lần.`, host: call.url.host });
}

async function answer(call: HttpCall, response: AxiosResponse<Buffer>, settings: TransportSettings): Promise<HttpAnswer> {
  const host = call.url.host;
  const { status } = response;
  const header = (name: string) => (response.headers[name] === undefined ? '' : String(response.headers[name]));
  const fail = (kind: 'retry' | 'quota' | 'password' | 'format' | 'address' | 'stop', message: string, retryAfterMs?: number) => new HttpFailure({ class: kind, message, host, status, retryAfterMs });
  if (status === 401 || status === 403) throw fail('password', `${host} từ chối quyền truy cập (HTTP ${status}).`);
  if (status === 404 || status === 410) throw fail('address', `${host} không có địa chỉ này (HTTP ${status}); hợp đồng API có thể đã đổi.`);
  if (RETRIED.has(status)) throw fail('retry', status === 429 ? `${host} báo gọi quá nhanh (HTTP 429).` : `${host} lỗi tạm thời (HTTP ${status}).`, retryAfter(header('retry-after')));
  const wire = response.data;
  const encoding = header('content-encoding').trim().toLowerCase();
  let body = wire;
  if (encoding && encoding !== 'identity') {
    const decompress = decompressors[encoding];
    if (!decompress) throw fail('format', `${host} nén bằng "${encoding}", không hỗ trợ.`);
    try {
      body = await decompress(wire, { maxOutputLength: settings.maxBytes });
    } catch (error) {
      throw fail('format', (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? `Trả lời của ${host} sau giải nén vượt ${settings.maxBytes} byte.` : `Trả lời nén của ${host} bị hỏng.`);
    }
  }
  if (body.length === 0) throw fail('format', `${host} trả lời rỗng (HTTP ${status}).`);
  const text = decode(body, header('content-type'), host, status);
  const head = text.slice(0, 2000).trimStart().toLowerCase();
  if (head.startsWith('<!doctype') || head.startsWith('<html') || header('content-type').includes('text/html')) {
    const kind = head.includes('attack id') ? 'trang chặn của tường lửa' : /password|mật khẩu|login|đăng nhập/.test(head) ? 'trang đăng nhập' : 'trang web';
    throw fail(kind === 'trang đăng nhập' ? 'retry' : 'retry', `${host} trả ${kind} (HTML) thay cho dữ liệu (HTTP ${status}).`);
  }
  if (status >= 400) throw fail('stop', `${host} từ chối yêu cầu (HTTP ${status}).`);
  return { status, headers: Object.fromEntries(Object.entries(response.headers).map(([k, v]) => [k, String(v)])), text, bytesOnWire: wire.length };
}

function decode(body: Buffer, contentType: string, host: string, status: number): string {
  const charset = /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body);
  } catch {
    throw new HttpFailure({ class: 'format', message: `Trả lời của ${host} không đúng bảng mã ${charset}.`, host, status });
  }
}

/** Seconds or an HTTP date. */
function retryAfter(value: string): number | undefined {
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

/** axios errors carry the whole request, secrets included: only their code leaves this function. */
function networkFailure(error: unknown, host: string, timedOut: boolean): HttpFailure {
  const code = error instanceof AxiosError ? error.code ?? '' : (error as { code?: string } | null)?.code ?? '';
  if (code === 'ERR_BAD_RESPONSE' || (error instanceof AxiosError && error.message.includes('maxContentLength'))) return new HttpFailure({ class: 'format', message: `Trả lời của ${host} quá lớn.`, host });
  if (timedOut || code === 'ECONNABORTED' || code === 'ETIMEDOUT') return new HttpFailure({ class: 'retry', message: `${host} không trả lời trong thời gian cho phép.`, host });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new HttpFailure({ class: 'address', message: `Không tìm thấy máy chủ ${host}.`, host });
  if (/CERT|SIGNATURE|TLS|SSL/.test(code)) return new HttpFailure({ class: 'stop', message: `Chứng thư của ${host} không được tin cậy (${code}); khai báo caFile nếu là chứng thư riêng.`, host });
  return new HttpFailure({ class: 'retry', message: `Mất kết nối với ${host}${code ? ` (${code})` : ''}.`, host });
}

function createBudget(settings: TransportSettings, time: HttpTime): (host: string, signal?: AbortSignal) => Promise<void> {
  let next = 0;
  let day = -1;
  let calls = 0;
  return async (host, signal) => {
    const now = time.now();
    const today = Math.floor((now + 7 * 3_600_000) / 86_400_000);
    if (today !== day) [day, calls] = [today, 0];
    if (settings.callsPerDay !== undefined && calls >= settings.callsPerDay) throw new HttpFailure({ class: 'quota', message: `Đã gọi ${host} đủ ${settings.callsPerDay} lần trong ngày.`, host });
    calls += 1;
    const at = Math.max(now, next);
    next = at + 1000 / settings.callsPerSecond;
    if (at > now) await time.sleep(at - now, signal);
  };
}
