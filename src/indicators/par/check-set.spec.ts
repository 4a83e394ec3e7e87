/** The validator: control totals, sums, and every error with its line; the sets and results that are shipped. */
import { readFileSync } from 'node:fs';
import { checkSet, readResultRows, readScoreRows, readTableSet, readYamlSet } from './index';

const GOOD = `code: thu
title: Bộ thử
scope: department
from_year: 2026
control: { areas: 1, criteria: 2, sub_criteria: 2, points: 10, survey_points: 4 }
criteria:
  - { code: "1", title: Lĩnh vực, points: 10 }
  - { code: "1.1", title: Tiêu chí, points: 6 }
  - { code: "1.1.1", title: Một, points: 2.5, assessed_by: appraisal, mechanism: linear, indicator: HS.DUNGHAN }
  - { code: "1.1.10", title: Hai, points: 3.5, assessed_by: appraisal, mechanism: "tier 0; >=80 % 3,5" }
  - { code: "1.2", title: Khảo sát, points: 4, assessed_by: survey, mechanism: survey 5 }
`;
const problems = (text: string) => checkSet(readYamlSet(text)).problems.map((p) => `${p.line} ${p.column}: ${p.reason}`);

test('a good set: codes stay text, points exact', () => {
  const { set } = checkSet(readYamlSet(GOOD));
  expect(set?.criteria.map((c) => `${c.code} ${c.level} ${c.parentCode} ${c.points}`)).toEqual(['1 area null 10.00', '1.1 criterion 1 6.00', '1.1.1 subCriterion 1.1 2.50', '1.1.10 subCriterion 1.1 3.50', '1.2 criterion 1 4.00']);
});

test.each([
  ['points: 2.5', 'points: 2.4', '8 points: 1.1 ghi 6 điểm nhưng các dòng con cộng lại 5,9'],
  ['sub_criteria: 2', 'sub_criteria: 88', '5 control.sub_criteria: tệp phải có 88 tiêu chí thành phần, đếm được 2'],
  ['survey_points: 4', 'survey_points: 32', '5 control.survey_points: tổng phải là 32 điểm, cộng được 4'],
  ['"1.1.10"', '"1.1.1"', '10 code: mã 1.1.1 đã có ở dòng 9'],
  ['"1.1.10"', '"1.3.1"', '10 code: tiêu chí thành phần 1.3.1 không có dòng cha 1.3'],
  ['>=80 % 3,5', '>=80 % 4', '10 mechanism: 4 điểm nằm ngoài 0–3,5'],
  ['>=80 % 3,5', '>=80 % 3', '10 mechanism: không bậc nào cho trọn 3,5 điểm'],
  ['HS.DUNGHAN', 'HS.KHONG', '9 indicator: chỉ số "HS.KHONG" không có trong danh mục; xem cchc indicators'],
  ['mechanism: linear, indicator: HS.DUNGHAN', 'mechanism: thresholdLinear 95 100, indicator: HS.DUNGHAN', '9 mechanism: HS.DUNGHAN là tỷ lệ, không vượt 100 %: viết ngưỡng như 95 %'],
  ['mechanism: linear, indicator: HS.DUNGHAN', 'mechanism: thresholdLinear 80 % 95 %, survey_result: sipas', '9 mechanism: số công bố theo thang 100: viết ngưỡng như 80, không có dấu %'],
  ['mechanism: linear, indicator: HS.DUNGHAN', 'mechanism: cap 80 %, indicator: HL.SIPAS', '9 mechanism: số công bố theo thang 100: viết ngưỡng như 80, không có dấu %'],
  ['mechanism: survey 5 }', 'mechanism: survey 5, survey_result: sipas }', '11 mechanism: số công bố theo thang 100: viết survey 100'],
  ['mechanism: linear, indicator: HS.DUNGHAN', 'mechanism: linear, indicator: HS.QUAHAN_DANG', '9 mechanism: HS.QUAHAN_DANG càng thấp càng tốt mà linear cho điểm càng cao'],
  ['mechanism: linear, indicator: HS.DUNGHAN', 'mechanism: cap 80 %, indicator: TTR.TINBAI', '9 mechanism: TTR.TINBAI là số lượng, không phải tỷ lệ'],
  ['mechanism: linear, indicator: HS.DUNGHAN', 'mechanism: linear, indicator: HL.SIPAS', '9 mechanism: số công bố theo thang 100: viết survey 100'],
  ['from_year: 2026', 'from_year: 2026\nbands: A 90; A 80', '5 bands: một nhóm được viết hai lần'],
  ['from_year: 2026', 'from_year: 2026\nrounds: [{ year: 2026, stage: self, due_on: 15/01/2027 }, { year: 2026, stage: self, due_on: 16/01/2027 }]', '5 stage: đợt self của năm 2026 được viết hai lần'],
  ['mechanism: survey 5', 'evidence: x', '11 mechanism: chưa có cơ chế chấm'],
  ['points: 10 }', 'points: 1.000 }', '7 points: "1.000" không phải số điểm'],
  ['from_year: 2026', 'from_year: 2026\nsample: yes', '2 title: tên bộ mẫu phải chứa "KHÔNG PHẢI BẢNG ĐIỂM CHÍNH THỨC"'],
  ['from_year: 2026', 'from_year: 2026\npoints: none', '8 points: tệp ghi points: none nhưng dòng này có điểm'],
])('%s → %s is told with its line', (from, to, expected) => {
  expect(problems(GOOD.replace(from, to)).some((problem) => problem.startsWith(expected))).toBe(true);
});

