/** Closing: refused with every reason, frozen once signed; corrections are stated beside it; reopening takes the fresh figures. */
import { closePeriod, reopenPeriod, type CloseRefused } from '../../src/compute/editions/close';
import { explainUnit } from '../../src/compute/editions/explain-unit';
import { DEFAULT_BANDS } from '../../src/indicators';
import { inTransaction } from '../../src/store/database';
import { saveComparisons } from '../../src/store/sources/reconciliations';
import { registerSource, startRun } from '../../src/store/sources/sources';
import { loadEDocuments } from '../../src/store/facts/load-edocuments';
import { loadStatistics } from '../../src/store/facts/statistics';
import { parsePeriod, type Measure } from '../../src/vocabulary';
import { at, type Given } from '../support/dossiers';
import { edocument } from '../support/edocuments';
import { openProvince, SETTINGS, type Province } from '../support/published';

let p: Province;
beforeEach(async () => { p = await openProvince(); });
afterEach(() => p.bench.close());

const JUNE = parsePeriod('2025-06');
const DOSSIERS: Given[] = [
  { code: '1', received: '2025-06-02 08:00', due: '2025-06-10 17:00', ended: '2025-06-09 10:00' }, // on time
  { code: '2', received: '2025-06-05 08:00', due: '2025-06-20 17:00', ended: '2025-06-25 10:00' }, // late
  { code: '3', received: '2025-06-06 08:00', due: '2025-07-10 17:00', ended: '2025-07-09 10:00', channel: 'online' }, // open at the end of June
];
const ready = async () => {
  await p.give(DOSSIERS);
  await p.loaded('2025-07-15 11:55');
  await p.listed('2025-05-20', '2025-06-30');
  await p.publishAt('2025-07-15 12:00', { everything: true });
};
const close = (now = '2025-07-15 12:05', by = 'Nguyễn Văn A', unreconciled?: string) => closePeriod(p.bench.pool, SETTINGS, at(now), JUNE, by, unreconciled);
const refusal = async (now?: string): Promise<CloseRefused> => close(now).then(() => { throw new Error('closed'); }, (error) => error as CloseRefused);
const restatements = (current = true) => p.rows(`select indicator, unit_code, old_hits, old_total, new_hits, new_total, new_status, records, cardinality(runs) as runs, why from mart.restatement where edition_to is null = $1 order by 1, 2`, [current]);
const frozen = () => p.rows(`select indicator, unit_code, hits, total, value, score, status, reason from mart.indicator_value where period_type = 'month' and period_start = '2025-06-01' order by 1, 2`);

test('signed with who, when and the checks that passed', async () => {
  await ready();
  const { closing, already } = await close();
  expect(already).toBe(false);
  expect(closing).toMatchObject({ closedBy: 'Nguyễn Văn A', checks: [
    { check: 'coverage', says: '1 nguồn nạp đủ kỳ.' }, { check: 'controlEquations', says: 'Ba đẳng thức kiểm tra đúng ở 2 đơn vị.' }, { check: 'recount', says: 'Số đo bằng kết quả đếm lại từ hồ sơ (0 sai khác).' }, { check: 'reconciliation', says: 'Danh sách của 1 nguồn hồ sơ đã được đọc lại cho cả kỳ; không còn chênh lệch chưa giải thích.' }] });
  const before = await frozen();
  expect(await close('2025-07-16 08:00', 'Người khác')).toMatchObject({ already: true, closing: { closedBy: 'Nguyễn Văn A', edition: closing.edition } });
  expect(await frozen()).toEqual(before);
});

