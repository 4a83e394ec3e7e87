/**
 * Index 766 as a JSON file of the national portal: one case a unit and period, its groups with components (numerator, denominator, score)
 * or inputs, the published totals and quality flags; or the flat score rows of the portal before 2026. Scores stand beside ours, never replaced.
 */
import { formatPeriod, PARTS_OF_A_RATIO, parsePeriod, periodOf, type Measure, type Period, type PeriodType } from '../../vocabulary';
import { LONG_INDICATORS, layouts } from './layouts';
import { readNumber } from '../../sources/reading';
import type { TableRow } from './read-table';
import { parseStatistics, partsOf, type CellProblem, type ImportedRow, type ParsedTable } from './statistics';

type Json = Record<string, unknown>;
type Pair = [hits: Measure, total: Measure];

const COMPONENTS: Record<string, [indicator: string, pair: Pair]> = {
  '1.1': ['index766-announced-on-time', ['announcedOnTime', 'announcedProcedures']], '1.2': ['index766-published-on-time', ['publishedOnTime', 'publishableProcedures']],
  '1.3': ['index766-complete-content', ['publicComplete', 'publicProcedures']], '1.4': ['index766-dossier-sync', ['dossiersSynced', 'dossiersToSync']],
  '2.1': ['index766-progress', ['handledOnTime', 'handled']],
  '3.2': ['index766-services-used', ['onlineServicesUsed', 'onlineServices']],
  '3.5a': ['index766-fee-data-synced', ['feeProceduresSynced', 'feeProcedures']], '3.5b': ['index766-paid-procedures', ['feeProceduresPaidOnline', 'feeProcedures']], '3.6': ['index766-paid-dossiers', ['feeDossiersPaidOnline', 'feeDossiers']],
  ...Object.fromEntries(Object.entries(layouts.find((l) => l.id === 'digitisation')!.long!.measures).map(([id, pair]) => [id, [LONG_INDICATORS[id]!, pair]])),
  '5.2': ['index766-feedback-on-time', ['feedbackOnTime', 'feedback']], '5.3': ['index766-feedback-satisfaction', ['feedbackSatisfied', 'feedback']],
  '5.4': ['index766-dossier-satisfaction', ['handledSatisfied', 'satisfactionDossiers']],
};
/** Components whose counts come as inputs of their group only; their published score is kept all the same. */
const SCORED_ONLY: Record<string, string> = { '3.1': 'index766-online-provision', '3.3': 'index766-online-dossiers' };

/** Names in files, and of the portal's own fields. */
const INPUTS: Record<string, Measure> = {
  authority: 'authorityProcedures', authorityCount: 'authorityProcedures', partial: 'partialServices', partialCount: 'partialServices', full: 'fullServices', fullCount: 'fullServices',
  services_with_dossier: 'onlineServicesUsed', onlineDossierCount: 'onlineServicesUsed', services: 'onlineServices', onlineServiceTotal: 'onlineServices',
  online: 'receivedOnline', channelOnlineSum: 'receivedOnline', direct: 'receivedCounter', postal: 'receivedPostal', received: 'received', channelTotalSum: 'received',
  dossiers_paid_online: 'feeDossiersPaidOnline', totalDossierOnlinePaymentSuccess: 'feeDossiersPaidOnline', dossiers_with_obligation: 'feeDossiers', totalDossierFinancialObligation: 'feeDossiers',
  tthc_paid_online: 'feeProceduresPaidOnline', totalDossierOnlineFormalityPaymentSuccess: 'feeProceduresPaidOnline', tthc_fee: 'feeProcedures', totalFeeFormality: 'feeProcedures',
  tthc_fee_synced: 'feeProceduresSynced', totalFeeDossierFormality: 'feeProceduresSynced',
};
const WITHIN: Pair[] = [['receivedOnline', 'received'], ['onlineServicesUsed', 'onlineServices'], ['feeDossiersPaidOnline', 'feeDossiers'], ['feeProceduresPaidOnline', 'feeProcedures'], ['feeProceduresSynced', 'feeProcedures']];
const GROUPS: Record<string, string> = {
  transparency: 'index766-transparency', progress: 'index766-progress', online: 'index766-online', payment: 'index766-payment', digitisation: 'index766-digitisation', satisfaction: 'index766-satisfaction',
};
/** Score fields of the rows of the old portal. Two crawlers read CLGQ and TTTT the other way round: a file of theirs must be renamed before. */
const ROW_SCORES: Record<string, string> = {
  CKMB: 'index766-transparency', TDGQ: 'index766-progress', CLGQ: 'index766-online', TTTT: 'index766-payment', MDSH: 'index766-digitisation', MDHL: 'index766-satisfaction', TONG_SCORE: 'index766-total',
};

