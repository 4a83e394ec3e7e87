import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import type * as stream from 'node:stream';
import type * as tls from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpFailure } from './errors';
import { createHttpClient, type HttpClient, type HttpTransport } from './http';

const transport: HttpTransport = { connectTimeout: 2000, readTimeout: 2000, maxBytes: 1000, tries: 2, backoff: 1, maxWait: 10, callsPerSecond: 1000, allowHosts: [] };
const listen = (server: net.Server) => new Promise<number>((resolve) => { server.listen(0, '127.0.0.1', () => resolve((server.address() as net.AddressInfo).port)); });
const openssl = spawnSync('openssl', ['version']).status === 0;
/** A certificate of 127.0.0.1 that signs itself, and its key, in a folder of their own. */
function certificate(name: string): { folder: string; key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'cchc-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'], { stdio: 'ignore' });
  return { folder, key, cert };
}

(openssl ? test : test.skip)('[mode 42] a certificate is checked against caFile and refused without it, also for the next source and with checks switched off in the environment', async () => {
  const { folder, key, cert } = certificate('source');
  let hits = 0;
  const server = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) => { hits += 1; response.end('{"a":1}'); });
  const url = `https://127.0.0.1:${await listen(server)}/`;
  const [strict, trusting] = [createHttpClient(transport), createHttpClient({ ...transport, caFile: cert })];
  try {
    await expect(strict.call({ method: 'GET', url })).rejects.toMatchObject({ class: 'stop', remedy: expect.stringContaining('caFile') });
    expect(hits).toBe(0);
    expect((await trusting.call({ method: 'GET', url })).text).toBe('{"a":1}');
    // Trust is of one source: neither it nor the environment opens the door for another.
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    await expect(strict.call({ method: 'GET', url })).rejects.toMatchObject({ class: 'stop' });
    expect(hits).toBe(1);
    await expect(trusting.call({ method: 'GET', url: url.replace('127.0.0.1', 'localhost') })).rejects.toMatchObject({ class: 'stop' });
  } finally {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    strict.close(); trusting.close(); server.closeAllConnections(); server.close(); rmSync(folder, { recursive: true });
  }
});

(openssl ? test : test.skip)('a client certificate goes with the call; a server that wants one refuses a call without it', async () => {
  const { folder, key, cert } = certificate('client');
  const server = https.createServer({ key: readFileSync(key), cert: readFileSync(cert), ca: readFileSync(cert), requestCert: true, rejectUnauthorized: true }, (request, response) => response.end(JSON.stringify({ name: (request.socket as tls.TLSSocket).getPeerCertificate().subject.CN })));
  const url = `https://127.0.0.1:${await listen(server)}/`;
  const [without, known] = [createHttpClient({ ...transport, caFile: cert }, { sleep: async () => undefined }), createHttpClient({ ...transport, caFile: cert, certFile: cert, keyFile: key })];
  try {
    expect((await known.call({ method: 'GET', url })).text).toBe('{"name":"client"}');
    await expect(without.call({ method: 'GET', url })).rejects.toBeInstanceOf(HttpFailure);
  } finally {
    without.close(); known.close(); server.closeAllConnections(); server.close(); rmSync(folder, { recursive: true });
  }
});

(openssl ? test : test.skip)('a proxy leads to plain and to encrypted sources; the certificate is still checked and the key of the source is not seen by it', async () => {
  const { folder, key, cert } = certificate('source');
  const secure = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => response.end(JSON.stringify({ key: request.headers['x-key'] })));
  const seen: string[] = [];
  const tunnels: stream.Duplex[] = [];
  const allowed = `Basic ${Buffer.from('u:m@k').toString('base64')}`;
  const way = http.createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers['x-key'] ?? '-'}`);
    response.writeHead(request.headers['proxy-authorization'] === allowed ? 200 : 407).end('{"plain":1}');
  });
  way.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url} ${request.headers['x-key'] ?? '-'}`);
    if (request.headers['proxy-authorization'] !== allowed) { socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n'); return; }
    const through = net.connect(Number(request.url!.split(':')[1]), '127.0.0.1', () => { socket.write('HTTP/1.1 200 OK\r\n\r\n'); through.pipe(socket).pipe(through); });
    for (const end of [through, socket]) { tunnels.push(end); end.on('error', () => undefined); }
  });
  const [port, proxyPort] = [await listen(secure), await listen(way)];
  const proxy = { url: `http://127.0.0.1:${proxyPort}`, user: 'u', password: 'm@k' };
  const [good, stranger, mistrusting] = [{ caFile: cert, proxy }, { caFile: cert, proxy: { ...proxy, password: 'x' } }, { proxy }].map((own) => createHttpClient({ ...transport, ...own }, { sleep: async () => undefined })) as [HttpClient, HttpClient, HttpClient];
  const headers = { 'x-key': 'k' };
  try {
    expect((await good.call({ method: 'GET', url: `https://127.0.0.1:${port}/a`, headers })).text).toBe('{"key":"k"}');
    expect((await good.call({ method: 'GET', url: 'http://one-stop.invalid/a?b=1', headers })).text).toBe('{"plain":1}');
    expect(seen).toEqual([`CONNECT 127.0.0.1:${port} -`, 'GET http://one-stop.invalid/a?b=1 k']);
    for (const url of [`https://127.0.0.1:${port}/a`, 'http://one-stop.invalid/a']) await expect(stranger.call({ method: 'GET', url })).rejects.toMatchObject({ class: 'stop', message: expect.stringContaining('proxy') });
    await expect(mistrusting.call({ method: 'GET', url: `https://127.0.0.1:${port}/a` })).rejects.toMatchObject({ class: 'stop', remedy: expect.stringContaining('caFile') });
  } finally {
    for (const client of [good, stranger, mistrusting]) client.close();
    for (const tunnel of tunnels) tunnel.destroy();
    for (const server of [secure, way]) { server.closeAllConnections(); server.close(); }
    rmSync(folder, { recursive: true });
  }
});

test('a handshake that never ends is cut by the connect timeout and tried again', async () => {
  const sockets: net.Socket[] = [];
  const server = net.createServer((socket) => { sockets.push(socket); socket.on('error', () => undefined); });
  const client = createHttpClient({ ...transport, connectTimeout: 30 }, { sleep: async () => undefined });
  try {
    const port = await listen(server);
    await expect(client.call({ method: 'POST', url: `https://127.0.0.1:${port}/`, body: {} })).rejects.toMatchObject({ class: 'retry', message: expect.stringContaining('ECONNECTTIMEOUT') });
    expect(sockets).toHaveLength(2);
  } finally {
    client.close(); sockets.forEach((socket) => socket.destroy()); server.close();
  }
});
