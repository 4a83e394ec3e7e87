/**
 * One run of one stream: windows → pages → raw page kept → rows read → bad rows to quarantine → load → checkpoint. The checkpoint moves in
 * the same transaction as the last rows of its window, so that a kill at any moment loses nothing and doubles nothing.
 */
import type { Client, Pool } from 'pg';
import { CchcError, HttpFailure } from '../platform/errors';
import type { Clock } from '../platform/clock';
import { compileSieve, compileStream, compileText, UnreadableValue } from '../sources/reading';
import type { SourceDefinition, Stream } from '../sources/source';
import { keepRawPage, quarantine, quarantinedKeys, releaseQuarantine, type Quarantined } from '../store/facts/arrivals';
import { inTransaction } from '../store/database';
import { loadDossiers } from '../store/facts/load-dossiers';
import { knownDossiers, knownItems, knownStatistics } from '../store/facts/known';
import { knownEDocuments, loadEDocuments } from '../store/facts/load-edocuments';
import { loadItems } from '../store/facts/load-items';
import { loadCatalogue } from '../store/sources/catalogue';
import { learnUnits, openRegistry, type Registry } from '../store/units/registry';
import { endRun, moveCheckpoint, startRun, type RunCounts, type RunKind } from '../store/sources/sources';
import { countedUnits, loadStatistics, type StatisticRow } from '../store/facts/statistics';
import { settleUnmatched } from '../store/units/unit-unmatched';
import { DAY, localDay, periodOf, type Dossier, type EDocument, type Instant, type Item, type Measure, type Period, type ProcedureRecord, type Statistic, type TimesOf, type UnitRecord } from '../vocabulary';
import { createAdder } from './adder';
import { askPage, confirmEmpty, type Asked, type Member } from './ask';
import { membersOf } from './members';
import { pages, type PageAddress } from './pages';
import type { Session } from './session';
import { toRows, unitDay } from './to-row';
import type { AskedWindow, WindowPlan } from './windows';

export interface RunDependencies {
  /** Connection that holds the source's lock and writes the data. */
  client: Client;
  /** For raw pages and quarantine, which must survive a rolled-back load. */
  pool: Pool;
  session: Session;
  clock: Clock;
  onProgress?: (done: { window: number; windows: number; records: number }) => void;
  signal?: AbortSignal;
  /** Judges the time that dossiers took; absent: it stays unknown. */
  timesOf?: TimesOf;
  /** Rows of one transaction, if not the usual number. */
  batch?: number;
}

export interface RunTarget { sourceId: number; definition: SourceDefinition; stream: Stream }

/** Rows of one transaction: many, because the counters of a unit's day are then written once for all of them. */
const BATCH = 20_000;

/**
 * Runs the plan. Returns the counts; on failure the run is noted as failed with class and text and the error is thrown on.
 * `table` loads dossiers into a table aside (a full rebuild); the checkpoint then stays where it is.
 */
export async function runStream(target: RunTarget, plan: WindowPlan | null, kind: RunKind, deps: RunDependencies, table?: string): Promise<RunCounts & { runId: number }> {
  const { client, pool } = deps;
  const { sourceId, stream } = target;
  const windows: (AskedWindow | null)[] = plan ? plan.windows : [null];
  const started = deps.clock.now();
  const runId = await startRun(client, sourceId, stream.id, kind, plan && windows.length > 0 ? { from: plan.windows[0]!.from, to: plan.upper } : null);
  const counts: RunCounts = { pages: 0, records: 0, new: 0, changed: 0, unchanged: 0, skipped: 0, quarantined: 0 };
  try {
    await settleUnmatched(client, sourceId); // what a person, a file or the catalogue has explained since
    const registry = await openRegistry(client, sourceId); // once a run: units do not change under it, procedures it adds itself
    const members = windows.length === 0 ? [] : await membersOf(target.definition, stream, deps.session, deps.signal);
    let doubt: HttpFailure | null = null;
    for (const [number, window] of windows.entries()) {
      const unbelieved = await runWindow(target, window, runId, counts, registry, deps, {
        table, members, newest: kind !== 'backfill' && number === windows.length - 1, checkpoint: kind !== 'live' && kind !== 'deep' ? null : window ? Math.min(window.to, plan!.upper) : started, // a list without windows holds all there was when it was begun
        progress: () => deps.onProgress?.({ window: number, windows: windows.length, records: counts.records }),
      });
      doubt ??= unbelieved;
      deps.onProgress?.({ window: number + 1, windows: windows.length, records: counts.records });
    }
    if (doubt) throw doubt;
    await endRun(client, runId, counts, null);
    return { ...counts, runId };
  } catch (error) {
    await endRun(pool, runId, counts, failureOf(error)).catch(() => undefined);
    throw error;
  }
}

