/** An edition computes what was touched: whatever changes, what it publishes is what publishing everything would say. */
import { openAsItWas } from '../../src/compute/maps/as-it-was';
import { loadCalendar } from '../../src/compute/calendar';
import { confirmHeld } from '../../src/compute/values/held-values';
import type { ComputeSettings } from '../../src/compute/measures/measuring';
import { publish, type PublishOptions } from '../../src/compute/editions/publish';
import { judgedPeriods, writeStandings } from '../../src/compute/judging/standing';
import { isPart, lastPublishing, publishingOf, tasksOf } from '../../src/compute/editions/touched';
import { signOff } from '../../src/store/editions/closings';
import { inTransaction } from '../../src/store/database';
import { loadEDocuments } from '../../src/store/facts/load-edocuments';
import { loadItems } from '../../src/store/facts/load-items';
import { foldMeasures } from '../../src/store/facts/measures';
import { addAliases } from '../../src/store/units/registry';
import { moveCheckpoint, registerSource } from '../../src/store/sources/sources';
import { loadStatistics } from '../../src/store/facts/statistics';
import { registerBatches } from '../../src/store/units/unit-registry';
import { addDays, parsePeriod, periodOf, type Measure, type Unit, type UnitEvent } from '../../src/vocabulary';
import { openBench, type Bench } from '../support/bench';
import { addSource, at, dossier, load, type Given } from '../support/dossiers';
import { edocument } from '../support/edocuments';
import { generator } from '../support/random-dossiers';

const SETTINGS: ComputeSettings = { provinceCode: 'H17', onTimeBy: 'date', dueSoonWorkingDays: 3, calendar: loadCalendar([]) };
const OLD = ['O1', 'O2', 'O3', 'O4', 'O5'];
const NEW = ['N1', 'N2', 'N3', 'N4'];
const DEPARTMENTS = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D9'];
const unit = (code: string, more: Partial<Unit> = {}): Unit => ({ code, name: `Đơn vị ${code}`, level: 'commune', parentCode: 'H17', validFrom: null, validTo: null, ...more });
const event = (id: string, edges: UnitEvent['edges'], more: Partial<UnitEvent> = {}): UnitEvent => ({ id, kind: 'merge', date: '2025-07-01', basis: 'NQ', verified: true, note: null, edges, ends: [], begins: [], units: [], ...more });

let bench: Bench;
let id: Record<string, number>;
let sources: { city: number; axis: number; tasks: number; sheet: number };
/** The moment of the next edition. */
let now: string;
beforeEach(async () => {
  bench = await openBench();
  const { client } = bench;
  await registerBatches(client, [{
    origin: 'test',
    // O1, O2 → N1; O3 → N2; O4 is divided between N2 and N3; O5 → N4. In October department D9 goes over to D1, which goes on.
    units: [unit('H17', { level: 'province', parentCode: null }), ...OLD.map((code) => unit(code, { validTo: '2025-06-30' })), ...NEW.map((code) => unit(code, { validFrom: '2025-07-01' })),
      ...DEPARTMENTS.map((code) => unit(code, { level: 'department', ...(code === 'D9' ? { validTo: '2025-09-30' } : {}) }))],
    events: [event('n1', [{ from: 'O1', to: 'N1', weight: 1 }, { from: 'O2', to: 'N1', weight: 1 }]), event('n2', [{ from: 'O3', to: 'N2', weight: 1 }]), event('n4', [{ from: 'O5', to: 'N4', weight: 1 }]),
      event('split', [{ from: 'O4', to: 'N2', reason: 'chia' }, { from: 'O4', to: 'N3', reason: 'chia' }], { kind: 'split' }), event('d', [{ from: 'D9', to: 'D1', weight: 1 }], { date: '2025-10-01' })],
  }]);
  id = Object.fromEntries((await client.query<{ code: string; id: number }>('select code, id from unit')).rows.map((row) => [row.code, row.id]));
  const other = (key: string, kind: 'api' | 'import', record: 'item' | 'edocument' | 'statistic', layout: object) =>
    inTransaction(client, () => registerSource(client, { key, title: key, family: 'test', kind, staleAfterMs: 1_800_000, everyMs: 300_000, streams: [{ id: 'list', record, layout: JSON.stringify(layout) }] }));
  sources = {
    city: await addSource(client, 'city', { start: '2025-01-01' }), tasks: await other('tasks', 'api', 'item', { kind: 'task', start: '2025-01-01' }),
    axis: await other('axis', 'api', 'edocument', { side: 'both', start: '2025-01-01', fields: ['signed', 'paperCopy'] }), sheet: await other('sheet', 'import', 'statistic', {}),
  };
  for (const source of [sources.city, sources.tasks, sources.axis]) {
    await addAliases(client, source, [...OLD, ...NEW, ...DEPARTMENTS].filter((code) => code !== 'D7').map((code) => ({ kind: 'code', value: code, unitId: id[code]! })), 'test');
  }
  now = '2025-12-15 12:00';
  await loadedTo('2025-12-15 11:55');
});
afterEach(() => bench.close());

