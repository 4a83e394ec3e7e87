/**
 * The validator of a set file: every problem with its line, or the set. The sum of points of the children equals the parent's; the control
 * totals of the file (QĐ 876: 8, 37, 88, 100, of which 32 by survey) must come out. A set whose points are not at hand says `points: none`
 * and is kept as a structure, shown as "chưa nạp bảng điểm chính thức".
 */
import { PAR_LEVELS, PAR_SCOPES, PAR_STAGES, SURVEY_KINDS, UNIT_LEVELS, type ParCriterion, type ParLevel, type ParRound, type ParSet } from '../../vocabulary';
import { findIndicator } from '../index';
import { compare, decimalText, exact, plus, shown, whole, type Fraction } from './fraction';
import { countsThings, readMechanism, thresholdsOf, tiersOf, type Mechanism } from './mechanism';
import { CRITERION_COLUMNS, type SetFile, type SetProblem, type SetRow } from './set-file';

/** Every sample bears this in its title, so that no screen can show its points as real ones. */
export const SAMPLE_MARK = 'KHÔNG PHẢI BẢNG ĐIỂM CHÍNH THỨC';
const HEAD_KEYS = ['code', 'title', 'scope', 'from_year', 'to_year', 'document', 'official', 'sample', 'verified', 'points', 'bands', 'bands_verified', 'control.areas', 'control.criteria', 'control.sub_criteria', 'control.points', 'control.survey_points'];
const CONTROL_KEYS = ['control.areas', 'control.criteria', 'control.sub_criteria'];
const LEVEL_NAMES: Record<ParLevel, string> = { area: 'lĩnh vực', criterion: 'tiêu chí', subCriterion: 'tiêu chí thành phần' };

export function checkSet(file: SetFile): { set: ParSet | null; problems: SetProblem[] } {
  const problems = [...file.problems];
  const problem = (line: number, column: string, reason: string) => { problems.push({ line, column, reason }); };
  const { set, pointsLoaded } = readHead(file, problem);
  const rows = file.rows.map((row) => readCriterion(row, pointsLoaded, problem)).filter((row) => row !== null);
  checkTree(rows, pointsLoaded, problem);
  checkControl(set, rows, pointsLoaded, file, problem);
  problems.sort((a, b) => a.line - b.line);
  return problems.length > 0 ? { set: null, problems } : { set: { ...set, criteria: rows.map((row) => row.criterion) }, problems };
}

type Report = (line: number, column: string, reason: string) => void;
interface Row { criterion: ParCriterion; points: Fraction | null; mechanism: Mechanism | null; line: number }

function readHead(file: SetFile, problem: Report): { set: Omit<ParSet, 'criteria'>; pointsLoaded: boolean } {
  for (const [key, { line }] of file.head) if (!HEAD_KEYS.includes(key)) problem(line, key, `không có khóa này; các khóa: ${HEAD_KEYS.join(', ')}`);
  const at = (key: string) => file.head.get(key)?.line ?? 1;
  const text = (key: string) => file.head.get(key)?.value ?? '';
  const need = (key: string) => { if (text(key) === '') problem(at(key), key, 'chưa có giá trị'); return text(key); };
  const flag = (key: string) => yesNo(text(key), (reason) => problem(at(key), key, reason));
  const count = (key: string) => { if (text(key) === '') return null; if (!/^\d{1,5}$/.test(text(key))) problem(at(key), key, `"${text(key)}" không phải số nguyên`); return Number(text(key)); };
  const points = (key: string) => { if (text(key) === '') return null; const value = decimalText(text(key), 2); if (value === null) problem(at(key), key, `"${text(key)}" không phải số điểm (tối đa 2 chữ số thập phân)`); return value; };
  const code = need('code');
  if (code !== '' && !/^[a-z0-9][a-z0-9-]{0,62}$/.test(code)) problem(at('code'), 'code', 'chỉ gồm chữ thường không dấu, số và gạch nối');
  const scope = PAR_SCOPES.find((known) => known === need('scope'));
  if (!scope && text('scope') !== '') problem(at('scope'), 'scope', `viết một trong: ${PAR_SCOPES.join(', ')}`);
  need('from_year');
  const [fromYear, toYear] = [count('from_year') ?? 0, count('to_year')];
  if (toYear !== null && toYear < fromYear) problem(at('to_year'), 'to_year', 'nhỏ hơn from_year');
  const [official, sample] = [flag('official'), flag('sample')];
  if (official && sample) problem(at('sample'), 'sample', 'một bộ không thể vừa chính thức vừa là mẫu');
  if (official && text('document') === '') problem(at('document'), 'document', 'bộ chính thức phải nêu văn bản ban hành');
  if (sample && !text('title').includes(SAMPLE_MARK)) problem(at('title'), 'title', `tên bộ mẫu phải chứa "${SAMPLE_MARK}"`);
  if (text('points') !== '' && text('points') !== 'none') problem(at('points'), 'points', 'chỉ viết none (chưa có bảng điểm) hoặc bỏ khóa này');
  const bands = text('bands') === '' ? [] : text('bands').split(';').map((part) => {
    const match = /^\s*(\S+) (\S+)\s*$/.exec(part);
    const from = match ? decimalText(match[2]!, 2) : null;
    if (from === null) problem(at('bands'), 'bands', `"${part.trim()}" không đúng dạng; viết: A 90; B 80; C 70; D 0`);
    return { band: match?.[1] ?? '', from: from ?? '0' };
  });
  for (const key of ['band', 'from'] as const) if (new Set(bands.map((band) => band[key])).size < bands.length) problem(at('bands'), 'bands', key === 'band' ? 'một nhóm được viết hai lần' : 'hai nhóm cùng một ngưỡng');
  const pointsLoaded = text('points') !== 'none';
  return {
    pointsLoaded,
    set: {
      code, title: need('title'), scope: scope ?? 'province', fromYear, toYear, document: text('document') || null, official, sample, verified: flag('verified'), pointsLoaded,
      control: { areas: count('control.areas'), criteria: count('control.criteria'), subCriteria: count('control.sub_criteria'), points: points('control.points'), surveyPoints: points('control.survey_points') },
      bands, bandsVerified: flag('bands_verified'), rounds: readRounds(file.rounds, problem),
    },
  };
}

