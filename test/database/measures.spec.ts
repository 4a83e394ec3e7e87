/** Measures of small tables, counted by hand. */
import type { Client } from 'pg';
import { periodMeasures, suppliesOf, type Rules, type SourceCoverage } from '../../src/compute/measures/period-measures';
import { valuesOf } from '../../src/compute/values/value';
import { indicators } from '../../src/indicators';
import { openClient } from '../../src/store/database';
import { loadStatistics } from '../../src/store/facts/statistics';
import { addDays, parsePeriod, type Measure } from '../../src/vocabulary';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { ALL_FIELDS, addSource, addUnits, at, dossier, load, measureDifferences, type Given } from '../support/dossiers';
import { generator, randomGiven } from '../support/random-dossiers';

let database: TestDatabase;
let client: Client;
let unit: Record<'ONE' | 'DA' | 'DB', number>;
let sourceId: number;
let coverage: SourceCoverage[];
const NOW = at('2025-07-15 12:00');

beforeAll(async () => {
  database = await createTestDatabase();
  client = await openClient(database.url, 'test');
  unit = await addUnits(client, ['ONE', 'DA', 'DB']);
  sourceId = await addSource(client, 'city');
  coverage = [{ enabled: true, id: sourceId, key: 'city', start: null, loadedThrough: NOW, supplies: suppliesOf(new Set(ALL_FIELDS)) }];
});
afterAll(async () => {
  await client.end();
  await database.drop();
});
afterEach(async () => { await client.query(`delete from dossier_s${sourceId}`); });

const give = (rows: Given[]) => load(client, sourceId, rows.map((row) => dossier(row, { receiving: unit.ONE, resolving: unit.DA })));
async function measure(unitId: number, period: string, onTimeBy: Rules['onTimeBy'] = 'date', province: number | null = null, index766OnTimeBy?: Rules['onTimeBy'], now = NOW): Promise<Partial<Record<Measure, number | null>>> {
  const rules: Rules = { onTimeBy, index766OnTimeBy, dueSoonDays: 3, dueSoonUntil: '2025-07-18' };
  const units = await periodMeasures(client, parsePeriod(period), now, rules, coverage, province);
  return units.find((u) => u.unitId === unitId)?.bases[0]?.measures ?? {};
}

const TABLE: () => Given[] = () => [
  { code: '01', received: '2025-06-30 23:59:59', due: '2025-07-05 17:00', ended: '2025-07-04 09:00', channel: 'online' }, // June's last second; early in July
  { code: '02', received: '2025-07-01 00:00', due: '2025-07-10 17:00', ended: '2025-07-10 17:00' }, // July's first moment; due exactly = end: on time
  { code: '03', received: '2025-07-02 08:00', due: '2025-07-10 11:00', ended: '2025-07-10 16:00' }, // same day, later hour: on time by date, late by instant
  { code: '04', received: '2025-07-03 08:00', due: '2025-07-11 17:00', ended: '2025-07-12 00:00' }, // midnight after the due day: late
  { code: '05', received: '2025-07-03 08:00', ended: '2025-07-08 08:00' }, // no due date: not judged
  { code: '06', received: '2025-07-04 08:00', channel: 'postal' }, // open, no due date
  { code: '07', received: '2025-07-04 08:00', due: '2025-07-15 17:00' }, // due today, later
  { code: '08', received: '2025-07-04 08:00', due: '2025-07-15 08:00' }, // due today, the hour has passed: late by instant only
  { code: '09', received: '2025-07-05 08:00', due: '2025-07-10 17:00', status: 'supplement', supplement: '2025-07-09 10:00' }, // waits since before the due date
  { code: '10', received: '2025-07-05 08:00', due: '2025-07-11 17:00', status: 'supplement', supplement: '2025-07-12 10:00' }, // asked after the due date: late
  { code: '11', received: '2025-07-06 08:00', due: '2025-07-07 17:00', status: 'refused' }, // not counted
  { code: '12', received: null, status: 'registered' }, // not counted
  { code: '13', received: '2025-06-10 08:00', due: '2025-06-20 17:00', resolving: unit.DB }, // late, carried over
  { code: '14', received: '2025-07-07 08:00', due: '2025-07-08 17:00' }, // gone from the source: tombstone below
  { code: '15', received: '2025-06-10 08:00', due: '2025-06-15 17:00', ended: '2025-06-12 08:00', returned: '2025-07-01 00:00', returnChannel: 'postal', resolving: unit.DB }, // handed over in July
  { code: '16', received: '2025-06-20 08:00', due: '2025-06-30 17:00', ended: '2025-07-01 09:00', resolving: unit.DB }, // over the end of June
];

