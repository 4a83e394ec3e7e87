/**
 * The source's own list read again, window by window of reception: what it has and we have not is loaded, what differs is mended, what it has no
 * longer becomes a tombstone. One transaction a window; a kill at any moment leaves whole windows, and a second run writes nothing.
 * An absence is believed only when a second reading agrees with it, and never when too much would go at once.
 */
import { compileSieve, compileStream } from '../sources/reading';
import type { DossierStream } from '../sources/source';
import { keepRawPage, quarantine, quarantinedKeys, releaseQuarantine, type Quarantined } from '../store/facts/arrivals';
import { inTransaction } from '../store/database';
import { loadDossiers } from '../store/facts/load-dossiers';
import { missingFrom, noteListWindow, removeDossiers, touchedBy, type ListWindow } from '../store/sources/reconciliations';
import { openRegistry, type Registry } from '../store/units/registry';
import { endRun, noteDeleted, startRun, streamState, type RunCounts } from '../store/sources/sources';
import { CchcError } from '../platform/errors';
import { localDay, startOfDay, type Dossier, type Instant, type LocalDay } from '../vocabulary';
import { isTooMuchLost, refuseLoss } from './loss-guard';
import { askPage, type Member } from './ask';
import { membersOf } from './members';
import { pages, type PageAddress } from './pages';
import { failureOf, keyReader, newestByCode, type RunDependencies, type RunTarget } from './run';
import { toRows } from './to-row';
import { planBackfill, type AskedWindow } from './windows';

export interface ReconcileRange { from: LocalDay; to: LocalDay }
export interface ReconcileCounts extends RunCounts { /** In ours, not in theirs. */ extra: number; removed: number; runId: number; windows: number; /** False: the definition does not say how to tell what is gone. */ goneIsKnown: boolean }
export interface ListTarget extends RunTarget { stream: DossierStream }

/** Rows of one window are held in memory; wider ones are refused with what to do. */
const MOST_ROWS = 400_000;

/** Days inclusive. The run is noted as `reconcile`; checkpoints and the live state are left alone. */
export async function reconcileList(target: ListTarget, range: ReconcileRange, deps: RunDependencies, options: { maxLossShare: number } = { maxLossShare: 0.1 }): Promise<ReconcileCounts> {
  const { sourceId } = target;
  const stream = listStream(target.stream);
  const goneIsKnown = target.stream.list !== undefined || target.stream.window === undefined;
  const now = deps.clock.now();
  const windows: AskedWindow[] = stream.window ? planBackfill({ ...stream.window, align: 'day' }, later(range.from, stream.window.start), range.to, now).windows : [{ from: startOfDay('1970-01-01'), to: now }];
  const { loadedThrough } = await streamState(deps.client, sourceId, stream.id);
  const runId = await startRun(deps.client, sourceId, stream.id, 'reconcile', windows.length > 0 ? { from: windows[0]!.from, to: windows.at(-1)!.to } : null);
  const counts: ReconcileCounts = { pages: 0, records: 0, new: 0, changed: 0, unchanged: 0, skipped: 0, quarantined: 0, extra: 0, removed: 0, runId, windows: windows.length, goneIsKnown };
  const whole = { known: 0, lost: 0 };
  try {
    if (loadedThrough === null) throw new CchcError('not-loaded', `Nguồn ${target.definition.id} chưa nạp xong lần nào, chưa có gì để đối soát.`, `Chạy cchc ingest ${target.definition.id} trước.`);
    const registry = await openRegistry(deps.client, sourceId);
    for (const [number, window] of windows.entries()) {
      deps.signal?.throwIfAborted();
      await reconcileWindow({ ...target, stream }, window, { runId, counts, registry, deps, whole, goneIsKnown, loadedThrough, maxLossShare: options.maxLossShare });
      deps.onProgress?.({ window: number + 1, windows: windows.length, records: counts.records });
    }
    await endRun(deps.client, runId, counts, null);
    return counts;
  } catch (error) {
    await endRun(deps.pool, runId, counts, failureOf(error)).catch(() => undefined);
    throw error;
  }
}

const later = (a: LocalDay, b: LocalDay): LocalDay => (a > b ? a : b);

