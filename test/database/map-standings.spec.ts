/** Lights, places, boards and answers on both maps of units: as it was, and history folded into the units of today. */
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { INestApplication } from '@nestjs/common';
import { forPostgres, indicatorRanking, indicatorState, indicatorTrend, queries, type QueryId } from '../../src/boards';
import { loadCalendar } from '../../src/compute/calendar';
import type { ComputeSettings } from '../../src/compute/measures/measuring';
import { publish } from '../../src/compute/editions/publish';
import { targetsFile } from '../../src/compute/judging/targets';
import { findIndicator } from '../../src/indicators';
import { ExplainController } from '../../src/serve/explain/explain.controller';
import { ValuesController } from '../../src/serve/api/values.controller';
import { CONTEXT } from '../../src/serve/tokens';
import { choose } from '../../src/serve/wall/wall-boards';
import { readFacts } from '../../src/serve/wall/wall-facts';
import { viewBoard } from '../../src/serve/wall/wall-view';
import { moveCheckpoint } from '../../src/store/sources/sources';
import { registerBatches } from '../../src/store/units/unit-registry';
import type { MapMode, Unit, UnitEvent } from '../../src/vocabulary';
import { openBench, type Bench } from '../support/bench';
import { addSource, at, dossier, load } from '../support/dossiers';

const SETTINGS: ComputeSettings = {
  provinceCode: 'H17', onTimeBy: 'date', dueSoonWorkingDays: 3, calendar: loadCalendar([]),
  targets: targetsFile.parse({ targets: [{ indicator: 'on-time-resolution', year: 2025, level: 'commune', value: 0.75, document: 'KH thử', verified: true }] }),
};
const NOW = at('2025-09-15 12:00');
const PROVINCE = { code: 'H17', name: 'Thành phố Mới' };
let bench: Bench, source: number, id: Record<string, number>, nest: INestApplication, url: string;
class Api {}

const unit = (code: string, more: Partial<Unit> = {}): Unit => ({ code, name: `Đơn vị ${code}`, level: 'commune', parentCode: 'H17', validFrom: null, validTo: null, ...more });
const event = (key: string, edges: UnitEvent['edges'], kind: UnitEvent['kind'] = 'merge'): UnitEvent => ({ id: key, kind, date: '2025-07-01', basis: 'NQ', verified: true, note: null, edges, ends: [], begins: [], units: [] });
const whole = (from: string, to: string) => ({ from, to, weight: 1 });
let serial = 0;
/** Dossiers of a month that ended in it: so many on time, so many late. */
const give = (code: string, month: string, onTime: number, late: number) => load(bench.client, source, Array.from({ length: onTime + late }, (_, i) =>
  dossier({ code: `${(serial += 1)}`, receiving: id[code]!, received: `${month}-02`, ended: `${month}-20`, due: i < onTime ? `${month}-25` : `${month}-10` })));

/**
 * P1, P2 → S; R → S5; T → S4 (T of the old H17, the others of the former province V); Q is divided between S2 and S3; K stays as it is.
 *            May          June          July
 */
const CASES: [unit: string, month: string, onTime: number, late: number][] = [
  ['P1', '2025-05', 6, 0], ['P1', '2025-06', 4, 1], // S: May 6/10, June 8/10
  ['P2', '2025-05', 0, 4], ['P2', '2025-06', 4, 1],
  ['R', '2025-05', 5, 0], ['R', '2025-06', 4, 1], // S5: June 4/5, a tie with S
  ['T', '2025-05', 4, 1], ['T', '2025-06', 1, 4], // S4
  ['K', '2025-05', 5, 0], ['K', '2025-06', 5, 0],
  ['Q', '2025-06', 5, 0], // of S2 or of S3, nobody knows
  ['S', '2025-07', 5, 0], ['S4', '2025-07', 4, 1], ['S5', '2025-07', 3, 2], ['K', '2025-07', 5, 1],
];

