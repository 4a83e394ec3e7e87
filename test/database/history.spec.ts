/** What is stored, what was known on a day, what retention leaves; standings beside the values. */
import { closePeriod } from '../../src/compute/editions/close';
import { targetsFile } from '../../src/compute/judging/targets';
import { addAliases } from '../../src/store/units/registry';
import { pruneHistory, thinHistory } from '../../src/store/editions/history';
import { parsePeriod } from '../../src/vocabulary';
import { at, type Given } from '../support/dossiers';
import { openProvince, SETTINGS, type Province } from '../support/published';

let p: Province;
beforeEach(async () => { p = await openProvince(); });
afterEach(() => p.bench.close());

const JUNE: Given[] = [
  { code: '1', received: '2025-06-02 08:00', due: '2025-06-10 17:00', ended: '2025-06-09 10:00' },
  { code: '2', received: '2025-06-05 08:00', due: '2025-06-20 17:00', ended: '2025-06-25 10:00' },
];
const KEEPING = { ...SETTINGS, historyDays: 36_500 };
/** Publishes June with `late` of its two dossiers late, as if on that day. */
async function publishOn(day: string, late: 0 | 1 | 2): Promise<number> {
  await p.give(JUNE.map((d, i) => ({ ...d, ended: i < late ? '2025-06-28 10:00' : '2025-06-09 10:00' })));
  await p.loaded('2025-07-15 11:55');
  const { edition } = await p.publishAt('2025-07-15 12:00', { only: [parsePeriod('2025-06')] }, KEEPING);
  await p.bench.client.query(`update edition set published_at = $2::timestamptz where number = $1`, [edition, `${day} 12:00:00+07`]);
  return edition;
}
const knownOn = async (day: string, indicator = 'on-time-resolution', unit = 'DA') =>
  (await p.rows(`select hits, status, reason, edition from mart.indicator_value_as_known($1::date) where indicator = $2 and unit_code = $3 and period_type = 'month' and period_start = '2025-06-01'`, [day, indicator, unit]));

test('an absence is stored once for its units and answered for each; a value takes its place and gives it back', async () => {
  for (const [value, unit] of [['da', p.unit.DA], ['db', p.unit.DB]] as const) await addAliases(p.bench.client, p.source, [{ kind: 'id', value, unitId: unit }], 'test');
  await p.publishAt('2025-07-15 12:00', { only: [parsePeriod('2025-06')] });
  const reasons = () => p.rows(`select unit_code, reason from mart.indicator_value where indicator = 'carried-over' and period_type = 'month' and status = 'unavailable' order by 1`);
  const never = ['DA', 'DB', 'P'].map((unit_code) => ({ unit_code, reason: 'Nguồn city chưa nạp xong lần nào.' }));
  expect(await reasons()).toEqual(never);
  expect(await p.rows(`select count(*) as n from indicator_absence a join indicator_set_member i on i.set_id = a.indicator_set_id where i.indicator = 'carried-over'`)).toEqual([{ n: 1 }]);
  expect(await p.rows(`select count(*) as n from indicator_value`)).toEqual([{ n: 0 }]);
  await p.give(JUNE);
  await p.loaded('2025-07-15 11:55');
  await p.publishAt('2025-07-15 12:05', { only: [parsePeriod('2025-06')] });
  expect(await reasons()).toEqual([]);
  expect(await p.value('carried-over', '2025-06', 'DB')).toMatchObject({ status: 'available', value: 0 });
  await p.bench.client.query(`update source_stream set loaded_through = null`);
  await p.publishAt('2025-07-15 12:10', { only: [parsePeriod('2025-06')] });
  expect((await reasons()).filter((r) => r.unit_code !== 'ONE')).toEqual(never);
  // Each unit has one answer for each indicator, at any time.
  expect(await p.rows(`select indicator, unit_code, count(*) from mart.indicator_value group by 1, 2, period_type, period_start having count(*) > 1`)).toEqual([]);
});

test('a unit that no source speaks of any more keeps no old value', async () => {
  await p.give(JUNE);
  await p.loaded('2025-07-15 11:55');
  await p.publishAt('2025-07-15 12:00', { only: [parsePeriod('2025-06')] });
  await p.bench.client.query('delete from dossier; ');
  await p.bench.client.query('delete from dossier_change; delete from measure_day');
  await p.publishAt('2025-07-15 12:05', { only: [parsePeriod('2025-06')] });
  expect(await p.value('on-time-resolution', '2025-06')).toBeUndefined();
});

