/** Dated changes that a province states: both versions, the law of a day, and what is refused. */
import { parsePeriod } from '../vocabulary';
import { checkFormulaChanges, findIndicator, formulasFile, indicators, inForce, lawDay, setFormulaChanges, type RatioIndicator } from './index';

const change = { indicator: 'SH.TPHS', from: '2026-07-01', version: '2', law: { act: 'QĐ thử' }, counts: 'Đủ điểm từ 80 %.', scoring: 'cap 80 %' };
const read = (...changes: object[]) => formulasFile.parse({ changes }).changes;
const refused = (...changes: object[]) => checkFormulaChanges({ changes: read(...changes) }).map((p) => p.path.at(-1));
afterEach(() => setFormulaChanges([]));

test('before, in the transition year, after; twice the same', () => {
  setFormulaChanges(read(change));
  setFormulaChanges(read(change));
  const shown = (period: string, law?: string) => inForce(indicators, parsePeriod(period), law).filter((i) => i.code === 'SH.TPHS').map((i) => [i.id, i.version, (i as RatioIndicator).scoring!.kind]);
  expect(shown('2026-06')).toEqual([['index766-digitised-components', '1', 'linear']]);
  expect(shown('2026')).toEqual([['index766-digitised-components', '2', 'cap'], ['index766-digitised-components@1', '1', 'linear']]);
  expect(shown('2026-08')).toEqual([['index766-digitised-components', '2', 'cap']]);
  expect([shown('2026', '2026-06-30'), shown('2026-06', '2026-07-01')].flat()).toEqual([['index766-digitised-components', '1', 'linear'], ['index766-digitised-components', '2', 'cap']]);
  expect(findIndicator('SH.TPHS')).toMatchObject({ scoring: { kind: 'cap', max: '4', fullAt: '0.80' }, law: [{ act: 'QĐ thử', from: '2026-07-01', verified: false }] });
  expect(findIndicator('SH.TPHS@1')!.law[0]!.act).toContain('766');
  setFormulaChanges([]);
  expect(findIndicator('SH.TPHS@1')!.version).toBe('1');
  expect(findIndicator('SH.TPHS@2')).toBeUndefined();
});

test.each([['cap 100 %', '1.00'], ['cap 7 %', '0.07'], ['cap 62.5 %', '0.625']])('%s', (scoring, fullAt) => {
  setFormulaChanges(read({ ...change, scoring }));
  expect(findIndicator('SH.TPHS')).toMatchObject({ scoring: { fullAt } });
});

test('a change of what is counted; a second change after the first', () => {
  setFormulaChanges(read({ ...change, from: '2027-01-01', version: '3', scoring: 'linear' }, change, { indicator: 'HS.DUNGHAN', from: '2026-07-01', version: '2', law: { act: 'X' }, counts: 'x', total: ['resolved'] }));
  expect(inForce(indicators, parsePeriod('2026-07'), '2027-01-01').find((i) => i.code === 'SH.TPHS')!.version).toBe('3');
  expect(inForce(indicators, parsePeriod('2026-07')).find((i) => i.code === 'SH.TPHS')!.version).toBe('2');
  expect(findIndicator('HS.DUNGHAN')).toMatchObject({ hits: ['resolvedOnTime'], total: ['resolved'] });
});

test('what makes no sense is refused at its place', () => {
  expect(refused({ ...change, indicator: 'HS.KHONG' })).toEqual(['indicator']);
  expect(refused({ ...change, version: '1' })).toEqual(['version']);
  expect(refused({ ...change, indicator: 'DV.TOANTRINH', version: '3', scoring: undefined, empty: 'zero' })).toEqual(['from']);
  expect(refused(change, { ...change, version: '3' })).toEqual(['from', 'from']);
  expect(refused({ ...change, indicator: 'HS.DUNGHAN' })).toEqual(['scoring']);
  expect(refused({ ...change, indicator: 'index766-total' })).toEqual(['indicator']);
  expect(refused({ ...change, scoring: undefined })).toEqual(['indicator']);
  expect(() => read({ ...change, hits: ['khong-co'] })).toThrow();
  expect(() => read({ ...change, scoring: 'cap 120 %' })).toThrow();
});

test('a law is a day or a rule set', () => {
  expect(['RS-A', 'rs-b', 'RS-C', '2025-06-30', '2025-02-30', 'RS-D'].map((text) => lawDay(text, '2026-08-17'))).toEqual(['2025-06-30', '2026-06-30', '2026-08-17', '2025-06-30', null, null]);
});