/** `periods.FILE` says which period flat rows speak of, as they do not say it themselves; `unit` whom a case without a code of its own speaks of. */
export function parsePortalIndex(text: string, periods: Readonly<Record<string, string>>, unit?: string): ParsedTable {
  const problems: CellProblem[] = [];
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    return { layout: 'portal-index', rows: [], problems: [{ row: 1, column: '', reason: `không phải JSON: ${(error as Error).message}` }] };
  }
  const cases = Array.isArray(file) ? file : isObject(file) && Array.isArray(file.cases) ? file.cases : [file];
  if (cases.some((given) => isObject(given) && 'published' in given)) return publishedCounts(cases, unit, problems);
  const rows = cases.flatMap((given, i) => {
    const problem = (column: string, reason: string) => { problems.push({ row: i + 1, column, reason }); };
    if (!isObject(given)) { problem('', 'không phải một đối tượng JSON'); return []; }
    const row = 'groups' in given ? readCase(given, i + 1, problem) : readRow(given, i + 1, periods, problem);
    return row ? [row] : [];
  });
  const seen = new Set<string>();
  for (const [i, row] of rows.entries()) {
    const key = `${row.unitCode} ${row.period.type} ${row.period.start}`;
    if (seen.has(key)) problems.push({ row: i + 1, column: 'unit_code', reason: `đơn vị ${row.unitCode} có hai phần cho cùng một kỳ` });
    seen.add(key);
  }
  return { layout: 'portal-index', rows, problems };
}

type Report = (column: string, reason: string) => void;

function readCase(given: Json, number: number, problem: Report): ImportedRow | null {
  const unitCode = typeof given.unit_code === 'string' ? given.unit_code : '';
  const period = readPeriod(given.period);
  if (!unitCode) problem('unit_code', 'thiếu mã đơn vị');
  if (!period) problem('period', 'không đọc được kỳ; cần type (YEAR, QUARTER, MONTH) với from, hoặc year, quarter, month');
  if (!isObject(given.groups)) problem('groups', 'không phải một đối tượng JSON');
  if (!unitCode || !period || !isObject(given.groups)) return null;
  const row: ImportedRow = { unitCode, unitName: typeof given.unit === 'string' ? given.unit : unitCode, period, values: {}, scores: [] };
  const put = (measure: Measure, value: number | null, at: string) => {
    const old = row.values[measure];
    if (typeof old === 'number' && value !== null && old !== value) problem(at, `hai giá trị khác nhau cho cùng một số: ${old} và ${value}`);
    if (typeof old !== 'number' || value !== null) row.values[measure] = value;
  };
  const score = (indicator: string, from: Json, field: string, at: string) => {
    const flags = flagsOf(from, at, problem);
    const value = numberAt(from, field, at, problem, false);
    if (typeof value === 'number' || flags.length > 0) row.scores.push({ indicator, score: value ?? null, row: number, ...(flags.length > 0 ? { flags } : {}) });
  };
  for (const [name, group] of Object.entries(given.groups)) {
    const at = `groups.${name}`;
    const indicator = GROUPS[name];
    if (!indicator || !isObject(group)) { problem(at, `không có nhóm "${name}"`); continue; }
    for (const [id, component] of Object.entries(objectAt(group, 'components'))) {
      const where = `${at}.components.${id}`;
      const known = COMPONENTS[id];
      if (!isObject(component) || (!known && !SCORED_ONLY[id])) { problem(where, `không có thành phần "${id}"`); continue; }
      if (known) readPair(component, known[1], where, put, problem);
      // Group 2 is its only component.
      if (id !== '2.1') score(known?.[0] ?? SCORED_ONLY[id]!, component, 'score', where);
    }
    const inputs = objectAt(group, 'inputs');
    for (const [field, measure] of Object.entries(INPUTS)) if (field in inputs) put(measure, numberAt(inputs, field, `${at}.inputs`, problem) ?? null, `${at}.inputs.${field}`);
    const informational = objectAt(objectAt(group, 'informational'), '5.1');
    if (isObject(informational.TTHC)) readPair(informational.TTHC, ['feedbackOnProcedures', 'feedback'], `${at}.informational.TTHC`, put, problem);
    if (isObject(informational.STAFF)) readPair(informational.STAFF, ['feedbackOnStaff', 'feedback'], `${at}.informational.STAFF`, put, problem);
    score(indicator, group, 'total', at);
  }
  readSync(objectAt(objectAt(given.groups, 'online'), 'inputs'), row, number, put, problem);
  score('index766-total', given, 'index_total', '');
  for (const [part, whole] of WITHIN) if ((row.values[part] ?? 0) > (row.values[whole] ?? Infinity)) problem(part, `${row.values[part]} lớn hơn ${whole} (${row.values[whole]})`);
  return row;
}

