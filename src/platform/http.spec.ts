import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync, brotliCompressSync, deflateSync, deflateRawSync } from 'node:zlib';
import { fixedClock } from './clock';
import { HttpFailure } from './errors';
import { createHttpClient, type HttpDeps, type HttpTransport } from './http';
import { createLogger } from './logger';

type Handler = (request: http.IncomingMessage, response: http.ServerResponse, body: string) => void;
const closing: (() => void)[] = [];
afterEach(() => { closing.splice(0).forEach((close) => close()); });

async function serve(handler: Handler): Promise<{ url: string; hits: http.IncomingMessage[] }> {
  const hits: http.IncomingMessage[] = [];
  const server = http.createServer((request, response) => {
    let body = '';
    hits.push(request);
    request.on('data', (chunk) => { body += chunk; }).on('end', () => handler(request, response, body));
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  closing.push(() => { server.closeAllConnections(); server.close(); });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, hits };
}

function client(transport: Partial<HttpTransport> = {}, deps: HttpDeps = {}) {
  const clock = fixedClock('2026-08-17T03:00:00Z');
  const waits: number[] = [];
  const made = createHttpClient(
    { connectTimeout: 1000, readTimeout: 1000, maxBytes: 100_000, tries: 4, backoff: 1000, maxWait: 120_000, callsPerSecond: 1000, allowHosts: [], ...transport },
    { clock, random: () => 0.5, sleep: async (ms) => { waits.push(ms); clock.advance(ms); }, ...deps },
  );
  closing.push(made.close);
  return { ...made, waits, clock };
}

const failure = async (promise: Promise<unknown>): Promise<HttpFailure> => {
  const error = await promise.then(() => null, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(HttpFailure);
  return error as HttpFailure;
};
const json = (response: http.ServerResponse, body = '{"ok":true}', status = 200, headers: http.OutgoingHttpHeaders = {}) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

describe('answers that look fine and are not', () => {
  test.each([
    ['login page', '<!doctype html><form><input type="password"></form>', 'đăng nhập'],
    ['firewall page', '<html><body>The page cannot be displayed. Attack ID: 20000051</body></html>', 'Attack ID'],
    ['other page', '<html><h1>Bảo trì</h1></html>', 'HTML'],
    ['nothing', '', 'rỗng'],
    ['blank', ' \n', 'rỗng'],
  ])('[mode 2] %s at 200 is asked again and then a format failure, never data', async (_, body, words) => {
    const { url, hits } = await serve((_request, response) => json(response, body));
    const error = await failure(client().call({ method: 'GET', url }));
    expect(error).toMatchObject({ class: 'format', status: 200 });
    expect(error.message).toContain(words);
    expect(hits.length).toBeGreaterThan(1);
  });

  test.each([200, 403])('[mode 35] the page of a firewall at %i tells the operator in plain words whom to ask for what', async (status) => {
    const { url } = await serve((_request, response) => response.writeHead(status, { 'content-type': 'text/html' }).end('<html><h1>Web Page Blocked</h1>Attack ID: 20000051</html>'));
    const error = await failure(client().call({ method: 'GET', url }));
    expect(error).toMatchObject({ class: 'format', status, remedy: expect.stringMatching(/địa chỉ IP .*127\.0\.0\.1.* danh sách được phép/) }); // not a refused account
    expect(error.message).toContain('tường lửa');
  });

  test('a byte order mark is dropped and other charsets are decoded', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/bom') json(response as http.ServerResponse, '\ufeff{"a":"Hồ sơ"}');
      else if (request.url === '/utf16') response.writeHead(200, { 'content-type': 'application/json; charset=utf-16le' }).end(Buffer.from('{"a":"Hồ sơ"}', 'utf16le'));
      else response.writeHead(200, { 'content-type': 'application/json;charset=ISO-8859-1' }).end('{"a":"Hồ sơ"}');
    });
    for (const path of ['/bom', '/utf16', '/latin-by-mistake']) {
      expect(JSON.parse((await client().call({ method: 'GET', url: url + path })).text)).toEqual({ a: 'Hồ sơ' });
    }
  });

  test('bytes that are not of the declared charset are refused', async () => {
    const { url } = await serve((_request, response) => response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(Buffer.from([0x22, 0xe1, 0xba, 0x22])));
    expect(await failure(client().call({ method: 'GET', url }))).toMatchObject({ class: 'format' });
  });
});

describe('size', () => {
  test.each([['gzip', gzipSync], ['br', brotliCompressSync], ['deflate', deflateSync], ['deflate', deflateRawSync]])('%s is undone and counted on the wire', async (encoding, pack) => {
    const text = JSON.stringify({ a: 'x'.repeat(50_000) });
    const { url } = await serve((_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end(pack(text)));
    const answer = await client().call({ method: 'GET', url });
    expect(answer.text).toBe(text);
    expect(answer.bytesOnWire).toBeLessThan(1000);
  });

  test('a decompression bomb and an endless answer are refused at the ceiling', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, 0x20)); // made before it is asked for: the client does not wait long
    const { url, hits } = await serve((request, response) => {
      if (request.url === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
      else json(response, `"${'x'.repeat(200_000)}"`);
    });
    for (const path of ['/bomb', '/endless']) {
      const error = await failure(client().call({ method: 'GET', url: url + path }));
      expect(error).toMatchObject({ class: 'format' });
      expect(error.message).toContain('100000 byte');
    }
    expect(hits).toHaveLength(2);
  });
});

