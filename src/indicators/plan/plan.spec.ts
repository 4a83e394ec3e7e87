/** Plan 5610 as data, and how a figure meets a target. */
import { readFileSync } from 'node:fs';
import { judge, readPlan, readTarget } from './index';

const text = readFileSync('config/plans/5610-quang-nam-2022.yaml', 'utf8');

test('the plan has every row of indicators.md 10.2, and exactly four targets that are its own numbers', () => {
  const { plan, problems } = readPlan(text);
  expect(problems).toEqual([]);
  const rows = (owner: string) => plan!.duties.filter((duty) => duty.owner === owner).length;
  expect(['cac-don-vi', 'noi-vu', 'tu-phap', 'thong-tin', 'tai-chinh', 'khoa-hoc', 'tai-nguyen', 'van-phong', 'bao-dai'].map(rows)).toEqual([14, 2, 5, 4, 5, 1, 3, 4, 1]);
  expect(plan!.duties.filter((duty) => duty.targetVerified).map((duty) => `${duty.indicators.join()} ${duty.target}`)).toEqual(['KT.XULY >= 100 %', 'DV.TICHHOP >= 100 %', 'TC.KIENNGHI >= 100 %', 'TC.NHADAT >= 80 %']);
  expect(plan!.duties.filter((duty) => duty.rhythm === 'monthly').map((duty) => duty.indicators[0])).toEqual(['CK.TIENDO_THANG', 'BC.THANG_DUNGHAN']);
  expect(plan!.owners.every((owner) => owner.lineage !== null && !owner.verified)).toBe(true);
});

test('errors name their line', () => {
  const line = text.split('\n').findIndex((row) => row.includes('"1.14"')) + 1;
  expect(readPlan(text.replace('"1.14"', '"1.13"')).problems).toEqual([{ line, column: 'duties.13.code', reason: 'mã 1.13 viết hai lần' }]);
  expect(readPlan(text.replace('owner: bao-dai', 'owner: ai')).problems[0]!.reason).toBe('không có "ai" trong owners');
  expect(readPlan(text.replace('from: 2022-08-24', 'from: 2022-08-24\nto: 2022-08-23')).problems).toEqual([{ line: 8, column: 'to', reason: 'ngày cuối 2022-08-23 trước ngày đầu 2022-08-24' }]);
  expect(readPlan(text.replace('rhythm: yearly', 'rhythm: weekly')).problems[0]!.reason).toContain('không hợp lệ'); // Vietnamese, also what the schema finds
  expect(readPlan(text.replace('target: ">= 80 %"', 'target: "80 %"')).problems[0]!.reason).toContain('không phải mục tiêu');
});

test('met, not met, no activity, watched', () => {
  const target = readTarget('>= 80 %');
  expect(judge(target, { hits: '4', total: '5' }).state).toBe('met');
  expect(judge(target, { hits: '79', total: '100' })).toEqual({ state: 'notMet', reason: '79 / 100 = 79 %, mục tiêu >= 80 %' });
  expect(judge(target, { hits: '0', total: '0' }).state).toBe('noActivity');
  expect(judge(null, { hits: '1', total: '2' }).state).toBe('watched');
  expect(judge(readTarget('>= 100 %'), { hits: '99999', total: '100000' }).state).toBe('notMet');
});

test('raise: more than in the base year, unknown without it', () => {
  const target = readTarget('raise 2021');
  expect(judge(target, { hits: '12', total: null }, { hits: '11', total: null }).state).toBe('met');
  expect(judge(target, { hits: '11', total: null }, { hits: '11', total: null }).state).toBe('notMet');
  expect(judge(target, { hits: '11', total: null }, { because: 'Chưa nạp.' })).toEqual({ state: 'unknown', reason: 'Chưa có giá trị cùng kỳ năm 2021 để so sánh: Chưa nạp.' });
});