function readRounds(rows: readonly SetRow[], problem: Report): ParRound[] {
  const seen = new Set<string>();
  return rows.map((row) => {
    const round = readRound(row, problem);
    const key = `${round.year} ${round.stage}`;
    if (seen.has(key)) problem(row.line, 'stage', `đợt ${round.stage} của năm ${round.year} được viết hai lần`);
    seen.add(key);
    return round;
  });
}

function readRound({ line, cells }: SetRow, problem: Report): ParRound {
  const stage = PAR_STAGES.find((known) => known === cells.stage);
  if (!stage) problem(line, 'stage', `viết một trong: ${PAR_STAGES.join(', ')}`);
  if (!/^\d{4}$/.test(cells.year ?? '')) problem(line, 'year', 'cần năm đánh giá, như 2026');
  const dueOn = readDay(cells.due_on ?? '');
  if (!dueOn) problem(line, 'due_on', `"${cells.due_on ?? ''}" không phải ngày; viết 15/01/2027`);
  return { year: Number(cells.year), stage: stage ?? 'self', dueOn: dueOn ?? '1970-01-01', document: cells.document || null };
}

function readCriterion({ line, cells }: SetRow, pointsLoaded: boolean, problem: Report): Row | null {
  const code = cells.code ?? '';
  for (const name of Object.keys(cells)) if (cells[name] !== '' && !(CRITERION_COLUMNS as readonly string[]).includes(name)) problem(line, name, `không có cột này; các cột: ${CRITERION_COLUMNS.join(', ')}`);
  if (!/^[1-9]\d?(\.[1-9]\d?){0,2}$/.test(code)) { problem(line, 'code', `"${code}" không phải mã; viết 1 (lĩnh vực), 1.2 (tiêu chí), 1.2.3 (tiêu chí thành phần)`); return null; }
  if (!cells.title) problem(line, 'title', 'chưa có tên');
  const parts = code.split('.');
  const choice = <T extends string>(column: string, known: readonly T[]): T | null => {
    if (!cells[column]) return null;
    const found = known.find((name) => name === cells[column]);
    if (!found) problem(line, column, `"${cells[column]}" không có; viết một trong: ${known.join(', ')}`);
    return found ?? null;
  };
  const text = cells.points ?? '';
  const points = text === '' ? null : decimalText(text, 2);
  if (text !== '' && points === null) problem(line, 'points', `"${text}" không phải số điểm (tối đa 2 chữ số thập phân, không viết dấu phân nhóm)`);
  if (pointsLoaded && text === '') problem(line, 'points', 'chưa có điểm');
  if (!pointsLoaded && text !== '') problem(line, 'points', 'tệp ghi points: none nhưng dòng này có điểm');
  if (points !== null && exact(points)!.num <= 0n) problem(line, 'points', 'điểm phải lớn hơn 0');
  let mechanism: Mechanism | null = null;
  if (cells.mechanism) try { mechanism = readMechanism(cells.mechanism); } catch (error) { problem(line, 'mechanism', (error as Error).message); }
  const indicator = cells.indicator ? findIndicator(cells.indicator) : undefined;
  if (cells.indicator && !indicator) problem(line, 'indicator', `chỉ số "${cells.indicator}" không có trong danh mục; xem cchc indicators`);
  const surveyResult = choice('survey_result', SURVEY_KINDS);
  const over = choice('over', UNIT_LEVELS);
  if (over && !cells.indicator) problem(line, 'over', 'chỉ dùng cùng indicator');
  if (over && (indicator?.kind === 'group' || indicator?.kind === 'mean')) problem(line, 'over', 'chỉ cộng được số đếm, không cộng điểm của nhóm hay số trung bình');
  if (surveyResult && mechanism && !['survey', 'tier', 'thresholdLinear', 'growth'].includes(mechanism.kind)) problem(line, 'survey_result', `không dùng cùng cơ chế ${mechanism.kind}`);
  if (cells.indicator && mechanism && ['yesNo', 'deadline', 'survey', 'manual'].includes(mechanism.kind)) problem(line, 'indicator', `cơ chế ${mechanism.kind} không nhận chỉ số`);
  // A value on a scale of 100 is beyond every share, and a share below every threshold of such a scale: full or no points whatever happens.
  const hundred = surveyResult !== null || indicator?.kind === 'entered';
  if (hundred && mechanism && thresholdsOf(mechanism).length > 0 && !countsThings(mechanism)) problem(line, 'mechanism', 'số công bố theo thang 100: viết ngưỡng như 80, không có dấu %');
  if (hundred && mechanism?.kind === 'survey' && compare(mechanism.scaleMax, whole(100)) !== 0) problem(line, 'mechanism', 'số công bố theo thang 100: viết survey 100');
  if (indicator?.kind === 'entered' && mechanism?.kind === 'linear') problem(line, 'mechanism', 'số công bố theo thang 100: viết survey 100');
  if (indicator && ['count', 'mean', 'growth'].includes(indicator.kind) && mechanism && (mechanism.kind === 'linear' || (['cap', 'thresholdLinear'].includes(mechanism.kind) && !countsThings(mechanism)))) problem(line, 'mechanism', `${indicator.code} là số lượng, không phải tỷ lệ: viết ngưỡng theo số lượng, như tier 0; >=3 1`);
  if (indicator?.direction === 'down' && mechanism && ['linear', 'cap', 'thresholdLinear'].includes(mechanism.kind)) problem(line, 'mechanism', `${indicator.code} càng thấp càng tốt mà ${mechanism.kind} cho điểm càng cao khi càng lớn: dùng tier`);
  if (indicator && ['ratio', 'group', 'yesNo'].includes(indicator.kind) && mechanism && countsThings(mechanism)) problem(line, 'mechanism', `${indicator.code} là tỷ lệ, không vượt 100 %: viết ngưỡng như 95 %`);
  return {
    line, mechanism, points: points === null ? null : exact(points),
    criterion: {
      code, level: PAR_LEVELS[parts.length - 1]!, parentCode: parts.length > 1 ? parts.slice(0, -1).join('.') : null, title: cells.title ?? '', points,
      assessedBy: choice('assessed_by', ['appraisal', 'survey'] as const), mechanism: cells.mechanism || null, empty: choice('empty', ['null', 'zero', 'full'] as const) ?? 'null',
      indicator: indicator?.id ?? null, over, surveyResult, evidence: cells.evidence || null, scoredBy: cells.scored_by || null,
      verified: yesNo(cells.verified ?? '', (reason) => problem(line, 'verified', reason)),
    },
  };
}

