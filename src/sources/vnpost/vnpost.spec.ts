import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePeriod, startOfDay } from '../../vocabulary';
import { compileSieve, compileStream } from '../reading';
import { sourceDefinition } from '../source';
import { vnpost } from '.';

const define = (more: object = {}) => sourceDefinition.parse(vnpost.define('bcci', vnpost.options.parse({ baseUrl: 'https://bcci.example.vn', path: '/don', token: 't', start: '2026-01-01', ...more })));
const read = (id: string, more: object = {}) => {
  const stream = define(more).streams.find((s) => s.id === id)!;
  const answer = compileSieve(stream)(JSON.parse(readFileSync(join(__dirname, 'fixtures/consignments.json'), 'utf8')));
  return { answer, results: compileStream(stream).rows(answer).rows.map((row) => compileStream(stream).read(row, { now: startOfDay('2026-08-20'), period: parsePeriod('2026-08') })).map((r) => (r.kind === 'record' ? (r.record as { values: object }).values : r.reason)) };
};

it('counts consignments, those without a customer to quarantine', () => expect(read('consignments').results).toEqual([{ postalConsignments: 1 }, { postalConsignments: 1 }, 'missing-unit']));
it('counts deliveries only where the feed is known to tell them', () => {
  expect(define().streams).toHaveLength(1);
  expect(read('delivered', { delivered: { at: 'TrangThai', equals: 'PHAT' } }).results).toEqual([{ postalDelivered: 1 }, 'bưu gửi chưa phát', 'bưu gửi chưa phát']);
});
it('leaves people and places at the door', () => expect(JSON.stringify(read('consignments').answer)).not.toMatch(/GIẢ ĐỊNH|0900/));