describe('refused, and nothing is left behind', () => {
  afterEach(async () => { expect(await p.rows('select * from period_close')).toEqual([]); });

  test('the period is not over', async () => {
    await ready();
    expect((await refusal('2025-06-30 23:59')).message).toContain('✗ Kỳ chưa kết thúc (ngày cuối 30/06/2025).\n  → Chốt từ ngày 01/07/2025.');
  });

  test('days and years to date, which no edition keeps', async () => {
    await ready();
    for (const period of ['2025-06-17', '2025-06-YTD']) await expect(closePeriod(p.bench.pool, SETTINGS, at('2025-07-15 12:05'), parsePeriod(period), 'A')).rejects.toMatchObject({ code: 'bad-usage', message: expect.stringContaining(`Kỳ ${period} không chốt được`) });
  });

  test('a source has not been loaded to the end, another never', async () => {
    await p.give(DOSSIERS);
    await p.loaded('2025-06-30 23:30'); // within the hour's grace of a running period, not enough for a closing
    await p.bench.client.query(`insert into source (key, title, family) values ('field', 'field', 'x')`);
    await p.bench.client.query(`insert into source_stream (source_id, stream, record, layout) select id, 'dossiers', 'dossier', '{}' from source where key = 'field'`);
    const { objections } = await refusal();
    expect(objections.filter((o) => o.check === 'coverage').map((o) => [o.check, o.reason])).toEqual([['coverage', 'Nguồn city mới nạp đến 30/06/2025, chưa hết kỳ.'], ['coverage', 'Nguồn field chưa nạp xong lần nào.']]);
    expect(objections[0]!.remedy).toContain('cchc ingest city');
  });

  test('a dossier that ended before it was received breaks the first equation', async () => {
    await p.give([...DOSSIERS, { code: '4', received: '2025-07-03 08:00', due: '2025-07-10 17:00', ended: '2025-06-20 10:00' }]);
    await p.loaded('2025-07-15 11:55');
    await p.listed('2025-06-01', '2025-06-30');
    const { objections } = await refusal();
    expect(objections).toMatchObject([{ check: 'controlEquations', reason: 'DA: tồn kỳ trước + tiếp nhận = đã giải quyết + đang giải quyết, nhưng 3 ≠ 4.' }]);
  });

  test('a published report that does not add up', async () => {
    await ready();
    const id = await inTransaction(p.bench.client, () => registerSource(p.bench.client, { key: 'sheet', title: 'Bảng', family: 'import', kind: 'import', staleAfterMs: 1, everyMs: 1, streams: [{ id: 'statistics', record: 'statistic', layout: '' }] }));
    await inTransaction(p.bench.client, async () => loadStatistics(p.bench.client, id, await startRun(p.bench.client, id, 'statistics', 'import', null),
      [{ unitId: p.unit.DB, period: JUNE, values: { resolved: 10, resolvedOnTime: 7, resolvedLate: 2 }, sourceTime: null }]));
    expect((await refusal()).objections).toMatchObject([{ reason: 'DB (thống kê sheet): đã giải quyết = đúng hạn + quá hạn + không có ngày hẹn, nhưng 10 ≠ 9.' }]);
  });

  test('the measures are not a recount of the dossiers', async () => {
    await ready();
    await p.bench.client.query(`update measure_day set resolved = resolved + 1 where day = '2025-06-09'`);
    expect((await refusal()).objections).toMatchObject([{ check: 'recount', reason: 'Số đo khác kết quả đếm lại từ hồ sơ ở 1 ngày – đơn vị.' }]);
  });

  test('a part of the period that nobody loaded, until it is loaded or waived', async () => {
    await ready();
    await p.bench.client.query(`update run set window_from = '2025-06-04 00:00+07' where kind = 'live' and window_from is not null`);
    await p.bench.client.query(`insert into run (source_id, stream, kind, window_from, window_to, ended_at, outcome) values ($1, 'dossiers', 'backfill', '2025-05-01 00:00+07', '2025-06-02 00:00+07', now(), 'done')`, [p.source]);
    const { objections } = await refusal();
    expect(objections).toEqual([{ check: 'coverage', reason: 'Nguồn city (dossiers) chưa được nạp từ 02/06/2025 đến 03/06/2025.', remedy: expect.stringMatching(/cchc ingest city --from 2025-06-02 --to 2025-06-03; .*cchc sources waive city 2025-06-02 2025-06-03 --by/) }]);
    await expect(close('2025-07-15 12:05', 'A', 'không cần')).rejects.toMatchObject({ code: 'close-refused' }); // only reconciliation can be taken as it is
  });

  test('a list that would take too much away: what stands in the figures is not what the source says now', async () => {
    await ready();
    await p.listed('2025-06-10', '2025-06-10', { verdict: 'refused', extra: 900 });
    expect((await refusal()).objections).toMatchObject([{ check: 'coverage', reason: 'Nguồn city (dossiers): danh sách từ 10/06/2025 đến 10/06/2025 bị từ chối.' }]);
  });

  test('lists that were not read again to the end of the period, dossiers nobody decided on, rows nobody could read', async () => {
    await p.give(DOSSIERS);
    await p.loaded('2025-07-15 11:55');
    await p.listed('2025-06-01', '2025-06-20');
    expect((await refusal()).objections).toEqual([{ check: 'reconciliation', reason: 'Đối soát city: danh sách hồ sơ tiếp nhận từ 21/06/2025 đến 30/06/2025 chưa được đọc lại đủ.', remedy: expect.stringContaining('cchc reconcile city --from 2025-06-21 --to 2025-06-30') }]);
    await p.listed('2025-06-15', '2025-07-02', { verdict: 'unknown', extra: 3, removed: 1, quarantined: 4 });
    expect((await refusal()).objections.map((o) => o.reason)).toEqual(['Đối soát city: 2 hồ sơ không còn trong danh sách của nguồn mà chưa kết luận.', 'Đối soát city: 4 dòng trong danh sách của nguồn không đọc được.']);
    await p.listed('2025-06-10', '2025-06-24'); // half of it read again tells nothing of the rest
    expect((await refusal()).objections).toHaveLength(2);
  });

  test('a difference with the source that nobody explained', async () => {
    await ready();
    const counted = (start: string, verdict: 'unexplained' | 'equal', measure: Measure) => saveComparisons(p.bench.client, { sourceId: p.source, against: 'summary', otherId: p.source, runId: null }, [{ unitId: p.unit.DA, period: parsePeriod(start), measure, theirs: 3, ours: 2, verdict, category: '', explanation: null }]);
    await counted('2025-06', 'unexplained', 'received');
    await counted('2025-06', 'equal', 'resolved');
    await counted('2025-05', 'unexplained', 'received');
    expect((await refusal()).objections).toMatchObject([{ check: 'reconciliation', reason: 'Đối soát city: 1 chênh lệch chưa giải thích.', remedy: expect.stringContaining('cchc reconcile city --from 2025-06-01 --to 2025-06-30') }]);
  });

  test('nobody signs', async () => {
    await ready();
    await expect(close('2025-07-15 12:05', ' ')).rejects.toMatchObject({ code: 'bad-usage' });
  });
});

