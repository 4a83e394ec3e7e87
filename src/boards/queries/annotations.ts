/** What happened, as marks on a time axis: rows `time`, `text`. */
import type { Tone } from '../words';

export const annotations: readonly { id: string; title: string; tone: Tone; sql: string }[] = [
  { id: 'two-tiers', title: 'Chính quyền hai cấp', tone: 'info', sql: `select timestamp '2025-07-01' at time zone 'Asia/Ho_Chi_Minh' as time, 'Chính quyền địa phương hai cấp từ 01/7/2025: số liệu trước và sau không cùng đơn vị' as text` },
  { id: 'closed', title: 'Chốt kỳ', tone: 'good', sql: `select c.closed_at as time, 'Chốt kỳ ' || mart.period_code(c.period_type, c.period_start) || ' (' || c.closed_by || ')' as text from mart.period_close c where c.closed order by 1 desc limit 60` },
  { id: 'corrections', title: 'Số đã công bố được sửa', tone: 'near', sql: `select c.corrected_at as time, 'Sửa ' || count(*) || ' số đã công bố, kỳ ' || string_agg(distinct mart.period_code(c.period_type, c.period_start), ', ') as text from mart.correction c where c.unit_code in (select u.code from mart.unit u where u.level = 'province') group by c.corrected_at order by 1 desc limit 60` },
  { id: 'cutovers', title: 'Đổi nguồn', tone: 'near', sql: `select s.day::timestamp at time zone 'Asia/Ho_Chi_Minh' as time, s.title || case s.kind when 'from' then ': bắt đầu được tính' else ': ngừng được tính' end as text from mart.source_cutover s order by 1` },
];
