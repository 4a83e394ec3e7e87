/** Sources, quality of data, editions. */
import { count, inUnit, part, point, unitColumns, worded, type NamedQuery } from './query';

const source = { label: 'Nguồn', width: 180 } as const;
/** The title of a source in place of its key. */
const titled = (alias: string, column = 'source') => `coalesce((select s.title from mart.source_state s where s.source = ${alias}.${column}), ${alias}.${column}) as ${column}`;
const named = { label: 'Nguồn', width: 260 } as const;
const share = (label: string) => ({ label, unit: 'percentunit', decimals: 1, width: 75 });

export const operationQueries = {
  'sources': {
    format: 'table',
    columns: { title: { label: 'Nguồn', width: 380 }, state: { label: 'Trạng thái', width: 120, words: 'source' }, loaded_through: point('Đã nạp đến'), age: { label: 'Tuổi', width: 130 }, stale_after: { label: 'Coi là cũ sau', width: 130 }, quarantined: count('Cách ly', 90), error_text: { label: 'Lỗi gần nhất' } },
    sql: `select s.title, s.state, s.loaded_through, mart.duration_text(s.age_seconds) as age, mart.duration_text(s.stale_after_seconds) as stale_after, s.quarantined, s.error_text from mart.source_state s
order by array_position(array['never', 'stale', 'failing'], s.state), s.title`,
  },
  'runs': {
    format: 'table',
    columns: { started_at: point('Bắt đầu'), source, stream: { label: 'Luồng', width: 110 }, kind: { label: 'Loại', words: 'run', width: 110 }, outcome: { label: 'Kết quả', words: 'outcome', width: 110 }, records: count('Bản ghi'), new: count('Mới'), changed: count('Đổi'), quarantined: count('Cách ly'), error_text: { label: 'Lỗi' } },
    sql: `select r.started_at, r.source, r.stream, r.kind, coalesce(r.outcome, 'running') as outcome, r.records, r.new, r.changed, r.quarantined, r.error_text from mart.run r order by r.started_at desc limit 50`,
  },
  'quarantine': {
    format: 'table', empty: 'Không bản ghi nào bị cách ly', columns: { source: named, stream: { label: 'Luồng', width: 110 }, message: { label: 'Lý do (ví dụ gần nhất)' }, records: count('Bản ghi'), last_seen_at: point('Thấy lần cuối') },
    sql: `select ${titled('q')}, q.stream, coalesce(q.message, q.reason) as message, q.records, q.last_seen_at from mart.quarantine_summary q order by q.records desc`,
  },
  'editions': {
    format: 'table', columns: { number: { label: 'Ấn bản', width: 90 }, published_at: point('Công bố lúc'), as_of: point('Số liệu đến'), changes: count('Giá trị thay đổi', 130) },
    sql: `select e.number, e.published_at, e.as_of, e.changes from mart.edition e order by e.number desc limit 20`,
  },
  'quality': {
    format: 'table', empty: 'Chưa đo: chất lượng được đo mỗi giờ', columns: { source: named, correct: share('Đúng'), complete: share('Đủ'), clean: share('Sạch'), live: share('Sống'), unknown: { label: 'Chưa đo được, vì' } },
    sql: `select ${titled('q')}, max(q.score) filter (where q.dimension = 'correct') as correct, max(q.score) filter (where q.dimension = 'complete') as complete, max(q.score) filter (where q.dimension = 'clean') as clean, max(q.score) filter (where q.dimension = 'live') as live,
  string_agg(distinct q.reason, '; ') as unknown
from mart.data_quality q where q.unit_code is null group by q.source order by q.source`,
  },
  'unit-quality': {
    format: 'table', columns: { source: named, ...unitColumns, correct: share('Đúng'), complete: share('Đủ'), clean: share('Sạch'), live: share('Sống') },
    sql: `select ${titled('q')}, q.unit_code, q.unit_name, max(q.score) filter (where q.dimension = 'correct') as correct, max(q.score) filter (where q.dimension = 'complete') as complete, max(q.score) filter (where q.dimension = 'clean') as clean, max(q.score) filter (where q.dimension = 'live') as live
from mart.data_quality q where q.unit_code is not null and ${inUnit('q')} group by 1, 2, 3 order by 1, 2`,
  },
  'quality-worst': {
    format: 'table', empty: 'Mọi đơn vị đều đạt 100 %', columns: { ...unitColumns, source: { ...named, width: 200 }, dimension: { label: 'Mặt', words: 'quality', width: 90 }, hits: count('Đạt', 65), total: count('Trên', 65), score: share('Điểm') },
    sql: `select q.unit_code, q.unit_name, ${titled('q')}, q.dimension, q.hits, q.total, q.score from mart.data_quality q where q.unit_code is not null and q.score < 1
union all select null, 'chưa đo', null, null, null, null, null where not exists (select from mart.data_quality) order by 7, 6 desc, 2 limit 30`,
  },
  'reconciliation': {
    format: 'table', empty: 'Mọi số đều bằng nhau', columns: { source: named, other_source: { label: 'Đối chiếu với', width: 200 }, unit_code: unitColumns.unit_code, unit_name: unitColumns.unit_name, period: { label: 'Kỳ', width: 90 }, measure: { label: 'Số đo', words: 'measure', width: 160 }, theirs: count('Của họ'), ours: count('Của ta'), difference: count('Lệch'), verdict: { label: 'Kết luận', words: 'verdict', width: 165 }, explanation: { label: 'Giải thích' } },
    sql: `select x.* from (select ${titled('r')}, ${titled('r', 'other_source')}, r.unit_code, r.unit_name, mart.period_text(r.period_type, r.period_start) as period, r.measure, r.theirs, r.ours, r.difference, r.verdict, r.explanation
from mart.reconciliation r where r.verdict <> 'equal'
union all select 'chưa đối chiếu lần nào', null, null, null, null, null, null, null, null, null, null where not exists (select from mart.reconciliation)) x
order by (x.verdict = 'unexplained') desc, abs(x.difference) desc nulls last, x.source limit 40`,
  },
  'reconciliation-verdicts': { format: 'table', empty: 'Chưa đối chiếu lần nào (đối soát chạy hằng đêm)', columns: part, sql: `select ${worded('r.verdict', 'verdict')} as part, count(*) as value from mart.reconciliation r group by 1 order by 2 desc` },
  'gaps': {
    format: 'table', empty: 'Không có khoảng trống', columns: { source: named, stream: { label: 'Luồng', width: 110 }, gap_from: point('Từ'), gap_to: point('Đến'), kind: { label: 'Loại', words: 'gap', width: 190 } },
    sql: `select ${titled('g')}, g.stream, g.gap_from, g.gap_to, g.kind from mart.window_gap g order by g.source, g.gap_from limit 40`,
  },
  'held': {
    format: 'table', empty: 'Không số nào bị giữ lại', columns: { held_at: point('Giữ lại lúc'), indicator: { label: 'Chỉ số', words: 'indicator', width: 190, link: 'explain' }, unit_code: unitColumns.unit_code, unit_name: { ...unitColumns.unit_name, width: 120 }, period: { label: 'Kỳ', width: 90 }, reason: { label: 'Vì sao' } },
    sql: `select h.held_at, h.indicator, h.unit_code, h.unit_name, mart.period_text(h.period_type, h.period_start) as period, h.reason from mart.held_value h where h.open order by h.held_at desc limit 30`,
  },
  'unmatched': {
    format: 'table', empty: 'Mọi đơn vị đã được nhận ra', columns: { source: named, kind: { label: 'Loại', words: 'alias', width: 110 }, value: { label: 'Giá trị nhận được', width: 200 }, name: { label: 'Tên' }, first_seen_at: point('Thấy lần đầu'), last_seen_at: point('Thấy lần cuối') },
    sql: `select ${titled('u')}, u.kind, u.value, u.name, u.first_seen_at, u.last_seen_at from mart.unit_unmatched u order by u.last_seen_at desc limit 30`,
  },
  'score-differences': {
    format: 'table', empty: 'Không điểm nào lệch quá 0,01', columns: { published_by: { label: 'Nơi công bố', width: 230 }, unit_code: unitColumns.unit_code, unit_name: unitColumns.unit_name, period: { label: 'Kỳ', width: 90 }, indicator: { label: 'Chỉ số', words: 'indicator', width: 300, link: 'explain' }, published: { label: 'Cổng công bố', decimals: 2, width: 120 }, ours: { label: 'Ta tính', decimals: 2, width: 90 }, difference: { label: 'Lệch', decimals: 2, width: 90 } },
    sql: `select x.* from (select ${titled('p', 'published_by')}, p.unit_code, p.unit_name, mart.period_text(p.period_type, p.period_start) as period, p.indicator, p.published, p.ours, p.difference from mart.published_score p where p.alert
union all select 'chưa nơi nào công bố điểm', null, null, null, null, null, null, null where not exists (select from mart.published_score)) x
order by abs(x.difference) desc, x.unit_name limit 30`,
  },
} satisfies Record<string, NamedQuery>;