const loadedTo = async (time: string) => {
  await moveCheckpoint(bench.client, sources.city, 'dossiers', at(time));
  for (const source of [sources.tasks, sources.axis]) await moveCheckpoint(bench.client, source, 'list', at(time));
};
const give = (rows: Given[]) => load(bench.client, sources.city, rows.map((row) => dossier(row)));
const publishNow = async (options: PublishOptions = {}) => {
  await foldMeasures(bench.client); // the edition has nothing to count itself: a count is as new as its transaction
  await othersEnded();
  return publish(bench.pool, SETTINGS, at(now), options);
};

/** What was written while an older transaction of the server still runs, also one of another database, counts as touched after the edition too. */
async function othersEnded(): Promise<void> {
  const { rows: [own] } = await bench.client.query<{ xid: string }>('select pg_current_xact_id()::text as xid');
  const oldest = async () => BigInt((await bench.client.query<{ xid: string }>('select pg_snapshot_xmin(pg_current_snapshot())::text as xid')).rows[0]!.xid);
  while ((await oldest()) <= BigInt(own!.xid)) await new Promise((done) => setTimeout(done, 20));
}

/** Each absence of an indicator with all its units, in whatever row it stands. */
const absences = (table: string) => `concat_ws('|', i.indicator, a.period_type, a.period_start, i.before || a.reason || i.after, i.version, i.max_score, a.basis, (select array_agg(unit_id order by unit_id) from unit_set_member where set_id = a.unit_set_id))
    from ${table} a join indicator_set_member i on i.set_id = a.indicator_set_id where a.edition_to is null`;

/** All that an edition says, as rows. */
async function said(): Promise<Map<string, string>> {
  const { rows } = await bench.client.query<{ what: string; row: string }>(`
    select 'value' as what, (to_jsonb(v) - '{computed_at,edition_from,edition_to,coverage}'::text[])::text as row from indicator_value v where edition_to is null
    union all select 'absence', ${absences('indicator_absence')}
    union all select 'value on the map', (to_jsonb(v) - '{computed_at,edition_from,edition_to,coverage}'::text[])::text from map_value v where edition_to is null
    union all select 'absence on the map', ${absences('map_absence')}
    union all select 'fold', to_jsonb(f)::text from map_fold f union all select 'gain', (to_jsonb(g) - 'edition')::text from gain g union all select 'standing', (to_jsonb(s) - 'edition')::text from standing s
    union all select 'maps differ', to_jsonb(m)::text from map_period m
    union all select 'held', (to_jsonb(h) - '{held_at,released_at,confirmed_at}'::text[] || jsonb_build_object('open', released_at is null, 'confirmed', confirmed_at is not null))::text from held_value h
    union all select 'restatement', (to_jsonb(r) - '{id,edition_from,edition_to,computed_at,stated_at}'::text[])::text from restatement r where edition_to is null`);
  return new Map(rows.map((row) => [`${row.what} ${row.row}`, row.what]));
}

/** Publishes everything and judges every place anew; what then differs from what was said. */
async function forgotten(): Promise<{ changes: number; gone: string[]; come: string[] }> {
  const before = await said();
  const { edition, changes } = await publishNow({ everything: true });
  await inTransaction(bench.client, async () => writeStandings(bench.client, edition, SETTINGS.targets, (await judgedPeriods(bench.client)).map((period) => ({ period })), now.slice(0, 10)));
  const after = await said();
  return { changes, gone: [...before.keys()].filter((key) => !after.has(key)).slice(0, 5), come: [...after.keys()].filter((key) => !before.has(key)).slice(0, 5) };
}

