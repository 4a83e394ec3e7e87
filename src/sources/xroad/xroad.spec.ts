import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOfDay, type EDocument } from '../../vocabulary';
import { compileSieve, compileStream } from '../reading';
import { sourceDefinition } from '../source';
import { xroad } from '.';

const options = { baseUrl: 'https://ss.example.vn', client: 'VN/GOV/H17/CCHC', service: 'VN/GOV/G22/TRUC/EDOC', province: 'H17', start: '2026-01-01', paper: { at: 'withPaper', true: ['C'] } };
const define = (more: object = {}) => sourceDefinition.parse(xroad.define('xr', xroad.options.parse({ ...options, ...more })));
const stream = define().streams[0]!;
const reader = compileStream(stream);
const answer = compileSieve(stream)(JSON.parse(readFileSync(join(__dirname, 'fixtures/documents.json'), 'utf8')));
const results = reader.rows(answer).rows.map((row) => reader.read(row, { now: startOfDay('2026-08-20') }));

it('goes through our security server, as a named client with a certificate', () => {
  expect(define({ certFile: '/run/c.pem', keyFile: '/run/k.pem' })).toMatchObject({ auth: { headers: { 'X-Road-Client': 'VN/GOV/H17/CCHC' } }, transport: { certFile: '/run/c.pem', keyFile: '/run/k.pem' } });
  expect(stream.request.path).toBe('/r1/VN/GOV/G22/TRUC/EDOC/documents');
});
it('reads deliveries, recalls and replacements apart', () => expect(results.slice(0, 4).map((r) => (r.kind === 'record' ? (({ code, request, replaces, state, signed, paperCopy, receiver }: EDocument) => [code, request, replaces, state, signed, paperCopy, receiver?.value ?? null])(r.record as EDocument) : r))).toEqual([
  ['1', 'new', null, 'completed', true, false, '000.00.02.H17'], ['2', 'new', null, 'sent', true, false, null],
  ['3', 'recall', '000.00.01.H17,2026/08/03,12/UBND', 'requestAccepted', false, null, '000.00.02.H17'], ['4', 'replace', '000.00.01.H17,2026/08/04,9/UBND', 'received', false, true, '000.00.02.H17'],
]));
it('rejects a recall that names no document and a kind it does not know', () => expect(results.slice(4).map((r) => (r.kind === 'rejected' ? r.reason : r.kind))).toEqual(['missing-replaced', 'unknown-value']));
it('says nothing of paper where the axis does not', () => expect(Object.keys(sourceDefinition.parse(xroad.define('xr', xroad.options.parse({ ...options, paper: undefined }))).streams[0]!.mapping)).not.toContain('paperCopy'));
it('keeps that there was a signer, not who', () => {
  expect(JSON.stringify(answer)).not.toMatch(/GIẢ ĐỊNH|FullName|Subject|Chủ tịch/);
  expect(JSON.stringify(answer)).toMatch('"SignerInfo":true');
});
