/**
 * Grafana's alert rules: those of prometheus/rules.yml (where promtool tests them) once more for Grafana's contact points, and those that ask mart.
 * `$` would be read as an environment variable by Grafana's provisioning, so texts say `.Labels`.
 */
import { parse, stringify } from 'yaml';
import { POSTGRES, PROMETHEUS } from './targets';

interface PrometheusRule { alert: string; expr: string; for?: string; labels: Record<string, string>; annotations: Record<string, string> }
export interface SqlRule { uid: string; title: string; sql: string; for: string; severity: 'warning' | 'critical'; summary: string; description: string }

const NOW = `(now() at time zone 'Asia/Ho_Chi_Minh')::date`;
/** A row is one alert; its one number is above 0. */
export const sqlRules: readonly SqlRule[] = [
  {
    uid: 'cchc-below-target', title: 'Chỉ số của tỉnh chưa đạt chỉ tiêu nhiều ngày', for: '3d', severity: 'warning',
    sql: `select f.indicator, f.unit_code, 1 as missed from mart.figure f where f.period_type = 'month' and f.period_start = date_trunc('month', ${NOW}::timestamp)::date and f.unit_level = 'province' and f.state = 'missed'`,
    summary: '{{ .Labels.indicator }} chưa đạt chỉ tiêu đã ba ngày', description: 'Số của tháng này ở mức chưa đạt liên tục ba ngày. Mở bảng Lãnh đạo, mục Chỉ tiêu chưa đạt, để xem đơn vị và lý do.',
  },
  {
    uid: 'cchc-unit-silent', title: 'Đơn vị im lặng', for: '1h', severity: 'warning',
    sql: `select q.source, q.unit_code, 1 as silent from mart.data_quality q where q.dimension = 'live' and q.unit_code is not null and q.score < 0.5`,
    summary: 'Đơn vị {{ .Labels.unit_code }} không gửi gì qua nguồn {{ .Labels.source }}', description: 'Đã im lặng hơn hai lần mức chờ thường lệ của đơn vị. Không có hồ sơ mới, hay đường truyền đứt? Xem bảng Chất lượng dữ liệu.',
  },
  {
    uid: 'cchc-held', title: 'Có số bị giữ lại', for: '1h', severity: 'warning',
    sql: `select h.indicator, count(*) as held from mart.held_value h where h.open group by h.indicator`,
    summary: 'Số của {{ .Labels.indicator }} bị giữ lại, chờ xác nhận', description: 'Số vi phạm quy tắc tin cậy nên chưa công bố. Xem cchc quality held.',
  },
];

const grafanaTemplate = (text: string) => text.replace(/\{\{\s*\$labels\.(\w+)\s*\}\}/g, '{{ .Labels.$1 }}').replace(/\{\{\s*\$value\s*\}\}/g, '{{ .Values.A.Value }}');
const query = (refId: string, datasourceUid: string, model: object) => ({ refId, relativeTimeRange: { from: 600, to: 0 }, datasourceUid, model: { refId, ...model } });
/** What comes back at all is an alert, whatever its number (0 in `up == 0`). */
const anything = query('B', '__expr__', { type: 'threshold', expression: 'A', conditions: [{ evaluator: { type: 'gt', params: [-1] } }], datasource: { type: '__expr__', uid: '__expr__' } });
const rule = (uid: string, title: string, a: object, wait: string, severity: string, summary: string, description: string) => ({
  uid, title, condition: 'B', data: [a, anything], noDataState: 'OK', execErrState: 'Error', for: wait, labels: { severity, app: 'cchc' }, annotations: { summary, description }, isPaused: false,
});

/** The provisioning file of Grafana; `rules`: the text of prometheus/rules.yml. */
export function alertRulesFile(rules: string): string {
  const { groups } = parse(rules) as { groups: { rules: PrometheusRule[] }[] };
  const fromPrometheus = groups.flatMap((g) => g.rules).map((r) => rule(
    r.alert.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase(), r.annotations.summary!.replace(/\s*\(?\{\{.*?\}\}[^)]*\)?/g, ' …').trim(),
    query('A', PROMETHEUS.uid, { expr: r.expr.trim(), instant: true, datasource: PROMETHEUS }), r.for ?? '0s', r.labels.severity!, grafanaTemplate(r.annotations.summary!), grafanaTemplate(r.annotations.description!)));
  const fromSql = sqlRules.map((r) => rule(r.uid, r.title, query('A', POSTGRES.uid, { rawSql: r.sql, rawQuery: true, editorMode: 'code', format: 'table', datasource: POSTGRES }), r.for, r.severity, r.summary, r.description));
  return `# Written by cchc dashboards build from dashboards/alerts.ts and dashboards/prometheus/rules.yml.\n${stringify({ apiVersion: 1, groups: [
    { orgId: 1, name: 'cchc-van-hanh', folder: '5. Dữ liệu và vận hành', interval: '1m', rules: fromPrometheus },
    { orgId: 1, name: 'cchc-chi-so', folder: '3. Cải cách hành chính', interval: '10m', rules: fromSql },
  ] }, { lineWidth: 0 })}`;
}
