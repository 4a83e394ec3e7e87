/** The plan on a database: duties by unit, states from figures, what a person judged, another plan's file. */
import { readPlanFile } from '../../src/cli/par-files';
import { refreshPlans } from '../../src/compute/plan';
import { projectRoot } from '../../src/platform/root';
import { addDutyEntry, readDuties, savePlan } from '../../src/store/plan';
import { registerUnits } from '../../src/store/units/registry';
import { parsePeriod, type Plan, type Unit } from '../../src/vocabulary';
import { openBench, type Bench } from '../support/bench';
import { at } from '../support/dossiers';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  const unit = (code: string, name: string, level: Unit['level']): Unit => ({ code, name, level, parentCode: null, validFrom: null, validTo: null });
  await registerUnits(bench.client, [unit('P', 'Tỉnh', 'province'), unit('P.1', 'Sở Nội vụ', 'department'), unit('P.2', 'Sở Khoa học và Công nghệ', 'department'), unit('P.X', 'Phường X', 'commune')], 'test');
});
afterAll(() => bench.close());

const NOW = at('2026-08-17 09:00');
const value = async (unit: string, indicator: string, year: number, hits: number, total: number, coverage = 1) => bench.client.query(
  `insert into indicator_value (indicator, unit_id, period_type, period_start, hits, total, value, status, version, coverage, basis, edition_from)
   select $2, id, 'year', make_date($3, 1, 1), $4::numeric, $5::numeric, $4::numeric / nullif($5::numeric, 0), 'available', '1', $6, 'test', 1 from unit where code = $1`, [unit, indicator, year, hits, total, coverage]);

test('plan 5610: every duty for every unit of today that carries it, and an owner without a successor is told', async () => {
  await savePlan(bench.client, readPlanFile(`${projectRoot()}/config/plans/5610-quang-nam-2022.yaml`), { kind: 'configuration', file: '5610', by: 'test' });
  // The lead department answers for the whole province: its own 1 of 50 is not what the plan asks for.
  await value('P.2', 'postal-share', 2026, 1, 50);
  await value('P', 'postal-share', 2026, 30, 100);
  await value('P', 'postal-share', 2025, 20, 100);
  await value('P', 'postal-returns', 2026, 10, 100);
  await value('P', 'postal-returns', 2025, 9, 100, 0.67); // only from May on
  await value('P.1', 'contact-complete', 2026, 50, 50, 0.5);
  await bench.client.query(
    `with u as (insert into unit_set (digest) values ('u') returning id), i as (insert into indicator_set (digest) values ('i') returning id), um as (insert into unit_set_member (set_id, unit_id) select u.id, unit.id from u, unit where code = 'P'),
       im as (insert into indicator_set_member (set_id, indicator, version, after) select id, 'iso-electronic', '1', ' Nơi giữ số liệu: Sở KH&CN.' from i)
     insert into indicator_absence (period_type, period_start, unit_set_id, indicator_set_id, reason, basis, edition_from) select 'year', '2026-01-01', u.id, i.id, 'Chưa có nguồn nào.', 'none', 1 from u, i`);
  await refreshPlans(bench.pool, NOW);
  expect((await refreshPlans(bench.pool, NOW)).changes).toBe(0);
  const rows = await readDuties(bench.client, {});
  expect(new Set(rows.map((row) => row.duty)).size).toBe(39);
  expect(rows.filter((row) => row.duty === '1.14').map((row) => row.unit_code)).toEqual(['P.1', 'P.2', 'P.X']);
  expect(rows.find((row) => row.duty === '1.10')).toMatchObject({ period_type: 'month', period_start: '2026-07-01' });
  expect(rows.filter((row) => row.duty === '9.1')).toMatchObject([{ unit_code: null, unit_name: 'Báo Quảng Nam; Đài Phát thanh – Truyền hình tỉnh', state: 'unknown', owner_verified: false, reason: expect.stringContaining('Không có đơn vị "Báo và phát thanh, truyền hình Đà Nẵng"') as string }]);
  const postal = Object.fromEntries(rows.filter((row) => row.duty === '4.3' && row.unit_code === 'P.2').map((row) => [row.link, row]));
  expect(postal['postal-share']).toMatchObject({ state: 'met', scope: 'province', hits: 30, total: 100, reason: '30 / 100 = 30 %; cùng kỳ năm trước: 20 / 100 = 20 %' });
  expect(postal['postal-returns']).toMatchObject({ state: 'unknown', hits: 10, reason: 'Chưa có giá trị cùng kỳ năm trước để so sánh: Mới nạp 67 % của kỳ.' });
  expect(rows.find((row) => row.duty === '1.4' && row.unit_code === 'P.1')).toMatchObject({ state: 'unknown', scope: 'unit', hits: 50, reason: 'Mới nạp 50 % của kỳ, chưa đánh giá được.' });
  // Why there is no figure is what the edition says, not only that there is none.
  expect(rows.find((row) => row.duty === '6.1')).toMatchObject({ state: 'unknown', reason: 'Chưa có nguồn nào. Nơi giữ số liệu: Sở KH&CN.' });
  expect(rows.find((row) => row.duty === '4.4')).toMatchObject({ state: 'unknown', reason: 'Chưa ai đánh giá; nhiệm vụ không gắn số liệu nào.' });
});