describe('a table of sixteen dossiers', () => {
  beforeEach(async () => {
    await give(TABLE());
    await client.query(`update dossier set deleted_at = now() where code = '14'`);
  });

  test('[mode 24] index 766 may judge by the moment while the report judges by the day', async () => {
    const [byDate, byInstant] = [await measure(unit.DA, '2025-07'), await measure(unit.DA, '2025-07', 'instant')];
    const mixed = await measure(unit.DA, '2025-07', 'date', null, 'instant');
    expect(byDate.handledOnTime).not.toBe(byInstant.handledOnTime); // dossiers 03 and 08
    expect(mixed).toEqual({ ...byDate, handledOnTime: byInstant.handledOnTime });
  });

  test('[mode 25] July by date', async () => {
    expect(await measure(unit.DA, '2025-07')).toMatchObject({
      carriedOver: 1, accepted: 9, handled: 10, // 01 | 02 03 04 05 06 07 08 09 10
      resolved: 5, resolvedEarly: 1, resolvedOnTime: 3, resolvedLate: 1, resolvedUnjudged: 1, // 01 02 03 | 04 | 05
      inProgress: 5, inProgressLate: 2, inProgressUndated: 1, dueSoon: 1, // 06 07 08 09 10 | 09 10 | 06 | 07
      handledOnTime: 6, // 01 02 03 07 08 09
      processingMinutes: 4860 + 13_980 + 12_000 + 12_480 + 7200, // 01 02 03 04 05
      received: 0, returned: 0,
    });
    expect(await measure(unit.DB, '2025-07')).toMatchObject({ carriedOver: 2, accepted: 0, handled: 2, resolved: 1, resolvedLate: 1, inProgress: 1, inProgressLate: 1, handledOnTime: 0 }); // 13 16
    expect(await measure(unit.ONE, '2025-07')).toMatchObject({ received: 9, receivedOnline: 0, receivedCounter: 8, receivedPostal: 1, returned: 1, returnedPostal: 1, accepted: 0, handled: 0, inProgress: 0 });
  });

  test('July by instant', async () => {
    expect(await measure(unit.DA, '2025-07', 'instant')).toMatchObject({
      resolved: 5, resolvedOnTime: 2, resolvedLate: 2, // 01 02 | 03 04
      inProgressLate: 3, handledOnTime: 4, // 08 09 10 | 01 02 07 09
    });
  });

  test('June, closed: what was open and late on its last evening', async () => {
    expect(await measure(unit.DA, '2025-06')).toMatchObject({ carriedOver: 0, accepted: 1, handled: 1, resolved: 0, inProgress: 1, inProgressLate: 0, handledOnTime: 1 }); // 01
    expect(await measure(unit.DB, '2025-06')).toMatchObject({ accepted: 3, resolved: 1, resolvedEarly: 1, inProgress: 2, inProgressLate: 1, handledOnTime: 2 }); // 15 | 13 late, 16 until midnight
    expect(await measure(unit.DB, '2025-06', 'instant')).toMatchObject({ inProgress: 2, inProgressLate: 2, handledOnTime: 1 }); // 16 since 17:00
    expect(await measure(unit.ONE, '2025-06')).toMatchObject({ received: 4, receivedOnline: 1, receivedCounter: 3, returned: 0 });
    expect((await measure(unit.DA, '2025-06')).dueSoon).toBeUndefined(); // known for the present only
  });

  test('days meet at midnight, longer periods hold their months', async () => {
    expect(await measure(unit.DA, '2025-06-30')).toMatchObject({ accepted: 1 }); // 01
    expect(await measure(unit.DA, '2025-07-01')).toMatchObject({ carriedOver: 1, accepted: 1 }); // 01 | 02
    expect(await measure(unit.DA, '2025-Q3')).toMatchObject({ carriedOver: 1, accepted: 9, resolved: 5 });
    expect(await measure(unit.DA, '2025')).toMatchObject({ carriedOver: 0, accepted: 10, handled: 10, resolved: 5, inProgressLate: 2, handledOnTime: 6 });
    expect(await measure(unit.DB, '2025-Q2')).toMatchObject({ accepted: 3, resolved: 1, inProgress: 2 });
  });

  test('the province is the sum of its units', async () => {
    const [province] = Object.values(await addUnits(client, ['PROVINCE']));
    expect(await measure(province!, '2025-07', 'date', province)).toMatchObject({ carriedOver: 3, accepted: 9, handled: 12, resolved: 6, resolvedLate: 2, inProgress: 6, inProgressLate: 3, handledOnTime: 6, received: 9, returned: 1 });
  });

  test('the kept counters equal a recount', async () => expect(await measureDifferences(client)).toEqual([]));
});