/** What the next edition would compute, without computing it. */
async function tasks(): Promise<{ parts: Map<string, string[]>; whole: string[] }> {
  await foldMeasures(bench.client);
  await bench.client.query('begin isolation level repeatable read');
  try {
    const list = await tasksOf(bench.client, await publishingOf(bench.client, at(now), SETTINGS), await lastPublishing(bench.client), {
      today: now.slice(0, 10), daysFrom: addDays(now.slice(0, 10), -45), provinceId: id.H17!, asItWas: await openAsItWas(bench.client, id.H17!, now.slice(0, 10)),
    });
    const codeOf = new Map(Object.entries(id).map(([code, n]) => [n, code]));
    return { parts: new Map(list.filter(isPart).map(({ period, units }) => [`${period.type} ${period.start}`, [...units].map((n) => codeOf.get(n)!).sort()])), whole: list.filter((task) => !isPart(task)).map(({ period }) => `${period.type} ${period.start}`) };
  } finally {
    await bench.client.query('rollback');
  }
}

test('a late dossier touches its units and the province in the periods that are over, and the running ones whole', async () => {
  await give([{ code: '1', receiving: id.D1, resolving: id.D2, received: '2025-11-03 08:00', due: '2025-11-20 17:00', ended: '2025-11-10 10:00' }, { code: '2', receiving: id.D3, received: '2025-03-03 08:00' }]);
  await publishNow({ everything: true });
  expect((await tasks()).parts.size).toBe(0);
  await give([{ code: '1', receiving: id.D1, resolving: id.D2, received: '2025-11-03 08:00', due: '2025-11-20 17:00', ended: '2025-11-25 10:00' }]);
  const { parts, whole } = await tasks();
  expect(whole.sort()).toEqual(['day 2025-12-15', 'half 2025-07-01', 'month 2025-12-01', 'quarter 2025-10-01', 'year 2025-01-01']);
  expect(parts.get('month 2025-11-01')).toEqual(['D2', 'H17']);
  expect(parts.get('day 2025-11-10')).toEqual(['D2', 'H17']);
  expect([...parts.keys()].filter((key) => key.startsWith('day'))).toHaveLength(35);
  expect(parts.has('month 2025-10-01')).toBe(false);
  expect(await publishNow()).toMatchObject({ periods: 41 });
  expect(await forgotten()).toEqual({ changes: 0, gone: [], come: [] });
});

test('a dossier that stood with a predecessor touches it; other rules touch everything', async () => {
  await give([{ code: '1', receiving: id.O1, resolving: id.N1, received: '2025-06-03 08:00', due: '2025-07-20 17:00' }, ...DEPARTMENTS.map((code) => ({ code, receiving: id[code], received: '2025-03-03 08:00' }))]);
  await publishNow({ everything: true });
  await give([{ code: '1', receiving: id.O1, resolving: id.N1, received: '2025-06-03 08:00', due: '2025-06-20 17:00' }]); // late on 21 June, with O1
  expect((await tasks()).parts.get('month 2025-06-01')).toEqual(['H17', 'N1', 'O1', 'O2']); // O2 too: its tie with N1 is as old
  await publishNow();
  expect(await forgotten()).toEqual({ changes: 0, gone: [], come: [] });
  const byInstant: ComputeSettings = { ...SETTINGS, onTimeBy: 'instant' };
  await publish(bench.pool, byInstant, at(now));
  expect((await publish(bench.pool, byInstant, at(now), { everything: true })).changes).toBe(0);
});

