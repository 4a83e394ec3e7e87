/** `cchc import par-scores|survey-results FILE`: all or nothing, every error with its line. */
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import { refreshProposals } from '../compute/par';
import { readScoreRows, shownFact, type ScoreRowEntry } from '../indicators/par';
import { readTable } from '../ingest/import/read-table';
import { CchcError } from '../platform/errors';
import { inTransaction, type Pool } from '../store/database';
import { addEntries, currentSets, leavesOf, saveSurveyResults, type CurrentSet, type NewEntry } from '../store/par';
import { PAR_STAGE_TITLES, SURVEY_KIND_TITLES } from '../vocabulary';
import { count, print, printJson, table } from './output';
import { readResultsFile, refusal, refuseUnknownUnits, withParApp } from './par-files';

export interface ParImportOptions { dryRun?: boolean; json?: boolean; by?: string; set?: string; unit?: string; year?: string }
export const PAR_IMPORTS: Record<string, (file: string, options: ParImportOptions) => Promise<void>> = { 'par-scores': importScores, 'survey-results': importResults };

export const operator = (by: string | undefined): string => by ?? userInfo().username;

async function importScores(file: string, options: ParImportOptions): Promise<void> {
  const { headings, rows } = await readTable(file);
  if (!headings.includes('code')) throw refusal(file, [{ line: 1, column: 'code', reason: 'thiếu cột' }], 'Lấy mẫu bằng cchc par template --scores.');
  await withParApp(async (app) => {
    const set = await chooseSet(app.pool, options.set);
    const { entries, problems } = readScoreRows(rows, await leavesOf(app.pool, set.id), { unitCode: options.unit, year: options.year === undefined ? undefined : Number(options.year) });
    const ids = await unitIds(app.pool, set, entries.map((entry) => entry.unitCode), app.settings.province.code);
    // A row makes an entry for each stage it fills: its unit and year are wrong once.
    for (const entry of [...new Map(entries.map((e) => [e.line, e])).values()]) {
      const reason = ids.refused(entry.unitCode);
      if (reason) problems.push({ line: entry.line, column: 'unit_code', reason });
      if (entry.year < set.fromYear || entry.year > (set.toYear ?? entry.year)) problems.push({ line: entry.line, column: 'year', reason: `bộ ${set.code} không áp dụng cho năm ${entry.year}` });
    }
    if (problems.length > 0) throw refusal(file, problems.sort((a, b) => a.line - b.line), 'Sửa các ô trên rồi nhập lại; mẫu: cchc par template --scores.');
    if (options.dryRun) {
      if (options.json) return printJson({ set: set.code, entries });
      return print(table([['MÃ', 'ĐƠN VỊ', 'NĂM', 'BƯỚC', 'ĐIỂM', 'SỐ LIỆU'], ...entries.slice(0, 50).map((e) => [e.criterion, e.unitCode, String(e.year), PAR_STAGE_TITLES[e.stage], e.points ?? '–', e.fact ? shownFact(e.fact) : ''])]));
    }
    const added = await saveEntries(app.pool, set, entries, ids.of, operator(options.by), basename(file));
    for (const year of new Set(entries.map((e) => e.year))) await refreshProposals(app.pool, app.settings.province.code, Date.now() * 1000, { setCode: set.code, year });
    if (options.json) return printJson({ set: set.code, entries: entries.length, added });
    print(`Bộ ${set.code}${set.sample ? ' (SỐ LIỆU MẪU)' : ''}: ${count(entries.length)} điểm trong tệp, ghi thêm ${count(added)}, ${count(entries.length - added)} không đổi.`);
  });
}

export async function saveEntries(pool: Pool, set: CurrentSet, entries: readonly ScoreRowEntry[], idOf: (code: string) => number, by: string, origin: string): Promise<number> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, () => addEntries(client, set.id, entries.map(({ criterion, unitCode, year, stage, points, fact, evidence, comment, reason }): NewEntry => ({ criterion, unitId: idOf(unitCode), year, stage, points, fact, evidence, comment, reason })), by, origin));
  } finally {
    client.release();
  }
}

