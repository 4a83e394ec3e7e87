/** What the simulated systems share: a small router over node:http with tokens that expire. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gzip } from 'node:zlib';
import { isSent, type Faults } from './faults';
import type { SimDossier } from './province';

export interface Question { url: URL; method: string; headers: IncomingMessage['headers']; body: string }
export type Answer = (question: Question, response: ServerResponse) => void;
export interface RunningServer { url: string; port: number; close(): Promise<void> }

export function listen(answer: Answer, port = 0): Promise<RunningServer> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      try {
        answer({ url: new URL(request.url ?? '/', 'http://simulator'), method: request.method ?? 'GET', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') }, response);
      } catch (error) {
        response.writeHead(500, { 'content-type': 'text/plain' }).end(error instanceof Error ? error.message : 'error');
      }
    });
  });
  server.keepAliveTimeout = 30_000;
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      const bound = (server.address() as { port: number }).port;
      done({ url: `http://127.0.0.1:${bound}`, port: bound, close: () => new Promise((closed) => { server.close(() => closed()); server.closeAllConnections(); }) });
    });
  });
}

/** POST /__faults on any simulated system; true when it was that. */
export function turnDial(question: Question, response: ServerResponse, faults: Faults): boolean {
  if (question.url.pathname !== '/__faults') return false;
  if (question.method !== 'POST') { sendJson(question, response, { message: 'POST { dial, next, data, slowMs }' }, 405); return true; }
  const { status, answer } = faults.change(question.body);
  sendJson(question, response, answer, status);
  return true;
}

/** With `testRows` a list begins with a row its own makers left behind. */
export function withTestRow(rows: SimDossier[], faults: Faults): SimDossier[] {
  return faults.data.has('testRows') && rows.length > 0 ? [{ ...rows[0]!, code: 'TEST-0001' }, ...rows] : rows;
}

export interface Struck { /** Pages back: 1 brings the page before once more. */ pagesBack: number; /** The first row of the list has moved out of the window since the page before. */ moved: boolean; /** A success with an empty list, as some make of an answer they cannot read. */ falseEmpty: boolean }

/** Lets a fault strike, then answers with what is left of the request; a slow answer comes after `slowMs`. */
export function withFaults(question: Question, response: ServerResponse, faults: Faults, expireTokens: () => void, answer: (struck: Struck) => void): void {
  const fault = faults.strike(response);
  if (isSent(fault)) return;
  if (fault === 'tokenExpires') { expireTokens(); sendJson(question, response, { message: 'token expired' }, 401); return; }
  const go = () => answer({ pagesBack: fault === 'duplicatePage' ? 1 : 0, moved: fault === 'movingRows', falseEmpty: fault === 'falseEmpty' });
  if (fault !== 'slow') { go(); return; }
  const timer = setTimeout(go, faults.slowMs);
  response.on('close', () => clearTimeout(timer));
}

export function sendJson(question: Question, response: ServerResponse, body: unknown, status = 200): void {
  const text = JSON.stringify(body);
  if (text.length > 4096 && /gzip/.test(String(question.headers['accept-encoding'] ?? ''))) {
    gzip(text, { level: 1 }, (error, zipped) => {
      if (error) response.writeHead(500).end();
      else response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-encoding': 'gzip' }).end(zipped);
    });
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(text);
}

export function sendXml(response: ServerResponse, text: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8' }).end(text);
}

/** Answers of windows in the past, which are the same for all their pages; a window that reaches the present grows and is asked anew. */
export function createWindowCache<T>(): (key: string, past: boolean, ask: () => T[]) => T[] {
  const cache = new Map<string, T[]>();
  return (key, past, ask) => {
    if (!past) return ask();
    let found = cache.get(key);
    if (!found) {
      found = ask();
      if (cache.size > 8) cache.clear();
      cache.set(key, found);
    }
    return found;
  };
}

/** Tokens with a life time; `valid` reads the Authorization header. */
export function createTokens(lifeMs: number, now: () => number) {
  const tokens = new Map<string, number>();
  let number = 0;
  return {
    issue(): string { const token = `sim-${++number}-${Math.floor(now())}`; tokens.set(token, now() + lifeMs); return token; },
    valid(question: Question): boolean { return (tokens.get(String(question.headers.authorization ?? '').replace(/^bearer /i, '')) ?? 0) > now(); },
    expireAll(): void { tokens.clear(); },
  };
}
