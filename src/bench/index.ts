/**
 * `npm run bench [-- --rows 1000000 --batch 60000 [--only boards|law]]`: one table of ratios measured in one run; `--only boards`: fill, publish, boards; `--only law`: fill, editions. The denominator is COPY (text, prebuilt) of the same
 * rows into the same indexed table without measures.
 */
import 'reflect-metadata';
import { fork } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Client } from 'pg';
import { DataSource, EntitySchema } from 'typeorm';
import { ensureDatabase } from '../cli/app';
import { register } from '../ingest/registration';
import { openSession, runSource, type Job } from '../ingest/runner';
import { startEmbeddedPostgres } from '../platform/embedded-postgres';
import { projectRoot } from '../platform/root';
import { Metrics } from '../serve/metrics/metrics';
import { sourceDefinition } from '../sources';
import { copy } from '../store/copy';
import { openClient, openPool } from '../store/database';
import { DOSSIER_COLUMNS } from '../store/facts/dossier-encoder';
import { foldMeasures } from '../store/facts/measures';
import { migrate } from '../store/migrate';
import { loadCalendar, readTimeLimits } from '../compute/calendar';
import { NOW, SETTINGS, timeLaw } from './law';
import { timeService } from './service';
import { dossierTimes } from '../compute/dossiers/dossier-times';
import { publish } from '../compute/editions/publish';
import { measureBoards } from './boards';

const { values: opt } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, batch: { type: 'string', default: '60000' }, runs: { type: 'string', default: '3' }, only: { type: 'string' } } });
const ROWS = Number(opt.rows);
const BATCH = Number(opt.batch);
const RUNS = Number(opt.runs);
const lines: string[] = [];
const say = (text: string) => { lines.push(text); process.stdout.write(`${text}\n`); };
const median = (list: number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!;
const percentile = (list: number[], p: number) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.ceil(list.length * p) - 1)]!;
const seconds = async (work: () => Promise<unknown>) => { const t = process.hrtime.bigint(); await work(); return Number(process.hrtime.bigint() - t) / 1e9; };
const count = (n: number) => Math.round(n).toLocaleString('en-US');

function definition(id: string, port: number) {
  const at = (path: string) => ({ at: path, date: 'iso', zone: 'UTC' });
  return sourceDefinition.parse({
    id, title: id, baseUrl: `http://127.0.0.1:${port}`, transport: { callsPerSecond: 100_000, parallel: 2 },
    units: Array.from({ length: 440 }, (_, i) => ({ code: `U${i}`, name: `Unit ${i}`, level: i < 20 ? 'department' : 'commune' })),
    streams: [{
      record: 'dossier', id: 'dossiers', request: { path: '/rows', query: { page: '{page.number}' } }, paging: { kind: 'pages', first: 0, size: 1000, stop: 'last', lastAt: 'last', numberAt: 'number', maxPages: 100_000 },
      envelope: { rows: 'content' },
      mapping: {
        code: 'code', procedureCode: 'procedure', receivingUnit: { by: 'code', at: 'unit' }, resolvingUnit: { by: 'code', at: 'resolving' },
        channel: { at: 'channel', map: { 1: 'counter', 2: 'online' } }, serviceLevel: { at: 'level', map: { 4: 'full' } }, status: { at: 'status', map: { 4: 'inProcess', 10: 'handedOver' } },
        submittedAt: at('submitted'), receivedAt: at('received'), dueAt: at('due'), endedAt: at('ended'), returnedAt: at('returned'), returnChannel: { at: 'returnChannel', map: { 1: 'counter', 3: 'postal' } },
        digitised: { at: 'digitised', true: [1] }, electronicResult: { at: 'result', true: [1] }, feeDue: { at: 'fee', true: [1] }, paidOnline: { at: 'paid', true: [1] }, modifiedAt: at('modified'),
      },
    }],
  });
}

