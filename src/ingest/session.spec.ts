import { createHash, createHmac } from 'node:crypto';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { fixedClock } from '../platform/clock';
import { createHttpClient } from '../platform/http';
import { sourceDefinition, type SourceInput } from '../sources/source';
import { createSession, httpTransport } from './session';

type Reply = { status?: number; body?: unknown };
type Handler = (path: string, request: http.IncomingMessage, body: string) => Reply | Promise<Reply>;
const closing: (() => void)[] = [];
afterEach(() => { closing.splice(0).forEach((close) => close()); });

async function start(auth: SourceInput['auth'], handler: Handler, tries = 4) {
  const seen: { path: string; authorization: string | undefined; body: string; headers: http.IncomingHttpHeaders }[] = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => { body += chunk; }).on('end', async () => {
      seen.push({ path: request.url!, authorization: request.headers.authorization, body, headers: request.headers });
      const reply = await handler(request.url!.split('?')[0]!, request, body);
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' }).end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  closing.push(() => { server.closeAllConnections(); server.close(); });
  const definition = sourceDefinition.parse({
    id: 'test', title: 'Test', baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`, auth, transport: { tries, callsPerSecond: 1000 },
    streams: [{ id: 's', record: 'unit', request: { path: '/x' }, mapping: { id: 'id', name: 'name' } }],
  } satisfies SourceInput);
  const clock = fixedClock('2026-08-17T03:00:00Z');
  const client = createHttpClient(httpTransport(definition.transport), { clock, random: () => 0, sleep: async (ms) => clock.advance(ms) });
  closing.push(client.close);
  const session = createSession(definition, client, { clock });
  const ask = () => session.call({ method: 'GET', path: '/data', query: { page: 1 } });
  return { session, ask, seen, clock, at: (path: string) => seen.filter((one) => one.path.startsWith(`/base${path}`)) };
}

const login = { kind: 'login', path: '/login', body: { username: 'u', password: 'wrong-or-right' }, tokenAt: 'data.token', lifetime: '10m' } as const;

test('none, bearer and fixed headers', async () => {
  const none = await start({ kind: 'none' }, () => ({ body: { a: 1 } }));
  expect(await none.ask()).toMatchObject({ status: 200, json: { a: 1 }, text: '{"a":1}', bytes: 7 });
  expect(none.seen[0]).toMatchObject({ path: '/base/data?page=1', authorization: undefined });
  const bearer = await start({ kind: 'bearer', token: 'abcd' }, () => ({}));
  await bearer.ask();
  expect(bearer.seen[0]!.authorization).toBe('Bearer abcd');
  const headers = await start({ kind: 'headers', headers: { 'X-SystemId': 'sys', 'X-SecretKey': 'key1' } }, () => ({}));
  await headers.ask();
  expect(headers.seen[0]!.headers).toMatchObject({ 'x-systemid': 'sys', 'x-secretkey': 'key1' });
});

test.each(['form', 'basic'] as const)('client credentials by %s: one token for parallel calls, renewed at 90 % of its life', async (send) => {
  let issued = 0;
  const { ask, at, clock } = await start({ kind: 'clientCredentials', path: '/token', clientId: 'id', clientSecret: 's3cret', send }, (path) => (path === '/base/token' ? { body: { access_token: `t${issued += 1}`, expires_in: 1000 } } : {}));
  await Promise.all([ask(), ask(), ask()]);
  const form = new URLSearchParams(at('/token')[0]!.body);
  expect(form.get('grant_type')).toBe('client_credentials');
  if (send === 'form') expect(form.get('client_secret')).toBe('s3cret');
  else expect(at('/token')[0]!.authorization).toBe(`Basic ${Buffer.from('id:s3cret').toString('base64')}`);
  clock.advance(899_000);
  await ask();
  expect(at('/token')).toHaveLength(1);
  clock.advance(2_000);
  await Promise.all([ask(), ask()]);
  expect(at('/token')).toHaveLength(2);
  expect(at('/data').map((one) => one.authorization)).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t1', 'Bearer t1', 'Bearer t2', 'Bearer t2']);
});

test('[mode 7] a token that expires in the middle of a run is renewed once for all calls', async () => {
  let valid = 0;
  const { ask, at } = await start(login, (path, request) => {
    if (path === '/base/login') return { body: { data: { token: `t${valid += 1}` } } };
    return { status: request.headers.authorization === `Bearer t${valid}` ? 200 : 401 };
  });
  await ask();
  valid += 10; // the source forgets the token
  await Promise.all([ask(), ask(), ask()]);
  expect(at('/login')).toHaveLength(2);
});

test('the refresh address is used when there is one, and a full sign-in when it declines', async () => {
  let issued = 0;
  let declines = false;
  const auth = { ...login, refreshTokenAt: 'data.refresh', refresh: { path: '/refresh', body: { old: '{token}', refreshToken: '{refreshToken}' } } };
  const { ask, at, clock } = await start(auth, (path) => {
    if (path === '/base/refresh' && declines) return { status: 401 };
    return path === '/base/data' ? {} : { body: { data: { token: `t${issued += 1}`, refresh: `r${issued}` } } };
  });
  await ask();
  clock.advance(600_000);
  await ask();
  expect(JSON.parse(at('/refresh')[0]!.body)).toEqual({ old: 't1', refreshToken: 'r1' });
  expect(at('/login')).toHaveLength(1);
  declines = true;
  clock.advance(600_000);
  await ask();
  expect(at('/login')).toHaveLength(2);
  expect(at('/data').map((one) => one.authorization)).toEqual(['Bearer t1', 'Bearer t2', 'Bearer t3']);
});

test.each([['401', { status: 401 }], ['400', { status: 400 }], ['no token at 200', { body: { success: false } }]])('[mode 8] a wrong password (%s) is tried once, then not again for a growing pause', async (_, reply) => {
  const { ask, at, clock } = await start(login, () => reply);
  await expect(Promise.all([ask(), ask()])).rejects.toMatchObject({ class: 'password' });
  await expect(ask()).rejects.toMatchObject({ class: 'password', retryAfterMs: 300_000 });
  expect(at('/login')).toHaveLength(1);
  expect(at('/data')).toHaveLength(0);
  clock.advance(300_000);
  await expect(ask()).rejects.toMatchObject({ class: 'password' });
  clock.advance(300_000);
  await expect(ask()).rejects.toMatchObject({ class: 'password', retryAfterMs: 300_000 });
  expect(at('/login')).toHaveLength(2);
});

test('[mode 7] a source that signs in but refuses every token does not cause a login loop', async () => {
  const { ask, at } = await start(login, (path) => (path === '/base/login' ? { body: { data: { token: 'tttt' } } } : { status: 401 }));
  for (let i = 0; i < 4; i += 1) await expect(ask()).rejects.toMatchObject({ class: 'password' });
  expect(at('/login')).toHaveLength(2);
  expect(at('/data')).toHaveLength(2);
});

test('a broken sign-in service is not a refusal', async () => {
  let up = false;
  const { ask } = await start(login, (path) => (path !== '/base/login' ? {} : up ? { body: { data: { token: 'tttt' } } } : { status: 500 }));
  await expect(ask()).rejects.toMatchObject({ class: 'retry' });
  up = true;
  expect(await ask()).toMatchObject({ status: 200 });
});

test('[mode 4] error rules decide the class: password renews once, quota does not repeat, retry does', async () => {
  const answers = [{ code: 'TOKEN_EXPIRED' }, { code: 'OK' }, { code: 'QUOTA exceeded' }, { code: 'BUSY' }, { code: 'OK', n: 2 }];
  const { session, at } = await start(login, (path) => (path === '/base/login' ? { body: { data: { token: 'tttt' } } } : { body: answers.shift() }));
  const errors = [{ at: 'code', equals: 'TOKEN_EXPIRED', class: 'password' }, { at: 'code', contains: 'quota', class: 'quota' }, { at: 'code', equals: 'BUSY', class: 'retry' }] as const;
  const ask = () => session.call({ method: 'POST', path: '/data', body: { a: 1 } }, { errors: [...errors] });
  expect((await ask()).json).toEqual({ code: 'OK' });
  expect(at('/login')).toHaveLength(2);
  await expect(ask()).rejects.toMatchObject({ class: 'quota' });
  expect((await ask()).json).toEqual({ code: 'OK', n: 2 });
  expect(at('/data')).toHaveLength(5);
});

test('cut JSON is asked again and then fails as format', async () => {
  const answers = ['{"a":[1,2', '{"a":1}', ...Array<string>(5).fill('{"a":')];
  const { ask, seen } = await start({ kind: 'none' }, () => ({ body: answers.shift() }));
  expect((await ask()).json).toEqual({ a: 1 });
  await expect(ask()).rejects.toMatchObject({ class: 'format' });
  expect(seen).toHaveLength(7);
});

test('password grant of a public client', async () => {
  const one = await start({ kind: 'password', path: '/token', clientId: 'web', user: 'u', password: 'p&q' }, (path) => (path === '/base/token' ? { body: { access_token: 'tok-1', expires_in: 60 } } : {}));
  await one.ask();
  expect(Object.fromEntries(new URLSearchParams(one.at('/token')[0]!.body))).toEqual({ grant_type: 'password', username: 'u', password: 'p&q', client_id: 'web' });
  expect(one.at('/data')[0]!.authorization).toBe('Bearer tok-1');
});

test('[mode 7] a session goes into the body, and its end in the body renews it once', async () => {
  let sessions = 0;
  const one = await start({ ...login, tokenAt: 'session', put: 'body', putAs: 'session' }, (path, _, body) => (path === '/base/login' ? { body: { session: `s${(sessions += 1)}` } } : { body: { error_code: body.includes('s1') ? '-3' : '0' } }));
  const answer = await one.session.call({ method: 'POST', path: '/mapi', body: { service: 'X' } }, { errors: [{ at: 'error_code', equals: '-3', class: 'password' }] });
  expect(answer.json).toEqual({ error_code: '0' });
  expect(one.at('/mapi').map((call) => [JSON.parse(call.body), call.authorization])).toEqual([[{ service: 'X', session: 's1' }, undefined], [{ service: 'X', session: 's2' }, undefined]]);
});

test('[mode 2] XML is taken where XML is wanted, an HTML page never', async () => {
  const page = { body: '<?xml version="1.0"?><!DOCTYPE html><html><body>Attack ID</body></html>' };
  const one = await start({ kind: 'none' }, (path) => (path === '/base/xml' ? { body: '<a><b>1</b></a>' } : page), 1);
  expect((await one.session.call({ method: 'GET', path: '/xml' }, { format: 'xml' })).json).toEqual({ a: { b: '1' } });
  await expect(one.session.call({ method: 'GET', path: '/html' }, { format: 'xml' })).rejects.toMatchObject({ class: 'format' });
  await expect(one.session.call({ method: 'GET', path: '/xml' })).rejects.toMatchObject({ class: 'format' });
});

describe('signed requests', () => {
  const auth = { kind: 'signed' as const, secret: 'bí mật', headers: { systemId: 'H17', timestamp: '{timestamp}', signature: '{signature}' }, sign: ['H17', '{method}', '{path}', '{timestamp}'], join: '|' };
  it('carry a signature of their own over the parts, and never the secret', async () => {
    const { session, seen } = await start(auth, () => ({ body: { ok: true } }));
    await session.call({ method: 'GET', path: '/list', query: { page: 1 }, headers: { fromDate: '2026/08/03' } });
    const timestamp = String(Date.parse('2026-08-17T03:00:00Z'));
    expect(seen[0]!.headers).toMatchObject({ systemid: 'H17', timestamp, fromdate: '2026/08/03', signature: createHmac('sha256', 'bí mật').update(`H17|GET|/base/list|${timestamp}`).digest('hex') });
  });
  it('may be a plain hash with the secret among its parts', async () => {
    const { session, seen } = await start({ ...auth, algorithm: 'sha256', encoding: 'base64', sign: ['{secret}', '{timestamp}'], timestamp: 'yyyyMMddHHmmss' }, () => ({ body: {} }));
    await session.call({ method: 'GET', path: '/list' });
    expect(seen[0]!.headers).toMatchObject({ timestamp: '20260817100000', signature: createHash('sha256').update('bí mật|20260817100000').digest('base64') });
  });
  it('that are refused are not tried again', async () => {
    const { session, seen } = await start(auth, () => ({ status: 401 }));
    await expect(session.call({ method: 'GET', path: '/list' })).rejects.toMatchObject({ class: 'password' });
    expect(seen).toHaveLength(1);
  });
});

describe('a working scope', () => {
  const auth = { kind: 'login' as const, path: '/login', body: { user: 'u', password: 'p' }, tokenAt: 'token', scope: { path: '/scope', body: { unit: 'H17' }, tokenAt: 'scoped.token' } };
  const handler = (scope: Reply): Handler => (path) => (path.endsWith('/login') ? { body: { token: 'first' } } : path.endsWith('/scope') ? scope : { body: { ok: true } });
  it('is switched to with the first token; its token counts from then on', async () => {
    const { session, seen } = await start(auth, handler({ body: { scoped: { token: 'second' } } }));
    await session.call({ method: 'GET', path: '/list' });
    await session.call({ method: 'GET', path: '/list' });
    expect(seen.map((one) => [one.path, one.authorization])).toEqual([['/base/login', undefined], ['/base/scope', 'Bearer first'], ['/base/list', 'Bearer second'], ['/base/list', 'Bearer second']]);
    expect(JSON.parse(seen[1]!.body)).toEqual({ unit: 'H17' });
  });
  it('that is refused is a refused sign-in: one try, then a pause', async () => {
    const { session, seen } = await start(auth, handler({ status: 403 }));
    for (let call = 0; call < 2; call++) await expect(session.call({ method: 'GET', path: '/list' })).rejects.toMatchObject({ class: 'password' });
    expect(seen.map((one) => one.path)).toEqual(['/base/login', '/base/scope']);
  });
});
