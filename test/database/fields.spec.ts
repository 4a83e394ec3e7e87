/** Counters of fields and procedures: equal to a recount after any history, and the same figures as those of units. */
import type { Client } from 'pg';
import { valuesByField, type FieldValues } from '../../src/compute/values/field-values';
import { coverageOfSources, type ComputeSettings } from '../../src/compute/measures/measuring';
import { valuesOfPeriod } from '../../src/compute/editions/publish';
import { loadCalendar } from '../../src/compute/calendar';
import { foldMeasures } from '../../src/store/facts/measures';
import type { DossierRow } from '../../src/store/facts/dossier-encoder';
import { openClient } from '../../src/store/database';
import { fieldScope } from '../../src/store/facts/read-fields';
import { writeOpenDossiers } from '../../src/store/editions/open-dossiers';
import { openRegistry } from '../../src/store/units/registry';
import { beginFirstLoad, moveCheckpoint, noteAttempt } from '../../src/store/sources/sources';
import { parsePeriod } from '../../src/vocabulary';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { ALL_FIELDS, addSource, addUnits, at, dossier, load, measureDifferences } from '../support/dossiers';
import { generator, randomGiven } from '../support/random-dossiers';

let database: TestDatabase;
let client: Client;
let unit: Record<'P' | 'DA' | 'DB', number>;
let sourceId: number;
let procedures: (number | undefined)[];
const NOW = at('2025-07-15 12:00');
const FIELDS = [...ALL_FIELDS, 'supplementAt', 'supplementCount', 'secondSupplementAt'];
const settings = (onTimeBy: 'date' | 'instant'): ComputeSettings => ({ provinceCode: 'P', onTimeBy, dueSoonWorkingDays: 3, calendar: loadCalendar([]) });

beforeAll(async () => {
  database = await createTestDatabase();
  client = await openClient(database.url, 'test');
  unit = await addUnits(client, ['P', 'DA', 'DB']);
  sourceId = await addSource(client, 'city', { fields: FIELDS });
  await moveCheckpoint(client, sourceId, 'dossiers', NOW);
  const registry = await openRegistry(client, sourceId);
  await registry.addProcedures([['land-1', 'DD', 'Đất đai'], ['land-2', 'DD', 'Đất đai'], ['birth', 'HT', 'Hộ tịch'], ['stray', null, null]].map(([code, fieldCode, fieldName]) => ({ code: code!, name: `Thủ tục ${code}`, fieldCode: fieldCode!, fieldName: fieldName! })));
  procedures = [...['land-1', 'land-2', 'birth', 'stray'].map((code) => registry.procedure(code)), undefined];
});
afterAll(async () => {
  await client.end();
  await database.drop();
});
afterEach(async () => { await client.query('delete from dossier'); });

const randomDossier = (random: () => number, code: string): DossierRow => dossier(randomGiven(random, code, [unit.DA, unit.DB], procedures));

test.each([1, 2, 3])('random histories leave what a recount finds (%i)', async (seed) => {
  const random = generator(seed);
  for (let round = 0; round < 8; round += 1) {
    await load(client, sourceId, Array.from({ length: 80 }, () => randomDossier(random, `r${Math.floor(random() * 120)}`)), round);
    if (round % 3 === 1) await client.query(`update dossier set deleted_at = case when deleted_at is null then now() end where abs(hashtext(code)) % 7 = $1`, [round]);
    if (round % 3 === 2) await client.query(`delete from dossier where abs(hashtext(code)) % 11 = $1`, [round]);
    expect(await measureDifferences(client)).toEqual([]);
  }
});

