import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOfDay, toIso, type EDocument } from '../../vocabulary';
import { compileSieve, compileStream, formatMoment, renderRequest } from '../reading';
import { sourceDefinition, type Stream } from '../source';
import { vxp } from '.';

const options = { baseUrl: 'https://truc.example.vn', systemId: 'H17.TEST', secret: 's', province: 'H17', start: '2026-01-01' };
const define = (more: object = {}) => sourceDefinition.parse(vxp.define('truc', vxp.options.parse({ ...options, ...more })));
const stream = (id: string): Stream => define().streams.find((s) => s.id === id)!;
const fixture = (name: string): unknown => JSON.parse(readFileSync(join(__dirname, 'fixtures', `${name}.json`), 'utf8'));
const read = (id: string) => {
  const answer = compileSieve(stream(id))(fixture(id));
  return { answer, results: compileStream(stream(id)).rows(answer).rows.map((row) => compileStream(stream(id)).read(row, { now: startOfDay('2026-08-20') })) };
};
const documents = (id: string) => read(id).results.flatMap((r) => (r.kind === 'record' ? [r.record as EDocument] : []));

it('[mode 37] puts its parameters into headers, day by day, at most a week', () => {
  const { request, window } = stream('received');
  const vars = { window: { from: formatMoment(startOfDay('2026-08-03'), window!.from!.pattern), to: formatMoment(startOfDay('2026-08-10') - 1, window!.to!.pattern) } };
  expect(renderRequest(request, vars)).toMatchObject({ query: {}, headers: { servicetype: 'eDoc', messagetype: 'edoc', fromDate: '2026/08/03', toDate: '2026/08/09' } });
  expect(stream('received').confirmEmpty).toMatchObject({ request: { path: '/countReceiveEdoc', headers: { messagetype: 'edoc' } }, countAt: 'count' });
});
it.each([[{ secret: undefined }], [{ province: undefined }], [{ date: 5 }]])('refuses options %p', (wrong) => expect(vxp.options.safeParse({ ...options, ...wrong }).success).toBe(false));
it('signs with the secret, which stands in no header', () => {
  const { auth } = define();
  expect(auth).toMatchObject({ kind: 'signed', sign: ['H17.TEST', '{timestamp}'], headers: { systemId: 'H17.TEST', signature: '{signature}' } });
  expect(JSON.stringify('headers' in auth ? auth.headers : {})).not.toMatch(/"s"/);
});

it('reads what reached our units; a ministry is known as outside', () => expect(documents('received')).toEqual([
  expect.objectContaining({ side: 'received', code: '900001', sender: null, receiver: { by: 'code', value: '000.00.01.H17' }, state: 'received', request: 'new', signed: null }),
  expect.objectContaining({ code: '900002', sender: { by: 'code', value: '000.00.02.H17' }, state: 'recallRequested', sentAt: startOfDay('2026-08-04') - 1_000_000 }),
]));
it('rejects an unknown state, a missing receiver and an undeclared date; leaves notices out', () => expect(read('received').results.slice(2).map((r) => (r.kind === 'record' ? r.kind : `${r.kind} ${r.reason}`))).toEqual([
  'skipped thông báo trạng thái, không phải văn bản', 'rejected unknown-value', 'rejected missing-unit', 'rejected bad-date']));
it('keeps the deliveries of one document together, whether the receiver has a number for it yet or not', () => {
  const [first, second, third] = documents('sent');
  expect([first, second].map((d) => [d!.code, d!.document, d!.state])).toEqual([['S1|000.00.02.H17', 'S1', 'completed'], ['S1|000.00.00.G22', 'S1', 'sent']]);
  expect([second!.receiver, toIso(first!.receivedAt!), third!.state]).toEqual([null, '2026-08-03T01:16:00.000Z', 'failed']);
});
it('[mode 3] an answer without its list is a problem, never an empty list', () => {
  expect(compileStream(stream('received')).rows(fixture('fail')).problem).toMatch('danh sách');
  expect(compileStream(stream('received')).rows({ status: 'OK', ErrorCode: '0' }).problem).toMatch('danh sách');
});
it('leaves titles, notations and signers at the door', () => {
  expect(JSON.stringify([fixture('received'), fixture('sent')])).toMatch('GIẢ ĐỊNH');
  expect(JSON.stringify([read('received').answer, read('sent').answer])).not.toMatch(/GIẢ|UBND-GD|notation|title|signer/);
});