describe('single cases', () => {
  test('due before its reception: late from the day it came, not before it was there', async () => {
    await give([{ code: '1', received: '2025-07-01 08:00', due: '2025-06-15 17:00' }, { code: '2', received: '2025-07-01 08:00', due: '2025-06-15 17:00', ended: '2025-07-02 08:00' }]); // open | ended late
    for (const rule of ['date', 'instant'] as const) {
      expect(await measure(unit.DA, '2025-06', rule)).toMatchObject({ handled: 0, inProgressLate: 0, handledOnTime: 0 });
      expect(await measure(unit.DA, '2025-07-01', rule)).toMatchObject({ accepted: 2, inProgress: 2, inProgressLate: 2, handledOnTime: 0 });
      expect(await measure(unit.DA, '2025-07', rule)).toMatchObject({ accepted: 2, resolvedLate: 1, inProgress: 1, inProgressLate: 1, handledOnTime: 0 });
    }
  });

  test('five thousand dossiers of two years closed on one day: the minutes do not overflow', async () => {
    await give(Array.from({ length: 5000 }, (_, i) => ({ code: `m${i}`, received: '2023-07-01 00:00', ended: '2025-07-01 00:00' })));
    expect((await measure(unit.DA, '2025-07')).processingMinutes).toBe(5000 * 731 * 1440);
    expect(await measureDifferences(client)).toEqual([]);
  });

  test('fees, flags and channels of the receiving unit', async () => {
    await give([
      { code: '1', received: '2025-07-01', fee: true, paid: true, channel: 'online', electronic: true, digitised: true }, // paid online
      { code: '2', received: '2025-07-01', fee: true, paid: false, channel: 'postal', electronic: false }, // paid at the counter
      { code: '3', received: '2025-07-01', fee: false, paid: true, channel: 'other' }, // no obligation: not counted
      { code: '4', received: '2025-07-01', channel: 'counter' }, // the source does not say
    ]);
    expect(await measure(unit.ONE, '2025-07')).toMatchObject({ received: 4, receivedOnline: 1, receivedCounter: 1, receivedPostal: 1, receivedOther: 1, feeDossiers: 2, feeDossiersPaidOnline: 1 });
    expect(await measure(unit.DA, '2025-07')).toMatchObject({ handled: 4, handledElectronicResult: 1, handledDigitised: 1, received: 0, feeDossiers: 0 });
  });

  test('an electronic result of a dossier that ended before the period does not count in it', async () => {
    await give([
      { code: '1', received: '2025-05-01', ended: '2025-06-20', electronic: true, digitised: true }, // ended in June
      { code: '2', received: '2025-06-01', ended: '2025-07-05', electronic: true }, // handled in June and July
      { code: '3', received: '2025-07-03', electronic: false, digitised: true }, // July
    ]);
    expect(await measure(unit.DA, '2025-06')).toMatchObject({ carriedOver: 1, handled: 2, handledElectronicResult: 2, handledDigitised: 1 });
    expect(await measure(unit.DA, '2025-07')).toMatchObject({ carriedOver: 1, handled: 2, handledElectronicResult: 1, handledDigitised: 1 });
  });
});

