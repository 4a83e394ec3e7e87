/**
 * A simulated month: all systems of a province, every fourth answer spoiled, rows spoiled, and what such systems do to each other. What is held at the end is
 * the simulator's truth; whatever differs stands in quarantine, among the rows left out, in quality, in the held values, the ledger or the reconciliation.
 */
import type { Pool } from 'pg';
import { publishAndNote } from '../../src/compute/editions/corrections';
import { checkMeasures } from '../../src/compute/editions/publish';
import { measureQuality } from '../../src/compute/quality';
import { measuresOfSource } from '../../src/compute/measures/source-measures';
import type { OurMeasures } from '../../src/ingest/compare';
import { register, type Registered } from '../../src/ingest/registration';
import { runSource, type Job, type StreamOutcome } from '../../src/ingest/runner';
import { projectRoot } from '../../src/platform/root';
import { findFamily, sourceDefinition } from '../../src/sources';
import { openPool } from '../../src/store/database';
import { readQuality } from '../../src/store/sources/read-quality';
import { addDays, localDay, parsePeriod } from '../../src/vocabulary';
import { countPeriod, type UnitCounts } from '../../simulator/counts';
import { paidBetween, paymentFails, postedBetween } from '../../simulator/feeds';
import { DISTORTION_NAMES, hasTwin, otherCode } from '../../simulator/distortions';
import { stateOf } from '../../simulator/province';
import { startSimulators, type Simulators } from '../../simulator/start';
import { isMigrated } from '../../simulator/truth';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { COMPUTE, PROVINCE, UNITS } from '../support/river';

const DAY = 86_400_000;
const START = Date.parse('2026-08-01T18:30:00+07:00');
const SINCE = Date.parse('2026-08-05T00:00:00+07:00');
const END = Date.parse('2026-09-01T18:30:00+07:00');
const local = (iso: string) => Date.parse(`${iso}T00:00:00+07:00`);
const [FROM, TO] = [local('2026-08-01'), local('2026-09-01')];