function checkTree(rows: readonly Row[], pointsLoaded: boolean, problem: Report): void {
  const byCode = new Map<string, Row>();
  for (const row of rows) {
    const before = byCode.get(row.criterion.code);
    if (before) problem(row.line, 'code', `mã ${row.criterion.code} đã có ở dòng ${before.line}`);
    else byCode.set(row.criterion.code, row);
  }
  for (const row of rows) {
    const { criterion, line, points, mechanism } = row;
    const parent = criterion.parentCode;
    if (parent !== null && !byCode.has(parent)) problem(line, 'code', `${LEVEL_NAMES[criterion.level]} ${criterion.code} không có dòng cha ${parent}`);
    const children = rows.filter((child) => child.criterion.parentCode === criterion.code);
    if (children.length > 0) {
      for (const column of ['mechanism', 'assessedBy', 'indicator', 'surveyResult'] as const) if (criterion[column]) problem(line, column, `${criterion.code} có dòng con, chỉ dòng cuối cùng mới được chấm`);
      if (points && children.every((child) => child.points)) {
        const sum = children.reduce((total, child) => plus(total, child.points!), whole(0));
        if (compare(sum, points) !== 0) problem(line, 'points', `${criterion.code} ghi ${shown(points)} điểm nhưng các dòng con cộng lại ${shown(sum)}`);
      }
    } else if (pointsLoaded) {
      if (criterion.level === 'area') problem(line, 'code', `lĩnh vực ${criterion.code} chưa có tiêu chí`);
      if (!criterion.mechanism) problem(line, 'mechanism', 'chưa có cơ chế chấm');
      if (!criterion.assessedBy) problem(line, 'assessed_by', 'viết appraisal (thẩm định) hoặc survey (điều tra XHH)');
      checkTiers(mechanism, points, line, problem);
    } else if (criterion.mechanism) problem(line, 'mechanism', 'tệp ghi points: none nên chưa chấm được');
  }
}

