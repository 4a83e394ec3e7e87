import { DAY, parsePeriod, toIso, type Dossier, type Statistic } from '../../vocabulary';
import { sourceDefinition, type SourceInput } from '../source';
import { compileStream } from './mapping';

type StreamInput = SourceInput['streams'][number];
const reader = (stream: object) => compileStream(sourceDefinition.parse({ id: 'x', title: 'x', baseUrl: 'http://x.test', streams: [{ id: 's', request: { path: '/' }, ...stream } as StreamInput] }).streams[0]!);
const now = Date.UTC(2026, 7, 20) * 1000;
const context = { now, period: parsePeriod('2026-08') };
const iso = (at: string | string[]) => ({ at, date: 'iso' });
const mapping = {
  code: 'code', procedureName: ['tthc.ten', 'tthcName'], receivingUnit: { by: 'id', at: 'unit.id', name: 'unit.name' },
  fieldName: { at: 'tags', pick: { by: 'key', equals: 'linhVuc', value: 'text' } },
  channel: { at: 'kenh', map: { 1: 'counter', 2: 'online' }, empty: 'counter' },
  status: { at: 'st', map: { 1: 'registered', 4: 'inProcess', 9: 'done' } },
  receivedAt: iso('rec'), dueAt: [iso('due'), { at: 'due', date: 'dd/MM/yyyy' }], endedAt: iso('end'), returnedAt: iso('ret'),
  digitised: { at: 'dig', true: [1], false: [0] }, paidOnline: { present: 'bill' }, serviceLevel: { at: 'lv', map: { 4: 'full' } },
};
const dossiers = reader({ record: 'dossier', envelope: { rows: ['data.rows', 'rows'] }, skip: [{ at: 'code', matches: '^test', reason: 'thử nghiệm' }], mapping });
const row = { code: 'H01-1', st: 9, kenh: '2', rec: '2026-08-01T08:00:00', due: '10/08/2026', end: '2026-08-05T10:00:00' };
const read = (change: object) => dossiers.read({ ...row, ...change }, context);
const reason = (change: object) => { const result = read(change); return result.kind === 'record' ? result.flags.join() : result.reason; };

describe('rows', () => {
  it('[mode 11] takes the first list that is there', () => {
    expect(dossiers.rows({ data: null, rows: [1] }).rows).toEqual([1]);
    expect(reader({ record: 'dossier', mapping }).rows([1, 2])).toEqual({ rows: [1, 2] });
  });
  it.each([[{}], [{ rows: {} }], [null], ['<html>']])('%p is a problem, not an empty list', (answer) => expect(dossiers.rows(answer)).toMatchObject({ rows: [], class: 'format', problem: expect.stringContaining('data.rows') }));
});