describe.each([5610, 766])('seed %i', (seed) => {
  let database: TestDatabase;
  let pool: Pool;
  let s: Simulators;
  let sources: Record<string, Registered>;
  let now = START;
  const clock = { now: () => now * 1000 };

  const run = async (id: string, job: Job = { kind: 'live' }): Promise<StreamOutcome[]> => (await runSource(sources[id]!, job, { databaseUrl: database.url, pool, clock, timesOf: undefined }))!;
  const failed = (outcomes: StreamOutcome[]) => outcomes.flatMap((o) => (o.failure ? [`${o.source} ${o.stream} ${o.failure.class}: ${o.failure.text}`] : []));
  /** As the schedule does: what failed is tried again later. Twice refused is not a wrong password here. */
  const until = async (id: string, job?: Job) => { let left: string[] = ['not run']; for (let tries = 0; left.length > 0 && tries < 20; tries += 1) left = failed(await run(id, job)); return left; };
  const publishNow = () => publishAndNote(pool, COMPUTE, now * 1000, { only: ['2026-06', '2026-07', '2026-08'].map(parsePeriod) });
  const rows = async <T extends object>(sql: string, values: unknown[] = []) => (await pool.query<T>(sql, values)).rows;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = openPool(database.url);
    s = await startSimulators({
      seed, dossiers: 2400, months: 3, start: START, now: () => now, root: projectRoot(), perHour: 1.2, officeHours: true, distortions: DISTORTION_NAMES, distortedSince: SINCE,
      exchange: { documentsPerDay: 20, tasks: 120, feedback: 150 },
    });
    const { exchange, portal } = s;
    const define = (id: string, family: string, options: object) => {
      const definition = sourceDefinition.parse(findFamily(family)!.define(id, findFamily(family)!.options.parse({ start: s.firstDay, callsPerSecond: 5000, ...options })));
      return { ...definition, transport: { ...definition.transport, pause: undefined, backoff: '1ms', maxWait: '1s', tries: 8 } };
    };
    const registered = await register(pool, PROVINCE, UNITS, [
      define('xa', 'igate', { baseUrl: s.igate.url, clientId: s.igate.clientId, clientSecret: s.igate.clientSecret }),
      define('so', 'tandan', { baseUrl: s.tandan.url, user: s.tandan.user, password: s.tandan.password }),
      define('cmon', 'cmon', { baseUrl: s.cmon.url }),
      define('opencps', 'opencps', { baseUrl: s.opencps.url, groupId: s.opencps.groupId, token: s.opencps.token }),
      sourceDefinition.parse(findFamily('lgsp')!.define('lgsp', findFamily('lgsp')!.options.parse({ baseUrl: s.lgsp.url, clientId: s.lgsp.clientId, clientSecret: s.lgsp.clientSecret, style: 'json', callsPerSecond: 5000 }))),
      define('cong', 'portal', { baseUrl: portal.url, fetch: true, api: 'rest', provinceId: portal.provinceId, provinceUnit: 'H17', pause: { min: '1ms', max: '1ms' } }),
      sourceDefinition.parse(findFamily('portal-catalogue')!.define('tthc', findFamily('portal-catalogue')!.options.parse({ baseUrl: portal.url, via: 'adapter', user: portal.user, password: portal.password, destination: portal.destination }))),
      define('vxp', 'vxp', { baseUrl: exchange.urls.vxp, ...exchange.keys.vxp, province: 'H17' }),
      define('langson', 'langson', { baseUrl: exchange.urls.langson, ...exchange.langson.keyOf('H17.01'), province: 'H17' }),
      define('bkav', 'bkav', { baseUrl: exchange.urls.bkav }),
      define('xroad', 'xroad', { baseUrl: exchange.urls.xroad, client: exchange.keys.xroad.client, service: exchange.keys.xroad.service, province: 'H17', paper: { at: 'withPaper', true: ['C'] } }),
      define('ccvc', 'ccvc', { baseUrl: exchange.urls.ccvc, ...exchange.keys.ccvc, unit: 'H17', pageSize: 100, login: { scope: { path: '/api/auth/switch-scope', body: { scope: 'H17' } } }, feedbackList: { unitName: 'TenDonViXuLy', due: 'HanXuLy', done: 'NgayHoanThanh' } }),
      define('payment', 'payment', { start: '2026-07-20', baseUrl: exchange.urls.payment, path: '/giao-dich', headers: { 'x-api-key': exchange.keys.payment } }),
      define('vnpost', 'vnpost', { start: '2026-07-20', baseUrl: exchange.urls.vnpost, path: '/don', token: exchange.keys.vnpost, delivered: { at: 'TrangThai', equals: 'PHAT' } }),
    ].map((definition) => ({ ...definition, transport: { ...definition.transport, backoff: '1ms', maxWait: '1s', tries: 8, callsPerSecond: 5000 } })));
    sources = Object.fromEntries(registered.map((source) => [source.definition.id, source]));
    await pool.query(`insert into unit_alias (source_id, kind, value, unit_id, origin) select s.id, 'id', u.code, u.id, 'test' from source s, unit u where s.key in ('vnpost', 'ccvc') and u.id > 0 on conflict do nothing`);
    for (const one of Object.values(s.faults)) { one.set('many'); one.slowMs = 1; one.retryAfter = 0; }
    for (const one of [s.faults.igate, s.faults.tandan]) for (const fault of ['testRows', 'endBeforeStart', 'futureDates', 'closedWithoutEnd'] as const) one.data.add(fault);
    const left: string[] = [];
    for (const at of [START, SINCE + 3.75 * DAY, END]) {
      now = at;
      for (const id of Object.keys(sources)) left.push(...await until(id));
      await publishNow();
    }
    expect(left).toEqual([]);
  }, 300_000);
  afterAll(async () => { await s.close(); await pool.end(); await database.drop(); });

  /** Units whose dossiers no longer arrive: the silent one and the one that repeats its file. */
  const gone = () => [s.distortions.silent.code, s.distortions.repeating.code];

  it('dossiers by unit: what has happened = what is held and what is left out, in quarantine or never sent; no second code is counted', async () => {
    const held = await rows<{ code: string; unit: string; status: number; due: string | null; ended: string | null }>(`select d.code, u.code as unit, d.status, d.due_at as due, d.ended_at as ended from dossier d join unit u on u.id = d.resolving_unit_id where d.deleted_at is null`);
    const ours = new Map(held.map((row) => [row.code, row]));
    const bad = new Set((await rows<{ key: string }>(`select record_key as key from quarantine where resolved_at is null and record_key is not null and stream = 'dossiers'`)).map((row) => row.key));
    const sent = new Set([...s.held.all(now)].map((d) => d.code));
    const truth = [...s.province.all(now)];
    const sums = new Map<string, { truth: number; held: number; leftOut: number; quarantine: number; notSent: number }>();
    const of = (unit: string) => sums.get(unit) ?? sums.set(unit, { truth: 0, held: 0, leftOut: 0, quarantine: 0, notSent: 0 }).get(unit)!;
    for (const row of held) of(row.unit).held += 1;
    const unexplained: string[] = [];
    for (const d of truth) {
      const sum = of(d.unit.code);
      sum.truth += 1;
      const row = ours.get(d.code);
      if (!row) {
        const why = isMigrated(d) ? 'leftOut' : !sent.has(d.code) && gone().includes(d.unit.code) ? 'notSent' : bad.has(d.code) ? 'quarantine' : null;
        if (why) sum[why] += 1; else unexplained.push(`${d.code} is missing`);
      } else if (!gone().includes(d.unit.code) && !bad.has(d.code) && (row.unit !== d.unit.code || row.status !== stateOf(d) || time(row.due) !== d.due || time(row.ended) !== d.ended)) unexplained.push(`${d.code} differs`);
    }
    expect(unexplained).toEqual([]);
    expect([...sums].filter(([, n]) => n.truth !== n.held + n.leftOut + n.quarantine + n.notSent)).toEqual([]);
    const whole = [...sums.values()].reduce((a, b) => ({ truth: a.truth + b.truth, held: a.held + b.held, leftOut: a.leftOut + b.leftOut, quarantine: a.quarantine + b.quarantine, notSent: a.notSent + b.notSent }));
    for (const n of [whole.truth, whole.held, whole.quarantine, whole.notSent]) expect(n).toBeGreaterThan(0); // each of them has happened
    // Each second code is kept beside the dossier that it is a copy of.
    const twins = [...s.held.all(now)].filter((d) => hasTwin(d) && otherCode(d) !== d.code && ours.has(d.code)).map((d) => `${otherCode(d)} > ${d.code}`).sort();
    expect(twins.length).toBeGreaterThan(0);
    expect((await rows<{ s: string }>(`select code || ' > ' || double_of as s from dossier where double_of is not null`)).map((row) => row.s).sort()).toEqual(twins);
    expect(await checkMeasures(pool)).toEqual([]);
  });

  it('published: resolved and late of the months by unit are those of the dossiers held', async () => {
    const published = await rows<{ unit: string; month: string; total: number; late: number }>(`select unit_code as unit, to_char(period_start, 'YYYY-MM') as month, total, total - hits as late from mart.indicator_value
      where indicator = 'on-time-resolution' and period_type = 'month' and status = 'available' and total > 0 and unit_code <> 'H17' and unit_code like 'H17%' and period_start >= '2026-06-01'`);
    const facts = await rows(`select u.code as unit, to_char(ended_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM') as month, count(*)::int as total, (count(*) filter (where (ended_at at time zone 'Asia/Ho_Chi_Minh')::date > (due_at at time zone 'Asia/Ho_Chi_Minh')::date))::int as late
      from dossier d join unit u on u.id = d.resolving_unit_id where deleted_at is null and ended_at >= '2026-06-01+07' and ended_at < '2026-09-01+07' and due_at is not null group by 1, 2`);
    const key = (row: object) => JSON.stringify(row);
    expect(published.map((row) => key({ ...row, total: Number(row.total), late: Number(row.late) })).sort()).toEqual(facts.map(key).sort());
  });

  it('documents, tasks, feedback, payments and post by unit are the truth', async () => {
    const { axis, matters } = s.exchange;
    const day = (at: number) => Math.floor((at + 7 * 3_600_000) / DAY);
    const counted = async (id: string, columns: string[]) => Object.fromEntries((await rows<Record<string, number> & { code: string }>(`select u.code, ${columns.map((c) => `sum(${c})::int as ${c}`).join(', ')} from edocument_day d join unit u on u.id = d.unit_id where d.source_id = $1 group by 1`, [sources[id]!.id])).filter((row) => columns.some((c) => row[c]! > 0)).map(({ code, ...rest }) => [code, rest]));
    const truth = (columns: ('sent' | 'received' | 'signed' | 'recalled')[], sees?: { replacements: boolean }) => Object.fromEntries([...axis.truth(day(local(s.firstDay)), day(now), now, sees)].filter(([, c]) => columns.some((name) => c[name] > 0)).map(([code, c]) => [code, Object.fromEntries(columns.map((name) => [name, c[name]]))]));
    expect(await counted('vxp', ['sent', 'received', 'recalled'])).toEqual(truth(['sent', 'received', 'recalled'], { replacements: false }));
    expect(await counted('xroad', ['sent', 'received', 'signed'])).toEqual(truth(['sent', 'received', 'signed']));
    const items = await rows(`select i.kind, u.code as unit, count(*)::int as all, (count(done_on))::int as done from register_item i join unit u on u.id = i.unit_id where not cancelled group by 1, 2`);
    const told = s.truth();
    const expected = [...told.tasks.map((t) => ({ kind: 'task', unit: t.unit, all: t.all, done: t.done })), ...told.feedback.map((t) => ({ kind: 'feedback', unit: t.unit, all: t.all, done: t.done }))].filter((row) => row.all > 0);
    const key = (row: object) => JSON.stringify(row);
    expect(items.map(key).sort()).toEqual(expected.map(key).sort());
    expect(matters.tasks(now).length).toBeGreaterThan(50);
    const tally = <T>(list: readonly T[], of: (one: T) => string) => list.reduce<Record<string, number>>((sums, one) => ({ ...sums, [of(one)]: (sums[of(one)] ?? 0) + 1 }), {});
    expect(await statistic('payment', 'paymentTransactions')).toEqual(tally(paidBetween(s.province, FROM, TO, now).filter((d) => !paymentFails(d)), (d) => d.receivingUnit.code));
    expect(await statistic('vnpost', 'postalConsignments')).toEqual(tally(postedBetween(s.province, FROM, TO, now), (d) => d.unit.code));
  });

  it('feedback on time comes from the list that has it, though statistics of the same system lack it', async () => {
    const received = s.exchange.matters.feedback(now).filter((one) => one.opened >= FROM && one.opened < TO);
    const dayOf = (at: number) => Math.floor((at + 7 * 3_600_000) / DAY);
    const onTime = received.filter((one) => (one.done > 0 && one.done < TO ? dayOf(one.done) <= dayOf(one.due) : dayOf(one.due) >= dayOf(TO - 1)));
    expect(received.length).toBeGreaterThan(20);
    expect(await rows(`select hits::int, total::int, source from mart.indicator_value where indicator = 'index766-feedback-on-time' and unit_code = 'H17' and period_type = 'month' and period_start = '2026-08-01'`)).toEqual([{ hits: onTime.length, total: received.length, source: 'items:ccvc' }]);
  });

  it('statistics are those the systems report now, past months written anew and no day old, whatever their cache holds', async () => {
    const reported = (level: string | null, of: (c: UnitCounts) => number) => Object.fromEntries(countPeriod(s.held, (unit) => level === null || unit.level === level, FROM, TO, now).map((c) => [c.unit.code, of(c)] as const).filter(([, n]) => n > 0));
    for (const [id, level] of [['xa', 'commune'], ['so', 'department'], ['cmon', null], ['opencps', 'department']] as const) {
      expect([id, await statistic(id, 'received')]).toEqual([id, reported(level, (c) => c.received)]);
      expect([id, await statistic(id, 'resolvedLate')]).toEqual([id, reported(level, (c) => c.late)]);
    }
    const july = { from: local('2026-07-01'), to: FROM };
    const late = Object.fromEntries(countPeriod(s.held, () => true, july.from, july.to, now).map((c) => [c.unit.code, c.late] as const).filter(([, n]) => n > 0));
    expect(await statistic('cmon', 'resolvedLate', '2026-07-01')).toEqual(late);
    expect((await rows<{ n: number }>(`select count(*)::int as n from statistic where source_id = $1 and measure = 'resolvedLate' and period_start = '2026-07-01' and superseded_at is not null`, [sources.cmon!.id]))[0]!.n).toBeGreaterThan(0);
  });

  it('what lies shows: silence and repetition, second codes, a rate above 100 %, corrected months, states that the portal knows otherwise', async () => {
    await measureQuality(pool, COMPUTE.calendar, now * 1000);
    const quality = await readQuality(pool, {});
    const score = (source: string, dimension: string, unit: string) => quality.find((q) => q.source === source && q.dimension === dimension && q.unit === unit)!;
    for (const unit of gone()) expect(score('xa', 'live', unit).score).toBeLessThan(1);
    const twins = [...s.held.all(now)].filter((d) => hasTwin(d) && d.received >= now - 80 * DAY);
    expect(twins.length).toBeGreaterThan(0);
    for (const { unit } of twins) expect(score('so', 'clean', unit.code).evidence.secondCodes).toBeGreaterThan(0);
    expect(await rows(`select unit_code, rule from mart.held_value where open and indicator = 'signed-documents' and period_type = 'month' and period_start = '2026-08-01'`)).toEqual([{ unit_code: s.distortions.boastful.code, rule: 'over-100-percent' }]);
    const corrected = await rows<{ unit_code: string; touched: number | null }>(`select unit_code, touched from mart.correction where indicator = 'on-time-resolution' and period_type = 'month' and kind = 'records' and new_hits > old_hits`);
    expect(corrected.filter((row) => row.touched === null)).toEqual([]);
    expect(corrected.map((row) => row.unit_code)).toContain('H17');
  });

  it('counts of the systems beside ours: every difference has its reason', async () => {
    for (const one of Object.values(s.faults)) one.set('none');
    const ours: OurMeasures = (id, period) => measuresOfSource(pool, COMPUTE, now * 1000, id, period);
    const range = { from: '2026-08-01', to: addDays(localDay(now * 1000), -1) };
    for (const id of ['xa', 'so']) expect(await until(id, { kind: 'reconcile', ranges: [range], ours })).toEqual([]);
    // The portal is asked for a month 35 days after it.
    expect(await until('cong', { kind: 'reconcile', ranges: [{ from: '2026-06-01', to: '2026-06-30' }], ours })).toEqual([]);
    const open = await rows<{ source: string; unit: string | null; measure: string; theirs: number; ours: number; category: string; n: number }>(`select source, unit_code as unit, measure, theirs, ours, category from mart.reconciliation where verdict = 'unexplained'`);
    expect(open.filter((row) => row.source !== 'cong')).toEqual([]);
    expect((await rows<{ n: number }>(`select count(*)::int as n from mart.reconciliation where source in ('xa', 'so') and verdict = 'equal'`))[0]!.n).toBeGreaterThan(100);
    expect(open.filter((row) => row.source === 'cong').map((row) => row.measure)).toContain('portalResolvedOnTime');
  });

  async function statistic(id: string, measure: string, period = '2026-08-01'): Promise<Record<string, number>> {
    return Object.fromEntries((await rows<{ code: string; value: number }>(`select u.code, s.value from statistic s join unit u on u.id = s.unit_id where s.source_id = $1 and s.measure = $2 and s.period_start = $3 and s.period_type = 'month' and s.superseded_at is null and s.value <> 0`, [sources[id]!.id, measure, period])).map((row) => [row.code, Number(row.value)]));
  }
  const time = (at: string | null) => (at === null ? 0 : new Date(at).getTime());
});
