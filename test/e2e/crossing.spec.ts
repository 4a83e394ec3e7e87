/**
 * A simulated province across 1 July 2025: districts and communes of two provinces end, 94 communes begin, what is open goes over. Read before and after the day,
 * its figures are the simulator's truth on both maps, and nothing is lost on the way.
 */
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Pool } from 'pg';
import { checkMeasures, publish } from '../../src/compute/editions/publish';
import { measuresOfSource } from '../../src/compute/measures/source-measures';
import { valuesOnMap } from '../../src/compute/maps/unit-map';
import type { OurMeasures } from '../../src/ingest/compare';
import { register, type Registered } from '../../src/ingest/registration';
import { runSource, type Job } from '../../src/ingest/runner';
import { projectRoot } from '../../src/platform/root';
import { ValuesController } from '../../src/serve/api/values.controller';
import { CONTEXT, type ServeContext } from '../../src/serve/tokens';
import { findFamily, sourceDefinition } from '../../src/sources';
import { openPool } from '../../src/store/database';
import { recordStocks, stockControls } from '../../src/store/units/unit-check';
import { parsePeriod, type MapMode } from '../../src/vocabulary';
import { BREAK } from '../../simulator/before';
import type { SimDossier } from '../../simulator/province';
import { startSimulators, type Simulators } from '../../simulator/start';
import { isMigrated, type Truth } from '../../simulator/truth';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { COMPUTE, PROVINCE } from '../support/river';

const FILES = ['da-nang.csv', 'quang-nam-da-nang-departments.yaml', 'da-nang-2025-06.yaml', 'viet-nam.json.gz'].map((name) => join(projectRoot(), 'config/units', name));
const JUNE = Date.parse('2025-06-01T00:00:00+07:00');
const [EVE, AFTER] = [Date.parse('2025-06-30T16:00:00+07:00'), Date.parse('2025-08-04T18:00:00+07:00')];

class Api {}
let database: TestDatabase;
let pool: Pool;
let s: Simulators;
let nest: INestApplication;
let sources: Registered[];
let now = EVE;
let truth: Truth;
/** Keys of the registry by the code that the source sends. */
let keys: Map<string, string>;
const run = async (id: string, job: Job = { kind: 'live' }) => (await runSource(sources.find((one) => one.definition.id === id)!, job, { databaseUrl: database.url, pool, clock: { now: () => now * 1000 } }))!.flatMap((o) => (o.failure ? [`${o.stream}: ${o.failure.text}`] : []));
const rows = async <T extends object>(sql: string, values: unknown[] = []) => (await pool.query<T>(sql, values)).rows;
/** What the sources hand over of the truth: the departments' system marks some as left over from an older one. */
const held = () => [...s.province.all(now)].filter((d) => !isMigrated({ index: d.index, unit: d.successor }));
const handledInJune = (d: SimDossier) => d.received < BREAK && (d.ended === 0 || d.ended >= JUNE);
const read = async (unit: string, mode: MapMode, indicator = 'index766-progress', period = '2025-06') => (await valuesOnMap(pool, unit, parsePeriod(period), mode, now * 1000, COMPUTE)).values.find((v) => v.indicator === indicator)!;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url);
  s = await startSimulators({ seed: 5610, dossiers: 2000, months: 2, firstDay: '2025-05-01', start: EVE, now: () => now, root: projectRoot(), perHour: 1, officeHours: true, exchange: { documentsPerDay: 1, tasks: 1, feedback: 1 } });
  const define = (family: string, id: string, given: object) => {
    const definition = sourceDefinition.parse(findFamily(family)!.define(id, findFamily(family)!.options.parse({ start: s.firstDay, pageSize: 2000, callsPerSecond: 5000, ...given })));
    return { ...definition, transport: { ...definition.transport, backoff: '1ms', maxWait: '1s' } };
  };
  sources = await register(pool, PROVINCE, FILES, [
    define('igate', 'xa', { baseUrl: s.igate.url, clientId: s.igate.clientId, clientSecret: s.igate.clientSecret }),
    define('tandan', 'so', { baseUrl: s.tandan.url, user: s.tandan.user, password: s.tandan.password }),
  ]);
  const failed: string[] = [];
  for (const at of [EVE, AFTER]) {
    now = at;
    for (const id of ['xa', 'so']) failed.push(...await run(id)); await recordStocks(pool);
  }
  expect(failed).toEqual([]);
  await publish(pool, COMPUTE, now * 1000, { only: ['2025-06', '2025-07'].map(parsePeriod) });
  truth = s.truth();
  keys = new Map((await rows<{ sent: string; key: string }>(`select c.code as sent, c.unit_code as key from mart.unit_code c where c.system = 'org' union all select code, code from mart.unit_all where code not in (select code from mart.unit_code where system = 'org')`)).map((row) => [row.sent, row.key]));
  const context: ServeContext = { pool, compute: COMPUTE, province: PROVINCE, language: 'vi', now: () => now * 1000 };
  nest = await NestFactory.create({ module: Api, controllers: [ValuesController], providers: [{ provide: CONTEXT, useValue: context }] }, { logger: false });
  await nest.listen(0, '127.0.0.1');
}, 300_000);
afterAll(async () => { await nest?.close(); await s.close(); await pool.end(); await database.drop(); });