beforeAll(async () => {
  bench = await openBench();
  const old = { validTo: '2025-06-30', parentCode: 'V' };
  await registerBatches(bench.client, [{
    origin: 'test',
    units: [unit('H17', { level: 'province', parentCode: null, name: PROVINCE.name }), unit('V', { level: 'province', parentCode: null, validTo: '2025-06-30' }), ...['P1', 'P2', 'R', 'Q'].map((code) => unit(code, old)), unit('T', { ...old, parentCode: 'H17' }), unit('K'),
      ...['S', 'S2', 'S3', 'S4', 'S5'].map((code) => unit(code, { validFrom: '2025-07-01' }))],
    events: [event('v', [whole('V', 'H17')]), event('s', [whole('P1', 'S'), whole('P2', 'S')]), event('r', [whole('R', 'S5')], 'rename'), event('t', [whole('T', 'S4')], 'rename'),
      event('q', [{ from: 'Q', to: 'S2', reason: 'chia' }, { from: 'Q', to: 'S3', reason: 'chia' }], 'split')],
  }]);
  id = Object.fromEntries((await bench.client.query<{ code: string; id: number }>('select code, id from unit')).rows.map((row) => [row.code, row.id]));
  source = await addSource(bench.client, 'city', { start: '2025-01-01' });
  await moveCheckpoint(bench.client, source, 'dossiers', at('2025-09-15 11:55'));
  for (const one of CASES) await give(...one);
  await publish(bench.pool, SETTINGS, NOW, { everything: true });
  const context = { pool: bench.pool, compute: SETTINGS, province: PROVINCE, language: 'vi', now: () => NOW };
  nest = await NestFactory.create({ module: Api, controllers: [ValuesController, ExplainController], providers: [{ provide: CONTEXT, useValue: context }] }, { logger: false });
  await nest.listen(0, '127.0.0.1');
  url = (await nest.getUrl()).replace('[::1]', '127.0.0.1');
}, 120_000);
afterAll(async () => { await nest?.close(); await bench.close(); });

const loaded = (local: string) => bench.client.query('update source_stream set loaded_through = $1', [`${local}+07:00`]);
const ask = async (sql: string, chosen: Record<string, string>) => { const { text, values } = forPostgres(sql, { level: 'commune', field: '*', unit: 'H17', ...chosen }); return (await bench.client.query<Record<string, unknown>>(text, values)).rows; };
const places = async (map: MapMode, start: string, type = 'month') => Object.fromEntries((await bench.client.query<{ unit: string; place: string }>(
  `select unit_code as unit, concat(rank, '/', rank_of, ' ', light, ' ', places_gained) as place from mart.standing_map where map = $1 and indicator = 'on-time-resolution' and period_type = $2 and period_start = $3 and unit_level = 'commune' order by 1`, [map, type, start])).rows.map((row) => [row.unit, row.place]));

test('as it was: the units of that time are ranked and lit among themselves', async () => {
  expect(await places('as-was', '2025-06-01')).toEqual({ K: '1/6 reached 0', P1: '3/6 reached -2', P2: '3/6 reached ', Q: '1/6 reached ', R: '3/6 reached -2', T: '6/6 missed -2' });
});

test('on today\'s map: the units of today with their history, ties share a place, what nobody can attribute has none, a unit that ended has none', async () => {
  expect(await places('today', '2025-05-01')).toEqual({ K: '1/4 reached ', S: '4/4 missed ', S4: '3/4 reached ', S5: '1/4 reached ' });
  expect(await places('today', '2025-06-01')).toEqual({ K: '1/4 reached 0', S: '2/4 reached 2', S4: '4/4 missed -1', S5: '2/4 reached -1' });
});

test('the movement across the merger is that of one map', async () => {
  expect(await places('today', '2025-07-01')).toEqual({ K: '2/4 reached -1', S: '1/4 reached 1', S4: '3/4 reached 1', S5: '4/4 missed -2' });
  expect(await places('as-was', '2025-07-01')).toEqual({ K: '2/4 reached -1', S: '1/4 reached ', S4: '3/4 reached ', S5: '4/4 missed ' }); // they began in July
});