describe('supplements of a dossier', () => {
  const listed = reader({ record: 'dossier', mapping: { ...mapping, pauses: { at: 'bs', asked: iso('hoi'), answered: iso('dap') }, supplementCount: 'n', reappointments: 'hen', addressPresent: { present: 'dc' } } });
  const record = (change: object) => { const result = listed.read({ ...row, st: 4, end: null, ...change }, context); return result.kind === 'record' ? (result.record as Dossier) : result.reason; };
  const day = (d: number) => Date.UTC(2026, 7, d, 1) * 1000;
  it('come in order; the first two requests are the first and second supplement', () => expect(record({ bs: [{ hoi: '2026-08-04T08:00:00' }, { hoi: '2026-08-02T08:00:00', dap: '2026-08-03T08:00:00' }], hen: 2, dc: 'x' })).toMatchObject({
    supplementAt: day(2), secondSupplementAt: day(4), supplementCount: 2, reappointments: 2, addressPresent: true, pauses: [{ asked: day(2), answered: day(3) }, { asked: day(4), answered: null }],
  }));
  it('say who waits, where no status does', () => {
    const { status: _, ...undecided } = mapping;
    const status = (bs: object[], end: string | null = null) => { const result = reader({ record: 'dossier', mapping: { ...undecided, pauses: { at: 'bs', asked: iso('hoi'), answered: iso('dap') } } }).read({ ...row, end, bs }, context); return result.kind === 'record' && (result.record as Dossier).status; };
    const [answered, open] = [{ hoi: '2026-08-02T08:00:00', dap: '2026-08-03T08:00:00' }, { hoi: '2026-08-04T08:00:00' }];
    expect([status([open]), status([open, answered]), status([answered]), status([]), status([answered, open], '2026-08-05T10:00:00')]).toEqual(['supplement', 'supplement', 'inProcess', 'inProcess', 'done']);
  });
  it('tell nothing of pauses where the source does not say when they were answered', () => {
    const asked = reader({ record: 'dossier', mapping: { ...mapping, pauses: { at: 'bs', asked: iso('hoi') } } }).read({ ...row, bs: [{ hoi: '2026-08-02T08:00:00' }, { hoi: '2026-08-04T08:00:00' }] }, context);
    expect(asked).toMatchObject({ record: { pauses: null, supplementAt: day(2), secondSupplementAt: day(4), supplementCount: 2 } });
  });
  it.each([[{}], [{ bs: [] }], [{ bs: null }]])('without a list nothing is known of pauses (%p)', (change) => expect(record({ ...change, n: 1 })).toMatchObject({ pauses: null, supplementCount: 1, secondSupplementAt: null }));
  it.each([[{ bs: 'x' }, 'wrong-type'], [{ bs: [{ dap: '2026-08-03T08:00:00' }] }, 'missing-value'], [{ bs: [{ hoi: '2026-08-04T08:00:00', dap: '2026-08-03T08:00:00' }] }, 'bad-pause'], [{ hen: -1 }, 'bad-number']])('refuses %p', (change, why) => expect(record(change)).toBe(why));
});

describe('a dossier', () => {
  it('is read field by field', () => {
    const result = read({ unit: { id: 7, name: 'Xã A' }, tthcName: 'Khai sinh', dig: '1', bill: 'x', tags: [{ key: 'a', text: 'no' }, { key: 'linhVuc', text: 'Hộ tịch' }] });
    if (result.kind !== 'record') throw new Error(result.reason);
    const record = result.record as Dossier;
    expect(record).toMatchObject({ code: 'H01-1', channel: 'online', status: 'done', procedureName: 'Khai sinh', fieldName: 'Hộ tịch', digitised: true, paidOnline: true, electronicResult: null, serviceLevel: null, supplementCount: 0 });
    expect(record.receivingUnit).toEqual({ by: 'id', value: '7', name: 'Xã A' });
    expect(record.resolvingUnit).toEqual(record.receivingUnit);
    expect(toIso(record.dueAt!)).toBe('2026-08-09T17:00:00.000Z');
    expect(result.flags).toEqual([]);
  });
  it.each([
    [{ code: ' ' }, 'missing-code'], [{ code: 'a\u0000b' }, 'bad-code'], [{ code: 'a'.repeat(201) }, 'bad-code'], [{ code: {} }, 'wrong-type'],
    [{ rec: null }, 'missing-received'], [{ rec: null, st: 1, end: null }, ''],
    [{ rec: '2026-08-22T00:00:00' , end: null, st: 4, due: null }, 'future-date'], [{ end: '2026-08-22T00:00:00' }, 'future-date'],
    [{ end: '2026-07-31T23:59:59' }, 'end-before-start'], [{ end: '2026-08-01T07:00:00' }, 'end-before-start-same-day'],
    [{ end: null }, 'closed-without-end'], [{ end: null, ret: '2026-08-06' }, 'end-from-returned'],
    [{ due: null }, 'no-due-date'], [{ due: '31/07/2026' }, 'due-before-received'], [{ due: '01/08/2026' }, ''],
    [{ due: '31/02/2026' }, 'bad-date'], [{ due: '0001-01-01T00:00:00' }, 'implausible-date'], [{ due: '2050-01-01' }, 'implausible-date'],
    [{ kenh: null }, ''], [{ kenh: 7 }, 'unknown-value'], [{ st: null }, 'unknown-value'], [{ dig: 2 }, 'unknown-value'], [{ lv: 'x' }, 'unknown-value'],
    [{ code: 'TEST 1' }, 'thử nghiệm'],
  ])('[mode 27] %j → %p', (change, expected) => expect(reason(change)).toBe(expected));
  it('points at the field of the source', () => expect(read({ end: '2026-07-01' })).toMatchObject({ kind: 'rejected', pointer: '/end' }));
  it('is not anything but an object', () => expect(dossiers.read('x', context)).toMatchObject({ kind: 'rejected', reason: 'not-a-row' }));
  it('takes its status from the dates where told so', () => {
    const { status: _, ...rest } = mapping;
    const fromDates = reader({ record: 'dossier', mapping: rest });
    expect(fromDates.read(row, context)).toMatchObject({ record: { status: 'done' } });
    expect(fromDates.read({ ...row, end: '' }, context)).toMatchObject({ record: { status: 'inProcess', endedAt: null } });
  });
  it('[mode 23] follows the policy for unknown values', () => {
    const policy = (unknown: unknown) => reader({ record: 'dossier', mapping: { ...mapping, channel: { ...mapping.channel, unknown } } }).read({ ...row, kenh: 7 }, context);
    expect(policy({ default: 'other' })).toMatchObject({ record: { channel: 'other' } });
    expect(policy('null')).toMatchObject({ kind: 'rejected', pointer: '/kenh' });
    expect(() => policy({ default: 'nonsense' })).toThrow(RangeError);
  });
  it('never takes another date for one that is wrong', () => {
    const two = reader({ record: 'dossier', mapping: { ...mapping, dueAt: [iso('due'), iso('due2')] } });
    expect(two.read({ ...row, due: 'x', due2: '2026-08-09' }, context)).toMatchObject({ reason: 'bad-date' });
    expect(two.read({ ...row, due: '', due2: '2026-08-09' }, context)).toMatchObject({ record: { dueAt: Date.UTC(2026, 7, 8, 17) * 1000 } });
  });
});