/** The stream asked the way its `list` says. */
function listStream(stream: DossierStream): DossierStream {
  const { list, window } = stream;
  if (!list) return stream;
  return {
    ...stream, request: list.request ?? stream.request, paging: list.paging ?? stream.paging,
    window: window && { ...window, step: list.step ?? window.step, from: list.from ?? window.from, to: list.to ?? window.to },
  };
}

interface WindowWork { runId: number; counts: ReconcileCounts; registry: Registry; deps: RunDependencies; whole: { known: number; lost: number }; goneIsKnown: boolean; loadedThrough: Instant; maxLossShare: number }

async function reconcileWindow(target: ListTarget, window: AskedWindow, work: WindowWork): Promise<void> {
  const { runId, counts, registry, deps } = work;
  const { client, pool } = deps;
  const { sourceId, stream } = target;
  const reading = await readList(target, window, deps);
  const namedBad = reading.bad.filter((b) => b.key !== null);
  const seen = [...reading.records.keys(), ...namedBad.map((b) => b.key!)];
  const nameless = reading.bad.length - namedBad.length;

  const absent = await missingFrom(client, sourceId, stream.window ? window : null, seen);
  const { known } = absent;
  let gone = absent.codes;
  if (gone.length > 0 && work.goneIsKnown && nameless === 0) {
    const again = await readList(target, window, deps);
    const there = new Set([...again.records.keys(), ...again.bad.map((b) => b.key)]);
    gone = gone.filter((code) => !there.has(code));
    for (const [code, record] of again.records) if (!reading.records.has(code)) reading.records.set(code, record); // the first reading had missed it
  }
  const believed = work.goneIsKnown && nameless === 0;
  work.whole.known += known;
  work.whole.lost += believed ? gone.length : 0;

  const line: ListWindow = {
    sourceId, stream: stream.id, runId, from: window.from, to: window.to, listed: seen.length, missing: 0, changed: 0, extra: gone.length, removed: 0,
    quarantined: reading.bad.length, skipped: reading.skipped, verdict: 'equal', explanation: null, samples: gone,
  };
  if (believed && (isTooMuchLost(known, gone.length, work.maxLossShare) || isTooMuchLost(work.whole.known, work.whole.lost, work.maxLossShare))) {
    const text = `Đối soát ${localDay(window.from)} – ${localDay(window.to - 1)}`;
    await noteListWindow(client, { ...line, verdict: 'refused', explanation: `${text}: ${gone.length} trên ${known} hồ sơ không còn trong danh sách của nguồn; không xóa, chờ người quyết định.` });
    counts.extra += gone.length;
    refuseLoss(text, work.whole.known, work.whole.lost, work.maxLossShare);
    refuseLoss(text, known, gone.length, work.maxLossShare);
  }

  const dossiers = [...reading.records.values()];
  await registry.addProcedures(dossiers.filter((d) => d.procedureCode !== null).map((d) => ({ code: d.procedureCode!, name: d.procedureName, fieldCode: d.fieldCode, fieldName: d.fieldName })));
  const rows = await toRows(client, dossiers, registry, work.deps.timesOf);
  await registry.flush();
  await quarantine(pool, sourceId, stream.id, runId, reading.bad);
  const inQuarantine = await quarantinedKeys(pool, sourceId, stream.id);
  await inTransaction(client, async () => {
    const loaded = await loadDossiers(client, sourceId, runId, rows);
    const touched = loaded.new + loaded.changed > 0 ? await touchedBy(client, sourceId, runId, rows.map((row) => row.code)) : [];
    // A figure is walked back to the answer it came from: the pages that brought something are kept before the load counts.
    for (const page of new Set(touched.map((code) => reading.pageOf.get(code)))) if (page) await keepRawPage(pool, { runId, sourceId, stream: stream.id, window: stream.window ? window : null, status: 200, ...page });
    if (believed) line.removed = await removeDossiers(client, sourceId, runId, gone);
    await noteDeleted(client, runId, line.removed);
    const mended = rows.filter((row) => inQuarantine.has(row.code)).map((row) => row.code);
    if (mended.length > 0) await releaseQuarantine(client, sourceId, stream.id, mended);
    Object.assign(line, { missing: loaded.new, changed: loaded.changed, ...judge(line, loaded, dossiers, work, nameless) });
    await noteListWindow(client, line);
    counts.new += loaded.new; counts.changed += loaded.changed; counts.unchanged += loaded.unchanged;
  });
  counts.pages += reading.pages; counts.records += reading.records.size; counts.skipped += reading.skipped; counts.quarantined += reading.bad.length;
  counts.extra += gone.length; counts.removed += line.removed;
}