/** Class and text of a failure as they are stored and shown; never holds an address with its query, a header or a body. */
export function failureOf(error: unknown): { class: string; text: string } {
  if (error instanceof HttpFailure) return { class: error.class, text: error.message };
  if (error instanceof CchcError) return { class: error.code, text: error.message };
  return { class: 'internal', text: error instanceof Error ? error.message : String(error) };
}

/** Null, or why an empty answer for this window is not believed although the newer windows of the run may be read. */
async function runWindow(target: RunTarget, window: AskedWindow | null, runId: number, counts: RunCounts, registry: Registry, deps: RunDependencies,
  options: { table: string | undefined; members: readonly Member[]; newest: boolean; checkpoint: Instant | null; progress: () => void }): Promise<HttpFailure | null> {
  const { definition, stream, sourceId } = target;
  const reader = compileStream(stream);
  const sieve = compileSieve(stream);
  const keyOf = keyReader(stream);
  const inQuarantine = stream.record === 'dossier' || stream.record === 'item' || stream.record === 'edocument' ? await quarantinedKeys(deps.pool, sourceId, stream.id) : new Set<string>();
  const period: Period | undefined = window ? periodOf(periodTypeOf(stream), localDay(window.from)) : undefined;
  const ask = (member: Member) => async (page: PageAddress) => {
    deps.signal?.throwIfAborted();
    const asked: Asked = { window, page, member, now };
    const answer = await askPage(definition, stream, reader, deps.session, asked, deps.signal);
    if (answer.rows.length === 0 && page.offset === 0 && stream.confirmEmpty) await confirmEmpty(definition, stream, deps.session, asked, deps.signal);
    return answer;
  };
  const now = deps.clock.now();
  const adder = stream.record === 'statistic' && stream.mapping.add ? createAdder(stream.mapping.add.key, (unit) => registry.find(unit, period?.end) ?? `${unit.by} ${unit.value}`) /* two that nobody knows are two */ : null;
  let arrived = 0;
  let waiting: unknown[] = [];
  let bad: Quarantined[] = [];
  let loading: Promise<void> = Promise.resolve();
  const kept: Promise<void>[] = [];
  const flush = async (last: boolean) => {
    const [records, rejected] = [waiting, bad];
    waiting = [];
    bad = [];
    await Promise.all(kept.splice(0));
    await loading; // the batch before; a failure surfaces here
    // Bad rows are kept first: once the checkpoint has moved past them nobody asks for them again.
    counts.quarantined += await quarantine(deps.pool, sourceId, stream.id, runId, rejected);
    const load = loadBatch(target, records, runId, registry, deps, options, inQuarantine, last ? options.checkpoint : null).then((result) => {
      counts.quarantined += result.quarantined ?? 0;
      counts.new += result.new; counts.changed += result.changed; counts.unchanged += result.unchanged;
      options.progress();
    });
    load.catch(() => undefined);
    loading = load;
    if (last) await loading;
  };
  try {
    for (const member of options.members) for await (const page of pages(stream, ask(member), { parallel: definition.transport.parallel, keyOf })) {
      const context = { now, window: window ?? undefined, period, asked: member, sourceTime: page.sourceTime };
      counts.pages += 1;
      arrived += page.rows.length;
      let copy: unknown;
      const sieved = () => (copy ??= sieve(page.answer));
      const keeping = keepRawPage(deps.pool, { runId, sourceId, stream: stream.id, page: page.number, window, status: 200, arrived: page.body ?? page.text, sieved: () => JSON.stringify(sieved()) });
      keeping.catch(() => undefined); // surfaces in flush, before anything of the page is loaded
      kept.push(keeping);
      for (const [index, row] of page.rows.entries()) {
        const read = reader.read(row, context);
        if (read.kind === 'record') { if (adder) adder.add(row, read.record as Statistic); else waiting.push(read.record); counts.records += 1; }
        else if (read.kind === 'skipped') counts.skipped += 1;
        else bad.push({ key: keyOf(row), page: page.number, pointer: read.pointer, reason: read.reason, message: read.message, record: reader.rows(sieved()).rows[index] ?? null });
      }
      if (waiting.length >= (deps.batch ?? BATCH) && stream.record !== 'procedure') await flush(false); // a catalogue is judged whole
    }
    const doubt = arrived === 0 && options.table === undefined ? await emptyAgainstHistory(target, window, period, options.newest, deps) : null;
    if (doubt) {
      await Promise.all(kept.splice(0));
      if (stream.record === 'statistic') return doubt; // the figures of this period stay; those of the others may still come
      throw doubt;
    }
    if (adder) waiting = adder.sums(await unitsWithout(deps.client, target, registry, adder, period));
    await flush(true);
  } finally {
    await loading.catch(() => undefined); // the connection serves the next stream: no load may still be running on it
  }
  await registry.flush();
  return null;
}