test('what was read again later counts; what is left open can be signed for, and the reason stays', async () => {
  await p.give(DOSSIERS);
  await p.loaded('2025-07-15 11:55');
  await p.publishAt('2025-07-15 12:00', { everything: true });
  await p.listed('2025-06-01', '2025-06-20', { verdict: 'unknown', extra: 1 });
  await p.listed('2025-05-28', '2025-06-08');
  await p.listed('2025-06-09', '2025-06-21');
  const { closing } = await close('2025-07-15 12:05', 'Nguyễn Văn A', ' hệ thống cũ đã dừng ');
  expect(closing.checks[3]).toEqual({ check: 'reconciliation', says: 'Đối soát city: danh sách hồ sơ tiếp nhận từ 22/06/2025 đến 30/06/2025 chưa được đọc lại đủ.', accepted: 'hệ thống cũ đã dừng' });
  const steps = (await explainUnit({ pool: p.bench.pool, compute: SETTINGS, bands: DEFAULT_BANDS }, 'DA', JUNE, at('2025-07-15 12:10'), 'on-time-resolution'))[0]!.steps;
  expect(steps[1]!.text).toContain('(⚠ chốt khi đối soát chưa xong: hệ thống cũ đã dừng)');
});

test('a correction after the closing is stated beside the closed figures, which do not move; the open quarter moves', async () => {
  await ready();
  await close();
  const before = await frozen();
  await p.give([{ ...DOSSIERS[1]!, ended: '2025-06-20 16:00' }]); // on time after all
  await p.publishAt('2025-07-15 12:10');
  expect(await frozen()).toEqual(before);
  expect(await p.value('on-time-resolution', '2025-06')).toMatchObject({ hits: 1, total: 2 });
  expect(await p.value('on-time-resolution', '2025-Q2')).toMatchObject({ hits: 2, total: 2 });
  const found = await restatements();
  expect(found.filter((r) => r.indicator === 'on-time-resolution')).toEqual([
    { indicator: 'on-time-resolution', unit_code: 'DA', old_hits: 1, old_total: 2, new_hits: 2, new_total: 2, new_status: 'available', records: 1, runs: 1, why: '1 hồ sơ của kỳ được nạp lại sau khi chốt.' },
    { indicator: 'on-time-resolution', unit_code: 'P', old_hits: 1, old_total: 2, new_hits: 2, new_total: 2, new_status: 'available', records: 1, runs: 1, why: '1 hồ sơ của kỳ được nạp lại sau khi chốt.' }]);
  // Again, by what was touched and by everything: nothing moves.
  expect((await p.publishAt('2025-07-15 12:10')).changes).toBe(0);
  expect((await p.publishAt('2025-07-15 12:10', { everything: true })).changes).toBe(0);
  expect(await restatements()).toEqual(found);
  // Whoever asks how the closed figure came about is told both.
  const steps = (await explainUnit({ pool: p.bench.pool, compute: SETTINGS, bands: DEFAULT_BANDS }, 'DA', JUNE, at('2025-07-15 12:10'), 'on-time-resolution'))[0]!.steps;
  expect(steps[1]).toEqual({ label: 'Kỳ đã chốt', text: expect.stringContaining('người chốt: Nguyễn Văn A. Số đã chốt: 1 / 2 = 50,00 %. ⚠ Các bước dưới đây tính lại từ dữ liệu hôm nay, ra số khác: 2 / 2 = 100,00 %.') });
});