async function serve(from: number, n: number, changeEvery: number, prefix: string): Promise<{ port: number; stop: () => void }> {
  const child = fork(join(__dirname, 'page-server.js'), [from, n, ROWS, changeEvery, prefix].map(String));
  const port = await new Promise<number>((done) => child.once('message', (message) => done(message as number)));
  return { port, stop: () => child.disconnect() };
}

async function main(): Promise<void> {
  const server = await startEmbeddedPostgres({ dataDir: join(projectRoot(), '.data/bench-pg'), settings: { shared_buffers: '2GB', max_wal_size: '8GB' } });
  const url = process.env.DATABASE_URL ?? (await ensureDatabase(server.url, `bench_${Date.now()}`));
  await migrate(url);
  const pool = openPool(url);
  const client = await openClient(url, 'bench');
  const close = async () => {
    await client.end();
    await pool.end();
    if (server.startedByUs) await server.stop();
  };
  const province = { code: 'H17', name: 'Bench' };
  say(`# Benchmarks\n\n${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]!.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}, PostgreSQL ${(await client.query('show server_version')).rows[0].server_version}, fsync on.`);
  say(`Base table ${count(ROWS)} dossiers, 440 units, 24 months; cases of ${count(BATCH)} rows, median of ${RUNS}; source, product and database share the cores.\n`);
  const timesOf = dossierTimes(loadCalendar(['vn-public-holidays-2024-2028.json', 'working-hours.yaml', 'decisions.yaml'].map((file) => join(projectRoot(), 'config/calendar', file))), readTimeLimits([]));
  let next = 0;
  /** A source that is up and registered; `read` runs it once. */
  const prepare = async (key: string, from: number, changeEvery: number, job: Job = { kind: 'backfill', from: '2024-01-01', to: '2026-01-01' }, n = BATCH, prefix = 'B') => {
    const source = await serve(from, n, changeEvery, prefix);
    const [registered] = await register(pool, province, [], [definition(key, source.port)], false);
    const session = openSession(registered!.definition);
    return { id: registered!.id, stop: source.stop, read: async () => {
      const outcomes = await runSource(registered!, job, { databaseUrl: url, pool, session, timesOf });
      if (outcomes?.[0]?.failure) throw new Error(outcomes[0].failure.text);
    } };
  };
  const lsn = async () => (await client.query<{ lsn: string }>('select pg_current_wal_insert_lsn()::text as lsn')).rows[0]!.lsn;
  const ingest = async (...of: Parameters<typeof prepare>) => {
    const source = await prepare(...of);
    const before = await lsn();
    const time = await seconds(source.read);
    const wal = (await client.query<{ bytes: number }>('select pg_wal_lsn_diff($1, $2)::float8 as bytes', [await lsn(), before])).rows[0]!.bytes;
    source.stop();
    return { time, id: source.id, wal };
  };
  const fold = () => seconds(() => foldMeasures(client));

  // backfill: heap first, indexes after, measures last
  const full = await ingest('bench', 0, 0, { kind: 'full' }, ROWS);
  next = ROWS;
  const table = `dossier_s${full.id}`;
  await client.query(`vacuum analyze ${table}`);
  await client.query('vacuum analyze measure_day');
  if (opt.only === 'boards' || opt.only === 'growth') {
    say(`Backfill ${count(ROWS / full.time)} rows/s; published in ${(await publishAll(pool)).toFixed(1)} s.`);
    if (opt.only === 'growth') await extras(client, table);
    await panels(url);
    if (opt.only === 'boards') await boards(pool, client, province);
    return close();
  }
  if (opt.only === 'law') {
    await lawTable(pool, table);
    return close();
  }
  await client.query(`create table copy_target (like dossier including all)`);
  await client.query(`insert into copy_target select * from ${table}`);
  await client.query('vacuum analyze copy_target');

  const columns = DOSSIER_COLUMNS.join(', ');
  const results: Record<string, number[]> = {};
  const note = (name: string, rate: number) => (results[name] ??= []).push(rate);
  const wal: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const from = next;
    next += BATCH;
    const fresh = await ingest('bench', from, 0);
    note('new', BATCH / fresh.time);
    note('fold', BATCH / (await fold()));
    note('copy', BATCH / (await copyBatch(client, table, columns)));
    const again = await ingest('bench', from, 0);
    note('unchanged', BATCH / again.time);
    wal.push(again.wal / BATCH);
    note('changed', BATCH / (await ingest('bench', from, 20)).time);
    const half = BATCH / 2;
    const [a, b] = [next, next + half];
    next += BATCH;
    const writers = [await prepare('bench', a, 0, undefined, half), await prepare('bench-two', b, 0, undefined, half, 'C')];
    note('two', BATCH / (await seconds(() => Promise.all(writers.map((w) => w.read())))));
    for (const w of writers) w.stop();
    // The second source has been read whole: while it is in its first load its units have no figures, and an edition nothing to write.
    await client.query('update source_stream set first_load = false, loaded_through = coalesce(loaded_through, now())');
    await fold();
  }
  const copyRate = median(results.copy!);
  const row = (name: string, key: string, goal: string) => say(`| ${name} | ${count(median(results[key]!))} | ${(median(results[key]!) / copyRate).toFixed(2)} | ${goal} |`);
  say('| end to end, journal of the measures in the transaction | rows/s | ratio to COPY | goal |\n|---|---|---|---|');
  row('COPY text of the same rows into the same indexed table', 'copy', '1.00');
  row('new rows, one connection', 'new', '≥ 0.45');
  row('new rows, two writers', 'two', '≥ 0.75');
  row('unchanged re-pull', 'unchanged', '≥ 1.20');
  row('5 % changed', 'changed', '–');
  row('counting the journal of the new rows (in the background, before an edition)', 'fold', '–');
  say(`| backfill of ${count(ROWS)} (heap, indexes, measures, swap) | ${count(ROWS / full.time)} | ${(ROWS / full.time / copyRate).toFixed(2)} | ≥ 1.50 |`);
  say(`\nWAL of an unchanged re-pull: ${median(wal).toFixed(2)} bytes a row (goal ≤ 1).`);
  if (opt.only === 'ingest') {
    return close();
  }
  await typeorm(url, client, table, copyRate);
  await extras(client, table);

  await metrics();
  const { rows: differences } = await client.query<{ n: number }>('select count(*) as n from measure_differences()');
  say(`\nRecount after all of this: ${differences[0]!.n} differences.`);
  await lawTable(pool, table);
  await panels(url);
  await boards(pool, client, province);
  await timeService(url); // publishes what has passed since the data ends
  const service = await timeService(url);
  say(`\nThe service answers ${service.seconds.toFixed(1)} s after its start (with an edition of the running periods) and then holds ${service.rss === null ? '–' : count(service.rss)} MiB.`);
  await close();
}