test('a dossier asked for supplements again counts in past periods until it ends; a period published on demand is the history of the next ones', async () => {
  const again = { code: 'again', receiving: id.D3, received: '2025-08-04 08:00', due: '2025-12-30 17:00', supplement: '2025-08-10 08:00', supplements: 2 };
  await give([...DEPARTMENTS.map((code) => ({ code, receiving: id[code], received: '2025-03-03 08:00' })), again]);
  for (let month = 4; month <= 8; month += 1) await give(Array.from({ length: 12 }, (_, n) => ({ code: `D6-${month}-${n}`, receiving: id.D6, received: `2025-0${month}-${String(n + 2).padStart(2, '0')} 08:00` })));
  await publishNow({ everything: true });
  await give([{ ...again, ended: '2025-12-10 08:00' }]);
  expect((await tasks()).parts.get('month 2025-08-01')).toEqual(['D3', 'H17']);
  await publishNow();
  expect(await forgotten()).toEqual({ changes: 0, gone: [], come: [] });
  // Nothing in September and October: both are held. September answered for, October is no fall any more.
  const open = async () => (await bench.client.query<{ start: string }>(`select distinct period_start::text as start from held_value where unit_id = $1 and period_type = 'month' and indicator = $2 and released_at is null and confirmed_at is null order by 1`, [id.D6, HELD])).rows.map((row) => row.start);
  expect(await open()).toEqual(expect.arrayContaining(['2025-09-01', '2025-10-01']));
  await confirmHeld(bench.client, { indicator: HELD, unit: 'D6', period: parsePeriod('2025-09'), by: 'A', why: 'đúng' });
  await publishNow({ only: [parsePeriod('2025-09')] });
  await publishNow();
  expect(await open()).toEqual([]);
  expect(await forgotten()).toEqual({ changes: 0, gone: [], come: [] });
});
const HELD = 'online-share';

test('what was published while a dossier waited for a supplement stays when it is answered, when it is asked again and when it ends', async () => {
  const asked = { code: 'waits', receiving: id.D3, received: '2025-09-01 08:00', due: '2025-09-20 17:00', supplement: '2025-09-10 08:00' };
  const undated = { code: 'undated', receiving: id.D3, received: '2025-09-01 08:00', limit: '2025-09-20 17:00', supplement: '2025-09-10 08:00' };
  const both = (more: Partial<Given>) => give([asked, undated].map((row) => ({ ...row, ...more })));
  const past = async () => (await bench.client.query<{ row: string }>(`select concat_ws(' ', indicator, unit_id, period_type, period_start, hits, total, value, score, status) as row from indicator_value
    where edition_to is null and period_type in ('day', 'month') and period_start < '2025-12-01' and indicator <> 'repeated-supplement' order by 1`)).rows.map((row) => row.row);
  const progress = async () => (await bench.client.query<{ hits: string; total: string }>(`select hits, total from mart.indicator_value where unit_code = 'D3' and indicator = 'index766-progress' and period_type = 'month' and period_start = '2025-10-01'`)).rows;
  const restated = async () => (await bench.client.query<{ indicator: string }>('select distinct indicator from restatement where edition_to is null')).rows.map((row) => row.indicator);
  await give(DEPARTMENTS.map((code) => ({ code, receiving: id[code], received: '2025-03-03 08:00', due: '2026-03-03 08:00' })));
  await both({ status: 'supplement', pauses: [['2025-09-10 08:00', null]] });
  const { edition } = await publishNow({ everything: true });
  await signOff(bench.client, parsePeriod('2025-10'), edition, 'A', []);
  const before = await past();
  expect(await progress()).toEqual([{ hits: 3, total: 3 }]);
  const answered: Given['pauses'] = [['2025-09-10 08:00', '2025-12-03 09:00']];
  const again: Given['pauses'] = [...answered!, ['2025-12-04 08:00', '2025-12-05 08:00']];
  const ended: Partial<Given> = { ended: '2025-12-09 10:00' };
  const turns: Partial<Given>[] = [{ pauses: answered }, { pauses: answered, ...ended }, { pauses: [['2025-09-10 08:00', null]], status: 'withdrawn', ...ended }, { pauses: again, second: '2025-12-04 08:00' }, { pauses: again, second: '2025-12-04 08:00', ...ended }];
  for (const more of turns) {
    await both(more);
    const { parts } = await tasks();
    if (!more.second) expect([...parts.keys()].filter((key) => key < 'day 2025-12' || key.startsWith('month'))).toEqual([]); // nothing before the answer is touched; a second request counts where it was received
    await publishNow({ everything: true });
    expect(await past()).toEqual(before);
  }
  expect((await restated()).filter((indicator) => indicator !== 'repeated-supplement')).toEqual([]);
  // Where nobody says when it was answered, nothing is known of the time before.
  await give([{ ...asked, supplements: 1, pauses: [] }]);
  await publishNow();
  expect(await progress()).toEqual([{ hits: 3, total: 3 }]); // closed
  expect(await restated()).toContain('index766-progress');
  expect(await forgotten()).toEqual({ changes: 0, gone: [], come: [] });
});