describe.each(['date', 'instant'] as const)('by %s', (by) => {
  const ask = async (scope: { by: 'field' | 'procedure'; unit: string; code?: string }, period: string): Promise<FieldValues[]> =>
    valuesByField(client, await fieldScope(client, scope.by, scope.unit, 'P', scope.code), parsePeriod(period), NOW, settings(by), await coverageOfSources(client));

  test('fields add up to their unit, procedures to the province, in running and closed months, quarter and year', async () => {
    const random = generator(7);
    await load(client, sourceId, Array.from({ length: 400 }, (_, i) => randomDossier(random, `s${i}`)));
    const sources = await coverageOfSources(client);
    for (const period of ['2025-05', '2025-06', '2025-07', '2025-Q2', '2025-Q3', '2025', '2025-07-YTD']) {
      const whole = await valuesOfPeriod(client, parsePeriod(period), NOW, settings(by), sources, unit.P);
      for (const scope of [{ by: 'field', unit: 'DA' }, { by: 'field', unit: 'DB' }, { by: 'field', unit: 'P' }, { by: 'procedure', unit: 'P' }] as const) {
        const parts = await ask(scope, period);
        for (const indicator of ['on-time-resolution', 'index766-progress', 'open-overdue', 'carried-over', 'average-processing-time', 'repeated-supplement', 'due-soon']) {
          const all = whole.find((v) => v.indicator === indicator && v.unitId === unit[scope.unit])!;
          const values = parts.map((p) => p.values.find((v) => v.indicator === indicator)!);
          const sum = (key: 'hits' | 'total') => (all[key] === null ? null : values.reduce((n, v) => n + (v[key] ?? 0), 0));
          expect({ period, scope, indicator, hits: sum('hits'), total: sum('total') }).toEqual({ period, scope, indicator, hits: all.hits, total: all.total });
        }
      }
    }
  });
});

test('an answer that a source dates ahead has not come yet, for fields as for units', async () => {
  const asked = { procedureId: procedures[0], received: '2025-07-01', supplement: '2025-07-05', pauses: [['2025-07-05', '2025-07-20']] as [string, string][] };
  await load(client, sourceId, [{ code: '1', due: '2025-07-10' }, { code: '2', limit: '2025-07-10' }].map((row) => dossier({ ...asked, ...row }, { receiving: unit.DA, resolving: unit.DA })));
  const sources = await coverageOfSources(client);
  const progress = (values: FieldValues['values']) => values.filter((v) => v.indicator === 'index766-progress').map(({ hits, total }) => ({ hits, total }));
  expect(progress((await valuesOfPeriod(client, parsePeriod('2025-07'), NOW, settings('date'), sources, unit.P)).filter((v) => v.unitId === unit.DA))).toEqual([{ hits: 2, total: 2 }]);
  expect(progress((await valuesByField(client, await fieldScope(client, 'field', 'DA', 'P', 'DD'), parsePeriod('2025-07'), NOW, settings('date'), sources))[0]!.values)).toEqual([{ hits: 2, total: 2 }]);
});

test('a field that a procedure is given later takes its dossiers along', async () => {
  await load(client, sourceId, [dossier({ code: '1', procedureId: procedures[3], received: '2025-06-02', due: '2025-06-09', ended: '2025-06-12' }, { receiving: unit.DA, resolving: unit.DA })]);
  const fields = async () => {
    await foldMeasures(client);
    return (await client.query<{ code: string }>(`select field_code as code from mart.measure_field where unit_code = 'DA' and accepted > 0`)).rows.map((row) => row.code);
  };
  expect(await fields()).toEqual(['?']);
  // One more of it that is not counted yet.
  await load(client, sourceId, [dossier({ code: '2', procedureId: procedures[3], received: '2025-06-03' }, { receiving: unit.DA, resolving: unit.DA })]);
  await client.query(`update procedure set field_code = 'MT', field_name = 'Môi trường' where code = 'stray'`);
  expect(await fields()).toEqual(['MT']);
  expect(await measureDifferences(client)).toEqual([]);
  await client.query(`update procedure set field_code = null, field_name = null where code = 'stray'`);
  expect(await measureDifferences(client)).toEqual([]);
});