async function lawTable(pool: Parameters<typeof timeLaw>[0], table: string): Promise<void> {
  const law = await timeLaw(pool, table);
  say('\n| computing by the law, 440 units, all indicators | ms | goal |\n|---|---|---|');
  say(`| first edition of everything, 24 months | ${count(law.everything)} | ≤ 20,000 |`);
  say(`| edition of the running periods | ${count(law.running)} | ≤ 1,000 |`);
  say(`| one closed month alone, p50 | ${count(median(law.months))} | ≤ 1,000 |`);
  say(`| five years, ${law.fiveYears.periods} periods; for each of its 60 months | ${count(law.fiveYears.ms)}; ${count(law.fiveYears.ms / 60)} | –; ≤ 1,000 |`);
  say(`| one dossier of a month ago that changes, beyond the running periods | ${count(law.lateDossier)} | ≤ 50 |`);
}

/** COPY text of rows that are in the table, prebuilt by the server, into the same table without measures. Seconds. */
async function copyBatch(client: Client, table: string, columns: string): Promise<number> {
  const { rows } = await client.query<{ line: string }>(`select concat_ws(E'\\t', ${DOSSIER_COLUMNS.map((c) => `coalesce(${c}::text, '\\N')`).join(', ')}) as line from ${table} order by run_id desc limit ${BATCH}`);
  const bytes = Buffer.from(`${rows.map((r) => r.line).join('\n')}\n`);
  const codes = `delete from copy_target t using (select code from ${table} order by run_id desc limit ${BATCH}) d where t.code = d.code`;
  await client.query(codes);
  const time = await seconds(() => copy(client, `copy copy_target (${columns}) from stdin`, [bytes]));
  await client.query(codes);
  return time;
}

