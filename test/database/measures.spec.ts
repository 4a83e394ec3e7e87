/** Measures of small tables, counted by hand. */
import type { Client } from 'pg';
import { periodMeasures, suppliesOf, type Rules, type SourceCoverage } from '../../src/compute/period-measures';
import { openClient } from '../../src/store/database';
import { parsePeriod, type Measure } from '../../src/vocabulary';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { ALL_FIELDS, addSource, addUnits, at, dossier, load, measureDifferences, type Given } from '../support/dossiers';

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
  coverage = [{ id: sourceId, key: 'city', start: null, loadedThrough: NOW, supplies: suppliesOf(new Set(ALL_FIELDS)) }];
});
afterAll(async () => {
  await client.end();
  await database.drop();
});
afterEach(async () => { await client.query(`delete from dossier_s${sourceId}`); });

const give = (rows: Given[]) => load(client, sourceId, rows.map((row) => dossier(row, { receiving: unit.ONE, resolving: unit.DA })));
async function measure(unitId: number, period: string, onTimeBy: Rules['onTimeBy'] = 'date', province: number | null = null): Promise<Partial<Record<Measure, number | null>>> {
  const rules: Rules = { onTimeBy, dueSoonDays: 3, dueSoonUntil: '2025-07-18' };
  const units = await periodMeasures(client, parsePeriod(period), NOW, rules, coverage, province);
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

  test('July by date', async () => {
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