test('a source that speaks for a time only is counted again by field too', async () => {
  await load(client, sourceId, ['2025-05-02', '2025-07-02'].map((received, i) => dossier({ code: `${i}`, procedureId: procedures[0], received }, { receiving: unit.DA, resolving: unit.DA })));
  await client.query(`update source set active_from = '2025-07-01' where id = $1`, [sourceId]);
  await client.query('select recount_measures($1)', [sourceId]);
  expect((await client.query(`select month::text, received from mart.measure_procedure`)).rows).toEqual([{ month: '2025-07-01', received: 1 }]);
  expect(await measureDifferences(client)).toEqual([]);
  await client.query(`update source set active_from = null where id = $1`, [sourceId]);
  await client.query('select recount_measures($1)', [sourceId]);
  expect(await measureDifferences(client)).toEqual([]);
});

test('a field without dossiers is a zero of the sources that speak; what fields cannot say is said', async () => {
  await load(client, sourceId, [dossier({ code: '1', procedureId: procedures[0], received: '2025-07-02', ended: '2025-07-03', due: '2025-07-09' }, { receiving: unit.DA, resolving: unit.DA })]);
  const sources = await coverageOfSources(client);
  const values = async (code: string, period = '2025-07') => (await valuesByField(client, await fieldScope(client, 'field', 'P', 'P', code), parsePeriod(period), NOW, settings('date'), sources))[0]!.values;
  expect((await values('HT')).find((v) => v.indicator === 'on-time-resolution')).toMatchObject({ status: 'available', hits: 0, total: 0, value: null });
  expect((await values('DD')).find((v) => v.indicator === 'on-time-resolution')).toMatchObject({ hits: 1, total: 1, value: 1 });
  expect((await values('DD')).find((v) => v.indicator === 'average-processing-time')).toMatchObject({ status: 'unavailable', reason: expect.stringContaining('thời gian làm việc') });
  expect((await values('DD', '2025-08'))[0]).toMatchObject({ status: 'unavailable', reason: 'Kỳ báo cáo chưa bắt đầu.' });
  await expect(values('DD', '2025-07-02')).rejects.toThrow('chỉ có theo tháng');
  await expect(fieldScope(client, 'field', 'P', 'P', 'XX')).rejects.toThrow('Không có lĩnh vực "XX"');
  await expect(fieldScope(client, 'procedure', 'DA', 'P')).rejects.toThrow('chỉ có cho toàn tỉnh');
});

test('the mean time of a procedure is told in the unit of its own limit (766 – 2.2)', async () => {
  const row = (code: string, procedure: number) => ({ ...dossier({ code, procedureId: procedures[procedure], received: '2025-07-02', due: '2025-07-09', ended: '2025-07-03' }, { receiving: unit.DA, resolving: unit.DA }), workingMinutes: 720 });
  await client.query(`update source_stream set layout = jsonb_set(layout::jsonb, '{fields}', $1::jsonb)::text`, [JSON.stringify([...FIELDS, 'workingMinutes', 'pauses'])]);
  await load(client, sourceId, [row('1', 0), row('2', 1), row('3', 2), row('4', 3)]);
  const timeLimits = (code: string) => ({ 'land-1': [{ amount: 30, unit: 'hour' as const }], 'land-2': [{ amount: 5, unit: 'working_day' as const }, { amount: 3, unit: 'working_day' as const }], birth: [{ amount: 10, unit: 'calendar_day' as const }] })[code] ?? [];
  const values = await valuesByField(client, await fieldScope(client, 'procedure', 'P', 'P'), parsePeriod('2025-07'), NOW, { ...settings('date'), timeLimits }, await coverageOfSources(client));
  expect(Object.fromEntries(values.map((f) => [f.code, f.values.find((v) => v.indicator === 'average-processing-time')]).map(([code, v]) => [code, v && typeof v === 'object' ? [v.value, v.unitOfMeasure?.vi, v.reason] : v]))).toEqual({
    'land-1': [12, 'giờ làm việc', null], 'land-2': [1.5, 'ngày làm việc', null], birth: [1.5, 'ngày làm việc (thời hạn của thủ tục tính theo ngày lịch hoặc tháng)', null], stray: [1.5, 'ngày làm việc (chưa khai thời hạn của thủ tục)', null],
  });
});