test('as known on a day: the last edition of that day, for reader and owner alike', async () => {
  await publishOn('2025-07-01', 0);
  await publishOn('2025-07-03', 1);
  await publishOn('2025-07-03', 2);
  expect(await knownOn('2025-06-30')).toEqual([]);
  expect(await knownOn('2025-07-01')).toEqual([{ hits: 2, status: 'available', reason: null, edition: 1 }]);
  expect(await knownOn('2025-07-02')).toMatchObject([{ hits: 2 }]);
  expect(await knownOn('2025-07-03')).toMatchObject([{ hits: 0, edition: 3 }]);
  expect(await knownOn('2030-01-01')).toMatchObject([{ hits: 0 }]);
  expect(await knownOn('2025-07-01', 'index766-certified-copies')).toMatchObject([{ status: 'unavailable', reason: expect.stringContaining('cung cấp') }]);
  await p.bench.client.query('set role grafana_reader');
  expect(await knownOn('2025-07-01')).toMatchObject([{ hits: 2 }]);
  await p.bench.client.query('reset role');
});

describe('retention', () => {
  test('superseded versions go in small batches; month ends stay and are exact; the rest is said to be gone', async () => {
    await publishOn('2025-01-10', 0);
    await publishOn('2025-01-12', 1); // holds at the end of January
    await publishOn('2025-02-05', 2);
    await publishOn('2025-02-06', 0); // holds today
    let removed = 0;
    for (let batch = 0; batch < 50; batch++) removed += await pruneHistory(p.bench.client, 90, 2);
    expect(removed).toBeGreaterThan(0);
    expect(await knownOn('2025-01-11')).toEqual([{ hits: null, status: 'unavailable', reason: 'Không còn lưu số liệu đã biết vào ngày 11/01/2025.', edition: 1 }]);
    expect(await knownOn('2025-01-31')).toMatchObject([{ hits: 1 }]);
    expect(await knownOn('2025-02-04')).toMatchObject([{ hits: 1 }]);
    expect(await knownOn('2025-02-05')).toMatchObject([{ status: 'unavailable', reason: expect.stringContaining('Không còn lưu') }]);
    expect(await knownOn('2025-02-06')).toMatchObject([{ hits: 2 }]);
    expect(await knownOn('2025-01-01')).toEqual([]); // before the first edition: not there, which is known
    expect(await pruneHistory(p.bench.client, 90, 2)).toBe(0); // what is kept is not looked at again
  });

  test('what is younger stays; of old editions the last of each day', async () => {
    await publishOn('2025-01-10', 0);
    await publishOn('2025-01-10', 1);
    await publishOn('2025-01-11', 2);
    expect(await pruneHistory(p.bench.client, 3650)).toBe(0);
    expect(await knownOn('2025-01-10')).toMatchObject([{ hits: 1 }]);
    await pruneHistory(p.bench.client, 90);
    expect((await p.rows('select number from edition order by 1')).map((e) => e.number)).toEqual([2, 3]);
  });

  test('every version of a closed period stays', async () => {
    await publishOn('2025-01-10', 0);
    await publishOn('2025-01-12', 1);
    await publishOn('2025-01-13', 2);
    await p.listed('2025-06-01', '2025-06-30');
    await closePeriod(p.bench.pool, KEEPING, at('2025-07-15 12:05'), parsePeriod('2025-06'), 'A');
    expect(await pruneHistory(p.bench.client, 90)).toBe(0);
    expect(await knownOn('2025-01-10')).toMatchObject([{ hits: 2 }]);
    expect(await knownOn('2025-01-12')).toMatchObject([{ hits: 1 }]);
  });
});

test('corrections of a closed period outlast the editions that brought them', async () => {
  await publishOn('2025-07-08', 0);
  await publishOn('2025-07-10', 1);
  await publishOn('2025-07-10', 2);
  await publishOn('2025-07-10', 0);
  await p.listed('2025-06-01', '2025-06-30');
  await closePeriod(p.bench.pool, KEEPING, at('2025-07-15 12:05'), parsePeriod('2025-06'), 'A');
  const corrections = async () => p.rows(`select indicator, unit_code, old_hits, new_hits, (corrected_at at time zone 'Asia/Ho_Chi_Minh')::date::text as day from mart.correction where period_type = 'month' and period_start = '2025-06-01' order by 1, 2, edition`);
  const before = await corrections();
  expect(new Set(before.map((row) => row.day))).toEqual(new Set(['2025-07-10']));
  await pruneHistory(p.bench.client, 90);
  expect((await p.rows('select number from edition where number in (2, 3)'))).toEqual([]); // they are gone
  expect(await corrections()).toEqual(before);
});