function judge(line: ListWindow, loaded: { new: number; changed: number }, dossiers: readonly Dossier[], work: WindowWork, nameless: number): Pick<ListWindow, 'verdict' | 'explanation'> {
  const recent = dossiers.filter((d) => d.modifiedAt !== null && d.modifiedAt >= work.loadedThrough).length;
  const notes = [
    line.extra > 0 && !work.goneIsKnown ? `${line.extra} hồ sơ không có trong danh sách; chưa biết đã xóa hay đã đổi, vì định nghĩa nguồn không có list.by` : '',
    line.extra > 0 && nameless > 0 ? `${line.extra} hồ sơ không có trong danh sách, nhưng ${nameless} dòng hỏng không đọc được mã: chưa xóa gì` : '',
    recent > 0 && loaded.new + loaded.changed > 0 ? `${recent} hồ sơ trong danh sách mới thay đổi sau lần nạp gần nhất` : '',
  ].filter(Boolean);
  const verdict = line.extra > line.removed ? 'unknown' : loaded.new + loaded.changed + line.removed > 0 ? 'mended' : 'equal';
  return { verdict, explanation: notes.join('; ') || null };
}

interface KeptPage { page: number; arrived: string | Buffer; sieved: () => string }
interface Reading { records: Map<string, Dossier>; pageOf: Map<string, KeptPage>; bad: Quarantined[]; skipped: number; pages: number }

/** All rows of a window, complete by the source's own word (src/ingest/pages.ts), nothing stored yet. */
async function readList({ definition, stream }: ListTarget, window: AskedWindow, deps: RunDependencies): Promise<Reading> {
  const reader = compileStream(stream);
  const sieve = compileSieve(stream);
  const keyOf = keyReader(stream);
  const asked = stream.window ? window : null;
  const context = { now: deps.clock.now(), window: asked ?? undefined };
  const reading: Reading = { records: new Map(), pageOf: new Map(), bad: [], skipped: 0, pages: 0 };
  const members = await membersOf(definition, stream, deps.session, deps.signal);
  const ask = (member: Member) => async (page: PageAddress) => {
    deps.signal?.throwIfAborted();
    return askPage(definition, stream, reader, deps.session, { window: asked, page, member, now: context.now }, deps.signal);
  };
  const skipped = new Set<unknown>();
  const bad = new Map<string, Quarantined>();
  for (const member of members) for await (const page of pages(stream, ask(member), { parallel: definition.transport.parallel, keyOf })) {
    reading.pages += 1;
    let copy: unknown;
    const sieved = () => (copy ??= sieve(page.answer));
    const kept: KeptPage = { page: page.number, arrived: page.body ?? page.text, sieved: () => JSON.stringify(sieved()) };
    for (const [index, row] of page.rows.entries()) {
      const read = reader.read(row, { ...context, asked: member });
      const key = keyOf(row);
      if (read.kind === 'record') { const dossier = read.record as Dossier; if (newestByCode([reading.records.get(dossier.code) ?? dossier, dossier])[0] === dossier) { reading.records.set(dossier.code, dossier); reading.pageOf.set(dossier.code, kept); } bad.delete(dossier.code); }
      else if (read.kind === 'skipped') skipped.add(key ?? row);
      else bad.set(key ?? JSON.stringify(row), { key, page: page.number, pointer: read.pointer, reason: read.reason, message: read.message, record: reader.rows(sieved()).rows[index] ?? null });
    }
    if (reading.records.size > MOST_ROWS) throw new CchcError('window-too-wide', `Khoảng ${localDay(window.from)} – ${localDay(window.to - 1)} có hơn ${MOST_ROWS} hồ sơ.`, 'Đặt list.step nhỏ hơn (ví dụ 1d); nguồn không có window: dùng cchc ingest --full.');
  }
  return { ...reading, bad: [...bad.values()], skipped: skipped.size };
}
