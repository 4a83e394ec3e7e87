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