describe('changes', () => {
  const steps: [string, Given | null][] = [
    ['arrives', { code: 'x', received: '2025-07-02 08:00', due: '2025-07-09 17:00' }],
    ['is corrected to the month before', { code: 'x', received: '2025-06-30 08:00', due: '2025-07-07 17:00' }],
    ['moves to another unit', { code: 'x', received: '2025-06-30 08:00', due: '2025-07-07 17:00', resolving: 0 }],
    ['waits for a supplement', { code: 'x', received: '2025-06-30 08:00', due: '2025-07-07 17:00', status: 'supplement', supplement: '2025-07-03 08:00' }],
    ['ends', { code: 'x', received: '2025-06-30 08:00', due: '2025-07-07 17:00', ended: '2025-07-08 08:00' }],
    ['is handed over by post', { code: 'x', received: '2025-06-30 08:00', due: '2025-07-07 17:00', ended: '2025-07-08 08:00', returned: '2025-07-09 08:00', returnChannel: 'postal' }],
    ['is opened again without a due date', { code: 'x', received: '2025-06-30 08:00' }],
    ['turns out refused', { code: 'x', received: '2025-06-30 08:00', status: 'refused' }],
    ['loses its reception', { code: 'x', received: null, status: 'registered' }],
    ['is accepted after all', { code: 'x', received: '2025-07-10 08:00', due: '2025-07-20 17:00' }],
    ['goes', null],
  ];
  test.each(['one after the other', 'each from an empty table'])('a dossier arrives, moves, waits, ends, opens again, goes: %s', async (way) => {
    for (const [what, given] of steps) {
      if (way.startsWith('each')) await client.query(`delete from dossier_s${sourceId}`);
      if (given) await give([{ resolving: unit.DB, ...given }, { code: 'y', received: '2025-07-02 08:00', due: '2025-07-09 17:00' }]);
      else await client.query(`delete from dossier where code = 'x'`);
      expect({ what, differences: await measureDifferences(client) }).toEqual({ what, differences: [] });
    }
    expect(await measure(unit.DA, '2025-07')).toMatchObject({ accepted: way.startsWith('each') ? 0 : 1 });
  });

  test('statements on the partitioned table itself and moves between sources keep the counters', async () => {
    const other = await addSource(client, 'other');
    await give([{ code: '1', received: '2025-07-02', due: '2025-07-03' }, { code: '2', received: '2025-07-02', ended: '2025-07-04' }]);
    await client.query(`update dossier set resolving_unit_id = $1, due_at = due_at + interval '1 day' where code = '1'`, [unit.DB]);
    expect(await measureDifferences(client)).toEqual([]);
    await client.query(`update dossier set source_id = $1 where code = '2'`, [other]);
    expect(await measureDifferences(client)).toEqual([]);
    await client.query(`insert into dossier (source_id, code, receiving_unit_id, resolving_unit_id, channel, status, received_at, content_hash, run_id) values ($1, '3', 0, 0, 1, 4, now(), 0, 0), ($2, '3', 0, 0, 1, 4, now(), 0, 0)`, [sourceId, other]);
    expect(await measureDifferences(client)).toEqual([]);
    await client.query('delete from dossier');
    expect(await measureDifferences(client)).toEqual([]);
    expect((await client.query('select sum(accepted) + sum(received) + sum(resolved) as n from measure_day')).rows[0].n).toBe(0);
  });

  test('a failed statement and a rolled back load leave the counters alone', async () => {
    await give([{ code: '1', received: '2025-07-02' }]);
    await client.query('begin');
    await client.query(`update dossier set received_at = received_at - interval '1 month'`);
    await client.query('rollback');
    await expect(client.query(`insert into dossier_s${sourceId} select * from dossier_s${sourceId}`)).rejects.toThrow('duplicate key');
    expect(await measureDifferences(client)).toEqual([]);
  });
});

