/**
 * Every SQL of the boards. Reads schema mart only; values are computed before, never here. What the viewer chose stands as `:period`
 * (first day of the month), `:unit`, `:level`; each rendering fills it in its own way.
 */
import type { Indicator } from '../indicators';
import type { Scope } from './board';

const PERIOD = ':period::date';
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const whose = (scope: Scope) => (scope === 'province' ? `v.unit_level = 'province'` : 'v.unit_code = :unit');
/** A group is shown by its score, everything else by its value. */
export const shownColumn = (indicator: Indicator): 'score' | 'value' => (indicator.kind === 'group' ? 'score' : 'value');

/** Twelve months up to the chosen one. A month without a value is a row with null, so that an older value is never shown as this month's. */
export const indicatorYear = (indicator: Indicator, scope: Scope): string =>
  `select m.month::timestamp at time zone 'Asia/Ho_Chi_Minh' as time, v.${shownColumn(indicator)} as value
from generate_series(${PERIOD} - interval '11 months', ${PERIOD}, interval '1 month') as m(month)
left join mart.indicator_value v on v.indicator = ${literal(indicator.id)} and v.period_type = 'month' and v.period_start = m.month::date and ${whose(scope)}
order by 1`;

export const indicatorNow = (indicator: Indicator, scope: Scope): string =>
  `select v.${shownColumn(indicator)} as value from mart.indicator_value v
where v.indicator = ${literal(indicator.id)} and v.period_type = 'month' and v.period_start = ${PERIOD} and ${whose(scope)}`;

export const indicatorRanking = (indicator: Indicator): string =>
  `select v.unit_name, v.${shownColumn(indicator)} as value from mart.indicator_value v
where v.indicator = ${literal(indicator.id)} and v.period_type = 'month' and v.period_start = ${PERIOD} and v.unit_level = :level and v.${shownColumn(indicator)} is not null
order by 2 ${indicator.direction === 'down' ? 'desc' : 'asc'}, 1 limit 15`;

/** Names and units of the columns of a table. */
export interface NamedQuery { sql: string; format: 'table' | 'time_series'; columns: Readonly<Record<string, { label: string; unit?: string; width?: number }>> }

const valueColumns = {
  hits: { label: 'Tử số', unit: 'locale', width: 110 }, total: { label: 'Mẫu số', unit: 'locale', width: 110 },
  ratio: { label: 'Tỷ lệ', unit: 'percentunit', width: 100 }, coverage: { label: 'Độ phủ', unit: 'percentunit', width: 90 }, reason: { label: 'Vì sao chưa có' },
};

