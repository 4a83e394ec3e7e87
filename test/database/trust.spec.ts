/** A source's own count beside ours; figures held back and let go; the night. */
import { confirmHeld, holdBack, withoutHeldNow, withoutHeldOf } from '../../src/compute/values/held-values';
import { measuresOfSource } from '../../src/compute/measures/source-measures';
import { compareSummary, type OurMeasures } from '../../src/ingest/compare';
import { createSchedule } from '../../src/ingest/schedule';
import type { Session } from '../../src/ingest/session';
import { createLogger } from '../../src/platform/logger';
import { sourceDefinition, type DossierStream, type SourceDefinition } from '../../src/sources/source';
import { openWriter, type StoredValue } from '../../src/store/editions/editions';
import { parsePeriod } from '../../src/vocabulary';
import { addStub, dependencies, openBench, runLive, type Bench } from '../support/bench';
import { addUnits, at } from '../support/dossiers';
import { COMPUTE } from '../support/river';
import { createStub, iso, stubDefinition, type OutsideRow } from '../support/stub-source';

let bench: Bench;
beforeAll(async () => { bench = await openBench(); });
afterAll(() => bench.close());

const NOW = '2025-09-05 12:00';
const row = (ma: string, received: string, rest: Partial<OutsideRow> = {}): OutsideRow => ({ ma, donVi: 'A', nhan: iso(received), hen: iso('2025-10-09 17:00'), sua: iso(received), ...rest });
const ours: OurMeasures = (id, period) => measuresOfSource(bench.pool, { ...COMPUTE, provinceCode: 'P' }, at(NOW), id, period);

describe('the summary of a source', () => {
  const withSummary = (id: string, summary: object): SourceDefinition => { const d = stubDefinition({ id, window: { overlap: '0m', step: '31d' } }); return sourceDefinition.parse({ ...d, streams: d.streams.map((s) => ({ ...s, list: { by: 'received' }, summary })) }); };
  /** Answers /sum from the given function of the month, everything else from the stub. */
  const answering = (stub: { session: Session }, sum: (month: string) => unknown): Session => ({ call: (request) => {
    if (request.path !== '/sum') return stub.session.call(request);
    const json = sum(String(request.query!.from).slice(0, 7));
    return Promise.resolve({ status: 200, json, text: JSON.stringify(json), bytes: 1 });
  } });
  const request = { path: '/sum', query: { from: '{window.from}', to: '{window.to}' } };
  const found = async (source: string) => (await bench.pool.query(`select unit_code, to_char(period_start, 'YYYY-MM') as month, measure, theirs, ours, verdict, category from mart.reconciliation where source = $1 order by 2, 1, 3`, [source])).rows;

  test('by unit and month; the running month is not compared; what is not stated is not zero', async () => {
    const target = await addStub(bench, withSummary('sum-a', { request, envelope: { rows: 'rows' }, unit: { by: 'id', at: 'u' }, values: { accepted: 'n', resolved: 'done' } }));
    const stub = createStub([row('1', '2025-07-02 08:00'), row('2', '2025-07-03 08:00', { donVi: 'B' }), row('3', '2025-08-05 08:00', { donVi: 'B' }), row('4', '2025-09-02 08:00')]);
    await runLive(bench, target, stub, NOW);
    const session = answering(stub, (month) => ({ rows: month === '2025-07' ? [{ u: 'A', n: 1, done: 0 }, { u: 'B', n: 2, done: 0 }] : [{ u: 'B', n: 1 }] }));
    const deps = { ...dependencies(bench, stub, NOW), session };
    const result = await compareSummary({ sourceId: target.sourceId, definition: target.definition, runId: null, range: { from: '2025-07-15', to: '2025-09-05' }, deps, ours }, target.stream as DossierStream);
    expect(result).toEqual({ equal: 4, explained: 0, unexplained: 1, unknown: 1 });
    expect(await found('sum-a')).toEqual([
      { unit_code: 'U.A', month: '2025-07', measure: 'accepted', theirs: 1, ours: 1, verdict: 'equal', category: 'equal' },
      { unit_code: 'U.A', month: '2025-07', measure: 'resolved', theirs: 0, ours: 0, verdict: 'equal', category: 'equal' },
      { unit_code: 'U.B', month: '2025-07', measure: 'accepted', theirs: 2, ours: 1, verdict: 'unexplained', category: 'unexplained' },
      { unit_code: 'U.B', month: '2025-07', measure: 'resolved', theirs: 0, ours: 0, verdict: 'equal', category: 'equal' },
      { unit_code: 'U.B', month: '2025-08', measure: 'accepted', theirs: 1, ours: 1, verdict: 'equal', category: 'equal' },
      { unit_code: 'U.B', month: '2025-08', measure: 'resolved', theirs: null, ours: 0, verdict: 'unknown', category: 'not-given' }]);
    await compareSummary({ sourceId: target.sourceId, definition: target.definition, runId: null, range: { from: '2025-07-15', to: '2025-09-05' }, deps, ours }, target.stream as DossierStream);
    expect(await found('sum-a')).toHaveLength(6); // a second time replaces
  });

  test('one answer for the whole source in a zone of its own: rows at the border are told, not hidden', async () => {
    const target = await addStub(bench, withSummary('sum-b', { request, envelope: { success: [{ at: 'ok', equals: true }] }, zone: '+01:00', values: { received: 'sum.received' } }));
    const stub = createStub([row('1', '2025-07-02 08:00'), row('2', '2025-08-01 03:00'), row('3', '2025-08-09 08:00', { donVi: 'B' })]); // 2 is July where they are
    await runLive(bench, target, stub, NOW);
    const session = answering(stub, (month) => ({ ok: true, sum: { received: month === '2025-07' ? 2 : 1 } }));
    await compareSummary({ sourceId: target.sourceId, definition: target.definition, runId: null, range: { from: '2025-07-01', to: '2025-09-05' }, deps: { ...dependencies(bench, stub, NOW), session }, ours }, target.stream as DossierStream);
    expect(await found('sum-b')).toMatchObject([{ unit_code: null, theirs: 2, ours: 1, verdict: 'explained', category: 'border' }, { unit_code: null, theirs: 1, ours: 2, verdict: 'explained', category: 'border' }]);
    const refusing = answering(stub, () => ({ ok: false }));
    await expect(compareSummary({ sourceId: target.sourceId, definition: target.definition, runId: null, range: { from: '2025-07-01', to: '2025-09-05' }, deps: { ...dependencies(bench, stub, NOW), session: refusing }, ours }, target.stream as DossierStream)).rejects.toMatchObject({ class: 'stop' });
  });
});

