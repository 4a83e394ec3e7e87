-- The main counters of dossiers by field (lĩnh vực) of each unit and by procedure of the province, by month; lateness by date. Flows of the month, all sources added.
-- resolved and late belong to the resolving unit, received to the receiving one.
create view mart.measure_field as
select u.code as unit_code, u.name as unit_name, u.level as unit_level, f.code as field_code, f.name as field_name, m.month,
  sum(m.received) as received, sum(m.received_online) as received_online, sum(m.accepted) as accepted, sum(m.resolved) as resolved, sum(m.resolved) - sum(m.resolved_undated) - sum(m.resolved_late_by_date) as resolved_on_time,
  sum(m.resolved_late_by_date) as resolved_late, sum(m.resolved_undated) as resolved_undated, sum(m.working_minutes) as working_minutes, sum(m.resolved_timed) as resolved_timed
from measure_field_month m join unit u on u.id = m.unit_id join field f on f.id = m.field_id group by u.code, u.name, u.level, f.code, f.name, m.month;

create view mart.measure_procedure as
select coalesce(p.code, '?') as procedure_code, p.name as procedure_name, f.code as field_code, f.name as field_name, m.month,
  sum(m.received) as received, sum(m.received_online) as received_online, sum(m.accepted) as accepted, sum(m.resolved) as resolved, sum(m.resolved) - sum(m.resolved_undated) - sum(m.resolved_late_by_date) as resolved_on_time,
  sum(m.resolved_late_by_date) as resolved_late, sum(m.resolved_undated) as resolved_undated, sum(m.working_minutes) as working_minutes, sum(m.resolved_timed) as resolved_timed
from measure_procedure_month m left join procedure p on p.id = m.procedure_id join field f on f.id = coalesce(p.field_id, 0) group by p.code, p.name, f.code, f.name, m.month;

-- Open dossiers now by resolving unit, field and procedure: all, overdue by date, due today, waiting for a supplement. Counts only, no dossier rows.
create view mart.field_open as
select u.code as unit_code, u.name as unit_name, u.level as unit_level, f.code as field_code, f.name as field_name, coalesce(p.code, '?') as procedure_code, p.name as procedure_name,
  count(*) as open, count(*) filter (where x.days < 0) as overdue, count(*) filter (where x.days = 0) as due_today, count(*) filter (where x.days is null) as undated, count(*) filter (where d.status = 5) as waiting
from dossier d join unit u on u.id = d.resolving_unit_id left join procedure p on p.id = d.procedure_id join field f on f.id = coalesce(p.field_id, 0)
join source s on s.id = d.source_id and (s.active_from is null or (d.received_at at time zone 'Asia/Ho_Chi_Minh')::date >= s.active_from) and (s.active_to is null or (d.received_at at time zone 'Asia/Ho_Chi_Minh')::date <= s.active_to)
cross join lateral (select (d.due_at at time zone 'Asia/Ho_Chi_Minh')::date - (now() at time zone 'Asia/Ho_Chi_Minh')::date as days) x
where d.ended_at is null and d.deleted_at is null and d.status not in (1, 3) and d.received_at is not null
group by u.code, u.name, u.level, f.code, f.name, p.code, p.name;