test('a period that the merger crosses ranks the units of today over all of it, and none of them as it was', async () => {
  expect(await places('today', '2025-01-01', 'year')).toEqual({ K: '1/4 reached ', S: '3/4 reached ', S4: '4/4 missed ', S5: '2/4 reached ' });
  const was = await places('as-was', '2025-01-01', 'year');
  expect([was.K, was.S, was.P1]).toEqual(['1/1 reached ', '/ reached ', '/ reached ']); // only K was there all year
});

test('only periods in which the maps differ are kept twice', async () => {
  const { rows } = await bench.client.query(`select mart.period_code(period_type, period_start) as period from mart.map_period order by 1`);
  expect(rows.map((row) => row.period)).toEqual(['2025', '2025-05', '2025-06', '2025-H1', '2025-Q2']);
  expect((await bench.client.query(`select distinct mart.period_code(period_type, period_start) as period from standing where map <> 'both' order by 1`)).rows).toEqual(rows);
  expect((await bench.client.query(`select code, maps_differ from mart.period where code in ('2025-06', '2025-07', '2025-08') order by 1`)).rows).toEqual([{ code: '2025-06', maps_differ: true }, { code: '2025-07', maps_differ: false }, { code: '2025-08', maps_differ: false }]);
});

test('what is not loaded in full is ranked on neither map', async () => {
  await loaded('2025-06-15T00:00');
  await publish(bench.pool, SETTINGS, NOW, { everything: true });
  expect(Object.values(await places('today', '2025-06-01')).filter((place) => !place.startsWith('/ none'))).toEqual([]);
  expect(Object.values(await places('as-was', '2025-06-01')).filter((place) => !place.startsWith('/ none'))).toEqual([]);
  await loaded('2025-09-15T11:55');
  await publish(bench.pool, SETTINGS, NOW, { everything: true });
  expect(await places('today', '2025-06-01')).toMatchObject({ S: '2/4 reached 2' });
});

test('publishing again writes no standing anew', async () => {
  const state = async () => (await bench.client.query(`select md5(string_agg(s::text || s.xmin::text, '' order by s.period_type, s.period_start, s.indicator, s.unit_id, s.map)) as rows from standing s`)).rows;
  const before = await state();
  await publish(bench.pool, SETTINGS, NOW, { everything: true });
  expect(await state()).toEqual(before);
});

test('the provinces of a time before the merger have figures of their own; today\'s is their sum on today\'s map, and control totals agree across the day', async () => {
  const of = async (map: MapMode, start: string, indicator: string) => Object.fromEntries((await bench.client.query<{ unit: string; hits: number; total: number | null }>(
    `select unit_code as unit, hits, total from mart.figure_map where map = $1 and indicator = $2 and period_type = 'month' and period_start = $3 and unit_level = 'province' and on_map`, [map, indicator, start])).rows.map((row) => [row.unit, [row.hits, row.total]]));
  expect(await of('as-was', '2025-06-01', 'on-time-resolution')).toEqual({ H17: [6, 10], V: [17, 20] }); // K, T; P1, P2, Q, R
  expect(await of('today', '2025-06-01', 'on-time-resolution')).toEqual({ H17: [23, 30] });
  await load(bench.client, source, [dossier({ code: 'open', receiving: id.P1!, received: '2025-06-20', due: '2025-12-31' })]);
  await publish(bench.pool, SETTINGS, NOW, { everything: true });
  for (const map of ['as-was', 'today'] as const) {
    const units = async (indicator: string, start: string) => (await bench.client.query<{ n: number }>(
      `select sum(total - hits)::int as n from mart.figure_map where map = $1 and indicator = $2 and period_type = 'month' and period_start = $3 and unit_level = 'province' and on_map`, [map, indicator, start])).rows[0]!.n;
    const carried = async () => (await bench.client.query<{ unit: string; n: number }>(
      `select unit_code as unit, hits::int as n from mart.figure_map where map = $1 and indicator = 'carried-over' and period_type = 'month' and period_start = '2025-07-01' and hits > 0 and on_map order by 1`, [map])).rows;
    expect(await carried()).toEqual([{ unit: 'H17', n: 1 }, { unit: 'S', n: 1 }]); // booked under P1 still: it went over to S
    expect(await units('on-time-resolution', '2025-06-01')).toBe(7); // late ones of all provinces
  }
  await bench.client.query(`delete from dossier where code = 'open'`);
  await publish(bench.pool, SETTINGS, NOW, { everything: true });
});