describe('what was shown at the end of no day', () => {
  const pointer = async () => (await p.rows('select edition from history_thinned'))[0]!.edition;
  const pointTo = (edition: number) => p.bench.client.query('update history_thinned set edition = $1', [edition]);
  /** June as it runs and when it is over, with a source that is silent for one edition; nothing is thinned yet. */
  async function aMonth(): Promise<void> {
    await pointTo(1_000_000);
    await publishOn('2025-06-10', 0);
    await publishOn('2025-06-10', 1);
    await p.bench.client.query('update source_stream set loaded_through = null');
    const { edition } = await p.publishAt('2025-07-15 12:00', { only: [parsePeriod('2025-06')] }, KEEPING);
    await p.bench.client.query(`update edition set published_at = '2025-06-10 12:00:00+07' where number = $1`, [edition]);
    await publishOn('2025-06-10', 2); // 4, the last of its day
    await publishOn('2025-06-11', 1);
    await publishOn('2025-06-11', 0); // 6
    await publishOn('2025-07-02', 1); // the month is over
    await publishOn('2025-07-02', 2);
    await publishOn('2025-07-02', 0);
    await pointTo(0);
  }
  const versions = async (table = 'indicator_value') => (await p.rows(`select edition_from, edition_to from ${table} where indicator = 'on-time-resolution' and unit_id = $1 order by 1`, [p.unit.DA])).map((v) => `${v.edition_from}–${v.edition_to ?? ''}`);
  const absences = async (table = 'indicator_absence') => p.rows(`select id, edition_from, edition_to from ${table} order by id`);
  const days = Array.from({ length: 26 }, (_, i) => new Date(Date.UTC(2025, 5, 9 + i)).toISOString().slice(0, 10));
  const known = async () => { const all = []; for (const day of days) all.push(await p.rows('select * from mart.indicator_value_as_known($1::date) order by unit_code, indicator', [day])); return all; };
  const corrections = () => p.rows('select * from mart.correction order by edition, indicator, unit_code');

  test('goes when the period was still running; what was known on any day, and every correction, stay as they were', async () => {
    await aMonth();
    await p.bench.client.query('insert into map_value select * from indicator_value; insert into map_absence overriding system value select * from indicator_absence');
    const before = { known: await known(), corrections: await corrections() };
    expect(new Set(before.corrections.map((c) => c.edition))).toEqual(new Set([8, 9]));
    expect(await versions()).toEqual(['1–2', '2–3', '4–5', '5–6', '6–7', '7–8', '8–9', '9–']);
    expect((await absences()).filter((a) => a.edition_from === 3 && a.edition_to === 4).length).toBeGreaterThan(0);
    expect(await thinHistory(p.bench.client)).toBeGreaterThan(0);
    for (const table of ['indicator_value', 'map_value']) expect(await versions(table)).toEqual(['4–5', '6–7', '7–8', '8–9', '9–']);
    expect((await absences()).filter((a) => a.edition_from === 3 && a.edition_to === 4)).toEqual([]);
    expect(await absences('map_absence')).toEqual(await absences());
    expect({ known: await known(), corrections: await corrections() }).toEqual(before);
    expect(await p.rows('select count(*) as n from history_gap')).toEqual([{ n: 0 }]);
    expect(await p.rows('select count(*) as n from unit_set s where not exists (select from indicator_absence a where a.unit_set_id = s.id)')).toEqual([{ n: 0 }]);
    expect([await thinHistory(p.bench.client), await pointer()]).toEqual([0, 9]); // each edition is looked at once
  });

  test('a month that is closed later keeps the ends of its days and everything since it was over', async () => {
    await aMonth();
    await thinHistory(p.bench.client);
    const before = { known: await known(), corrections: await corrections() };
    await p.listed('2025-06-01', '2025-06-30');
    await closePeriod(p.bench.pool, KEEPING, at('2025-07-15 12:05'), parsePeriod('2025-06'), 'A');
    await thinHistory(p.bench.client);
    expect(await corrections()).toEqual(before.corrections);
    expect(await pruneHistory(p.bench.client, 90)).toBe(0);
    expect(await versions()).toEqual(['4–5', '6–7', '7–8', '8–9', '9–']);
    const ofAnyEdition = (all: Record<string, unknown>[][]) => all.map((rows) => rows.map((row) => ({ ...row, edition: null })));
    expect(ofAnyEdition(await known())).toEqual(ofAnyEdition(before.known));
  });

  test('not before two days; a few editions and versions at a time', async () => {
    await aMonth();
    await p.bench.client.query(`update edition set published_at = now() - interval '47 hours' where number >= 6`);
    expect(await thinHistory(p.bench.client, 2)).toBeGreaterThan(0);
    expect([await pointer(), (await versions())[0]]).toEqual([2, '2–3']);
    expect(await thinHistory(p.bench.client, 1, 1)).toBe(2); // a value and an absence
    expect(await pointer()).toBe(2); // more of edition 3 is left
    let calls = 0;
    for (; (await pointer()) !== 5 && calls < 1000; calls++) expect(await thinHistory(p.bench.client, 20, 1)).toBeLessThanOrEqual(4);
    expect(calls).toBeGreaterThan(10);
    expect([await thinHistory(p.bench.client), await pointer()]).toEqual([0, 5]);
    expect(await versions()).toEqual(['4–5', '5–6', '6–7', '7–8', '8–9', '9–']);
  });

  test('a clock that went back ends no day twice', async () => {
    await aMonth();
    await p.bench.client.query(`update edition set published_at = '2025-06-11 00:00:01+07' where number = 2`); // 1 and 3 are of the day before
    await thinHistory(p.bench.client);
    expect((await versions()).slice(0, 3)).toEqual(['1–2', '2–3', '4–5']);
  });

  test('reads the versions of the editions that it looks at, not the table', async () => {
    await aMonth();
    await p.bench.client.query(
      `insert into indicator_value (indicator, unit_id, period_type, period_start, hits, status, version, basis, edition_from, edition_to)
       select 'received', $1, 'day', date '1990-01-01' + i, 1, 'available', '1', 'dossiers', 100 + i, 101 + i from generate_series(1, 30000) i`, [p.unit.DA]);
    await p.bench.client.query('analyze indicator_value');
    const reads = async () => {
      await p.bench.client.query('select pg_stat_force_next_flush()');
      return (await p.rows(`select seq_scan from pg_stat_user_tables where relname = 'indicator_value'`))[0]!.seq_scan;
    };
    const before = await reads();
    expect(await thinHistory(p.bench.client)).toBeGreaterThan(0);
    expect(await reads()).toBe(before);
  });
});