describe('writers at the same time', () => {
  test('three loads of three sources into the same units', async () => {
    const sources: number[] = [];
    for (const key of ['a', 'b', 'c']) sources.push(await addSource(client, `writer-${key}`));
    const writers = await Promise.all(sources.map(() => openClient(database.url, 'writer')));
    await Promise.all(sources.map(async (source, w) => {
      const random = generator(w + 1);
      for (let round = 0; round < 12; round += 1) {
        const rows = Array.from({ length: 60 }, () => dossier({
          code: `c${Math.floor(random() * 90)}`, receiving: unit.ONE, resolving: random() < 0.5 ? unit.DA : unit.DB, received: `2025-07-${String(1 + Math.floor(random() * 5)).padStart(2, '0')}`,
          due: random() < 0.8 ? `2025-07-0${1 + Math.floor(random() * 9)}` : null, ended: random() < 0.5 ? `2025-07-1${Math.floor(random() * 5)}` : null,
        }));
        await load(writers[w]!, source, rows, round);
      }
    }));
    await Promise.all(writers.map((w) => w.end()));
    expect(await measureDifferences(client)).toEqual([]);
    await client.query('delete from dossier where source_id = any($1)', [sources]);
    expect(await measureDifferences(client)).toEqual([]);
  });

  test('three writers of one source by plain statements, each in key order', async () => {
    await give(Array.from({ length: 90 }, (_, i) => ({ code: `p${i}`, received: '2025-07-02', due: '2025-07-05', resolving: i % 2 ? unit.DA : unit.DB })));
    const writers = await Promise.all([0, 1, 2].map(() => openClient(database.url, 'writer')));
    await Promise.all(writers.map(async (writer, w) => {
      const random = generator(w + 7);
      for (let round = 0; round < 20; round += 1) {
        const code = `p${Math.floor(random() * 30) * 3 + w}`;
        if (random() < 0.3) await writer.query('update dossier set ended_at = received_at + interval \'1 day\' where code = $1', [code]);
        else if (random() < 0.3) await writer.query('delete from dossier where code = $1', [code]);
        else await writer.query(`update dossier set resolving_unit_id = case resolving_unit_id when $1 then $2 else $1 end, received_at = received_at + interval '1 day' where code like 'p%' and right(code, 1)::int % 3 = $3`, [unit.DA, unit.DB, w]);
      }
    }));
    await Promise.all(writers.map((w) => w.end()));
    expect(await measureDifferences(client)).toEqual([]);
  });
});

describe('2.1: asked for supplements more than once and not finished is overdue', () => {
  const rows: Given[] = [
    { code: 's1', received: '2025-07-01 08:00', due: '2025-07-20 17:00', status: 'supplement', supplement: '2025-07-03 08:00', supplements: 1 }, // asked once: in time
    { code: 's2', received: '2025-07-01 08:00', due: '2025-07-20 17:00', status: 'inProcess', supplement: '2025-07-03 08:00', supplements: 2 }, // asked twice, open: overdue although within due
    { code: 's3', received: '2025-07-01 08:00', due: '2025-07-10 17:00', status: 'supplement', supplement: '2025-07-03 08:00', supplements: 2 }, // asked twice, past due: overdue, no longer excused
    { code: 's4', received: '2025-07-01 08:00', due: '2025-07-10 17:00', supplement: '2025-07-03 08:00', supplements: 3, ended: '2025-07-09 08:00' }, // finished: judged by its end
    { code: 's5', received: '2025-07-01 08:00', due: '2025-07-10 17:00', supplement: '2025-07-03 08:00', supplements: 2 }, // late by itself, not taken out twice
    { code: 's6', received: '2025-07-01 08:00', supplement: '2025-07-03 08:00', supplements: 2 }, // no due date: was never on time
  ];
  test.each(['date', 'instant'] as const)('by %s: 2 of 6', async (by) => {
    await give(rows);
    expect(await measure(unit.DA, '2025-07', by)).toMatchObject({ handled: 6, handledOnTime: 2 }); // s1, s4
    expect(await measure(unit.DA, '2025-06', by)).toMatchObject({ handled: 0, handledOnTime: 0 }); // not there yet
  });
});

