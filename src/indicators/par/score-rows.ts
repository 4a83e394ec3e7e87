/**
 * Rows of a table of scores as entries: one row for each criterion and unit, a column for each stage, an empty cell says nothing (never zero).
 * Columns: code, unit_code, year, value, base, survey, self_score, appraisal1, appraisal2, reason, comment, evidence (several with ;).
 */
import type { ParFact, ParStage } from '../../vocabulary';
import { compare, decimalText, exact, shown } from './fraction';
import { readMechanism } from './mechanism';
import { readFact } from './read-fact';
import type { SetProblem } from './set-file';

export interface ScoredLeaf { code: string; title: string; points: string; assessedBy: 'appraisal' | 'survey'; mechanism: string }
export interface ScoreRowEntry { line: number; criterion: string; unitCode: string; year: number; stage: ParStage; points: string | null; fact: ParFact | null; evidence: string[]; comment: string | null; reason: string | null }

export const SCORE_COLUMNS = ['code', 'title', 'max_points', 'unit_code', 'year', 'value', 'base', 'survey', 'self_score', 'appraisal1', 'appraisal2', 'reason', 'comment', 'evidence'] as const;
const STAGE_COLUMNS: Record<string, ParStage> = { survey: 'survey', self_score: 'self', appraisal1: 'appraisal1', appraisal2: 'appraisal2' };
const LONGEST_TEXT = 2000;

export function readScoreRows(rows: readonly { number: number; cells: Record<string, string> }[], leaves: readonly ScoredLeaf[], defaults: { unitCode?: string; year?: number }): { entries: ScoreRowEntry[]; problems: SetProblem[] } {
  const entries: ScoreRowEntry[] = [];
  const problems: SetProblem[] = [];
  const byCode = new Map(leaves.map((leaf) => [leaf.code, leaf]));
  const seen = new Map<string, number>();
  for (const { number: line, cells } of rows) {
    const problem = (column: string, reason: string) => { problems.push({ line, column, reason }); };
    const text = (column: string) => cells[column] ?? '';
    const leaf = byCode.get(text('code'));
    if (!leaf) { problem('code', text('code') === '' ? 'thiếu mã tiêu chí' : `bộ tiêu chí không chấm mã "${text('code')}"`); continue; }
    const unitCode = text('unit_code') || defaults.unitCode || '';
    if (unitCode === '') { problem('unit_code', 'thiếu mã đơn vị (hoặc thêm --unit)'); continue; }
    const year = Number(text('year') || defaults.year);
    if (!Number.isInteger(year) || year < 2000 || year > 2100) { problem('year', text('year') === '' && defaults.year === undefined ? 'thiếu năm đánh giá (hoặc thêm --year)' : `"${text('year') || defaults.year}" không phải năm đánh giá, như 2026`); continue; }
    const notes = { evidence: text('evidence').split(';').map((part) => part.trim()).filter((part) => part !== ''), comment: text('comment') || null, reason: text('reason') || null };
    for (const column of ['evidence', 'comment', 'reason']) if (text(column).length > LONGEST_TEXT) problem(column, `dài quá ${LONGEST_TEXT} ký tự`);
    const add = (stage: ParStage, points: string | null, fact: ParFact | null) => {
      const key = `${leaf.code} ${unitCode} ${year} ${stage}`;
      if (seen.has(key)) problem('code', `tiêu chí, đơn vị, năm này đã có ở dòng ${seen.get(key)}`);
      seen.set(key, line);
      entries.push({ line, criterion: leaf.code, unitCode, year, stage, points, fact, ...notes });
    };
    if (text('value') !== '') try { add('fact', null, readFact(readMechanism(leaf.mechanism), text('value'), text('base'))); } catch (error) { problem('value', (error as Error).message); }
    for (const [column, stage] of Object.entries(STAGE_COLUMNS)) {
      if (text(column) === '') continue;
      const points = decimalText(text(column), 2);
      if ((stage === 'survey') !== (leaf.assessedBy === 'survey')) problem(column, leaf.assessedBy === 'survey' ? 'điểm điều tra XHH, không tự chấm hay thẩm định' : 'tiêu chí này không chấm bằng điều tra XHH');
      else if (points === null) problem(column, `"${text(column)}" không phải điểm (tối đa 2 chữ số thập phân)`);
      else if (exact(points)!.num < 0n || compare(exact(points)!, exact(leaf.points)!) > 0) problem(column, `${text(column)} điểm nằm ngoài 0–${shown(exact(leaf.points)!)}`);
      else add(stage, points, null);
    }
  }
  return { entries, problems };
}
