-- Values of the current edition. Share = hits ÷ total; never averaged. An absence is stored once and answered for each of its units.
create view mart.indicator_value as
select v.indicator, u.code as unit_code, u.name as unit_name, u.level as unit_level, v.period_type, v.period_start, v.hits, v.total, v.value, v.score, v.max_score,
  v.status, v.reason, v.version, v.coverage, v.basis as source, (select max(number) from edition) as edition, v.computed_at
from indicator_value v join unit u on u.id = v.unit_id
where v.edition_to is null
union all
select i.indicator, u.code, u.name, u.level, a.period_type, a.period_start, null, null, null, null, i.max_score,
  'unavailable', i.before || a.reason || i.after, i.version, null, a.basis, (select max(number) from edition), a.computed_at
from indicator_absence a join indicator_set_member i on i.set_id = a.indicator_set_id join unit_set_member m on m.set_id = a.unit_set_id join unit u on u.id = m.unit_id
where a.edition_to is null;