/** The named set, or the only one that has points. Refuses a set without points: there is nothing to score against. */
export async function chooseSet(pool: Pool, code: string | undefined, withPoints = true): Promise<CurrentSet> {
  const sets = await currentSets(pool);
  const usable = sets.filter((set) => (code === undefined ? !withPoints || set.pointsLoaded : set.code === code));
  if (usable.length === 0) {
    if (code === undefined) throw new CchcError('no-points', 'Chưa nạp bảng điểm chính thức.', 'Nạp phụ lục bằng cchc par import TỆP (mẫu: cchc par template).');
    throw new CchcError('bad-usage', `Không có bộ tiêu chí "${code}".`, `Các bộ: ${sets.map((set) => set.code).join(', ') || 'chưa có bộ nào'}.`);
  }
  if (withPoints && !usable[0]!.pointsLoaded) throw new CchcError('no-points', `Bộ "${usable[0]!.code}": chưa nạp bảng điểm chính thức.`, 'Nạp phụ lục bằng cchc par import TỆP (mẫu: cchc par template).');
  if (code === undefined && withPoints && usable.length > 1) throw new CchcError('bad-usage', 'Có nhiều bộ tiêu chí.', `Chọn bằng --set: ${usable.map((set) => set.code).join(', ')}.`);
  return usable[0]!;
}

/** Ids of units, and why a unit cannot be scored by a set. */
export async function unitIds(pool: Pool, set: CurrentSet, codes: readonly string[], provinceCode: string): Promise<{ of: (code: string) => number; refused: (code: string) => string | null }> {
  const { rows } = await pool.query<{ id: number; code: string; level: string; home: boolean }>('select id, code, level, home from unit where code = any($1::text[])', [[...new Set(codes)]]);
  const known = new Map(rows.map((row) => [row.code, row]));
  return {
    of: (code) => known.get(code)!.id,
    refused: (code) => {
      const unit = known.get(code);
      if (!unit) return `đơn vị ${code} chưa có trong danh mục`;
      if (!unit.home) return `đơn vị ${code} không thuộc tỉnh này`;
      const fits = set.scope === 'province' ? unit.code === provinceCode : unit.level === set.scope;
      return fits ? null : `bộ ${set.code} chấm ${set.scope === 'province' ? 'cấp tỉnh' : set.scope === 'department' ? 'sở, ban, ngành' : 'cấp xã'}, ${code} không thuộc cấp này`;
    },
  };
}

async function importResults(file: string, options: ParImportOptions): Promise<void> {
  const results = await readResultsFile(file);
  await withParApp(async (app) => {
    await refuseUnknownUnits(app.pool, file, results);
    if (options.dryRun) {
      if (options.json) return printJson(results);
      return print(table([['LOẠI', 'NĂM', 'ĐỊA BÀN', 'ĐIỂM', 'HẠNG', 'TRÊN'], ...results.slice(0, 50).map((r) => [SURVEY_KIND_TITLES[r.kind], String(r.year), r.territory, r.score ?? '–', String(r.rank ?? '–'), String(r.rankOf ?? '–')])]));
    }
    const client = await app.pool.connect();
    let counts: Awaited<ReturnType<typeof saveSurveyResults>>;
    try {
      counts = await inTransaction(client, () => saveSurveyResults(client, results, { kind: 'import', file: basename(file), by: operator(options.by) }));
    } finally {
      client.release();
    }
    await refreshProposals(app.pool, app.settings.province.code, Date.now() * 1000);
    if (options.json) return printJson(counts);
    print(`Kết quả đã công bố: mới ${count(counts.new)}, đổi ${count(counts.changed)}, không đổi ${count(counts.unchanged)}.`);
  });
}
