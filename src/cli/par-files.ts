/** Set, result and plan files from disk, and those the settings name: loaded at every start, without ever replacing what a person imported. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Pool } from 'pg';
import { checkSet, readResultRows, readTableSet, readYamlSet, RESULT_COLUMNS, resultRowsOfJson } from '../indicators/par';
import { readPlan } from '../indicators/plan';
import { readKnownTable, readTable } from '../ingest/import/read-table';
import { plainResults, resultTable } from '../ingest/import/result-columns';
import { register } from '../ingest/registration';
import { CchcError } from '../platform/errors';
import type { Settings } from '../settings';
import { inTransaction, type Queryable } from '../store/database';
import { saveParSet, saveSurveyResults, type Origin } from '../store/par';
import { savePlan } from '../store/plan';
import type { ParSet, Plan, SurveyResult } from '../vocabulary';
import { openApp, type App } from './app';

interface Problem { line: number; column: string; reason: string }

export async function readSetFile(file: string): Promise<ParSet> {
  const { set, problems } = checkSet(/\.ya?ml$/i.test(file) ? readYamlSet(text(file)) : await readTable(file).then(({ headings, rows }) => readTableSet(headings, rows)));
  if (!set) throw refusal(file, problems, 'Sửa các dòng trên; xem mẫu bằng cchc par template.');
  return set;
}

export async function readResultsFile(file: string): Promise<SurveyResult[]> {
  const { results, problems } = readResultRows(/\.json$/i.test(file) ? resultRowsOfJson(json(file), basename(file)) : plainResults((await readKnownTable(file, resultTable)).rows));
  if (results.length === 0 && problems.length === 0) problems.push({ line: 1, column: '', reason: `không có kết quả nào; cần các cột ${RESULT_COLUMNS.join(', ')}, hoặc JSON có par_provinces, sipas_provinces, par_ministries, par_regions` });
  if (problems.length > 0) throw refusal(file, problems, 'Sửa các ô trên rồi nhập lại.');
  return results;
}

export function readPlanFile(file: string): Plan {
  const { plan, problems } = readPlan(text(file));
  if (!plan) throw refusal(file, problems, 'Sửa các dòng trên; xem config/plans/5610-quang-nam-2022.yaml.');
  return plan;
}

/** One error for all problems, a line each, nothing loaded. */
export const refusal = (file: string, problems: readonly Problem[], remedy: string): CchcError =>
  new CchcError('bad-file', `${file}: ${problems.length} chỗ không dùng được, không nhập gì:\n${problems.slice(0, 100).map((p) => `  dòng ${p.line}${p.column ? `, ${p.column}` : ''}: ${p.reason}`).join('\n')}`, remedy);

/** An app with its units and everything configured known to the store, for one verb. */
export async function withParApp<T>(work: (app: App) => Promise<T>): Promise<T> {
  const app = await openApp();
  try {
    await register(app.pool, app.settings.province, app.settings.units.files, app.settings.definitions);
    await loadConfigured(app.pool, app.settings);
    return await work(app);
  } finally {
    await app.close();
  }
}

/** What the product ships and the settings name. Running it twice changes nothing. */
export async function loadConfigured(pool: Pool, settings: Pick<Settings, 'par' | 'plans'>): Promise<void> {
  const sets = await Promise.all(settings.par.sets.map(async (file) => ({ file, set: await readSetFile(file) })));
  const results = await Promise.all(settings.par.results.map(async (file) => ({ file, results: await readResultsFile(file) })));
  const plans = settings.plans.files.map((file) => ({ file, plan: readPlanFile(file) }));
  const client = await pool.connect();
  try {
    await inTransaction(client, async () => {
      const origin = (file: string): Origin => ({ kind: 'configuration', file: basename(file), by: 'cấu hình' });
      for (const { file, set } of sets) await saveParSet(client, set, origin(file));
      for (const { file, results: rows } of results) { await refuseUnknownUnits(client, file, rows); await saveSurveyResults(client, rows, origin(file)); }
      for (const { file, plan } of plans) await savePlan(client, plan, origin(file));
    });
  } finally {
    client.release();
  }
}

/** A result that names a unit of ours must name one that exists, or it would never be found again. */
export async function refuseUnknownUnits(client: Queryable, file: string, results: readonly SurveyResult[]): Promise<void> {
  const codes = [...new Set(results.flatMap((row) => row.unitCode ?? []))];
  const { rows } = await client.query<{ code: string }>('select code from unnest($1::text[]) as n (code) where not exists (select from unit where unit.code = n.code)', [codes]);
  if (rows.length > 0) throw refusal(file, rows.map(({ code }) => ({ line: 0, column: 'unit_code', reason: `đơn vị ${code} chưa có trong danh mục` })), 'Bỏ trống unit_code, hoặc thêm đơn vị vào danh mục trước.');
}

function json(file: string): unknown {
  try {
    return JSON.parse(text(file));
  } catch (error) {
    if (error instanceof CchcError) throw error;
    throw refusal(file, [{ line: 1, column: '', reason: `không phải JSON: ${(error as Error).message}` }], 'Sửa tệp rồi nhập lại.');
  }
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CchcError('bad-usage', `Không đọc được tệp ${file}.`, 'Kiểm tra đường dẫn.');
  }
}