test('a dossier from before all others publishes its periods whole; another map folds a touched period whole', async () => {
  await give(DEPARTMENTS.map((code) => ({ code, receiving: id[code], received: '2025-05-03 08:00' })));
  await give(OLD.map((code) => ({ code, receiving: id[code], received: '2025-05-03 08:00', ended: '2025-06-20 08:00', due: '2025-06-10 08:00' })));
  await publishNow({ everything: true });
  await give([{ code: 'first', receiving: id.D3, received: '2025-02-03 08:00' }]);
  const { parts, whole } = await tasks();
  expect(whole).toEqual(expect.arrayContaining(['month 2025-02-01', 'month 2025-04-01', 'quarter 2025-01-01']));
  expect(parts.get('month 2025-05-01')).toEqual(['D3', 'H17']);
  await publishNow();
  expect(await forgotten()).toEqual({ changes: 0, gone: [], come: [] });
  const folded = await said();
  await give([{ code: 'O3', receiving: id.O3, received: '2025-05-03 08:00', ended: '2025-06-20 08:00', due: '2025-06-30 08:00' }]);
  await bench.client.query(`update map_state set digest = 'another'; truncate map_value, map_absence, map_fold`);
  await publishNow();
  expect([...(await said()).values()].filter((what) => what === 'fold')).toHaveLength([...folded.values()].filter((what) => what === 'fold').length);
  expect(await forgotten()).toEqual({ changes: 0, gone: [], come: [] });
});