test('documents and statistics that came after the closing are named as what they are', async () => {
  const add = (key: string, kind: 'api' | 'import', record: 'edocument' | 'statistic', layout: object) =>
    inTransaction(p.bench.client, () => registerSource(p.bench.client, { key, title: key, family: 'x', kind, staleAfterMs: 1, everyMs: 1, streams: [{ id: 'list', record, layout: JSON.stringify(layout) }] }));
  const [axis, sheet] = [await add('axis', 'api', 'edocument', { side: 'both', start: '2025-05-01', fields: [] }), await add('sheet', 'import', 'statistic', {})];
  await p.loaded('2025-07-15 11:55', axis, 'list');
  const documents = async (...codes: string[]) => inTransaction(p.bench.client, async () => loadEDocuments(p.bench.client, axis, await startRun(p.bench.client, axis, 'list', 'live', null), codes.map((code) => edocument({ code, sent: '2025-06-10 08:00', from: p.unit.DA, to: p.unit.DB }))));
  const feedback = async (unit: 'DA' | 'DB', onTime: number) => inTransaction(p.bench.client, async () => loadStatistics(p.bench.client, sheet, await startRun(p.bench.client, sheet, 'list', 'import', null), [{ unitId: p.unit[unit], period: JUNE, values: { feedback: 10, feedbackOnTime: onTime }, sourceTime: null }]));
  await p.bench.client.query(`update unit set parent_id = $1 where code in ('ONE', 'DA', 'DB')`, [p.unit.P]);
  await documents('A');
  for (const unit of ['ONE', 'DA', 'DB'] as const) await feedback(unit as 'DA', 8);
  await ready();
  await close();
  await documents('B');
  await feedback('DA', 9);
  await p.publishAt('2025-07-15 12:10', { everything: true });
  const why = Object.fromEntries((await restatements()).map((r) => [`${r.indicator as string} ${r.unit_code as string}`, r.why]));
  expect(why['documents-sent DA']).toBe('1 văn bản điện tử của kỳ được nạp lại sau khi chốt.');
  expect(why['documents-sent P']).toBe('1 văn bản điện tử của kỳ được nạp lại sau khi chốt.');
  expect(why['index766-feedback-on-time DA']).toBe('1 ô thống kê của kỳ được nạp lại sau khi chốt.');
  expect(why['index766-feedback-on-time P']).toBe('1 ô thống kê của các đơn vị của kỳ được nạp lại sau khi chốt.');
});

