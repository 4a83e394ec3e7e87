/** The fault dial: what real systems do to their readers. `share` faults at random (by seed), `next` forces one for the coming answers. */
import type { ServerResponse } from 'node:http';
import { sequence } from './random';

export const FAULTS = ['html200', 'loginPage', 'firewall', 'cutJson', 'emptyBody', 'wrongCharset', 'tooMany', 'tooManyRetryAfter', 'error500', 'gateway502', 'duplicatePage', 'unauthorised'] as const;
export type Fault = (typeof FAULTS)[number];
/** Faults of the data itself, switched on and off. */
export const DATA_FAULTS = ['testRows', 'missingDue', 'endBeforeStart', 'futureDates', 'closedWithoutEnd'] as const;
export type DataFault = (typeof DATA_FAULTS)[number];
export type Dial = 'none' | 'some' | 'many';

export interface Faults {
  set(dial: Dial): void;
  /** The coming answers fail like this, one each. */
  next(...faults: Fault[]): void;
  data: Set<DataFault>;
  /** Takes over the answer when a fault strikes; `duplicatePage` is left to the caller. */
  strike(response: ServerResponse): Fault | null;
}

export function createFaults(seed: number, dial: Dial = 'none'): Faults {
  const random = sequence(seed, 77);
  let share = { none: 0, some: 0.05, many: 0.25 }[dial];
  const queue: Fault[] = [];
  return {
    set(next) { share = { none: 0, some: 0.05, many: 0.25 }[next]; },
    next: (...faults) => { queue.push(...faults); },
    data: new Set(),
    strike(response) {
      const fault = queue.shift() ?? (random() < share ? FAULTS[Math.floor(random() * FAULTS.length)]! : null);
      if (fault === null || fault === 'duplicatePage') return fault;
      send(response, fault);
      return fault;
    },
  };
}

function send(response: ServerResponse, fault: Fault): void {
  const json = { 'content-type': 'application/json' };
  const html = { 'content-type': 'text/html' };
  switch (fault) {
    case 'html200': response.writeHead(200, html).end('<!doctype html><html><head><title>Cổng dịch vụ công</title></head><body><div id="app"></div></body></html>'); return;
    case 'loginPage': response.writeHead(200, html).end('<html><form action="/login"><input name="password" type="password"></form></html>'); return;
    case 'firewall': response.writeHead(200, html).end('<html><body><h1>The page cannot be displayed</h1>Attack ID: 20000051</body></html>'); return;
    case 'cutJson': response.writeHead(200, json).end('{"content":[{"id":"64f0","code":"H17.101-2507'); return;
    case 'emptyBody': response.writeHead(200, json).end(); return;
    case 'wrongCharset': response.writeHead(200, json).end(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])); return;
    case 'tooMany': response.writeHead(429, json).end('{"message":"slow down"}'); return;
    case 'tooManyRetryAfter': response.writeHead(429, { ...json, 'retry-after': '1' }).end('{"message":"slow down"}'); return;
    case 'error500': response.writeHead(500, json).end('{"message":"internal"}'); return;
    case 'gateway502': response.writeHead(502, html).end('<html><h1>502 Bad Gateway</h1></html>'); return;
    case 'unauthorised': response.writeHead(401, json).end('{"message":"token expired"}'); return;
    case 'duplicatePage': return;
  }
}