test('a day older than those kept is not shown as it once was', async () => {
  await p.give(JUNE);
  await p.loaded('2025-06-30 11:55');
  await p.publishAt('2025-06-30 12:00', { everything: true });
  expect(await p.value('carried-over', '2025-06-09')).toMatchObject({ status: 'available' });
  await p.loaded('2025-08-30 11:55');
  await p.publishAt('2025-08-30 12:00');
  expect(await p.value('carried-over', '2025-06-09')).toBeUndefined(); // computed when asked for
  expect(await p.value('carried-over', '2025-08-20')).toMatchObject({ status: 'available' });
});

test('standings come with the edition: target, light, place, place before; they follow a changed target and nothing else', async () => {
  const ten = (unit: number, late: number, month: string): Given[] => Array.from({ length: 10 }, (_, i) => ({ code: `${unit}-${month}-${i}`, resolving: unit, received: `${month}-02 08:00`, due: `${month}-10 17:00`, ended: i < late ? `${month}-15 10:00` : `${month}-09 10:00` }));
  await p.give([...ten(p.unit.DA, 1, '2025-05'), ...ten(p.unit.DB, 3, '2025-05'), ...ten(p.unit.DA, 2, '2025-06'), ...ten(p.unit.DB, 0, '2025-06')]);
  await p.loaded('2025-07-15 11:55');
  const targets = (value: number) => ({ ...SETTINGS, targets: targetsFile.parse({ targets: [{ indicator: 'on-time-resolution', year: 2025, value, document: 'QĐ 1' }] }) });
  await p.publishAt('2025-07-15 12:00', { everything: true }, targets(0.95));
  const june = () => p.rows(`select unit_code, target, light, rank, rank_of, rank_before, places_gained from mart.standing where indicator = 'on-time-resolution' and period_type = 'month' and period_start = '2025-06-01' and unit_code <> 'ONE' order by 1`);
  expect(await june()).toEqual([
    { unit_code: 'DA', target: 0.95, light: 'missed', rank: 2, rank_of: 2, rank_before: 1, places_gained: -1 },
    { unit_code: 'DB', target: 0.95, light: 'reached', rank: 1, rank_of: 2, rank_before: 2, places_gained: 1 },
    { unit_code: 'P', target: 0.95, light: 'near', rank: null, rank_of: null, rank_before: null, places_gained: null }]);
  const edition = async () => (await p.rows('select max(edition) as n from standing'))[0]!.n;
  const before = await edition();
  expect((await p.publishAt('2025-07-15 12:00', { everything: true }, targets(0.95))).changes).toBe(0);
  expect(await edition()).toBe(before);
  await p.publishAt('2025-07-15 12:05', {}, targets(0.8));
  expect((await june()).map((s) => s.light)).toEqual(['reached', 'reached', 'reached']);
});
