import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import * as https from 'node:https';
import * as net from 'node:net';
import type * as tls from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpFailure } from './errors';
import { createHttpClient, type HttpTransport } from './http';

const transport: HttpTransport = { connectTimeout: 2000, readTimeout: 2000, maxBytes: 1000, tries: 2, backoff: 1, maxWait: 10, callsPerSecond: 1000, allowHosts: [] };
const listen = (server: net.Server) => new Promise<number>((resolve) => { server.listen(0, '127.0.0.1', () => resolve((server.address() as net.AddressInfo).port)); });
const openssl = spawnSync('openssl', ['version']).status === 0;

(openssl ? test : test.skip)('[mode 42] a certificate is checked against caFile and refused without it, also for the next source and with checks switched off in the environment', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cchc-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=source', '-addext', 'subjectAltName=IP:127.0.0.1'], { stdio: 'ignore' });
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
  const folder = mkdtempSync(join(tmpdir(), 'cchc-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=client', '-addext', 'subjectAltName=IP:127.0.0.1'], { stdio: 'ignore' });
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
