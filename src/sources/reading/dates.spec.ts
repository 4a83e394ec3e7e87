import { toIso } from '../../vocabulary';
import { compileDate, formatMoment } from './dates';

const read = (date: string, value: unknown, zone?: string) => {
  const result = compileDate({ date, zone })(value);
  return typeof result === 'number' ? toIso(result) : result === null ? null : 'refused';
};

describe('dates', () => {
  it.each([
    ['iso', '2026-08-17T08:30:00.123456', '2026-08-17T01:30:00.123456Z'],
    ['iso', '2026-08-17 08:30:00.1234567', '2026-08-17T01:30:00.123456Z'],
    ['iso', '2026-08-17T08:30:00Z', '2026-08-17T08:30:00.000Z'],
    ['iso', '2026-08-17T08:30:00.5+0530', '2026-08-17T03:00:00.500Z'],
    ['iso', '2026-08-17', '2026-08-16T17:00:00.000Z'],
    ['iso', '17/08/2026', 'refused'],
    ['iso', '2026-02-29T00:00:00', 'refused'],
    ['iso', '2026-08-17T25:00:00', 'refused'],
    ['iso', '2026-08-17T08:30:00.', 'refused'],
    ['iso', 20260817, 'refused'],
    ['dd/MM/yyyy HH:mm', '17/08/2026 08:30', '2026-08-17T01:30:00.000Z'],
    ['dd/MM/yyyy', '31/02/2026', 'refused'],
    ['dd/MM/yyyy', '29/02/2024', '2024-02-28T17:00:00.000Z'],
    ['dd/MM/yyyy', '1/2/2026', 'refused'],
    ['d/M/yyyy', '1/2/2026', '2026-01-31T17:00:00.000Z'],
    ['dd/MM/yyyy', '17/08/2026 08:30', 'refused'],
    ['yyyyMMddHHmmss', '20260817083000', '2026-08-17T01:30:00.000Z'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", '2026-08-17T08:30:00.123456Z', '2026-08-17T01:30:00.123456Z'],
    ['yyyy-MM-dd HH:mm:ssXXX', '2026-08-17 08:30:00+00:00', '2026-08-17T08:30:00.000Z'],
    ['epochMillis', 1787000000123, '2026-08-17T20:53:20.123Z'],
    ['epochMillis', '1787000000123', '2026-08-17T20:53:20.123Z'],
    ['epochSeconds', 1787000000, '2026-08-17T20:53:20.000Z'],
    ['epochSeconds', 'soon', 'refused'],
    ['aspNet', '/Date(1787000000123)/', '2026-08-17T20:53:20.123Z'],
    ['aspNet', '/Date(1787000000123+0700)/', '2026-08-17T20:53:20.123Z'],
    ['aspNet', '/Date(x)/', 'refused'],
    ['parts', [2026, 8, 17], '2026-08-16T17:00:00.000Z'],
    ['parts', [2026, 8, 17, 8, 30, 0, 123456789], '2026-08-17T01:30:00.123456Z'],
    ['parts', [2026, 13, 1], 'refused'],
    ['parts', [2026, 8], 'refused'],
    ['parts', ['2026', 8, 1], 'refused'],
    ['dd/MM/yyyy h:mm:ss a', '17/08/2026 2:05:09 CH', '2026-08-17T07:05:09.000Z'],
    ['dd/MM/yyyy h:mm a', '17/08/2026 12:05 SA', '2026-08-16T17:05:00.000Z'],
    ['dd/MM/yyyy hh:mm a', '17/08/2026 12:05 pm', '2026-08-17T05:05:00.000Z'],
    ['dd/MM/yyyy h:mm a', '17/08/2026 14:05 CH', 'refused'],
    ['dd/MM/yyyy h:mm a', '17/08/2026 2:05', 'refused'],
    ['iso', ' ', null],
    ['iso', null, null],
  ])('[mode 13] %s reads %p as %p', (pattern, value, expected) => expect(read(pattern, value)).toBe(expected));

  it('takes the zone of the rule', () => expect(read('yyyy-MM-dd', '2026-08-17', 'UTC')).toBe('2026-08-17T00:00:00.000Z'));
  it.each(['hh:mm', 'dd/MM/yyyy hh:mm', 'dd/MM/yyyy HH:mm a', 'dd/MM/yyy', 'HH:mm', "yyyy'", 'ISO', 'yyyy-MM-dd yyyy'])('refuses the pattern %s', (pattern) => expect(() => compileDate({ date: pattern })).toThrow(RangeError));

  it('[mode 12] writes moments, with a false Z where the pattern quotes it', () => {
    const instant = compileDate({ date: 'iso' })('2026-08-17T20:30:05.123456Z') as number;
    expect(formatMoment(instant, "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")).toBe('2026-08-18T03:30:05.123Z');
    expect(formatMoment(instant, 'yyyy-MM-dd HH:mm:ssXXX', 'UTC')).toBe('2026-08-17 20:30:05Z');
    expect(formatMoment(instant, 'dd/MM/yyyyZ')).toBe('18/08/2026+0700');
    expect(formatMoment(instant, 'epochMillis')).toBe(Math.floor(instant / 1000));
    expect(compileDate({ date: 'iso' })(formatMoment(instant, 'iso'))).toBe(instant - 456);
  });
});
