import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOfDay, type EDocument } from '../../vocabulary';
import { compileSieve, compileStream } from '../reading';
import { sourceDefinition } from '../source';
import { langson } from '.';

const options = { baseUrl: 'https://truc.example.vn', systemId: 'id', secretKey: 'key', province: 'H37', start: '2026-01-01' };
const define = (more: object = {}) => sourceDefinition.parse(langson.define('ls', langson.options.parse({ ...options, ...more })));
const stream = define().streams[0]!;
const fixture = (name: string): unknown => JSON.parse(readFileSync(join(__dirname, 'fixtures', `${name}.json`), 'utf8'));
const answer = compileSieve(stream)(fixture('received'));
const reader = compileStream(stream);
const results = reader.rows(answer).rows.map((row) => reader.read(row, { now: startOfDay('2026-08-20') }));

it('[mode 15] signs in with two headers and asks for whole days, seven at most', () => {
  expect(define().auth).toEqual({ kind: 'headers', headers: { 'X-SystemId': 'id', 'X-SecretKey': 'key' } });
  expect(stream.window).toMatchObject({ step: '7d', align: 'day', overlap: '1d', to: { pattern: 'yyyy/MM/dd', end: 'inclusive' } });
  expect(define({ maxDays: 3 }).streams[0]!.window!.step).toBe('3d');
});
it('reads an arrival without a state, and a document that was taken back', () => {
  expect(results.slice(0, 2).map((r) => (r.kind === 'record' ? r.record : r))).toEqual([
    expect.objectContaining({ side: 'received', code: 'LS-1', document: 'LS-1', sender: null, receiver: { by: 'code', value: '000.00.05.H37' }, state: 'arrived' }),
    expect.objectContaining({ code: 'LS-2', state: 'requestAccepted', sentAt: startOfDay('2026-08-10') - 1_000_000 })] satisfies Partial<EDocument>[]);
  expect(results[2]).toMatchObject({ kind: 'rejected', reason: 'bad-date' });
});
it('[mode 18] refuses a list that is shorter than it says', () => {
  expect(reader.unfold(fixture('cut')).problem).toMatch('7 dòng nhưng gửi 1');
  expect(reader.rows(fixture('too-wide')).problem).toMatch('danh sách');
});
it('has its own agency stand with zero when the operator names it', () => expect(define({ unit: { code: 'H37.05', name: 'Sở Giả Định', level: 'department' } }).units).toMatchObject([{ code: 'H37.05' }]));
it('leaves subjects and signers at the door', () => expect(JSON.stringify(answer)).not.toMatch(/GIẢ ĐỊNH|subject|signer/));
