import { HttpFailure } from '../../platform/errors';
import { errorClass } from '../../ingest/answer';
import { encoded } from '../../ingest/sign-in';
import { readFixture, readText, statisticsOf, streamOf } from '../../../test/support/read-fixture';
import { renderRequest } from '../reading';
import { sourceDefinition } from '../source';
import { portal } from '.';

const define = (more: object = {}) => sourceDefinition.parse(portal.define('cong', portal.options.parse({ start: '2025-07-01', provinceId: '398126', provinceUnit: 'H17', ...more })));
const rest = (more: object = {}) => define({ api: 'rest', ...more });

it('calls nobody unless told so, and then one at a time with pauses', () => {
  expect([define().fetch, define({ fetch: true }).fetch]).toEqual([false, true]);
  expect(define({ fetch: true }).transport).toMatchObject({ parallel: 1, pause: { min: '2s', max: '7s' } });
});
it('stops for the day at 403 and 429, and at a partial snapshot', () => {
  const { errors } = streamOf(rest(), 'index-month').envelope;
  expect([errorClass(errors, 403, undefined), errorClass(errors, 429, undefined), errorClass(errors, 200, { complete: false }), errorClass(errors, 200, [])]).toEqual(['quota', 'quota', 'stop', null]);
  expect(new HttpFailure('quota', { reason: 'x' }).class).toBe('quota');
});
it('[mode 37] asks with JSON text in a form field', () => {
  const { body, headers } = renderRequest(streamOf(rest(), 'index-month').request, { year: 2026, month: 7, quarter: 3, page: { number: 1, size: 200, offset: 0 } });
  const form = encoded(body, headers).body as URLSearchParams;
  expect([...form.keys()]).toEqual(['params']);
  expect(JSON.parse(form.get('params')!)).toMatchObject({ type: 'ref', service: 'report_tinh_766_service', p_nam: 2026, p_thang: 7, p_quy: 0, p_tinh_id: '398126', pageIndex: 1 });
});
it('reads points as points: a missing one is not zero, more than the maximum is refused', () => {
  const points = { portalScoreTransparency: 17.5, portalScoreProgress: 19.2, portalScoreOnline: 10, portalScorePayment: 8.25, portalScoreSatisfaction: 18, portalScoreDigitisation: 12.75, portalScoreTotal: 85.7 };
  expect(statisticsOf(readFixture(rest(), 'index-month'))).toEqual({ 'H17.101': points, 'H17.102': { ...points, portalScoreProgress: null, portalScoreTotal: null }, 'row 3': 'rejected out-of-range', 'row 4': 'rejected missing-unit' });
});
it('[mode 10] takes the two disputed columns as the configuration says, and decimals with a comma', () => {
  const swapped = rest({ scores: { portalScoreOnline: 'TTTT', portalScorePayment: 'CLGQ' }, decimals: 'vi' });
  expect(statisticsOf(readText(streamOf(swapped, 'index-month'), '[{"MA_COQUAN":"H17.101","CLGQ":"8,5","TTTT":"1,25"}]'))).toEqual({ 'H17.101': { portalScoreOnline: 1.25, portalScorePayment: 8.5 } });
});
it('reads synchronisation for the province', () => expect(statisticsOf(readFixture(rest(), 'synchronisation'))).toEqual({
  H17: { portalDossiers: 5210, portalSynced: 5100, portalLookups: 812, portalResolvedOnTime: 4500, portalResolvedLate: 120, portalInProgress: 500, portalInProgressLate: 90, portalOnline: 4870, portalPaidOnline: 2100 },
}));
it('refuses an object where a list was', () => expect(readText(streamOf(rest(), 'index-month'), '{"error":"x"}').problem).toMatch('không có danh sách'));
it('takes the tree of the evaluation API apart, parents and children each once', () => {
  const progress = { handled: 140, handledOnTime: 130, portalScoreProgress: 18.57 };
  expect(statisticsOf(readFixture(define(), 'dvc-progress-tree'))).toEqual({ H17: progress, 'H17.101': progress, 'H17.102': progress });
});