const PLAN: Plan = {
  code: 'ke-hoach-khac', title: 'Kế hoạch khác', document: 'KH 1', from: '2026-01-01', to: null,
  owners: [{ id: 'so', title: 'Các sở', levels: ['department'], units: [], lineage: null, verified: true }],
  duties: [
    { code: '1', owner: 'so', title: 'Đúng hạn', rhythm: 'continuous', targetText: '95 %', target: '>= 95 %', targetVerified: true, indicators: ['HS.DUNGHAN'], register: null, scope: 'unit', field: null },
    { code: '2', owner: 'so', title: 'Chỉ số chưa có', rhythm: 'continuous', targetText: null, target: null, targetVerified: false, indicators: ['XX.KHONG'], register: null, scope: 'unit', field: null },
    { code: '3', owner: 'so', title: 'Vấn đề phát hiện', rhythm: 'yearly', targetText: '100 %', target: '>= 100 %', targetVerified: true, indicators: [], register: 'inspectionFinding', scope: 'unit', field: null },
  ],
};

test('another plan beside it: states from figures and registers; a person decides only where no figure can', async () => {
  await savePlan(bench.client, PLAN, { kind: 'import', file: 'khac', by: 'Lan' });
  await value('P.1', 'on-time-resolution', 2026, 949, 1000);
  await value('P.2', 'on-time-resolution', 2026, 0, 0);
  const state = async (duty: string, unit: string) => (await readDuties(bench.client, { plan: 'ke-hoach-khac', duty, unit }))[0]!;
  await refreshPlans(bench.pool, NOW, { plan: 'ke-hoach-khac' });
  expect(await state('1', 'P.1')).toMatchObject({ state: 'notMet', hits: 949, total: 1000, reason: '949 / 1.000 = 94,9 %, mục tiêu >= 95 %' });
  expect(await state('1', 'P.2')).toMatchObject({ state: 'noActivity' });
  expect(await state('2', 'P.1')).toMatchObject({ state: 'unknown', link: 'XX.KHONG', reason: 'Chỉ số XX.KHONG chưa có trong danh mục.' });
  expect(await state('3', 'P.1')).toMatchObject({ state: 'unknown', reason: 'Chưa có nguồn nào cho sổ vấn đề phát hiện qua thanh tra, kiểm tra, giám sát.' });

  const unitId = (await bench.client.query<{ id: number }>(`select id from unit where code = 'P.1'`)).rows[0]!.id;
  const judge = (duty: string, given: 'met' | 'notMet' | null) => addDutyEntry(bench.client, 'ke-hoach-khac', { duty, unitId, period: parsePeriod('2026'), state: given, evidence: [], comment: null }, 'Lan');
  await judge('1', 'met');
  await judge('2', 'met');
  expect(await state('1', 'P.1')).toMatchObject({ state: 'notMet', decided_by: 'computed', entered_state: 'met', disagrees: true });
  expect(await state('2', 'P.1')).toMatchObject({ state: 'met', decided_by: 'entered', computed_state: 'unknown' });
  await judge('2', null);
  expect(await state('2', 'P.1')).toMatchObject({ state: 'unknown', decided_by: 'computed' });
  expect(await judge('9', 'met')).toBe(false);
  await expect(bench.client.query('delete from plan_entry')).rejects.toThrow('only ever added to');
});

test('a register that a source lists is judged by its items', async () => {
  const source = (await bench.client.query<{ id: number }>(`insert into source (key, title, family) values ('so-kiem-tra', 'Sổ', 'test') returning id`)).rows[0]!.id;
  await bench.client.query(`insert into source_stream (source_id, stream, record, layout, loaded_through) values ($1, 'items', 'item', '{"kind":"inspectionFinding"}', now())`, [source]);
  await bench.client.query(
    `insert into register_item (source_id, kind, code, unit_id, opened_on, due_on, done_on, run_id)
     select $1, 'inspectionFinding', c.code, u.id, '2026-01-05', c.due, c.done, 1 from unit u, (values ('1', date '2026-03-01', date '2026-02-01'), ('2', date '2026-03-01', date '2026-03-02'), ('3', date '2026-12-01', null)) c (code, due, done) where u.code = 'P.1'`, [source]);
  await refreshPlans(bench.pool, NOW, { plan: 'ke-hoach-khac' });
  const rows = await readDuties(bench.client, { plan: 'ke-hoach-khac', duty: '3' });
  expect(rows.map((row) => [row.unit_code, row.state, row.hits, row.total])).toEqual([['P.1', 'notMet', 1, 2], ['P.2', 'noActivity', 0, 0]]);
});

test('a new revision of a plan keeps what people judged', async () => {
  const saved = await savePlan(bench.client, { ...PLAN, title: 'Kế hoạch khác, sửa đổi' }, { kind: 'import', file: 'khac', by: 'Lan' });
  expect(saved).toMatchObject({ revision: 2, outcome: 'changed' });
  await refreshPlans(bench.pool, NOW, { plan: 'ke-hoach-khac' });
  expect((await readDuties(bench.client, { plan: 'ke-hoach-khac', duty: '1', unit: 'P.1' }))[0]).toMatchObject({ entered_state: 'met', state: 'notMet' });
});