const onTime = findIndicator('on-time-resolution')!;
test.each<[MapMode, string[], number, number]>([
  ['as-was', ['T 0.2 missed 6', 'P1 0.8 reached 3', 'P2 0.8 reached 3', 'R 0.8 reached 3', 'K 1 reached 1', 'Q 1 reached 1'], 0.6, 10],
  ['today', ['S4 0.2 missed 4', 'S 0.8 reached 2', 'S5 0.8 reached 2', 'K 1 reached 1'], 23 / 30, 30],
])('board queries with map = %s: ranking, trend, list, table of one unit', async (map, ranking, province, total) => {
  const chosen = { period: '2025-06', map };
  expect((await ask(indicatorRanking(onTime, 'worst'), chosen)).map((row) => `${row.unit_code} ${Number(row.value)} ${row.light} ${row.rank}`)).toEqual(ranking.sort((a, b) => Number(a.split(' ')[1]) - Number(b.split(' ')[1]) || 0));
  const trend = await ask(indicatorTrend(onTime, 'province'), chosen);
  expect(trend).toHaveLength(24);
  expect(trend.at(-1)!.value).toBeCloseTo(province, 10);
  expect(await ask(indicatorState(onTime, 'province'), chosen)).toHaveLength(1);
  const listed = await ask(queries['units-on-time' satisfies QueryId].sql, chosen);
  expect(listed.filter((row) => row.ratio !== null).map((row) => row.unit_code).sort()).toEqual(ranking.map((line) => line.split(' ')[0]).sort());
  expect(listed.some((row) => String(row.reason).includes('không có trên bản đồ hôm nay'))).toBe(false);
  const [own] = (await ask(queries['unit-values'].sql, { ...chosen, unit: 'H17' })).filter((row) => row.indicator === 'on-time-resolution');
  expect(own).toMatchObject({ total, value: `${(Math.round(province * 1000) / 10).toFixed(1).replace('.', ',')} %` });
});

test('a unit of today: its history on today\'s map, nothing as it was; its flow adds the same predecessors', async () => {
  const flow = async (map: MapMode) => (await ask(queries['unit-flow'].sql, { period: '2025-06', map, unit: 'S' })).reduce((n, row) => n + Number(row.received), 0);
  expect([await flow('today'), await flow('as-was')]).toEqual([10, 0]);
  const state = async (map: MapMode, unit: string) => (await ask(indicatorState(onTime, 'unit'), { period: '2025-06', map, unit })).map((row) => row.state);
  expect([await state('today', 'S'), await state('as-was', 'S'), await state('today', 'P1'), await state('as-was', 'P1')]).toEqual([['reached'], [], ['unavailable'], ['reached']]);
});

test('a later period reads alike on both', async () => {
  for (const sql of [indicatorRanking(onTime, 'worst'), queries['units-on-time'].sql.replace('v.places_gained, ', '')]) expect(await ask(sql, { period: '2025-07', map: 'today' })).toEqual(await ask(sql, { period: '2025-07', map: 'as-was' }));
});