async function loadBatch(target: RunTarget, records: unknown[], runId: number, registry: Registry, deps: RunDependencies,
  options: { table: string | undefined }, inQuarantine: Set<string>, checkpoint: Instant | null): Promise<{ new: number; changed: number; unchanged: number; quarantined?: number }> {
  const { client } = deps;
  const { sourceId, stream } = target;
  if (stream.record === 'unit') {
    const { learned } = await learnUnits(client, sourceId, records as UnitRecord[]);
    return { new: 0, changed: 0, unchanged: learned };
  }
  if (stream.record === 'procedure') {
    return inTransaction(client, async () => {
      const result = await loadCatalogue(client, sourceId, runId, records as ProcedureRecord[], options.table === undefined && checkpoint !== null);
      if (checkpoint !== null) await moveCheckpoint(client, sourceId, stream.id, checkpoint);
      return result;
    });
  }
  if (stream.record === 'statistic') {
    await registry.addUnits((records as Statistic[]).map((s) => ({ ref: s.unit, day: s.period.end })));
    const found: StatisticRow[] = (records as Statistic[]).map((s) => ({ unitId: registry.unit(s.unit, s.period.end), period: s.period, values: s.values, sourceTime: s.sourceTime })).filter((row) => row.unitId !== 0);
    await registry.flush();
    const { rows, doubles } = withoutDoubles(found);
    const quarantined = await quarantine(deps.pool, sourceId, stream.id, runId, doubles);
    return inTransaction(client, async () => {
      const result = await loadStatistics(client, sourceId, runId, rows);
      if (checkpoint !== null) await moveCheckpoint(client, sourceId, stream.id, checkpoint);
      return { ...result, quarantined };
    });
  }
  if (stream.record === 'item') {
    await registry.addUnits((records as Item[]).map((item) => ({ ref: item.unit, day: localDay(item.openedAt) })));
    const rows = (records as Item[]).map((item) => ({ item, unitId: registry.unit(item.unit, localDay(item.openedAt)) }));
    await registry.flush();
    return inTransaction(client, async () => {
      const result = await loadItems(client, sourceId, runId, rows);
      const mended = inQuarantine.size === 0 ? [] : rows.filter(({ item }) => inQuarantine.has(item.code)).map(({ item }) => item.code);
      if (mended.length > 0) await releaseQuarantine(client, sourceId, stream.id, mended);
      if (checkpoint !== null) await moveCheckpoint(client, sourceId, stream.id, checkpoint);
      return result;
    });
  }
  if (stream.record === 'edocument') {
    await registry.addUnits((records as EDocument[]).flatMap((d) => [d.sender, d.receiver].map((ref) => ({ ref, day: localDay(d.sentAt) }))));
    const inside = (ref: EDocument['sender'], { sentAt }: EDocument) => (ref === null ? null : registry.unit(ref, localDay(sentAt)));
    const rows = (records as EDocument[]).map((document) => ({ document, senderUnitId: inside(document.sender, document), receiverUnitId: inside(document.receiver, document) }));
    await registry.flush();
    return inTransaction(client, async () => {
      const result = await loadEDocuments(client, sourceId, runId, rows);
      const mended = inQuarantine.size === 0 ? [] : rows.filter(({ document }) => inQuarantine.has(document.code)).map(({ document }) => document.code);
      if (mended.length > 0) await releaseQuarantine(client, sourceId, stream.id, mended);
      if (checkpoint !== null) await moveCheckpoint(client, sourceId, stream.id, checkpoint);
      return result;
    });
  }
  const dossiers = newestByCode(records as Dossier[]);
  await registry.addProcedures(dossiers.filter((d) => d.procedureCode !== null).map((d) => ({ code: d.procedureCode!, name: d.procedureName, fieldCode: d.fieldCode, fieldName: d.fieldName })));
  await registry.addUnits(dossiers.flatMap((d) => [d.receivingUnit, d.resolvingUnit].map((ref) => ({ ref, day: unitDay(d) }))));
  const rows = await toRows(client, dossiers, registry, deps.timesOf);
  await registry.flush(); // like the bad rows: before the checkpoint passes them
  return inTransaction(client, async () => {
    const result = await loadDossiers(client, sourceId, runId, rows, options.table ? { table: options.table, fresh: true } : {});
    const mended = inQuarantine.size === 0 ? [] : rows.filter((row) => inQuarantine.has(row.code)).map((row) => row.code);
    if (mended.length > 0) await releaseQuarantine(client, sourceId, stream.id, mended);
    if (checkpoint !== null && !options.table) await moveCheckpoint(client, sourceId, stream.id, checkpoint);
    return result;
  });
}