describe('figures held back', () => {
  const period = parsePeriod('2025-08');
  let unit: number;
  beforeAll(async () => { unit = (await addUnits(bench.client, ['HOLD'])).HOLD; });
  const value = (rest: Partial<StoredValue>): StoredValue => ({ indicator: 'online-share', unitId: unit, hits: 5, total: 10, value: 0.5, score: null, maxScore: null, status: 'available', reason: null, version: '1', coverage: 1, basis: 'dossiers:x', ...rest });
  const held = async () => (await bench.pool.query('select indicator, rule, open from mart.held_value where unit_code = $1 order by indicator', ['HOLD'])).rows;
  const back = (...values: StoredValue[]) => holdBack(bench.client, period, values, at(NOW));

  test('a rate above 100 % is not shown, says why, and is shown again when the data are mended', async () => {
    const [shown] = await back(value({ hits: 12, value: 1.2 }));
    expect(shown).toMatchObject({ status: 'unavailable', hits: null, value: null, reason: expect.stringContaining('cchc quality confirm online-share HOLD 2025-08') });
    expect(await held()).toEqual([{ indicator: 'online-share', rule: 'over-100-percent', open: true }]);
    expect(await back(value({ hits: 9, value: 0.9 }))).toMatchObject([{ status: 'available', hits: 9 }]);
    expect(await held()).toEqual([{ indicator: 'online-share', rule: 'over-100-percent', open: false }]);
  });

  test('a group does not count with a part that is held', async () => {
    const values = await back(value({ indicator: 'index766-paid-dossiers', hits: 12, total: 10 }), value({ indicator: 'index766-payment', hits: null, total: null, value: 0.7, score: 7 }));
    expect(values[1]).toMatchObject({ status: 'unavailable', score: null, reason: expect.stringContaining('index766-paid-dossiers') });
  });

  test('nor does the total of the groups, nor what the held share multiplies', async () => {
    const score = (indicator: string) => value({ indicator, hits: null, total: null, value: 0.7, score: 7 });
    const [, , group, total, , product] = await back(value({ indicator: 'index766-paid-dossiers', hits: 12 }), value({ indicator: 'index766-dossier-sync', hits: 11 }), score('index766-payment'), score('index766-total'), value({}), value({ indicator: 'index766-online-dossiers' }));
    for (const shown of [group, total, product]) expect(shown).toMatchObject({ status: 'unavailable', score: null, value: null });
    expect(product!.reason).toContain('HS.DONGBO "Hồ sơ đồng bộ lên Cổng DVCQG (766 – 1.4)"');
  });

  test('[mode 3] a fall to zero against history waits for a person, who answers by name', async () => {
    const writer = openWriter(bench.client, 900);
    for (const month of ['2025-04', '2025-05', '2025-06', '2025-07']) await writer.write(parsePeriod(month), [value({ indicator: 'on-time-resolution', hits: 30, total: 40 })]);
    await writer.flush();
    const zero = value({ indicator: 'on-time-resolution', hits: 0, total: 0, value: null });
    expect(await back(zero)).toMatchObject([{ status: 'unavailable', reason: expect.stringContaining('rơi về 0') }]);
    await expect(confirmHeld(bench.pool, { indicator: 'on-time-resolution', unit: 'HOLD', period, by: 'Lê C', why: '' })).rejects.toMatchObject({ code: 'bad-usage' });
    await confirmHeld(bench.pool, { indicator: 'on-time-resolution', unit: 'HOLD', period, by: 'Lê C, Trưởng phòng', why: 'đơn vị đã sáp nhập' });
    expect(await back(zero)).toMatchObject([{ status: 'available', total: 0 }]);
    await expect(confirmHeld(bench.pool, { indicator: 'on-time-resolution', unit: 'HOLD', period: parsePeriod('2025-07'), by: 'Lê C', why: 'x' })).rejects.toMatchObject({ code: 'not-held' });
  });

  test('a confirmed impossible figure is held again when it is another one', async () => {
    const wrong = value({ indicator: 'postal-share', hits: 12 });
    await back(wrong);
    await confirmHeld(bench.pool, { indicator: 'postal-share', unit: 'HOLD', period, by: 'Lê C', why: 'đã đối chiếu' });
    expect(await back(wrong)).toMatchObject([{ status: 'available' }]);
    expect(await back({ ...wrong, hits: 13 })).toMatchObject([{ status: 'unavailable' }]);
  });

  test('what is computed when asked for is held by the same rules and notes nothing; a part or a sum of it is held with it', async () => {
    const wrong = value({ indicator: 'postal-returns', hits: 12 });
    const asked = await withoutHeldNow(bench.client, period, [wrong, value({ indicator: 'online-share', hits: 1 })], at(NOW));
    expect(asked).toMatchObject([{ status: 'unavailable', hits: null, reason: expect.stringContaining('tỷ lệ trên 100 %') }, { status: 'available', hits: 1 }]);
    expect((await held()).filter((row) => row.indicator === 'postal-returns')).toEqual([]);
    await back(wrong);
    const of = await withoutHeldOf(bench.client, period, [unit]);
    const part = value({ indicator: 'postal-returns', hits: 3, total: 4 }); // possible by itself
    expect(of([part])).toMatchObject([{ status: 'unavailable', reason: expect.stringContaining('cchc quality confirm postal-returns HOLD 2025-08') }]);
    expect((await withoutHeldOf(bench.client, parsePeriod('2025-07'), [unit]))([part])).toMatchObject([{ status: 'available', hits: 3 }]);
    expect(of([value({ indicator: 'carried-over', hits: -1, total: null, value: -1 })])).toMatchObject([{ status: 'unavailable', reason: expect.not.stringContaining('quality confirm') }]);
    await confirmHeld(bench.pool, { indicator: 'postal-returns', unit: 'HOLD', period, by: 'Lê C', why: 'đã đối chiếu' });
    expect((await withoutHeldOf(bench.client, period, [unit]))([part])).toMatchObject([{ status: 'available', hits: 3 }]);
  });

  test('a running month is not judged by its volume', async () => {
    const running = parsePeriod('2025-09');
    expect(await holdBack(bench.client, running, [value({ indicator: 'on-time-resolution', hits: 0, total: 0, value: null })], at(NOW))).toMatchObject([{ status: 'available' }]);
  });
});

