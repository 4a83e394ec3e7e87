import { startOfDay } from '../vocabulary';
import { explain, type Gap } from './explain';

const gap = (rest: Partial<Gap>): Gap => ({ measure: 'received', theirs: 100, ours: 100, ourReason: null, quarantined: 0, skipped: 0, secondCodes: 0, undated: 0, unknownUnit: 0, nearBorder: 0, ...rest });
const verdict = (rest: Partial<Gap>) => { const { verdict: v, category } = explain(gap(rest)); return `${v} ${category}`; };

test.each<[string, Partial<Gap>, string]>([
  ['equal', {}, 'equal equal'],
  ['the source says nothing: not zero', { theirs: null }, 'unknown not-given'],
  ['we do not know', { ours: null, ourReason: 'Kỳ chưa nạp đủ.' }, 'unknown not-known'],
  ['bad records account for all of it', { theirs: 103, quarantined: 3 }, 'explained quarantine'],
  ['bad records account for a part only', { theirs: 104, quarantined: 3 }, 'unexplained unexplained'],
  ['bad and left-out records together', { theirs: 104, quarantined: 3, skipped: 1 }, 'explained other-scope'],
  ['bad records never explain that we have more', { theirs: 97, quarantined: 3 }, 'unexplained unexplained'],
  ['on time without a due date', { measure: 'resolvedOnTime', theirs: 102, undated: 2 }, 'explained undated'],
  ['undated ones explain no volume', { theirs: 102, undated: 2 }, 'unexplained unexplained'],
  ['records of an unknown unit', { theirs: 101, unknownUnit: 4 }, 'explained unknown-unit'],
  ['a border in another zone, either way', { theirs: 98, nearBorder: 2 }, 'explained border'],
  ['the same dossiers under other units', { theirs: 90, regrouped: true }, 'explained definition'],
  ['a definition that is known to differ', { theirs: 90, differs: 'đếm theo đơn vị giải quyết' }, 'explained definition'],
])('%s', (_, rest, expected) => expect(verdict(rest)).toBe(expected));

describe('the portal', () => {
  const end = startOfDay('2026-09-01');
  const portal = (rest: Partial<NonNullable<Gap['portal']>> = {}) => ({ sourceTime: startOfDay('2026-09-20'), periodEnd: end, sameVolume: false, ...rest });
  test.each<[string, Partial<Gap>, string]>([
    ['has fewer', { theirs: 80, portal: portal() }, 'unexplained not-synchronised'],
    ['has more', { theirs: 120, portal: portal() }, 'unexplained other-scope'],
    ['was looked at too early', { theirs: 80, portal: portal({ sourceTime: startOfDay('2026-09-02') }) }, 'unexplained late'],
    ['judges the same dossiers otherwise', { measure: 'handledOnTime', theirs: 80, portal: portal({ sameVolume: true }) }, 'unexplained definition'],
  ])('%s', (_, rest, expected) => expect(verdict(rest)).toBe(expected));
});