/** Of several rows of one dossier the one that the source changed last; of equal ones, and where it does not say, the one that came last. */
export function newestByCode(dossiers: Dossier[]): Dossier[] {
  const newest = new Map<string, Dossier>();
  for (const dossier of dossiers) {
    const other = newest.get(dossier.code);
    if (!other || other.modifiedAt === null || dossier.modifiedAt === null || dossier.modifiedAt >= other.modifiedAt) newest.set(dossier.code, dossier);
  }
  return newest.size === dossiers.length ? dossiers : [...newest.values()];
}

/** Two rows of one unit and period that say different things: the newest by the source's own time, and where that does not decide neither. */
function withoutDoubles(found: readonly StatisticRow[]): { rows: StatisticRow[]; doubles: Quarantined[] } {
  const byPlace = new Map<string, StatisticRow[]>();
  for (const row of found) {
    const key = `${row.unitId} ${row.period.type} ${row.period.start}`;
    const list = byPlace.get(key);
    if (list) list.push(row);
    else byPlace.set(key, [row]);
  }
  const rows: StatisticRow[] = [];
  const doubles: Quarantined[] = [];
  for (const [key, list] of byPlace) {
    const newest = list.every((row) => row.sourceTime !== null) ? Math.max(...list.map((row) => row.sourceTime!)) : null;
    const standing = newest === null ? list : list.filter((row) => row.sourceTime === newest);
    const different = standing.some((row) => Object.entries(row.values).some(([measure, value]) => (standing[0]!.values[measure as Measure] ?? null) !== (value ?? null)));
    if (!different) rows.push(standing[0]!);
    else doubles.push({ key, page: 0, pointer: '', reason: 'double-statistic', message: `Nguồn gửi ${list.length} dòng số liệu khác nhau cho cùng đơn vị và kỳ; không dòng nào được dùng`, record: list.map((row) => row.values) });
  }
  return { rows, doubles };
}

