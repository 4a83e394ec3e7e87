/**
 * The fault dial: what real systems do to their readers. `set` lets answers fail at random (by seed), `next` forces faults for the
 * coming answers, one each; `data` spoils the rows themselves until it is switched off. Over HTTP the same: POST /__faults.
 */
import type { ServerResponse } from 'node:http';
import { sequence } from './random';

/** Faults a reader can overcome by asking again; the random dial draws from these. */
export const FAULTS = ['html200', 'loginPage', 'firewall', 'cutJson', 'emptyBody', 'wrongCharset', 'tooMany', 'tooManyRetryAfter', 'error500', 'gateway502', 'duplicatePage', 'unauthorised'] as const;
/** Faults that only come when they are named: they take time, shift a list or end a run. */
export const NAMED_FAULTS = ['slow', 'movingRows', 'quota200', 'succeededFalse', 'tokenExpires', 'falseEmpty'] as const;
export type Fault = (typeof FAULTS)[number] | (typeof NAMED_FAULTS)[number];
/**
 * Faults of the data itself, switched on and off. `falseZ`: answers carry local time labelled as UTC. `negativeCounts`: a count falls below
 * zero; `wrongTotals`: a total is not the sum of its parts; `emptyLists`: an error inside comes out as an empty list.
 */
export const DATA_FAULTS = ['testRows', 'missingDue', 'endBeforeStart', 'futureDates', 'closedWithoutEnd', 'falseZ', 'duplicateRows', 'negativeCounts', 'wrongTotals', 'emptyLists'] as const;
export type DataFault = (typeof DATA_FAULTS)[number];
export const DIALS = ['none', 'some', 'many'] as const;
export type Dial = (typeof DIALS)[number];

/** Left to the server, which knows its lists and tokens. */
const LEFT_TO_SERVER: ReadonlySet<Fault> = new Set<Fault>(['duplicatePage', 'movingRows', 'slow', 'tokenExpires', 'falseEmpty']);
const SHARE = { none: 0, some: 0.05, many: 0.25 };

export interface Faults {
  set(dial: Dial): void;
  /** The coming answers fail like this, one each. */
  next(...faults: Fault[]): void;
  data: Set<DataFault>;
  /** How long a `slow` answer takes. */
  slowMs: number;
  /** Seconds that a 429 with Retry-After asks for. */
  retryAfter: number;
  /** Takes over the answer when a fault strikes; duplicatePage, movingRows, slow and tokenExpires are left to the caller. */
  strike(response: ServerResponse): Fault | null;
  /** Answer to POST /__faults: `{ dial?, next?, data?, slowMs? }`. Unknown words are told, nothing is changed then. */
  change(body: string): { status: number; answer: object };
}

export function createFaults(seed: number, dial: Dial = 'none'): Faults {
  const random = sequence(seed, 77);
  let share = SHARE[dial];
  const queue: Fault[] = [];
  const faults: Faults = {
    set(next) { share = SHARE[next]; },
    next: (...names) => { queue.push(...names); },
    data: new Set(),
    slowMs: 3000, retryAfter: 1,
    strike(response) {
      const fault = queue.shift() ?? (random() < share ? FAULTS[Math.floor(random() * FAULTS.length)]! : null);
      if (fault !== null && !LEFT_TO_SERVER.has(fault)) send(response, fault, faults.retryAfter);
      return fault;
    },
    change(body) {
      const read = readChange(body);
      if (typeof read === 'string') return { status: 400, answer: { message: read } };
      if (read.dial) faults.set(read.dial);
      if (read.next) faults.next(...read.next);
      if (read.data) { faults.data.clear(); for (const name of read.data) faults.data.add(name); }
      if (read.slowMs !== undefined) faults.slowMs = read.slowMs;
      return { status: 200, answer: { share, waiting: queue, data: [...faults.data], slowMs: faults.slowMs } };
    },
  };
  return faults;
}

/** True when the answer is already on its way (or has been taken over). */
export const isSent = (fault: Fault | null): boolean => fault !== null && !LEFT_TO_SERVER.has(fault);

interface Change { dial?: Dial; next?: Fault[]; data?: DataFault[]; slowMs?: number }
function readChange(body: string): Change | string {
  let given: Record<string, unknown>;
  try { given = JSON.parse(body || '{}') as Record<string, unknown>; } catch { return 'the body is not JSON'; }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return 'the body is not an object';
  const known = (value: unknown, words: readonly string[]) => Array.isArray(value) && value.every((word) => words.includes(word as string));
  for (const key of Object.keys(given)) if (!['dial', 'next', 'data', 'slowMs'].includes(key)) return `unknown word "${key}"`;
  if (given.dial !== undefined && !known([given.dial], DIALS)) return `dial is one of ${DIALS.join(', ')}`;
  if (given.next !== undefined && !known(given.next, [...FAULTS, ...NAMED_FAULTS])) return `next is a list of ${[...FAULTS, ...NAMED_FAULTS].join(', ')}`;
  if (given.data !== undefined && !known(given.data, DATA_FAULTS)) return `data is a list of ${DATA_FAULTS.join(', ')}`;
  if (given.slowMs !== undefined && !(Number.isInteger(given.slowMs) && (given.slowMs as number) >= 0)) return 'slowMs is a whole number of milliseconds';
  return given as Change;
}

function send(response: ServerResponse, fault: Fault, retryAfter: number): void {
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
    case 'tooManyRetryAfter': response.writeHead(429, { ...json, 'retry-after': String(retryAfter) }).end('{"message":"slow down"}'); return;
    case 'error500': response.writeHead(500, json).end('{"message":"internal"}'); return;
    case 'gateway502': response.writeHead(502, html).end('<html><h1>502 Bad Gateway</h1></html>'); return;
    case 'unauthorised': response.writeHead(401, json).end('{"message":"token expired"}'); return;
    case 'quota200': response.writeHead(200, json).end(JSON.stringify({ data: null, message: 'Vượt quá giới hạn số lần gọi trong ngày', succeeded: false, failed: true })); return;
    case 'succeededFalse': response.writeHead(200, json).end(JSON.stringify({ data: null, message: 'Đã có lỗi xảy ra', succeeded: false, failed: true })); return;
    default:
  }
}