async function typeorm(url: string, client: Client, table: string, copyRate: number): Promise<void> {
  await client.query(`create table typeorm_target (like dossier including all)`);
  const entity = new EntitySchema<Record<string, unknown>>({
    name: 'typeorm_target', columns: Object.fromEntries(DOSSIER_COLUMNS.map((c) => [c, { name: c, primary: c === 'source_id' || c === 'code', nullable: true, type: /_at$/.test(c) ? 'timestamptz' : c === 'code' ? 'text' : c === 'content_hash' || c === 'run_id' ? 'bigint' : /^(digitised|electronic_result|fee_due|paid_online|apology_letter|address_present|phone_present)$/.test(c) ? 'boolean' : 'int' }])) as never,
  });
  const data = await new DataSource({ type: 'postgres', url, entities: [entity] }).initialize();
  const repository = data.getRepository(entity);
  const { rows } = await client.query<Record<string, unknown>>(`select ${DOSSIER_COLUMNS.join(', ')} from ${table} limit 4000`);
  const save = await seconds(() => repository.save(rows.slice(0, 2000).map((r) => ({ ...r })), { chunk: 1000 }));
  const orUpdate = await seconds(async () => {
    for (let i = 2000; i < 4000; i += 500) await repository.createQueryBuilder().insert().values(rows.slice(i, i + 500) as never).orUpdate(DOSSIER_COLUMNS.filter((c) => c !== 'source_id' && c !== 'code') as unknown as string[], ['source_id', 'code']).execute();
  });
  await data.destroy();
  say(`\n| TypeORM, store step only, no measures | rows/s | ratio to COPY |\n|---|---|---|\n| save, chunk 1,000 | ${count(2000 / save)} | ${(2000 / save / copyRate).toFixed(2)} |\n| insert().orUpdate() | ${count(2000 / orUpdate)} | ${(2000 / orUpdate / copyRate).toFixed(2)} |`);
}

/** Extra cost of measures for 1,000 changes of the last 90 days: the same update with and without the trigger, interleaved. */
async function extras(client: Client, table: string): Promise<void> {
  const { rows: codes } = await client.query<{ code: string }>(`select code from ${table} where received_at > (select max(received_at) - interval '90 days' from ${table}) and ended_at is not null order by hashtext(code) limit 24000`);
  const update = async (turn: number) => {
    const done = await client.query(`update ${table} set ended_at = ended_at + interval '1 day' where code = any($1::text[])`, [codes.slice(turn * 1000, turn * 1000 + 1000).map((r) => r.code)]);
    if (done.rowCount !== 1000) throw new Error(`1,000 changes were wanted, ${done.rowCount} were made`);
  };
  const [bare, counted, folded]: [number[], number[], number[]] = [[], [], []];
  await client.query('begin');
  for (let i = 0; i < 12; i++) {
    await client.query(`alter table ${table} disable trigger measure_update`);
    bare.push(await seconds(() => update(2 * i)));
    await client.query(`alter table ${table} enable trigger measure_update`);
    counted.push(await seconds(() => update(2 * i + 1)));
    folded.push(await seconds(() => client.query('select fold_measures()')));
  }
  await client.query('rollback');
  say(`\nMeasures for 1,000 changes at ${count(ROWS)} dossiers: ${((median(counted) - median(bare)) * 1000).toFixed(1)} ms extra (bare update ${(median(bare) * 1000).toFixed(1)} ms), and ${(median(folded) * 1000).toFixed(1)} ms to count them (goals of a journal: ≤ 12 and ≤ 30 ms; of counters in line: ≤ 30 ms).`);
}