describe('repeats', () => {
  test.each([500, 502, 503, 504])('[mode 1] %i is asked again with growing jittered waits', async (status) => {
    let left = 2;
    const { url } = await serve((_request, response) => json(response, '{}', left-- > 0 ? status : 200));
    const { call, waits } = client();
    expect(await call({ method: 'GET', url })).toMatchObject({ status: 200 });
    expect(waits).toEqual([500, 1000]);
  });

  test('gives up with class retry after the stated tries', async () => {
    const { url, hits } = await serve((_request, response) => json(response, '{}', 502));
    expect(await failure(client({ tries: 3 }).call({ method: 'GET', url }))).toMatchObject({ class: 'retry', status: 502 });
    expect(hits).toHaveLength(3);
  });

  test('[mode 1] Retry-After in seconds and as a date is honoured up to maxWait', async () => {
    const after = ['7', 'Mon, 17 Aug 2026 03:00:37 GMT'];
    const { url } = await serve((_request, response) => { const value = after.shift(); return value ? json(response, '{}', 429, { 'retry-after': value }) : json(response); });
    const { call, waits } = client();
    await call({ method: 'GET', url });
    expect(waits).toEqual([7000, 30_000]);
  });

  test('429: beyond maxWait it is a quota failure at once, without Retry-After it backs off', async () => {
    const long = await serve((_request, response) => json(response, '{}', 429, { 'retry-after': '3600' }));
    expect(await failure(client().call({ method: 'GET', url: long.url }))).toMatchObject({ class: 'quota', status: 429, retryAfterMs: 3_600_000 });
    expect(long.hits).toHaveLength(1);
    const plain = await serve((_request, response) => json(response, '{}', 429));
    expect(await failure(client().call({ method: 'GET', url: plain.url }))).toMatchObject({ class: 'retry', status: 429 });
    expect(plain.hits).toHaveLength(4);
  });

  test.each([[400, 'stop'], [401, 'password'], [403, 'password'], [404, 'address']])('[mode 33] %i is class %s and not repeated', async (status, kind) => {
    const { url, hits } = await serve((_request, response) => json(response, '{}', status));
    expect(await failure(client().call({ method: 'GET', url }))).toMatchObject({ class: kind, status });
    expect(hits).toHaveLength(1);
  });

  test('a broken connection is repeated for reads only', async () => {
    const { url, hits } = await serve((request) => { request.socket.destroy(); });
    expect(await failure(client().call({ method: 'POST', url, body: {}, idempotent: true }))).toMatchObject({ class: 'retry' });
    expect(hits).toHaveLength(4);
    expect(await failure(client().call({ method: 'POST', url, body: {} }))).toMatchObject({ class: 'retry' });
    expect(hits).toHaveLength(5);
  });

  test('an answer cut in the middle and a silent source are class retry', async () => {
    const { url, hits } = await serve((request, response) => {
      if (request.url === '/cut') { response.writeHead(200, { 'content-length': 1000 }); response.write('{"a":'); setImmediate(() => response.destroy()); }
    });
    expect(await failure(client({ tries: 2 }).call({ method: 'GET', url: `${url}/cut` }))).toMatchObject({ class: 'retry' });
    expect(await failure(client({ tries: 2, readTimeout: 500 }).call({ method: 'GET', url: `${url}/silent` }))).toMatchObject({ class: 'retry' });
    expect(hits).toHaveLength(4);
  });

  test('a slow trickle ends at the total deadline', async () => {
    const timers: NodeJS.Timeout[] = [];
    closing.push(() => timers.forEach(clearInterval));
    const { url } = await serve((_request, response) => { response.writeHead(200); timers.push(setInterval(() => response.write(' '), 5)); });
    expect(await failure(client({ tries: 1, readTimeout: 500, totalTimeout: 60 }).call({ method: 'GET', url }))).toMatchObject({ class: 'retry' });
  });

  test('[mode 34] the circuit opens after failed calls and lets one call try after the cool-down', async () => {
    let status = 502;
    const { url, hits } = await serve((_request, response) => json(response, '{}', status));
    const { call, clock } = client({ tries: 1, breakAfter: 2, coolDown: 60_000 });
    const ask = () => call({ method: 'GET', url });
    await failure(ask()); await failure(ask());
    expect(await failure(ask())).toMatchObject({ class: 'retry', retryAfterMs: 60_000 });
    expect(hits).toHaveLength(2);
    clock.advance(60_000);
    await failure(ask());
    await failure(ask());
    expect(hits).toHaveLength(3);
    clock.advance(60_000);
    status = 200;
    await ask(); await ask();
    expect(hits).toHaveLength(5);
  });

  test('an aborted call ends as stop', async () => {
    const control = new AbortController();
    const { url } = await serve(() => control.abort());
    expect(await failure(client().call({ method: 'GET', url, signal: control.signal }))).toMatchObject({ class: 'stop' });
  });
});

