/** Real HTTP against the simulated systems, real PostgreSQL: what comes out is what went in, with every fault on. */
import { inflateRawSync } from 'node:zlib';
import { publish, checkMeasures } from '../../src/compute/editions/publish';
import { readValues } from '../../src/store/editions/read-values';
import { COMPUTE, oracle, startRiver, type River } from '../support/river';

let river: River;
const START = Date.now() - 600_000;
beforeAll(async () => { river = await startRiver({ dossiers: 4000 }); });
afterAll(async () => { await river.close(); });

const failures = (outcomes: { stream: string; failure: { text: string } | null }[]) => outcomes.filter((o) => o.failure).map((o) => `${o.stream}: ${o.failure!.text}`);
const months = async (indicator: string, part: 'hits' | 'total') => {
  const { rows } = await river.pool.query<{ month: string; n: number }>(`select to_char(period_start, 'YYYY-MM') as month, ${part} as n from mart.indicator_value where unit_code = 'H17' and period_type = 'month' and indicator = $1 and ${part} is not null and ${part} <> 0`, [indicator]);
  return Object.fromEntries(rows.map((row) => [row.month, row.n]));
};

test('both systems are read whole although a quarter of their answers fail', async () => {
  const settled = Date.now() - 120_000;
  river.simulators.igate.faults.set('many');
  river.simulators.tandan.faults.set('many');
  expect(failures(await river.run('xa'))).toEqual([]);
  expect(failures(await river.run('so'))).toEqual([]);
  await publish(river.pool, COMPUTE, Date.now() * 1000, { everything: true });
  const truth = oracle(river.simulators, START, settled);
  const { rows } = await river.pool.query<{ code: string }>('select code from dossier');
  const ours = new Set(rows.map((row) => row.code));
  expect([...truth.codes].filter((code) => !ours.has(code))).toEqual([]);
}, 120_000);

test('received, resolved and late by month are the simulator’s own; the recount differs nowhere', async () => {
  river.simulators.igate.faults.set('none');
  river.simulators.tandan.faults.set('none');
  await river.run('xa');
  await river.run('so');
  const now = Date.now();
  await publish(river.pool, COMPUTE, now * 1000, { everything: true });
  // Whole months that are over cannot move any more.
  const current = new Date(now + 7 * 3_600_000).toISOString().slice(0, 7);
  const over = (map: Map<string, number> | Record<string, number>) => Object.fromEntries((map instanceof Map ? [...map] : Object.entries(map)).filter(([month]) => month < current && month > river.simulators.firstDay.slice(0, 7)));
  const truth = oracle(river.simulators, now);
  const resolved = over(await months('on-time-resolution', 'total'));
  const onTime = over(await months('on-time-resolution', 'hits'));
  expect(over(await months('online-share', 'total'))).toEqual(over(truth.received));
  expect(Object.keys(resolved).length).toBeGreaterThan(0);
  for (const month of Object.keys(resolved)) expect(resolved[month]! - (onTime[month] ?? 0)).toBe(truth.late.get(month) ?? 0);
  expect(await checkMeasures(river.pool)).toEqual([]);
});

test('a second run writes nothing', async () => {
  const before = (await river.pool.query('select count(*) as n, max(xmin::text::bigint) as x from dossier where received_at < now() - interval \'1 day\'')).rows;
  for (const id of ['xa', 'so']) {
    const dossiers = (await river.run(id)).find((o) => o.stream === 'dossiers')!;
    expect(dossiers.counts!.changed).toBe(0);
  }
  expect((await river.pool.query('select count(*) as n, max(xmin::text::bigint) as x from dossier where received_at < now() - interval \'1 day\'')).rows).toEqual(before);
});

