/** Dossiers: open, due, flows. Counts only. */
import { AFTER, count, figureColumns, inField, inPeriod, inUnit, onMap, part, START, unitColumns, worded, type NamedQuery } from './query';

const flow = (columns: NamedQuery['columns']) => ({ label: { label: 'Ngày' }, ...columns });
const channels = { online: count('Trực tuyến'), counter: count('Trực tiếp'), postal: count('Bưu chính'), other: count('Không rõ kênh') };
const outcomes = { received: count('Tiếp nhận'), resolved: count('Giải quyết'), late: count('Giải quyết quá hạn') };
/** By day in a month, by month in anything longer; local days, none that has not begun (dossiers due then are known already). */
const byTime = (sums: string, where: string) =>
  `select case when mart.period_step(:period) <= interval '1 month' then to_char(m.day, 'DD/MM') else to_char(m.day, 'MM/YYYY') end as label, ${sums}
from mart.flow_day m where m.day >= ${START} and m.day < ${AFTER} and m.day <= (now() at time zone 'Asia/Ho_Chi_Minh')::date${where} group by 1 order by min(m.day)`;

const byProcedure = (where: string, limit: number): NamedQuery => ({
  format: 'table',
  columns: { procedure_code: { label: 'Mã TTHC', width: 130 }, procedure_name: { label: 'Thủ tục' }, field_name: { label: 'Lĩnh vực', width: 170 }, open: count('Đang giải quyết', 140), overdue: count('Quá hạn', 100), due_soon: count('Đến hạn trong 3 ngày', 180), longest_days: count('Quá hạn lâu nhất (ngày)', 200) },
  sql: `select o.procedure_code, coalesce(o.procedure_name, 'không có tên trong danh mục') as procedure_name, o.field_name, sum(o.open) as open, sum(o.overdue) as overdue, sum(o.due_soon) as due_soon, max(o.longest_days) as longest_days
from mart.dossier_open_procedure o${where} group by 1, 2, 3 order by 5 desc, 4 desc, 1 limit ${limit}`,
});

/** Where no source gives dossiers, nothing is known of them: no nought, no empty list. */
const noDossiers = `not exists (select from mart.stream_state t where t.record = 'dossier') and not exists (select from mart.dossier_open)`;
const NO_DOSSIERS = 'chưa nạp nguồn hồ sơ nào';
const orUnknown = (before: string, after: string) => `union all select ${before}'${NO_DOSSIERS}'${after} where ${noDossiers}`;

