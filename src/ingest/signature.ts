/** Headers with a signature of their own for each request: a hash over joined parts, by a shared secret. */
import { createHash, createHmac } from 'node:crypto';
import type { Clock } from '../platform/clock';
import { formatMoment } from '../sources/reading';
import type { Auth } from '../sources/source';

type Signed = Extract<Auth, { kind: 'signed' }>;
export interface SignedRequest { method: string; path: string }

/** The secret goes into the hash only; headers carry its result. */
export function signedHeaders(auth: Signed, request: SignedRequest, clock: Clock): Record<string, string> {
  const values: Record<string, string> = { timestamp: String(formatMoment(clock.now(), auth.timestamp)), method: request.method, path: request.path, secret: auth.secret };
  const fill = (text: string) => text.replace(/\{(timestamp|method|path|secret|signature)\}/g, (whole, name: string) => values[name] ?? whole);
  const message = auth.sign.map(fill).join(auth.join);
  values.signature = (auth.algorithm === 'sha256' ? createHash('sha256') : createHmac('sha256', auth.secret)).update(message).digest(auth.encoding);
  return Object.fromEntries(Object.entries(auth.headers).map(([name, text]) => [name, fill(text)]));
}
