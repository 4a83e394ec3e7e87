import { indicators, type Indicator } from '../../indicators';
import type { Measure } from '../../vocabulary';
import { gainsOf, type Gain } from './gains';
import { valuesOf } from '../values/value';
import type { Basis } from '../measures/basis';

function gains(measures: Partial<Record<Measure, number>>, running = true): Gain[] {
  const bases: Basis[] = [{ name: 'dossiers:a', measures, coverage: 1, missing: () => 'thiếu' }];
  return gainsOf(indicators, valuesOf(indicators, bases, 'không'), bases, running);
}
const line = (g: Gain) => `${g.indicator} ${g.kind} ${g.items} ${g.points}${g.needed === null ? '' : ` needs ${g.needed}`}`;

test('200 late dossiers of 2,985 cost 1.34 of 20', () => {
  expect(gains({ handled: 2985, handledOnTime: 2785, resolvedUnjudged: 0, inProgressUndated: 0, inProgress: 0, inProgressLate: 0 }).map(line)).toEqual(['index766-progress late 200 -1.34']);
});

test('open in time: about to be lost while the period runs, nothing to lose once it is over', () => {
  // 100 handled: 60 ended in time, 10 late, 30 open of which 5 late, 3 without a due date, 4 due soon
  const given = { handled: 100, handledOnTime: 82, resolvedUnjudged: 0, inProgressUndated: 3, inProgress: 30, inProgressLate: 5, dueSoon: 4 };
  expect(gains(given).map(line)).toEqual(['index766-progress undated 3 0.6', 'index766-progress atRisk 18 -3.6', 'index766-progress dueSoon 4 -0.8', 'index766-progress late 15 -3']);
  expect(gains(given, false).map(line)).toEqual(['index766-progress undated 3 0.6', 'index766-progress late 15 -3']);
});

test('asked for supplements again is lost already, whatever its due date', () => {
  // As above, and of the 22 open in time 5 were asked again, one of them due soon.
  const given = { handled: 100, handledOnTime: 77, resolvedUnjudged: 0, inProgressUndated: 3, inProgress: 30, inProgressLate: 5, inProgressResupplied: 5, dueSoon: 4, dueSoonResupplied: 1 };
  expect(gains(given).map(line)).toEqual(['index766-progress undated 3 0.6', 'index766-progress atRisk 14 -2.8', 'index766-progress dueSoon 3 -0.6', 'index766-progress late 20 -4']);
});

test('what is missing, most points first; a cap asks for no more than its threshold', () => {
  const found = gains({ handledElectronicResult: 70, resultDossiers: 100, handledDigitised: 30, componentDossiers: 100, handledReused: 18, reuseDossiers: 38 });
  expect(found.map(line)).toEqual([
    'index766-digitised-components missing 70 2.8 needs 70', 'index766-electronic-results missing 30 1.8 needs 30',
    'index766-reused-data missing 20 0.82 needs 13', // 18/38 scores 1.18; 31 of 38 are enough for 80 %
  ]);
});

test('late feedback, a late announcement, a dossier that came to the counter: nothing to gain by them any more', () => {
  const found = gains({ feedback: 40, feedbackOnTime: 30, feedbackSatisfied: 36, announcedProcedures: 4, announcedOnTime: 3, received: 100, receivedOnline: 40, dossiersSynced: 100, dossiersToSync: 100, handledElectronicResult: 70, resultDossiers: 100 });
  expect(found.map(line)).toEqual([
    'index766-electronic-results missing 30 1.8 needs 30', // the only thing that can still be done
    'index766-announced-on-time lost 1 -1.5', 'index766-feedback-on-time lost 10 -1.5', 'index766-online-dossiers lost 60 -1.2', 'index766-feedback-satisfaction lost 4 -0.6',
  ]);
});

test('the difference of two rounded scores, not a rounded difference', () => {
  // 1/1600 of 20 = 0.0125 → 0.01; 2/1600 = 0.025 → 0.03
  const linear = { ...indicators.find((i) => i.id === 'index766-progress')!, id: 'x', hits: ['received'], total: ['accepted'] } as Indicator;
  const bases: Basis[] = [{ name: 'b', measures: { received: 1598, accepted: 1600 } as never, coverage: 1, missing: () => '' }];
  expect(gainsOf([linear], valuesOf([linear], bases, ''), bases, true)).toMatchObject([{ items: 2, points: 0.02, score: 19.98 }]); // 19.975 → 19.98; 20 − 19.98
});

test('nothing handled, nothing known, nothing missing: nothing to gain', () => {
  expect(gains({ handled: 0, handledOnTime: 0 })).toEqual([]);
  expect(gains({})).toEqual([]);
  expect(gains({ handledElectronicResult: 100, resultDossiers: 100 })).toEqual([]);
});