/**
 * An empty list is what a broken client makes of an answer it cannot read: a fall to zero against what is known is a failure, not a value. Documents and
 * statistics of a period do not go away; dossiers are listed by their last change, so the newest window still holds those that were changed in it. Lists of
 * units and procedures have guards of their own (allowEmpty, the loss guard of the catalogue).
 */
async function emptyAgainstHistory({ definition, stream, sourceId }: RunTarget, window: AskedWindow | null, period: Period | undefined, newest: boolean, { pool }: RunDependencies): Promise<HttpFailure | null> {
  const refuse = (known: number, what: string) => new HttpFailure('format', {
    host: new URL(definition.baseUrl).host, reason: `luồng ${stream.id}: nguồn trả danh sách trống cho khoảng thời gian đã có ${known} ${what}`,
    remedy: 'Số liệu đã có được giữ nguyên. Kiểm tra hệ thống nguồn bằng "cchc sources check"; nếu nguồn đã xóa thật, đối chiếu bằng "cchc reconcile" hoặc nạp lại bằng "cchc ingest --full".',
  });
  if (stream.record === 'edocument' && window) {
    const known = await knownEDocuments(pool, sourceId, stream.side, window);
    return known > 0 ? refuse(known, 'văn bản') : null;
  }
  if (stream.record === 'dossier' && window && newest && stream.mapping.modifiedAt) {
    const known = await knownDossiers(pool, sourceId, window);
    return known > FEW ? refuse(known, 'hồ sơ') : null;
  }
  if (stream.record === 'item' && (!window || window.to - window.from >= 28 * DAY)) {
    const known = await knownItems(pool, sourceId, stream.kind, window);
    return known > FEW ? refuse(known, 'việc') : null;
  }
  if (stream.record === 'statistic' && window) {
    const known = await knownStatistics(pool, sourceId, stream.id, Object.keys(stream.mapping.values) as Measure[], stream.mapping.period === 'window' ? period!.type : null, window);
    return known > (stream.mapping.add ? FEW : 0) ? refuse(known, 'đơn vị có số liệu') : null; // a list of cases may lose its last ones
  }
  return null;
}
/** So few may all be gone without anything being wrong. */
const FEW = 10;

/** Units that had counts of a period and have no row any more: their count is now zero, not what it was. */
async function unitsWithout(client: Client, target: RunTarget, registry: Registry, adder: ReturnType<typeof createAdder>, period: Period | undefined): Promise<Statistic[]> {
  if (target.stream.record !== 'statistic' || !period) return [];
  const measures = Object.keys(target.stream.mapping.values);
  const now = new Set(adder.sums([]).map((sum) => registry.unit(sum.unit, period.end)));
  const before = await countedUnits(client, target.sourceId, period, measures);
  return before.filter((unit) => !now.has(unit.id)).map((unit) => ({ unit: { by: 'code', value: unit.code }, period, values: Object.fromEntries(measures.map((measure) => [measure, 0])), sourceTime: null }));
}

/** The kind of period that a window of a statistic is. */
export const periodTypeOf = (stream: Stream): Period['type'] => {
  const step = stream.window?.step;
  return step === 'month' || step === 'quarter' || step === 'half' || step === 'year' ? step : 'day';
};

/** What tells the rows of a list apart; null when a row does not say. */
export function keyReader(stream: Stream): (row: unknown) => string | null {
  if (stream.record === 'statistic' && !stream.mapping.add) return () => null;
  const read = compileText(stream.record === 'statistic' ? { at: stream.mapping.add!.key } : stream.record === 'unit' ? stream.mapping.id : stream.mapping.code);
  return (row) => {
    try {
      return read(row);
    } catch (error) {
      if (error instanceof UnreadableValue) return null;
      throw error;
    }
  };
}