describe('2.1: a supplement that was asked for in time and answered later', () => {
  const waited = (answered: string | null): Pick<Given, 'supplement' | 'pauses'> => ({ supplement: '2025-06-10 08:00', pauses: [['2025-06-10 08:00', answered]] });
  const rows: Given[] = [
    { code: 'a1', received: '2025-06-02', due: '2025-06-12 17:00', ...waited('2025-07-03 09:00') }, // waited over the end of June; open and late since
    { code: 'a2', received: '2025-06-02', due: '2025-06-12 17:00', ...waited('2025-07-03 09:00'), ended: '2025-07-09 10:00' }, // the same, and ended late
    { code: 'a3', received: '2025-06-02', due: '2025-06-12 17:00', ...waited('2025-06-30 23:59') }, // answered in June: late on its last evening
    { code: 'a4', received: '2025-06-02', due: '2025-06-12 17:00', ...waited('2025-07-01 00:00') }, // waited to the last moment of June
    { code: 'a5', received: '2025-06-02', due: '2025-06-10 07:00', ...waited('2025-07-03 09:00') }, // asked on the due day, an hour late: in time by date only
    { code: 'a6', received: '2025-06-02', due: '2025-06-09 17:00', ...waited('2025-07-03 09:00') }, // asked after the due day
    { code: 'a7', received: '2025-06-02', due: '2025-06-12 17:00', ...waited(null), ended: '2025-07-02 10:00', status: 'withdrawn' }, // never answered: waited until it ended
    { code: 'a8', received: '2025-06-02', due: '2025-06-12 17:00', supplement: '2025-06-10 08:00', supplements: 1 }, // nobody says when it was answered: late
    { code: 'a9', received: '2025-06-02', due: '2025-06-12 17:00', supplement: '2025-06-10 08:00', second: '2025-07-08 08:00', pauses: [['2025-06-10 08:00', '2025-07-03 09:00'], ['2025-07-08 08:00', null]], status: 'supplement' }, // asked again in July
    { code: 'b1', received: '2025-06-02', limit: '2025-06-12 17:00', ...waited('2025-07-03 09:00') }, // no date promised: the same by its limit
    { code: 'b2', received: '2025-06-02', limit: '2025-06-10 07:00', ...waited('2025-07-03 09:00') }, // asked an hour after the limit
  ];
  test.each([['date', 7], ['instant', 6]] as const)('by %s: %i of 11 at the end of June, whatever became of them', async (by, onTime) => {
    await give(rows);
    expect(await measure(unit.DA, '2025-06', by)).toMatchObject({ handled: 11, handledOnTime: onTime, inProgress: 11, inProgressLate: 9, handledUndatedOnTime: 1 }); // a1 a2 a4 a5 (by date) a7 a9 b1
    expect(await measure(unit.DA, '2025-07', by)).toMatchObject({ handled: 11, handledOnTime: 0, inProgressLate: 7 });
    expect(await measure(unit.DA, '2025-07-02', by)).toMatchObject({ handledOnTime: onTime - 2 }); // a4 is answered, a7 has ended late
    expect(await measureDifferences(client)).toEqual([]);
  });
});

describe('counters against the words of the law, dossier by dossier', () => {
  /** Index 766 – 2.1 and lateness of one dossier at the end of a period, written down as the law says it. */
  function judge(d: Given, start: string, end: string, by: Rules['onTimeBy']) {
    const day = (text: string) => text.slice(0, 10);
    const [received, ended, due, limit, asked] = [d.received!, d.ended ?? null, d.due ?? null, d.limit ?? null, d.supplement ?? null];
    const inTime = (moment: string, reference: string) => (by === 'date' ? day(moment) <= day(reference) : moment <= reference);
    const running = end === '2025-07-15';
    const finish = running ? '2025-07-15 12:00' : `${end} 24`; // the end of the reporting period is the end moment
    const handled = day(received) <= end && (ended === null || day(ended) >= start) && d.status !== 'refused';
    if (!handled) return null;
    // Waiting, the first request is the end moment. Where the source lists every request, its answer says how long; without one it waits as long as it is open. Else only of the present it is known.
    const listed = (d.pauses ?? []).length > 0 && d.pauses!.length >= (d.supplements ?? 1);
    const answered = listed ? d.pauses![0]![1] : null;
    const waiting = asked !== null && asked < finish && (answered !== null ? answered > finish : (ended === null && d.status === 'supplement') || (listed && (ended !== null || d.second !== undefined)));
    if (ended !== null && day(ended) <= end) {
      return { open: false, onTime: due !== null ? inTime(ended, due) : limit !== null && ended <= limit, late: due !== null && !inTime(ended, due) };
    }
    const overdue = due !== null && (due < received.slice(0, 10) ? true : by === 'date' ? day(due) < end : due < finish);
    // Asked again and not finished; where only the number of requests is stated, since the first one, in every period until it ends.
    if (d.second ? day(d.second) <= end : (d.supplements ?? 1) > 1 && asked !== null && asked < finish) return { open: true, onTime: false, late: overdue };
    const within = due !== null ? !overdue || (waiting && inTime(asked, due)) : limit !== null && (limit >= finish || (waiting && asked <= limit));
    return { open: true, onTime: within, late: overdue };
  }
  test.each([['date', 11], ['date', 12], ['instant', 13], ['instant', 14]] as const)('by %s, history %i: progress, open lateness, apologies in months, quarter and year', async (by, seed) => {
    const random = generator(seed);
    const rows = Array.from({ length: 300 }, (_, i) => ({ ...randomGiven(random, `w${i}`, [unit.ONE]), resolving: unit.DA }));
    await give(rows);
    const days = Array.from({ length: 45 }, (_, i) => addDays('2025-05-28', i)).map((day) => [day, day, day] as const);
    for (const [period, start, end] of [...days, ['2025-05', '2025-05-01', '2025-05-31'], ['2025-06', '2025-06-01', '2025-06-30'], ['2025-06-10', '2025-06-10', '2025-06-10'], ['2025-07', '2025-07-01', '2025-07-15'], ['2025-Q2', '2025-04-01', '2025-06-30'], ['2025', '2025-01-01', '2025-07-15']] as const) {
      const judged = rows.map((row) => ({ row, verdict: judge(row, start, end, by) })).filter((r) => r.verdict !== null).map((r) => ({ ...r.verdict!, apology: r.row.apology }));
      const n = (test: (j: (typeof judged)[number]) => boolean | undefined) => judged.filter(test).length;
      const { handled, handledOnTime, inProgressLate, lateApologised, resolvedLate } = await measure(unit.DA, period, by);
      expect({ period, handled, handledOnTime, inProgressLate, resolvedLate, lateApologised }).toEqual({
        period, handled: judged.length, handledOnTime: n((j) => j.onTime), inProgressLate: n((j) => j.open && j.late), resolvedLate: n((j) => !j.open && j.late), lateApologised: n((j) => j.late && j.apology),
      });
    }
    expect(await measureDifferences(client)).toEqual([]);
  });
});