export const dossierQueries = {
  'units-on-time': {
    format: 'table', columns: { ...unitColumns, hits: figureColumns.hits, total: figureColumns.total, ratio: figureColumns.ratio, rank: figureColumns.rank, places_gained: figureColumns.places_gained, state: figureColumns.state, coverage: figureColumns.coverage, reason: figureColumns.reason },
    sql: `select v.unit_code, v.unit_name, v.hits, v.total, v.value as ratio, v.rank, v.places_gained, v.state, v.coverage, v.reason from mart.figure_map v
where ${onMap('v')} and v.indicator = 'on-time-resolution' and ${inPeriod('v')} and v.unit_level = :level and v.on_map
order by v.value asc nulls first, v.unit_name`,
  },
  'unit-flow': { format: 'table', columns: flow(outcomes), sql: byTime('sum(m.received) as received, sum(m.resolved) as resolved, sum(m.late) as late', ` and (${inUnit('m')} or :map = 'today' and m.unit_code in (select unnest(f.from_codes) from mart.unit_folded f where f.unit_code = :unit and ${inPeriod('f')}))`) },
  'province-flow': { format: 'table', columns: flow(outcomes), sql: byTime('sum(m.received) as received, sum(m.resolved) as resolved, sum(m.late) as late', '') },
  'province-channels': { format: 'table', columns: flow(channels), sql: byTime('sum(m.online) as online, sum(m.counter) as counter, sum(m.postal) as postal, sum(m.other) as other', '') },
  'channels-of-period': {
    format: 'table', columns: part,
    sql: `select x.part, x.value from mart.channel_total(${START}, ${AFTER}) x where x.value > 0 order by x.value desc`,
  },
  'open-by-due': {
    format: 'table', columns: part,
    sql: `select x.part, x.value from (select ${worded('o.bucket', 'due')} as part, sum(o.dossiers) as value, o.bucket_order as place from mart.dossier_open o group by o.bucket, o.bucket_order
${orUnknown('', ', null, 0')}) x order by x.place`,
  },
  'unit-open-by-due': {
    format: 'table', columns: part,
    sql: `select ${worded('o.bucket', 'due')} as part, sum(o.dossiers) as value from mart.dossier_open o where ${inUnit('o')} group by o.bucket, o.bucket_order order by o.bucket_order`,
  },
  'overdue-now': { format: 'table', columns: { value: count('Quá hạn') }, sql: `select case when not (${noDossiers}) then coalesce(sum(o.dossiers) filter (where o.bucket like 'late%'), 0) end as value from mart.dossier_open o` },
  'overdue-by-unit': {
    format: 'table', empty: 'Không hồ sơ nào quá hạn', columns: { unit_code: unitColumns.unit_code, label: { label: 'Đơn vị', link: 'unit' }, value: count('Quá hạn') },
    sql: `select o.unit_code, o.unit_name as label, sum(o.dossiers) as value from mart.dossier_open o where o.bucket like 'late%' group by o.unit_code, o.unit_name
${orUnknown('null, ', ', null')} order by 3 desc, 2 limit 15`,
  },
  'units-by-field': {
    format: 'table', empty: 'Không có hồ sơ của lĩnh vực này', columns: { ...unitColumns, received: count('Tiếp nhận', 100), resolved: count('Giải quyết', 100), on_time: count('Đúng hạn', 100), late: count('Quá hạn', 100), ratio: figureColumns.ratio },
    sql: `select m.unit_code, m.unit_name, sum(m.received) as received, sum(m.resolved) as resolved, sum(m.resolved_on_time) as on_time, sum(m.resolved_late) as late, sum(m.resolved_on_time)::float8 / nullif(sum(m.resolved_on_time) + sum(m.resolved_late), 0) as ratio
from mart.measure_field m where m.month >= ${START} and m.month < ${AFTER} and ${inField('m')} group by 1, 2 order by 7 nulls last, 2 limit 200`,
  },
  'by-field': {
    format: 'table', empty: 'Không có hồ sơ trong kỳ', columns: { field_name: { label: 'Lĩnh vực' }, received: count('Tiếp nhận', 100), resolved: count('Giải quyết', 100), on_time: count('Đúng hạn', 100), late: count('Quá hạn', 100), ratio: figureColumns.ratio },
    sql: `select coalesce(m.field_name, 'không rõ lĩnh vực') as field_name, sum(m.received) as received, sum(m.resolved) as resolved, sum(m.resolved_on_time) as on_time, sum(m.resolved_late) as late, sum(m.resolved_on_time)::float8 / nullif(sum(m.resolved_on_time) + sum(m.resolved_late), 0) as ratio
from mart.measure_field m where m.month >= ${START} and m.month < ${AFTER} group by 1 order by 6 nulls last, 1`,
  },
  'overdue-by-field': {
    format: 'table', empty: 'Không hồ sơ nào quá hạn', columns: { label: { label: 'Lĩnh vực' }, value: count('Quá hạn') },
    sql: `select coalesce(o.field_name, 'không rõ lĩnh vực') as label, sum(o.overdue) as value from mart.dossier_open_procedure o group by 1 having sum(o.overdue) > 0
${orUnknown('', ', null')} order by 2 desc, 1 limit 15`,
  },
  'overdue-by-procedure': byProcedure(` where ${inField('o')}`, 30),
  'unit-procedures': byProcedure(` where ${inUnit('o')}`, 50),
  'land-procedures': byProcedure(` where o.field_name ilike '%đất đai%'`, 30),
  'units-open': {
    format: 'table', columns: { ...unitColumns, open: count('Đang giải quyết', 115), overdue: count('Quá hạn', 80), today: count('Hạn hôm nay', 105), due_1_3: count('Còn 1–3 ngày', 105), undated: count('Không ngày hẹn', 120) },
    sql: `select o.unit_code, o.unit_name, sum(o.dossiers) as open, sum(o.dossiers) filter (where o.bucket like 'late%') as overdue, sum(o.dossiers) filter (where o.bucket = 'today') as today,
  sum(o.dossiers) filter (where o.bucket = 'due_1_3') as due_1_3, sum(o.dossiers) filter (where o.bucket = 'undated') as undated
from mart.dossier_open o group by o.unit_code, o.unit_name order by 4 desc nulls last, 3 desc, 2`,
  },
} satisfies Record<string, NamedQuery>;