/** 3.3 is multiplied by the ratio of 1.4. Where a file has no counts of 1.4 its own ratio stands in; where both differ, the counts hold and a flag says so. */
function readSync(inputs: Json, row: ImportedRow, number: number, put: (measure: Measure, value: number | null, at: string) => void, problem: Report): void {
  const at = 'groups.online.inputs';
  const field = 'sync_ratio' in inputs ? 'sync_ratio' : 'sync';
  const ratio = numberAt(inputs, field, at, problem, false);
  if (typeof ratio !== 'number') return;
  if (ratio > 1) return problem(`${at}.${field}`, `tỷ lệ đồng bộ ${ratio} lớn hơn 1`);
  const { dossiersSynced: synced, dossiersToSync: whole } = row.values;
  if (typeof synced !== 'number' || typeof whole !== 'number') {
    put('dossiersSynced', Math.round(ratio * PARTS_OF_A_RATIO), at);
    put('dossiersToSync', PARTS_OF_A_RATIO, at);
  } else if (whole > 0 && Math.abs(synced / whole - ratio) > 0.005) {
    row.scores.push({ indicator: 'index766-online-dossiers', score: null, row: number, flags: ['SYNC_RATIO_DIFFERS'] });
  }
}

/** Counts that a newspaper or a report printed: the fields of the table `counts` under `published`, percentages as text ("99%"). */
function publishedCounts(cases: readonly unknown[], unit: string | undefined, problems: CellProblem[]): ParsedTable {
  const [headings, rows] = [new Set(['unit_code', 'unit', 'period']), [] as TableRow[]];
  for (const [i, given] of cases.entries()) {
    const period = isObject(given) ? readPeriod(given.period) : null;
    const published = isObject(given) ? objectAt(given, 'published') : {};
    const unitCode = isObject(given) && typeof given.unit_code === 'string' ? given.unit_code : unit;
    if (!isObject(given) || !period || !unitCode) { problems.push({ row: i + 1, column: !period ? 'period' : 'unit_code', reason: !period ? 'không đọc được kỳ; cần type (YEAR, QUARTER, MONTH) với from, hoặc year, quarter, month' : 'tệp không nêu mã đơn vị; thêm --unit MÃ' }); continue; }
    const cells = Object.fromEntries(Object.entries(published).filter(([, value]) => value !== null).map(([name, value]) => [name.replace(/_pct_text$/, '_pct'), String(value as string | number).replace(/\s*%$/, '')]));
    for (const name of Object.keys(cells)) headings.add(name);
    rows.push({ number: i + 1, cells: { ...cells, unit_code: unitCode, unit: typeof given.territory === 'string' ? given.territory : typeof given.unit === 'string' ? given.unit : unitCode, period: formatPeriod(period) } });
  }
  if (rows.length === 0) return { layout: 'counts', rows: [], problems };
  const parsed = parseStatistics([...headings], rows, {});
  return { ...parsed, problems: [...problems, ...parsed.problems] };
}