test('whatever changes, at random: what was published is what publishing everything says', async () => {
  const [random, random2] = [generator(20251215), generator(766)];
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const chance = (p: number) => random() < p;
  const day = (from: number, to: number) => addDays('2025-03-01', from + Math.floor(random() * (to - from)));
  const [MERGED, LAST] = [122, 288]; // 1 July, 14 December
  const one = (code: string): Given => {
    const start = Math.floor(random() * LAST);
    const [here, there] = start < MERGED ? [OLD, NEW] : [NEW, NEW];
    const receiving = chance(0.5) ? pick(here) : pick(DEPARTMENTS.filter((d) => d !== 'D9' || start < 200));
    const resolving = chance(0.7) ? receiving : OLD.includes(receiving) ? pick(there) : receiving === 'D9' ? 'D1' : pick([...DEPARTMENTS.slice(0, 4), ...here]);
    const moment = (a: number, b: number) => `${addDays('2025-03-01', Math.min(LAST, start + a + Math.floor(random() * (b - a))))} ${String(7 + Math.floor(random() * 10)).padStart(2, '0')}:00`;
    const ended = chance(0.7) ? moment(1, 60) : null;
    const supplement = chance(0.3) ? moment(1, 10) : null;
    const row: Given = {
      code, receiving: id[receiving], resolving: id[resolving], received: moment(0, 1).replace(/ .*/, ' 06:00'), ended, due: chance(0.85) ? `${addDays('2025-03-01', start + 2 + Math.floor(random() * 30))} 17:00` : null,
      status: ended ? 'done' : chance(0.3) ? 'supplement' : chance(0.05) ? 'refused' : 'inProcess', supplement, supplements: supplement ? pick([1, 2, 3]) : 0, second: supplement && chance(0.2) ? moment(11, 20) : undefined,
      returned: ended && chance(0.8) ? moment(60, 65) : null, channel: pick(['online', 'counter', 'postal']), digitised: chance(0.5), electronic: chance(0.5), fee: chance(0.5), paid: chance(0.5), apology: chance(0.3), home: pick([...NEW.map((c) => id[c]!), 0]), contact: chance(0.9),
      limit: chance(0.5) ? moment(5, 40) : null, reappointments: pick([0, 1, 2]),
    };
    const answer = (asked: string): [string, string | null] => { const on = addDays(asked.slice(0, 10), 1 + Math.floor(random2() * 40)); return [asked, random2() < 0.2 || on > addDays('2025-03-01', LAST) ? null : `${on} 09:00`]; };
    return { ...row, pauses: random2() < 0.6 ? [row.supplement ?? [], row.second ?? []].flat().map(answer) : [] };
  };
  const dossiers = new Map(Array.from({ length: 250 }, (_, i) => [`R${i}`, one(`R${i}`)]));
  // D6 receives as many every month and then none in October: held until somebody answers, or the dossiers come.
  for (let month = 3; month <= 9; month += 1) for (let n = 1; n <= 12; n += 1) dossiers.set(`S${month}-${n}`, { code: `S${month}-${n}`, receiving: id.D6, received: `2025-0${month}-${String(n + 2).padStart(2, '0')} 08:00`, ended: `2025-0${month}-${n + 10} 09:00`, due: `2025-0${month}-27 17:00` });
  await give([...dossiers.values()]);
  const item = (code: string) => {
    const opened = day(0, LAST);
    return { item: { kind: 'task' as const, code, unit: null, class: null, openedAt: at(opened), dueAt: chance(0.8) ? at(addDays(opened, 20)) : null, doneAt: chance(0.6) ? at(addDays(opened, Math.floor(random() * 30))) : null, cancelled: chance(0.1), verdict: null, amount: null, amountDone: null }, unitId: id[pick([...NEW, ...DEPARTMENTS])]! };
  };
  const document = (code: string) => {
    const sent = day(0, LAST);
    const arrived = chance(0.8);
    return edocument({ code, sent: `${sent} 08:00`, received: arrived ? `${sent} 10:00` : undefined, from: id[pick(DEPARTMENTS)]!, to: id[pick(DEPARTMENTS)]!, signed: chance(0.8), paperCopy: chance(0.2), state: arrived ? pick(['received', 'completed']) : 'sent' });
  };
  const items = (codes: string[]) => inTransaction(bench.client, () => loadItems(bench.client, sources.tasks, 1, codes.map(item)));
  const documents = (codes: string[]) => inTransaction(bench.client, () => loadEDocuments(bench.client, sources.axis, 1, codes.map(document)));
  const statistic = (of: string, period: string, values: Partial<Record<Measure, number | null>>) => inTransaction(bench.client, () => loadStatistics(bench.client, sources.sheet, 1, [{ unitId: id[of]!, period: parsePeriod(period), values, sourceTime: null }]));
  await items(Array.from({ length: 30 }, (_, i) => `I${i}`));
  await documents(Array.from({ length: 20 }, (_, i) => `E${i}`));
  for (const of of [...NEW, ...DEPARTMENTS]) for (const period of ['2025-08', '2025-09', '2025-Q3']) await statistic(of, period, { feedback: 20, feedbackOnTime: 15 });
  const { edition } = await publishNow({ everything: true });
  for (const period of ['2025-06', '2025-08']) await signOff(bench.client, parsePeriod(period), edition, 'A', []);

  // Every other change is of a dossier that went over to a successor.
  const went = [...dossiers.values()].filter((row) => OLD.some((code) => id[code] === row.receiving) !== OLD.some((code) => id[code] === row.resolving) || (row.receiving === id.D9 && row.resolving === id.D1)).map((row) => row.code);
  const known = () => pick(chance(0.5) ? went.filter((code) => dossiers.has(code)) : [...dossiers.keys()]);
  const changed = async (code: string, more: Partial<Given>) => { dossiers.set(code, { ...dossiers.get(code)!, ...more }); await give([dossiers.get(code)!]); };
  let next = 0;
  const changes: Record<string, () => Promise<unknown>> = {
    'a new dossier': async () => { const row = one(`X${next += 1}`); dossiers.set(row.code, row); await give([row]); },
    'another end': async () => { const code = known(); const { received } = dossiers.get(code)!; await changed(code, { ended: `${addDays(received!.slice(0, 10), 1 + Math.floor(random() * 30))} 15:00`.replace(/^2025-12-1[5-9]|^2025-12-[23]\d|^2026.{6}/, '2025-12-14'), status: 'done' }); },
    'no end any more': () => changed(known(), { ended: null, status: 'supplement', supplement: '2025-11-01 08:00', supplements: 2, second: undefined }),
    'another unit': async () => { const code = known(); await changed(code, { resolving: id[pick([...NEW, ...DEPARTMENTS])] }); },
    'another reception': async () => { const code = known(); await changed(code, { receiving: id[pick([...OLD, ...DEPARTMENTS])], received: `${day(0, LAST)} 06:00` }); },
    'an answer': () => {
      const waiting = [...dossiers.values()].filter((row) => row.pauses?.some(([, answered]) => answered === null));
      const row = waiting.length > 0 ? pick(waiting) : dossiers.get(known())!;
      return changed(row.code, { pauses: row.pauses?.map(([asked, answered]) => [asked, answered ?? (asked > now ? asked : `${now.slice(0, 10)} 08:00`)]), status: row.ended ? 'done' : 'inProcess' });
    },
    'supplements again': () => changed(known(), { supplements: 3, second: undefined }),
    'a dossier that is gone': async () => { await bench.client.query(`update dossier set deleted_at = now() where code = $1`, [known()]); },
    'a dossier that was never there': async () => { const code = known(); dossiers.delete(code); await bench.client.query('delete from dossier where code = $1', [code]); },
    'a statistic': () => statistic(pick([...NEW, ...DEPARTMENTS]), pick(['2025-08', '2025-09', '2025-Q3', '2025-10']), { feedback: 20 + Math.floor(random() * 5), feedbackOnTime: 15 }),
    'a statistic taken back': () => statistic(pick(DEPARTMENTS), '2025-09', { feedback: null }),
    'an item': () => items([`I${Math.floor(random() * 40)}`]),
    'an item that is gone': async () => { await bench.client.query('update register_item set deleted_at = now() where code = $1', [`I${Math.floor(random() * 30)}`]); },
    'a document': () => documents([`E${Math.floor(random() * 30)}`]),
    'a source that speaks for another unit': () => addAliases(bench.client, sources.city, [{ kind: 'code', value: `more-${next += 1}`, unitId: id.D7! }], 'test'),
    'the dossiers of October': async () => { for (let n = 1; n <= 12; n += 1) await give([{ code: `S10-${n}`, receiving: id.D6, received: `2025-10-${String(n + 2).padStart(2, '0')} 08:00` }]); },
    'an answer for what is held': async () => {
      const held = (await bench.client.query<{ indicator: string; code: string; type: 'month'; start: string }>('select indicator, u.code, period_type as type, period_start::text as start from held_value h join unit u on u.id = h.unit_id where released_at is null and confirmed_at is null order by period_start, indicator limit 1')).rows[0];
      if (!held) return;
      const period = periodOf(held.type, held.start);
      await confirmHeld(bench.client, { indicator: held.indicator, unit: held.code, period, by: 'A', why: 'đúng' });
      await publishNow({ only: [period] });
    },
    'an edition of one month': () => publishNow({ only: [parsePeriod('2025-09')] }),
    'a day that passes': async () => { now = `${addDays(now.slice(0, 10), 1)} 12:00`; await loadedTo(now.replace('12:00', '11:55')); },
  };
  let parts = 0;
  const done: string[] = [];
  const order = [...Object.keys(changes), ...Array.from({ length: 19 }, () => pick(Object.keys(changes).slice(0, 14)))].map((name) => ({ name, place: random() })).sort((a, b) => a.place - b.place).map(({ name }) => name);
  for (const [i, name] of order.entries()) {
    await changes[name]!();
    done.push(name);
    if (i % 2 === 1) parts += (await tasks()).parts.size;
    if (i % 2 === 1) await publishNow();
    if (i % 4 === 3 || i === order.length - 1) expect({ done, ...(await forgotten()) }).toEqual({ done, changes: 0, gone: [], come: [] });
    if (i % 4 === 3) done.length = 0;
  }
  expect(parts).toBeGreaterThan(200);
  expect((await bench.client.query(`select count(*) as n from held_value`)).rows[0].n).toBeGreaterThan(0);
  expect((await bench.client.query(`select count(*) as n from restatement`)).rows[0].n).toBeGreaterThan(0);
  expect((await bench.client.query(`select count(*) as n from map_value`)).rows[0].n).toBeGreaterThan(0);
}, 900_000);