function checkTiers(mechanism: Mechanism | null, points: Fraction | null, line: number, problem: Report): void {
  if (!mechanism || !points) return;
  const limits = (tiersOf(mechanism) ?? []).map((tier) => (tier.points === 'linear' ? points : tier.points));
  if (mechanism.kind === 'thresholdLinear') limits.push(mechanism.atFloor, points);
  for (const value of limits) if (value.num < 0n || compare(value, points) > 0) problem(line, 'mechanism', `${shown(value)} điểm nằm ngoài 0–${shown(points)}`);
  if (limits.length > 0 && !limits.some((value) => compare(value, points) === 0)) problem(line, 'mechanism', `không bậc nào cho trọn ${shown(points)} điểm`);
}

function checkControl(set: Omit<ParSet, 'criteria'>, rows: readonly Row[], pointsLoaded: boolean, file: SetFile, problem: Report): void {
  if (rows.length === 0) problem(1, 'criteria', 'tệp không có dòng tiêu chí nào');
  const at = (key: string) => file.head.get(key)?.line ?? 1;
  const counts = PAR_LEVELS.map((level) => rows.filter((row) => row.criterion.level === level).length);
  (['areas', 'criteria', 'subCriteria'] as const).forEach((key, i) => {
    const wanted = set.control[key];
    const short = !pointsLoaded && counts[i]! < (wanted ?? 0); // a structure that is not complete yet
    if (wanted !== null && wanted !== counts[i] && !short) problem(at(CONTROL_KEYS[i]!), CONTROL_KEYS[i]!, `tệp phải có ${wanted} ${LEVEL_NAMES[PAR_LEVELS[i]!]}, đếm được ${counts[i]}`);
  });
  if (!pointsLoaded) return;
  const sum = (chosen: readonly Row[]) => chosen.reduce((total, row) => plus(total, row.points ?? whole(0)), whole(0));
  const check = (key: 'points' | 'surveyPoints', name: string, total: Fraction) => {
    const wanted = set.control[key];
    if (wanted !== null && compare(exact(wanted)!, total) !== 0) problem(at(`control.${name}`), `control.${name}`, `tổng phải là ${shown(exact(wanted)!)} điểm, cộng được ${shown(total)}`);
  };
  check('points', 'points', sum(rows.filter((row) => row.criterion.level === 'area')));
  check('surveyPoints', 'survey_points', sum(rows.filter((row) => row.criterion.assessedBy === 'survey')));
}

function yesNo(text: string, problem: (reason: string) => void): boolean {
  if (!/^(yes|no|true|false|có|không|)$/i.test(text)) problem(`"${text}": viết yes hoặc no`);
  return /^(yes|true|có)$/i.test(text);
}

/** dd/MM/yyyy or yyyy-MM-dd to a local day; null when it is none. */
export function readDay(text: string): string | null {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
  const iso = match ? `${match[3]}-${match[2]!.padStart(2, '0')}-${match[1]!.padStart(2, '0')}` : text.trim();
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(Date.parse(iso)) && new Date(`${iso}T00:00:00Z`).toISOString().startsWith(iso) ? iso : null;
}
