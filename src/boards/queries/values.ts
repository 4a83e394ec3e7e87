/** Lists of figures. */
import { AFTER, count, figureColumns, figureText, inPeriod, ofProvince, onMap, point, START, TYPE, unitColumns, type Column, type NamedQuery } from './query';

const indicator: Column = { label: 'Chỉ số', width: 220, words: 'indicator', link: 'explain' };

/** Room for 39.045.000.000: lists of every indicator hold amounts of money too. */
const AMOUNT = 130;

export const LEGAL_INDICATORS = ['documents-reviewed', 'expired-documents-replaced', 'review-followed-up', 'drafts-appraised-on-time', 'enforcement-findings-handled', 'expired-list-published'];
export const INSPECTION_INDICATORS = ['audit-recommendations-done', 'audit-recommendations-amount', 'findings-handled', 'misconduct-handled', 'decentralised-tasks-evaluated', 'iso-announced'];
export const ASSET_INDICATORS = ['facilities-approved', 'asset-reports-on-time', 'asset-inspections-done', 'distribution-inspections-done', 'self-financing-growth', 'partly-self-financing-growth'];
export const LAND_INDICATORS = ['land-database-progress', 'land-inspections-done'];
const LEGAL_FINANCE_INDICATORS = [...LEGAL_INDICATORS, ...INSPECTION_INDICATORS, ...ASSET_INDICATORS];
/** To gain, then about to be lost, then lost; most points first (compute/gains.ts: byGain). */
const BY_GAIN = `case when g.kind in ('late', 'lost') then 2 when g.points < 0 then 1 else 0 end, abs(g.points) desc`;
/** Figures of the province that are not there, and why: a tile of Grafana has no room for the reason. */
const absentOf = (ids?: readonly string[]): NamedQuery => ({
  format: 'table', empty: 'Mọi chỉ số đều có số liệu trong kỳ', columns: { indicator: { ...indicator, width: 420 }, unit_code: unitColumns.unit_code, reason: { label: 'Vì sao' } },
  sql: `select v.indicator, v.unit_code, v.reason from mart.figure_map v
where ${onMap('v')} and ${inPeriod('v')} and ${ofProvince('v')} and v.state = 'unavailable'${ids ? ` and v.indicator in (${ids.map((id) => `'${id}'`).join(', ')})` : ''} order by v.indicator`,
});

