import { parsePeriod } from '../../vocabulary';
import type { UnitValue } from '../../store/editions/standings';
import { standingsOf } from './standing';

const of = (unitId: number, hits: number, total: number, given: Partial<UnitValue> = {}): UnitValue =>
  ({ indicator: 'index766-progress', unitId, code: `U${unitId}`, level: 'commune', hits, total, value: total === 0 ? 0 : hits / total, score: null, coverage: 1, ...given });
const places = (values: UnitValue[]) => Object.fromEntries(standingsOf(values, parsePeriod('2026-08'), undefined).filter((s) => s.rank !== null).map((s) => [s.unitId, `${s.rank}/${s.rankOf}`]));

test('only complete data of at least five rank, each level on its own, the province not at all', () => {
  expect(places([
    of(1, 9, 10), of(2, 18, 20), of(3, 5, 10), // tie, then third
    of(4, 4, 4), of(5, 0, 0), of(6, 10, 10, { coverage: 0.9 }), // small, nothing, half loaded
    of(7, 50, 100, { level: 'department' }), of(8, 999, 1000, { level: 'province' }), of(0, 5, 5, { level: 'unknown' }),
  ])).toEqual({ 1: '1/3', 2: '1/3', 3: '3/3', 7: '1/1' });
});

test('where less is better the smallest share is first', () => {
  expect(places([of(1, 9, 10, { indicator: 'open-overdue' }), of(2, 1, 10, { indicator: 'open-overdue' })])).toEqual({ 1: '2/2', 2: '1/2' });
});

test('a group is ranked by its points; a unit without dossiers has points and no place', () => {
  const group = (unitId: number, score: number) => of(unitId, 0, 0, { indicator: 'index766-digitisation', hits: null, total: null, value: score / 22, score });
  const part = (unitId: number, total: number) => of(unitId, 0, total, { indicator: 'index766-electronic-results' });
  const found = standingsOf([group(1, 12), group(2, 15), group(3, 2), part(1, 100), part(2, 50), part(3, 0)], parsePeriod('2026-08'), undefined).filter((s) => s.indicator === 'index766-digitisation');
  expect(found.map((s) => [s.unitId, s.rank])).toEqual([[1, 2], [2, 1]]);
});

test('3.3 is ranked by its value, the share times the ratio of 1.4, not by its counts', () => {
  const online = (unitId: number, hits: number, total: number, synced: number) => of(unitId, hits, total, { indicator: 'index766-online-dossiers', value: (hits / total) * synced });
  expect(places([online(1, 90, 100, 0.5), online(2, 60, 100, 1), online(3, 20, 30, 0.9)])).toEqual({ 1: '3/3', 2: '1/3', 3: '1/3' }); // 0,45; 0,6; 0,6
});

test('volumes have no places', () => {
  expect(places([of(1, 9, 10, { indicator: 'carried-over' }), of(2, 1, 10, { indicator: 'carried-over' })])).toEqual({});
});
