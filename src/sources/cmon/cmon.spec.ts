import { readFileSync } from 'node:fs';
import { startOfDay, type UnitRecord } from '../../vocabulary';
import { fixturePath, readFixture, readText, statisticsOf, streamOf } from '../../../test/support/read-fixture';
import { formatMoment, renderRequest } from '../reading';
import { sourceDefinition } from '../source';
import { cmon } from '.';

const define = (more: object = {}) => sourceDefinition.parse(cmon.define('cu', cmon.options.parse({ baseUrl: 'https://cmon.example.vn', start: '2025-01-01', ...more })));
const json = () => define({ layer: 'json' });

it('asks by SOAP, with the password in the message and nothing in it unescaped', () => {
  const rendered = renderRequest(streamOf(define({ user: 'a<b', password: 'p&"q' }), 'month-report').request, { month: 7, year: 2026 });
  expect(rendered).toMatchObject({ method: 'POST', headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' } });
  expect(rendered.body).toMatch('<op:getDanhSachThongKe><userName>a&#60;b</userName><password>p&#38;&#34;q</password><capCoQuan>5,3</capCoQuan><thang>7</thang><nam>2026</nam></op:getDanhSachThongKe>');
});
it('reads the month report; on time takes the early ones in; impossible rows are refused; nil is not zero', () => {
  const counts = { carriedOver: 20, received: 120, handled: 140, resolved: 100, resolvedEarly: 70, resolvedOnTime: 90, resolvedLate: 10, inProgress: 38, inProgressLate: 6, withdrawn: 1, invalid: 1, carriedForward: 38 };
  const read = readFixture(define(), 'month-report');
  expect(statisticsOf(read)).toEqual({ 10101: counts, 'row 2': 'rejected sum-mismatch', 'row 3': 'rejected negative-count', 'row 4': 'rejected out-of-range', 10105: { ...counts, withdrawn: null } });
  expect(read.results[0]).toMatchObject({ record: { period: { type: 'month', start: '2026-07-01' }, unit: { by: 'id', name: 'UBND phường Giả Định A & B' } } });
});
it('[mode 3] takes null for an empty list, which this source may not send', () => {
  const read = readFixture(define(), 'month-report', {}, 'month-report-null');
  expect([read.problem, read.results, streamOf(define(), 'month-report').envelope.allowEmpty]).toEqual([undefined, [], false]);
});
it('reads one row that is not a list', () => expect((readFixture(define(), 'units').results as { record: UnitRecord }[]).map((r) => r.record)).toEqual([{ id: '10101', code: '000.00.01.H17', name: 'UBND phường Giả Định A', parentId: '10001' }]));
it('refuses an answer that is cut, deep or brings entities of its own', () => {
  const text = readFileSync(fixturePath('cmon', 'month-report', 'xml'), 'utf8');
  const wrong = [text.slice(0, -40), text.replace('?>', '?><!DOCTYPE x [<!ENTITY e "e">]>'), '<a>'.repeat(200) + '</a>'.repeat(200), '{"a":1}', '<a>&unknown;</b>'];
  expect(wrong.map((one) => readText(streamOf(define(), 'month-report'), one).problem)).toEqual(wrong.map(() => 'unreadable'));
});

describe('JSON layer', () => {
  it('[mode 13] is asked level by level with the month first', () => {
    const { window, forEach, request } = streamOf(json(), 'month-by-unit');
    expect(forEach).toEqual({ values: [5, 3] });
    const day = (side: 'from' | 'to', text: string) => formatMoment(startOfDay(text), window![side]!.pattern, window![side]!.zone) as string;
    expect(renderRequest(request, { each: 5, window: { from: day('from', '2026-07-01'), to: day('to', '2026-07-31') } }).query).toEqual({ cap: 5, tuNgay: '07/01/2026', denNgay: '07/31/2026' });
  });
  it('[mode 5] checks the values, not only the code: below zero and sums that fail are refused', () => {
    const read = readFixture(json(), 'month-by-unit');
    expect(statisticsOf(read)).toEqual({ 10101: { received: 120, resolved: 100, resolvedEarly: 70, resolvedOnTime: 90, resolvedLate: 10, inProgressLate: 6 }, 'row 2': 'rejected out-of-range', 'row 3': 'rejected sum-mismatch' });
    expect(read.results[0]).toMatchObject({ record: { sourceTime: startOfDay('2026-08-03') + 6.5 * 3_600_000_000 } });
  });
  it('[mode 18] refuses a list that is shorter than it says', () => expect(readFixture(json(), 'month-by-unit', {}, 'capped').problem).toMatch('131'));
  it('asks for the running year only', () => expect(streamOf(json(), 'year-by-unit').window).toMatchObject({ current: true, step: 'year' }));
});
