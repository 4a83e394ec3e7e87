/** Rows of published results of PAR Index and SIPAS. Columns: RESULT_COLUMNS; an empty cell = not published in that source. */
import { numberText, SURVEY_KINDS, TERRITORY_KINDS, type SurveyResult } from '../../vocabulary';
import { readDay } from './check-set';
import { decimalText } from './fraction';
import type { SetProblem } from './set-file';

export const RESULT_COLUMNS = ['kind', 'year', 'territory_kind', 'territory', 'unit_code', 'element', 'score', 'rank', 'rank_of', 'score_change', 'rank_change', 'band', 'decision', 'announced_on', 'source', 'basis', 'remark'] as const;

export function readResultRows(rows: readonly { number: number; cells: Record<string, string> }[]): { results: SurveyResult[]; problems: SetProblem[] } {
  const results: SurveyResult[] = [];
  const problems: SetProblem[] = [];
  const seen = new Map<string, number>();
  for (const { number: line, cells } of rows) {
    const before = problems.length;
    const text = (column: string) => cells[column] ?? '';
    const problem = (column: string, reason: string) => { problems.push({ line, column, reason }); };
    const choice = <T extends string>(column: string, known: readonly T[], otherwise?: T): T => {
      const found = known.find((name) => name === (text(column) || otherwise));
      if (!found) problem(column, `"${text(column)}": viết một trong ${known.join(', ')}`);
      return found ?? known[0]!;
    };
    const whole = (column: string, sign = false): number | null => {
      if (text(column) === '') return null;
      if (!(sign ? /^[+-]?\d{1,4}$/ : /^\d{1,4}$/).test(text(column))) problem(column, `"${text(column)}" không phải số nguyên`);
      return Number(text(column));
    };
    const points = (column: string): string | null => {
      if (text(column) === '') return null;
      const value = decimalText(text(column).replace(/^\+/, ''), 4);
      if (value === null) problem(column, `"${text(column)}" không phải điểm; viết 86,57`);
      return value;
    };
    const result: SurveyResult = {
      kind: choice('kind', SURVEY_KINDS), year: whole('year') ?? 0, territoryKind: choice('territory_kind', TERRITORY_KINDS, 'province'), territory: text('territory'), unitCode: text('unit_code') || null, element: text('element'),
      score: points('score'), rank: whole('rank'), rankOf: whole('rank_of'), scoreChange: points('score_change'), rankChange: whole('rank_change', true), band: text('band') || null, decision: text('decision') || null,
      announcedOn: text('announced_on') === '' ? null : readDay(text('announced_on')), source: text('source') || text('decision'), basis: choice('basis', ['SOURCED', 'DERIVED', 'UNVERIFIED'] as const, 'UNVERIFIED'), remark: text('remark') || null,
    };
    if (result.year < 2000 || result.year > 2100) problem('year', 'cần năm được đánh giá, như 2021');
    if (result.territory === '') problem('territory', 'thiếu tên tỉnh, bộ, vùng hoặc đơn vị');
    if (text('announced_on') !== '' && !result.announcedOn) problem('announced_on', `"${text('announced_on')}" không phải ngày; viết 29/04/2022`);
    if (result.source === '') problem('source', 'thiếu văn bản hoặc nguồn đã công bố');
    if (result.score !== null && (Number(result.score) < 0 || Number(result.score) > 100)) problem('score', `${text('score')} nằm ngoài thang 0–100`);
    if (result.rank === 0 || (result.rank !== null && result.rankOf !== null && result.rank > result.rankOf)) problem('rank', `hạng ${result.rank} nằm ngoài 1–${result.rankOf ?? '…'}`);
    if (result.score === null && result.rank === null && result.remark === null) problem('score', 'dòng không có điểm, hạng hay ghi chú');
    const key = [result.kind, result.year, result.territoryKind, result.territory, result.element].join('|');
    if (seen.has(key)) problem('territory', `kết quả này đã có ở dòng ${seen.get(key)}`);
    seen.set(key, line);
    if (problems.length === before) results.push(result);
  }
  return { results, problems };
}

type Json = Record<string, unknown>;
const KIND_OF: Record<string, string> = { par: 'par-index', sipas: 'sipas' };
const TERRITORY_OF: Record<string, string> = { provinces: 'province', ministries: 'ministry', regions: 'region', units: 'unit' };

/**
 * The same rows from a JSON file of published results: lists `par_provinces`, `sipas_provinces`, `par_ministries`, `par_regions` …; one entry a territory
 * and year, or of a region with a column for each year (`par_2023`) and `change` for the last. What is none of these lists is a note of the file, whose
 * `name` stands as the source of an entry that names none.
 */
export function resultRowsOfJson(file: unknown, name: string): { number: number; cells: Record<string, string> }[] {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) return [];
  const rows: Record<string, string>[] = [];
  for (const [list, entries] of Object.entries(file as Json)) {
    const [, kind, territories] = /^(par|sipas)_(provinces|ministries|regions|units)$/.exec(list) ?? [];
    if (!kind || !Array.isArray(entries)) continue;
    for (const entry of entries as Json[]) {
      const said = Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, value === null || value === undefined ? '' : String(value as string | number)]));
      const common = { ...said, kind: KIND_OF[kind]!, territory_kind: TERRITORY_OF[territories!]!, territory: said.territory ?? said.region ?? '', announced_on: said.announced_on ?? said.announced ?? '', source: said.source || name };
      const years = Object.keys(said).flatMap((name) => new RegExp(`^${kind}_(\\d{4})$`).exec(name)?.[1] ?? []).sort();
      if (years.length === 0) rows.push(common);
      for (const year of years) if (said[`${kind}_${year}`] !== '') rows.push({ ...common, year, score: said[`${kind}_${year}`]!, ...(year === years.at(-1) ? { score_change: said.change ?? '' } : {}) });
    }
  }
  return rows.map((cells, i) => ({ number: i + 1, cells }));
}

/** "tăng 3,64 điểm; giảm 4 bậc": two independent facts. A gain of places is a smaller rank number. */
export function changeText(scoreChange: number | null, rankChange: number | null): string {
  const part = (value: number | null, unit: string, places: number) => (value === null ? '' : value === 0 ? `giữ nguyên ${unit}` : `${value > 0 ? 'tăng' : 'giảm'} ${numberText(Math.abs(value), places, places)} ${unit}`);
  return [part(scoreChange, 'điểm', 2), part(rankChange, 'bậc', 0)].filter((text) => text !== '').join('; ');
}