export const queries = {
  'edition': { format: 'table', columns: {}, sql: `select as_of from mart.edition order by number desc limit 1` },
  'units-on-time': {
    format: 'table', columns: { unit_name: { label: 'Đơn vị', width: 300 }, ...valueColumns },
    sql: `select v.unit_name, v.hits, v.total, v.value as ratio, v.coverage, v.reason from mart.indicator_value v
where v.indicator = 'on-time-resolution' and v.period_type = 'month' and v.period_start = ${PERIOD} and v.unit_level = :level
order by v.value asc nulls first, v.unit_name`,
  },
  'unit-values': {
    format: 'table', columns: { indicator: { label: 'Chỉ số', width: 380 }, hits: valueColumns.hits, total: valueColumns.total, value: { label: 'Giá trị', width: 100 }, score: { label: 'Điểm', width: 80 }, max_score: { label: 'Điểm tối đa', width: 110 }, coverage: { label: 'Đã nạp', unit: 'percentunit', width: 90 }, completeness: { label: 'Trạng thái', width: 140 }, reason: valueColumns.reason },
    sql: `select v.indicator, v.hits, v.total, v.value, v.score, v.max_score, v.coverage,
  case when v.status = 'unavailable' then 'không có số liệu' when v.value is null then 'không phát sinh' when v.coverage < 0.98 then 'chưa đủ' else 'đủ' end as completeness, v.reason from mart.indicator_value v
where v.period_type = 'month' and v.period_start = ${PERIOD} and v.unit_code = :unit order by v.indicator`,
  },
  'unit-flow': {
    format: 'time_series', columns: { received: { label: 'Tiếp nhận' }, resolved: { label: 'Giải quyết' }, resolved_late: { label: 'Giải quyết quá hạn' } },
    sql: `select m.day::timestamp at time zone 'Asia/Ho_Chi_Minh' as time, m.received, m.resolved, m.resolved_late from mart.measure_day m
where m.unit_code = :unit and m.day >= ${PERIOD} and m.day < ${PERIOD} + interval '1 month' order by 1`,
  },
  'sources': {
    format: 'table',
    columns: { title: { label: 'Nguồn', width: 260 }, state: { label: 'Trạng thái', width: 120 }, loaded_through: { label: 'Đã nạp đến', unit: 'dateTimeAsLocal', width: 180 }, age_seconds: { label: 'Tuổi', unit: 's', width: 100 }, stale_after_seconds: { label: 'Coi là cũ sau', unit: 's', width: 120 }, quarantined: { label: 'Cách ly', unit: 'locale', width: 90 }, error_text: { label: 'Lỗi gần nhất' } },
    sql: `select s.title, s.state, s.loaded_through, s.age_seconds, s.stale_after_seconds, s.quarantined, s.error_text from mart.source_state s order by s.source`,
  },
  'runs': {
    format: 'table',
    columns: { started_at: { label: 'Bắt đầu', unit: 'dateTimeAsLocal', width: 180 }, source: { label: 'Nguồn' }, stream: { label: 'Luồng' }, kind: { label: 'Loại' }, outcome: { label: 'Kết quả' }, records: { label: 'Bản ghi', unit: 'locale' }, new: { label: 'Mới', unit: 'locale' }, changed: { label: 'Đổi', unit: 'locale' }, quarantined: { label: 'Cách ly', unit: 'locale' }, error_text: { label: 'Lỗi' } },
    sql: `select r.started_at, r.source, r.stream, r.kind, r.outcome, r.records, r.new, r.changed, r.quarantined, r.error_text from mart.run r order by r.started_at desc limit 50`,
  },
  'quarantine': {
    format: 'table', columns: { source: { label: 'Nguồn' }, stream: { label: 'Luồng' }, reason: { label: 'Lý do' }, records: { label: 'Bản ghi', unit: 'locale' }, first_seen_at: { label: 'Thấy lần đầu', unit: 'dateTimeAsLocal' }, last_seen_at: { label: 'Thấy lần cuối', unit: 'dateTimeAsLocal' } },
    sql: `select q.source, q.stream, q.reason, q.records, q.first_seen_at, q.last_seen_at from mart.quarantine_summary q order by q.records desc`,
  },
  'editions': {
    format: 'table', columns: { number: { label: 'Ấn bản' }, published_at: { label: 'Công bố lúc', unit: 'dateTimeAsLocal' }, as_of: { label: 'Số liệu đến', unit: 'dateTimeAsLocal' }, changes: { label: 'Giá trị thay đổi', unit: 'locale' } },
    sql: `select e.number, e.published_at, e.as_of, e.changes from mart.edition e order by e.number desc limit 20`,
  },
} satisfies Record<string, NamedQuery>;
export type QueryId = keyof typeof queries;

export const variableQueries = {
  period: `select to_char(v.period_start, 'MM/YYYY') as __text, to_char(v.period_start, 'YYYY-MM-DD') as __value from mart.indicator_value v where v.period_type = 'month' group by v.period_start order by v.period_start desc`,
  unit: `select u.name as __text, u.code as __value from mart.unit u where u.level <> 'unknown' order by u.code`,
} as const;

const CHOSEN = /(?<![:\w]):([a-z]+)\b/g;
/** What the viewer chose, as variables of Grafana. */
export const forGrafana = (sql: string): string => sql.replace(CHOSEN, (_, name: string) => `\${${name}:sqlstring}`);

/** The same as parameters of PostgreSQL, in the order in which they first appear. Throws for a choice without a value. */
export function forPostgres(sql: string, chosen: Readonly<Record<string, string>>): { text: string; values: string[] } {
  const names: string[] = [];
  const text = sql.replace(CHOSEN, (_, name: string) => {
    if (chosen[name] === undefined) throw new Error(`no value for :${name}`);
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  return { text, values: names.map((name) => chosen[name]!) };
}