function readRow(given: Json, number: number, periods: Readonly<Record<string, string>>, problem: Report): ImportedRow | null {
  const unitCode = typeof given.MA_COQUAN === 'string' ? given.MA_COQUAN : '';
  if (!unitCode) { problem('MA_COQUAN', 'thiếu mã đơn vị, hoặc không phải tệp chỉ số 766'); return null; }
  let period: Period;
  try {
    period = parsePeriod(periods.FILE ?? '');
  } catch {
    problem('', 'tệp không nêu kỳ báo cáo; thêm --period FILE=2026-08');
    return null;
  }
  const scores = Object.entries(ROW_SCORES).flatMap(([field, indicator]) => {
    const value = numberAt(given, field, '', problem, false);
    return typeof value === 'number' ? [{ indicator, score: value, row: number }] : [];
  });
  return { unitCode, unitName: typeof given.TEN === 'string' ? given.TEN : unitCode, period, values: {}, scores };
}

function readPair(from: Json, [hits, total]: Pair, at: string, put: (measure: Measure, value: number | null, at: string) => void, problem: Report): void {
  let [numerator, denominator] = [numberAt(from, 'numerator', at, problem), numberAt(from, 'denominator', at, problem)];
  const ratio = numberAt(from, 'ratio_pct', at, problem, false);
  if (numerator === undefined || denominator === undefined || ratio === undefined) return;
  // As in tables: a ratio published without its counts is kept as parts, an empty component is a known 0 of 0.
  if (numerator === null && denominator === null) [numerator, denominator] = ratio === null ? [0, 0] : partsOf(ratio);
  if (numerator !== null && denominator !== null && numerator > denominator) problem(`${at}.numerator`, `${numerator} lớn hơn mẫu số (${denominator})`);
  put(hits, numerator, at);
  put(total, denominator, at);
}

/** A number, also written as text; null when absent; undefined, with a problem, when it is none. */
function numberAt(from: Json, field: string, at: string, problem: Report, whole = true): number | null | undefined {
  const given = from[field];
  if (given === undefined || given === null || given === '') return null;
  const value = typeof given === 'number' ? given : typeof given === 'string' ? written(given, whole) : NaN;
  if (Number.isFinite(value) && value >= 0 && (!whole || Number.isInteger(value))) return value;
  problem([at, field].filter(Boolean).join('.'), `${JSON.stringify(given)} không phải ${whole ? 'số đếm nguyên không âm' : 'số không âm'}`);
  return undefined;
}

/** A count written with dots has thousands ("1.234"); a published ratio or score keeps its decimals. */
const written = (text: string, whole: boolean): number => (whole ? readNumber(text, 'vi') ?? readNumber(text, 'plain') : readNumber(text, 'plain') ?? readNumber(text, 'vi')) ?? NaN;

function flagsOf(from: Json, at: string, problem: Report): string[] {
  const given = from.flags ?? from.quality_flags ?? [];
  if (Array.isArray(given) && given.every((flag) => typeof flag === 'string' && /^[A-Z0-9_]{1,64}$/.test(flag))) return given as string[];
  problem([at, 'flags'].filter(Boolean).join('.'), 'cờ chất lượng phải là danh sách mã viết hoa');
  return [];
}

function readPeriod(given: unknown): Period | null {
  if (!isObject(given)) return null;
  const type = String(given.type).toLowerCase();
  const year = typeof given.year === 'number' ? String(given.year) : '';
  const two = (n: unknown) => String(n).padStart(2, '0');
  try {
    if (typeof given.from === 'string' && ['year', 'half', 'quarter', 'month', 'day'].includes(type)) return periodOf(type as PeriodType, parsePeriod(given.from.slice(0, 10)).start);
    if (type === 'year') return parsePeriod(year);
    if (type === 'quarter') return parsePeriod(`${year}-Q${String(given.quarter)}`);
    if (type === 'month') return parsePeriod(`${year}-${two(given.month)}`);
  } catch {
    return null;
  }
  return null;
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const objectAt = (from: Json, field: string): Json => (isObject(from[field]) ? from[field] : {});