test('the night: a source is planned for its next night, reconciled when it comes, and tried again after a failure', async () => {
  const d = stubDefinition({ id: 'night', window: { overlap: '0m', step: '31d' } });
  const target = await addStub(bench, sourceDefinition.parse({ ...d, streams: d.streams.map((s) => ({ ...s, list: { by: 'received' } })) }));
  await runLive(bench, target, createStub([row('1', '2025-09-02 08:00')]), NOW);
  await bench.client.query(`update source_stream set next_due_at = now() + interval '1 day'`);
  const schedule = createSchedule([{ id: target.sourceId, definition: { ...target.definition, schedule: { ...target.definition.schedule, quietHours: [] } } }],
    { pool: bench.pool, databaseUrl: bench.database.url, logger: createLogger({ write: () => undefined, terminal: false }), now: () => new Date('2025-09-05T05:00:00Z'), reconcile: { at: '02:00', days: 35, ours } });
  const state = async () => (await bench.client.query<{ due: string; failed: boolean }>(`select to_char(reconcile_due_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as due, reconcile_error is not null as failed from source where id = $1`, [target.sourceId])).rows[0];
  const runs = async () => (await bench.client.query<{ n: number }>(`select count(*) as n from run where source_id = $1 and kind = 'reconcile'`, [target.sourceId])).rows[0]!.n;
  await schedule.beat();
  expect(await state()).toEqual({ due: '2025-09-05 19:00', failed: false });
  expect(await runs()).toBe(0);
  await bench.client.query(`update source set reconcile_due_at = now() - interval '1 minute' where id = $1`, [target.sourceId]);
  const done = new Promise((resolve) => schedule.onOutcome(resolve));
  await schedule.beat();
  await done;
  for (let i = 0; i < 500 && !(await state())!.failed; i += 1);
  await schedule.stop();
  expect(await runs()).toBe(1);
  // The stub has no address: the run fails, says so, and the next try is an hour away.
  expect(await state()).toEqual({ due: '2025-09-05 06:00', failed: true });
}, 120_000);