test('each dossier stands with the unit that has it now and the one that received it, its promised date unchanged', async () => {
  const ours = new Map((await rows<{ code: string; receiving: string; resolving: string; due: Date | null }>('select d.code, r.code as receiving, u.code as resolving, d.due_at as due from dossier d join unit r on r.id = d.receiving_unit_id join unit u on u.id = d.resolving_unit_id')).map((row) => [row.code, row]));
  const all = held();
  expect(ours.size).toBe(all.length);
  expect(all.filter((d) => { const row = ours.get(d.code); return !row || row.resolving !== keys.get(d.unit.code) || row.receiving !== keys.get(d.receivingUnit.code) || (row.due?.getTime() ?? 0) !== d.due; }).map((d) => d.code)).toEqual([]);
  const over = all.filter((d) => d.moved > 0);
  expect(over.filter((d) => d.ended > 0 && d.unit !== d.receivingUnit).length).toBeGreaterThan(50); // resolved by the successor
  expect(await checkMeasures(pool)).toEqual([]);
});

test('as it was: former units have their June, in editions and on the map; the new ones have none', async () => {
  const june = truth.statistics.filter((row) => row.month === '2025-06' && row.resolved + row.open > 0 && !/^H\d\d\.\d\d$/.test(row.unit)); // departments: less what is left out
  const published = new Map((await rows<{ unit: string; total: number }>(`select unit_code as unit, total::int from mart.indicator_value where indicator = 'index766-progress' and period_type = 'month' and period_start = '2025-06-01' and total > 0`)).map((row) => [row.unit, row.total]));
  expect(june.length).toBeGreaterThan(200);
  expect(june.filter((row) => published.get(keys.get(row.unit)!) !== row.resolved + row.open)).toEqual([]);
  expect([...published.keys()].filter((unit) => /^H17\.1\d\d$/.test(unit))).toEqual([]);
  for (const row of june.filter((_, i) => i % 50 === 0)) expect(await read(keys.get(row.unit)!, 'as-was')).toMatchObject({ status: 'available', total: row.resolved + row.open });
  expect(await read('H17.120', 'as-was')).toMatchObject({ status: 'unavailable', reason: expect.stringContaining('chưa có') });
});

test('as it is: a commune of today has the June of its predecessors, or the reason why that cannot be said', async () => {
  const asIs = truth.crossing!.asIs.filter((row) => row.month === '2025-06' && /^H17\.1\d\d$/.test(row.unit) && row.resolved + row.open > 0);
  const found = [];
  for (const row of asIs.filter((_, i) => i % 6 === 0)) found.push({ row, value: await read(row.unit, 'today') });
  const [said, unsaid] = [found.filter(({ value }) => value.status === 'available'), found.filter(({ value }) => value.status !== 'available')];
  expect([said.length > 2, unsaid.length > 2]).toEqual([true, true]);
  expect(said.filter(({ row, value }) => value.total !== row.resolved + row.open)).toEqual([]);
  expect(unsaid.filter(({ value }) => !/không phân bổ được: (cấp huyện kết thúc|chia cho nhiều đơn vị)/.test(value.reason!))).toEqual([]);
  // The same in SQL, from the edition.
  const folded = new Map((await rows<{ unit: string; total: number }>(`select m.on_code as unit, sum(v.total)::int as total from mart.indicator_value v join mart.unit_on_map('2025-08-04') m on m.unit_code = v.unit_code
    where v.indicator = 'index766-progress' and v.period_type = 'month' and v.period_start = '2025-06-01' and m.on_code is not null group by 1`)).map((row) => [row.unit, row.total]));
  expect(said.filter(({ row, value }) => folded.get(row.unit) !== value.total)).toEqual([]);
  const published = new Map((await rows<{ unit: string; total: number | null; reason: string | null }>(`select unit_code as unit, total::int, reason from mart.indicator_value_map
    where map = 'today' and indicator = 'index766-progress' and period_type = 'month' and period_start = '2025-06-01'`)).map((row) => [row.unit, row]));
  expect(found.map(({ row, value }) => [row.unit, value.total, value.reason])).toEqual(found.map(({ row: { unit } }) => [unit, published.get(unit)?.total, published.get(unit)?.reason]));
});