export const valueQueries = {
  'edition': { format: 'table', columns: { value: point('Số liệu đến') }, sql: `select e.as_of as value from mart.edition e order by e.number desc limit 1` },
  'unit-values': {
    format: 'table', columns: { indicator, unit_code: unitColumns.unit_code, hits: { ...figureColumns.hits, width: AMOUNT }, total: { ...figureColumns.total, width: AMOUNT }, value: { label: 'Giá trị', width: 100 }, score: figureColumns.score, max_score: figureColumns.max_score, target: { label: 'Chỉ tiêu', width: 90 }, rank: figureColumns.rank, state: figureColumns.state, coverage: figureColumns.coverage, reason: figureColumns.reason },
    sql: `select v.indicator, v.unit_code, v.hits, v.total, ${figureText('v.value', 'v.indicator')} as value, v.score, v.max_score, ${figureText('v.target', 'v.indicator')} as target, v.rank, v.state, v.coverage, v.reason from mart.figure_map v
where ${onMap('v')} and ${inPeriod('v')} and v.unit_code = :unit order by v.indicator`,
  },
  'unit-on-maps': {
    format: 'table', empty: 'Kỳ này cả hai cách đọc cho cùng số liệu', columns: { indicator: { ...indicator, width: 420 }, unit_code: unitColumns.unit_code, was: { label: 'Như tại thời điểm đó', width: 165 }, folded: { label: 'Theo bản đồ hôm nay', width: 165 }, hits: { ...figureColumns.hits, width: AMOUNT }, total: { ...figureColumns.total, width: AMOUNT }, sum_of: { label: 'Cộng số của', width: 200 }, reason: { label: 'Vì sao chưa có (theo bản đồ hôm nay)' } },
    sql: `select t.indicator, t.unit_code, ${figureText('coalesce(w.score, w.value)', 't.indicator', 'w.score is not null')} as was, ${figureText('coalesce(t.score, t.value)', 't.indicator', 't.score is not null')} as folded, t.hits, t.total, nullif(array_to_string(t.from_codes, ', '), '') as sum_of, t.reason
from mart.indicator_value_map t left join mart.indicator_value w on w.indicator = t.indicator and w.unit_code = :unit and ${inPeriod('w')}
where t.map = 'today' and t.unit_code = :unit and ${inPeriod('t')} and (t.from_codes is not null or t.status <> coalesce(w.status, '')) order by t.status, t.indicator`,
  },
  'missed': {
    format: 'table', empty: 'Không chỉ tiêu nào chưa đạt', columns: { indicator: { ...indicator, width: 320 }, unit_code: unitColumns.unit_code, value: { label: 'Giá trị', width: 90 }, target: { label: 'Chỉ tiêu', width: 90 }, state: figureColumns.state, target_document: { label: 'Văn bản giao chỉ tiêu' } },
    sql: `select v.indicator, v.unit_code, ${figureText('v.value', 'v.indicator')} as value, ${figureText('v.target', 'v.indicator')} as target, v.state, v.target_document from mart.figure_map v
where ${onMap('v')} and ${inPeriod('v')} and ${ofProvince('v')} and v.light in ('missed', 'near') order by v.light, v.indicator`,
  },
  'ranking-766': {
    format: 'table', columns: { rank: figureColumns.rank, ...unitColumns, score: figureColumns.score, rank_before: { label: 'Kỳ trước', width: 90 }, places_gained: figureColumns.places_gained, state: figureColumns.state },
    sql: `select v.rank, v.unit_code, v.unit_name, v.score, v.rank_before, v.places_gained, v.state from mart.figure_map v
where ${onMap('v')} and v.indicator = 'index766-total' and ${inPeriod('v')} and v.unit_level = :level and v.on_map order by v.rank nulls last, v.unit_name`,
  },
  'movers': {
    format: 'table', empty: 'Không đơn vị nào đổi hạng so với kỳ trước', columns: { ...unitColumns, rank_before: { label: 'Hạng kỳ trước', width: 115 }, rank: figureColumns.rank, places_gained: figureColumns.places_gained, score: figureColumns.score },
    sql: `with ranked as (select v.unit_code, v.unit_name, v.rank_before, v.rank, v.places_gained, v.score from mart.figure_map v
where ${onMap('v')} and v.indicator = 'index766-total' and ${inPeriod('v')} and v.unit_level = :level and v.on_map and v.places_gained is not null)
select x.* from (select r.* from ranked r where r.places_gained <> 0
  union all select null, 'chưa đơn vị nào có hạng ở cả kỳ này và kỳ trước', null, null, null, null where not exists (select from ranked)) x
order by abs(x.places_gained) desc, x.rank limit 12`,
  },
  'components-766': {
    format: 'table', columns: { indicator, unit_code: unitColumns.unit_code, hits: figureColumns.hits, total: figureColumns.total, ratio: figureColumns.ratio, score: figureColumns.score, max_score: figureColumns.max_score, lost: { label: 'Mất', decimals: 2, width: 65 }, state: figureColumns.state, reason: figureColumns.reason },
    sql: `select v.indicator, v.unit_code, v.hits, v.total, v.value as ratio, v.score, v.max_score, v.max_score - v.score as lost, v.state, v.reason from mart.figure_map v
where ${onMap('v')} and v.indicator like 'index766-%' and ${inPeriod('v')} and ${ofProvince('v')} order by v.max_score - v.score desc nulls last, v.indicator`,
  },
  'unit-components-766': {
    format: 'table', columns: { indicator, unit_code: unitColumns.unit_code, hits: figureColumns.hits, total: figureColumns.total, ratio: figureColumns.ratio, score: figureColumns.score, max_score: figureColumns.max_score, lost: { label: 'Mất', decimals: 2, width: 65 }, state: figureColumns.state, reason: figureColumns.reason },
    sql: `select v.indicator, v.unit_code, v.hits, v.total, v.value as ratio, v.score, v.max_score, v.max_score - v.score as lost, v.state, v.reason from mart.figure_map v
where ${onMap('v')} and v.indicator like 'index766-%' and ${inPeriod('v')} and v.unit_code = :unit order by v.max_score - v.score desc nulls last, v.indicator`,
  },
  'units-losing-766': {
    format: 'table', columns: { unit_code: unitColumns.unit_code, label: { label: 'Đơn vị', link: 'unit' }, value: { label: 'Điểm mất', unit: 'suffix: điểm', decimals: 2 }, known_max: { label: 'Trên (đã biết)', decimals: 0, width: 115 } },
    sql: `select l.unit_code, l.unit_name as label, l.lost as value, l.known_max from mart.lost_766 l
where ${onMap('l')} and ${inPeriod('l')} and l.unit_level = :level order by 3 desc, 2 limit 10`,
  },
  'absent': absentOf(),
  'legal-finance-absent': absentOf(LEGAL_FINANCE_INDICATORS),
  'land-absent': absentOf(LAND_INDICATORS),
  'gains': {
    format: 'table', empty: 'Không việc nào còn mở có thể đổi điểm', columns: { indicator, unit_code: unitColumns.unit_code, kind: { label: 'Loại', words: 'gain', width: 150 }, items: count('Số việc'), points: { label: 'Đổi điểm', decimals: 2, width: 85 }, score: figureColumns.score, max_score: figureColumns.max_score },
    sql: `select g.indicator, g.unit_code, g.kind, g.items, g.points, g.score, g.max_score from mart.gain g
where ${inPeriod('g')} and ${ofProvince('g')} order by ${BY_GAIN}, g.indicator limit 20`,
  },
  'unit-gains': {
    format: 'table', empty: 'Không việc nào còn mở có thể đổi điểm', columns: { indicator, unit_code: unitColumns.unit_code, kind: { label: 'Loại', words: 'gain', width: 150 }, items: count('Số việc'), needed: count('Cần ít nhất'), points: { label: 'Đổi điểm', decimals: 2, width: 85 }, score: figureColumns.score, max_score: figureColumns.max_score },
    sql: `select g.indicator, g.unit_code, g.kind, g.items, g.needed, g.points, g.score, g.max_score from mart.gain g
where ${inPeriod('g')} and g.unit_code = :unit order by ${BY_GAIN}, g.indicator limit 20`,
  },
  'since-yesterday': {
    format: 'table', empty: 'Không số nào của tỉnh khác ấn bản cuối của hôm qua', columns: { indicator, unit_code: unitColumns.unit_code, was: { label: 'Hôm qua', width: 90 }, now: { label: 'Hôm nay', width: 90 }, change: { label: 'Thay đổi', width: 90 }, note: { label: 'Ghi chú' } },
    sql: `with known as (select k.* from mart.indicator_value_as_known((now() at time zone 'Asia/Ho_Chi_Minh')::date - 1) k where k.unit_level = 'province' and ${inPeriod('k')})
select x.indicator, x.unit_code, x.was, x.now, x.change, x.note from (
  select v.indicator, v.unit_code, ${figureText('coalesce(k.score, k.value)', 'v.indicator', 'k.score is not null')} as was, ${figureText('coalesce(v.score, v.value)', 'v.indicator', 'v.score is not null')} as now,
    ${figureText('(coalesce(v.score, v.value) - coalesce(k.score, k.value))', 'v.indicator', 'v.score is not null')} as change,
    case when k.status = 'unavailable' and v.status = 'available' then 'mới có số liệu' when v.status = 'unavailable' and k.status = 'available' then v.reason end as note, abs(coalesce(v.score, v.value) - coalesce(k.score, k.value)) as size
  from mart.indicator_value v join known k on k.indicator = v.indicator and k.unit_code = v.unit_code
  where ${inPeriod('v')} and ${ofProvince('v')} and (coalesce(v.score, v.value), v.status) is distinct from (coalesce(k.score, k.value), k.status)
  union all select null, null, null, null, null, 'Hôm qua chưa có số liệu của kỳ này để so.', null where not exists (select from known)) x
order by x.size desc nulls first, x.indicator limit 20`,
  },
  'restatements': {
    format: 'table', empty: 'Không số đã chốt nào nay khác', columns: { stated_at: point('Ghi lúc'), indicator: { ...indicator, width: 250 }, unit_code: unitColumns.unit_code, unit_name: { ...unitColumns.unit_name, width: 220 }, period: { label: 'Kỳ', width: 90 }, old_value: { label: 'Đã chốt', width: 100 }, new_value: { label: 'Nay là', width: 100 }, why: { label: 'Vì sao' } },
    sql: `select r.stated_at, r.indicator, r.unit_code, r.unit_name, mart.period_text(r.period_type, r.period_start) as period, ${figureText('coalesce(r.old_score, r.old_value)', 'r.indicator', 'r.old_score is not null')} as old_value, ${figureText('coalesce(r.new_score, r.new_value)', 'r.indicator', 'r.new_score is not null')} as new_value, r.why
from mart.restatement r where r.edition_to is null order by r.stated_at desc limit 50`,
  },
  'corrections': {
    format: 'table', empty: 'Chưa số đã công bố nào bị sửa', columns: { corrected_at: point('Sửa lúc'), indicator: { ...indicator, width: 250 }, unit_code: unitColumns.unit_code, unit_name: { ...unitColumns.unit_name, width: 220 }, period: { label: 'Kỳ', width: 90 }, old_value: { label: 'Đã công bố', width: 110 }, new_value: { label: 'Nay là', width: 100 }, kind: { label: 'Vì', words: 'correction', width: 140 }, touched: count('Hồ sơ đổi') },
    sql: `select c.corrected_at, c.indicator, c.unit_code, c.unit_name, mart.period_text(c.period_type, c.period_start) as period, ${figureText('coalesce(c.old_score, c.old_value)', 'c.indicator', 'c.old_score is not null')} as old_value, ${figureText('coalesce(c.new_score, c.new_value)', 'c.indicator', 'c.new_score is not null')} as new_value, c.kind, c.touched
from mart.correction c where c.period_type = ${TYPE} and c.period_start >= (${START} - interval '1 year') and c.period_start < ${AFTER} order by c.corrected_at desc limit 50`,
  },
  // Of the province and of those that formed it; published results name a territory ("Quảng Nam"), not a code.
  'survey-results': {
    format: 'table', empty: 'Chưa nạp kết quả đã công bố (par.results hoặc cchc par results)', columns: { kind: { label: 'Chỉ số', words: 'survey', width: 95 }, year: { label: 'Năm', width: 60 }, territory: { label: 'Địa bàn', width: 105 }, score: { label: 'Điểm', decimals: 2, width: 75 }, rank: { label: 'Hạng', width: 65 }, rank_of: { label: 'Trên', width: 60 }, band: { label: 'Nhóm', width: 65 }, score_change: { label: '± điểm', decimals: 2, width: 80 }, rank_change: { label: '± bậc', width: 70, moved: true }, decision: { label: 'Quyết định' }, problem: { label: 'Cần xem lại' } },
    sql: `select s.kind, s.year::text as year, s.territory, s.score, s.rank, s.rank_of, s.band, s.score_change, s.rank_change, s.decision, s.problem from mart.survey_result s where coalesce(s.element, '') = '' and s.territory_kind = 'province'
  and exists (select from mart.unit_all u where u.home and u.level = 'province' and (u.code = s.unit_code or u.name in (s.territory, 'Tỉnh ' || s.territory, 'Thành phố ' || s.territory)))
order by s.year desc, s.kind limit 12`,
  },
} satisfies Record<string, NamedQuery>;