test('sent personal data is nowhere in the database', async () => {
  const { rows } = await river.pool.query<{ body: Buffer }>('select body from raw_page where body is not null');
  expect(rows.length).toBeGreaterThan(10);
  for (const { body } of rows) expect(inflateRawSync(body).toString('utf8')).not.toMatch(/GIẢ ĐỊNH|0900000000|"000000000000"/);
  expect((await river.pool.query(`select count(*) as n from quarantine where record::text ~ 'GIẢ ĐỊNH'`)).rows[0].n).toBe(0);
});

test('bad records go to quarantine with their reason, and come back when they are mended', async () => {
  const { faults } = river.simulators.igate;
  for (const fault of ['endBeforeStart', 'futureDates', 'closedWithoutEnd', 'missingDue', 'testRows'] as const) faults.data.add(fault);
  expect(failures(await river.run('xa', { kind: 'full' }))).toEqual([]);
  const reasons = async () => Object.fromEntries((await river.pool.query<{ reason: string; n: number }>(`select reason, count(*) as n from quarantine where resolved_at is null group by 1`)).rows.map((r) => [r.reason, r.n]));
  expect(Object.keys(await reasons()).sort()).toEqual(['closed-without-end', 'end-before-start', 'future-date']);
  expect((await river.pool.query(`select count(*) as n from dossier where code like 'TEST%'`)).rows[0].n).toBe(0);
  const { rows: pointers } = await river.pool.query<{ pointer: string }>(`select distinct pointer from quarantine where reason = 'end-before-start'`);
  expect(pointers.map((p) => p.pointer)).toEqual(['/completedDate']);
  faults.data.clear();
  await river.run('xa', { kind: 'full' });
  expect(await reasons()).toEqual({});
  expect(await checkMeasures(river.pool)).toEqual([]);
});

test('[mode 8] a wrong password is tried once, is told plainly, and stops nothing else', async () => {
  const so = river.sources.find((s) => s.definition.id === 'so')!;
  so.definition = { ...so.definition, auth: { ...(so.definition.auth as object), body: { userName: 'cchc', password: 'sai' } } as never };
  const outcomes = await river.run('so');
  expect(outcomes).toHaveLength(1);
  expect(outcomes[0]!.failure!.class).toBe('password');
  expect(outcomes[0]!.failure!.text).not.toContain('sai"');
  expect(failures(await river.run('xa'))).toEqual([]);
});

test('[mode 6] a quota answered with HTTP 200 is no data and waits until tomorrow', async () => {
  const so = river.sources.find((s) => s.definition.id === 'so')!;
  so.definition = { ...so.definition, auth: { ...(so.definition.auth as object), body: { userName: 'cchc', password: river.simulators.tandan.password } } as never };
  river.simulators.tandan.server.failWith('Vượt quá giới hạn truy cập trong ngày');
  const [outcome] = await river.run('so');
  expect(outcome!.failure!.class).toBe('quota');
  const { rows } = await river.pool.query<{ hours: number }>(`select extract(epoch from next_due_at - now()) / 3600 as hours from source_stream t join source s on s.id = t.source_id where s.key = 'so' and t.stream = $1`, [outcome!.stream]);
  const untilMidnight = 24 - ((Date.now() / 3_600_000 + 7) % 24);
  expect(Math.abs(rows[0]!.hours - untilMidnight)).toBeLessThan(0.5);
  river.simulators.tandan.server.failWith(null);
});

test('values of a unit add up to the province', async () => {
  await publish(river.pool, COMPUTE, Date.now() * 1000, { everything: true });
  const { rows: [period] } = await river.pool.query<{ start: string }>(`select min(period_start)::text as start from mart.indicator_value where period_type = 'month' and indicator = 'online-share' and total > 0`);
  const values = await readValues(river.pool, { indicator: 'online-share', periodType: 'month', periodStart: period!.start });
  const province = values.find((v) => v.unit_code === 'H17')!;
  const sum = (part: 'hits' | 'total') => values.filter((v) => v.unit_code !== 'H17').reduce((n, v) => n + (v[part] ?? 0), 0);
  expect([sum('hits'), sum('total')]).toEqual([province.hits, province.total]);
});