/** A dossier as its source would have listed it at a moment; null: it was not there yet. */
function asListed(d: Given, moment: string): Given | null {
  const until = (time: string | null | undefined) => (time && time < moment ? time : null);
  if (!until(d.received)) return null;
  const pauses = (d.pauses ?? []).filter(([asked]) => until(asked)).map(([asked, answered]): [string, string | null] => [asked, until(answered)]);
  const ended = until(d.ended);
  const waits = pauses.some(([, answered]) => answered === null);
  return { ...d, ended, pauses, supplement: pauses[0]?.[0] ?? null, second: pauses[1]?.[0], supplements: pauses.length, status: ended ? 'done' : waits ? 'supplement' : 'inProcess' };
}
test.each([21, 22])('what was said at the end of a day is said of it for ever, where the source lists its requests and their answers (history %i)', async (seed) => {
  const random = generator(seed);
  const rows = Array.from({ length: 250 }, (_, i): Given => ({ ...randomGiven(random, `v${i}`, [unit.ONE]), resolving: unit.DA })).map((row): Given => {
    const open = (time: string) => !row.ended || time < row.ended; // nobody asks for a supplement of what is over
    const requests = [row.supplement ?? [], row.second ?? []].flat().filter(open);
    const days = () => addDays(row.supplement!.slice(0, 10), Math.floor(random() * 40));
    return { ...row, status: 'inProcess', pauses: requests.map((asked) => { const answered = `${days()} 10:00`; return [asked, random() < 0.2 ? null : answered < asked ? asked : answered]; }) };
  });
  const told = new Map<string, unknown>();
  const say = async (day: string, now: string) => Promise.all((['date', 'instant'] as const).map(async (by) => {
    const { handled, handledOnTime, handledUndatedOnTime, inProgressLate, resolvedLate } = await measure(unit.DA, day, by, null, undefined, at(now));
    return { by, handled, handledOnTime, handledUndatedOnTime, inProgressLate, resolvedLate };
  }));
  let excused = 0;
  for (let day = '2025-05-11'; day <= '2025-07-20'; day = addDays(day, 5)) {
    const next = `${addDays(day, 1)} 00:00`;
    await give(rows.flatMap((row) => asListed(row, next) ?? []));
    told.set(day, await say(day, next));
    excused += (await client.query<{ n: number }>(`select count(*)::int as n from dossier where ended_at is null and status = 5 and supplement_at <= due_at and due_at < $1`, [`${next}+07`])).rows[0]!.n;
    for (const before of told.keys()) expect({ of: before, on: next, said: await say(before, next) }).toEqual({ of: before, on: next, said: told.get(before) });
  }
  expect(excused).toBeGreaterThan(50);
  expect(await measureDifferences(client)).toEqual([]);
});