test('the province is one sum on both maps', async () => {
  const total = held().filter(handledInJune).length;
  const [today, daNang, quangNam] = [await read('H17', 'today'), await read('H17', 'as-was'), await read('VN2024.49', 'as-was')];
  expect(today.total).toBe(total);
  expect(daNang.total! + quangNam.total!).toBe(total);
  expect([daNang.total! > 0, quangNam.total! > 0]).toEqual([true, true]);
  // The edition says the same, and each of the provinces of then is the sum of its units.
  const published = async (map: MapMode) => Object.fromEntries((await rows<{ unit: string; total: number }>(
    `select unit_code as unit, total::int from mart.figure_map where map = $1 and indicator = 'index766-progress' and period = '2025-06' and unit_level = 'province' and on_map`, [map])).map((row) => [row.unit, row.total]));
  expect(await published('as-was')).toEqual({ 'H17': daNang.total, 'VN2024.49': quangNam.total });
  expect(await published('today')).toEqual({ H17: total });
  const [{ n }] = (await rows<{ n: number }>(`select sum(total)::int as n from mart.figure where indicator = 'index766-progress' and period = '2025-06' and unit_level <> 'province'`)) as [{ n: number }];
  expect(n).toBe(total);
});

test('places of June: among the units of then as it was, among those of today on today\'s map, whose figures are the truth', async () => {
  const ranked = async (map: MapMode) => rows<{ unit: string; level: string; hits: number; total: number; rank: number; of: number; ended: boolean }>(
    `select f.unit_code as unit, f.unit_level as level, f.hits::int, f.total::int, f.rank, f.rank_of as of, coalesce(u.valid_to < '2025-08-04', false) as ended from mart.figure_map f join mart.unit_all u on u.code = f.unit_code
     where f.map = $1 and f.indicator = 'index766-progress' and f.period = '2025-06' and f.rank is not null`, [map]);
  const [was, is] = [await ranked('as-was'), await ranked('today')];
  expect([was.some((row) => row.ended), is.some((row) => row.ended), is.some((row) => /^H17\.1\d\d$/.test(row.unit))]).toEqual([true, false, true]);
  for (const list of [was, is]) for (const row of list) {
    const among = list.filter((other) => other.level === row.level);
    expect([row.unit, row.rank, row.of]).toEqual([row.unit, 1 + among.filter((other) => other.hits * row.total > row.hits * other.total).length, among.length]);
  }
  const truly = new Map(truth.crossing!.asIs.filter((row) => row.month === '2025-06').map((row) => [row.unit, row.resolved + row.open]));
  expect(is.filter((row) => row.level === 'commune' && truly.get(row.unit) !== row.total)).toEqual([]);
});

test('control total: what was open on 30 June is what the successors carry over', async () => {
  const controls = (await stockControls(pool)).filter((control) => control.basis === 'dossiers' && control.day === '2025-07-01');
  expect(controls.filter((control) => control.difference !== 0)).toEqual([]);
  const carried = truth.crossing!.carried.filter((one) => !/^H\d\d\.\d\d$/.test(one.from) || one.to.length > 6);
  expect(controls.filter((control) => control.source === 'xa').reduce((sum, control) => sum + control.closing, 0)).toBe(carried.reduce((sum, one) => sum + one.open, 0));
  for (const unit of ['H17.120', 'H17.101']) expect((await read(unit, 'as-was', 'carried-over', '2025-07')).value).toBe(carried.filter((one) => one.to === unit).reduce((sum, one) => sum + one.open, 0));
});

test('reports of the systems for June, by the units of then, are ours', async () => {
  const ours: OurMeasures = (id, period) => measuresOfSource(pool, COMPUTE, now * 1000, id, period);
  expect(await run('xa', { kind: 'reconcile', ranges: [{ from: '2025-06-01', to: '2025-06-30' }], ours })).toEqual([]);
  expect(await rows(`select unit_code, measure, theirs, ours from mart.reconciliation where verdict = 'unexplained'`)).toEqual([]);
  expect((await rows<{ n: number }>(`select count(*)::int as n from mart.reconciliation where verdict = 'equal' and source = 'xa'`))[0]!.n).toBeGreaterThan(200);
});

test('the API answers in both modes', async () => {
  const url = (await nest.getUrl()).replace('[::1]', '127.0.0.1');
  const get = async (query: string) => (await fetch(`${url}/api/v1/values?indicator=index766-progress&period=2025-06&${query}`)).json() as Promise<Record<string, unknown>>;
  expect(await get('unit=H17&map=today')).toMatchObject({ status: 'available', total: held().filter(handledInJune).length });
  const folded = await get('unit=H17.120&map=today');
  const live = await read('H17.120', 'today');
  expect(folded).toMatchObject({ status: live.status, total: live.total, reason: live.reason, edition: expect.any(Number), note: null });
  const former = truth.statistics.find((row) => row.month === '2025-06' && row.unit.split('.').length === 3 && row.open > 0 && row.resolved > 0)!;
  expect(await get(`unit=${keys.get(former.unit)}&map=as-was`)).toMatchObject({ status: 'available', total: former.resolved + former.open, from: [keys.get(former.unit)] });
  expect(await get(`unit=${keys.get(former.unit)}&map=today`)).toMatchObject({ status: 'unavailable', reason: expect.stringContaining('không có trên bản đồ hôm nay') });
});