describe('a statistic', () => {
  const values = { received: { at: 'a', format: 'vi' }, resolvedLate: 'b' };
  const stats = reader({ record: 'statistic', mapping: { unit: { by: 'code', at: 'u' }, values } });
  it('keeps null apart from zero', () => expect((stats.read({ u: 'X', a: '1.234', b: null }, context) as { record: Statistic }).record).toMatchObject({ values: { received: 1234, resolvedLate: null }, period: { start: '2026-08-01' } }));
  it.each([[{ a: -1 }, 'negative-count'], [{ a: '86,57' }, 'fraction-count'], [{ a: '1.23' }, 'bad-number'], [{ b: '1e3' }, 'bad-number'], [{ b: '12.000' }, 'ambiguous-number'], [{ b: '12.5' }, 'fraction-count'], [{ u: '' }, 'missing-unit']])('[mode 10] %j → %s', (change, expected) => expect(stats.read({ u: 'X', a: 1, b: 2, ...change }, context)).toMatchObject({ kind: 'rejected', reason: expected }));
  it('names the measure', () => expect(stats.read({ u: 'X', a: -1 }, context)).toMatchObject({ message: expect.stringContaining('received'), pointer: '/a' }));
  it('may state its own period', () => {
    const own = reader({ record: 'statistic', mapping: { unit: { by: 'code', at: 'u' }, values, period: { type: 't', typeMap: { Q: 'quarter' }, year: 'y', number: 'n' } } });
    expect(own.read({ u: 'X', t: 'Q', y: 2026, n: 3 }, context)).toMatchObject({ record: { period: { type: 'quarter', start: '2026-07-01' } } });
    expect(own.read({ u: 'X', t: 'Q', y: 2026, n: 5 }, context)).toMatchObject({ reason: 'bad-period' });
  });
  it('needs a period', () => expect(stats.read({ u: 'X' }, { now: now + DAY })).toMatchObject({ reason: 'missing-period' }));
});
