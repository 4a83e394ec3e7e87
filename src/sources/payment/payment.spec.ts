import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePeriod, startOfDay } from '../../vocabulary';
import { compileSieve, compileStream } from '../reading';
import { sourceDefinition } from '../source';
import { payment } from '.';

const define = (more: object = {}) => sourceDefinition.parse(payment.define('tt', payment.options.parse({ baseUrl: 'https://tt.example.vn', path: '/giao-dich', start: '2026-01-01', ...more })));
const stream = define().streams[0]!;
const answer = compileSieve(stream)(JSON.parse(readFileSync(join(__dirname, 'fixtures/by-month.json'), 'utf8')));
const results = compileStream(stream).rows(answer).rows.map((row) => compileStream(stream).read(row, { now: startOfDay('2026-08-20'), period: parsePeriod('2026-08') }));

it('counts each successful payment as one, with its amount', () => expect(results.map((r) => (r.kind === 'record' ? (r.record as { values: object }).values : r.reason))).toEqual([
  { paymentTransactions: 1, paymentAmount: 150000 }, { paymentTransactions: 1, paymentAmount: 50000 }, 'giao dịch không thành công', { paymentTransactions: 1, paymentAmount: null }]));
it('adds up by unit, telling transactions apart', () => expect(stream.mapping).toMatchObject({ add: { key: 'MaGiaoDich' } }));
it('identifies us by headers where the platform wants them', () => expect(define({ headers: { access_token: 't' } }).auth).toEqual({ kind: 'headers', headers: { access_token: 't' } }));
it('leaves payers, accounts and dossiers at the door', () => expect(JSON.stringify(answer)).not.toMatch(/GIẢ ĐỊNH|0011|MaHoSo|bienlai|VCB/));
