/** Requests with their placeholders filled: {window.from} {page.number} {month} {unit.code} … */
import type { Stream } from '../source';

export type Scalar = string | number | boolean;
export interface RequestVars {
  window?: { from: Scalar; to: Scalar };
  page?: { number: number; size: number; offset: number; end?: number; row?: number; last?: number; /** null on the first page: what holds nothing else is left out. */ cursor?: Scalar | null };
  month?: Scalar; monthText?: string; quarter?: Scalar; half?: Scalar; year?: Scalar; pastYear?: boolean;
  unit?: { id?: Scalar; code?: Scalar };
  each?: Scalar;
}
export interface RenderedRequest { method: 'GET' | 'POST'; path: string; query: Record<string, Scalar | Scalar[]>; headers: Record<string, string>; body?: unknown }

const PLACEHOLDER = /\{([a-zA-Z][a-zA-Z0-9]*(?:\.[a-zA-Z0-9]+)*)\}/g;
const ALONE = /^\{([a-zA-Z][a-zA-Z0-9]*(?:\.[a-zA-Z0-9]+)*)\}$/;
export const PLACEHOLDERS = ['window.from', 'window.to', 'page.number', 'page.size', 'page.offset', 'page.row', 'page.end', 'page.last', 'page.cursor', 'month', 'monthText', 'quarter', 'half', 'year', 'pastYear', 'each', 'unit.id', 'unit.code'];

/** Fills a request. A text that is one placeholder keeps the type of its value. Throws RangeError naming a placeholder without a value. */
export function renderRequest(request: Stream['request'], vars: RequestVars): RenderedRequest {
  const rendered: RenderedRequest = {
    method: request.method,
    path: request.path.replace(PLACEHOLDER, (_, name: string) => encodeURIComponent(String(valueOf(name, vars)))),
    query: fill(request.query, vars) as Record<string, Scalar | Scalar[]>,
    headers: Object.fromEntries(Object.entries(fill(request.headers, vars) as Record<string, Scalar>).map(([name, value]) => [name, String(value)])),
  };
  if (request.soap) return { ...rendered, method: 'POST', headers: { ...soapHeaders(request.soap), ...rendered.headers }, body: soapEnvelope(request.soap, vars) };
  if (request.body !== undefined) rendered.body = fill(request.body, vars);
  return rendered;
}

type Soap = NonNullable<Stream['request']['soap']>;
const SOAP_NAMESPACE = { '1.1': 'http://schemas.xmlsoap.org/soap/envelope/', '1.2': 'http://www.w3.org/2003/05/soap-envelope' };
const soapHeaders = ({ action, version }: Soap): Record<string, string> => (version === '1.2'
  ? { 'content-type': `application/soap+xml; charset=utf-8${action === '' ? '' : `; action="${action}"`}` }
  : { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${action}"` });

function soapEnvelope({ operation, namespace, version, arguments: given }: Soap, vars: RequestVars): string {
  const parts = Object.entries(given).map(([name, value]) => `<${name}>${escapeXml(String(fill(value, vars)))}</${name}>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${SOAP_NAMESPACE[version]}" xmlns:op="${escapeXml(namespace)}"><soapenv:Header/><soapenv:Body><op:${operation}>${parts}</op:${operation}></soapenv:Body></soapenv:Envelope>`;
}
const escapeXml = (text: string) => text.replace(/[<>&"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** Names of the placeholders in a request, known or not. */
export function placeholdersIn(value: unknown): string[] {
  if (typeof value === 'string') return [...value.matchAll(PLACEHOLDER)].map((match) => match[1]!);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(placeholdersIn) : [];
}

function fill(value: unknown, vars: RequestVars): unknown {
  if (typeof value === 'string') {
    const alone = ALONE.exec(value);
    if (alone?.[1] === 'page.cursor' && vars.page?.cursor === null) return undefined;
    return alone ? valueOf(alone[1]!, vars) : value.replace(PLACEHOLDER, (_, name: string) => String(valueOf(name, vars)));
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, vars));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, vars)] as const).filter(([, filled]) => filled !== undefined));
}

function valueOf(name: string, vars: RequestVars): Scalar {
  let value: unknown = vars;
  if (name === 'page.cursor' && vars.page?.cursor === null) return '';
  for (const key of name.split('.')) value = typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  if (value === undefined || value === null || typeof value === 'object') throw new RangeError(`the request holds {${name}}, for which there is no value here`);
  return value as Scalar;
}