test('a correction that is taken back ends the restatement', async () => {
  await ready();
  await close();
  await p.give([{ ...DOSSIERS[1]!, ended: '2025-06-20 16:00' }]);
  await p.publishAt('2025-07-15 12:10');
  await p.give([DOSSIERS[1]!]);
  await p.publishAt('2025-07-15 12:15');
  expect(await restatements()).toEqual([]);
  expect((await restatements(false)).length).toBeGreaterThan(0);
});

test('a dossier that goes, and one that moves to another unit', async () => {
  await ready();
  await close();
  await p.bench.client.query(`update dossier set deleted_at = now() where code = '1'`);
  await p.give([{ ...DOSSIERS[1]!, resolving: p.unit.DB }]);
  await p.publishAt('2025-07-15 12:10');
  const found = (await restatements()).filter((r) => r.indicator === 'on-time-resolution');
  expect(found).toMatchObject([
    { unit_code: 'DA', old_total: 2, new_total: 0, records: 1, why: '1 hồ sơ của kỳ được nạp lại sau khi chốt, trong đó 1 bị gỡ.' },
    { unit_code: 'DB', old_total: null, new_hits: 0, new_total: 1, records: 1 },
    { unit_code: 'P', old_total: 2, new_total: 1, records: 2 }]);
});

test('reopened: the fresh figures come, the sign-off stays on record with who and why', async () => {
  await ready();
  await close();
  await p.give([{ ...DOSSIERS[1]!, ended: '2025-06-20 16:00' }]);
  await p.publishAt('2025-07-15 12:10');
  await expect(reopenPeriod(p.bench.pool, SETTINGS, at('2025-07-15 12:15'), JUNE, 'Trần B', '')).rejects.toMatchObject({ code: 'bad-usage' });
  await reopenPeriod(p.bench.pool, SETTINGS, at('2025-07-15 12:15'), JUNE, 'Trần B', 'sai ngày kết thúc');
  expect(await p.value('on-time-resolution', '2025-06')).toMatchObject({ hits: 2, total: 2 });
  expect(await restatements()).toEqual([]);
  expect(await p.rows('select closed_by, reopened_by, reopened_why, closed from mart.period_close')).toEqual([{ closed_by: 'Nguyễn Văn A', reopened_by: 'Trần B', reopened_why: 'sai ngày kết thúc', closed: false }]);
  expect((await p.publishAt('2025-07-15 12:15', { everything: true })).changes).toBe(0);
  await expect(reopenPeriod(p.bench.pool, SETTINGS, at('2025-07-15 12:20'), JUNE, 'Trần B', 'x')).rejects.toMatchObject({ code: 'not-closed' });
  expect(await close('2025-07-15 12:25')).toMatchObject({ already: false });
});

test('a closed period has nothing left to gain; the running one has', async () => {
  await ready();
  await p.give([{ code: '5', received: '2025-07-10 08:00', due: '2025-07-17 17:00' }]);
  await p.publishAt('2025-07-15 12:01');
  const gains = (month: string) => p.rows(`select indicator, kind, items, points from mart.gain where unit_code = 'DA' and period_type = 'month' and period_start = $1 order by 1, 2`, [`${month}-01`]);
  expect(await gains('2025-06')).toContainEqual({ indicator: 'index766-progress', kind: 'late', items: 1, points: -6.67 }); // 2 of 3: 13.33 instead of 20
  await close();
  expect(await gains('2025-06')).toEqual([]);
  // July: 3 was carried over and ended in time, 5 is open and due in three working days
  expect(await gains('2025-07')).toContainEqual({ indicator: 'index766-progress', kind: 'dueSoon', items: 1, points: -10 });
});
