import { sourceDefinition } from '../sources/source';
import { fromDate, startOfDay, toIso } from '../vocabulary';
import { planBackfill, planLive } from './windows';

const at = (iso: string) => fromDate(new Date(iso));
const window = (extra: object) => sourceDefinition.parse({
  id: 's', title: 's', baseUrl: 'http://127.0.0.1', streams: [{ record: 'unit', id: 'u', request: { path: '/' }, mapping: { id: 'id', name: 'name' }, window: { start: '2025-06-01', ...extra } }],
}).streams[0]!.window!;
const shown = (plan: { windows: { from: number; to: number }[] }) => plan.windows.map((w) => `${toIso(w.from)} ${toIso(w.to)}`);

test('a first run begins at the first day of the source, by local midnights', () => {
  const plan = planLive(window({ step: '20d', holdBack: '10m' }), { loadedThrough: null, deepAt: null }, at('2025-07-01T00:05:00+07:00'));
  expect(shown(plan)).toEqual(['2025-05-31T17:00:00.000Z 2025-06-20T17:00:00.000Z', '2025-06-20T17:00:00.000Z 2025-06-30T16:55:00.000Z']);
});

test('[mode 15] later runs read the overlap again and hold the newest moments back', () => {
  const plan = planLive(window({ overlap: '3d', holdBack: '5m' }), { loadedThrough: at('2025-07-10T09:00:00+07:00'), deepAt: null }, at('2025-07-10T10:00:00+07:00'));
  expect(shown(plan)).toEqual(['2025-07-06T17:00:00.000Z 2025-07-10T02:55:00.000Z']);
});

test('missed days are caught up from the checkpoint, not from now', () => {
  const plan = planLive(window({ step: '7d', overlap: '1d', align: 'instant', holdBack: '0s' }), { loadedThrough: at('2025-07-01T00:00:00+07:00'), deepAt: null }, at('2025-07-20T00:00:00+07:00'));
  expect(plan.windows).toHaveLength(3);
  expect(plan.windows[0]!.from).toBe(at('2025-06-30T00:00:00+07:00'));
});

test('a deep reading goes further back when its time has come, and only then', () => {
  const w = window({ overlap: '1d', deep: { every: '1d', back: '40d' }, step: '60d' });
  const loadedThrough = at('2025-09-01T08:00:00+07:00');
  expect(planLive(w, { loadedThrough, deepAt: at('2025-08-30T08:00:00+07:00') }, at('2025-09-01T08:00:00+07:00')).windows[0]!.from).toBe(startOfDay('2025-07-23'));
  expect(planLive(w, { loadedThrough, deepAt: at('2025-09-01T02:00:00+07:00') }, at('2025-09-01T08:00:00+07:00')).windows[0]!.from).toBe(startOfDay('2025-08-31'));
});

test('months are asked whole, also the running one', () => {
  const plan = planBackfill(window({ step: 'month' }), '2025-06-30', '2025-07-01', at('2025-09-01T00:00:00+07:00'));
  expect(shown(plan)).toEqual(['2025-05-31T17:00:00.000Z 2025-06-30T17:00:00.000Z', '2025-06-30T17:00:00.000Z 2025-07-31T17:00:00.000Z']);
});

test('a system that only knows the running year is asked for no other', () => {
  const year = window({ step: 'year', current: true, holdBack: '0s' });
  expect(shown(planLive(year, { loadedThrough: null, deepAt: null }, at('2026-03-01T00:00:00+07:00')))).toEqual(['2025-12-31T17:00:00.000Z 2026-12-31T17:00:00.000Z']);
  expect(planBackfill(year, '2025-06-30', '2025-07-01', at('2026-03-01T00:00:00+07:00')).windows).toEqual([]);
});