test('supplements asked again, presence of address and phone, appointments set again, reception outside the home unit, working time', async () => {
  const rows: Given[] = [
    { code: '1', received: '2025-07-01', supplement: '2025-07-02', second: '2025-07-03', contact: true, reappointments: 2, home: unit.ONE, ended: '2025-07-08', working: 1000 },
    { code: '2', received: '2025-07-01', supplement: '2025-07-02', contact: true, reappointments: 1, home: unit.DB, ended: '2025-07-09', working: 440 },
    { code: '3', received: '2025-07-01', contact: false, home: unit.DB, ended: '2025-07-09' }, // its working time cannot be said
  ];
  await give(rows);
  expect(await measure(unit.ONE, '2025-07')).toMatchObject({ received: 3, supplementRepeated: 1, contactComplete: 2, receivedNonTerritorial: 0, receivedAtCommunes: 0 }); // a department's territory is the province
  await client.query(`update unit set level = 'commune' where code = 'ONE'`);
  expect(await measure(unit.ONE, '2025-07')).toMatchObject({ received: 3, receivedNonTerritorial: 2, receivedAtCommunes: 3 });
  expect(await measure(unit.DA, '2025-07')).toMatchObject({ rescheduledTwice: 1, resolved: 3, resolvedTimed: 2, workingMinutes: 1440 });
  await give([{ code: '4', received: '2025-07-01', home: 0 }]); // a home that is none of ours, or misspelt: not known
  expect((await measure(unit.ONE, '2025-07')).receivedNonTerritorial).toBeUndefined();
  await client.query(`update unit set level = 'department' where code = 'ONE'`);
});

test('the province is the sum of its units only when all have the count; procedures are never added', async () => {
  const province = (await client.query<{ id: number }>(`insert into unit (code, name, level, origin) values ('PR', 'Tỉnh', 'province', 'test') returning id`)).rows[0]!.id;
  await client.query(`update unit set parent_id = $1 where code in ('DA', 'DB')`, [province]);
  const portal = await addSource(client, 'portal');
  const say = (unitId: number, values: Partial<Record<Measure, number>>) => loadStatistics(client, portal, 1, [{ unitId, period: parsePeriod('2025-03'), values, sourceTime: null }]);
  const provinceBasis = async () => (await periodMeasures(client, parsePeriod('2025-03'), NOW, { onTimeBy: 'date', dueSoonDays: 3, dueSoonUntil: '2025-07-18' }, [], province)).find((u) => u.unitId === province)!.bases.at(-1)!;
  await say(unit.DA, { feedback: 3, feedbackOnTime: 2, feeProcedures: 5 });
  const half = await provinceBasis();
  expect([half.name, half.measures.feedback, half.missing('feedback')]).toEqual(['statistics-sum:portal', undefined, 'Mới có 1 trên 2 đơn vị có số liệu "PAKN tiếp nhận".']);
  await say(unit.DB, { feedback: 4, feedbackOnTime: 4, feeProcedures: 5 });
  const whole = await provinceBasis();
  expect(whole.measures).toEqual({ feedback: 7, feedbackOnTime: 6 });
  expect(whole.missing('feeProcedures')).toContain('không cộng được');
});

test('766 – 1.2 exists for a province only: the transparency of a unit goes without it, that of the province waits for it', async () => {
  const province = (await client.query<{ id: number }>(`insert into unit (code, name, level, origin) values ('PQ', 'Tỉnh', 'province', 'test') returning id`)).rows[0]!.id;
  const portal = await addSource(client, 'portal-units');
  const values = { announcedOnTime: 3, announcedProcedures: 4, publicComplete: 8, publicProcedures: 10, dossiersSynced: 9, dossiersToSync: 10 } as Partial<Record<Measure, number>>;
  await loadStatistics(client, portal, 1, [unit.DA, province].map((unitId) => ({ unitId, period: parsePeriod('2025-02'), values, sourceTime: null })));
  const transparency = async (unitId: number) => {
    const units = await periodMeasures(client, parsePeriod('2025-02'), NOW, { onTimeBy: 'date', dueSoonDays: 3, dueSoonUntil: '2025-07-18' }, [], province);
    const found = valuesOf(indicators, units.find((u) => u.unitId === unitId)!.bases, 'không');
    return ['index766-published-on-time', 'index766-transparency'].map((id) => found.find((v) => v.indicator === id)!).map((v) => [v.status, v.score]);
  };
  expect(await transparency(unit.DA)).toEqual([['available', null], ['available', 11.5]]); // 4.5 + 1.6 + 5.4; at most 18 as before
  expect(await transparency(province)).toEqual([['unavailable', null], ['unavailable', null]]);
});
