/** PAR Index and duties of the plan, for the year of the chosen period. */
import { count, isMean, part, START, unitColumns, worded, YEAR, type NamedQuery } from './query';

const points = (label: string, width = 100) => ({ label, decimals: 2, width });

export const parQueries = {
  'par-mark': { format: 'table', columns: { value: { label: 'Bộ tiêu chí' } }, sql: `select coalesce(max(nullif(concat_ws(' – ', coalesce(nullif(p.title, ''), p.set_code), nullif(p.mark, '')), '')), 'chưa nạp bộ tiêu chí') as value from mart.par_set p where p.scope = 'province' and p.from_year <= ${YEAR} and (p.to_year is null or p.to_year >= ${YEAR})` },
  'par-estimate': {
    format: 'table', empty: 'Chưa có bộ tiêu chí hoặc chưa chấm', columns: { set_code: { label: 'Bộ tiêu chí' }, year: { label: 'Năm', width: 70 }, points: points('Điểm đã biết'), known_max: points('Trên'), lost: points('Điểm mất'), missing: count('Chưa chấm'), index: points('Chỉ số'), index_last_year: points('Năm trước'), index_change: points('Thay đổi') },
    sql: `select coalesce((select max(p.title) from mart.par_set p where p.set_code = i.set_code), i.set_code) as set_code, i.year::text as year, i.points, i.known_max, i.lost, i.missing, i.index, i.index_last_year, i.index_change from mart.par_index i where i.scope = 'province' and i.year between ${YEAR} - 1 and ${YEAR} order by i.year desc, i.set_code`,
  },
  'par-areas': {
    format: 'table', columns: { code: { label: 'Mã', width: 70 }, title: { label: 'Lĩnh vực' }, points: points('Điểm đã biết'), known_max: points('Trên'), max_points: points('Tối đa'), lost: points('Điểm mất'), missing: count('Chưa chấm') },
    sql: `select s.code, s.title, s.points, s.known_max, s.max_points, s.lost, s.missing from mart.par_score s where s.scope = 'province' and s.year = ${YEAR} and s.level = 'area' order by s.ordinal`,
  },
  'par-lost': {
    format: 'table', empty: 'Không tiêu chí đã chấm nào mất điểm', columns: { code: { label: 'Mã', width: 80 }, title: { label: 'Tiêu chí' }, max_points: points('Tối đa', 90), points: points('Được', 90), lost: points('Mất', 90), points_change: points('So năm trước', 105), reason: { label: 'Vì sao' } },
    sql: `select l.code, l.title, l.max_points, l.points, l.lost, l.points_change, l.reason from mart.par_lost l where l.scope = 'province' and l.year = ${YEAR} order by l.lost desc, l.code limit 20`,
  },
  'par-units': {
    format: 'table', columns: { rank: { label: 'Hạng', width: 70 }, ...unitColumns, points: points('Điểm đã biết'), known_max: points('Trên'), lost: points('Mất', 80), missing: count('Chưa chấm'), index: points('Chỉ số', 90), index_change: points('So năm trước', 105) },
    sql: `select i.rank, i.unit_code, i.unit_name, i.points, i.known_max, i.lost, i.missing, i.index, i.index_change from mart.par_index i where i.scope <> 'province' and i.year = ${YEAR} order by i.rank nulls last, i.lost desc nulls last, i.unit_name`,
  },
  'unit-par-lost': {
    format: 'table', columns: { code: { label: 'Mã', width: 80 }, title: { label: 'Tiêu chí' }, max_points: points('Tối đa', 90), points: points('Được', 90), lost: points('Mất', 90), reason: { label: 'Vì sao' } },
    sql: `select l.code, l.title, l.max_points, l.points, l.lost, l.reason from mart.par_lost l where l.unit_code = :unit and l.year = ${YEAR} order by l.lost desc, l.code limit 20`,
  },
  'par-rounds': {
    format: 'table', columns: { stage: { label: 'Bước', words: 'stage' }, due_on: { label: 'Hạn', unit: 'time:DD/MM/YYYY', width: 140 }, units: count('Đơn vị'), finished: count('Đã xong'), late: count('Quá hạn') },
    sql: `select r.stage, r.due_on, count(distinct r.unit_code) as units, count(*) filter (where r.state = 'đã xong') as finished, count(*) filter (where r.state = 'quá hạn') as late from mart.par_round r where r.year = ${YEAR} group by 1, 2 order by 2`,
  },
  'duties-by-state': { format: 'table', columns: part, sql: `select ${worded('d.state', 'duty')} as part, count(distinct (d.duty, d.unit_code)) as value from mart.plan_duty d where d.latest and d.period_start < mart.period_after(:period) group by 1 order by 2 desc` },
  'duties-not-met': {
    format: 'table', columns: { duty: { label: 'Mã nhiệm vụ', width: 110 }, title: { label: 'Nhiệm vụ' }, target_text: { label: 'Mục tiêu', width: 160 }, unit_code: unitColumns.unit_code, unit_name: { ...unitColumns.unit_name, width: 170 }, state: { label: 'Trạng thái', words: 'duty', width: 130 }, value: { label: 'Đạt được', width: 100 }, reason: { label: 'Vì sao' } },
    sql: `select d.duty, d.title, d.target_text, d.unit_code, d.unit_name, d.state, case when d.total is null or ${isMean('d.link')} then mart.number_text(d.value, 2) else mart.number_text(d.value * 100, 1) || ' %' end as value, d.reason from mart.plan_duty d where d.latest and d.state = 'notMet' and d.period_start >= date_trunc('year', ${START}::timestamp)::date order by d.ordinal, d.unit_name limit 40`,
  },
} satisfies Record<string, NamedQuery>;