describe('budget', () => {
  test('spaces calls and stops at the daily number until local midnight', async () => {
    const { url, hits } = await serve((_request, response) => json(response));
    const { call, waits, clock } = client({ callsPerSecond: 2, callsPerDay: 4 });
    for (let i = 0; i < 4; i += 1) await call({ method: 'GET', url });
    expect(waits).toEqual([500, 500]);
    expect(await failure(call({ method: 'GET', url }))).toMatchObject({ class: 'quota' });
    expect(hits).toHaveLength(4);
    clock.set(Date.parse('2026-08-17T17:00:00Z') * 1000);
    await call({ method: 'GET', url });
    expect(hits).toHaveLength(5);
  });
});

describe('redirects', () => {
  test('go on to the same origin with credentials, three times at most', async () => {
    const { url, hits } = await serve((request, response) => {
      const step = Number(request.url!.slice(1));
      return step === 0 ? json(response) : response.writeHead(302, { location: `/${step - 1}` }).end();
    });
    await client().call({ method: 'GET', url: `${url}/3`, headers: { Authorization: 'Bearer abc' } });
    expect(hits.map((hit) => hit.headers.authorization)).toEqual(Array(4).fill('Bearer abc'));
    expect(await failure(client().call({ method: 'GET', url: `${url}/4` }))).toMatchObject({ class: 'address' });
  });

  test('to another host only when allowed, and then without credentials', async () => {
    const other = await serve((_request, response) => json(response));
    const target = other.url.replace('127.0.0.1', 'localhost');
    const { url } = await serve((_request, response) => response.writeHead(307, { location: `${target}/x` }).end());
    const headers = { Authorization: 'Bearer abc', 'X-SecretKey': 'k', Cookie: 'c=1' };
    expect(await failure(client().call({ method: 'GET', url, headers }))).toMatchObject({ class: 'address' });
    expect(other.hits).toHaveLength(0);
    await client({ allowHosts: ['localhost'] }).call({ method: 'GET', url, headers });
    expect(other.hits[0]!.headers).not.toHaveProperty('authorization');
    expect(other.hits[0]!.headers).not.toHaveProperty('x-secretkey');
    expect(other.hits[0]!.headers).not.toHaveProperty('cookie');
    expect(await failure(client({ allowHosts: ['localhost'] }).call({ method: 'POST', url, headers, body: { password: 'p' } }))).toMatchObject({ class: 'address' });
    expect(other.hits).toHaveLength(1);
  });

  test('to a login page is a refused sign-in', async () => {
    const { url, hits } = await serve((_request, response) => response.writeHead(302, { location: '/portal/login?next=x' }).end());
    expect(await failure(client().call({ method: 'GET', url }))).toMatchObject({ class: 'password' });
    expect(hits).toHaveLength(1);
  });
});

test('[mode 40] no secret of query, header, body or userinfo is in an error or a log line', async () => {
  const SECRET = 'S3cretValue';
  const lines: string[] = [];
  const logger = createLogger({ level: 'debug', terminal: false, write: (line) => { lines.push(line); } });
  const { url } = await serve((request, response, body) => {
    if (request.url!.startsWith('/reset')) request.socket.destroy();
    else if (request.url!.startsWith('/silent')) return;
    else if (request.url!.startsWith('/move')) response.writeHead(302, { location: `http://elsewhere.invalid/?t=${SECRET}` }).end();
    else json(response, `${body}${SECRET}${String(request.headers.authorization)}`, Number(/\d+/.exec(request.url!)![0]));
  });
  const withUser = url.replace('http://', `http://user:${SECRET}@`);
  const http = client({ tries: 2, readTimeout: 50, breakAfter: 100 }, { logger });
  const closed = withUser.replace(/:\d+$/, ':1');
  for (const address of [...['/reset', '/silent', '/move', '/400', '/401', '/404', '/429', '/502'].map((path) => withUser + path), closed, `ht!tp://${SECRET}`, `http://[${SECRET}`]) {
    const error = await failure(http.call({ method: 'POST', url: `${address}?token=${SECRET}`, headers: { 'X-SecretKey': SECRET }, body: { password: SECRET }, idempotent: true }));
    const seen = [error.message, error.stack, JSON.stringify(error), inspect(error, { depth: 20, showHidden: true })].join('\n');
    expect(seen).not.toContain(SECRET);
    expect(seen).not.toContain(Buffer.from(`user:${SECRET}`).toString('base64'));
  }
  expect(lines.length).toBeGreaterThan(8);
  expect(lines.join('\n')).not.toContain(SECRET);
});