test('the same set as a table', () => {
  const columns = ['code', 'title', 'points', 'assessed_by', 'mechanism'];
  const rows = [['@code', 'thu'], ['@title', 'Bộ thử'], ['@scope', 'commune'], ['@from_year', '2026'], ['@round', '2026 self 15/01/2027 Công văn 1'], ['1', 'L', '2'], ['1.1', 'T', '2', 'appraisal', 'cap 80 %']];
  const read = (list: string[][]) => checkSet(readTableSet(columns, list.map((cells, i) => ({ number: i + 2, cells: Object.fromEntries(columns.map((c, k) => [c, cells[k] ?? ''])) }))));
  expect(read(rows).set).toMatchObject({ scope: 'commune', rounds: [{ year: 2026, stage: 'self', dueOn: '2027-01-15', document: 'Công văn 1' }], criteria: [{ code: '1' }, { mechanism: 'cap 80 %' }] });
  expect(read(rows.slice(1)).problems).toEqual([{ line: 1, column: 'code', reason: 'chưa có giá trị' }]);
});

test('shipped sets: 876 has its structure and no points; every sample says that it is one', () => {
  const shipped = ['qd-876', 'sample', 'sample-departments', 'sample-communes'].map((name) => checkSet(readYamlSet(readFileSync(`config/par/${name}.yaml`, 'utf8'))));
  expect(shipped.flatMap((s) => s.problems)).toEqual([]);
  const [official, ...samples] = shipped.map((s) => s.set!);
  expect(official).toMatchObject({ official: true, pointsLoaded: false, control: { areas: 8, criteria: 37, subCriteria: 88, points: '100.00', surveyPoints: '32.00' } });
  expect(official!.criteria).toHaveLength(8);
  expect(samples.every((s) => s.sample && !s.official && s.title.includes('KHÔNG PHẢI BẢNG ĐIỂM CHÍNH THỨC'))).toBe(true);
});

test('scores: empty is not zero, points within the maximum, survey points are never self-scored', () => {
  const leaves = checkSet(readYamlSet(GOOD)).set!.criteria.filter((c) => c.mechanism).map((c) => ({ ...c, points: c.points!, assessedBy: c.assessedBy!, mechanism: c.mechanism! }));
  const read = (cells: Record<string, string>) => readScoreRows([{ number: 2, cells }], leaves, { unitCode: 'H17.02', year: 2026 });
  expect(read({ code: '1.1.1', self_score: '2,25', appraisal1: '', value: '412/433' }).entries.map((e) => [e.stage, e.points, e.fact])).toEqual([['fact', null, { kind: 'ratio', hits: '412', total: '433' }], ['self', '2.25', null]]);
  expect(read({ code: '1.1.1', self_score: '2.6' }).problems[0]!.reason).toBe('2.6 điểm nằm ngoài 0–2,5');
  expect(read({ code: '1.2', self_score: '1' }).problems[0]!.reason).toContain('điều tra XHH');
  expect(read({ code: '1.1', self_score: '1' }).problems[0]!.reason).toContain('không chấm mã "1.1"');
});

test('published results: signs are kept, impossible ranks refused', () => {
  const read = (cells: Record<string, string>) => readResultRows([{ number: 2, cells: { kind: 'sipas', year: '2021', territory: 'X', source: 's', ...cells } }]);
  expect(read({ score: '84,24', rank: '57', rank_of: '63', score_change: '+3,64', rank_change: '-4' }).results[0]).toMatchObject({ score: '84.2400', rank: 57, scoreChange: '3.6400', rankChange: -4, basis: 'UNVERIFIED' });
  expect(read({ rank: '64', rank_of: '63' }).problems[0]!.reason).toBe('hạng 64 nằm ngoài 1–63');
  expect(read({ score: '8.424' }).problems[0]!.column).toBe('score'); // 8,424 or 8424?
});