const publishAll = (pool: ReturnType<typeof openPool>) => seconds(() => publish(pool, SETTINGS, NOW, { everything: true }));

/** The first edition counts as yesterday's, so that "what changed since yesterday" has something to compare. */
async function boards(pool: ReturnType<typeof openPool>, client: Client, province: { code: string; name: string }): Promise<void> {
  await client.query(`update edition set published_at = published_at - interval '1 day' where number = (select min(number) from edition)`);
  await publish(pool, SETTINGS, NOW + 86_400_000_000, { everything: true });
  await client.query('analyze');
  await measureBoards({ pool, compute: SETTINGS, province, language: 'vi', now: () => NOW + 86_400_000_000 }, say);
}

async function panels(url: string): Promise<void> {
  const client = await openClient(url, 'panels');
  await client.query('vacuum analyze indicator_value');
  const queries: [string, string][] = [
    ['one unit, 24 months', `select period_start, hits, total, value from mart.indicator_value where indicator = 'on-time-resolution' and unit_code = 'U3' and period_type = 'month'`],
    ['ranking of all units, one month', `select unit_name, hits, total, score from mart.indicator_value where indicator = 'index766-progress' and period_type = 'month' and period_start = '2025-11-01' order by score desc`],
    ['province, all indicators, one month', `select indicator, hits, total, value from mart.indicator_value where unit_code = 'H17' and period_type = 'month' and period_start = '2025-11-01'`],
    ['all units, 24 months', `select unit_code, period_start, hits, total from mart.indicator_value where indicator = 'on-time-resolution' and period_type = 'month'`],
    ['overdue now by unit and bucket', `select unit_code, bucket, dossiers from mart.dossier_open`],
  ];
  say(`\n| panel at ${count(ROWS)} dossiers | p50 ms | p95 ms |\n|---|---|---|`);
  for (const [name, sql] of queries) {
    const times: number[] = [];
    for (let i = 0; i < 40; i++) times.push((await seconds(() => client.query(sql))) * 1000);
    say(`| ${name} | ${percentile(times, 0.5).toFixed(1)} | ${percentile(times, 0.95).toFixed(1)} |`);
  }
  await client.end();
}

async function metrics(): Promise<void> {
  const all = new Metrics();
  const refresh = (value: number) => all.refresh({ province: 'H17', sources: [], outcomes: [], edition: 1, mismatch: 0, values: Array.from({ length: 4500 }, (_, i) => ({ indicator: `i${i % 26}`, unit_code: `U${Math.floor(i / 26)}`, unit_level: 'department', status: 'available', value, total: 10, score: null }) as never) });
  const [first, later]: [number[], number[]] = [[], []];
  for (let i = 0; i < 40; i++) {
    refresh(i / 40);
    first.push((await seconds(() => all.text())) * 1000);
    refresh(i / 40); // the same figures again, as every few seconds between two editions
    later.push((await seconds(() => all.text())) * 1000);
  }
  say(`\n/metrics at 4,500 series: p50 ${percentile(later, 0.5).toFixed(1)} ms, p95 ${percentile(later, 0.95).toFixed(1)} ms (goal p95 ≤ 15 ms); the first scrape after figures changed p50 ${percentile(first, 0.5).toFixed(1)} ms, p95 ${percentile(first, 0.95).toFixed(1)} ms.`);
}

void main().then(() => process.exit(0), (error: unknown) => { process.stderr.write(`${(error as Error).stack}\n`); process.exit(1); });
