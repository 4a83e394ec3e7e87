/** PAR sets, scores and published results on a database: the tree with points lost, who and when, what is not known, golden results. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfigured, readSetFile } from '../../src/cli/par-files';
import { PAR_IMPORTS } from '../../src/cli/par-import';
import { refreshProposals } from '../../src/compute/par';
import { changeText, checkSet, readYamlSet } from '../../src/indicators/par';
import { projectRoot } from '../../src/platform/root';
import { loadSettings } from '../../src/settings';
import { addEntries, currentSets, historyOf, readIndex, readLeaves, readLost, readResults, readScores, saveParSet, saveSurveyResults, type NewEntry } from '../../src/store/par';
import { registerUnits } from '../../src/store/units/registry';
import { registerBatches } from '../../src/store/units/unit-registry';
import type { SurveyResult, Unit } from '../../src/vocabulary';
import { openBench, type Bench } from '../support/bench';
import { at } from '../support/dossiers';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  const unit = (code: string, level: Unit['level'], parentCode: string | null): Unit => ({ code, name: `Đơn vị ${code}`, level, parentCode, validFrom: null, validTo: null });
  await registerUnits(bench.client, [unit('P', 'province', null), unit('P.1', 'department', 'P'), unit('P.2', 'department', 'P'), unit('P.3', 'department', 'P'), unit('Q', 'province', null), unit('Q.1', 'department', 'Q')], 'test');
  await bench.client.query(`update unit set home = false where code in ('Q', 'Q.1')`); // the rest of the country is scored by others
});
afterAll(() => bench.close());

const NOW = at('2026-08-17 09:00');
const idOf = async (code: string) => (await bench.client.query<{ id: number }>('select id from unit where code = $1', [code])).rows[0]!.id;
const SET = (scope: string, code: string) => `code: ${code}
title: Bộ thử
scope: ${scope}
from_year: 2024
bands: A 90; B 80; C 70; D 0
rounds:
  - { year: 2026, stage: self, due_on: 2026-08-01 }
criteria:
  - { code: "1", title: Chỉ đạo, points: 6 }
  - { code: "1.1", title: Kế hoạch, points: 6 }
  - { code: "1.1.1", title: Kế hoạch năm, points: 4, assessed_by: appraisal, mechanism: thresholdLinear 80 % 100 % }
  - { code: "1.1.10", title: Báo cáo, points: 2, assessed_by: appraisal, mechanism: deadline 15/12 }
  - { code: "2", title: Thủ tục, points: 14 }
  - { code: "2.1", title: Đúng hạn, points: 10, assessed_by: appraisal, mechanism: thresholdLinear 95 % 100 %, indicator: HS.DUNGHAN${scope === 'province' ? ', over: department' : ''} }
  - { code: "2.2", title: Khảo sát, points: 4, assessed_by: survey, mechanism: survey 5 }
`;
const load = (text: string, kind: 'import' | 'configuration' = 'import') => saveParSet(bench.client, checkSet(readYamlSet(text)).set!, { kind, file: 'test', by: 'Lan' });

async function value(unit: string, hits: number | null, total: number | null, year = 2026, coverage = 1): Promise<void> {
  await bench.client.query(`delete from indicator_value where unit_id = $1 and period_start = make_date($2, 1, 1)`, [await idOf(unit), year]);
  await bench.client.query(
    `insert into indicator_value (indicator, unit_id, period_type, period_start, hits, total, value, status, reason, version, coverage, basis, edition_from)
     values ('on-time-resolution', $1, 'year', make_date($2, 1, 1), $3, $4, null, $5, $6, '1', $7, 'test', 1)`,
    [await idOf(unit), year, hits, total, hits === null ? 'unavailable' : 'available', hits === null ? 'Nguồn X chưa nạp.' : null, coverage]);
}
const enter = async (set: string, unit: string, criterion: string, stage: NewEntry['stage'], points: string | null, rest: Partial<NewEntry> = {}, by = 'Lan') =>
  addEntries(bench.client, (await currentSets(bench.client)).find((s) => s.code === set)!.id, [{ criterion, unitId: await idOf(unit), year: 2026, stage, points, fact: null, evidence: [], comment: null, reason: null, ...rest }], by, 'test');

test('an internal set: proposals from our figures, or why there are none', async () => {
  await load(SET('department', 'noi-bo'));
  await value('P.1', 975, 1000, 2026, 0.62); // 97,5 %
  await value('P.2', null, null);
  expect(await refreshProposals(bench.pool, 'P', NOW, { setCode: 'noi-bo', year: 2026 })).toMatchObject({ proposals: 12, changes: 12 });
  expect(await refreshProposals(bench.pool, 'P', NOW, { setCode: 'noi-bo', year: 2026 })).toMatchObject({ changes: 0 });
  const leaves = Object.fromEntries((await readLeaves(bench.client, { setCode: 'noi-bo', year: 2026 })).map((row) => [`${row.unit_code} ${row.code}`, row]));
  expect(leaves['P.1 2.1']).toMatchObject({ proposed: 5, points: 5, stage: 'proposal', lost: 5, reason: '975 / 1.000 = 97,5 %, 0 điểm dưới 95 %, đủ điểm từ 100 % → 5,00 / 10 điểm (tạm tính, số liệu phủ 62 % năm)' });
  expect(leaves['P.2 2.1']).toMatchObject({ points: null, lost: null, reason: 'Nguồn X chưa nạp.' });
  expect(leaves['P.3 2.1']).toMatchObject({ points: null, reason: 'Chưa có giá trị của HS.DUNGHAN trong năm.' });
  expect(leaves['P.1 2.2']).toMatchObject({ points: null, reason: 'Chưa có số liệu: chưa ai nhập và tiêu chí không gắn chỉ số nào.' });
});

test('facts, self-score and appraisals: the later stage decides, all stay in the history', async () => {
  await enter('noi-bo', 'P.1', '1.1.1', 'fact', null, { fact: { kind: 'ratio', hits: '9', total: '10' } });
  await enter('noi-bo', 'P.1', '1.1.1', 'self', '4', { evidence: ['https://example.vn/bao-cao.pdf'], comment: 'đã làm xong' });
  expect(await enter('noi-bo', 'P.1', '1.1.1', 'self', '4', { evidence: ['https://example.vn/bao-cao.pdf'], comment: 'đã làm xong' })).toBe(0); // said already
  await enter('noi-bo', 'P.1', '1.1.1', 'appraisal1', '2', { reason: 'một việc chưa xong' }, 'Minh');
  await enter('noi-bo', 'P.1', '1.1.1', 'appraisal2', '3', { reason: 'đã bổ sung' }, 'Hoa');
  await refreshProposals(bench.pool, 'P', NOW, { setCode: 'noi-bo', year: 2026 });
  const leaf = async () => (await readLeaves(bench.client, { setCode: 'noi-bo', unit: 'P.1', year: 2026 }))[0]!;
  expect(await leaf()).toMatchObject({ code: '1.1.1', proposed: 2, self_score: 4, appraisal1: 2, appraisal2: 3, points: 3, stage: 'appraisal2', lost: 1, reason: 'đã bổ sung' });
  await enter('noi-bo', 'P.1', '1.1.10', 'appraisal1', '1'); // nothing is proposed for it: its reason is nobody's yet
  expect((await readLeaves(bench.client, { setCode: 'noi-bo', unit: 'P.1', year: 2026 })).find((row) => row.code === '1.1.10')).toMatchObject({ points: 1, reason: 'chưa nêu lý do' });
  await enter('noi-bo', 'P.1', '1.1.10', 'appraisal1', null);
  await enter('noi-bo', 'P.1', '1.1.1', 'appraisal2', null, { comment: 'rút' }, 'Hoa');
  expect(await leaf()).toMatchObject({ points: 2, stage: 'appraisal1', reason: 'một việc chưa xong' });
  const history = await historyOf(bench.client, { setCode: 'noi-bo', unit: 'P.1', year: 2026, criterion: '1.1.1' });
  expect(history.map((row) => [row.stage, row.points, row.enteredBy])).toEqual([['appraisal2', null, 'Hoa'], ['appraisal2', 3, 'Hoa'], ['appraisal1', 2, 'Minh'], ['self', 4, 'Lan'], ['fact', null, 'Lan']]);
  await expect(bench.client.query('update par_entry set points = 4')).rejects.toThrow('only ever added to');
  await expect(bench.client.query('delete from par_entry')).rejects.toThrow('only ever added to');
});

test('the tree adds leaves up, and a total with gaps is not an index', async () => {
  const tree = await readScores(bench.client, { setCode: 'noi-bo', unit: 'P.1', year: 2026 });
  expect(tree.map((row) => [row.code, row.points, row.known_max, row.max_points, row.lost, row.missing])).toEqual([
    ['1', 2, 4, 6, 2, 1], ['1.1', 2, 4, 6, 2, 1], ['1.1.1', 2, 4, 4, 2, 0], ['1.1.10', null, 0, 2, null, 1], // 1.1.10 is no part of 1.1.1
    ['2', 5, 10, 14, 5, 1], ['2.1', 5, 10, 10, 5, 0], ['2.2', null, 0, 4, null, 1]]);
  expect((await readIndex(bench.client, { setCode: 'noi-bo', unit: 'P.1', year: 2026 }))[0]).toMatchObject({ points: 7, known_max: 14, missing: 2, index: null, band: null, rank: null });
});

test('complete units rank, ties share a rank, incomplete ones do not; last year stands beside', async () => {
  for (const [unit, scores] of [['P.1', ['3', '2', '9', '4']], ['P.2', ['4', '2', '8', '4']]] as const) { // 18 each of 20
    for (const [i, criterion] of ['1.1.1', '1.1.10', '2.1'].entries()) await enter('noi-bo', unit, criterion, 'self', scores[i]!);
    await enter('noi-bo', unit, '2.2', 'survey', scores[3]);
    for (const [i, criterion] of ['1.1.1', '1.1.10', '2.1'].entries()) await enter('noi-bo', unit, criterion, 'self', i === 0 && unit === 'P.1' ? '2' : scores[i]!, { year: 2025 });
    await enter('noi-bo', unit, '2.2', 'survey', scores[3], { year: 2025 });
  }
  await enter('noi-bo', 'P.1', '1.1.1', 'appraisal1', '3', { reason: 'thiếu một việc' });
  const index = await readIndex(bench.client, { setCode: 'noi-bo', year: 2026 });
  expect(index.map((row) => [row.unit_code, row.index, row.band, row.rank, row.rank_of, row.index_last_year, row.index_change, row.rank_change])).toEqual([
    ['P.1', 90, 'A', 1, 2, 85, 5, 1], ['P.2', 90, 'A', 1, 2, 90, 0, 0], ['P.3', null, null, null, null, null, null, null]]);
  const lost = await readLost(bench.client, { setCode: 'noi-bo', unit: 'P.1', year: 2026 });
  expect(lost.map((row) => [row.code, row.lost, row.stage, row.reason, row.points_last_year, row.points_change])).toEqual([
    ['1.1.1', 1, 'appraisal1', 'thiếu một việc', 2, 1], ['2.1', 1, 'self', expect.stringContaining('97,5 %'), 9, 0]]);
  for (const points of ['4', null]) await enter('noi-bo', 'P.3', '1.1.1', 'self', points); // withdrawn: not entered
  const rounds = (await bench.client.query(`select unit_code, expected, entered, entered_late from mart.par_round where set_code = 'noi-bo' and stage = 'self' order by unit_code`)).rows;
  expect(rounds).toMatchObject([{ unit_code: 'P.1', expected: 3, entered: 3 }, { unit_code: 'P.2', expected: 3, entered: 3 }, { unit_code: 'P.3', expected: 3, entered: 0 }]);
});

test('a province criterion over departments adds counts; one silent unit makes it unknown', async () => {
  await load(SET('province', 'cap-tinh'));
  const explanation = async () => { await refreshProposals(bench.pool, 'P', NOW, { setCode: 'cap-tinh', year: 2026 }); return (await readLeaves(bench.client, { setCode: 'cap-tinh', unit: 'P', year: 2026 })).find((row) => row.code === '2.1')!.explanation; };
  expect(await explanation()).toBe('2 / 3 đơn vị chưa có số liệu của HS.DUNGHAN.');
  await value('P.2', 1, 1000); // 0,1 %: the mean of shares would be 65,87 %
  await value('P.3', 8000, 8000);
  expect(await explanation()).toContain('8.976 / 10.000 = 89,76 %');
});

test('sets are dated data: a revision keeps the scores, configuration never replaces what was imported', async () => {
  expect(await load(SET('department', 'noi-bo'))).toMatchObject({ revision: 1, outcome: 'unchanged' });
  expect(await load(SET('department', 'noi-bo').replace('points: 14', 'points: 13').replace('Đúng hạn, points: 10', 'Đúng hạn, points: 9').replace('title: Bộ thử', 'title: Bộ thử 2'))).toMatchObject({ revision: 2, outcome: 'changed' });
  expect(await load(SET('department', 'noi-bo'), 'configuration')).toMatchObject({ revision: 2, outcome: 'kept' });
  const leaf = (await readLeaves(bench.client, { setCode: 'noi-bo', unit: 'P.1', year: 2026 })).find((row) => row.code === '2.1')!;
  expect(leaf).toMatchObject({ max_points: 9, points: 9, problem: null });
  await load(SET('department', 'noi-bo').replace('points: 14', 'points: 12').replace('Đúng hạn, points: 10', 'Đúng hạn, points: 8'));
  expect((await readLeaves(bench.client, { setCode: 'noi-bo', unit: 'P.1', year: 2026 })).find((row) => row.code === '2.1')!.problem).toBe('điểm lớn hơn tối đa: bảng điểm đã đổi sau khi chấm');
});

describe('published results', () => {
  interface Golden { year: number; territory: string; score: number | null; rank: number | null; rank_of?: number; score_change?: number; rank_change?: number; band?: string; basis: string }
  const golden = JSON.parse(readFileSync(join(__dirname, '../golden/par-sipas.json'), 'utf8')) as { par_provinces: Golden[]; sipas_provinces: Golden[]; par_ministries: Golden[]; par_ministries_gap: { value: number }; par_regions: { region: string; par_2023: number; par_2022: number | null; change: number | null }[] };
  beforeAll(async () => {
    await loadConfigured(bench.pool, loadSettings({}));
    await loadConfigured(bench.pool, loadSettings({})); // a second start changes nothing
  });

  test.each([['par-index', 'province', golden.par_provinces], ['sipas', 'province', golden.sipas_provinces], ['par-index', 'ministry', golden.par_ministries]] as const)('%s of %s as published', async (kind, territoryKind, wanted) => {
    const rows = (await readResults(bench.client, { kind })).filter((row) => row.territory_kind === territoryKind);
    expect(rows).toHaveLength(wanted.length);
    for (const g of wanted) {
      expect(rows.find((row) => row.year === g.year && (row.territory === g.territory || g.territory === 'mean of ministries' && row.territory === 'Trung bình các bộ'))).toMatchObject({
        score: g.score, rank: g.rank, rank_of: g.rank_of ?? null, score_change: g.score_change ?? null, rank_change: g.rank_change ?? null, band: g.band ?? null, basis: g.basis, problem: null });
    }
  });

  test('the score rose while the rank fell; places gained = a smaller number', async () => {
    const of = async (kind: string) => (await readResults(bench.client, { kind, territory: 'Quảng Nam', year: 2021 }))[0]!;
    const sipas = await of('sipas');
    expect(sipas).toMatchObject({ score: 84.24, rank: 57, rank_of: 63, score_change: 3.64, rank_change: -4, score_change_computed: 3.64, rank_change_computed: -4, decision: 'QĐ 362/QĐ-BNV ngày 06/5/2022' });
    expect(changeText(sipas.score_change, sipas.rank_change)).toBe('tăng 3,64 điểm; giảm 4 bậc');
    const par = await of('par-index');
    expect(par).toMatchObject({ score: 86.57, rank: 33, rank_of: 63, score_change: null, score_change_computed: null, rank_change: 9, rank_change_computed: 9, decision: 'QĐ 352/QĐ-BNV ngày 29/4/2022' });
    expect(changeText(par.score_change, par.rank_change)).toBe('tăng 9 bậc');
  });

  test('regions: the change is the difference of the two years', async () => {
    const rows = await readResults(bench.client, { kind: 'par-index', year: 2023 });
    for (const g of golden.par_regions) expect(rows.find((row) => row.territory === g.region)).toMatchObject({ score: g.par_2023, score_change: g.change, score_change_computed: g.change });
    const score = (territory: string) => rows.find((row) => row.territory === territory)!.score!;
    expect(Math.round((score('Bộ Tư pháp') - score('Bộ Công Thương')) * 100) / 100).toBe(golden.par_ministries_gap.value);
  });

  test('a corrected result supersedes the old one; ranks among another number of provinces are not subtracted', async () => {
    const result = (year: number, score: string, rank: number, rankOf: number, rest: Partial<SurveyResult> = {}): SurveyResult => ({ kind: 'sipas', year, territoryKind: 'province', territory: 'Tỉnh', unitCode: 'P', element: '', score, rank, rankOf, scoreChange: null, rankChange: null, band: null, decision: null, announcedOn: null, source: 's', basis: 'SOURCED', remark: null, ...rest });
    const save = (rows: SurveyResult[]) => saveSurveyResults(bench.client, rows, { kind: 'import', file: 't', by: 'Lan' });
    expect(await save([result(2024, '80', 40, 63), result(2025, '82.5', 20, 34, { scoreChange: '2' })])).toMatchObject({ new: 2 });
    expect((await readResults(bench.client, { territory: 'P', year: 2025 }))[0]).toMatchObject({ score_change: 2, score_change_computed: 2.5, rank_change_computed: null, problem: 'thay đổi điểm công bố khác hiệu số hai năm' });
    expect(await save([result(2026, '81', 25, 34, { rankChange: 5 })])).toMatchObject({ new: 1 }); // from 20 to 25 is five places lost
    expect((await readResults(bench.client, { territory: 'P', year: 2026 }))[0]).toMatchObject({ rank_change: 5, rank_change_computed: -5, score_change: null, score_change_computed: -1.5, problem: 'thay đổi hạng công bố khác hiệu số hai năm' });
    expect(await save([result(2025, '82.5', 20, 34, { scoreChange: '2.5' })])).toMatchObject({ changed: 1 });
    expect(await save([result(2025, '82.5', 20, 34, { scoreChange: '2.5' })])).toMatchObject({ unchanged: 1 });
    expect((await readResults(bench.client, { territory: 'P', year: 2025 })).map((row) => row.problem)).toEqual([null]);
  });
});

test('what is shipped is marked, and the kinds of import are known', async () => {
  const { rows } = await bench.client.query(`select set_code, mark, areas, areas_expected, criteria, criteria_expected, sub_criteria_expected from mart.par_set where set_code = 'qd-876'`);
  expect(rows).toEqual([{ set_code: 'qd-876', mark: 'chưa nạp bảng điểm chính thức', areas: 8, areas_expected: 8, criteria: 0, criteria_expected: 37, sub_criteria_expected: 88 }]);
  await saveParSet(bench.client, await readSetFile(join(projectRoot(), 'config/par/sample.yaml')), { kind: 'configuration', file: 'sample.yaml', by: 'test' });
  expect((await bench.client.query(`select mark, points, survey_points from mart.par_set where set_code = 'mau-cap-tinh'`)).rows).toEqual([{ mark: 'số liệu mẫu – không phải bảng điểm chính thức', points: 100, survey_points: 24 }]);
  expect(Object.keys(PAR_IMPORTS)).toEqual(['par-scores', 'survey-results']);
});

describe('across a merger of provinces', () => {
  let other: Bench;
  beforeAll(async () => { other = await openBench(); });
  afterAll(() => other.close());

  test('each province is scored on what stood below it at the end of the year; growth needs a whole base year', async () => {
    const unit = (code: string, level: Unit['level'], parentCode: string | null, rest: Partial<Unit> = {}): Unit => ({ code, name: `Đơn vị ${code}`, level, parentCode, validFrom: null, validTo: null, ...rest });
    const [gone, came] = [{ validTo: '2025-06-30' }, { validFrom: '2025-07-01' }];
    const merged = { id: 'e', kind: 'merge' as const, date: '2025-07-01', basis: null, verified: true, note: null, units: [], ends: [], begins: [] };
    await registerBatches(other.client, [{ origin: 'test', units: [unit('P', 'province', null), unit('R', 'province', null, gone), unit('P.1', 'department', 'P'), unit('R.1', 'department', 'R', gone), unit('P.2', 'department', 'P', came)],
      events: [{ ...merged, edges: [{ from: 'R', to: 'P', weight: 1 }, { from: 'R.1', to: 'P.2', weight: 1 }] }] }]);
    const criterion = (code: string, mechanism: string, indicator: string) => `  - { code: "${code}", title: T, points: 5, assessed_by: appraisal, mechanism: ${mechanism}, indicator: ${indicator}, over: department }\n`;
    const set = `code: tinh\ntitle: T\nscope: province\nfrom_year: 2024\ncriteria:\n  - { code: "1", title: L, points: 10 }\n${criterion('1.1', 'linear', 'HS.DUNGHAN')}${criterion('1.2', 'growth previous', 'TTR.TINBAI')}`;
    await saveParSet(other.client, checkSet(readYamlSet(set)).set!, { kind: 'import', file: 'test', by: 'Lan' });
    for (const [code, year, hits] of [['P.1', 2024, 90], ['R.1', 2024, 10], ['P.1', 2025, 80], ['R.1', 2025, 20], ['P.2', 2025, 50], ['P.1', 2026, 70], ['P.2', 2026, 60]] as const) for (const [indicator, total] of [['on-time-resolution', 100], ['press-items', null]] as const) {
      await other.client.query(`insert into indicator_value (indicator, unit_id, period_type, period_start, hits, total, value, status, version, coverage, basis, edition_from)
        select $1, id, 'year', make_date($3, 1, 1), $4::int, $5::int, $4::int, 'available', '1', 1, 'test', 1 from unit where code = $2`, [indicator, code, year, hits, total]);
    }
    const said = async (year: number) => {
      await refreshProposals(other.pool, 'P', NOW, { year });
      return (await readLeaves(other.client, { setCode: 'tinh', unit: 'P', year })).map((row) => row.explanation?.split(' = ')[0]);
    };
    expect(await said(2024)).toEqual(['90 / 100', 'Chưa có giá trị gốc năm 2023 để so sánh.']); // R was a province of its own
    expect((await said(2025))[0]).toBe('150 / 300');
    expect(await said(2026)).toEqual(['130 / 200', 'Đơn vị P.2 chỉ có từ 01/07/2025, không có trọn năm gốc 2025 để so sánh.']);
  });
});