test('open dossiers are those of the last count: by procedure, by unit and due bucket, and none that has not come', async () => {
  await load(client, sourceId, [
    dossier({ code: '1', procedureId: procedures[0], received: '2025-07-02', due: '2025-07-09' }, { receiving: unit.DA, resolving: unit.DA }), // overdue
    dossier({ code: '2', procedureId: procedures[1], received: '2025-07-02' }, { receiving: unit.DA, resolving: unit.DA }), // undated
    dossier({ code: '3', procedureId: procedures[1], received: '2025-07-02', ended: '2025-07-03' }, { receiving: unit.DA, resolving: unit.DA }), // over
    dossier({ code: '4', procedureId: procedures[1], received: '2025-07-14', due: '2025-07-18' }, { receiving: unit.DB, resolving: unit.DB }), // due soon
    dossier({ code: '5', procedureId: procedures[1], received: '2025-07-16', due: '2025-07-18' }, { receiving: unit.DB, resolving: unit.DB }), // dated after today
  ]);
  const procedure = async () => (await client.query(`select unit_code || ' ' || procedure_code as of, open, overdue, undated, due_soon from mart.dossier_open_procedure order by 1`)).rows;
  const days = async () => (await client.query(`select unit_code, bucket, dossiers from mart.dossier_open order by unit_code, bucket_order`)).rows;
  await writeOpenDossiers(client, '2025-07-15');
  const first = [
    { of: 'DA land-1', open: 1, overdue: 1, undated: 0, due_soon: 0 }, { of: 'DA land-2', open: 1, overdue: 0, undated: 1, due_soon: 0 }, { of: 'DB land-2', open: 1, overdue: 0, undated: 0, due_soon: 1 }];
  expect(await procedure()).toEqual(first);
  await foldMeasures(client);
  const overdue = (await valuesOfPeriod(client, parsePeriod('2025-07'), NOW, settings('date'), await coverageOfSources(client), unit.P)).filter((v) => v.indicator === 'open-overdue' && v.status === 'available');
  expect(overdue.map((v) => [v.unitId, v.hits])).toEqual(expect.arrayContaining([[unit.P, 1], [unit.DA, 1], [unit.DB, 0]])); // the same dossiers as the indicator
  expect(await days()).toEqual([{ unit_code: 'DA', bucket: 'late_1_10', dossiers: 1 }, { unit_code: 'DA', bucket: 'undated', dossiers: 1 }, { unit_code: 'DB', bucket: 'due_1_3', dossiers: 1 }]);

  await load(client, sourceId, [dossier({ code: '1', procedureId: procedures[0], received: '2025-07-02', ended: '2025-07-15', due: '2025-07-09' }, { receiving: unit.DA, resolving: unit.DA })]);
  expect(await procedure()).toEqual(first); // with the edition, not between two
  const rowsOf = async () => (await client.query(`select unit_id, xmin::text from open_dossier_due where unit_id = $1`, [unit.DB])).rows;
  const untouched = await rowsOf();
  await writeOpenDossiers(client, '2025-07-15');
  expect(await procedure()).toEqual(first.slice(1));
  expect(await rowsOf()).toEqual(untouched);
  await writeOpenDossiers(client, '2025-07-20');
  const last = [first[1], { of: 'DB land-2', open: 2, overdue: 2, undated: 0, due_soon: 0 }];
  expect(await procedure()).toEqual(last);

  const other = await addSource(client, 'second', { fields: FIELDS });
  await beginFirstLoad(client, other, 'dossiers');
  await moveCheckpoint(client, other, 'dossiers', NOW);
  await load(client, other, [dossier({ code: '1', procedureId: procedures[2], received: '2025-07-02', due: '2025-07-09' }, { receiving: unit.DA, resolving: unit.DA })]);
  await writeOpenDossiers(client, '2025-07-20');
  expect(await procedure()).toEqual(last); // the first load has not ended
  await noteAttempt(client, other, 'dossiers', null, 1, false);
  await writeOpenDossiers(client, '2025-07-20');
  expect(await procedure()).toEqual([{ of: 'DA birth', open: 1, overdue: 1, undated: 0, due_soon: 0 }, ...last]);
  await client.query('update source set enabled = false where id = $1', [other]);
});