test('the API says what the boards say, of one unit and in lists, with place and light; as it was is its answer without a map', async () => {
  const get = async (query: string) => (await fetch(`${url}/api/v1/values?indicator=on-time-resolution&period=2025-06${query}`)).json() as Promise<Record<string, unknown>>;
  const edition = expect.any(Number);
  expect(await get('&unit=S&map=today')).toMatchObject({ hits: 8, total: 10, rank: 2, rankOf: 4, rankBefore: 4, light: 'reached', from: ['P1', 'P2'], edition });
  expect(await get('&unit=H17&map=today')).toMatchObject({ hits: 23, total: 30, from: ['H17', 'V'], edition });
  const { from, note, ...asWas } = await get('&unit=H17&map=as-was');
  expect([asWas, from, note]).toEqual([await get('&unit=H17'), ['H17'], null]);
  expect(asWas).toMatchObject({ hits: 6, total: 10 });
  expect(await get('&unit=V&map=as-was')).toMatchObject({ hits: 17, total: 20, edition });
  expect(await get('&unit=P1&map=today')).toMatchObject({ status: 'unavailable', hits: null, rank: null, reason: expect.stringContaining('không có trên bản đồ hôm nay') });
  const list = (await get('&map=today')) as unknown as { unit: string; rank: number | null }[];
  expect(Object.fromEntries(list.filter((row) => row.rank !== null).map((row) => [row.unit, row.rank]))).toEqual({ K: 1, S: 2, S4: 4, S5: 2 });
});

test('the page that explains keeps the map: figure, place and steps of it', async () => {
  const page = async (map: string) => (await fetch(`${url}/explain?indicator=on-time-resolution&unit=S4&period=2025-06${map}`)).text();
  const today = await page('&map=today');
  for (const text of ['Đơn vị theo bản đồ hôm nay', '20 %', '1 / 5', '4 trên 4 đơn vị cùng cấp', '1 ÷ 5', 'map=today']) expect(today).toContain(text);
  expect(await page('')).toContain('không có trong ấn bản hiện hành');
  expect((await fetch(`${url}/explain?map=x`)).status).toBe(400);
});

test('the wall: a month of then on either map, marked; a month that reads alike is not', async () => {
  const context = { pool: bench.pool, province: PROVINCE, now: () => NOW };
  const view = async (asked: Parameters<typeof choose>[1], slug = 'mot-cua') => {
    const choice = choose(slug, asked)!;
    return viewBoard(choice, (await readFacts(context, [choice]))(choice), { province: PROVINCE, version: '1', map: null, areaOf: (name) => name });
  };
  const shown = async (map: MapMode) => {
    const found = await view({ map, period: '2025-06', level: 'commune' });
    const tiles = found.sections.flatMap((section) => section.tiles);
    const figure = tiles.find((tile) => tile.id === 'on-time-resolution')!;
    const ranking = tiles.find((tile) => tile.kind === 'ranking' && tile.id.startsWith('on-time-resolution'))!;
    return { label: found.mapLabel, month: found.month, figure: figure.kind === 'figure' && figure.figure.value.detail, state: figure.state, ranking: ranking.kind === 'ranking' && ranking.ranking.rows.map((row) => `${row.rank} ${row.code}`), said: ranking.kind === 'ranking' && ranking.ranking.said, href: figure.href };
  };
  expect(await shown('as-was')).toEqual({ label: 'Đơn vị như tại thời điểm đó', month: '2025-06', figure: '6 / 10 hồ sơ', state: 'fresh', ranking: ['6 T', '3 P1', '3 P2', '3 R', '1 K', '1 Q'], said: 'Xếp hạng 6 đơn vị', href: '/explain?indicator=on-time-resolution&unit=H17&period=2025-06&map=as-was' });
  expect(await shown('today')).toEqual({ label: 'Đơn vị theo bản đồ hôm nay', month: '2025-06', figure: '23 / 30 hồ sơ', state: 'fresh', ranking: ['4 S4', '2 S', '2 S5', '1 K'], said: 'Xếp hạng 4 đơn vị; không xếp 2: 2 không có số liệu', href: '/explain?indicator=on-time-resolution&unit=H17&period=2025-06&map=today' });
  expect((await view({ period: '2025-06' })).mapLabel).toBe('Đơn vị theo bản đồ hôm nay'); // a board of the province
  expect((await view({ period: '2025-06', unit: 'P1' }, 'don-vi')).mapLabel).toBe('Đơn vị như tại thời điểm đó');
  expect((await view({ period: '2025-04', map: 'today' })).mapLabel).toBeNull();
});
